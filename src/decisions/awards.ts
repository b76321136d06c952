import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import { settleLines } from '../ledger/actions.ts'
import { lineStands } from '../ledger/standing.ts'

/**
 * Brings awards and ledger to what the changed lines now say. A granted line that stands has an award; when it no longer
 * is or does, its award is withdrawn, and revived should it be granted again: the award keeps its identity.
 * Lines that a changed line revises follow it: they count again when it does not. `changedLines` is a query of line_id and event_id, each line once.
 */
export async function settleDecided(tx: Transaction, municipalityCode: string, changedLines: SQL): Promise<void> {
  const changed = withRevised(municipalityCode, changedLines)
  const granted = sql`(line.outcome in ('granted', 'partlyGranted') and ${lineStands(municipalityCode)})`
  await tx.execute(sql`
    insert into awards (municipality_code, line_id)
    select line.municipality_code, line.id
    from (${changed}) changed
    join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = changed.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    where ${granted}
    on conflict (municipality_code, line_id) do nothing`)
  await tx.execute(sql`
    update awards set withdrawn_at = case when ${granted} then null else clock_timestamp() end
    from (${changed}) changed, decision_lines line, decisions decision
    where awards.municipality_code = ${municipalityCode} and awards.line_id = changed.line_id
      and line.municipality_code = awards.municipality_code and line.id = awards.line_id
      and decision.municipality_code = line.municipality_code and decision.id = line.decision_id
      and (awards.withdrawn_at is null) <> (${granted})`)
  await settleLines(tx, municipalityCode, changed)
}

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

/** The query that settleDecided takes, for a handful of lines and one event. */
export function changedLines(lineIds: string[], eventId: number): SQL {
  return sql`select unnest(${sql.param(lineIds)}::uuid[]) as line_id, ${eventId}::bigint as event_id`
}
