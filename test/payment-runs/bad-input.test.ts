import type { RouteOptions } from 'fastify'
import t from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { aRunRegister } from './setup.ts'

/** Every operation of money with every value of its body and question spoilt, one at a time: never a fault of ours. */

const register = await aRunRegister(t, 38_000_000)
const { app, haninge, post, awardId, jour, bodyId, account, anApprovedPayment, collect, decision } = register

const paid = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07' })
const planned = (await post('/payment-plans', { awardId, schedule: 'quarterly', amount: 1_000 })).payments[0]
const agreement = await post('/agreements', {
  ...{ kind: 'partnership', title: 'Partnerskap', term: { validFrom: '2022-01-01', validTo: '2022-12-31' } },
  parties: [{ key: 'partner', kind: 'organisation', role: 'partner', organisationId: jour }]
})
const mistake = { ground: 'mistake', paymentId: paid.id, decidedOn: '2022-05-02', dueOn: '2022-05-31' }
const years = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
const ids: Record<string, string> = {
  payments: planned.id,
  'payment-plans': planned.planId,
  'payee-accounts': account.id,
  'approval-limits': (
    await post('/approval-limits', { attestation: 'check', holder: 'role:x', maxAmount: 1, validTo: '2021-12-31' })
  ).id,
  recoveries: (await post('/recoveries', { awardId, amount: 10, ...mistake })).id,
  reports: (await post('/reports', { awardId, ...years })).id,
  'report-requirements': (
    await post('/report-requirements', { agreementId: agreement.id, frequency: 'yearly', dueDays: 59 })
  ).id,
  'period-closings': (await post('/period-closings', { year: 2022 })).id
}
await anApprovedPayment()
const run = await register.anExportedRun()
await anApprovedPayment()
ids['payment-runs'] = (await collect()).id
/** Ids in examples, by the property that holds them: what comes after the spoilt value is asked for too. */
const references: Record<string, string> = {
  ...{ awardId, organisationId: jour, payeeOrganisationId: jour, agreementId: agreement.id, paymentId: planned.id },
  ...{ decisionId: decision.id, bodyId }
}

const spoilt: unknown[] = [
  ...[null, '', ' ', 0, -1, 0.001, 1e308, -1e308, 999_999_999_999.99, 2_147_483_648, true, [], {}, [null], [[[]]]],
  ...['a\u0000b', '\ud800', 'x'.repeat(5000), '9999-12-31', '0001-01-01', '0000-00-00', '2022-02-30', '+012022-01-01'],
  ...['01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f99', 'NaN', "';--", Array.from({ length: 300 }, () => ({ a: 1 }))]
]
const asked = ['', 'x', '-1', '0', '99999999999999999999', '1e400', 'a%00b', '%ED%A0%80', '9999-12-31', '0001-01-01']
const steps = /withdraw|cancel|waive|accept|lock|export$/
const kinds = new Set([...Object.keys(ids), 'payment-settings', 'statistics', 'caller'])
const operations = app.routeTable
  .flatMap(({ method, url, schema }: RouteOptions) => {
    const path = url.replace(apiPrefix, '').replace('(^\\d{4}$)', '').replace('/:municipalityCode', '')
    if (schema?.hide || !url.includes(':municipalityCode') || !kinds.has(path.split('/')[1]!)) return []
    return [method].flat().map(each => ({ method: each, path, schema: (schema ?? {}) as Schema }))
  })
  .filter(({ method }) => method !== 'HEAD')
  .toSorted((one, other) => Number(steps.test(one.path)) - Number(steps.test(other.path)))
type Schema = { body?: { $ref?: string }; querystring?: { properties?: object; $ref?: string } }

/** Copies of a value with one part of it spoilt, at any depth. */
function* spoil(value: unknown): Generator<unknown> {
  yield* spoilt
  if (Array.isArray(value)) {
    for (const [at, part] of value.entries()) for (const bad of spoil(part)) yield value.with(at, bad)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) for (const bad of spoil(part)) yield { ...value, [name]: bad }
  }
}

function exampleOf({ body }: Schema): Record<string, unknown> | undefined {
  if (!body?.$ref) return undefined
  const { example } = app.getSchema(body.$ref.replace('#', '')) as { example: Record<string, unknown> }
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, references[name] ?? value]))
}

const faults: string[] = []
let count = 0
async function ask(method: string, path: string, body?: unknown) {
  const { status } = await haninge(
    method,
    path,
    body,
    method === 'PATCH' || method === 'PUT' ? { 'if-match': '*' } : {}
  )
  count++
  if (status >= 500) faults.push(`${status} ${method} ${path} ${JSON.stringify(body)?.slice(0, 300)}`)
}

t.test('no body, question or id that is spoilt is answered by a fault', { timeout: 300_000 }, async t => {
  t.ok(operations.length >= 60, `there are ${operations.length} operations`)
  for (const { method, path, schema } of operations) {
    const at = path.replace(':id', ids[path.split('/')[1]!] ?? '')
    const example = exampleOf(schema)
    const tries: (() => Promise<void>)[] = []
    if (example) for (const bad of spoil(example)) tries.push(() => ask(method, at, bad))
    const names = Object.keys(schema.querystring?.properties ?? {})
    for (const name of names) for (const bad of asked) tries.push(() => ask(method, `${at}?${name}=${bad}`))
    if (path.includes(':id')) {
      for (const id of ['x', '%00', '..%2f', '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f99', 'a'.repeat(300)])
        tries.push(() => ask(method, path.replace(':id', id), example))
    }
    for (let from = 0; from < tries.length; from += 20)
      await Promise.all(tries.slice(from, from + 20).map(each => each()))
  }
  t.strictSame(faults, [])
  t.ok(count > 5_000, `${count} requests`)
})

t.test('nor is a confirmation, whatever its rows are', async t => {
  const good = register.paid(run.items[0])
  const rows = [...spoil({ rows: [good] })]
  const files = [
    '',
    '\n',
    'endToEndId',
    'endToEndId;outcome\n"',
    '\u0000\u0000',
    'endToEndId;outcome\n;;;;\n',
    `a;b\n${'x'.repeat(200_000)}`
  ]
  const answers = [
    ...(await Promise.all(rows.map(row => register.confirm(run.id, row as never)))),
    ...(await Promise.all(files.map(file => register.csv(run.id, file))))
  ]
  const others = answers.map(({ status }) => status).filter(status => ![200, 400, 409, 413, 415, 422].includes(status))
  t.strictSame(others, [])
})

t.test('deep or broken JSON is refused', async t => {
  const deep = `{"awardId":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
  for (const body of [deep, '{"amount":1e400}', '{"__proto__":{"x":1}}', '{"a":1', '[1,]', '"\\u0000"']) {
    for (const path of ['/payment-plans', `/payments/${planned.id}/check`, '/payments/approve', '/recoveries']) {
      const { status } = await haninge('POST', path, body)
      t.ok(status >= 400 && status < 500, `${path} ${body.slice(0, 20)} ${status}`)
    }
  }
})
