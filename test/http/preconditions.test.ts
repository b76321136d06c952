import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { RouteOptions } from 'fastify'
import t, { type Test } from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { tableOf } from '../../src/platform/http/preconditions.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { type Answer, aRegister, made } from '../support/register.ts'

const register = await aRegister(t)
const { admin, app, database } = register

type Operation = { method: string; pattern: string; path: string; body: unknown; csv: string | undefined }

/** Every operation that writes and is no PATCH, which demands If-Match. */
const operations: Operation[] = app.routeTable.flatMap(({ method, url, schema, config }: RouteOptions) => {
  if (schema?.hide || !url.startsWith(apiPrefix)) return []
  const path = url.slice(apiPrefix.length).replace('(^\\d{4}$)', '').replace(':municipalityCode', '0136')
  return [method]
    .flat()
    .filter(each => each === 'POST')
    .map(each => ({ method: each, pattern: url, path, body: exampleOf(schema?.body), csv: csvOf(config) }))
})

function exampleOf(schema: unknown): unknown {
  const { $ref } = (schema ?? {}) as { $ref?: string }
  return $ref === undefined ? undefined : (app.getSchema($ref.replace('#', '')) as { example: unknown }).example
}

function csvOf(config: RouteOptions['config']): string | undefined {
  const csv = config?.content?.request?.['text/csv'] as { example?: string } | undefined
  return csv && (csv.example ?? 'a,b\n1,2\n')
}

const referred = { source: 'casefile', reference: 'R-1' }

