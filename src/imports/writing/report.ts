import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/connection.ts'
import { isGranting } from '../../register/decisions/line-record.ts'
import { awardOfLine } from '../finding/by-key.ts'
import type { Context } from '../finding/context.ts'
import type { PaymentMode } from '../payment-rules.ts'
import { decisionImports, type ImportCounts } from '../tables.ts'

export type ImportRecord = typeof decisionImports.$inferSelect
type NewImport = Omit<typeof decisionImports.$inferInsert, 'municipalityCode' | 'id'>

/** How many rows became what; every row of the file is one of created, updated, unchanged and rejected. */
export async function countResults(tx: Transaction, payments: PaymentMode | undefined): Promise<ImportCounts> {
  const { rows } = await tx.execute<ImportCounts>(sql`
    select count(*) filter (where result = 'created')::int as "createdCount",
           count(*) filter (where result = 'updated')::int as "updatedCount",
           count(*) filter (where result = 'unchanged')::int as "unchangedCount",
           count(*) filter (where result = 'rejected')::int as "rejectedCount",
           (select count(*) from import_missing)::int as "missingCount", 0 as "withdrawnCount"
    from staged`)
  if (!payments) return rows[0]!
  const { rows: made } = await tx.execute<{ count: number }>(sql`select count(*)::int as count from import_payments`)
  return { ...rows[0]!, [payments === 'toPay' ? 'plannedPaymentCount' : 'recordedPaymentCount']: made[0]!.count }
}

/** Rows that grant something and are of no known line. */
export async function countNewGrants(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from staged where result = 'created' and ${isGranting(sql`outcome`)}`
  )
  return rows[0]!.count
}

/**
 * How many agreements the file gives when it is written: of its new lines those that grant something under a scheme of kind
 * partnership and stand, as agreements/from-lines.ts makes them of their awards. Told before anything is written; new
 * schemes are of no kind. `import_replaced` is what second-decisions.ts has found.
 */
export async function countAgreements({ tx, municipalityCode }: Context): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from staged
    join schemes scheme on scheme.municipality_code = ${municipalityCode} and scheme.id = staged.scheme_id
      and scheme.kind = 'partnership'
    left join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = staged.decision_id
    where result = 'created' and ${isGranting(sql`staged.outcome`)}
      and (decision.id is null or decision.annulment_recorded_at is null and decision.standing = 'decided')
      and staged.line_id not in (select id from import_replaced)`)
  return rows[0]!.count
}

/**
 * Keeps what came of the file, row by row, and what it is that it would have become where it was not applied. `recordId`: of an
 * import that is recorded already, as one that a job does.
 */
export async function saveReport(
  { tx, municipalityCode, importId }: Context,
  report: NewImport,
  recordId = importId
): Promise<ImportRecord> {
  const [record] = await tx
    .insert(decisionImports)
    .values({ ...report, municipalityCode, id: recordId })
    .onConflictDoUpdate({ target: [decisionImports.municipalityCode, decisionImports.id], set: report })
    .returning()
  const applied = report.status === 'completed'
  await tx.execute(sql`
    insert into decision_import_rows (municipality_code, import_id, position, line, result, identity, is_applied,
      decision_id, line_id, award_id, organisation_ids, violations, warnings, candidates, sheet, near_lines)
    select ${municipalityCode}, ${recordId}, staged.position, line, result, identity, ${applied},
      case when result <> 'rejected' and (${applied}::boolean or not import_decisions.is_new) then decision_id end,
      case when result in ('updated', 'unchanged') or ${applied}::boolean and result = 'created' then staged.line_id end,
      awards.id,
      case when result <> 'rejected' and ${applied}::boolean then organisation_ids end,
      nullif(violations, '[]'), nullif(warnings, '[]'), offered.candidates, sheet, import_near.lines
    from staged
    left join import_near using (position)
    left join import_decisions on import_decisions.key = staged.decision_key
    left join lateral ${awardOfLine(municipalityCode, sql`staged.line_id`)} awards on true
    left join (
      select position, jsonb_agg(candidate) as candidates
      from (select distinct position, organisation_id as id from staged_recipients) recipient
      join import_candidates using (id) cross join jsonb_array_elements(candidates::jsonb) candidate
      where position in (select position from staged where organisation_ids is not null) group by 1
    ) offered using (position)`)
  await tx.execute(sql`
    insert into decision_import_rows (municipality_code, import_id, position, result, is_applied, decision_id, line_id)
    select ${municipalityCode}, ${recordId}, nth + (select count(*) from staged), 'missing',
      ${applied && report.counts.withdrawnCount > 0}, decision_id, id
    from import_missing`)
  return record!
}
