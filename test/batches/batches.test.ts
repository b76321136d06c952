import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { receivedKinds } from '../../src/platform/records/kinds.ts'
import { aRegister, made } from '../support/register.ts'
import { type Any, CODE, contentsOf } from './contents.ts'

/** Many records at once: what a batch does is what single calls would have done, whatever is cut off or sent again. */

const register = await aRegister(t)
const { admin, app, database } = register
const { kinds } = await contentsOf(register)
let nth = 0

const batch = (rows: Any[], more: object = {}, headers = {}, code = CODE) =>
  admin('POST', `/${code}/batch`, { rows, ...more }, headers)
const named = (reference: string, name: string, more: object = {}) => ({
  ...{ record: 'organisations', source: 'casefile', reference, body: { name, ...more } }
})
const eventCount = async () => (await database.$client.query('select count(*)::int as count from events')).rows[0].count
const resultsOf = ({ body }: Any) => body.rows.map(({ result }: Any) => result)

t.test('every kind in one batch: made, unchanged, changed', async t => {
  const contents = new Map<string, Any>()
  for (const { address } of receivedKinds(app)) contents.set(address, await kinds[address]!(++nth))
  const rows = [...contents].map(([record, { content, of }]) => ({
    record,
    reference: `All ${record}`,
    body: content,
    of
  }))
  const first = await batch(rows)
  t.match(first, { status: 200, body: { createdCount: rows.length, rejectedCount: 0 } }, JSON.stringify(first.body))
  const before = await eventCount()
  const second = await batch(rows)
  t.match(second, { status: 200, body: { unchangedCount: rows.length } }, JSON.stringify(second.body))
  t.equal(await eventCount(), before, 'nothing happened')
  t.strictSame(
    second.body.rows.map(({ id }: Any) => id),
    first.body.rows.map(({ id }: Any) => id)
  )
  const changing = rows.filter(({ record }) => contents.get(record).change)
  const changed = changing.map(row => {
    const { version } = first.body.rows.find(({ record }: Any) => record === row.record)
    return { ...row, version, body: { ...row.body, ...contents.get(row.record).change } }
  })
  const third = await batch(changed)
  t.match(third, { status: 200, body: { updatedCount: changed.length, rejectedCount: 0 } }, JSON.stringify(third.body))
  for (const { id, version, record } of third.body.rows) {
    t.match(await admin('GET', `/${CODE}/${record}/${id}`), { status: 200, body: { version } }, record)
  }
})

t.test('what cannot be a batch is refused as a whole, each by a problem of its own', async t => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => named(`Many ${at}`, `Förening ${at}`))
  const refused: [string, Any[], number, RegExp, string][] = [
    ['1001 rows', many(1001), 413, /batch-too-large$/, '/rows'],
    ['a row twice', [...many(3), named('Many 1', 'Annat')], 422, /batch-row-repeated$/, '/rows/3/reference'],
    [
      'of another municipality',
      [...many(2), { ...named('E', 'E'), municipalityCode: '1862' }],
      422,
      /batch-row-elsewhere$/,
      '/rows/2/municipalityCode'
    ],
    [
      'a record that is none',
      [...many(2), { ...named('N', 'N'), record: 'nonsense' }],
      400,
      /validation$/,
      '/rows/2/record'
    ],
    ['no rows', [], 400, /validation$/, '/rows'],
    ['a row without a reference', [{ record: 'bodies', body: {} }], 400, /validation$/, '/rows/0/reference'],
    ['an unknown member', [{ ...named('U', 'U'), nonsense: 1 }], 400, /validation$/, '/rows/0/nonsense'],
    ['a body that is none', [{ ...named('B', 'B'), body: 7 }], 400, /validation$/, '/rows/0/body']
  ]
  const before = await eventCount()
  for (const [what, rows, status, type, field] of refused) {
    const answer = await batch(rows)
    t.match(
      answer,
      { status, body: { type, violations: [{ field }] } },
      `${what} ${JSON.stringify(answer.body).slice(0, 300)}`
    )
  }
  for (const body of [null, 7, [], { rows: 'x' }, { rows: [null] }, {}]) {
    t.match(await admin('POST', `/${CODE}/batch`, JSON.stringify(body), { 'content-type': 'application/json' }), {
      status: 400
    })
  }
  t.match(await batch([named('Tag', 'Tag')], {}, { 'if-match': '"1"' }), { status: 412 })
  t.equal(await eventCount(), before, 'nothing happened')
})

