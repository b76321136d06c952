import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import { kindOfBody } from '../bodies/rules.ts'
import { settleDecided } from '../decisions/awards.ts'
import { by } from '../events/actions.ts'
import { spokenOf } from './match.ts'
import type { Context } from './resolve.ts'

/** Rows that are to be written. */
const written = sql`result in ('created', 'updated')`

/**
 * Writes what was decided: new bodies, schemes, organisations and decisions that a written row needs, then the lines,
 * each with its event, then awards and ledger for all of them at once.
 */
export async function applyImport(context: Context, actor: Actor): Promise<void> {
  const { tx, municipalityCode } = context
  await tx.execute(sql`create temp table import_events (line_id uuid, event_id bigint) on commit drop`)
  await createNamed(context, actor)
  await writeDecisions(context, actor)
  await createLines(context, actor)
  await updateLines(context, actor)
  await settleDecided(
    tx,
    municipalityCode,
    sql`select line_id, max(event_id) as event_id from import_events group by 1`
  )
}

/** Appends an event for each row of a query of type, subject_type, id, version, parent_id, reason, before and after. */
export function appendEvents({ municipalityCode }: Context, actor: Actor, rows: SQL): SQL {
  const who = by(actor)
  return sql`
    insert into events (municipality_code, type, subject_type, subject_id, subject_version, parent_id, reason, before,
      after, actor, actor_name, sent_by, request_id)
    select ${municipalityCode}, type, subject_type, id, version, parent_id, reason, before, after,
      ${who.actor}, ${who.actorName}, ${who.sentBy}, ${who.requestId}
    from (${rows}) happened`
}

/** Everything but what says nothing to a reader of the history. */
const told = (row: string) =>
  sql.raw(`(to_jsonb(${row}) - array['municipality_code', 'version', 'created_at', 'updated_at',
    'name_key', 'former_name_keys', 'search_key', 'twin_key', 'purpose_key'])`)

const madeEvents = (context: Context, actor: Actor, noun: string, made: string) =>
  appendEvents(
    context,
    actor,
    sql`select ${`${noun}.created`}::text as type, ${noun}::text as subject_type, id, version, null::uuid as parent_id,
      null::text as reason, null::jsonb as before, camel_keys(jsonb_strip_nulls(${told(made)})) as after from ${sql.raw(made)}`
  )

async function createNamed(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  const { rows: bodies } = await tx.execute<{ id: string; name: string; key: string }>(sql`
    select id, name, key from import_bodies
    where is_new and id in (select body_id from staged where ${written})`)
  const kinds = JSON.stringify(bodies.map(body => ({ ...body, kind: kindOfBody(body.name) })))
  await tx.execute(sql`
    with made as (
      insert into bodies (municipality_code, id, source, name, name_key, kind)
      select ${municipalityCode}, id, ${source}, name, key, kind
      from jsonb_to_recordset(${kinds}) as body (id uuid, name text, key text, kind text) returning *
    ) ${madeEvents(context, actor, 'body', 'made')}`)
  await tx.execute(sql`
    with made as (
      insert into schemes (municipality_code, id, source, name, name_key, kind, body_id, needs_review)
      select ${municipalityCode}, id, ${source}, name, key, 'notStated', body_id, true from import_schemes
      where is_new and id in (select scheme_id from staged where ${written}) returning *
    ) ${madeEvents(context, actor, 'scheme', 'made')}`)
  await tx.execute(sql`
    with made as (
      insert into organisations (municipality_code, id, source, name, name_key, search_key, twin_key,
        organisation_number, legal_form, needs_review)
      select distinct on (id) ${municipalityCode}, id, ${source}, name, key, search_key, twin_key,
        nullif(number, ''), legal_form, true
      from import_organisations
      where is_new and id in (select unnest(organisation_ids) from staged where ${written})
      order by id, number desc, position returning *
    ) ${madeEvents(context, actor, 'organisation', 'made')}`)
}

async function writeDecisions(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  await tx.execute(sql`
    with made as (
      insert into decisions (municipality_code, id, source, reference, kind, body_id, meeting_date,
        meeting_date_precision, meeting_planned, paragraph, diary_number, source_url)
      select ${municipalityCode}, id, ${source}, reference, coalesce(decision_kind, 'committee'), body_id, meeting_date,
        date_precision, planned, paragraph, diary_number, source_url
      from import_decisions where is_new and id in (select decision_id from staged where ${written}) returning *
    ) ${madeEvents(context, actor, 'decision', 'made')}`)
  await tx.execute(sql`
    create temp table import_corrected on commit drop as
    select decision.* from decisions decision join import_decisions on import_decisions.id = decision.id
    where decision.municipality_code = ${municipalityCode} and changed
      and decision.id in (select decision_id from staged where ${written})`)
  await tx.execute(sql`
    with made as (
      update decisions set body_id = stated.body_id, meeting_date = stated.meeting_date,
        meeting_date_precision = stated.date_precision, meeting_planned = stated.planned,
        paragraph = stated.paragraph, diary_number = stated.diary_number,
        reference = coalesce(stated.reference, decisions.reference),
        version = version + 1, updated_at = clock_timestamp()
      from import_decisions stated
      where decisions.municipality_code = ${municipalityCode} and decisions.id = stated.id
        and stated.id in (select id from import_corrected) returning decisions.*
    ) ${appendEvents(
      context,
      actor,
      sql`
      select 'decision.updated' as type, 'decision' as subject_type, made.id, made.version, null::uuid as parent_id,
        null::text as reason, camel_keys(changed_keys(${told('import_corrected')}, ${told('made')})) as before,
        camel_keys(changed_keys(${told('made')}, ${told('import_corrected')})) as after
      from made join import_corrected using (id)`
    )}`)
  // The lines of a corrected decision follow it in the ledger, those that the file does not hold among them.
  await tx.execute(sql`
    insert into import_events
    select line.id, event.id from decision_lines line
    join import_corrected on import_corrected.id = line.decision_id
    cross join lateral (
      select max(id) as id from events
      where municipality_code = line.municipality_code and subject_id = line.decision_id
    ) event
    where line.municipality_code = ${municipalityCode} and line.withdrawn_at is null`)
}

