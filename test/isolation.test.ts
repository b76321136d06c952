import t from 'tap'
import { loadConfig } from '../src/config.ts'
import { eventTypes } from '../src/platform/events/types.ts'
import { createApiKey } from '../src/platform/http/api-keys.ts'
import { appOf } from './support/app.ts'
import { aClock } from './support/clock.ts'
import { cloneDatabase, createDatabase } from './support/database.ts'
import { before, doFurther, type Further, further } from './support/fuller.ts'
import { playAll } from './support/play-all.ts'
import { clientOf, made, type Register } from './support/register.ts'
import {
  alike,
  type Clients,
  carryOut,
  checksums,
  copyMunicipality,
  type Operation,
  operationsOf,
  orderOf,
  pathOf,
  questionsOf,
  takesNothing
} from './support/twins.ts'

/**
 * Isolation by generation. A register is played into 0136, and its database copied. In the copy 0780 has the same rows under
 * the same ids, and goes on with a life of its own. Whatever is asked and done then, 0136 answers in both as if it were alone,
 * and nothing of 0780 changes by what is done in 0136.
 */

const [CODE, TWIN] = ['0136', '0780']
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

aClock(t)('2023-06-07')

/** A client of everything, over a database, and two who attest. */
async function open(url: string) {
  const settings = { ...loadConfig({ LOG_LEVEL: 'silent', DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0' }) }
  const { app, database, close } = await appOf(t, url)
  const newKey = (key: Any = {}) =>
    createApiKey(database, { name: 'test', municipalityCodes: null, scopes: ['*'], ...key })
  const client = async (key?: Any) => clientOf(app, (await newKey(key)).secret)
  const register: Register = { app, database, config: settings, admin: await client(), client, newKey }
  const [checker, approver] = [await client({ name: 'checker' }), await client({ name: 'approver' })]
  return { register, close, admin: register.admin, checker, approver, database }
}

const url = await createDatabase(t)
const first = await open(url)
await made(first.admin('PUT', `/municipalities/${CODE}`, { name: 'Haninge' }))
const ids = await playAll(first.register, CODE)
await first.close()
const [alone, twinned] = [await open(await cloneDatabase(t, url)), await open(await cloneDatabase(t, url))]
await copyMunicipality(twinned.database, CODE, TWIN)

const known = new Set(Object.values(ids))
const operations = operationsOf(alone.register.app)
const reads = operations.filter(({ method }) => method === 'GET')
const writes = operations.filter(({ method }) => method !== 'GET').sort((a, b) => orderOf(a) - orderOf(b))

type Step = { name: string; take: (clients: Clients, code: string) => ReturnType<typeof carryOut> }

/** All that is done: what takes away comes last. `theirs`: in 0780. */
function stepsOf({ theirs }: { theirs: boolean }): Step[] {
  const once = (write: Operation): Step => ({
    name: write.name,
    take: (clients, code) => carryOut(clients, write, code, ids)
  })
  const other = (one: Further): Step => ({
    name: one.path,
    take: ({ admin }, code) => doFurther(admin, code, one)
  })
  const more = further(ids, theirs).map(other)
  return [
    ...(theirs ? before(ids).map(other) : []),
    ...writes.filter(takesNothing).map(once),
    ...more,
    ...writes.filter(one => !takesNothing(one)).map(once)
  ]
}

/** What 0136 answers in one register, to every read; with every filter where told. */
async function answersOf({ admin }: Awaited<ReturnType<typeof open>>, filtered = false) {
  const answers: Record<string, Any> = {}
  for (const read of reads) {
    const path = pathOf(read, CODE, ids)
    if (path === undefined) continue
    for (const question of filtered ? questionsOf(read, ids) : questionsOf(read, ids).slice(0, 1)) {
      const answer = await admin('GET', `${path}${question}`)
      answers[`${read.name}${question}`] = { ...alike(answer, known), etag: answer.headers.etag !== undefined }
    }
  }
  return answers
}

let expected: Awaited<ReturnType<typeof answersOf>>

t.test('0136 answers every question as if it were alone', async t => {
  expected = await answersOf(alone, true)
  const found = await answersOf(twinned, true)
  const answered = Object.values(expected).filter(({ status }) => status === 200).length
  t.ok(answered > 300, `${answered} of ${Object.keys(expected).length} questions are answered`)
  for (const [name, answer] of Object.entries(found)) t.strictSame(answer, expected[name], name)
})

t.test('whatever is done in 0780, by the same ids, changes nothing of 0136', async t => {
  const sums = await checksums(twinned.database, CODE)
  let done = 0
  const steps = stepsOf({ theirs: true })
  for (const { name, take } of steps) {
    const answer = await take(twinned, TWIN)
    if (!answer) continue
    t.not(answer.status, 500, name)
    if (answer.status < 300) done++
  }
  t.ok(done > 110, `${done} of ${steps.length} writes change something`)
  t.strictSame(await checksums(twinned.database, CODE), sums)
  const found = await answersOf(twinned, true)
  for (const [name, answer] of Object.entries(expected)) t.strictSame(found[name], answer, name)
})

t.test('what 0136 was known to be at an instant is answered as if it were alone', async t => {
  const { knownAt } = (await made(twinned.admin('GET', `/${TWIN}/statistics/payment-totals`))).meta
  const groupings = ['year', 'scheme', 'organisation', 'body']
  for (const basis of ['grant', 'decision', 'payment']) {
    for (const by of groupings) {
      const payments = `payment-totals?groupBy=${by}&yearBasis=${basis}&validOn=2023-06-07&knownAt=${knownAt}`
      const grants = basis === 'payment' ? [] : [`grant-totals?groupBy=${by}&yearBasis=${basis}&knownAt=${knownAt}`]
      for (const question of [payments, ...grants]) {
        const path = `/${CODE}/statistics/${question}`
        const [one, other] = [await alone.admin('GET', path), await twinned.admin('GET', path)]
        t.equal(one.status, 200)
        t.strictSame(other.body, one.body, question)
      }
    }
  }
})

t.test('whatever is done in 0136 is answered as if it were alone, and changes nothing of 0780', async t => {
  const sums = await checksums(twinned.database, TWIN)
  for (const { name, take } of stepsOf({ theirs: false })) {
    const [one, other] = [await take(alone, CODE), await take(twinned, CODE)]
    if (one && other) t.strictSame(alike(other, known), alike(one, known), name)
  }
  t.strictSame(await checksums(twinned.database, TWIN), sums)
  const { rows } = await twinned.database.$client.query('select distinct type from events order by type')
  t.ok(rows.length > 90, `${rows.length} types of events`)
  t.strictSame(
    rows.filter(({ type }) => !eventTypes.includes(type)),
    [],
    'every type of event is one that the contract lists'
  )
  const unnumbered = await twinned.database.$client.query(`
    select distinct type from events where not exists (
      select from feed_changes change where change.municipality_code = events.municipality_code and change.change_id = events.change_id
    )`)
  t.strictSame(unnumbered.rows, [], 'every event is of a change that the feed has')
  expected = await answersOf(alone)
  const found = await answersOf(twinned)
  for (const [name, answer] of Object.entries(expected)) t.strictSame(found[name], answer, name)
})
