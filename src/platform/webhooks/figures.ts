import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import fp from 'fastify-plugin'
import type { Database } from '../database/connection.ts'
import { work } from '../database/work.ts'
import type { WebhookFigures } from '../http/metrics.ts'

/** Milliseconds that /metrics waits for them: it must answer just when connections are short. */
const PATIENCE = 1_000

/**
 * Has /metrics tell how webhooks stand, of all municipalities: they are read when they are asked for, and not told where the
 * database does not answer at once.
 */
export const webhookFigures = fp<{ database: Database }>(async (app, { database }) => {
  app.watchWebhooks(() => {
    const read = work.run({ lane: 'totals', municipalityCode: '' }, () => figuresOf(database))
    // Whoever has given it up is told nothing of how it ended.
    read.catch(() => {})
    return Promise.race([read, sleep(PATIENCE, undefined, { ref: false }).then(refuse)])
  })
})

function refuse(): never {
  throw new Error('The figures of webhooks did not come in time.')
}

/** `lagSeconds`: for how long the oldest waits of what is to be sent to subscriptions that are active; 0 where nothing does. */
async function figuresOf(database: Database): Promise<WebhookFigures> {
  const { rows } = await database.execute<WebhookFigures>(sql`
    with active as (
      select subscription.municipality_code, subscription.id, state.change_number, state.event_sequence
      from webhook_subscriptions subscription join webhook_states state
        on state.municipality_code = subscription.municipality_code and state.subscription_id = subscription.id
      where subscription.status = 'active' and subscription.withdrawn_at is null
    ), waiting as (
      select (select min(change.recorded_at) from feed_changes change
          where change.municipality_code = active.municipality_code
            and change.number = active.change_number + case when active.event_sequence is null then 1 else 0 end) as since
      from active
      union all
      select (select min(delivery.created_at) from webhook_deliveries delivery
          where delivery.municipality_code = active.municipality_code and delivery.subscription_id = active.id
            and delivery.status = 'waiting')
      from active
    )
    select (select count(*)::int from webhook_deliveries where status = 'parked') as parked,
      (select count(*)::int from webhook_subscriptions where status = 'disabled' and withdrawn_at is null) as disabled,
      coalesce(extract(epoch from statement_timestamp() - min(since)), 0)::float8 as "lagSeconds" from waiting`)
  return rows[0]!
}
