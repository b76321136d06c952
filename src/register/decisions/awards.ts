import { type SQL, sql } from 'drizzle-orm'
import { settleLines, settleNewLines } from '../../money/ledger/actions.ts'
import { changedBy } from '../../money/ledger/changed.ts'
import { eachLine, opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'
import { lineStands } from '../../money/ledger/standing.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { isGranting } from './line-record.ts'

/**
 * Brings awards and ledger to what the changed lines now say. A line that is granted and stands has an award. When the
 * line is no longer granted, or no longer stands, its award is withdrawn; it is revived with the same id should the line
 * be granted again. A line that a changed line revises counts again when that one does not.
 * `changedLines` is a query of line_id and event_id, each line once.
 */
export async function settleDecided(tx: Transaction, municipalityCode: string, changedLines: SQL): Promise<void> {
  const changed = withRevised(municipalityCode, changedLines)
  const granted = grantedAndStanding(municipalityCode)
  await tx.execute(sql`${newAwards(municipalityCode, changed)} on conflict (municipality_code, line_id) do nothing`)
  await tx.execute(sql`
    update awards set withdrawn_at = case when withdrawn_at is null then moment.now end
    from (select statement_timestamp() as now offset 0) moment
    where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = any(array(
      select award.id from (${changed}) changed ${eachLine(municipalityCode)}
      cross join lateral (
        select id, withdrawn_at from awards where municipality_code = ${opaqueToPlanner(municipalityCode)} and line_id = line.id offset 0
      ) award
      where (award.withdrawn_at is null) <> (${granted})))`)
  await settleLines(tx, municipalityCode, changed)
}

/**
 * The same of lines that the transaction has made: they have no award and no entry yet, so that nothing is compared. Lines that
 * they revise are changed ones, which the caller settles afterwards. `made` is a query of line_id and event_id, each line once.
 */
export async function settleMade(tx: Transaction, municipalityCode: string, made: SQL): Promise<void> {
  await tx.execute(newAwards(municipalityCode, made))
  await settleNewLines(tx, municipalityCode, made)
}

/** Condition on `line` and `decision`, as eachLine has them. */
const grantedAndStanding = (municipalityCode: string) =>
  sql`(${isGranting(sql`line.outcome`)} and ${lineStands(municipalityCode)})`

/**
 * Inserts an award for each of the lines that is to have one. It is made at the instant of its line's change, or of the
 * transaction that decided a line of before.
 */
const newAwards = (municipalityCode: string, lines: SQL) => sql`
  insert into awards (municipality_code, line_id, created_at)
  select line.municipality_code, line.id, greatest(line.updated_at, now())
  from (${lines}) changed ${eachLine(municipalityCode)}
  where ${grantedAndStanding(municipalityCode)}
  order by line.id`

/** The changed lines and those that they revise, at first or at second hand, each once. */
function withRevised(municipalityCode: string, changedLines: SQL): SQL {
  return sql`
    with recursive affected as (
      select line_id, event_id from (${changedLines}) first
      union
      select line.revises_line_id, affected.event_id
      from affected join decision_lines line
        on line.municipality_code = ${municipalityCode} and line.id = affected.line_id
      where line.revises_line_id is not null
    ) select line_id, max(event_id) as event_id from affected group by line_id`
}

export type ChangedLine = { lineId: string; eventId: number }

/** The query of changed lines that settleDecided takes. */
export const changedLines = (changed: ChangedLine[]): SQL =>
  changedBy(
    'line_id',
    changed.map(({ lineId, eventId }) => ({ id: lineId, eventId }))
  )
