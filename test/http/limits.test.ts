import t from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { requester } from '../support/app.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

/** Counts the statements about keys that reach the database from now on. */
function watched(database: Awaited<ReturnType<typeof aRegister>>['database']) {
  const statements: string[] = []
  const query = database.$client.query.bind(database.$client) as (...args: unknown[]) => unknown
  Object.assign(database.$client, {
    query: (...args: unknown[]) => {
      const text = (args[0] as { text?: string }).text ?? String(args[0])
      if (text.includes('api_keys')) statements.push(text)
      return query(...args)
    }
  })
  return statements
}

t.test('a key may ask so often in a minute, is told what is left, and then has to wait', async t => {
  const register = await aRegister(t, { rateLimitPerMinute: 10 })
  const one = await register.client({ municipalityCodes: ['0136'] })
  const other = await register.client({ municipalityCodes: ['0136'] })
  for (let left = 9; left >= 0; left--) {
    t.match(await one('GET', '/0136/bodies'), {
      status: 200,
      headers: { 'ratelimit-limit': '10', 'ratelimit-remaining': String(left), 'ratelimit-reset': /^\d+$/ }
    })
  }
  for (const [method, path, body] of [
    ['GET', '/0136/bodies'],
    ['POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }],
    ['GET', '/0136/nowhere-known/x'],
    ['GET', '/2031/bodies']
  ] as const) {
    const answer = await one(method, path, body)
    if (path.includes('nowhere')) t.equal(answer.status, 404, 'what needs no key is not counted')
    else {
      t.match(answer, {
        status: 429,
        headers: {
          'content-type': /^application\/problem\+json/,
          'retry-after': /^[1-9]\d?$/,
          'ratelimit-limit': '10',
          'ratelimit-remaining': '0'
        },
        body: { type: /\/too-many-requests$/, status: 429 }
      })
    }
  }
  t.equal((await other('GET', '/0136/bodies')).status, 200, 'each key for itself')
  t.strictSame((await made(other('GET', '/0136/bodies'))).items, [], 'and what was refused was not done')
  const anybody = requester(register.app)
  for (const path of ['/health/live', '/health/ready', '/openapi.json', `${apiPrefix}/api-info`]) {
    t.equal((await anybody('GET', path)).status, 200, path)
  }
})

t.test('who guesses keys is stopped before the database is asked; who is known goes on', async t => {
  const register = await aRegister(t, { failedKeysPerMinute: 5 })
  const known = await register.client({ municipalityCodes: ['0136'] })
  t.equal((await known('GET', '/0136/bodies')).status, 200)
  const statements = watched(register.database)
  const guess = (number: number) => clientOf(register.app, `psk_guess${number}`)('GET', '/0136/bodies')
  for (let number = 1; number <= 5; number++) t.equal((await guess(number)).status, 401)
  t.ok(statements.length <= 5)
  t.strictSame(
    statements.filter(text => /update/i.test(text)),
    [],
    'and a key that is not known costs no write'
  )
  const before = statements.length
  for (let number = 6; number <= 20; number++) {
    t.match(await guess(number), {
      status: 429,
      headers: { 'retry-after': /^[1-9]\d?$/, 'ratelimit-limit': '5', 'ratelimit-remaining': '0' },
      body: { type: /\/too-many-failures$/ }
    })
  }
  t.match(await clientOf(register.app, 'a.b.c')('GET', '/0136/bodies'), { status: 429 }, 'tokens too')
  t.equal(statements.length, before)
  t.equal((await known('GET', '/0136/bodies')).status, 200)
  t.equal((await clientOf(register.app, undefined)('GET', '/0136/bodies')).status, 401, 'no key is no guess')
  t.equal((await requester(register.app)('GET', '/health/live')).status, 200)
})

t.test('the same refused key again and again is a failure each time, and is asked for once', async t => {
  const register = await aRegister(t, { failedKeysPerMinute: 5 })
  const statements = watched(register.database)
  const revoked = clientOf(register.app, 'psk_revoked')
  const statuses = []
  for (let times = 0; times < 8; times++) statuses.push((await revoked('GET', '/0136/bodies')).status)
  t.strictSame(statuses, [401, 401, 401, 401, 401, 429, 429, 429])
  t.equal(statements.length, 1)
})

t.test('addresses are counted apart: the one the proxy wrote, and a network of IPv6 as one', async t => {
  const direct = await aRegister(t, { failedKeysPerMinute: 1 })
  const behind = await aRegister(t, { failedKeysPerMinute: 1, trustProxy: true })
  const statuses = async ({ app }: typeof direct, ...addresses: string[]) => {
    const found = []
    for (const address of addresses) {
      const guess = clientOf(app, 'psk_guess')
      found.push((await guess('GET', '/0136/bodies', undefined, { 'x-forwarded-for': address })).status)
    }
    return found
  }
  t.strictSame(
    await statuses(direct, '203.0.113.1', '203.0.113.2'),
    [401, 429],
    'what a client says counts for nothing'
  )
  t.strictSame(await statuses(behind, '203.0.113.1', '203.0.113.2', '203.0.113.1'), [401, 401, 429])
  t.strictSame(await statuses(behind, '198.51.100.1, 203.0.113.9', '198.51.100.2, 203.0.113.9'), [401, 429])
  t.strictSame(await statuses(behind, '2001:db8::1', '2001:db8::ffff', '2001:db8:0:1::1'), [401, 429, 401])
})

t.test('without limits nobody is counted', async t => {
  const register = await aRegister(t, { rateLimitPerMinute: 0, failedKeysPerMinute: 0 })
  for (let times = 0; times < 100; times++) {
    t.equal((await clientOf(register.app, `psk_${times}`)('GET', '/0136/bodies')).status, 401)
  }
  t.notOk((await register.admin('GET', '/0136/bodies')).headers['ratelimit-limit'])
})

t.test('that a key is used is written down at most once a minute', async t => {
  const register = await aRegister(t)
  const { id, secret } = await register.newKey()
  const lastUsed = async () => {
    const { rows } = await register.database.$client.query(
      `select last_used_at is not null as used, xmin::text as writer from api_keys where id = $1`,
      [id]
    )
    return rows[0]
  }
  t.match(await lastUsed(), { used: false })
  const holder = clientOf(register.app, secret)
  for (let times = 0; times < 5; times++) await holder('GET', '/0136/bodies')
  const until = Date.now() + 10_000
  while (!(await lastUsed()).used && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 20))
  const first = await lastUsed()
  t.match(first, { used: true })
  // The key is looked up anew after five seconds.
  await new Promise(resolve => setTimeout(resolve, 5_200))
  t.equal((await holder('GET', '/0136/bodies')).status, 200)
  await new Promise(resolve => setTimeout(resolve, 300))
  t.strictSame(await lastUsed(), first)
})
