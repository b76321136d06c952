import { sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { lockRecord } from '../database/records.ts'
import { recordEvent } from '../events/actions.ts'
import { isState } from './actions.ts'
import { problems } from './problems.ts'
import {
  type SecretRotation,
  type SubscriptionRow,
  webhookStates,
  webhookSubscription,
  webhookSubscriptions
} from './record.ts'
import { newSecret } from './rules.ts'

/**
 * Makes a new secret, and answers it this once. The one of now signs beside it for some hours (24 unless told), so that the
 * receiver can change over; with 0 hours it ends at once, and so does one before it.
 * @throws NotFound, Conflict (withdrawn; two are live already)
 */
export async function rotateSecret(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { previousValidHours: hours = 24 }: Static<typeof SecretRotation>
): Promise<SubscriptionRow & { secret: string }> {
  const record = await lockRecord(tx, webhookSubscriptions, 'webhookSubscription', ref)
  const secret = newSecret()
  const isLive = sql`${webhookStates.previousSecretExpiresAt} > statement_timestamp()`
  const kept =
    hours === 0
      ? { previousSecret: null, previousSecretExpiresAt: null }
      : {
          previousSecret: sql`${webhookStates.secret}`,
          previousSecretExpiresAt: sql`statement_timestamp() + make_interval(hours => ${hours})`
        }
  const rotated = await tx
    .update(webhookStates)
    .set({ ...kept, secret })
    .where(hours === 0 ? isState(ref) : sql`${isState(ref)} and (${isLive}) is not true`)
    .returning({ id: webhookStates.subscriptionId })
  if (rotated.length === 0) {
    throw new Conflict(problems['webhook-secret-live'], {
      en: 'The secret before this one has not expired yet.',
      sv: 'Den föregående hemligheten har inte gått ut än.'
    })
  }
  await recordEvent(tx, actor, 'webhookSubscription.secretRotated', record, { before: record })
  return { ...(await webhookSubscription.find(tx, ref)), secret }
}
