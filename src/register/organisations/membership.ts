import { and, eq, ne, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { holdsOn, isReversed, spanOf } from '../../base/dates.ts'
import { Invalid, ruleNamed } from '../../base/errors.ts'
import { certaintyOf, isConsistent } from '../../base/known.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { realChanges } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import {
  blankMembership,
  type MembershipPatch,
  type MembershipRow,
  membership,
  memberships,
  type NewMembership
} from './membership-record.ts'
import { lockOwner, lockPart, refusePart } from './part-actions.ts'
import { organisations } from './record.ts'

const subject = { ...membership.subject, parent: 'organisationId' as const }

/** Registers that an organisation is a member of another. @throws NotFound, Conflict (withdrawn, merged), Invalid */
export async function createMembership(tx: Transaction, actor: Actor, ref: Ref, sent: NewMembership) {
  const feeCertainty = certaintyOf(sent.fee, sent.feeCertainty)
  const values = { ...blankMembership, ...sent, feeCertainty, ...(await lockOwner(tx, ref, { isCovered: true })) }
  await checkMembership(tx, values)
  const made = await createRecord(tx, actor, subject, values)
  return await membership.find(tx, made)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateMembership(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: MembershipPatch,
  expected: Expected
) {
  const before = await lockPart(tx, subject, ref, expected)
  // A new fee has the certainty that is sent with it; the certainty of the old fee does not count.
  const known = patch.fee === undefined ? before.feeCertainty : undefined
  const fee = patch.fee === undefined ? before.fee : patch.fee
  const changes = { ...patch, feeCertainty: certaintyOf(fee, patch.feeCertainty ?? known) }
  if (Object.keys(realChanges(before, changes)).length > 0) await checkMembership(tx, { ...before, ...changes })
  await changeRecord(tx, actor, subject, ref, { changes })
  return await membership.find(tx, ref)
}

/** Takes back a membership that was registered in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawMembership(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await withdrawRecord(tx, actor, subject, ref, reason)
  return await membership.find(tx, ref)
}

type Term = Pick<MembershipRow, 'validFrom' | 'validFromPrecision' | 'validTo' | 'validToPrecision'>
const termOf = ({ validFrom, validFromPrecision, validTo, validToPrecision }: Term) => ({
  from: validFrom,
  fromPrecision: validFromPrecision,
  to: validTo,
  toPrecision: validToPrecision
})

/** Whether a membership holds on a day. */
export const membershipOn = (day: string, row: Term) => holdsOn(day, termOf(row))

type Checked = Term &
  Pick<MembershipRow, 'municipalityCode' | 'organisationId' | 'umbrellaId' | 'fee' | 'feeCertainty'> & { id?: string }

/** The umbrella stands in the municipality, is another, and has not the same member twice at a time. @throws Invalid */
async function checkMembership(tx: Transaction, row: Checked): Promise<void> {
  const { municipalityCode, id, organisationId } = row
  if (isReversed(termOf(row)))
    refusePart('validity-reversed', '/validTo', 'must not be before validFrom', 'får inte ligga före validFrom')
  if (!isConsistent(row.fee, row.feeCertainty)) {
    const message = 'must be exact or approximate where there is a fee, and something else where not'
    const sv = 'måste vara exact eller approximate när det finns en avgift, annars något annat'
    refusePart('certainty-contradicts-amount', '/feeCertainty', message, sv)
  }
  const umbrellaId = row.umbrellaId.toLowerCase()
  const refuse = (rule: string, field: string, message: string, sv: string) => {
    throw new Invalid(ruleNamed(rule), { en: 'The membership cannot be so.', sv: 'Medlemskapet kan inte vara så.' }, [
      { field, message, sv }
    ])
  }
  if (umbrellaId === organisationId)
    refuse('member-of-itself', '/umbrellaId', 'must be another organisation', 'måste vara en annan organisation')
  const [umbrella] = await tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.municipalityCode, municipalityCode), eq(organisations.id, umbrellaId)))
    .for('share')
  if (!umbrella || umbrella.withdrawnAt || umbrella.mergedIntoId) {
    refuse(
      'organisation-not-found',
      '/umbrellaId',
      'is not an organisation that stands in this municipality',
      'är ingen gällande organisation i kommunen'
    )
  }
  const others = await tx
    .select()
    .from(memberships)
    .where(
      and(
        eq(memberships.municipalityCode, municipalityCode),
        eq(memberships.organisationId, organisationId),
        eq(memberships.umbrellaId, umbrellaId),
        sql`${memberships.withdrawnAt} is null`,
        id ? ne(memberships.id, id) : undefined
      )
    )
  const other = others.find(each => overlapsSurely(each, row))
  if (!other) return
  refuse(
    'membership-overlaps',
    '/validFrom',
    `it is a member from ${other.validFrom ?? 'a day not stated'} already`,
    `den är redan medlem från ${other.validFrom ?? 'en dag som inte är angiven'}`
  )
}

function overlapsSurely(one: Term, other: Term): boolean {
  const start = ({ validFrom, validFromPrecision }: Term) =>
    validFrom ? spanOf(validFrom, validFromPrecision).latest : '0001-01-01'
  const end = ({ validTo }: Term) => validTo ?? '9999-12-31'
  return start(one) <= end(other) && start(other) <= end(one)
}
