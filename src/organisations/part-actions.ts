import { and, eq, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Actor, Ref } from '../actor.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { meetExpectation } from '../database/expected.ts'
import { amendRecord, findRecord, lockRecord, realChanges } from '../database/records.ts'
import { today } from '../dates.ts'
import { Conflict, NotFound } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { checkVersion, type Expected } from '../http/etag.ts'
import { idempotencyKeys } from '../http/tables.ts'
import { containing, nameKey, searchKey } from '../names.ts'
import { merged } from './actions.ts'
import { checkMembership } from './membership.ts'
import { contacts, eligibilities, memberships, organisationNames } from './part-tables.ts'
import { type MembershipRow, membershipColumns, type Part, type PartRow, refusePart, standing } from './parts.ts'
import { eligibleOn } from './rules.ts'
import { organisations } from './tables.ts'

/** Adds something to an organisation. @throws NotFound, Conflict (withdrawn, merged), Invalid */
export async function createPart(
  tx: Transaction,
  actor: Actor,
  part: Part,
  ref: Ref,
  values: object
): Promise<PartRow> {
  const { municipalityCode, id: organisationId } = ref
  const { mergedIntoId } = await lockRecord(tx, organisations, 'organisation', ref)
  if (mergedIntoId) throw merged(mergedIntoId)
  const row = part.complete({ ...values, municipalityCode, organisationId } as PartRow)
  refusePart(part, row)
  if (part.table === memberships) await checkMembership(tx, row as unknown as MembershipRow)
  const named = part.table === organisationNames ? await keepName(tx, ref, String(row.name)) : {}
  const [made] = (await tx
    .insert(part.table as PgTable)
    .values({ ...row, ...named })
    .returning()) as PartRow[]
  await tell(tx, actor, part, 'created', made!)
  return await findPart(tx, part, made!)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn, erased), Invalid */
export async function updatePart(
  tx: Transaction,
  actor: Actor,
  part: Part,
  ref: Ref,
  patch: object,
  expected: Expected
): Promise<PartRow> {
  const organisation = await ownerOf(tx, part, ref)
  await lockRecord(tx, organisations, 'organisation', organisation)
  const before = await lockPart(tx, part, ref, organisation)
  checkVersion(expected, before.version)
  if (before.erasedAt) throw new Conflict('contact-erased', 'Its values were erased: register a new contact.')
  const restated = 'fee' in patch ? { ...before, feeCertainty: undefined } : before
  const next = part.complete({ ...restated, ...patch })
  const changes = realChanges<object>(before, next)
  if (Object.keys(changes).length > 0) {
    refusePart(part, next)
    if (part.table === memberships) await checkMembership(tx, next as unknown as MembershipRow)
    const named =
      'name' in changes && part.table === organisationNames ? await keepName(tx, organisation, String(next.name)) : {}
    const after = (await amendRecord(
      tx,
      part.table,
      { ...organisation, id: before.id },
      { ...changes, ...named }
    )) as PartRow
    if ('nameKey' in named) await dropName(tx, before)
    await tell(tx, actor, part, 'updated', after, before)
  }
  return await findPart(tx, part, before)
}

/** Takes back what was registered in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawPart(tx: Transaction, actor: Actor, part: Part, ref: Ref, reason: string) {
  const before = await lockPart(tx, part, ref, await ownerOf(tx, part, ref))
  const changes = { withdrawnAt: new Date().toISOString(), withdrawnReason: reason }
  const after = (await amendRecord(tx, part.table, { ...before }, changes)) as PartRow
  if (part.table === organisationNames) await dropName(tx, before)
  await tell(tx, actor, part, 'withdrawn', after, before, reason)
  return await findPart(tx, part, before)
}

const nothing = { role: null, name: null, email: null, phone: null }

/**
 * Erases the values of a contact, also of one that was withdrawn, and those that answers to writes have kept for an
 * Idempotency-Key. That there was a contact stays, and who erased it, when and why. @throws NotFound
 */
export async function eraseContact(tx: Transaction, actor: Actor, part: Part, ref: Ref, reason: string) {
  const { municipalityCode } = ref
  const own = and(eq(contacts.municipalityCode, municipalityCode), eq(contacts.id, ref.id))
  const [row] = await tx.select().from(contacts).where(own).for('update')
  if (!row) throw new NotFound('contact', ref.id)
  meetExpectation(tx, contacts, row)
  if (!row.erasedAt) {
    const changes = { ...nothing, erasedAt: new Date().toISOString() }
    const after = await amendRecord(tx, contacts, { municipalityCode, id: row.id }, changes)
    await tell(tx, actor, part, 'erased', after, row, reason)
    await tx
      .update(idempotencyKeys)
      .set({ body: sql`(body::jsonb || ${JSON.stringify(nothing)}::jsonb)::text` })
      .where(
        and(
          eq(idempotencyKeys.municipalityCode, municipalityCode),
          sql`starts_with(body, '{') and body like ${containing(`"id":"${row.id}"`)}`
        )
      )
  }
  return await findPart(tx, part, row)
}

