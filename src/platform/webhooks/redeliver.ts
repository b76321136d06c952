import { and, eq, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid, NotFound } from '../../base/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { positionIn } from '../events/feed.ts'
import { checkReader, isState } from './actions.ts'
import { type Redelivered, type Redelivery, type Tested, webhookDeliveries } from './delivery-record.ts'
import { problems } from './problems.ts'
import { countIn, eventsIn, type Range } from './read-feed.ts'
import { webhookStates, webhookSubscription } from './record.ts'
import { MOST_REDELIVERED, TEST_TYPE } from './rules.ts'

/** What a delivery is that begins anew: it is tried for 24 hours again, and its attempts stay in the log. */
const anew = {
  status: 'waiting',
  failureCount: 0,
  triedSince: null,
  endedAt: null,
  dueAt: sql`statement_timestamp()`
} as const

/** @throws NotFound, Conflict (not active) */
async function findActive(tx: Transaction, ref: Ref) {
  const subscription = await webhookSubscription.find(tx, ref)
  if (subscription.status === 'active' && subscription.withdrawnAt === null) return subscription
  const status = subscription.withdrawnAt === null ? subscription.status : 'withdrawn'
  throw new Conflict(problems['webhook-subscription-not-active'], {
    en: `The subscription is ${status}.`,
    sv: `Prenumerationen har status ${status}.`
  })
}

/**
 * Sends again, with the ids that they had: one delivery, or all events of a range that the subscription is told of, whatever came of
 * them before. @throws NotFound, Conflict (not active), Invalid (neither or both; too many), Malformed (a position)
 */
export async function redeliver(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { deliveryId, after, until }: Static<typeof Redelivery>
): Promise<Static<typeof Redelivered>> {
  checkReader(actor)
  const subscription = await findActive(tx, ref)
  if (deliveryId === undefined ? after === undefined : (after ?? until) !== undefined) {
    throw new Invalid(
      problems['redelivery-not-valid'],
      {
        en: 'One delivery or one range is sent again.',
        sv: 'En leverans eller ett intervall skickas igen.'
      },
      [
        {
          field: deliveryId === undefined ? '/after' : '/deliveryId',
          message: 'must be told, and not the other',
          sv: 'måste anges, och inte det andra'
        }
      ]
    )
  }
  await isDue(tx, ref)
  if (deliveryId !== undefined) return await redeliverOne(tx, ref, deliveryId)
  const range = await rangeOf(tx, ref, after!, until)
  const count = await countIn(tx, ref.municipalityCode, range, subscription, MOST_REDELIVERED + 1)
  if (count > MOST_REDELIVERED) {
    throw new Invalid(
      problems['redelivery-too-large'],
      {
        en: `The range holds more than ${MOST_REDELIVERED} events.`,
        sv: `Intervallet innehåller fler än ${MOST_REDELIVERED} händelser.`
      },
      [{ field: '/until', message: 'must be an earlier position', sv: 'måste vara en tidigare position' }]
    )
  }
  const { municipalityCode, id } = ref
  await tx.execute(sql`
    insert into webhook_deliveries as delivery
      (municipality_code, subscription_id, change_number, event_sequence, type, subject)
    select ${municipalityCode}, ${id}, found.* from (${eventsIn(municipalityCode, range, subscription)}) found
    on conflict (municipality_code, subscription_id, event_sequence) do update set status = 'waiting',
      failure_count = 0, tried_since = null, ended_at = null, due_at = statement_timestamp()`)
  return { redeliveredCount: count }
}

/** Something is to be sent as soon as this is committed. */
const isDue = (tx: Transaction, ref: Ref) =>
  tx.update(webhookStates).set({ dueAt: sql`statement_timestamp()` }).where(isState(ref))

async function redeliverOne(tx: Transaction, { municipalityCode, id }: Ref, deliveryId: string) {
  const again = await tx
    .update(webhookDeliveries)
    .set(anew)
    .where(
      and(
        eq(webhookDeliveries.municipalityCode, municipalityCode),
        eq(webhookDeliveries.subscriptionId, id),
        eq(webhookDeliveries.id, deliveryId)
      )
    )
    .returning({ id: webhookDeliveries.id })
  if (again.length === 0) throw new NotFound('delivery', deliveryId)
  return { redeliveredCount: 1 }
}

/** The changes between two positions, whole ones at the end; what is not read yet is still to be delivered the first time. */
async function rangeOf(tx: Transaction, ref: Ref, after: string, until: string | undefined): Promise<Range> {
  const { municipalityCode } = ref
  const begin = await positionIn(tx, municipalityCode, after, '/after')
  const end = until === undefined ? undefined : await positionIn(tx, municipalityCode, until, '/until')
  const [state] = await tx.select({ read: webhookStates.changeNumber }).from(webhookStates).where(isState(ref))
  const from = begin.sequence === null ? begin.number + 1 : begin.number
  return { from, to: Math.min(end?.number ?? state!.read, state!.read), passed: begin.sequence ?? 0 }
}

/** Sends an event of a type of its own, which is in no feed. @throws NotFound, Conflict (not active) */
export async function sendTest(tx: Transaction, _actor: Actor, ref: Ref): Promise<Static<typeof Tested>> {
  const { municipalityCode, id: subscriptionId } = await findActive(tx, ref)
  await isDue(tx, ref)
  const [made] = await tx
    .insert(webhookDeliveries)
    .values({ municipalityCode, subscriptionId, type: TEST_TYPE, subject: sql`'webhookTest/' || uuid_v7()` })
    .returning({ id: webhookDeliveries.id })
  return { deliveryId: made!.id }
}
