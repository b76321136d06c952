import t from 'tap'
import { Type } from 'typebox'
import type { App } from '../../src/platform/http/app.ts'
import { aServer } from '../support/server.ts'

const Line = Type.Object(
  {
    granted: Type.Union([Type.Number({ minimum: 0, maximum: 1e12, multipleOf: 0.01 }), Type.Null()]),
    outcome: Type.Optional(Type.Unsafe<string>({ type: 'string', enum: ['granted', 'rejected'] })),
    on: Type.Optional(Type.String({ format: 'date' })),
    at: Type.Optional(Type.String({ format: 'date-time' })),
    by: Type.Optional(Type.String({ format: 'uuid' })),
    others: Type.Optional(Type.Array(Type.Unsafe({ type: ['string', 'null'], format: 'uuid' }))),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 10 }))
  },
  { $id: 'Line', additionalProperties: false }
)
const Decision = Type.Object(
  {
    name: Type.String(),
    lines: Type.Array(Type.Ref('Line')),
    any: Type.Optional(Type.Record(Type.String(), Type.Unknown()))
  },
  { $id: 'Decision', additionalProperties: false }
)
const Query = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 20 })),
    year: Type.Optional(Type.Integer()),
    dryRun: Type.Optional(Type.Boolean()),
    mapping: Type.Optional(Type.Array(Type.String(), { maxItems: 2 }))
  },
  { additionalProperties: false }
)

async function routes(app: App) {
  const config = { scope: 'public' }
  app.addSchema(Line)
  app.addSchema(Decision)
  app.post('/decisions', { config, schema: { body: Type.Ref('Decision') } }, async request => request.body)
  app.get('/decisions', { config, schema: { querystring: Query } }, async request => request.query)
  app.post('/nothing', { config }, async () => ({ ok: true }))
  const ById = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
  app.get('/decisions/:id', { config, schema: { params: ById } }, async request => request.params)
}

/** Violations of a body with one line, as `field: message`. */
async function complaints(t: Tap, line: object) {
  const { request } = await aServer(t, routes)
  const answer = await request('POST', '/decisions', { name: 'x', lines: [line] })
  return (answer.body.violations ?? []).map(({ field, message }: Violation) => `${field}: ${message}`)
}
type Tap = Parameters<typeof aServer>[0]
type Violation = { field: string; message: string }

t.test('a valid body goes through unchanged', async t => {
  const { request } = await aServer(t, routes)
  const body = {
    name: 'x',
    lines: [{ granted: 1.13, on: '2024-02-29', at: '2021-12-14T09:30:00+01:00' }, { granted: null }]
  }
  t.strictSame((await request('POST', '/decisions', body)).body, body)
  t.equal((await request('POST', '/decisions', body, { 'content-type': 'application/merge-patch+json' })).status, 200)
})

t.test('a UUID goes on in lower case, wherever it stands, and nothing else does', async t => {
  const { request } = await aServer(t, routes)
  const id = '01933B5C-7A10-7CC3-8F5E-1D2C3B4A5F60'
  const lower = id.toLowerCase()
  const line = { granted: null, by: id, others: [id, null], note: 'ABC' }
  const lowered = [{ granted: null, by: lower, others: [lower, null], note: 'ABC' }]
  t.strictSame((await request('POST', '/decisions', { name: id, lines: [line] })).body, { name: id, lines: lowered })
  t.strictSame((await request('GET', `/decisions/${id}`)).body, { id: lower })
})

t.test('all violations are told, with their places', async t => {
  const { request } = await aServer(t, routes)
  const body = { 'a/b': 1, lines: [{ granted: '1', outcome: 'maybe', extra: 1 }, {}] }
  const answer = await request('POST', '/decisions', body)
  t.match(answer, { status: 400, body: { type: /\/validation$/ } })
  t.strictSame(answer.body.violations.map(({ field }: Violation) => field).sort(), [
    '/a~1b',
    '/lines/0/extra',
    '/lines/0/granted',
    '/lines/0/outcome',
    '/lines/1/granted',
    '/name'
  ])
})

