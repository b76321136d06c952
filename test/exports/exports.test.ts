import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { toCsv } from '../../src/platform/http/csv.ts'
import { exportTables } from '../../src/reads/exports/every-table.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { aRegister, made } from '../support/register.ts'
import { until } from '../support/until.ts'
import { aListener, read, rowsOfCsv, rowsOfLines } from './exported.ts'

/** Tables as they are exported: what is in them, in which form, and for whom. */

const register = await aRegister(t)
const { admin, client, database } = register
const ids = await oneOfEach(register, '0136')
const csvOf = async (path: string) =>
  (await made(admin('GET', `/0136/exports/${path}`, undefined, { accept: 'text/csv' }))) as string
const rowsOf = async (path: string) =>
  (await made(admin('GET', `/0136/exports/${path}`))).items as Record<string, unknown>[]

/** The list of the API that holds the same records, and what tells them there. */
const listOf: Record<string, string> = { 'ledger-entries': 'sequence', events: 'sequence' }

t.test('a table holds the rows of its list, in every form the same', async t => {
  for (const { name, columns } of exportTables) {
    const id = listOf[name] ?? 'id'
    const listed = (await made(admin('GET', `/0136/${name}?limit=1000`))).items as Record<string, unknown>[]
    t.ok(listed.length > 0, `there are ${name}`)
    const { items, meta } = await made(admin('GET', `/0136/exports/${name}`))
    t.strictSame(items.map((row: Record<string, unknown>) => row[id]).sort(), listed.map(row => row[id]).sort(), name)
    t.equal(meta.count, items.length)
    for (const row of items) t.strictSame(Object.keys(row), Object.keys(columns), name)
    const lines = await admin('GET', `/0136/exports/${name}?format=ndjson`)
    t.strictSame(rowsOfLines(lines.body), items, `${name} as lines`)
    const cells = rowsOfCsv(await csvOf(name))
    for (const cell of cells)
      for (const name of ['before', 'after']) if (cell[name]) cell[name] = JSON.stringify(JSON.parse(cell[name]))
    t.strictSame(
      cells,
      items.map((row: Record<string, unknown>) => asCells(row, columns)),
      `${name} as CSV`
    )
    t.strictSame(Object.keys(cells[0]!), Object.keys(columns))
  }
})

/** A row of JSON as CSV has it. */
function asCells(row: Record<string, unknown>, columns: (typeof exportTables)[number]['columns']) {
  const cell = (name: string, value: unknown) => {
    if (value === null) return ''
    if (Array.isArray(value)) return value.join(' | ')
    if (columns[name]!.kind === 'money') return (value as number).toFixed(2)
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(name, value)]))
}

t.test('what a list tells of a record the table tells by the same name, in the same words', async t => {
  let compared = 0
  for (const { name } of exportTables) {
    const id = listOf[name] ?? 'id'
    const listed = (await made(admin('GET', `/0136/${name}?limit=1000`))).items as Record<string, unknown>[]
    for (const row of await rowsOf(name)) {
      const same = listed.find(each => each[id] === row[id])!
      for (const [field, value] of Object.entries(row)) {
        // Coding is told as in the CSV of the list, name=value; of lines the precision says of a planned meeting too.
        if (!(field in same) || ['coding', 'decidedOnPrecision'].includes(field)) continue
        t.strictSame(value, same[field], `${name} ${field}`)
        compared++
      }
    }
  }
  t.ok(compared > 300, `${compared} values are told by both`)
})

t.test('who may read the list may read the table, and nobody else', async t => {
  const scopes = [...new Set(exportTables.map(({ scope }) => scope))]
  for (const held of [...scopes, 'statistics:read']) {
    const holder = await client({ municipalityCodes: ['0136'], scopes: [held] })
    for (const { name, scope } of exportTables) {
      const answer = await holder('GET', `/0136/exports/${name}`)
      if (scope === held) t.equal(answer.status, 200, `${held} ${name}`)
      else t.match(answer, { status: 403, body: { type: /\/scope-missing$/, scope } }, `${held} ${name}`)
    }
    t.equal((await holder('GET', '/0136/exports/api-keys')).status, 400, 'a table that there is not')
    t.equal((await holder('GET', '/0136/exports/constructor')).status, 400)
    t.equal((await holder('GET', '/2031/exports/payments')).status, 404, 'another municipality')
  }
})

t.test('the form is chosen by Accept or by format, and what is neither is refused', async t => {
  const cases: [query: string, accept: string | undefined, status: number, type?: RegExp][] = [
    ['', undefined, 200, /^application\/json/],
    ['', 'text/csv', 200, /^text\/csv; charset=utf-8$/],
    ['', 'application/x-ndjson', 200, /^application\/x-ndjson/],
    ['', 'application/x-ndjson;q=0.5, text/csv', 200, /^text\/csv/],
    ['', 'text/html', 406],
    ['?format=csv', 'text/html', 200, /^text\/csv/],
    ['?format=ndjson', undefined, 200, /^application\/x-ndjson/],
    ['?format=json', 'text/csv', 200, /^application\/json/],
    ['?format=xml', undefined, 400],
    ['?csvFormat=swedish', undefined, 400],
    ['?csvFormat=swedish&format=csv', undefined, 200, /^text\/csv/],
    ['?limit=5', undefined, 400]
  ]
  for (const [query, accept, status, type] of cases) {
    const answer = await admin('GET', `/0136/exports/payments${query}`, undefined, accept ? { accept } : {})
    t.equal(answer.status, status, `${query} ${accept}`)
    if (type) t.match(answer.headers['content-type'], type)
  }
  const head = await admin('HEAD', '/0136/exports/payments?format=csv')
  t.match(head, { status: 200, headers: { 'content-type': /csv/, 'content-disposition': /payments-0136\.csv/ } })
})

