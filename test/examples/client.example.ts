import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answered, answerOf, createPartnerskap, Problem } from '@partnerskap/client'
import t from 'tap'
import { root } from '../support/embedded.ts'
import { aProxy } from './proxy.ts'
import { aStartedService, ran } from './service.ts'

const BODIES = '/{municipalityCode}/bodies'
const { address, api, key, ask } = await aStartedService(t)
await ask('PUT', '/municipalities/0136', { name: 'Haninge' })
await ask('PUT', '/municipalities/2031', { name: 'Rättvik' })

async function aClient(retries?: number) {
  const proxy = await aProxy(t, address)
  const baseUrl = `${proxy.url}/partnerskap/v1`
  const client = createPartnerskap({ baseUrl, key, municipality: '0136', ...(retries !== undefined && { retries }) })
  const body = (name: string) => ({ name, kind: 'committee' as const })
  const named = async (name: string) => {
    const { items } = await ask('GET', `/0136/bodies?name=${encodeURIComponent(name)}`)
    return items.length as number
  }
  return { ...proxy, client, body, named }
}

/** The error of a call that must fail. */
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: Error) => error
  )

t.test('the lines of the README work as they stand', async t => {
  const readme = readFileSync(join(root, 'clients/typescript/README.md'), 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(readme)![1]!.replace("'0136'", "'2031'")
  const {
    stdout,
    stderr,
    code: exit
  } = await ran(process.execPath, ['--no-warnings', '--input-type=module-typescript', '--eval', code], {
    API: api,
    KEY: key
  })
  t.equal(exit, 0, stderr)
  t.match(stdout, /^Socialnämnden 2026-12-31\n3 \S+\n$/)
})

t.test('a write is carried out once, whatever happens to the request and its answer', async t => {
  const { client, faults, seen, body, named } = await aClient()
  const busy = { status: 503, headers: { 'retry-after': '0' } }
  const inProgress = { status: 409, body: { type: 'https://x/problems/idempotency-key-in-progress', status: 409 } }
  faults.push(busy, { ...busy, status: 429 }, 'answerLost', inProgress, 'answerLost')
  const made = await answerOf(client.POST(BODIES, { body: body('Kulturnämnden') }))
  t.equal(made.name, 'Kulturnämnden')
  t.equal(seen.length, 6)
  t.equal(new Set(seen.map(each => each.key)).size, 1, 'with one key')
  t.match(seen[0]!.key, /^[0-9a-f-]{36}$/)
  t.equal(await named('Kulturnämnden'), 1)
})

t.test('the key of the caller is the key, and another process may send the same again', async t => {
  const [one, another] = [await aClient(), await aClient()]
  const call = { params: { header: { 'Idempotency-Key': 'night-1' } }, body: one.body('Tekniska nämnden') }
  const first = await answerOf(one.client.POST(BODIES, call))
  const second = await answerOf(another.client.POST(BODIES, call))
  t.equal(first.id, second.id)
})

t.test('it waits as long as Retry-After says, and gives up after so many times', async t => {
  const { client, faults, seen } = await aClient(2)
  faults.push({ status: 429, headers: { 'retry-after': '1' } })
  const began = Date.now()
  await answerOf(client.GET(BODIES))
  t.ok(Date.now() - began >= 1000)
  faults.push(...Array(3).fill({ status: 503, headers: { 'retry-after': '0' } }))
  t.match(await failure(answerOf(client.GET(BODIES))), { status: 503 })
  t.equal(seen.length, 2 + 3)
})

t.test('what is refused is not sent again, and tells what is wrong', async t => {
  const { client, seen, body } = await aClient()
  const refused = await failure(answerOf(client.POST(BODIES, { body: { ...body('X'), validTo: 'yesterday' } })))
  t.type(refused, Problem)
  t.match(refused, { status: 400, rule: 'validation', details: { violations: [{ field: '/validTo' }] } })
  t.equal(seen.length, 1)
})

t.test('a change that somebody has overtaken is made of what stands there now', async t => {
  const { client, body } = await aClient()
  const { id } = await answerOf(client.POST(BODIES, { body: body('Valnämnden') }))
  const names: string[] = []
  const changed = await client.change('/{municipalityCode}/bodies/{id}', { id }, ({ name }) => {
    names.push(name)
    return { name: `${name} i Haninge` }
  })
  t.equal(changed.name, 'Valnämnden i Haninge')
  const { etag } = await answered(client.GET('/{municipalityCode}/bodies/{id}', { params: { path: { id } } }))
  const rivals = ['ett', 'två', 'tre'].map(word =>
    client.change('/{municipalityCode}/bodies/{id}', { id }, ({ name }) => ({ name: `${name} ${word}` }))
  )
  await Promise.all(rivals)
  const { name } = await ask('GET', `/0136/bodies/${id}`)
  t.strictSame(name.split(' ').slice(3).sort(), ['ett', 'tre', 'två'], 'none is lost')
  const stale = client.PATCH('/{municipalityCode}/bodies/{id}', {
    params: { path: { id }, header: { 'If-Match': etag! } },
    body: { name: 'Valnämnden' }
  })
  t.match(await failure(answerOf(stale)), { status: 412, rule: 'version-stale' })
  t.match(await client.change('/{municipalityCode}/bodies/{id}', { id }, () => null), { name }, 'null changes nothing')
})

t.test('all pages are walked, and the feed is read to its end and on', async t => {
  const { client, body, seen } = await aClient()
  for (let i = 0; i < 5; i++) await answerOf(client.POST(BODIES, { body: body(`Utskott ${i}`) }))
  const ids: string[] = []
  for await (const { id } of client.pages(BODIES, { query: { limit: 2, sort: 'id' } })) ids.push(id)
  const all = await ask('GET', '/0136/bodies?limit=1000')
  t.strictSame(ids.toSorted(), all.items.map(({ id }: { id: string }) => id).sort())
  t.equal(seen.filter(({ url }) => url.includes('limit=2')).length, Math.ceil(ids.length / 2))

  let position: string | undefined
  let count = 0
  for await (const page of client.feed({ untilCaughtUp: true })) {
    position = page.position
    count += page.events.length
  }
  t.ok(count >= ids.length)
  const leaving = new AbortController()
  const following = client.feed({ after: position, wait: 20, signal: leaving.signal })
  const next = following.next()
  const made = await answerOf(client.POST(BODIES, { body: body('Jävsnämnden') }))
  t.match((await next).value, { events: [{ type: 'body.created', subjectId: made.id }] })
  const waiting = following.next()
  leaving.abort(new Error('enough'))
  await t.rejects(waiting, { message: 'enough' })
})

/** What the compiler refuses; it is not run. */
export async function refused() {
  const { client } = await aClient()
  // @ts-expect-error there is no such address
  await client.GET('/{municipalityCode}/nobody')
  // @ts-expect-error a change demands If-Match
  await client.PATCH('/{municipalityCode}/bodies/{id}', { params: { path: { id: '' } }, body: {} })
  // @ts-expect-error there is no such kind
  await client.POST(BODIES, { body: { name: 'Socialnämnden', kind: 'nämnd' } })
  // @ts-expect-error the year is demanded
  await client.GET('/{municipalityCode}/agreements/committed')
  // @ts-expect-error it answers no pages
  client.pages('/{municipalityCode}/caller')
  // @ts-expect-error there is no such field
  await client.change('/{municipalityCode}/bodies/{id}', { id: '' }, () => ({ namn: 'x' }))
}
