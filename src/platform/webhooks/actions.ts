import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Actor, holdsScope, type Municipality, type Ref } from '../../base/actor.ts'
import { Conflict, Forbidden, Invalid, type Violation } from '../../base/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { changeRecord, createRecord, lockForChange, withdrawRecord } from '../events/changes.ts'
import { headOf, positionIn } from '../events/feed.ts'
import { eventTypes } from '../events/types.ts'
import type { Expected } from '../http/if-match.ts'
import { faultOfAddress } from '../http/outside.ts'
import { webhookDeliveries } from './delivery-record.ts'
import { problems } from './problems.ts'
import {
  type NewSubscription,
  type SubscriptionChanges,
  type SubscriptionRow,
  webhookStates,
  webhookSubscription,
  webhookSubscriptions
} from './record.ts'
import { MOST_SUBSCRIPTIONS, newSecret, type SubscriptionStatus } from './rules.ts'

export const { subject } = webhookSubscription
export type Options = { allowPrivateAddresses: boolean }

export const isState = ({ municipalityCode, id }: Ref) =>
  and(eq(webhookStates.municipalityCode, municipalityCode), eq(webhookStates.subscriptionId, id))
/** Deliveries of the subscription that wait. */
export const isWaiting = ({ municipalityCode, id }: Ref) =>
  and(
    eq(webhookDeliveries.municipalityCode, municipalityCode),
    eq(webhookDeliveries.subscriptionId, id),
    eq(webhookDeliveries.status, 'waiting')
  )

/**
 * Subscribes to events, from now on or from a position; answers its secret, this once.
 * @throws Forbidden (without events:read), Invalid (address, types), Malformed and 410 (after), Conflict (too many)
 */
export async function createSubscription(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  { after, ...content }: NewSubscription,
  options: Options
): Promise<SubscriptionRow & { secret: string }> {
  checkReader(actor)
  checkContent(content, options)
  const position =
    after === undefined
      ? { number: await headOf(tx, municipalityCode), sequence: null }
      : await positionIn(tx, municipalityCode, after, '/after')
  await refuseTooMany(tx, municipalityCode)
  const made = await createRecord(tx, actor, subject, { ...content, municipalityCode })
  const secret = newSecret()
  const { id: subscriptionId } = made
  const read = { changeNumber: position.number, eventSequence: position.sequence }
  await tx.insert(webhookStates).values({ municipalityCode, subscriptionId, ...read, secret })
  return { ...(await webhookSubscription.find(tx, { municipalityCode, id: subscriptionId })), secret }
}

/** Changes what is told and to whom; what waits is sent to the new address. @throws Forbidden, Invalid, Stale, Conflict (withdrawn) */
export async function updateSubscription(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  changes: SubscriptionChanges,
  expected: Expected,
  options: Options
): Promise<SubscriptionRow> {
  checkReader(actor)
  await lockForChange(tx, subject, ref, expected)
  checkContent(changes, options)
  await changeRecord(tx, actor, subject, ref, { changes, expected })
  return await webhookSubscription.find(tx, ref)
}

/** Ends a subscription for good: what waits is given up. @throws NotFound, Conflict (withdrawn) */
export async function withdrawSubscription(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await withdrawRecord(tx, actor, subject, ref, reason)
  await tx
    .update(webhookDeliveries)
    .set({ status: 'parked', endedAt: sql`statement_timestamp()` })
    .where(isWaiting(ref))
  return await webhookSubscription.find(tx, ref)
}

type Turn = { verb: 'paused' | 'resumed' | 'disabled'; status: SubscriptionStatus; reason?: string | undefined }

/** Pauses a subscription, resumes it, or disables it; where it is so already nothing is done. @throws NotFound, Conflict (withdrawn) */
export async function turnSubscription(tx: Transaction, actor: Actor, ref: Ref, { verb, status, reason }: Turn) {
  const changes = { status, statusReason: reason ?? null }
  await changeRecord(tx, actor, subject, ref, { verb, changes, reason })
  if (status === 'active') await tx.update(webhookStates).set({ failureCount: 0, retryAt: null }).where(isState(ref))
  return await webhookSubscription.find(tx, ref)
}

/** Whoever is told of events could read them, too. @throws Forbidden */
export function checkReader(actor: Actor) {
  if (holdsScope(actor, 'events:read')) return
  const detail = {
    en: 'Subscribing to events demands the scope events:read as well.',
    sv: 'Att prenumerera på händelser kräver också behörigheten events:read.'
  }
  throw new Forbidden(problems['scope-missing'], detail, [], { scope: 'events:read' })
}

const subjectTypes = new Set(eventTypes.map(type => type.split('.')[0]!))
const types: ReadonlySet<string> = new Set(eventTypes)

function checkContent({ url, ...content }: SubscriptionChanges, { allowPrivateAddresses }: Options) {
  const fault = url === undefined ? null : faultOfAddress(url, allowPrivateAddresses)
  if (fault) {
    throw new Invalid(
      problems['webhook-address-not-allowed'],
      {
        en: 'Webhooks may not be sent to this address.',
        sv: 'Webhooks får inte skickas till den här adressen.'
      },
      [{ field: '/url', ...fault }]
    )
  }
  const unknown = [
    ...unknownIn('eventTypes', content.eventTypes, types),
    ...unknownIn('subjectTypes', content.subjectTypes, subjectTypes)
  ]
  if (unknown.length === 0) return
  throw new Invalid(
    problems['event-type-unknown'],
    { en: 'There are no such events.', sv: 'Det finns inga sådana händelser.' },
    unknown
  )
}

const unknownIn = (field: string, named: string[] = [], known: ReadonlySet<string>): Violation[] =>
  named.flatMap((name, at) =>
    known.has(name)
      ? []
      : [
          {
            field: `/${field}/${at}`,
            message: `is nothing that events tell of: ${name}`,
            sv: `är inget som händelser berättar om: ${name}`
          }
        ]
  )

/** One at a time for each municipality. @throws Conflict */
async function refuseTooMany(tx: Transaction, municipalityCode: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks of ${municipalityCode}`}, 0))`)
  const standing = and(
    eq(webhookSubscriptions.municipalityCode, municipalityCode),
    isNull(webhookSubscriptions.withdrawnAt)
  )
  if ((await tx.$count(webhookSubscriptions, standing)) < MOST_SUBSCRIPTIONS) return
  throw new Conflict(problems['webhook-subscriptions-too-many'], {
    en: `The municipality has ${MOST_SUBSCRIPTIONS} subscriptions already.`,
    sv: `Kommunen har redan ${MOST_SUBSCRIPTIONS} prenumerationer.`
  })
}
