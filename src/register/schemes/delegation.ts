import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { certainties } from '../../base/known.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Day, Money, Nullable, OneOf, ref, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { limitOfYear } from './base-amount-rules.ts'
import { scheme } from './record.ts'
import { Limit } from './version-record.ts'
import { ruleAnswers } from './version-rules.ts'
import { ruleVersionOn } from './versions.ts'

export const DelegationLimitsQuery = Strict({
  validOn: Type.Optional(Day('The day of the delegated decision; today unless told', '2024-05-14'))
})

const example = {
  delegate: 'Förvaltningschef',
  kind: 'formula',
  factor: 0.5,
  base: 'prisbasbelopp',
  baseAmount: 57300,
  baseAmountSource: 'SCB, prisbasbelopp',
  maxAmount: 28650,
  maxAmountCertainty: 'exact'
}

export const LimitOfYear = Strict(
  {
    ...Limit.properties,
    baseAmount: Nullable(Money('The base amount of the year; null: no formula, or not known here', 57300)),
    baseAmountSource: Nullable(Text('Who sets the base amount', 300, 'SCB, prisbasbelopp')),
    maxAmount: Nullable(Money('The highest amount, rounded down to the öre; null: see maxAmountCertainty', 28650)),
    maxAmountCertainty: OneOf(
      certainties,
      'exact; notStated by the rules; unknown: the base amount of the year is not kept'
    )
  },
  { $id: 'DelegationLimitOfYear', description: 'How far a delegate may decide in a year, in kronor', example }
)

export const DelegationLimitsAnswer = Strict(
  {
    validOn: Day('The day asked for', '2024-05-14'),
    year: Type.Integer({ description: 'The year whose base amounts count', example: 2024 }),
    ruleVersionId: Nullable(Uuid('The rules that held; null: none, or several may have')),
    rulesValid: OneOf(ruleAnswers, 'Whether those rules held on the day'),
    items: Type.Array(ref(LimitOfYear), { description: 'The limits of those rules', example: [example] })
  },
  {
    $id: 'DelegationLimits',
    description: 'How far delegates may decide on a day: shown, never applied',
    example: {
      validOn: '2024-05-14',
      year: 2024,
      ruleVersionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      rulesValid: 'yes',
      items: [example]
    }
  }
)

/** How far delegates might decide on a day, in kronor of that day's year, by the rules of then. @throws NotFound */
export async function findDelegationLimits(
  db: Connection,
  ref: Ref,
  { validOn = today() }: Static<typeof DelegationLimitsQuery>
): Promise<Static<typeof DelegationLimitsAnswer>> {
  await scheme.find(db, ref)
  const found = await ruleVersionOn(db, ref, validOn)
  const year = Number(validOn.slice(0, 4))
  return {
    validOn,
    year,
    ruleVersionId: found?.version.id ?? null,
    rulesValid: found?.answer ?? 'no',
    items: (found?.version.delegationLimits ?? []).map(limit => limitOfYear(limit, year))
  }
}
