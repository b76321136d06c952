import { sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { bodies } from '../../register/bodies/record.ts'
import { kindOfBody } from '../../register/bodies/rules.ts'
import { settleDecided, settleMade } from '../../register/decisions/awards.ts'
import { decisions } from '../../register/decisions/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import { schemes } from '../../register/schemes/record.ts'
import type { Context } from '../finding/context.ts'
import { correctedColumns, measure } from '../finding/working-tables.ts'
import { createLines, leftBy, updateLines } from './apply-lines.ts'
import { appendEvents, madeEvents, told } from './events.ts'

/** Rows that are to be written. */
const written = sql`result in ('created', 'updated')`

/** Lines of the register that changed, or that a new line revises, each with the event that it follows from. */
const changedLines = sql`
  select line_id, max(event_id) as event_id from (
    select * from import_events
    union all
    select staged.revises_line_id, import_created.event_id from staged join import_created using (line_id)
    where staged.revises_line_id is not null
  ) changed where line_id not in (select line_id from import_created) group by 1`

/**
 * Writes what was decided: new bodies, schemes, organisations and decisions that a written row needs, then the lines,
 * each with its event, then awards and ledger for all of them at once. `hasUpdates`: some lines that are known are to change.
 */
export async function applyImport(context: Context, actor: Actor, hasUpdates: boolean): Promise<void> {
  const { tx, municipalityCode } = context
  await createNamed(context, actor)
  await writeDecisions(context, actor)
  await createLines(context, actor)
  if (hasUpdates) await updateLines(context, actor)
  await settleMade(tx, municipalityCode, sql`select line_id, event_id from import_created`)
  await settleDecided(tx, municipalityCode, changedLines)
}

async function createNamed(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  const { rows: fresh } = await tx.execute<{ id: string; name: string; key: string }>(sql`
    select id, name, key from import_bodies
    where is_new and id in (select body_id from staged where ${written})`)
  const kinds = JSON.stringify(fresh.map(body => ({ ...body, kind: kindOfBody(body.name) })))
  await tx.execute(sql`
    with made as (
      insert into bodies (municipality_code, id, source, name, name_key, kind)
      select ${municipalityCode}, id, ${source}, name, key, kind
      from jsonb_to_recordset(${kinds}) as body (id uuid, name text, key text, kind text) returning *
    ) ${madeEvents(context, actor, 'body', bodies)}`)
  await tx.execute(sql`
    with made as (
      insert into schemes (municipality_code, id, source, name, name_key, kind, body_id, needs_review)
      select ${municipalityCode}, id, ${source}, name, key, 'notStated', body_id, true from import_schemes
      where is_new and id in (select scheme_id from staged where ${written}) returning *
    ) ${madeEvents(context, actor, 'scheme', schemes)}`)
  await tx.execute(sql`
    with made as (
      insert into organisations (municipality_code, id, source, name, name_key, search_key, twin_key,
        organisation_number, legal_form, needs_review)
      select distinct on (id) ${municipalityCode}, id, ${source}, name, key, search_key, twin_key,
        nullif(number, ''), legal_form, true
      from import_organisations
      where is_new and id in (select unnest(organisation_ids) from staged where ${written})
      order by id, number desc, position returning *
    ) ${madeEvents(context, actor, 'organisation', organisations)}`)
}

async function writeDecisions(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  await tx.execute(sql`
    with made as (
      insert into decisions (municipality_code, id, source, reference, kind, body_id, decided_on,
        decided_on_precision, meeting_planned, paragraph, diary_number, source_url, revises_decision_id, imported_version)
      select ${municipalityCode}, id, ${source}, reference, coalesce(decision_kind, 'committee'), body_id, decided_on,
        decided_on_precision, planned, paragraph, diary_number, source_url, revises_decision_id, 1
      from import_decisions where is_new and id in (select decision_id from staged where ${written}) returning *
    ) ${madeEvents(context, actor, 'decision', decisions)}`)
  await tx.execute(sql`
    insert into import_corrected
    select ${sql.raw(correctedColumns.map(column => `decision.${column}`).join(', '))} from decisions decision join import_decisions on import_decisions.id = decision.id
    where decision.municipality_code = ${municipalityCode} and changed
      and decision.id in (select decision_id from staged where ${written})`)
  await tx.execute(sql`
    with made as (
      update decisions set body_id = stated.body_id, decided_on = stated.decided_on,
        decided_on_precision = stated.decided_on_precision, meeting_planned = stated.planned,
        paragraph = stated.paragraph, diary_number = stated.diary_number,
        reference = case when decisions.source = ${source} then coalesce(stated.reference, decisions.reference) else decisions.reference end,
        revises_decision_id = coalesce(decisions.revises_decision_id, stated.revises_decision_id),
        imported_version = ${leftBy('decisions')}, version = version + 1, updated_at = statement_timestamp()
      from import_decisions stated
      where decisions.municipality_code = ${municipalityCode} and decisions.id = stated.id
        and stated.id in (select id from import_corrected) returning decisions.*
    ) ${appendEvents(
      context,
      actor,
      sql`
      select 'decision.updated' as type, 'decision' as subject_type, made.id, made.version, null::uuid as parent_id,
        null::text as reason, changed_keys(${told('import_corrected', decisions)}, ${told('made', decisions)}) as before,
        changed_keys(${told('made', decisions)}, ${told('import_corrected', decisions)}) as after
      from made join import_corrected using (id)`
    )}`)
  // The lines of a corrected decision follow it in the ledger, those that the file does not hold among them.
  const { rowCount } = await tx.execute(sql`
    insert into import_events
    select line.id, event.id from decision_lines line
    join import_corrected on import_corrected.id = line.decision_id
    cross join lateral (
      select max(id) as id from events
      where municipality_code = ${municipalityCode} and subject_id = line.decision_id
    ) event
    where line.municipality_code = ${municipalityCode} and line.withdrawn_at is null`)
  await measure(tx, 'import_events', rowCount)
}