/** A row that breaks a rule of each kind, and how it is told. */
const broken = () => [
  { row: { ...named('X1', ''), body: { name: '' } }, status: 400, field: 'body/name' },
  {
    row: { ...named('X2', 'Två'), body: { name: 'Två', organisationNumber: '123' } },
    status: 422,
    field: 'body/organisationNumber'
  },
  {
    row: {
      record: 'budgets',
      reference: 'X3',
      body: { bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', year: 2022, amount: 1 }
    },
    status: 422,
    field: 'body/bodyId'
  },
  { row: { record: 'scheme-windows', reference: 'X4', body: { kind: 'rolling' } }, status: 422, field: 'of' },
  { row: { ...named('X5', 'Fem'), body: { name: 'Fem', reference: 'other' } }, status: 422, field: 'body/reference' },
  {
    row: { ...named('X6', 'Sex'), body: { name: 'Sex', municipalityCode: '1862' } },
    status: 400,
    field: 'body/municipalityCode'
  }
]

t.test('a row that breaks a rule is told where it stands, and the others stand', async t => {
  const cases = broken()
  const rows = cases.flatMap(({ row }, at) => [row, named(`Good ${at}`, `God ${at}`)])
  const answer = await batch(rows)
  t.match(
    answer,
    { status: 200, body: { createdCount: cases.length, rejectedCount: cases.length } },
    JSON.stringify(answer.body)
  )
  for (const [at, { status, field }] of cases.entries()) {
    const told = answer.body.rows[at * 2]
    const at0 = `/rows/${at * 2}/${field}`
    t.match(
      told,
      { result: 'rejected', httpStatus: status, problem: { status, violations: [{ field: at0 }] } },
      JSON.stringify(told)
    )
    t.match(answer.body.rows[at * 2 + 1], { result: 'created', httpStatus: 201 })
  }
})

t.test('an atomic batch is done as a whole or not at all', async t => {
  const before = await eventCount()
  const [one, other] = broken()
  const answer = await batch([named('A1', 'Ett'), one!.row, named('A2', 'Två'), other!.row], { atomic: true })
  t.match(answer, {
    status: 422,
    body: {
      type: /batch-refused$/,
      rows: [{ row: 1 }, { row: 3 }]
    }
  })
  t.strictSame(
    [...new Set(answer.body.violations.map(({ field }: Any) => field))],
    ['/rows/1/body/name', '/rows/3/body/organisationNumber']
  )
  t.equal(await eventCount(), before, 'nothing happened')
  t.match(await batch([named('A1', 'Ett'), named('A2', 'Två')], { atomic: true }), {
    status: 200,
    body: { createdCount: 2 }
  })
})

t.test('each row demands the scope of its record', async t => {
  const some = await register.client({ scopes: ['organisations:write'] })
  const rows = [named('S1', 'Ett'), { record: 'bodies', reference: 'S2', body: { name: 'Nämnd', kind: 'committee' } }]
  const answer = await some('POST', `/${CODE}/batch`, { rows })
  t.match(answer, { status: 200, body: { createdCount: 1, rejectedCount: 1 } })
  t.match(answer.body.rows[1], { httpStatus: 403, problem: { type: /scope-missing$/, scope: 'bodies:write' } })
  t.match(await some('POST', `/${CODE}/batch`, { rows, atomic: true }), {
    status: 422,
    body: { rows: [{ httpStatus: 403 }] }
  })
  const stranger = await register.client({ municipalityCodes: ['1862'] })
  t.match(await stranger('POST', `/${CODE}/batch`, { rows }), { status: 404 })
})

t.test('a version that is not the last is told in its row, and where one is demanded it is told which', async t => {
  await made(batch([named('V1', 'Ett')]))
  t.match((await batch([{ ...named('V1', 'Två'), version: 7 }])).body.rows[0], {
    httpStatus: 412,
    problem: { type: /version-stale$/ }
  })
  const { content, change } = await kinds.decisions!(++nth)
  const row = { record: 'decisions', source: 'casefile', reference: 'V2', body: content }
  const { id } = (await made(batch([row]))).rows[0]
  const stale = (await batch([{ ...row, body: { ...content, ...change } }])).body.rows[0]
  t.match(stale, { httpStatus: 428, problem: { id, version: 1, violations: [{ field: '/rows/0/version' }] } })
  t.match((await batch([{ ...row, version: 1, body: { ...content, ...change } }])).body.rows[0], {
    result: 'updated',
    version: 2
  })
})

t.test('the change feed tells of a batch as of one change', async t => {
  let after = ''
  for (;;) {
    const page = await made(admin('GET', `/${CODE}/events?limit=1000&after=${encodeURIComponent(after)}`))
    after = page.meta.nextCursor
    if (!page.meta.hasMore) break
  }
  await made(batch([named('F1', 'Ett'), { ...named('F2', '') }, named('F3', 'Tre')]))
  const { items } = await made(admin('GET', `/${CODE}/events?after=${encodeURIComponent(after)}`))
  t.strictSame(
    items.map(({ type }: Any) => type),
    ['organisation.created', 'organisation.created']
  )
})

t.test('the same Idempotency-Key gets the same report', async t => {
  const key = { 'idempotency-key': 'batch-1' }
  const first = await batch([named('I1', 'Ett'), named('I2', '')], {}, key)
  const second = await batch([named('I1', 'Ett'), named('I2', '')], {}, key)
  t.match(second, { status: 200, headers: { 'idempotency-replayed': 'true' } })
  t.strictSame(second.body, first.body)
  t.strictSame(resultsOf(second), ['created', 'rejected'])
})

t.test('a batch that is cut off left nothing, and sent again nothing comes twice', async t => {
  const rows = Array.from({ length: 20 }, (_, at) => named(`Cut ${at}`, `Avbruten ${at}`))
  const { id } = await made(admin('PUT', `/${CODE}/organisations/by-reference/casefile/Cut%2015`, { name: 'Tidigare' }))
  const holder = await database.$client.connect()
  try {
    await holder.query('begin')
    await holder.query('select from organisations where municipality_code = $1 and id = $2 for update', [CODE, id])
    const answering = batch(rows)
    let pid: number | undefined
    while (!pid) {
      await pause(20)
      const { rows: waiting } = await holder.query(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
      )
      pid = waiting[0]?.pid
    }
    await holder.query('select pg_terminate_backend($1)', [pid])
    t.match(await answering, { status: 503 })
  } finally {
    await holder.query('rollback')
    holder.release()
  }
  const standing = async () => {
    const { rows } = await database.$client.query(
      "select count(*)::int as count from organisations where reference like 'Cut %'"
    )
    return rows[0].count
  }
  t.equal(await standing(), 1, 'only what was there before')
  t.match(await batch(rows), { status: 200, body: { createdCount: 19, updatedCount: 1 } })
  t.equal(await standing(), 20)
  t.match(await batch(rows), { status: 200, body: { unchangedCount: 20 } })
})

t.test('two batches of the same rows at once, in opposite order, make each once', async t => {
  const rows = Array.from({ length: 30 }, (_, at) => named(`Both ${at}`, `Båda ${at}`))
  const answers = await Promise.all([batch(rows), batch([...rows].reverse())])
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200],
    JSON.stringify(answers.map(({ body }) => body)).slice(0, 500)
  )
  t.equal(answers[0]!.body.createdCount + answers[1]!.body.createdCount, 30)
})