const ids = await oneOfEach(register, '0136')
const signable = await made(admin('POST', '/0136/agreements', { kind: 'partnership', title: 'IOP', ...referred }))
const submittable = await made(
  admin('POST', '/0136/reports', {
    ...{ agreementId: signable.id, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' },
    ...referred
  })
)

/** Imports are records without a version. */
const named = (path: string) => /:id|:reference/.test(path) && !path.startsWith('/0136/decision-imports/')
const ofRecord = operations.filter(({ path }) => named(path))
const ofNone = operations.filter(({ path }) => !named(path))

/** The id of the record that the operation's address names. */
function recordOf({ path }: Operation): string {
  if (path.includes(':reference')) return path.startsWith('/0136/agreements') ? signable.id : submittable.id
  return ids[path.split('/')[2]!]!
}

const addressOf = (operation: Operation) =>
  operation.path
    .replace(':id', recordOf(operation))
    .replace(':source', referred.source)
    .replace(':reference', referred.reference)

async function versionOf(operation: Operation): Promise<number> {
  const table = tableOf(operation.pattern)!
  const { rows } = await database.execute<{ version: number }>(
    sql`select version from ${sql.identifier(table)} where municipality_code = '0136' and id = ${recordOf(operation)}`
  )
  return rows[0]!.version
}

const eventsSoFar = async () =>
  (await database.execute<{ count: number }>(sql`select count(*)::int as count from events`)).rows[0]!.count

const ask = (operation: Operation, tag: string): Promise<Answer> => {
  const { csv } = operation
  return admin(operation.method, addressOf(operation), csv ?? operation.body, {
    'if-match': tag,
    ...(csv && { 'content-type': 'text/csv' })
  })
}

t.test('every operation on a record has the table of that record', async t => {
  t.ok(ofRecord.length >= 85, `there are ${ofRecord.length} of them`)
  for (const operation of ofRecord) await t.resolves(versionOf(operation), operation.path)
})

t.test('no operation on a record ignores a tag that is stale, and none does anything then', async t => {
  for (const operation of ofRecord) {
    const before = await eventsSoFar()
    const version = await versionOf(operation)
    for (const tag of ['"999"', '"999-abc", "998"', `"${version + 1}-Zk0r2mYq1bXw"`]) {
      const answer = await ask(operation, tag)
      t.match(answer, { status: 412, body: { type: /\/version-stale$/, version } }, `${operation.path} ${tag}`)
    }
    t.equal((await ask(operation, `W/"${version}"`)).status, 400, `${operation.path}: a weak tag never matches`)
    t.equal(await eventsSoFar(), before, operation.path)
  }
})

t.test('what makes a record, or is about many, has no version that could match', async t => {
  t.ok(ofNone.length >= 20, `there are ${ofNone.length} of them`)
  for (const operation of ofNone) {
    const before = await eventsSoFar()
    t.match(await ask(operation, '"1"'), { status: 412, body: { type: /\/version-stale$/ } }, operation.path)
    t.equal(await eventsSoFar(), before, operation.path)
  }
  t.equal((await admin('POST', '/0136/bodies', { name: 'Nämnd', kind: 'committee' }, { 'if-match': '*' })).status, 201)
})

t.test('PUT with a tag is refused where nothing is there yet, and where it would change what is newer', async t => {
  t.equal((await admin('PUT', '/municipalities/0180', { name: 'Stockholm' }, { 'if-match': '*' })).status, 412)
  t.equal((await admin('GET', '/municipalities/0180')).status, 404)
  t.equal((await admin('PUT', '/municipalities/2031', { name: 'Ore' }, { 'if-match': '"77"' })).status, 412)
  t.equal((await admin('PUT', '/municipalities/2031', { name: 'Rättvik' }, { 'if-match': '"77"' })).status, 200)
  const decision = { bodyId: ids.bodies, decidedOn: '2022-02-01', lines: [] }
  const application = { applicants: [{ organisationId: ids.organisations }] }
  const settings = { debtorName: 'Haninge', organisationNumber: '212000-0084', accountKind: 'bankgiro' }
  for (const [path, content, other] of [
    ['/0136/decisions/by-reference/casefile/D-1', decision, { ...decision, decidedOn: '2022-02-02' }],
    ['/0136/applications/by-reference/casefile/A-1', application, { ...application, purpose: 'Läger' }],
    ['/0136/payment-settings', { ...settings, accountNumber: '991-2346' }, { ...settings, accountNumber: '5050-1055' }],
    ['/0136/work-list-settings', { reminders: {} }, { reminders: { windowOpens: [7] } }]
  ] as const) {
    t.equal((await admin('PUT', path, content, { 'if-match': '"1"' })).status, 412, `${path} is not there`)
    t.equal((await admin('PUT', path, content)).status, 201, path)
    t.equal((await admin('PUT', path, other, { 'if-match': '"9"' })).status, 412, `${path} is newer`)
    t.equal((await admin('PUT', path, content, { 'if-match': '"9"' })).status, 200, `${path} says the same`)
  }
})

/** Holds the record, asks, changes the record meanwhile and lets go. */
async function askedBetween(t: Test, operation: Operation): Promise<Answer> {
  const holder = await database.$client.connect()
  try {
    const version = await versionOf(operation)
    const where = `where municipality_code = '0136' and id = '${recordOf(operation)}'`
    await holder.query(`begin; select from ${tableOf(operation.pattern)} ${where} for update`)
    let answered = false
    const answer = ask(operation, `"${version}"`).finally(() => {
      answered = true
    })
    for (let waited = false; !waited && !answered; await pause(5)) {
      const { rows } = await holder.query('select from pg_locks where not granted')
      waited = rows.length > 0
    }
    if (answered) t.comment(`${operation.path} was answered without waiting`)
    await holder.query(`update ${tableOf(operation.pattern)} set version = version + 1 ${where}; commit`)
    return await answer
  } finally {
    await holder.query('rollback')
    holder.release()
  }
}

t.test('who changes the record between the reading of the tag and the act is noticed', async t => {
  let noticed = 0
  for (const operation of ofRecord) {
    const before = await eventsSoFar()
    const { status } = await askedBetween(t, operation)
    t.ok(status >= 400 && status < 500, `${operation.path} ${status}`)
    t.equal(await eventsSoFar(), before, operation.path)
    if (status === 412) noticed++
  }
  t.ok(noticed > 60, `${noticed} waited for the record and found it changed`)
})

t.test('the tag that was read lets the act through, and * does', async t => {
  // What ends a record comes last of its kind.
  const last = (path: string) => (/withdraw$|discard$|cancel$|erase$|merge$/.test(path) ? 1 : 0)
  const acts = ofRecord.toSorted((one, other) => last(one.path) - last(other.path))
  let done = 0
  for (const operation of acts) {
    const answer = await ask(operation, `"${await versionOf(operation)}"`)
    t.not(answer.status, 412, `${operation.path} with the tag of what is there`)
    t.not((await ask(operation, '*')).status, 412, `${operation.path} with *`)
    if (answer.status < 300) done++
  }
  t.ok(done > 25, `${done} were carried out`)
})

t.test('of many with the same tag one is carried out', async t => {
  const scheme = await made(admin('POST', '/0136/schemes', { name: 'Lokalbidrag', kind: 'operating' }))
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      admin('POST', `/0136/schemes/${scheme.id}/withdraw`, { reason: 'Dubblett' }, { 'if-match': '"1"' })
    )
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 412, 412, 412, 412, 412])
})

t.test('an answer given again for an Idempotency-Key is not held against the tag', async t => {
  const scheme = await made(admin('POST', '/0136/schemes', { name: 'Startbidrag', kind: 'operating' }))
  const again = { 'if-match': '"1"', 'idempotency-key': 'withdraw-once' }
  const path = `/0136/schemes/${scheme.id}/withdraw`
  t.equal((await admin('POST', path, { reason: 'Dubblett' }, again)).status, 200)
  t.equal((await admin('POST', path, { reason: 'Dubblett' }, again)).status, 200)
})
