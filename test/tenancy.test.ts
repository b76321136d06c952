import type { RouteOptions } from 'fastify'
import t from 'tap'
import { apiPrefix } from '../src/platform/http/openapi-info.ts'
import { oneOfEach } from './support/one-of-each.ts'
import { aRegister, made } from './support/register.ts'

const register = await aRegister(t)
const { admin, app } = register
const haninge = await register.client({ municipalityCodes: ['0136'], scopes: ['*'] })

const ours = await oneOfEach(register, '0136')
const theirs = await oneOfEach(register, '2031')

/** Every operation on what a municipality has, as method and path. */
const operations = app.routeTable.flatMap(({ method, url, schema }: RouteOptions) => {
  if (schema?.hide || !url.startsWith(apiPrefix) || !url.includes(':municipalityCode')) return []
  // Of the papers one kind is asked for: that of a payment.
  const path = url.slice(apiPrefix.length).replace('(^\\d{4}$)', '').replace('/papers/:kind/', '/papers/paymentAdvice/')
  return [method].flat().map(each => ({ method: each, path, body: exampleOf(schema?.body), name: `${each} ${path}` }))
})

/** The example of the operation's body, which its schema takes. */
function exampleOf(schema: unknown): unknown {
  const { $ref } = (schema ?? {}) as { $ref?: string }
  return $ref === undefined ? undefined : (app.getSchema($ref.replace('#', '')) as { example: unknown }).example
}

/** What questions cannot do without. */
const questions: Record<string, string> = {
  'late-deduction': '?receivedOn=2022-04-12&dueOn=2022-04-01',
  attainment: '?year=2022',
  differences: '?versionFrom=1&versionTo=1',
  'indexed-amounts': '?indexFrom=100&indexTo=110',
  committed: '?year=2022',
  template: '?kind=organisations',
  changes: '?since=2022-01-01T00:00:00Z'
}
const questionOf = (path: string) =>
  path.includes('decision-imports') ? '' : (questions[path.split('/').at(-1)!] ?? '')

function ask(client: typeof admin, { method, path, body }: (typeof operations)[number], code: string, id: string) {
  const url = path.replace(':municipalityCode', code).replace(':id', id) + questionOf(path)
  const file = path.endsWith('-imports') && method === 'POST'
  return client(method, url, file ? 'a,b\n1,2\n' : body, {
    ...(method === 'PATCH' && { 'if-match': '*' }),
    ...(file && { 'content-type': 'text/csv' })
  })
}

const kindOf = (path: string) => path.split('/')[2]!.replace('papers', 'payments')

t.test("the id of another municipality's record is 404 in every operation, also for who may see both", async t => {
  const withId = operations.filter(({ path }) => path.includes(':id'))
  t.ok(withId.length >= 30, `there are ${withId.length} operations with an id`)
  for (const operation of withId) {
    const id = theirs[kindOf(operation.path)]
    if (!id) return t.fail(`${operation.name}: make a record of that kind in this test`)
    for (const client of [haninge, admin])
      t.equal((await ask(client, operation, '0136', id)).status, 404, operation.name)
  }
})

t.test('the same requests for a record of the own municipality are not 404', async t => {
  for (const operation of operations.filter(({ path }) => path.includes(':id'))) {
    // Merging asks for another organisation.
    if (operation.path.endsWith('/merge')) continue
    const { status } = await ask(haninge, operation, '0136', ours[kindOf(operation.path)]!)
    t.notOk([401, 403, 404, 405, 500].includes(status), `${operation.name} ${status}`)
  }
})

t.test('every operation of another municipality is 404', async t => {
  t.ok(operations.length >= 45, `there are ${operations.length} operations`)
  for (const operation of operations.filter(({ path }) => !path.includes('/public/'))) {
    const id = theirs[kindOf(operation.path)] ?? theirs.bodies!
    const { status, body } = await ask(haninge, operation, '2031', id)
    t.equal(status, 404, operation.name)
    if (operation.method !== 'HEAD') t.match(body.type, /\/not-found$/, operation.name)
  }
})

t.test('every operation of a municipality that is not registered is 404, but for registering it', async t => {
  for (const operation of operations) {
    if (operation.method === 'PUT' && operation.path === '/municipalities/:municipalityCode') continue
    t.equal((await ask(admin, operation, '0780', ours.bodies!)).status, 404, operation.name)
  }
})

t.test('nothing was done to the other municipality by any of this', async t => {
  const { items } = await made(admin('GET', '/2031/events?sort=-sequence'))
  // Publishing its schemes was done on purpose, above.
  const types = items
    .map(({ type }: { type: string }) => type)
    .filter((type: string) => type !== 'municipality.updated')
  t.notMatch(types.join(' '), /updated|withdrawn|merged/)
})

t.test("no record can refer to another municipality's", async t => {
  const body = await made(haninge('POST', '/0136/bodies', { name: 'Kulturnämnden', kind: 'committee' }))
  const any = { 'if-match': '*' }
  const refused: [string, string, unknown, string][] = [
    ['POST', '/0136/bodies', { name: 'Utskottet', kind: 'subcommittee', parentId: theirs.bodies }, '/parentId'],
    ['PATCH', `/0136/bodies/${body.id}`, { successorId: theirs.bodies }, '/successorId'],
    ['POST', '/0136/schemes', { name: 'Bidrag', kind: 'operating', bodyId: theirs.bodies }, '/bodyId'],
    ['POST', '/0136/decisions', { bodyId: theirs.bodies, decidedOn: '2021-12-14' }, '/bodyId']
  ]
  for (const [method, path, content, field] of refused) {
    const answer = await haninge(method, path, content, any)
    t.match(answer, { status: 422, body: { violations: [{ field }] } }, `${method} ${path}`)
  }
  const line = { recipients: [{ organisationId: theirs.organisations }], outcome: 'granted', granted: 1 }
  const decision = { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] }
  t.match(await haninge('POST', '/0136/decisions', decision), { status: 422 })
  const organisation = await made(haninge('POST', '/0136/organisations', { name: 'Länkarna' }))
  const merge = { mergedIntoId: theirs.organisations, reason: 'Samma' }
  t.equal((await haninge('POST', `/0136/organisations/${organisation.id}/merge`, merge)).status, 404)
})

t.test("a list filtered by another municipality's record is empty", async t => {
  for (const path of [
    `decision-lines?organisationId=${theirs.organisations}`,
    `decision-lines?decisionId=${theirs.decisions}`,
    `awards?organisationId=${theirs.organisations}`,
    `awards?bodyId=${theirs.bodies}`,
    `decisions?bodyId=${theirs.bodies}`,
    `schemes?bodyId=${theirs.bodies}`,
    `events?subjectId=${theirs.organisations}`
  ]) {
    t.match(await haninge('GET', `/0136/${path}&limit=1`), { status: 200, body: { items: [] } }, path)
    t.equal((await made(admin('GET', `/2031/${path}`))).items.length > 0, true, `${path} finds it at home`)
  }
})

t.test('a record is not found under the path of another kind, nor its history', async t => {
  for (const [kind, path] of operations.flatMap(({ method, path }) =>
    method === 'GET' && path.includes(':id') ? [[kindOf(path), path] as const] : []
  )) {
    for (const [other, id] of Object.entries(ours)) {
      // What is public of a scheme is the scheme.
      if (id === ours[kind]) continue
      const url = path.replace(':municipalityCode', '0136').replace(':id', id) + questionOf(path)
      t.equal((await haninge('GET', url)).status, 404, `${path} with an id of ${other}`)
    }
  }
})
