import { sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { settleDecided } from '../../register/decisions/awards.ts'
import { appendEvents } from '../writing/events.ts'
import type { Context } from './resolve.ts'

/**
 * Lines known from the same source, of decisions that the file holds, which it no longer holds; none unless the file says that it is complete. A row that was rejected
 * is held all the same: that it cannot be read does not make its line missing.
 */
export async function findMissing({ tx, source, complete }: Context): Promise<void> {
  await tx.execute(sql`
    create temp table import_missing on commit drop as
    select id, decision_id, row_number() over (order by id) as nth from import_lines
    where ${complete}::boolean and not claimed and not withdrawn and source = ${source}
      and not exists (select from staged where result = 'rejected' and staged.identity = import_lines.identity)
      and not exists (select from staged where result = 'rejected' and staged.reference = import_lines.reference)`)
}

/** Withdraws the missing lines, with their awards and entries. */
export async function withdrawMissing(context: Context, actor: Actor, reason: string): Promise<void> {
  const { tx, municipalityCode } = context
  await tx.execute(sql`create temp table import_withdrawn (line_id uuid, event_id bigint) on commit drop`)
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
        jsonb_build_object('withdrawnAt', withdrawn_at, 'withdrawnReason', withdrawn_reason) as after
      from made`
    )} returning subject_id, id)
    insert into import_withdrawn select * from happened`)
  await settleDecided(tx, municipalityCode, sql`select line_id, event_id from import_withdrawn`)
}
