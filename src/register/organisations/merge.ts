import { isDeepStrictEqual } from 'node:util'
import { and, eq, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import { settleLines } from '../../money/ledger/actions.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent, recordEvents } from '../../platform/events/actions.ts'
import { Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { merged } from './actions.ts'
import { confidential } from './confidential.ts'
import { problems } from './problems.ts'
import { lockNames } from './queries.ts'
import { type OrganisationRow, organisations } from './record.ts'

export const Merge = Strict(
  {
    mergedIntoId: Uuid('The organisation that remains'),
    reason: Text('Why they are the same', 1000, 'Same organisation number')
  },
  {
    $id: 'Merge',
    description: 'Two records of one organisation become one; both histories are kept',
    example: { mergedIntoId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', reason: 'Same organisation number' }
  }
)
export type Merge = Static<typeof Merge>

/**
 * Makes two records of one organisation one: what names the first names from now on the one that remains, in the lines
 * and in the ledger. Old ids, names and references still find it, and totals as they were known before stay as they were.
 * @throws NotFound, Conflict (withdrawn, merged already, numbers that differ), Invalid (into itself)
 */
export async function mergeOrganisation(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { mergedIntoId: intoId, reason }: Merge
) {
  const { municipalityCode, id } = ref
  await lockNames(tx, municipalityCode)
  const { before, into } = await lockBoth(tx, ref, intoId)
  for (const { mergedIntoId } of [before, into]) if (mergedIntoId) throw merged(mergedIntoId)
  if (before.confidentialOn !== null || into.confidentialOn !== null) throw confidential()
  if (before.organisationNumber && into.organisationNumber && before.organisationNumber !== into.organisationNumber) {
    throw new Conflict(problems['organisation-numbers-differ'], {
      en: 'They have different organisation numbers: correct one first.',
      sv: 'De har olika organisationsnummer: rätta ett av dem först.'
    })
  }
  await refuseOwnMember(tx, ref, intoId)
  const mergedAt = new Date().toISOString()
  const after = await amendRecord(tx, organisations, ref, { mergedIntoId: intoId, mergedAt })
  // Those merged into it before follow, so that one step always leads to the one that remains.
  const followers = await tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.municipalityCode, municipalityCode), eq(organisations.mergedIntoId, id)))
    .for('update')
  for (const follower of followers) {
    const moved = await amendRecord(tx, organisations, { municipalityCode, id: follower.id }, { mergedIntoId: intoId })
    await recordEvent(tx, actor, 'organisation.merged', moved, { before: follower, reason })
  }
  const eventId = await recordEvent(tx, actor, 'organisation.merged', after, { before, reason })
  const merge: Merging = { tx, actor, municipalityCode, id, intoId, reason }
  await moveLines(merge, eventId)
  await moveApplications(merge)
  await moveParts(merge)
  await moveControls(merge)
  await movePayments(merge)
  return after
}

type Merging = { tx: Transaction; actor: Actor; municipalityCode: string; id: string; intoId: string; reason: string }
type Controls = OrganisationRow['controlledBy']
type Moved = { id: string; version: number; parentId?: string; before: object; after: object }

/** Each record that names the other organisation from now on has an event of its own: in its history, and for whoever follows. */
async function tell({ tx, actor, municipalityCode, reason }: Merging, type: string, moved: Moved[]) {
  const all = moved.map(({ id, version, parentId, before, after }) => ({
    subject: { municipalityCode, id, version, ...after },
    ...{ before, reason, parentId }
  }))
  await recordEvents(tx, actor, type, all)
}

/** Always in the same order, so that two merges the other way about cannot wait for each other. */
async function lockBoth(tx: Transaction, { municipalityCode, id }: Ref, intoId: string) {
  if (id === intoId) {
    throw new Invalid(
      problems['merge-into-itself'],
      { en: 'An organisation cannot be merged into itself.', sv: 'En organisation kan inte slås ihop med sig själv.' },
      [{ field: '/mergedIntoId', message: 'must be another organisation', sv: 'måste vara en annan organisation' }]
    )
  }
  const locked = new Map<string, OrganisationRow>()
  for (const one of [id, intoId].sort()) {
    locked.set(one, await lockRecord(tx, organisations, 'organisation', { municipalityCode, id: one }))
  }
  return { before: locked.get(id)!, into: locked.get(intoId)! }
}

/** The organisations that a record names, in their order, as events tell them. */
const named = (table: string, record: string, municipalityCode: string) => sql`(
  select jsonb_agg(jsonb_build_object('organisationId', each.organisation_id) order by each.position)
  from ${sql.identifier(table)} each
  where each.municipality_code = ${municipalityCode} and each.${sql.identifier(`${record}_id`)} = ${sql.identifier(record)}.id)`

