import { and, eq, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Connection } from '../database/connection.ts'
import { writePosition } from '../events/positions.ts'
import type { List } from '../http/pagination.ts'
import { type DeliveryRow, webhookDeliveries } from './delivery-record.ts'
import { webhookStates, webhookSubscriptions } from './record.ts'

/** Deliveries of a subscription, as they were read from the feed. */
export const deliveryList: List<DeliveryRow> = {
  name: 'webhook deliveries',
  select: db => db.select().from(webhookDeliveries).$dynamic(),
  where: sql`${webhookDeliveries.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${webhookDeliveries.subscriptionId} = ${sql.placeholder('id')}`,
  filters: { status: value => sql`${webhookDeliveries.status} = ${value}` },
  sorts: { id: { column: webhookDeliveries.id, of: row => row.id } },
  id: { column: webhookDeliveries.id, of: row => row.id }
}

/** The position of the feed after an event; null for a test. */
export const positionAfter = ({
  municipalityCode,
  changeNumber,
  eventSequence
}: Pick<DeliveryRow, 'municipalityCode' | 'changeNumber' | 'eventSequence'>): string | null =>
  changeNumber === null || eventSequence === null
    ? null
    : writePosition(new Map([[municipalityCode, { number: changeNumber, sequence: eventSequence }]]))

const { municipalityCode, id, url, eventTypes, subjectTypes, subjectIds } = webhookSubscriptions
const { secret, previousSecret, failureCount } = webhookStates

/** A subscription as it is sent to: undefined where it is paused, disabled, withdrawn, or its receiver is left alone just now. */
export async function findSending(db: Connection, ref: Ref) {
  const isLive = sql`${webhookStates.previousSecretExpiresAt} > statement_timestamp()`
  const [row] = await db
    .select({
      ...{ municipalityCode, id, url, eventTypes, subjectTypes, subjectIds, secret, failureCount },
      previousSecret: sql<string | null>`case when ${isLive} then ${previousSecret} end`
    })
    .from(webhookSubscriptions)
    .innerJoin(
      webhookStates,
      and(eq(webhookStates.municipalityCode, ref.municipalityCode), eq(webhookStates.subscriptionId, id))
    )
    .where(
      and(
        eq(municipalityCode, ref.municipalityCode),
        eq(id, ref.id),
        eq(webhookSubscriptions.status, 'active'),
        sql`${webhookSubscriptions.withdrawnAt} is null`,
        sql`${webhookStates.retryAt} > statement_timestamp() is not true`
      )
    )
  return row
}
export type Sending = NonNullable<Awaited<ReturnType<typeof findSending>>>
