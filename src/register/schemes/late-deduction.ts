import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { daysBetween } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Day, Nullable, OneOf, Percent, Strict, Uuid } from '../../platform/http/schemas.ts'
import { scheme } from './record.ts'
import type { SchemeRuleVersionRow } from './version-record.ts'
import { lateDeduction, lateTreatments, ruleAnswers } from './version-rules.ts'
import { ruleVersionOn } from './versions.ts'

export const LateDeductionQuery = Strict({
  receivedOn: Day('When the application was received', '2022-04-12'),
  dueOn: Day('The last day to apply', '2022-04-01')
})
export const LateDeductionAnswer = Strict(
  {
    receivedOn: Day('When the application was received', '2022-04-12'),
    dueOn: Day('The last day to apply', '2022-04-01'),
    daysLate: Type.Integer({ minimum: 0, description: 'Days after dueOn', example: 11 }),
    treatment: OneOf(lateTreatments, 'What the rules say of it; nothing is applied by itself'),
    deductionPercent: Nullable(Percent('What is lost of the grant; null: not stated (per cent)', 50)),
    paidPercent: Nullable(Percent('What is left of the grant; null: not stated (per cent)', 50)),
    ruleVersionId: Nullable(Uuid('The rules that say so')),
    rulesValid: OneOf(ruleAnswers, 'Whether those rules held on the last day to apply'),
    because: Type.String({ description: 'In words', example: 'The ladder of the rules has a step for 11 days.' })
  },
  {
    $id: 'LateDeduction',
    description: 'What the rules take from an application that is late',
    example: {
      receivedOn: '2022-04-12',
      dueOn: '2022-04-01',
      daysLate: 11,
      treatment: 'deducted',
      deductionPercent: 50,
      paidPercent: 50,
      ruleVersionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      rulesValid: 'yes',
      because: 'The ladder of the rules has a step for 11 days.'
    }
  }
)

/** What the rules on the day of the deadline take from a late application. @throws NotFound */
export async function findLateDeduction(
  db: Connection,
  ref: Ref,
  { receivedOn, dueOn }: Static<typeof LateDeductionQuery>
): Promise<Static<typeof LateDeductionAnswer>> {
  await scheme.find(db, ref)
  const found = await ruleVersionOn(db, ref, dueOn)
  const answer = lateDeduction(found?.version.lateLadder ?? null, daysBetween(dueOn, receivedOn))
  return {
    receivedOn,
    dueOn,
    ...answer,
    ruleVersionId: found?.version.id ?? null,
    rulesValid: found?.answer ?? 'no',
    because: becauseOf(found?.version, answer)
  }
}

function becauseOf(
  version: SchemeRuleVersionRow | undefined,
  { treatment, daysLate }: ReturnType<typeof lateDeduction>
): string {
  if (treatment === 'onTime') return 'It was received on the last day to apply or before.'
  if (!version) return 'Which rules held on the day of the deadline is not known.'
  if (!version.lateLadder) return 'The rules say nothing of late applications.'
  if (treatment === 'notStated') return `The ladder of the rules has no step for ${daysLate} days.`
  return `The ladder of the rules has a step for ${daysLate} days.`
}