t.test('a parameter that says nothing of the table is refused by its name', async t => {
  for (const { name, filters, withdrawnAt } of exportTables) {
    const values = { schemeId: ids.schemes, organisationId: ids.organisations, bodyId: ids.bodies, year: '2022' }
    for (const [parameter, value] of Object.entries(values)) {
      const answer = await admin('GET', `/0136/exports/${name}?${parameter}=${value}`)
      if (parameter in filters) t.equal(answer.status, 200, `${name} ${parameter}`)
      else t.match(answer, { status: 400, body: { violations: [{ field: parameter }] } }, `${name} ${parameter}`)
    }
    t.equal((await admin('GET', `/0136/exports/${name}?withdrawn=include`)).status, withdrawnAt ? 200 : 400, name)
  }
})

t.test('a filter chooses the rows that the list chooses by it', async t => {
  const asked: [table: string, query: string, list: string][] = [
    ['payments', `schemeId=${ids.schemes}`, `schemeId=${ids.schemes}`],
    ['payments', `organisationId=${ids.organisations}`, `payeeOrganisationId=${ids.organisations}`],
    ['payments', 'year=2022', 'grantYear=2022'],
    ['awards', `organisationId=${ids.organisations}`, `organisationId=${ids.organisations}`],
    ['awards', 'year=2022', 'grantYear=2022'],
    ['decision-lines', 'year=2022', 'grantYear=2022'],
    ['decision-lines', `bodyId=${ids.bodies}`, `bodyId=${ids.bodies}`],
    ['decisions', 'year=2021', 'decidedFrom=2021-01-01&decidedTo=2021-12-31'],
    ['decisions', 'year=2020', 'decidedFrom=2020-01-01&decidedTo=2020-12-31'],
    ['decisions', `schemeId=${ids.schemes}`, `schemeId=${ids.schemes}`],
    ['applications', `organisationId=${ids.organisations}`, `organisationId=${ids.organisations}`],
    ['recoveries', `schemeId=${ids.schemes}`, `schemeId=${ids.schemes}`],
    ['decision-lines', 'withdrawn=only', 'withdrawn=only'],
    ['decision-lines', 'withdrawn=include', 'withdrawn=include']
  ]
  for (const [table, query, list] of asked) {
    const listed = (await made(admin('GET', `/0136/${table}?limit=1000&${list}`))).items as { id: string }[]
    const rows = await rowsOf(`${table}?${query}`)
    t.strictSame(rows.map(({ id }) => id).sort(), listed.map(({ id }) => id).sort(), `${table} ${query}`)
  }
})

t.test('changedSince gives what was changed since the export before, and no more', async t => {
  const changed = async (changedSince: string) =>
    await made(admin('GET', `/0136/exports/organisations?changedSince=${changedSince}`))
  // What changed since the oldest transaction began that is still open is told again: one of a test before may end a moment later.
  let { meta } = await made(admin('GET', '/0136/exports/organisations'))
  await until(async () => {
    const { items, meta: next } = await changed(meta.changedUntil)
    meta = next
    return items.length === 0
  })
  const { id } = await made(admin('POST', '/0136/organisations', { name: 'Nya föreningen' }))
  const since = await changed(meta.changedUntil)
  t.strictSame(
    since.items.map((row: { id: string }) => row.id),
    [id]
  )
  await made(admin('POST', `/0136/organisations/${id}/withdraw`, { reason: 'Dubblett' }))
  const path = `/0136/exports/organisations?changedSince=${since.meta.changedUntil}`
  t.strictSame((await made(admin('GET', path))).items, [], 'withdrawn')
  t.match((await made(admin('GET', `${path}&withdrawn=include`))).items, [{ id, withdrawnReason: 'Dubblett' }])
})

t.test('a joint award is one row with all who receive it, and its money is told once', async t => {
  const post = (path: string, body: object) => made(admin('POST', `/0136/${path}`, body))
  const names = ['Ett', 'Två', 'Tre']
  const organisations = []
  for (const name of names) organisations.push((await post('organisations', { name })).id)
  const line = {
    recipients: organisations.map(organisationId => ({ organisationId })),
    schemeId: ids.schemes,
    outcome: 'granted'
  }
  const lines = [{ ...line, granted: 0.01, grantYearFrom: 2030, grantYearTo: 2032, amountPer: 'year' }]
  await post('decisions', { bodyId: ids.bodies, decidedOn: '2029-12-14', lines })
  const rows = await rowsOf('awards?year=2031')
  t.match(rows, [{ organisationNames: names, organisationIds: organisations, amount: 0.01, totalAmount: 0.03 }])
  t.equal(rows.length, 1)
  t.match(rowsOfCsv(await csvOf('awards?year=2031')), [{ organisationNames: 'Ett | Två | Tre', totalAmount: '0.03' }])
  const { items } = await made(
    admin('GET', '/0136/statistics/grant-totals?groupBy=year&yearBasis=grant&yearFrom=2031&yearTo=2031')
  )
  t.equal(items[0].granted, 0.01)
})