t.test('a batch in any split and any order is as single calls', async t => {
  const record = fc.constantFrom('organisations', 'bodies', 'schemes')
  const row = fc.record({
    record,
    reference: fc.integer({ min: 0, max: 5 }),
    name: fc.constantFrom('A', 'B', 'C'),
    note: fc.constantFrom(null, 'x')
  })
  const history = fc.array(
    fc.uniqueArray(row, { selector: one => `${one.record} ${one.reference}`, maxLength: 8, minLength: 1 }),
    { maxLength: 4, minLength: 1 }
  )
  let run = 0
  const bodyOf = ({ record, name, note }: Any) =>
    record === 'organisations'
      ? { name, note }
      : record === 'bodies'
        ? { name, kind: 'committee' }
        : { name, kind: 'operating' }
  const plain = ({ name, kind, note, version, reference }: Any) => ({ name, kind, note, version, reference })
  const recordsOf = async (code: string, source: string) => {
    const found: Any[] = []
    for (const kind of ['organisations', 'bodies', 'schemes']) {
      for (let reference = 0; reference <= 5; reference++) {
        const { status, body } = await admin('GET', `/${code}/${kind}/by-reference/${source}/${reference}`)
        found.push([kind, status, status === 200 ? plain(body) : null])
      }
    }
    return found
  }
  await fc.assert(
    fc.asyncProperty(history, fc.infiniteStream(fc.boolean()), async (batches, coins) => {
      const source = `run${++run}`
      for (const rows of batches) {
        for (const one of rows) {
          const path = `/1862/${one.record}/by-reference/${source}/${one.reference}`
          await made(admin('PUT', path, bodyOf(one)))
        }
        // The rows of one batch are independent: turned about, and split in two, they do the same.
        const sent = rows.map(one => ({
          record: one.record,
          source,
          reference: String(one.reference),
          body: bodyOf(one)
        }))
        if (coins.next().value) sent.reverse()
        const cut = coins.next().value ? Math.ceil(sent.length / 2) : sent.length
        for (const part of [sent.slice(0, cut), sent.slice(cut)].filter(({ length }) => length > 0)) {
          await made(batch(part, { atomic: coins.next().value }, {}, '2031'))
        }
      }
      t.strictSame(await recordsOf('2031', source), await recordsOf('1862', source))
    }),
    { numRuns: 12 }
  )
})

t.test('a thousand rows are received at once, and again', async t => {
  const rows = Array.from({ length: 1000 }, (_, at) => named(`Thousand ${at}`, `Tusende ${at}`))
  for (const expected of ['createdCount', 'unchangedCount']) {
    const began = performance.now()
    t.match(await batch(rows), { status: 200, body: { [expected]: 1000 } })
    t.comment(`${expected}: ${Math.round(performance.now() - began)} ms`)
  }
})
