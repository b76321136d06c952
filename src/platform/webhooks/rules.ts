import { randomBytes } from 'node:crypto'

/** How webhooks are sent: what can come of them, when they are tried again, and how much at once. Pure but for chance. */

export const subscriptionStatuses = ['active', 'paused', 'disabled'] as const
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

/** Waiting, also between two attempts; taken by the receiver; or given up after 24 hours, until somebody asks for it again. */
export const deliveryStatuses = ['waiting', 'delivered', 'parked'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** What came of one attempt; all but the first are failures. */
export const attemptOutcomes = [
  'delivered',
  'refused',
  'redirected',
  'gone',
  'timeout',
  'addressNotAllowed',
  'nameNotFound',
  'notConnected',
  'cutOff',
  'certificateNotValid'
] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/** One attempt, as the log keeps it. `httpStatus`: null where nothing was answered. */
export type Attempt = { attemptedAt: string; outcome: AttemptOutcome; httpStatus: number | null; durationMs: number }

/** The type of event that only a test has. */
export const TEST_TYPE = 'webhook.test'

/** Subscriptions of a municipality that stand, at most. */
export const MOST_SUBSCRIPTIONS = 50
/** Events that a range may hold which is delivered again. */
export const MOST_REDELIVERED = 10_000
/** Attempts of a delivery that the log keeps, the latest. */
export const MOST_ATTEMPTS = 50
/** Deliveries of a subscription that wait outside the feed, at most, but for the rest of a change; the rest stays in the feed. */
export const MOST_WAITING = 10_000
/** For how long a delivery is tried before it is parked. */
export const TRIED_FOR = '24 hours'

export type Pace = {
  /** Seconds from the first attempt that failed to the second; each later one waits three times as long. */
  first: number
  /** Seconds between two attempts of a delivery, at most. */
  most: number
  /** Seconds that a receiver which takes nothing is left alone for, at most. */
  mostRest: number
}
export const PACE: Pace = { first: 5, most: 3_600, mostRest: 60 }

/** Seconds for which an answer may ask to be left alone (Retry-After), at most. */
const MOST_ASKED = 3_600

/**
 * Seconds until the next attempt, after `failures` of them in a row (at least one): three times as long each time, with a
 * jitter of a fifth, so that those who failed together do not come back together. `chance`: from 0 to 1.
 */
export function delayAfter(failures: number, { first, most }: Pace, chance = Math.random()): number {
  return Math.min(most, first * 3 ** Math.min(failures - 1, 20)) * (0.8 + 0.4 * chance)
}

/**
 * Seconds that an answer asks to be left alone for (RFC 9110, section 10.2.3: seconds, or an instant), at least 1 and at most
 * an hour; undefined where it asks for nothing that can be read. `now`: milliseconds.
 */
export function askedDelay(retryAfter: string | undefined, now = Date.now()): number | undefined {
  if (retryAfter === undefined) return undefined
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1_000
  return Number.isNaN(seconds) ? undefined : Math.min(MOST_ASKED, Math.max(1, seconds))
}

const PREFIX = 'whsec_'

/** A secret of 256 bits, as Standard Webhooks writes them. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64')