/** Makes the lines of the one name the other instead; a joint line that named both names it once. */
async function moveLines(merge: Merging, eventId: number) {
  const { tx, municipalityCode, id, intoId } = merge
  const payee = sql`payee_organisation_id as "payeeOrganisationId"`
  const recipients = named('decision_line_recipients', 'line', municipalityCode)
  const { rows: before } = await tx.execute<{ id: string }>(sql`
    select id, ${payee}, ${recipients} as recipients from decision_lines line
    where ${ofMunicipality(municipalityCode, 'line')} and id in (
      select line_id from decision_line_recipients where municipality_code = ${municipalityCode} and organisation_id = ${id})
    order by id`)
  const lineIds = sql.param(before.map(line => line.id))
  await tx.execute(sql`
    with moved as (
      delete from decision_line_recipients
      where municipality_code = ${municipalityCode} and organisation_id = ${id} returning *
    )
    insert into decision_line_recipients (municipality_code, line_id, organisation_id, position)
    select municipality_code, line_id, ${intoId}, position from moved
    on conflict (municipality_code, line_id, organisation_id) do nothing`)
  const { rows: after } = await tx.execute<{ id: string; version: number; parentId: string }>(sql`
    with changed as (
      update decision_lines set version = version + 1, updated_at = statement_timestamp(),
        payee_organisation_id = case when payee_organisation_id = ${id}::uuid then ${intoId}::uuid else payee_organisation_id end
      where municipality_code = ${municipalityCode} and id = any(${lineIds}::uuid[]) returning *
    )
    select id, version, decision_id as "parentId", ${payee}, ${recipients} as recipients from changed line order by id`)
  await tell(merge, 'decisionLine.updated', pairs(before, after))
  await settleLines(
    tx,
    municipalityCode,
    sql`select unnest(${lineIds}::uuid[]) as line_id, ${eventId}::bigint as event_id`
  )
}

/** The records as they were and as they are, both in the order of their ids. */
function pairs(before: { id: string }[], after: { id: string; version: number; parentId?: string }[]): Moved[] {
  return after.map(({ id, version, parentId, ...is }, at) => ({
    id,
    version,
    parentId,
    before: before[at]!,
    after: is
  }))
}

/** Makes applications and guarantees of the one name the other instead; a joint application that named both names it once. */
async function moveApplications(merge: Merging) {
  const { tx, municipalityCode, id, intoId } = merge
  const guarantor = sql`guarantor_organisation_id as "guarantorOrganisationId"`
  const applicants = named('application_applicants', 'application', municipalityCode)
  const { rows: before } = await tx.execute<{ id: string }>(sql`
    select id, ${guarantor}, ${applicants} as applicants from applications application
    where ${ofMunicipality(municipalityCode, 'application')} and (guarantor_organisation_id = ${id} or id in (
      select application_id from application_applicants where municipality_code = ${municipalityCode} and organisation_id = ${id}))
    order by id`)
  await tx.execute(sql`
    with moved as (
      delete from application_applicants
      where municipality_code = ${municipalityCode} and organisation_id = ${id} returning *
    )
    insert into application_applicants (municipality_code, application_id, organisation_id, position)
    select municipality_code, application_id, ${intoId}, position from moved
    on conflict (municipality_code, application_id, organisation_id) do nothing`)
  const { rows: after } = await tx.execute<{ id: string; version: number }>(sql`
    with changed as (
      update applications set version = version + 1, updated_at = statement_timestamp(),
        guarantor_organisation_id = case when guarantor_organisation_id = ${id}::uuid then ${intoId}::uuid else guarantor_organisation_id end
      where municipality_code = ${municipalityCode} and id = any(${sql.param(before.map(one => one.id))}::uuid[])
      returning *
    )
    select id, version, ${guarantor}, ${applicants} as applicants from changed application order by id`)
  await tell(merge, 'application.updated', pairs(before, after))
}

/**
 * Records that belong to an organisation, by their tables: what events call them, the column that names it, that of the record
 * in whose history their events are read too, and that of another organisation which it must not be.
 */
const PARTS = [
  { table: 'organisation_names', noun: 'organisationName', parent: 'organisation_id' },
  { table: 'contacts', noun: 'contact', parent: 'organisation_id' },
  { table: 'organisation_documents', noun: 'organisationDocument', parent: 'organisation_id' },
  { table: 'files', noun: 'file', parent: 'organisation_id' },
  { table: 'eligibilities', noun: 'eligibility', parent: 'organisation_id' },
  { table: 'payee_accounts', noun: 'payeeAccount', parent: 'organisation_id' },
  { table: 'recoveries', noun: 'recovery', parent: 'award_id' },
  { table: 'state_aids', noun: 'stateAid', parent: 'award_id' },
  { table: 'reports', noun: 'report', parent: 'null::uuid' },
  { table: 'memberships', noun: 'membership', parent: 'organisation_id', other: 'umbrella_id' },
  {
    table: 'memberships',
    noun: 'membership',
    parent: 'organisation_id',
    column: 'umbrella_id',
    other: 'organisation_id'
  }
]

