import pg from 'pg'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { describeError } from '../../src/platform/http/failures.ts'
import { pathOf } from '../../src/platform/http/logging.ts'
import { createDatabase } from '../support/database.ts'
import { clientOf, made } from '../support/register.ts'

/** Words that clients send and no line of the log may hold. */
const MARKS = {
  search: 'MARKsökord',
  name: 'MARKnamn Åsa',
  number: '19121212-1212',
  key: 'psk_MARKkey',
  token: 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL01BUksifQ.MARKsignature',
  note: 'MARKnote'
}
const SPOKEN = /MARK|mark(s|n|k)|s%C3%B6kord|sökord|19121212|121212|psk_|eyJ|Failed query|select |insert |params/

t.test('a whole run of faults leaves nothing that a client sent in the log, nor SQL', async t => {
  const url = await createDatabase(t)
  const lines: string[] = []
  const config = loadConfig({ LOG_LEVEL: 'trace', DATABASE_URL: url })
  const database = connect({ url, size: 1, statementTimeout: 2_000 })
  const app = await buildApp({ config, database, log: { write: line => lines.push(line) } })
  t.teardown(async () => {
    await app.close()
    await database.$client.end()
  })
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  t.teardown(() => other.end())
  const { secret } = await createApiKey(database, { name: 'test', municipalityCodes: null, scopes: ['*'] })
  const client = clientOf(app, secret)
  await made(client('PUT', '/municipalities/0136', { name: 'Haninge' }))
  const search = `/0136/organisations?search=${encodeURIComponent(MARKS.search)}`
  const organisation = { name: MARKS.name, note: MARKS.number }
  const headers = { 'x-sent-by': Buffer.from(MARKS.name).toString('latin1'), 'idempotency-key': MARKS.note }
  const pool = database.$client
  const faults: Record<string, () => Promise<unknown>> = {
    'no connection is free': async () => {
      const { settings } = pool.lanes.requests.gate
      const { patience } = settings
      settings.patience = 100
      const held = await pool.connect()
      const answers = [await client('GET', search), await client('POST', '/0136/organisations', organisation, headers)]
      const unknown = await clientOf(app, `${MARKS.key}0`)('GET', '/0136/bodies')
      held.release()
      settings.patience = patience
      t.strictSame(
        [...answers, unknown].map(({ status }) => status),
        [503, 503, 503]
      )
    },
    'a statement that takes too long': async () => {
      await other.query('begin; lock table organisations in access exclusive mode')
      t.equal((await client('GET', search)).status, 503)
      t.equal((await client('POST', '/0136/organisations', organisation)).status, 503)
      await other.query('rollback')
    },
    'a connection that is killed': async () => {
      await other.query('begin; lock table organisations in access exclusive mode')
      const answers = [client('GET', search)]
      await new Promise(resolve => setTimeout(resolve, 200))
      await other.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`
      )
      for (const answer of answers) t.equal((await answer).status, 503)
      await other.query('rollback')
    },
    'a constraint': async () => {
      t.equal((await client('POST', '/0136/organisations', { name: MARKS.name, reference: MARKS.note })).status, 201)
      t.equal((await client('POST', '/0136/organisations', { name: 'x', reference: MARKS.note })).status, 409)
    },
    'something that nobody foresaw': async () => {
      await other.query(`alter table organisations rename column search_key to nate`)
      t.equal((await client('GET', search)).status, 500)
      await other.query(`alter table organisations rename column nate to search_key`)
    },
    'bad input': async () => {
      t.equal((await client('POST', '/0136/organisations', `{"name": ${MARKS.note}`)).status, 400)
      t.equal((await client('POST', '/0136/organisations', { [MARKS.note]: MARKS.number })).status, 400)
      t.equal((await client('GET', `/0136/organisations?nope=${MARKS.number}`)).status, 400)
      t.equal((await client('GET', `/0136/organisations?cursor=${MARKS.note}`)).status, 400)
      t.equal((await client('GET', `/0136/organisations/${MARKS.number}`)).status, 400)
      t.equal((await client('GET', `/0136/organisations/${encodeURIComponent(MARKS.search)}`)).status, 400)
      t.equal((await client('GET', `/0136/${MARKS.key}/x`)).status, 404)
      t.equal((await client('GET', '/0136/bodies', undefined, { 'if-none-match': MARKS.note })).status, 200)
    },
    'credentials that are not known': async () => {
      for (const credentials of [MARKS.key, MARKS.token, MARKS.note]) {
        t.equal((await clientOf(app, credentials)('GET', search)).status, 401)
      }
    },
    'a file that cannot be taken': async () => {
      const csv = `body,recipient\n"${MARKS.name},${MARKS.number}`
      await client('POST', '/0136/decision-imports', csv, { 'content-type': 'text/csv' })
    }
  }
  for (const [name, provoke] of Object.entries(faults)) {
    const before = lines.length
    await provoke()
    t.ok(lines.length > before, `${name} is logged`)
  }
  const failed = lines.filter(line => /"request failed"/.test(line))
  t.ok(failed.length >= 6, 'failures are there, with where they happened')
  for (const line of failed) t.match(JSON.parse(line), { err: { type: 'database', stack: /at / } })
  for (const line of lines) t.notMatch(line, SPOKEN)
})

t.test('what is told of an error holds no values, whatever its class and however it is wrapped', t => {
  const secret = 'MARKsökord'
  const database = Object.assign(new Error(`duplicate key (${secret})`), {
    ...{ code: '23505', severity: 'ERROR', detail: `Key (name)=(${secret})`, where: secret, internalQuery: secret },
    ...{ constraint: 'bodies_reference', table: 'bodies' }
  })
  const query = (cause: unknown) =>
    Object.assign(
      new Error(`Failed query: select ${secret}\nparams: ${secret}\n    at ${secret} (x.ts:1:1)`, { cause }),
      {
        query: `select ${secret}`,
        params: [secret]
      }
    )
  const network = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })
  const json = (() => {
    try {
      return JSON.parse(`{"a": ${secret}`)
    } catch (error) {
      return error as Error
    }
  })()
  const cases: [Error, object][] = [
    [database, { type: 'database', message: 'SQLSTATE 23505', constraint: 'bodies_reference', table: 'bodies' }],
    [query(database), { type: 'database', message: 'SQLSTATE 23505' }],
    [query(network), { type: 'database', code: 'ECONNREFUSED', message: /ECONNREFUSED/ }],
    [query(new Error('timeout exceeded when trying to connect')), { type: 'database', message: /timeout exceeded/ }],
    [query(undefined), { type: 'database', message: 'a query failed' }],
    [query(query(network)), { type: 'database', message: /ECONNREFUSED/ }],
    [new Error('jobs failed', { cause: query(network) }), { type: 'Error', message: 'jobs failed' }],
    [new AggregateError([query(network), database]), { errors: [{ type: 'database' }, { message: 'SQLSTATE 23505' }] }],
    [json, { type: 'SyntaxError' }],
    [new TypeError('x is not a function'), { type: 'TypeError', message: 'x is not a function', stack: /at / }]
  ]
  for (const [error, told] of cases) {
    const described = describeError(error)
    t.match(described, told)
    t.notMatch(JSON.stringify(described), secret)
    t.match(described.stack, /logs\.test\.ts|at /)
  }
  t.end()
})

t.test('a path is written down without what may be of somebody', t => {
  const cases: [string, string][] = [
    [
      '/partnerskap/v1/0136/bodies/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60?x=1',
      '/partnerskap/v1/0136/bodies/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    ],
    ['/partnerskap/v1/0136/organisations/19121212-1212', '/partnerskap/v1/0136/organisations/…'],
    ['/partnerskap/v1/0136/organisations/121212+1212/history', '/partnerskap/v1/0136/organisations/…/history'],
    ['/x/psk_abc', '/x/…'],
    ['/x/%C3%85sa%20Svensson', '/x/…'],
    ['/docs/js/scalar.js', '/docs/js/scalar.js'],
    ['/', '/']
  ]
  for (const [url, path] of cases) t.equal(pathOf(url), path)
  t.end()
})
