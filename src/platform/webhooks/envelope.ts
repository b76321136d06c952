import { Webhook } from 'standardwebhooks'
import type { EventRow } from '../events/queries.ts'
import { apiPrefix } from '../http/openapi-info.ts'
import type { DeliveryRow } from './delivery-record.ts'
import { positionAfter, type Sending } from './queries.ts'
import { TEST_TYPE } from './rules.ts'

/**
 * What is sent: an event as CloudEvents 1.0 has it in JSON (structured mode), signed as Standard Webhooks says. `data` is the event as
 * the feed gives it, so that what the feed does not tell, no webhook tells.
 */

export type Message = { id: string; body: string }

/** The message of a delivery. `base`: scheme and host of the service. `event`: null for a test. */
export function messageOf(
  delivery: Pick<DeliveryRow, 'municipalityCode' | 'id' | 'type' | 'subject' | 'changeNumber' | 'eventSequence'>,
  event: EventRow | null,
  base: string
): Message {
  const { municipalityCode, type, subject } = delivery
  const position = positionAfter(delivery)
  // The same whenever it is sent: by it a receiver knows what it has had.
  const id = event ? `${municipalityCode}-${event.sequence}` : delivery.id
  const envelope = {
    specversion: '1.0',
    id,
    source: `${base}${apiPrefix}/${municipalityCode}/events`,
    type,
    subject,
    time: event?.recordedAt ?? new Date().toISOString(),
    datacontenttype: 'application/json',
    ...(event && { dataschema: `${base}/openapi.json#/components/schemas/Event` }),
    ...(position !== null && { feedposition: position }),
    data: event ?? { municipalityCode, type: TEST_TYPE }
  }
  return { id, body: JSON.stringify(envelope) }
}

/** The headers of a message that is sent now, signed with every secret that is live: a receiver needs to know one of them. */
export function headersOf(
  { id, body }: Message,
  { secret, previousSecret }: Pick<Sending, 'secret' | 'previousSecret'>,
  now = new Date()
): Record<string, string> {
  const live = [secret, ...(previousSecret === null ? [] : [previousSecret])]
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'partnerskap',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': live.map(each => new Webhook(each).sign(id, now, body)).join(' ')
  }
}
