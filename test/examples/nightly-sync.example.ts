import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { readState } from '../../examples/nightly-sync/follow.ts'
import { kill, root } from '../support/embedded.ts'
import { aProxy } from './proxy.ts'
import { aStartedService, ran } from './service.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const script = join(root, 'examples/nightly-sync/sync.ts')
const { address, key, ask } = await aStartedService(t)
const home = await mkdtemp(join(tmpdir(), 'partnerskap-sync-'))
t.teardown(() => rm(home, { recursive: true }))
const cases = join(home, 'cases')
await cp(join(root, 'examples/nightly-sync/cases'), cases, { recursive: true })
for (const code of ['0136', '2031']) await ask('PUT', `/municipalities/${code}`, { name: code })

const envOf = (code: string, at = address) => ({ API: `${at}/partnerskap/v1`, KEY: key, MUNICIPALITY: code })
const argumentsOf = (code: string) => ['--no-warnings', script, cases, join(home, `${code}.json`)]
const sync = (code: string) => ran(process.execPath, argumentsOf(code), envOf(code))

/** What the register holds, in the words of those who sent it: ids and instants differ from run to run. */
async function register(code: string) {
  const names = new Map<string, string>()
  const lists: Record<string, Any[]> = {}
  for (const list of [
    'bodies',
    'organisations',
    'schemes',
    'applications',
    'decisions',
    'agreements',
    'reports',
    'awards'
  ]) {
    const { items } = await ask('GET', `/${code}/${list}?limit=1000`)
    for (const { id, reference } of items) names.set(id, reference)
    lists[list] = items
  }
  const events = (await ask('GET', `/${code}/events?limit=1000`)).items.map(({ type }: Any) => type)
  const said = JSON.stringify({ lists, events }, (name, value) => {
    if (/^(createdAt|updatedAt|municipalityCode|id)$|(At|By)$/.test(name)) return undefined
    return typeof value === 'string' ? (names.get(value) ?? value).replace(/^[0-9a-f-]{36}$/, 'id') : value
  })
  const { lists: told, events: happened } = JSON.parse(said)
  const sorted = Object.entries<Any[]>(told).map(([list, items]) => [
    list,
    items.map(each => JSON.stringify(each)).sort()
  ])
  return { lists: Object.fromEntries(sorted), events: happened.sort() }
}

t.test('a run brings all cases in, and a second run changes nothing', async t => {
  const first = await sync('0136')
  t.equal(first.code, 0, first.stderr)
  t.match(first.stdout, /^4 cases sent, \d+ events read/)
  const { items: agreements } = await ask('GET', '/0136/agreements')
  t.strictSame(agreements.map(({ reference, status }: Any) => `${reference} ${status}`).sort(), [
    'KS-2025-17 signed',
    'KS-2025-18 decided'
  ])
  t.match((await ask('GET', '/0136/reports')).items, [{ reference: 'KS-2025-17/1', status: 'submitted' }])
  const { total } = await ask('GET', '/0136/statistics/grant-totals')
  t.match(total, { granted: 380000 + 250000 + 75000.5 })
  const before = await register('0136')
  const second = await sync('0136')
  t.match(second.stdout, /^4 cases sent, 0 events read/, second.stderr)
  t.strictSame(await register('0136'), before)
})

t.test('what is kept of the feed is what the register shows', async t => {
  const { records } = await readState(join(home, '0136.json'))
  for (const kind of ['organisation', 'agreement', 'report']) {
    const { items } = await ask('GET', `/0136/${kind}s`)
    for (const { id, version, status } of items) {
      const kept = records[`${kind}/${id}`]
      t.equal(kept?.version, version, `${kind} ${id}`)
      if (status !== undefined) t.equal(kept?.fields.status, status, `${kind} ${id}`)
    }
  }
})

t.test('killed at any moment, it comes to the same', async t => {
  const counting = await aProxy(t, address)
  const last = await ran(process.execPath, argumentsOf('0136'), envOf('0136', counting.url))
  t.equal(last.code, 0, last.stderr)
  // The first run in a register sends some requests more than this one: it decides and signs.
  const most = counting.seen.length + 4
  const [moments] = fc.sample(
    fc.array(fc.record({ request: fc.integer({ min: 1, max: most }), isCarriedOut: fc.boolean() }), {
      minLength: 9,
      maxLength: 9
    }),
    { numRuns: 1, seed: Number(process.env.SEED ?? Date.now() % 1_000_000) }
  )
  t.comment(JSON.stringify(moments))
  let killed = 0
  for (const { request, isCarriedOut } of moments!) {
    const proxy = await aProxy(t, address)
    const child = spawn(process.execPath, argumentsOf('2031'), {
      env: { ...process.env, NODE_OPTIONS: '', ...envOf('2031', proxy.url) }
    })
    const ended = once(child, 'exit')
    proxy.at(request, isCarriedOut, () => void kill(child))
    const [, signal] = await ended
    if (signal === 'SIGKILL') killed++
  }
  t.ok(killed > 0, `killed ${killed} times`)
  const { code, stderr } = await sync('2031')
  t.equal(code, 0, stderr)
  t.strictSame(await register('2031'), await register('0136'))
  t.match((await sync('2031')).stdout, /, 0 events read/)
})

t.test('a case that has changed replaces what was sent of it, and the register says what it is now', async t => {
  const file = join(cases, '2026-02.ndjson')
  const text = await readFile(file, 'utf8')
  await writeFile(
    file,
    text
      .replace('"granted":75000.5', '"granted":80000')
      .replace('§ 8"', '§ 8 b"')
      .replace('IFK Österhaninge', 'IFK Österhaninge IF')
  )
  const { code, stderr } = await sync('0136')
  t.equal(code, 0, stderr)
  t.match((await ask('GET', '/0136/statistics/grant-totals')).total, { granted: 380000 + 250000 + 80000 })
  t.match((await ask('GET', '/0136/organisations?reference=F-30')).items, [{ name: 'IFK Österhaninge IF', version: 2 }])
  t.match((await ask('GET', '/0136/decisions?reference=KFN-2026-3')).items, [{ paragraph: '§ 8 b', version: 2 }])
})

t.test('a case that is refused is named, and the others come in', async t => {
  const refused = { case: 'KS-2026-9', body: { reference: 'KS', name: 'Kommunstyrelsen' }, purpose: 'X', reports: [] }
  const more = { organisation: { reference: 'F-99', name: 'Ny förening' }, scheme: { reference: 'IOP', name: 'IOP' } }
  const line = JSON.stringify({ ...refused, ...more, receivedOn: '2026-02-30', applied: 1 })
  await writeFile(join(cases, '2026-03.ndjson'), `${line}\n`)
  const { code, stderr } = await sync('0136')
  t.equal(code, 1)
  t.match(stderr, /applications KS-2026-9: /)
  t.match((await ask('GET', '/0136/organisations?reference=F-99')).items, [{ name: 'Ny förening' }])
})