t.test('violations say what would be right', async t => {
  const cases: [object, string][] = [
    [{ granted: '1' }, '/lines/0/granted: must be a number or null'],
    [{ granted: true }, '/lines/0/granted: must be a number or null'],
    [{ granted: 1.234 }, '/lines/0/granted: must have at most two decimals'],
    [{ granted: -1 }, '/lines/0/granted: must be at least 0'],
    [{}, '/lines/0/granted: is required'],
    [{ granted: 1, outcome: 'maybe' }, '/lines/0/outcome: must be "granted" or "rejected"'],
    [{ granted: 1, on: '2023-02-29' }, '/lines/0/on: must be a date that exists, such as 2021-12-14'],
    [{ granted: 1, on: '0000-01-01' }, '/lines/0/on: must be a date that exists, such as 2021-12-14'],
    [
      { granted: 1, at: '2021-12-14 09:30:00Z' },
      '/lines/0/at: must be an instant with its offset, such as 2021-12-14T09:30:00Z'
    ],
    [{ granted: 1, by: 'urn:uuid:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }, '/lines/0/by: must be a UUID'],
    [{ granted: 1, note: '' }, '/lines/0/note: must not be empty'],
    [{ granted: 1, note: 'x'.repeat(11) }, '/lines/0/note: must be at most 10 characters long']
  ]
  for (const [line, complaint] of cases) t.strictSame(await complaints(t, line), [complaint])
  const [unknown] = await complaints(t, { granted: 1, grant: 1 })
  t.equal(unknown, '/lines/0/grant: is not a known property; known are granted, outcome, on, at, by, others, note')
})

t.test('nothing in a body is coerced', async t => {
  for (const granted of ['1', '', true, [1]])
    t.equal((await complaints(t, { granted })).length, 1, JSON.stringify(granted))
})

t.test('a body is required where there is one, and where there is none its absence is fine', async t => {
  const { request } = await aServer(t, routes)
  t.match(await request('POST', '/decisions'), { status: 400 })
  t.match(await request('POST', '/decisions', ''), { status: 400, body: { type: /\/json-malformed$/ } })
  t.match(await request('POST', '/nothing', ''), { status: 200 })
})

t.test('JSON that cannot be taken is refused, and the place is named', async t => {
  const { request } = await aServer(t, routes)
  const cases: [body: string | Buffer, field: string, message: RegExp][] = [
    ['{"name":', '', /is not JSON/],
    ['{"name": "x",\n oops}', '', /line 2, column 2/],
    [Buffer.from([0x22, 0xff, 0x22]), '', /UTF-8/],
    ['['.repeat(65) + ']'.repeat(65), '', /64 levels/],
    ['{"any":'.repeat(100_000), '', /64 levels/],
    [String.raw`{"name":"a\u0000b"}`, '/name', /NUL/],
    [String.raw`{"any":{"a\u0000":1}}`, '/any/a\0', /NUL/],
    [String.raw`{"lines":["\ud800"]}`, '/lines/0', /surrogate/],
    ['{"any":{"__proto__":{}}}', '/any/__proto__', /may be used/],
    ['{"name":"x","lines":[{"granted":1e999}]}', '/lines/0/granted', /out of the range/],
    ['{"name":"x","any":{"b":[{},{"c":1,"d":":","c":2}]}}', '/any/b/1/c', /twice/],
    [String.raw`{"name":"x","n\u0061me":"y"}`, '/name', /twice/]
  ]
  for (const [body, field, message] of cases) {
    const answer = await request('POST', '/decisions', body)
    const label = String(body).slice(0, 40)
    t.match(answer, { status: 400, body: { violations: [{ field, message }] } }, label)
  }
  const deep = `{"name":"x","lines":[],"any":{"a":${'['.repeat(62)}${']'.repeat(62)}}}`
  t.equal((await request('POST', '/decisions', deep)).status, 200, '64 levels are fine')
  t.equal((await request('POST', '/decisions', String.raw`{"name":"\\u0000 \" : {[","lines":[]}`)).status, 200)
})

t.test('query parameters are coerced, get their defaults, and unknown ones are refused', async t => {
  const { request } = await aServer(t, routes)
  t.strictSame((await request('GET', '/decisions?year=2022&dryRun=true&mapping=a')).body, {
    limit: 20,
    year: 2022,
    dryRun: true,
    mapping: ['a']
  })
  const cases: [query: string, field: string, message: RegExp][] = [
    ['limit=1&limit=2', 'limit', /^must be given once$/],
    ['limit=x', 'limit', /^must be a whole number$/],
    ['limit=', 'limit', /^must be a whole number$/],
    ['limit=0', 'limit', /^must be at least 1$/],
    ['dryRun=yes', 'dryRun', /^must be true or false$/],
    ['mapping=a&mapping=b&mapping=c', 'mapping', /^must have at most 2 of them$/],
    ['lmit=1', 'lmit', /^is not a known parameter; known are limit, year, dryRun, mapping$/]
  ]
  for (const [query, field, message] of cases) {
    t.match(
      await request('GET', `/decisions?${query}`),
      { status: 400, body: { violations: [{ field, message }] } },
      query
    )
  }
  t.match(await request('POST', '/nothing?x=1'), { status: 400, body: { violations: [{ field: 'x' }] } })
})

t.test('parameters of the path are validated', async t => {
  const { request } = await aServer(t, routes)
  t.match(await request('GET', '/decisions/7'), {
    status: 400,
    body: { violations: [{ field: 'id', message: 'must be a UUID' }] }
  })
})
