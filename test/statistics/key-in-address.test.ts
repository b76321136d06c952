import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const path = '/0136/statistics/grant-totals'

t.test('a key of statistics alone may stand in the address, where the municipality allows it', async t => {
  const { app, admin, newKey } = await aRegister(t)
  const nobody = clientOf(app, undefined)
  const { secret } = await newKey({ municipalityCodes: ['0136'], scopes: ['statistics:read'] })
  const ask = (address = path, key = secret) => nobody('GET', `${address}?key=${key}`)
  t.match(await ask(), { status: 403, body: { type: /key-in-address-not-allowed$/ } })
  const { body, headers } = await admin('GET', '/municipalities/0136')
  t.equal(body.allowsKeyInAddress, false)
  const set = { name: 'Haninge', allowsKeyInAddress: true }
  await made(admin('PUT', '/municipalities/0136', set, { 'if-match': headers.etag as string }))

  const answer = await ask()
  t.match(answer, { status: 200, headers: { 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-cache' } })
  const again = await nobody('GET', `${path}?key=${secret}`, undefined, {
    'if-none-match': answer.headers.etag as string
  })
  t.equal(again.status, 304)
  t.match((await nobody('GET', `${path}?format=csv&key=${secret}&groupBy=scheme`)).body, /^\uFEFFschemeId,/)
  for (const each of ['series/year-on-year', 'payment-totals', 'application-outcomes', 'grant-totals/csv'])
    t.equal((await ask(`/0136/statistics/${each}`)).status, 200, each)

  const wider = await newKey({ municipalityCodes: ['0136'], scopes: ['statistics:read', 'decisions:read'] })
  const all = await newKey({ scopes: ['*'] })
  for (const each of [wider, all])
    t.match(await ask(path, each.secret), {
      status: 403,
      body: { type: /key-in-address-too-wide$/, scope: 'statistics:read' }
    })
  t.match(await ask('/2031/statistics/grant-totals'), { status: 404 }, 'the key is for one municipality')
  t.match(await ask(path, 'psk_nothing'), { status: 401, body: { type: /credentials-not-valid$/ } })
  t.match(await ask(path, 'eyJhbGciOiJIUzI1NiJ9.e30.x'), { status: 401 }, 'tokens stand in the header')
  t.match(await ask(path, ''), { status: 401 })
  t.match(await nobody('GET', `${path}?key=${secret}&key=${secret}`), { status: 401 }, 'one key')
  const header = { authorization: `Bearer ${secret}` }
  t.match(await nobody('GET', `${path}?key=${secret}`, undefined, header), {
    status: 400,
    body: { type: /credentials-twice$/ }
  })
})

t.test('nowhere else is a key taken from the address', async t => {
  const { app, newKey } = await aRegister(t)
  const nobody = clientOf(app, undefined)
  const { secret } = await newKey({ scopes: ['statistics:read'] })
  const elsewhere = app.routeTable.filter(
    ({ url, method, config, schema }) =>
      url.startsWith(apiPrefix) &&
      method === 'GET' &&
      !schema?.hide &&
      config?.scope !== 'public' &&
      !config?.keyInAddress
  )
  t.ok(elsewhere.length > 100)
  for (const { url } of elsewhere) {
    const address = url
      .slice(apiPrefix.length)
      .replace(/:municipalityCode\([^)]*\)+/, '0136')
      .replaceAll(/:\w+(\([^)]*\)+)?/g, '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')
    const { status } = await nobody('GET', `${address}?key=${secret}`)
    t.ok(status === 401 || status === 404, `${address}: ${status}`)
  }
  for (const { url, config } of app.routeTable)
    if (config?.keyInAddress) t.match([url, config.scope], [/\/statistics\//, 'statistics:read'])
})

t.test('a key in the address is in no line of the log, no metric and no problem', async t => {
  const lines: string[] = []
  const { config, database, admin, newKey } = await aRegister(t, { logLevel: 'trace' })
  const app = await buildApp({ config, database, log: { write: line => lines.push(line) } })
  t.teardown(() => app.close())
  const { secret } = await newKey()
  const { secret: key } = await newKey({ scopes: ['statistics:read'] })
  const set = { name: 'Haninge', allowsKeyInAddress: true }
  await made(admin('PUT', '/municipalities/0136', set, { 'if-match': '*' }))
  const nobody = clientOf(app, undefined)
  const asked = [
    `${path}?key=${key}`,
    `${path}?key=${key}&groupBy=nothing`,
    `/0136/bodies?key=${key}`,
    `/0137/x?key=${key}`
  ]
  for (const wrong of [
    `${path}?key=${secret}`,
    `${path}?key=${key}x`,
    `/0136/statistics/series/else?key=${key}`,
    ...asked
  ]) {
    const { headers, body } = await nobody('GET', wrong)
    t.notMatch(JSON.stringify([headers, body]), key)
    t.notMatch(JSON.stringify([headers, body]), secret)
  }
  const metrics = await app.inject('/metrics')
  for (const text of [...lines, metrics.body]) {
    t.notOk(text.includes(key) || text.includes(secret) || text.includes('?key'), text.slice(0, 200))
  }
  t.ok(lines.length >= 7)
})
