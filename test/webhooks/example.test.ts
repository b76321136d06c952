import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import t, { type Test } from 'tap'
import { type Event, receiver } from '../../examples/webhook-receiver/receiver.ts'
import { newSecret } from '../../src/platform/webhooks/rules.ts'
import { kill, root } from '../support/embedded.ts'
import { freePort } from '../support/free-port.ts'
import { made } from '../support/register.ts'
import { aSender, until } from './sending.ts'

/** The example, which keeps what it has handled. */
async function example(t: Test, secret: string) {
  const handled: Event[] = []
  const server = receiver(secret, event => void handled.push(event))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { handled, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

t.test('the example refuses what is forged, changed or late, and takes what is repeated once', async t => {
  const secret = newSecret()
  const { handled, url } = await example(t, secret)
  const body = JSON.stringify({ id: '0136-1', type: 'decision.created', subject: 'decision/1', data: {} })
  const signed = (by: string, minutesAgo = 0, id = '0136-1', text = body) => {
    const at = new Date(Date.now() - minutesAgo * 60_000)
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(by).sign(id, at, text)
    }
  }
  const good = signed(secret)
  const post = async (headers: Record<string, string>, text = body) =>
    (await fetch(url, { method: 'POST', headers, body: text })).status
  const forged: Record<string, [headers: Record<string, string>, text?: string]> = {
    'not signed': [{}],
    'signed with another secret': [signed(newSecret())],
    'a changed body': [good, body.replace('created', 'annulled')],
    'a body written anew': [good, JSON.stringify(JSON.parse(body), null, 1)],
    'another id': [{ ...good, 'webhook-id': '0136-2' }],
    'another time': [{ ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }],
    'six minutes late': [signed(secret, 6)],
    'six minutes early': [signed(secret, -6)],
    'no signature of a version that is known': [
      { ...good, 'webhook-signature': good['webhook-signature'].replace('v1,', 'v0,') }
    ]
  }
  for (const [name, [headers, text]] of Object.entries(forged)) t.equal(await post(headers, text), 401, name)
  t.same(handled, [])
  t.equal(await post(good), 204)
  t.equal(await post(good), 204, 'replayed within the five minutes')
  t.equal(await post(signed(secret, 1)), 204, 'sent again later, signed anew')
  t.equal(handled.length, 1, 'it is handled once')
  const both = `${signed(newSecret())['webhook-signature']} ${good['webhook-signature']}`
  t.equal(await post({ ...good, 'webhook-signature': both }), 204, 'one of two signatures is enough')
})

t.test('the example receives what the service sends, before and while a secret is exchanged', async t => {
  const { ask, subscribe, organisation, sendOnce, deliveries, database } = await aSender(t)
  const { id, secret } = await subscribe('http://127.0.0.1:1/')
  const old = await example(t, secret)
  const move = (url: string) => made(ask('PATCH', `/webhook-subscriptions/${id}`, { url }, { 'if-match': '*' }))
  await move(old.url)
  await organisation('En')
  await sendOnce()
  t.match(old.handled, [{ type: 'organisation.created', data: { after: { name: 'En' } } }])
  const rotated = await made(ask('POST', `/webhook-subscriptions/${id}/rotate-secret`, { previousValidHours: 1 }))
  const changed = await example(t, rotated.secret)
  await organisation('Två')
  await sendOnce()
  t.equal(old.handled.length, 2, 'the old secret still verifies')
  await move(changed.url)
  await organisation('Tre')
  await sendOnce()
  t.equal(changed.handled.length, 1, 'and so does the new one')
  await database.$client.query(`update webhook_states set previous_secret_expires_at = now() - interval '1 second'`)
  await move(old.url)
  await organisation('Fyra')
  await sendOnce()
  t.equal(old.handled.length, 2, 'the old secret has expired')
  t.match((await deliveries(id)).at(-1).attempts[0], { outcome: 'refused', httpStatus: 401 })
})

t.test('run as it is written, it prints the test event', async t => {
  const { ask, subscribe, sendOnce, deliveries } = await aSender(t)
  const port = String(await freePort())
  const { id, secret } = await subscribe(`http://127.0.0.1:${port}/`)
  const child = spawn(process.execPath, [join(root, 'examples/webhook-receiver/receiver.ts')], {
    env: { ...process.env, NODE_OPTIONS: '', WEBHOOK_SECRET: secret, PORT: port }
  })
  t.teardown(() => kill(child))
  let printed = ''
  child.stdout.on('data', chunk => {
    printed += chunk
  })
  await until(() => printed.includes('listening'), 'it listens')
  const { deliveryId } = await made(ask('POST', `/webhook-subscriptions/${id}/test`, {}))
  await sendOnce()
  await until(() => printed.includes('webhook.test'), 'the test event')
  t.match(await deliveries(id), [{ id: deliveryId, type: 'webhook.test', status: 'delivered', eventSequence: null }])
  child.kill()
  await once(child, 'exit')
})