const certainty = (amount: string) => sql.raw(`case when ${amount} is null then 'notStated' else 'exact' end`)

async function createLines(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  await tx.execute(sql`
    insert into decision_lines (municipality_code, id, decision_id, source, reference, scheme_id, payee_organisation_id,
      purpose, purpose_key, grant_year_from, grant_year_to, amount_per, outcome, applied, applied_certainty, granted,
      granted_certainty, reserved, rent, note, source_url)
    select ${municipalityCode}, line_id, decision_id, ${source}, reference, scheme_id, payee_id, purpose, purpose_key,
      year_from, year_to, amount_per, outcome, applied, ${certainty('applied')}, granted, ${certainty('granted')},
      reserved, rent, note, source_url
    from staged where result = 'created' order by position`)
  await insertRecipients(context, sql`result = 'created'`)
  await tx.execute(sql`
    with happened as (${appendEvents(
      context,
      actor,
      sql`
      select 'decisionLine.created' as type, 'decisionLine' as subject_type, stored.id, stored.version,
        stored.decision_id as parent_id, null::text as reason, null::jsonb as before,
        camel_keys(jsonb_strip_nulls(${told('stored')}) || jsonb_build_object('recipient_ids', staged.organisation_ids)) as after
      from staged join decision_lines stored on stored.municipality_code = ${municipalityCode} and stored.id = staged.line_id
      where result = 'created' order by position`
    )} returning subject_id, id)
    insert into import_events select * from happened`)
}

async function insertRecipients({ tx, municipalityCode }: Context, rows: SQL) {
  await tx.execute(sql`
    insert into decision_line_recipients (municipality_code, line_id, organisation_id, position)
    select ${municipalityCode}, line_id, organisation_id, at + 1
    from staged join staged_recipients using (position) where ${rows}`)
}

async function updateLines(context: Context, actor: Actor) {
  const { tx, municipalityCode } = context
  const recipientIds =
    sql.raw(`(select jsonb_build_object('recipient_ids', array_agg(organisation_id order by recipient.position))
    from decision_line_recipients recipient
    where recipient.municipality_code = stored.municipality_code and recipient.line_id = stored.id)`)
  await tx.execute(sql`
    create temp table import_before on commit drop as
    select stored.id, ${told('stored')} || ${recipientIds} as told
    from decision_lines stored join staged on staged.line_id = stored.id and result = 'updated'
    where stored.municipality_code = ${municipalityCode}`)
  const spoken = new Map(spokenOf(context).map(([staged, column]) => [column, `staged.${staged}`]))
  const certainties = (['applied', 'granted'] as const)
    .filter(name => spoken.has(name))
    .map(name => [
      // An empty cell does not say why: what is recorded of an amount that is not known stays.
      `${name}_certainty`,
      `case when staged.${name} is not null then 'exact' when stored.${name} is null then stored.${name}_certainty else 'notStated' end`
    ])
  const sets = [...spoken, ...certainties].map(([column, value]) => `${column} = ${value}`).join(', ')
  await tx.execute(sql`
    update decision_lines stored set ${sql.raw(sets)}, decision_id = staged.decision_id, scheme_id = staged.scheme_id,
      purpose_key = staged.purpose_key, grant_year_from = year_from, grant_year_to = year_to,
      reference = coalesce(staged.reference, stored.reference), version = version + 1, updated_at = clock_timestamp()
    from staged
    where result = 'updated' and stored.municipality_code = ${municipalityCode} and stored.id = staged.line_id`)
  await tx.execute(sql`
    delete from decision_line_recipients recipient using staged
    where result = 'updated' and recipient.municipality_code = ${municipalityCode} and recipient.line_id = staged.line_id`)
  await insertRecipients(context, sql`result = 'updated'`)
  await tx.execute(sql`
    with happened as (${appendEvents(
      context,
      actor,
      sql`
      select 'decisionLine.updated' as type, 'decisionLine' as subject_type, stored.id, stored.version,
        stored.decision_id as parent_id, null::text as reason,
        camel_keys(changed_keys(import_before.told, now.told)) as before,
        camel_keys(changed_keys(now.told, import_before.told)) as after
      from import_before
      join decision_lines stored on stored.municipality_code = ${municipalityCode} and stored.id = import_before.id
      cross join lateral (select ${told('stored')} || ${recipientIds} as told) now`
    )} returning subject_id, id)
    insert into import_events select * from happened`)
}
