import { and, eq, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, NotFound } from '../../base/errors.ts'
import { containing } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { meetExpectation } from '../../platform/database/expected.ts'
import { amendRecord, lockRecord, realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { Strict, Text } from '../../platform/http/schemas.ts'
import { idempotencyKeys } from '../../platform/http/tables.ts'
import { coverContacts, forgetValues } from './confidential.ts'
import {
  blankContact,
  type ContactPatch,
  type ContactRow,
  contact,
  contacts,
  type NewContact
} from './contact-record.ts'
import { lockOwner, lockPart, refusePart, refuseReversed } from './part-actions.ts'
import { problems } from './problems.ts'

export const Erasure = Strict(
  { reason: Text('Why', 1000, 'Har lämnat styrelsen') },
  { $id: 'Erasure', description: 'Erasing of personal data', example: { reason: 'Har lämnat styrelsen' } }
)

/** Adds a contact to an organisation. @throws NotFound, Conflict (withdrawn, merged), Invalid */
export async function createContact(tx: Transaction, actor: Actor, ref: Ref, sent: NewContact) {
  const values = { ...blankContact, ...sent, ...(await lockOwner(tx, ref, { isCovered: true })) }
  refuseContact(values)
  const [made] = await tx.insert(contacts).values(values).returning()
  await tell(tx, actor, 'created', made!)
  return await asKept(tx, made!)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn, erased), Invalid */
export async function updateContact(tx: Transaction, actor: Actor, ref: Ref, patch: ContactPatch, expected: Expected) {
  const before = await lockPart(tx, contact.subject, ref, expected)
  if (before.erasedAt)
    throw new Conflict(problems['contact-erased'], {
      en: 'Its values were erased: register a new contact.',
      sv: 'Uppgifterna är raderade: registrera en ny kontakt.'
    })
  const changes = realChanges<ContactRow>(before, patch)
  if (Object.keys(changes).length === 0) return before
  refuseContact({ ...before, ...changes })
  const after = await amendRecord(tx, contacts, ref, changes)
  await tell(tx, actor, 'updated', after, { before })
  return await asKept(tx, after)
}

/** Of a confidential organisation the values are kept apart. */
async function asKept(tx: Transaction, { municipalityCode, id, organisationId }: ContactRow): Promise<ContactRow> {
  await coverContacts(tx, { municipalityCode, id: organisationId })
  return await contact.find(tx, { municipalityCode, id })
}

/** Takes back a contact that was registered in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawContact(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const before = await lockRecord(tx, contacts, 'contact', ref)
  const changes = { withdrawnAt: new Date().toISOString(), withdrawnReason: reason }
  const after = await amendRecord(tx, contacts, ref, changes)
  await tell(tx, actor, 'withdrawn', after, { before, reason })
  return after
}

const nothing = { role: null, name: null, email: null, phone: null }

/**
 * Erases the values of a contact, also of one that was withdrawn, and those that answers to writes have kept for an
 * Idempotency-Key. That there was a contact stays, and who erased it, when and why. @throws NotFound
 */
export async function eraseContact(tx: Transaction, actor: Actor, ref: Ref, { reason }: Static<typeof Erasure>) {
  const { municipalityCode } = ref
  const own = and(eq(contacts.municipalityCode, municipalityCode), eq(contacts.id, ref.id))
  const [before] = await tx.select().from(contacts).where(own).for('update')
  if (!before) throw new NotFound('contact', ref.id)
  meetExpectation(tx, contacts, before)
  if (before.erasedAt) return before
  const after = await amendRecord(tx, contacts, ref, { ...nothing, erasedAt: new Date().toISOString() })
  await tell(tx, actor, 'erased', after, { before, reason })
  await forgetValues(tx, municipalityCode, { recordId: before.id })
  await tx
    .update(idempotencyKeys)
    .set({ body: sql`(body::jsonb || ${JSON.stringify(nothing)}::jsonb)::text` })
    .where(
      and(
        eq(idempotencyKeys.municipalityCode, municipalityCode),
        sql`starts_with(body, '{') and body like ${containing(`"id":"${before.id}"`)}`
      )
    )
  return after
}

function refuseContact(
  row: Omit<typeof contacts.$inferInsert, 'validFrom' | 'validTo'> & Pick<ContactRow, 'validFrom' | 'validTo'>
) {
  refuseReversed(row)
  if (row.role || row.name || row.email || row.phone) return
  refusePart(
    'contact-empty',
    '',
    'must have a role, name, e-mail or phone',
    'måste ha en roll, ett namn, en e-postadress eller ett telefonnummer'
  )
}

/** The fields that events name, in this order. */
const told = ['role', 'name', 'email', 'phone', 'sensitivity', 'validFrom', 'validTo'] as const

/** The event of a change, in the history of the organisation too. Of personal data only the names of fields are told. */
async function tell(
  tx: Transaction,
  actor: Actor,
  verb: string,
  after: ContactRow,
  { before, reason }: { before?: ContactRow; reason?: string } = {}
) {
  const { municipalityCode, id, version, organisationId: parentId } = after
  const changedFields = told.filter(name => after[name] !== (before ? before[name] : null))
  const subject = { municipalityCode, id, version, changedFields }
  await recordEvent(tx, actor, `contact.${verb}`, subject, { reason, parentId })
}
