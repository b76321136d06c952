import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import type { Transaction } from '../database/connection.ts'
import type { App } from '../http/app.ts'
import type { Expected } from '../http/if-match.ts'
import { page } from '../http/pagination.ts'
import { ById, ref } from '../http/schemas.ts'
import { act, collectionRoutes, recordRoutes } from '../records/kit.ts'
import {
  createSubscription,
  type Options,
  turnSubscription,
  updateSubscription,
  withdrawSubscription
} from './actions.ts'
import { DeliveryQuery, Redelivered, Redelivery, Tested, WebhookDeliveryPage } from './delivery-record.ts'
import { deliveryList, positionAfter } from './queries.ts'
import {
  type NewSubscription,
  NewWebhookSubscription,
  SecretRotation,
  type SubscriptionChanges,
  type SubscriptionRow,
  shown,
  WebhookPause,
  WebhookStep,
  WebhookSubscriptionWithSecret,
  webhookSubscription
} from './record.ts'
import { redeliver, sendTest } from './redeliver.ts'
import { rotateSecret } from './rotate.ts'

const { schemas, find, tag, scope } = webhookSubscription
const own = { tag, scope }
type WithSecret = SubscriptionRow & { secret: string }

/** `/webhook-subscriptions`. */
export async function webhookRoutes(app: App, options: Options) {
  const kind = {
    ...webhookSubscription,
    // Its secret is answered once, by the operation that registers it.
    isReceived: false as const,
    schemas: { ...schemas, New: NewWebhookSubscription, Created: WebhookSubscriptionWithSecret },
    problems: [410],
    shown,
    create: (tx: Transaction, actor: Actor, of: Municipality, sent: NewSubscription) =>
      createSubscription(tx, actor, of, sent, options),
    update: (tx: Transaction, actor: Actor, at: Ref, changes: SubscriptionChanges, expected: Expected) =>
      updateSubscription(tx, actor, at, changes, expected, options),
    withdraw: withdrawSubscription
  }
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  turnRoutes(app)
  sendingRoutes(app)
}

function turnRoutes(app: App) {
  const kind = { ...own, schemas, find, shown }
  act(app, kind, 'pause', {
    operationId: 'pauseWebhookSubscription',
    says: ['Pause webhooks', 'Nothing is sent until it is resumed; then all that happened meanwhile is.'],
    body: WebhookPause,
    run: (tx, actor, at, { reason }) => turnSubscription(tx, actor, at, { verb: 'paused', status: 'paused', reason })
  })
  act(app, kind, 'resume', {
    operationId: 'resumeWebhookSubscription',
    says: ['Resume webhooks', 'Goes on where it was; also after the receiver has answered 410.'],
    body: WebhookStep,
    run: (tx, actor, at) => turnSubscription(tx, actor, at, { verb: 'resumed', status: 'active' })
  })
  const withSecret = { ...own, schemas: { One: WebhookSubscriptionWithSecret }, shown: shown<WithSecret> }
  act(app, withSecret, 'rotate-secret', {
    operationId: 'rotateWebhookSecret',
    says: ['Make a new secret', 'Answers the new secret this once. Both sign until the old one expires.'],
    body: SecretRotation,
    run: rotateSecret
  })
}

function sendingRoutes(app: App) {
  act(app, { ...own, schemas: { One: Tested } }, 'test', {
    operationId: 'testWebhookSubscription',
    says: ['Send a test event', 'Sends an event of the type webhook.test.'],
    body: WebhookStep,
    run: sendTest
  })
  act(app, { ...own, schemas: { One: Redelivered } }, 'redeliver', {
    operationId: 'redeliverWebhooks',
    says: ['Send webhooks again', 'Sends one delivery again, or the events of a range, with the ids that they had.'],
    body: Redelivery,
    problems: [410],
    run: redeliver
  })
  app.get(
    '/:id/deliveries',
    {
      config: { scope: 'webhooks:read' },
      schema: {
        operationId: 'listWebhookDeliveries',
        tags: [tag],
        summary: 'List deliveries of a subscription',
        description: 'What was sent, with every attempt; what is not read from the feed yet is not there.',
        params: ById,
        querystring: DeliveryQuery,
        response: { 200: ref(WebhookDeliveryPage) }
      }
    },
    async (request, reply) => {
      await find(app.database, request.params as Ref)
      const { items, meta } = await page(request, reply, deliveryList, { ...(request.params as Ref) })
      return { items: items.map(row => ({ ...row, feedPosition: positionAfter(row) })), meta }
    }
  )
}
