import t from 'tap'
import { steps } from '../../src/app-includes.ts'
import { camelOf } from '../../src/platform/records/include.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { aRegister, made } from '../support/register.ts'

/** What records lead to, answered beside them: every step of every kind, by the declaration of it. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const register = await aRegister(t)
const { admin, app, database } = register
const CODE = '0136'
const ids = await oneOfEach(register, CODE)
// Whatever leads to nothing yet.
const patch = (path: string, body: object) => made(admin('PATCH', `/${CODE}${path}`, body, { 'if-match': '*' }))
const post = (path: string, body: object): Promise<Any> => made(admin('POST', `/${CODE}${path}`, body))
await patch(`/agreements/${ids.agreements}`, {
  funding: [{ awardId: ids.awards }],
  parties: [
    { key: 'a', role: 'responsible', kind: 'body', bodyId: ids.bodies },
    { key: 'b', role: 'partner', kind: 'organisation', organisationId: ids.organisations }
  ]
})
await post('/reports', { awardId: ids.awards, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-03-01' })

/** The ids at a property, or at one of each object of a list. */
function idsAt(value: Any, [name, ...further]: string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(one => idsAt(one, [name!, ...further]))
  return name === undefined ? [value].filter(Boolean) : value ? idsAt(value[name], further) : []
}
const listOf = (address: string) => `/${CODE}/${address}?limit=1000`
/** Parts are listed beneath what they belong to, and shown alone. */
const PARTS = new Set(['scheme-windows', 'scheme-rule-versions', 'assignment-reports'])

t.test('every step leads to a kind that there is, and to a property of it', async t => {
  for (const [address, ofKind] of Object.entries(steps)) {
    t.ok(app.recordKinds.get(address), address)
    for (const [name, step] of Object.entries(ofKind)) {
      const kind = app.recordKinds.get(step.to)
      t.ok(kind?.list && kind.schemas.Page, `${address} ${name}`)
      if ('by' in step) t.ok(step.by in kind!.table, `${address} ${name} by ${step.by}`)
    }
  }
})

let led = 0
for (const [address, ofKind] of Object.entries(steps)) {
  t.test(`${address}: what each of its steps leads to is answered as its own list answers it`, async t => {
    for (const [name, step] of Object.entries(ofKind)) {
      const one = await admin('GET', `/${CODE}/${address}/${ids[address]}?include=${name}`)
      t.equal(one.status, 200, `${address} ${name} ${JSON.stringify(one.body).slice(0, 300)}`)
      const answers = [{ records: [one.body], included: one.body.included }]
      if (!PARTS.has(address)) {
        const { status, body } = await admin('GET', `${listOf(address)}&include=${name}`)
        t.equal(status, 200, JSON.stringify(body).slice(0, 300))
        answers.push({ records: body.items, included: body.included })
      }
      for (const { records, included } of answers) {
        const found = Object.keys(included[camelOf(step.to)] ?? {})
        const wanted = 'at' in step ? idsAt(records, step.at.split('.')) : undefined
        if (wanted) t.strictSame(found.sort(), [...new Set(wanted)].sort(), `${address} ${name}`)
        else {
          const owners = new Set(records.map(({ id }: Any) => id))
          for (const other of Object.values<Any>(included[camelOf(step.to)] ?? {})) {
            t.ok(owners.has(other[(step as Any).by]), `${address} ${name}`)
          }
        }
        led += found.length
        if (found.length === 0 || PARTS.has(step.to)) continue
        const { body } = await admin('GET', `/${CODE}/${step.to}?withdrawn=include&ids=${found.slice(0, 100).join()}`)
        for (const item of body.items)
          t.match(included[camelOf(step.to)][item.id], withoutNow(item), `${address} ${name}`)
      }
    }
  })
}
/** Without instants of the answer itself. */
const withoutNow = ({ knownAt, ...item }: Any) => item

t.test('steps lead somewhere in this register', async t => {
  t.ok(led > 60, `${led} records were included`)
})

t.test('steps follow each other, and each record is there once', async t => {
  const { body } = await admin('GET', `/${CODE}/awards?include=payments.organisation,decision.body,scheme.body`)
  t.match(Object.keys(body.included).sort(), ['bodies', 'decisions', 'organisations', 'payments', 'schemes'])
  t.ok(
    Object.values<Any>(body.included.payments).every(({ awardId }) => body.items.some(({ id }: Any) => id === awardId))
  )
})

