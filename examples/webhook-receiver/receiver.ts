import { createServer, type Server } from 'node:http'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

/**
 * A receiver of webhooks, as small as one can be that is safe: it takes only what is signed with its secret and not older than
 * five minutes, and each event once.
 *
 *     WEBHOOK_SECRET=whsec_… PORT=8080 node receiver.ts
 */

/** Bytes of a webhook, at most: larger ones are refused before they are read to their end. */
const LARGEST = 10 * 1024 * 1024

export type Event = { id: string; type: string; subject: string; feedposition?: string; data: Record<string, unknown> }

/** Ids of events that were handled. A real receiver keeps them where its data is, in the transaction of the change. */
type Handled = { has(id: string): boolean; add(id: string): unknown }

/**
 * Answers 204 when the event is handled, or was before; 401 to what is not signed as it should be, and 500 where `handle` fails: it
 * is sent again then.
 */
export function receiver(
  secret: string,
  handle: (event: Event) => Promise<void> | void,
  handled: Handled = new Set()
): Server {
  const webhook = new Webhook(secret)
  return createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = []
      let size = 0
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > LARGEST) return void response.writeHead(413, { connection: 'close' }).end()
        chunks.push(chunk)
      }
      // Over the bytes as they came: whoever parses and writes them again has others.
      const body = Buffer.concat(chunks).toString('utf8')
      const event = webhook.verify(body, request.headers as Record<string, string>) as Event
      if (!handled.has(event.id)) {
        await handle(event)
        handled.add(event.id)
      }
      response.writeHead(204).end()
    } catch (error) {
      response.writeHead(error instanceof WebhookVerificationError ? 401 : 500).end()
    }
  })
}

if (import.meta.main) {
  const { WEBHOOK_SECRET, PORT = '8080' } = process.env
  if (!WEBHOOK_SECRET) throw new Error('Set WEBHOOK_SECRET to the secret that was answered when you subscribed')
  receiver(WEBHOOK_SECRET, ({ type, subject, data }) => {
    console.log(type, subject, JSON.stringify(data.after ?? null))
  }).listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${PORT}`))
}
