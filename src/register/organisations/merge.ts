import { and, eq, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import { settleLines } from '../../money/ledger/actions.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { merged } from './actions.ts'
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
  if (before.organisationNumber && into.organisationNumber && before.organisationNumber !== into.organisationNumber) {
    throw new Conflict(
      problems['organisation-numbers-differ'],
      'They have different organisation numbers: correct one first.'
    )
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
  await moveLines(tx, ref, intoId, eventId)
  await moveApplications(tx, ref, intoId)
  await moveParts(tx, ref, intoId)
  await movePayments(tx, actor, ref, intoId)
  return after
}

/** Always in the same order, so that two merges the other way about cannot wait for each other. */
async function lockBoth(tx: Transaction, { municipalityCode, id }: Ref, intoId: string) {
  if (id === intoId) {
    throw new Invalid(problems['merge-into-itself'], 'An organisation cannot be merged into itself.', [
      { field: '/mergedIntoId', message: 'must be another organisation' }
    ])
  }
  const locked = new Map<string, OrganisationRow>()
  for (const one of [id, intoId].sort()) {
    locked.set(one, await lockRecord(tx, organisations, 'organisation', { municipalityCode, id: one }))
  }
  return { before: locked.get(id)!, into: locked.get(intoId)! }
}

/** Makes the lines of the one name the other instead; a joint line that named both names it once. */
async function moveLines(tx: Transaction, { municipalityCode, id }: Ref, intoId: string, eventId: number) {
  const { rows } = await tx.execute<{ lineId: string }>(sql`
    with moved as (
      delete from decision_line_recipients
      where municipality_code = ${municipalityCode} and organisation_id = ${id} returning *
    ), named as (
      insert into decision_line_recipients (municipality_code, line_id, organisation_id, position)
      select municipality_code, line_id, ${intoId}, position from moved
      on conflict (municipality_code, line_id, organisation_id) do nothing
    )
    select line_id as "lineId" from moved`)
  const lineIds = sql.param(rows.map(({ lineId }) => lineId))
  await tx.execute(sql`
    update decision_lines set version = version + 1, updated_at = statement_timestamp(),
      payee_organisation_id = case payee_organisation_id when ${id} then ${intoId} else payee_organisation_id end
    where municipality_code = ${municipalityCode} and id = any(${lineIds}::uuid[])`)
  await settleLines(
    tx,
    municipalityCode,
    sql`select unnest(${lineIds}::uuid[]) as line_id, ${eventId}::bigint as event_id`
  )
}

/** Makes applications and guarantees of the one name the other instead; a joint application that named both names it once. */
async function moveApplications(tx: Transaction, { municipalityCode, id }: Ref, intoId: string) {
  await tx.execute(sql`
    with moved as (
      delete from application_applicants
      where municipality_code = ${municipalityCode} and organisation_id = ${id} returning *
    ), named as (
      insert into application_applicants (municipality_code, application_id, organisation_id, position)
      select municipality_code, application_id, ${intoId}, position from moved
      on conflict (municipality_code, application_id, organisation_id) do nothing
    )
    update applications set version = version + 1, updated_at = statement_timestamp(),
      guarantor_organisation_id = case guarantor_organisation_id when ${id} then ${intoId} else guarantor_organisation_id end
    where municipality_code = ${municipalityCode}
      and (id in (select application_id from moved) or guarantor_organisation_id = ${id})`)
}

/**
 * Gives names, memberships, contacts, documents, eligibility, accounts, reports and recoveries to the one that remains. A
 * membership of the one in the other that was withdrawn as an error stays where it is.
 */
async function moveParts(tx: Transaction, { municipalityCode, id }: Ref, intoId: string) {
  const move = async (table: string, column: string, other?: string) => {
    const apart = other ? sql`and ${sql.identifier(other)} <> ${intoId}` : sql``
    await tx.execute(sql`
      update ${sql.identifier(table)}
      set ${sql.identifier(column)} = ${intoId}, version = version + 1, updated_at = statement_timestamp()
      where municipality_code = ${municipalityCode} and ${sql.identifier(column)} = ${id} ${apart}`)
  }
  const parts = ['organisation_names', 'contacts', 'organisation_documents', 'eligibilities']
  for (const table of [...parts, 'payee_accounts', 'recoveries', 'reports']) await move(table, 'organisation_id')
  await move('memberships', 'organisation_id', 'umbrella_id')
  await move('memberships', 'umbrella_id', 'organisation_id')
}

/**
 * Gives the unpaid payments to the one that remains. They go to the account that was seen, which is its own from now on, so
 * attestations stand; whoever merges has changed them. Paid payments stay with the one that was paid.
 */
async function movePayments(tx: Transaction, { principal }: Actor, { municipalityCode, id }: Ref, intoId: string) {
  await tx.execute(sql`
    update payments set payee_organisation_id = ${intoId}, version = version + 1, updated_at = statement_timestamp(),
      changed_by = case when ${principal} = any(changed_by) then changed_by else changed_by || ${principal}::text end
    where municipality_code = ${municipalityCode} and payee_organisation_id = ${id} and withdrawn_at is null
      and status in ('planned', 'checked', 'approved', 'ordered')`)
}

/** A member and its umbrella are two. @throws Conflict */
async function refuseOwnMember(tx: Transaction, { municipalityCode, id }: Ref, intoId: string) {
  const { rows } = await tx.execute(sql`
    select from memberships where municipality_code = ${municipalityCode} and withdrawn_at is null
      and organisation_id in (${id}, ${intoId}) and umbrella_id in (${id}, ${intoId}) limit 1`)
  if (rows.length === 0) return
  throw new Conflict(
    problems['merge-of-member-and-umbrella'],
    'One has been a member of the other: they are not one organisation.'
  )
}