t.test('what is asked wrongly is refused, by a problem of its own', async t => {
  const refused: [string, number, RegExp][] = [
    [Array(9).fill('decision').join('.'), 400, /include-too-deep$/],
    ['payments.plan.award.decision', 400, /include-too-deep$/],
    ['nonsense', 400, /include-not-known$/],
    ['payments.nonsense', 400, /include-not-known$/],
    ['constructor', 400, /include-not-known$/],
    ['', 400, /include-not-known$/],
    ['payments,,plans', 400, /include-not-known$/],
    ['a'.repeat(501), 400, /include-not-known$/]
  ]
  for (const [include, status, type] of refused) {
    for (const path of [`/awards?include=${include}`, `/awards/${ids.awards}?include=${include}`]) {
      t.match(
        await admin('GET', `/${CODE}${path}`),
        { status, body: { type, violations: [{ field: 'include' }] } },
        include
      )
    }
  }
  t.match(await admin('GET', `/${CODE}/period-closings?include=body`), { status: 400, body: { type: /validation$/ } })
})

t.test('each step demands its scope', async t => {
  const some = await register.client({ scopes: ['decisions:read'] })
  t.match(await some('GET', `/${CODE}/awards?include=decision`), { status: 200 })
  t.match(await some('GET', `/${CODE}/awards?include=payments`), { status: 403, body: { scope: 'payments:read' } })
  t.match(await some('GET', `/${CODE}/awards?include=decision.body`), { status: 403, body: { scope: 'bodies:read' } })
})

t.test('what is confidential stays so beside another', async t => {
  const agreement = await post('/agreements', {
    ...{ kind: 'partnership', title: 'Skyddat' },
    signatories: [{ key: 'a', partyKey: 'b', role: 'Ordförande', name: 'Namnet', confidential: true }],
    parties: [{ key: 'b', kind: 'organisation', role: 'partner', organisationId: ids.organisations }]
  })
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-03-01' }
  const report = await post('/reports', { agreementId: agreement.id, ...period })
  const reader = await register.client({ scopes: ['reports:read', 'agreements:read'] })
  const { body } = await reader('GET', `/${CODE}/reports/${report.id}?include=agreement`)
  t.ok(body.included.agreements[agreement.id])
  t.notMatch(JSON.stringify(body), /Namnet/)
})

t.test('the ETag is of the whole: what changes in the included is no 304', async t => {
  const path = `/${CODE}/decisions/${ids.decisions}?include=body`
  const first = await admin('GET', path)
  const tag = { 'if-none-match': String(first.headers.etag) }
  t.match(await admin('GET', path, undefined, tag), { status: 304 })
  await patch(`/bodies/${ids.bodies}`, { name: 'Omsorgsnämnden' })
  t.match(await admin('GET', path, undefined, tag), {
    status: 200,
    body: { included: { bodies: { [ids.bodies!]: { name: 'Omsorgsnämnden' } } } }
  })
})

t.test('one statement for each step, however many records there are', async t => {
  for (let nth = 0; nth < 12; nth++) await post('/budgets', { bodyId: ids.bodies, year: 2030 + nth, amount: 1 })
  const sent: string[] = []
  const { $client } = database as Any
  const asked = $client.query.bind($client)
  $client.query = (...args: Any[]) => {
    sent.push(typeof args[0] === 'string' ? args[0] : args[0].text)
    return asked(...args)
  }
  t.teardown(() => {
    $client.query = asked
  })
  const { body } = await admin('GET', `/${CODE}/budgets?limit=100&include=body`)
  t.ok(body.items.length > 10)
  t.equal(sent.filter(text => /from "bodies"/.test(text)).length, 1, sent.join('\n'))
})

t.test('only those of the ids, whatever limit says', async t => {
  const made = []
  for (let nth = 0; nth < 30; nth++) made.push((await post('/organisations', { name: `Id ${nth}` })).id)
  const { body } = await admin('GET', `/${CODE}/organisations?ids=${made.join()}`)
  t.strictSame(body.items.map(({ id }: Any) => id).sort(), [...made].sort())
  t.strictSame(body.meta.nextCursor, null)
  t.match(await admin('GET', `/${CODE}/organisations?ids=${made[0].toUpperCase()}`), {
    body: { items: [{ id: made[0] }] }
  })
  t.match((await admin('GET', `/1862/organisations?ids=${made.join()}`)).body.items, [])
  for (const wrong of ['x', `${made[0]},`, '0'.repeat(36), Array(101).fill(made[0]).join()]) {
    t.match(
      await admin('GET', `/${CODE}/organisations?ids=${wrong}`),
      { status: 400, body: { violations: [{ field: 'ids' }] } },
      wrong
    )
  }
})

t.test('a line tells its award', async t => {
  const line = await made(admin('GET', `/${CODE}/decision-lines/${ids['decision-lines']}`))
  t.equal(line.awardId, ids.awards)
  const decision = await made(admin('GET', `/${CODE}/decisions/${ids.decisions}`))
  t.equal(decision.lines[0].awardId, ids.awards)
})

t.test('an answer by reference includes too', async t => {
  const path = `/${CODE}/budgets/by-reference/casefile/B-1`
  await made(admin('PUT', path, { bodyId: ids.bodies, year: 2050, amount: 1 }))
  t.match((await admin('GET', `${path}?include=body`)).body.included.bodies, { [ids.bodies!]: { id: ids.bodies } })
})
