import { getTableColumns, sql } from 'drizzle-orm'
import { bigint, check, foreignKey, integer, pgTable, primaryKey, text as textColumn, uuid } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { instant, municipalityCode } from '../database/columns.ts'
import type { Connection } from '../database/connection.ts'
import { listedCode, ofMunicipality } from '../database/municipality.ts'
import { keysOf } from '../database/table-keys.ts'
import { writePosition } from '../events/positions.ts'
import { Instant, Nullable, Strict, Text, Uuid } from '../http/schemas.ts'
import { code, json, text, url } from '../records/fields.ts'
import { type Changes, extended, type RowOf, recordColumns, recordOf, schemasOf, withMore } from '../records/record.ts'
import { ordinary } from '../records/words.ts'
import { type DeliveryStatus, subscriptionStatuses } from './rules.ts'

const names = (what: string, example: string) =>
  json(
    Type.Array(Type.String({ maxLength: 100, example }), {
      maxItems: 200,
      description: `${what}; empty: all`,
      example: [example]
    })
  ).defaulted([])

const fields = {
  url: url('Where webhooks are sent (https)', 'https://casefile.example.se/webhooks'),
  description: text('What it is for', 1000, 'Ärendesystemet').optional(),
  eventTypes: names('Only events of these types', 'decision.created'),
  subjectTypes: names('Only events of these kinds of records', 'decision'),
  subjectIds: json(
    Type.Array(Uuid('A record'), {
      maxItems: 200,
      description: 'Only events of these records, and of what belongs to them; empty: all',
      example: []
    })
  ).defaulted([]),
  status: code(subscriptionStatuses, 'Whether webhooks are sent; disabled: the receiver answered 410')
    .answered('active')
    .filter('Whether webhooks are sent'),
  statusReason: text('Why they are not', 1000, 'Flytt av driften').answeredOrNull()
}

/** To whom events are told, and which. */
export const webhookSubscriptions = pgTable('webhook_subscriptions', recordColumns(fields), table => [
  ...keysOf('webhook_subscriptions', table),
  check('webhook_subscriptions_status', sql`status in ('active', 'paused', 'disabled')`)
])

/**
 * How far a subscription has come, and its secrets: what changes with every delivery is no version of the record, and what is
 * secret stands in no event, history or list.
 */
export const webhookStates = pgTable(
  'webhook_states',
  {
    municipalityCode: municipalityCode(),
    subscriptionId: uuid().notNull(),
    /** The change of the feed that was read last; where `eventSequence` is not null only to that event of it (positions.ts). */
    changeNumber: bigint({ mode: 'number' }).notNull(),
    eventSequence: bigint({ mode: 'number' }),
    secret: textColumn().notNull(),
    previousSecret: textColumn(),
    previousSecretExpiresAt: instant(),
    /** When the next delivery is due that may be sent: not later, but perhaps earlier; null: none waits. */
    dueAt: instant(),
    /** How often in a row the receiver took nothing of what was tried, and until when it is left alone. */
    failureCount: integer().notNull().default(0),
    retryAt: instant()
  },
  table => [
    primaryKey({ name: 'webhook_states_pk', columns: [table.municipalityCode, table.subscriptionId] }),
    foreignKey({
      name: 'webhook_states_subscription_fk',
      columns: [table.municipalityCode, table.subscriptionId],
      foreignColumns: [webhookSubscriptions.municipalityCode, webhookSubscriptions.id]
    })
  ]
)

/** How many deliveries of the subscription are in a status. */
const countOf = (status: DeliveryStatus) => sql<number>`(
  select count(*)::int from webhook_deliveries delivery
  where ${ofMunicipality(listedCode, 'delivery')} and delivery.subscription_id = webhook_subscriptions.id
    and delivery.status = '${sql.raw(status)}')`

const columns = {
  ...getTableColumns(webhookSubscriptions),
  changeNumber: webhookStates.changeNumber,
  eventSequence: webhookStates.eventSequence,
  previousSecretExpiresAt: webhookStates.previousSecretExpiresAt,
  retryAt: webhookStates.retryAt,
  waitingCount: countOf('waiting'),
  parkedCount: countOf('parked')
}

const position = (description: string) => Type.String({ description, example: 'YTAxMzYuMnM' })

