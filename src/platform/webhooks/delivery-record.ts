import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid
} from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { id, instant, municipalityCode } from '../database/columns.ts'
import { Answer, Instant, Nullable, OneOf, PageOf, ref, Strict, Uuid, walkedBy } from '../http/schemas.ts'
import { webhookSubscriptions } from './record.ts'
import { type Attempt, attemptOutcomes, type DeliveryStatus, deliveryStatuses, MOST_REDELIVERED } from './rules.ts'

/**
 * What is sent to a subscription, one row an event: which event it is, and what came of it. What the event says is read from the
 * events when it is sent.
 */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    subscriptionId: uuid().notNull(),
    /** Of the event in the feed; null for a test. */
    changeNumber: bigint({ mode: 'number' }),
    eventSequence: bigint({ mode: 'number' }),
    type: text().notNull(),
    /** The record that it is about: those of one are sent in the order of the feed. */
    subject: text().notNull(),
    status: text().$type<DeliveryStatus>().notNull().default('waiting'),
    /** How often in a row it has failed, and since when it is tried. */
    failureCount: integer().notNull().default(0),
    triedSince: instant(),
    attempts: jsonb().$type<Attempt[]>().notNull().default([]),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    dueAt: instant().notNull().default(sql`clock_timestamp()`),
    endedAt: instant()
  },
  table => [
    primaryKey({ name: 'webhook_deliveries_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('webhook_deliveries_event').on(table.municipalityCode, table.subscriptionId, table.eventSequence),
    index('webhook_deliveries_list').on(table.municipalityCode, table.subscriptionId, table.id),
    index('webhook_deliveries_due')
      .on(table.municipalityCode, table.subscriptionId, table.dueAt)
      .where(sql`status = 'waiting'`),
    index('webhook_deliveries_order')
      .on(table.municipalityCode, table.subscriptionId, table.subject, table.changeNumber, table.eventSequence)
      .where(sql`status = 'waiting'`),
    index('webhook_deliveries_parked').on(table.municipalityCode, table.subscriptionId).where(sql`status = 'parked'`),
    index('webhook_deliveries_ended').on(table.municipalityCode, table.endedAt).where(sql`ended_at is not null`),
    foreignKey({
      name: 'webhook_deliveries_subscription_fk',
      columns: [table.municipalityCode, table.subscriptionId],
      foreignColumns: [webhookSubscriptions.municipalityCode, webhookSubscriptions.id]
    }),
    check('webhook_deliveries_status', sql`status in ('waiting', 'delivered', 'parked')`)
  ]
)
export type DeliveryRow = typeof webhookDeliveries.$inferSelect

const WebhookAttempt = Strict(
  {
    attemptedAt: Instant('When it was sent'),
    outcome: OneOf(attemptOutcomes, 'What came of it'),
    httpStatus: Nullable(Type.Integer({ description: 'Status of the answer; null: none', example: 204 })),
    durationMs: Type.Integer({ description: 'Milliseconds that it took', example: 84 })
  },
  { title: 'WebhookAttempt' }
)

export const WebhookDelivery = Answer(
  {
    id: Uuid('Identity made by the service'),
    status: OneOf(deliveryStatuses, 'Whether it waits, was taken, or was given up after 24 hours'),
    type: Type.String({ description: 'Type of the event, or webhook.test', example: 'decision.created' }),
    subject: Type.String({
      description: 'Kind and id of the record',
      example: 'decision/01933b5c-7a10-7cc3-8f5e-1d2c'
    }),
    eventSequence: Nullable(Type.Integer({ description: 'The event; null: a test', example: 4711 })),
    feedPosition: Nullable(Type.String({ description: 'Position of the feed after it', example: 'YTAxMzYuMnM' })),
    attempts: Type.Array(WebhookAttempt, { description: 'The latest 50 attempts, in order' }),
    dueAt: Instant('When it is to be sent, while it waits'),
    createdAt: Instant('When it was read from the feed'),
    endedAt: Nullable(Instant('When it was taken, or given up'))
  },
  {
    $id: 'WebhookDelivery',
    description: 'What was sent to a subscription, and what came of it',
    example: {
      endedAt: '2021-12-16T09:30:00.123456Z',
      eventSequence: 4711,
      feedPosition: 'YTAxMzYuMnM',
      attempts: [{ attemptedAt: '2021-12-16T09:30:00.123Z', outcome: 'delivered', httpStatus: 204, durationMs: 84 }],
      status: 'delivered'
    }
  }
)
export const WebhookDeliveryPage = PageOf(ref(WebhookDelivery), 'WebhookDeliveryPage', 'A page of deliveries')
export const DeliveryQuery = Strict({
  ...walkedBy(['id']),
  status: Type.Optional(OneOf(deliveryStatuses, 'Whether it waits, was taken, or was given up'))
})

export const Redelivery = Strict(
  {
    deliveryId: Type.Optional(Uuid('The delivery')),
    after: Type.Optional(
      Type.String({ maxLength: 200, description: 'Position that the range begins after', example: '' })
    ),
    until: Type.Optional(
      Type.String({ maxLength: 200, description: 'Position that it ends at; absent: how far it has read', example: '' })
    )
  },
  {
    $id: 'WebhookRedelivery',
    description: 'What is to be sent again: one delivery, or the events of a range of the feed',
    example: { after: '' }
  }
)
export const Redelivered = Strict(
  {
    redeliveredCount: Type.Integer({ description: `Deliveries that now wait, ${MOST_REDELIVERED} at most`, example: 1 })
  },
  { $id: 'WebhookRedelivered', description: 'How many are sent again', example: { redeliveredCount: 1 } }
)
export const Tested = Strict(
  { deliveryId: Uuid('The delivery of the test event') },
  {
    $id: 'WebhookTested',
    description: 'The test event that is sent',
    example: { deliveryId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }
  }
)

export const deliverySchemas = [WebhookDelivery, WebhookDeliveryPage, Redelivery, Redelivered, Tested]