t.test('money is exact to the öre, with point or comma', async t => {
  for (const amount of [0.01, 0.1, 999_999_999_999.99, 1_000_000, 61_925.5]) {
    const { id } = await made(admin('POST', '/0136/organisations', { name: `Avgift ${amount}`, membershipFee: amount }))
    const text = await csvOf('organisations')
    const swedish = await csvOf('organisations?csvFormat=swedish')
    t.equal(rowsOfCsv(text).find(row => row.id === id)!.membershipFee, amount.toFixed(2))
    t.equal(rowsOfCsv(swedish, ';').find(row => row.id === id)!.membershipFee, amount.toFixed(2).replace('.', ','))
    t.equal((await rowsOf('organisations')).find(row => row.id === id)!.membershipFee, amount)
  }
})

t.test('no text becomes a formula, and none is changed otherwise: as in all CSV of the service', async t => {
  const marks = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    "'",
    '\t',
    '\r',
    '\n',
    '\u2028',
    '\u2029',
    '\uff1d',
    '"',
    ';',
    ',',
    ' ',
    'a',
    'å',
    '1'
  )
  const texts = fc.sample(
    fc.array(marks, { minLength: 1, maxLength: 8 }).map(parts => parts.join('')),
    400
  )
  await database.$client.query({
    text: `insert into organisations (municipality_code, name, name_key, search_key, twin_key, note)
      select '1862', 'n', 'n' || n, 'n', 'n' || n, note from unnest($1::text[]) with ordinality given (note, n)`,
    values: [texts]
  })
  const text = (await made(admin('GET', '/1862/exports/organisations', undefined, { accept: 'text/csv' }))) as string
  const kept = rowsOfCsv(
    toCsv(
      ['note'],
      texts.map(note => ({ note }))
    )
  ).map(({ note }) => note)
  t.strictSame(
    rowsOfCsv(text).map(({ note }) => note),
    kept
  )
  const { items } = await made(admin('GET', '/1862/exports/organisations'))
  t.strictSame(
    items.map((row: { note: string }) => row.note),
    texts,
    'JSON has them as they are'
  )
})

t.test('what is confidential or of persons, and numbers of accounts, stand in no table', async t => {
  const { id } = await made(admin('POST', '/0136/organisations', { name: 'Hemlig' }))
  const contact = {
    sensitivity: 'confidential',
    role: 'Kansliet',
    email: 'secret-contact@example.se',
    name: 'Secret Person'
  }
  await made(admin('POST', `/0136/organisations/${id}/contacts`, contact))
  const party = { key: 'a', kind: 'organisation', role: 'partner', organisationId: id }
  const agreement = {
    ...{ kind: 'partnership', title: 'Hemligt', parties: [party] },
    commitments: [{ partyKey: 'a', description: 'secret-commitment', confidential: true }],
    signatories: [{ key: 's', partyKey: 'a', role: 'Ordförande', name: 'secret-signatory', confidential: true }]
  }
  await made(admin('POST', '/0136/agreements', agreement))
  const account = { organisationId: id, accountKind: 'bankgiro', accountNumber: '5050-1055' }
  await made(admin('POST', '/0136/payee-accounts', account))
  for (const { name } of exportTables) {
    const text = await csvOf(name)
    t.notMatch(text, /secret/i, name)
    // Events tell of an account what the list of events tells: to whoever may read those.
    if (name !== 'events') t.notMatch(text, /50501055|5050-1055/, name)
  }
})

t.test('over a socket: packed where that is wanted, with the count of rows at the end', async t => {
  const { open, admin } = await aListener(t)
  for (let n = 0; n < 3; n++) await made(admin('POST', '/0136/organisations', { name: `Förening ${n}` }))
  for (const [form, rows] of [
    ['csv', 4],
    ['ndjson', 3],
    ['json', 3]
  ] as const) {
    const packed = await open(`exports/organisations?format=${form}`, { 'accept-encoding': 'gzip' })
    t.match(packed.headers, { 'content-encoding': 'gzip', trailer: /row-count/i, 'changed-until': /Z$/ }, form)
    const text = gunzipSync(await read(packed)).toString()
    const plain = await open(`exports/organisations?format=${form}`)
    t.notOk(plain.headers['content-encoding'])
    const own = (await read(plain)).toString()
    if (form !== 'json') t.equal(own.trimEnd().split('\n').length, rows)
    if (form !== 'json') t.equal(text, own)
    for (const answer of [packed, plain]) t.strictSame({ ...answer.trailers }, { 'row-count': '3' })
  }
})
