import { sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { instantText } from '../../platform/database/columns.ts'
import { settleDecided } from '../../register/decisions/awards.ts'
import { appendEvents } from '../writing/events.ts'
import { linesOfDecision } from './by-key.ts'
import type { Context } from './context.ts'

/** The last day that a date can mean: that of its month or year where only that is known. */
const lastDay = sql`(case decided_on_precision
  when 'year' then date_trunc('year', decided_on) + interval '1 year' - interval '1 day'
  when 'month' then date_trunc('month', decided_on) + interval '1 month' - interval '1 day'
  else decided_on end)::date`

/**
 * Known lines of the same source that a complete file no longer holds: of the decisions that it names, and of those that it
 * no longer names, of the same bodies, from the first to the last day that it has of each. None unless the file says that it
 * is complete. A row that was rejected is held all the same: that it cannot be read does not make its line missing.
 */
export async function findMissing({ tx, municipalityCode, source, complete }: Context): Promise<void> {
  if (!complete) return
  await tx.execute(sql`
    insert into import_missing
    with periods as (
      select body_id, min(decided_on) as first, max(${lastDay}) as last from staged
      where body_id is not null and decided_on is not null group by 1
    ), dropped as (
      select id, decision_id from import_free
      where source = ${source}
        and not exists (select from staged where result = 'rejected' and staged.identity = import_free.identity)
        and not exists (select from staged where result = 'rejected' and staged.reference = import_free.reference)
      union
      select line.id, line.decision_id
      from periods
      join decisions decision on decision.municipality_code = ${municipalityCode} and decision.body_id = periods.body_id
        and decision.decided_on between periods.first and periods.last and decision.standing = 'decided'
        and decision.withdrawn_at is null and decision.id not in (select id from import_decisions)
      cross join lateral ${linesOfDecision(municipalityCode, sql`decision.id`)} line
      where line.withdrawn_at is null and line.source = ${source} and not exists (select from staged where line_id = line.id)
        and not exists (select from staged where result = 'rejected' and staged.reference = line.reference)
    )
    select id, decision_id, row_number() over (order by id) as nth from dropped
    where not exists (select from import_near, jsonb_array_elements(lines) known where (known ->> 'lineId')::uuid = dropped.id)`)
}

/** Withdraws the missing lines, with their awards and entries. */
export async function withdrawMissing(context: Context, actor: Actor, reason: string): Promise<void> {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    with made as (
      update decision_lines set withdrawn_at = statement_timestamp(), withdrawn_reason = ${reason}, version = version + 1,
        updated_at = statement_timestamp()
      where municipality_code = ${municipalityCode} and id in (select id from import_missing) returning *
    ), happened as (${appendEvents(
      context,
      actor,
      sql`
      select 'decisionLine.withdrawn' as type, 'decisionLine' as subject_type, id, version, decision_id as parent_id,
        ${reason}::text as reason, null::jsonb as before,
        jsonb_build_object('withdrawnAt', ${instantText('withdrawn_at')}, 'withdrawnReason', withdrawn_reason) as after
      from made`
    )} returning subject_id, id)
    insert into import_withdrawn select * from happened`)
  await settleDecided(tx, municipalityCode, sql`select line_id, event_id from import_withdrawn`)
}
