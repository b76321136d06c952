import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { alone } from '../database/alone.ts'
import type { Connection } from '../database/connection.ts'
import { work } from '../database/work.ts'
import { type Delivering, deliverDue } from './deliver.ts'

/**
 * Sends webhooks of all subscriptions, each on its own: one that hangs keeps no other waiting. One process of a deployment does
 * it at a time; when that ends, another one takes over within a minute.
 */

export type Dispatching = Omit<Delivering, 'signal'> & {
  /** Where the database is now. */
  url: () => string
  /** Sends to each subscription what is due, and ends. */
  once?: boolean
}

/** Subscriptions that are sent to at the same time; those that take nothing are sent to for seconds of a minute. */
const AT_ONCE = 200
/** Milliseconds between two looks at what there is to send. */
const LOOK_EVERY = 500
/** Milliseconds that what is under way is given when the process is to end. */
const PATIENCE = 3_000

/** Whether it did it; else another process does. */
export async function dispatchWebhooks({ url, once = false, ...settings }: Dispatching): Promise<boolean> {
  const { stopping, log } = settings
  const ending = new AbortController()
  const running = new Map<string, Promise<void>>()
  const begun = new Set<string>()
  const begin = (ref: Ref) => {
    const { municipalityCode, id } = ref
    const key = `${municipalityCode} ${id}`
    if (running.size >= AT_ONCE || running.has(key) || (once && begun.has(key))) return
    if (once) begun.add(key)
    const delivered = work
      .run({ lane: 'requests', municipalityCode }, () => deliverDue({ ...settings, signal: ending.signal }, ref))
      .catch(err => log.warn({ err, municipalityCode, subscriptionId: id }, 'webhooks were not sent'))
      .finally(() => running.delete(key))
    running.set(key, delivered)
  }
  // The lock writes nothing and stands for long: it is not among those that who asks for changes waits for.
  return await alone(url(), 'webhooks', lock => dispatch(lock), 'webhooks of partnerskap')

  async function dispatch(lock: Connection) {
    try {
      while (!stopping.aborted) {
        // Over the connection that holds the lock: whoever has lost it sends nothing more.
        for (const ref of await subscriptionsDue(lock)) begin(ref)
        if (once && running.size === 0) break
        const pause = sleep(LOOK_EVERY, undefined, { signal: stopping }).catch(() => {})
        await (once ? Promise.race([pause, Promise.all(running.values())]) : pause)
      }
    } finally {
      const timer = setTimeout(() => ending.abort(), stopping.aborted ? PATIENCE : 0)
      await Promise.all(running.values())
      clearTimeout(timer)
    }
  }
}

/** Subscriptions of all municipalities that have something to read, or to send. */
async function subscriptionsDue(db: Connection): Promise<Ref[]> {
  const { rows } = await db.execute<Ref>(sql`
    select subscription.municipality_code as "municipalityCode", subscription.id
    from webhook_subscriptions subscription
    join webhook_states state on state.municipality_code = subscription.municipality_code
      and state.subscription_id = subscription.id
    left join feed_heads head on head.municipality_code = subscription.municipality_code
    where subscription.status = 'active' and subscription.withdrawn_at is null
      and (state.retry_at is null or state.retry_at <= statement_timestamp())
      and (head.number > state.change_number or state.event_sequence is not null or state.due_at <= statement_timestamp())
    order by state.retry_at nulls first`)
  return rows
}
