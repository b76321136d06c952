import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { keepStatesOfThese } from '../../platform/known/keep.ts'
import { schemeRuleVersions } from '../../register/schemes/version-record.ts'
import { reports } from '../reports/record.ts'
import { reportRequirements } from '../reports/requirement-record.ts'
import { distinctConditions } from './condition-rules.ts'
import { type Condition, type KeptCondition, paymentConditions } from './record.ts'
import type { AwardFacts } from './sums.ts'

type ReportRow = typeof reports.$inferSelect
type RequirementRow = typeof reportRequirements.$inferSelect

/** Reports and requirements that conditions name are of the award, of its scheme or of the agreement. @throws Invalid */
export async function checkConditionReferences(
  tx: Transaction,
  { municipalityCode, id: awardId, schemeId }: AwardFacts,
  agreementId: string | null,
  lists: { conditions: Condition[]; at: string }[]
): Promise<void> {
  const all = lists.flatMap(({ conditions, at }) => conditions.map((one, index) => ({ ...one, at: `${at}/${index}` })))
  if (!all.some(({ reportId, requirementId }) => reportId || requirementId)) return
  const versions = schemeId === null ? new Set<string>() : await versionsOf(tx, municipalityCode, schemeId)
  const ofReport = (row: ReportRow) =>
    row.awardId === awardId || (agreementId !== null && row.agreementId === agreementId)
      ? null
      : {
          message: 'is a report of another award and agreement',
          sv: 'är en redovisning för ett annat bidrag och avtal'
        }
  const ofRequirement = (row: RequirementRow) =>
    (row.agreementId !== null && row.agreementId === agreementId) ||
    (row.ruleVersionId !== null && versions.has(row.ruleVersionId))
      ? null
      : {
          message: 'is a requirement of another agreement or scheme',
          sv: 'är ett redovisningskrav för ett annat avtal eller en annan bidragsform'
        }
  await checkReferences(
    tx,
    municipalityCode,
    all.flatMap(({ reportId, requirementId, at }) => [
      { table: reports, id: reportId, field: `${at}/reportId`, what: 'a report', check: ofReport },
      {
        table: reportRequirements,
        id: requirementId,
        field: `${at}/requirementId`,
        what: 'a report requirement',
        check: ofRequirement
      }
    ])
  )
}

async function versionsOf(tx: Transaction, municipalityCode: string, schemeId: string): Promise<Set<string>> {
  const { id, municipalityCode: code, schemeId: scheme } = schemeRuleVersions
  const rows = await tx
    .select({ id })
    .from(schemeRuleVersions)
    .where(and(eq(code, municipalityCode), eq(scheme, schemeId)))
  return new Set(rows.map(row => row.id))
}

/** What the payments wait for, by payment, as it was stated. */
export async function conditionsOf(tx: Transaction, municipalityCode: string, paymentIds: string[]) {
  const of = new Map<string, KeptCondition[]>()
  if (paymentIds.length === 0) return of
  const rows = await tx
    .select()
    .from(paymentConditions)
    .where(
      and(eq(paymentConditions.municipalityCode, municipalityCode), inArray(paymentConditions.paymentId, paymentIds))
    )
    .orderBy(paymentConditions.id)
  for (const { paymentId, kind, reportId, requirementId, notBefore } of rows) {
    of.set(paymentId, [...(of.get(paymentId) ?? []), { kind, notBefore, reportId, requirementId }])
  }
  return of
}

export async function insertConditions(
  tx: Transaction,
  municipalityCode: string,
  all: { paymentId: string; conditions: Condition[] }[]
): Promise<void> {
  const rows = all.flatMap(({ paymentId, conditions }) =>
    distinctConditions(conditions).map(condition => ({ ...condition, municipalityCode, paymentId }))
  )
  if (rows.length === 0) return
  const made = await tx.insert(paymentConditions).values(rows).returning({ id: paymentConditions.id })
  keepStatesOfThese(
    tx,
    municipalityCode,
    'payment_conditions',
    made.map(({ id }) => id)
  )
}

/** Puts other conditions in the place of all that a payment waited for. */
export async function replaceConditions(
  tx: Transaction,
  municipalityCode: string,
  paymentId: string,
  conditions: Condition[]
) {
  const gone = await tx
    .delete(paymentConditions)
    .where(and(eq(paymentConditions.municipalityCode, municipalityCode), eq(paymentConditions.paymentId, paymentId)))
    .returning({ id: paymentConditions.id })
  keepStatesOfThese(
    tx,
    municipalityCode,
    'payment_conditions',
    gone.map(({ id }) => id)
  )
  await insertConditions(tx, municipalityCode, [{ paymentId, conditions }])
}