/**
 * Gives names, memberships, contacts, documents, files, eligibility, accounts, reports and recoveries to the one that remains. A
 * membership of the one in the other that was withdrawn as an error stays where it is.
 */
async function moveParts(merge: Merging) {
  const { tx, municipalityCode, id, intoId } = merge
  for (const { table, noun, parent, column = 'organisation_id', other } of PARTS) {
    const apart = other ? sql`and ${sql.identifier(other)} <> ${intoId}` : sql``
    const { rows } = await tx.execute<{ id: string; version: number; parentId: string }>(sql`
      with moved as (
        update ${sql.identifier(table)}
        set ${sql.identifier(column)} = ${intoId}, version = version + 1, updated_at = statement_timestamp()
        where municipality_code = ${municipalityCode} and ${sql.identifier(column)} = ${id} ${apart}
        returning id, version, ${sql.raw(parent)} as "parentId"
      )
      select * from moved order by id`)
    const name = column === 'umbrella_id' ? 'umbrellaId' : 'organisationId'
    const moved = rows.map(row => ({ ...row, before: { [name]: id }, after: { [name]: intoId } }))
    await tell(merge, `${noun}.updated`, moved)
  }
}

/**
 * What the one controlled, or was controlled by, is the other's from now on: linked enterprises stay one undertaking. Between the two
 * themselves nothing is left.
 */
async function moveControls(merge: Merging) {
  const { tx, municipalityCode, id, intoId } = merge
  const { rows: before } = await tx.execute<{ id: string; controlledBy: Controls }>(sql`
    select id, controlled_by as "controlledBy" from organisations
    where municipality_code = ${municipalityCode} and merged_into_id is null and withdrawn_at is null and (id = ${intoId}
      or controlled_by <> '[]' and controlled_by @> jsonb_build_array(jsonb_build_object('organisationId', ${id}::uuid)))
    order by id for update`)
  const [{ controlledBy: own }] = (
    await tx.execute<{ controlledBy: Controls }>(
      sql`select controlled_by as "controlledBy" from organisations where municipality_code = ${municipalityCode} and id = ${id}`
    )
  ).rows as [{ controlledBy: Controls }]
  const moved: Moved[] = []
  for (const one of before) {
    const all = one.id === intoId ? [...one.controlledBy, ...own] : one.controlledBy
    const named = all.map(control => (control.organisationId === id ? { ...control, organisationId: intoId } : control))
    const controlledBy = named.filter(({ organisationId }) => organisationId !== one.id)
    if (isDeepStrictEqual(controlledBy, one.controlledBy)) continue
    const { version } = await amendRecord(tx, organisations, { municipalityCode, id: one.id }, { controlledBy })
    moved.push({ id: one.id, version, before: { controlledBy: one.controlledBy }, after: { controlledBy } })
  }
  await tell(merge, 'organisation.updated', moved)
}

/**
 * Gives the unpaid payments to the one that remains. They go to the account that was seen, which is its own from now on, so
 * attestations stand; whoever merges has changed them. Paid payments stay with the one that was paid.
 */
async function movePayments(merge: Merging) {
  const { tx, actor, municipalityCode, id, intoId } = merge
  const { principal } = actor
  const { rows } = await tx.execute<{ id: string; version: number; parentId: string; changedBy: string[] }>(sql`
    with moved as (
      update payments set payee_organisation_id = ${intoId}, version = version + 1, updated_at = statement_timestamp(),
        changed_by = case when ${principal} = any(changed_by) then changed_by else changed_by || ${principal}::text end
      where municipality_code = ${municipalityCode} and payee_organisation_id = ${id} and withdrawn_at is null
        and status in ('planned', 'checked', 'approved', 'ordered') returning *
    )
    select id, version, plan_id as "parentId", changed_by as "changedBy" from moved order by id`)
  const moved = rows.map(({ changedBy, ...row }) => ({
    ...row,
    before: { payeeOrganisationId: id },
    after: { payeeOrganisationId: intoId, changedBy }
  }))
  await tell(merge, 'payment.updated', moved)
}

/** A member and its umbrella are two. @throws Conflict */
async function refuseOwnMember(tx: Transaction, { municipalityCode, id }: Ref, intoId: string) {
  const { rows } = await tx.execute(sql`
    select from memberships where municipality_code = ${municipalityCode} and withdrawn_at is null
      and organisation_id in (${id}, ${intoId}) and umbrella_id in (${id}, ${intoId}) limit 1`)
  if (rows.length === 0) return
  throw new Conflict(problems['merge-of-member-and-umbrella'], {
    en: 'One has been a member of the other: they are not one organisation.',
    sv: 'Den ena har varit medlem i den andra: de är inte samma organisation.'
  })
}