/** What belongs to an organisation, as it is answered. @throws NotFound */
export async function findPart(db: Connection, part: Part, { municipalityCode, id }: Ref, day = today()) {
  const row = (await findRecord(db, part.table, part.noun, { municipalityCode, id })) as PartRow
  if (part.table !== memberships) return part.shown(row, day)
  const [membership] = await db
    .select(membershipColumns)
    .from(memberships)
    .where(and(eq(memberships.municipalityCode, municipalityCode), eq(memberships.id, id)))
  return part.shown(membership as unknown as PartRow, day)
}

/** Whether the organisation is eligible for grants on a day, and why. @throws NotFound */
export async function findEligibility(db: Connection, ref: Ref, on: string) {
  const { municipalityCode, id } = await standing(db, ref)
  const { organisationId, withdrawnAt } = eligibilities
  const rows = await db
    .select()
    .from(eligibilities)
    .where(
      and(eq(eligibilities.municipalityCode, municipalityCode), eq(organisationId, id), sql`${withdrawnAt} is null`)
    )
  const { answer, statement, reasons } = eligibleOn(on, rows)
  const because = rows.find(row => row.id === statement?.id)?.reason
  return {
    organisationId: id,
    validOn: on,
    answer,
    reasons: because ? [...reasons, because] : reasons,
    statementId: statement?.id ?? null,
    expiresOn: statement?.validTo ?? null
  }
}

/** The organisation that it belongs to. @throws NotFound */
async function ownerOf(tx: Transaction, part: Part, ref: Ref): Promise<Ref> {
  const { organisationId } = (await findRecord(tx, part.table, part.noun, ref)) as PartRow
  return { municipalityCode: ref.municipalityCode, id: organisationId }
}

async function lockPart(tx: Transaction, part: Part, ref: Ref, organisation: Ref) {
  const row = (await lockRecord(tx, part.table, part.noun, ref)) as PartRow
  if (row.organisationId !== organisation.id) throw new NotFound(part.noun, ref.id)
  return row
}

const untold = new Set(
  'municipalityCode id organisationId version createdAt updatedAt erasedAt withdrawnAt withdrawnReason'.split(' ')
)

/** The event of a change, in the history of the organisation too. Of personal data only the names of fields are told. */
async function tell(
  tx: Transaction,
  actor: Actor,
  part: Part,
  verb: string,
  after: PartRow | typeof contacts.$inferSelect,
  before?: object,
  reason?: string
) {
  const { municipalityCode, id, version, organisationId: parentId } = after
  const type = `${part.noun}.${verb}`
  if (!part.personal) return await recordEvent(tx, actor, type, after, { before, reason, parentId })
  const changed = Object.keys(realChanges<object>(before ?? {}, after)).filter(name => !untold.has(name))
  const changedFields = before ? changed : changed.filter(name => (after as PartRow)[name] !== null)
  return await recordEvent(
    tx,
    actor,
    type,
    { municipalityCode, id, version, ...{ changedFields } },
    { reason, parentId }
  )
}

/** A former name finds its organisation in imports, too. */
async function keepName(tx: Transaction, { municipalityCode, id }: Ref, name: string) {
  const key = nameKey(name)
  await tx.execute(sql`
    update organisations set former_name_keys = array_append(former_name_keys, ${key})
    where municipality_code = ${municipalityCode} and id = ${id} and not former_name_keys @> array[${key}]`)
  return { nameKey: key, searchKey: searchKey(name) }
}

/** A name that it never bore no longer finds it, unless another entry says that it did. */
async function dropName(tx: Transaction, { municipalityCode, organisationId, nameKey }: PartRow) {
  await tx.execute(sql`
    update organisations set former_name_keys = array_remove(former_name_keys, ${nameKey})
    where municipality_code = ${municipalityCode} and id = ${organisationId} and not exists (
      select from organisation_names former where former.municipality_code = organisations.municipality_code
        and former.organisation_id = organisations.id and former.name_key = ${nameKey} and former.withdrawn_at is null)`)
}