export const webhookSubscription = recordOf({
  noun: 'WebhookSubscription',
  address: 'webhook-subscriptions',
  tag: 'webhooks',
  what: 'webhookSubscription',
  fields,
  table: webhookSubscriptions,
  describes: {
    one: 'To whom events are told, and which',
    created: 'Where events are to be told, and which',
    page: 'A page of subscriptions'
  },
  examples: {
    created: { url: 'https://casefile.example.se/webhooks', eventTypes: ['decision.created'] },
    patch: { eventTypes: ['decision.created', 'decision.revised'] },
    shown: { subjectTypes: [], statusReason: null, previousSecretExpiresAt: null, retryAt: null }
  },
  sorts: ['id', 'updatedAt'],
  reference: 'casefile',
  answers: {
    previousSecretExpiresAt: Nullable(Instant('Until when the secret before this one signs too')),
    retryAt: Nullable(Instant('Until when a receiver that takes nothing is left alone')),
    waitingCount: Type.Integer({ description: 'Deliveries that wait, beside what is still in the feed', example: 0 }),
    parkedCount: Type.Integer({ description: 'Deliveries that were given up after 24 hours', example: 0 })
  },
  computes: { feedPosition: position('How far it has read the feed') },
  select: (db: Connection) =>
    db
      .select(columns)
      .from(webhookSubscriptions)
      .innerJoin(
        webhookStates,
        sql`${webhookStates.municipalityCode} = ${listedCode} and ${webhookStates.subscriptionId} = ${webhookSubscriptions.id}`
      ),
  says: {
    list: ['List webhook subscriptions', 'To whom events are told, and how far each has come.'],
    create: [
      'Subscribe to webhooks',
      'Events are sent from the feed, signed (Standard Webhooks), as CloudEvents: each at least once, those of a record in order. The secret is answered this once. Demands events:read as well.'
    ],
    ...ordinary('a webhook subscription')
  }
})
export type SubscriptionRow = RowOf<typeof webhookSubscription>
export type SubscriptionChanges = Changes<typeof webhookSubscription>

export const NewWebhookSubscription = extended(
  webhookSubscription.schemas.New,
  {
    $id: 'NewWebhookSubscription',
    description: 'Where events are to be told, and which',
    example: { url: 'https://casefile.example.se/webhooks', eventTypes: ['decision.created'] }
  },
  {
    after: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Position of the feed to begin after; empty: its beginning; absent: now',
        example: ''
      })
    )
  }
)
export type NewSubscription = Static<typeof NewWebhookSubscription>

/** A subscription with its secret, which is answered when it is made and never again. */
export const WebhookSubscriptionWithSecret = withMore(
  webhookSubscription.schemas.One,
  { secret: Text('What webhooks are signed with', 100, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') },
  {
    $id: 'WebhookSubscriptionWithSecret',
    description: 'A subscription with its secret, which is shown this once',
    example: {}
  }
)

export const SecretRotation = Strict(
  {
    previousValidHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 168,
        default: 24,
        description:
          'Hours for which the secret of now signs beside the new one; 0: it ends at once, and so do all before',
        example: 24
      })
    )
  },
  { $id: 'SecretRotation', description: 'For how long the old secret signs too', example: { previousValidHours: 24 } }
)
export const WebhookPause = Strict(
  { reason: Type.Optional(Text('Why', 1000, 'Flytt av driften')) },
  { $id: 'WebhookPause', description: 'Why nothing is to be sent', example: { reason: 'Flytt av driften' } }
)
export const WebhookStep = Strict({}, { $id: 'WebhookStep', description: 'Nothing but the step itself', example: {} })

export const subscriptionSchemas = [
  ...schemasOf({
    ...webhookSubscription,
    schemas: { ...webhookSubscription.schemas, New: NewWebhookSubscription }
  }),
  WebhookSubscriptionWithSecret,
  SecretRotation,
  WebhookPause,
  WebhookStep
]

/** A subscription as it is answered: its position is written as the feed writes it. */
export const shown = <R extends { municipalityCode: string; changeNumber: number; eventSequence: number | null }>(
  row: R
) => ({
  ...row,
  feedPosition: writePosition(
    new Map([[row.municipalityCode, { number: row.changeNumber, sequence: row.eventSequence }]])
  )
})
