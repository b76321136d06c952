import { and, eq, isNull } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Day, Nullable, OneOf, Strict, Uuid } from '../../platform/http/schemas.ts'
import { eligibilities } from './eligibility-record.ts'
import { standing } from './part-actions.ts'
import { exampleId } from './parts.ts'
import { eligibleOn } from './rules.ts'

export const EligibilityQuery = Strict({ validOn: Type.Optional(Day('Day; today unless told')) })
export const Eligibility = Strict(
  {
    organisationId: Uuid('The organisation'),
    validOn: Day('Day of the answer'),
    answer: OneOf(['yes', 'no', 'unknown'], 'Whether it was eligible'),
    explanations: Type.Array(Type.String({ example: 'Found eligible from 2021-01-01 to 2021-12-31.' }), {
      description: 'Why, in words',
      example: ['Found eligible from 2021-01-01 to 2021-12-31.']
    }),
    statementId: Nullable(Uuid('The statement that says so')),
    validFrom: Nullable(Day('First day of the statement; null: there is none', '2021-01-01')),
    validTo: Nullable(Day('Last day of the statement; null: no end, or there is none', '2021-12-31'))
  },
  {
    $id: 'Eligibility',
    description: 'Whether an organisation is eligible for grants on a day',
    example: {
      organisationId: exampleId,
      validOn: '2021-12-14',
      answer: 'yes',
      explanations: ['Found eligible from 2021-01-01 to 2021-12-31.'],
      statementId: exampleId,
      validFrom: '2021-01-01',
      validTo: '2021-12-31'
    }
  }
)

/** Whether the organisation is eligible for grants on a day, today unless told, and why. @throws NotFound */
export async function findEligibility(
  db: Connection,
  ref: Ref,
  { validOn = today() }: Static<typeof EligibilityQuery>
): Promise<Static<typeof Eligibility>> {
  const { municipalityCode, id } = await standing(db, ref)
  const own = and(
    eq(eligibilities.municipalityCode, municipalityCode),
    eq(eligibilities.organisationId, id),
    isNull(eligibilities.withdrawnAt)
  )
  const rows = await db.select().from(eligibilities).where(own)
  const { answer, statement, explanations } = eligibleOn(validOn, rows)
  const because = rows.find(row => row.id === statement?.id)?.reason
  return {
    organisationId: id,
    validOn,
    answer,
    explanations: because ? [...explanations, because] : explanations,
    statementId: statement?.id ?? null,
    validFrom: statement?.validFrom ?? null,
    validTo: statement?.validTo ?? null
  }
}
