import { parse } from 'csv-parse/sync'
import type { RouteOptions } from 'fastify'
import t from 'tap'
import { toCsv, unguard } from '../../src/platform/http/csv.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { aRegister } from '../support/register.ts'

const register = await aRegister(t)
const { admin, app } = register
const ids = await oneOfEach(register, '0136')

type Operation = { path: string; forms: string[] }

/** What is read: every GET of the API, at a record that is there. */
const operations: Operation[] = app.routeTable.flatMap(({ method, url, schema, config }: RouteOptions) => {
  if (schema?.hide || method !== 'GET' || !url.startsWith(apiPrefix)) return []
  if (url.includes(':reference') || url.endsWith('/file') || config?.only) return []
  const path = url
    .slice(apiPrefix.length)
    .replace('(^\\d{4}$)', '')
    .replace(':municipalityCode', '0136')
    .replace(':table', 'payments')
    .replace(':series', 'year-on-year')
  const id = ids[path.split('/')[2]!]
  if (path.includes(':id') && !id) return []
  return { path: path.replace(':id', id ?? ''), forms: Object.keys(config?.content?.response ?? {}) }
})

/** What operations cannot do without. */
const questions: Record<string, string> = {
  'late-deduction': '?receivedOn=2022-04-12&dueOn=2022-04-01',
  ...{ attainment: '?year=2022', committed: '?year=2022', 'indexed-amounts': '?indexFrom=100&indexTo=110' },
  ...{
    differences: '?versionFrom=1&versionTo=1',
    changes: '?knownFrom=2022-01-01T00:00:00Z',
    'consecutive-recipients': '?yearCount=1'
  },
  ...{ base: '?year=2022', 'payment-settings': '' }
}
const addressOf = (path: string) => path + (questions[path.split('/').at(-1)!] ?? '')
/** The same with more in the query, and of another address beneath it. */
function asking(path: string, query = '', beneath = ''): string {
  const [own, demanded] = addressOf(path).split('?')
  const all = [demanded, query].filter(Boolean).join('&')
  return `${own}${beneath}${all && `?${all}`}`
}

/**
 * Rows that can be had as CSV. Templates of imports and exports have other forms as well, and their `format` chooses; what is public
 * is tried in test/open-data.
 */
const withCsv = operations.filter(
  ({ forms, path }) => forms.includes('text/csv') && !/\/template$|\/exports\/|\/public\//.test(path)
)

/** RFC 9110, 12.5.1: what is asked for, and what is answered where there is JSON and CSV. */
const cases: [accept: string | undefined, answered: 'json' | 'csv' | 406][] = [
  [undefined, 'json'],
  ['', 'json'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['application/*', 'json'],
  ['text/csv', 'csv'],
  ['TEXT/CSV', 'csv'],
  ['text/*', 'csv'],
  ['text/csv;charset=utf-8', 'csv'],
  ['text/csv; header=present; q=0.5', 'csv'],
  ['text/csv, */*', 'csv'],
  ['text/csv, application/json', 'csv'],
  ['application/json, text/csv', 'json'],
  ['text/csv;q=0.4, application/json;q=0.5', 'json'],
  ['application/json;q=0.4, text/csv;q=0.5', 'csv'],
  ['application/json;q=0.4, text/*;q=0.5', 'csv'],
  ['text/*;q=0.3, text/csv;q=0.7, application/json;q=0.5', 'csv'],
  ['*/*;q=0.1, text/csv;q=0', 'json'],
  ['text/csv;q=0, application/json', 'json'],
  ['*/*, application/json;q=0', 'csv'],
  ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'json'],
  ['text/csv;q=0', 406],
  ['text/html', 406],
  ['application/xml;q=0.9, image/*', 406],
  ['application/json;q=0, text/csv;q=0', 406],
  ['*/*;q=0', 406]
]

t.test('what can be had as CSV is answered as Accept prefers, and says that it varies', async t => {
  t.ok(withCsv.length >= 6, `there are ${withCsv.length} of them`)
  for (const { path } of withCsv) {
    for (const [accept, answered] of cases) {
      const answer = await admin('GET', asking(path), undefined, accept === undefined ? {} : { accept })
      const said = `${path} with ${accept}`
      t.match(answer.headers.vary, /\baccept\b/i, said)
      if (answered === 406) t.match(answer, { status: 406, body: { type: /not-acceptable$/ } }, said)
      else t.match(answer, { status: 200, headers: { 'content-type': new RegExp(`/${answered}`) } }, said)
    }
  }
})

t.test('rows as CSV have an address of their own, which answers the same and nothing else', async t => {
  for (const { path } of withCsv) {
    const asked = await admin('GET', asking(path), undefined, { accept: 'text/csv' })
    for (const accept of [undefined, '*/*', 'text/csv', 'application/json;q=0.9, text/*']) {
      const answer = await admin('GET', asking(path, '', '/csv'), undefined, accept === undefined ? {} : { accept })
      t.match(answer, { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } }, `${path} with ${accept}`)
      t.equal(answer.body, asked.body)
    }
    t.match(await admin('GET', asking(path, '', '/csv'), undefined, { accept: 'application/json' }), { status: 406 })
    t.equal((await admin('GET', asking(path, 'csvFormat=swedish', '/csv'))).status, 200)
    for (const name of ['limit', 'cursor', 'nonsense']) {
      const answer = await admin('GET', asking(path, `${name}=5`, '/csv'))
      t.match(answer, { status: 400, body: { violations: [{ field: name }] } }, `${path} with ${name}`)
    }
    t.match(await app.inject(`${apiPrefix}${path}/csv`), { statusCode: 401 })
  }
})

t.test('what is JSON alone is refused to who takes none, and else answered', async t => {
  const plain = operations.filter(({ forms }) => forms.length === 0)
  t.ok(plain.length > 100, `there are ${plain.length} of them`)
  for (const { path } of plain) {
    const address = addressOf(path)
    const { status } = await admin('GET', address)
    if (status !== 200) continue
    for (const accept of ['text/csv', 'text/html;q=0.9, text/*', 'application/json;q=0, */*']) {
      const answer = await admin('GET', address, undefined, { accept })
      t.match(answer, { status: 406, headers: { vary: /accept/ } }, `${path} with ${accept}`)
      t.match(answer.body, { type: /not-acceptable$/ })
    }
    for (const accept of ['text/csv, application/json;q=0.1', 'text/csv, */*;q=0.1']) {
      t.equal((await admin('GET', address, undefined, { accept })).status, 200, `${path} with ${accept}`)
    }
  }
})

t.test('a write that cannot be answered is not done', async t => {
  const content = { name: 'Kulturnämnden', kind: 'committee' }
  t.equal((await admin('POST', '/0136/bodies', content, { accept: 'text/csv' })).status, 406)
  const { items } = (await admin('GET', '/0136/bodies')).body
  t.notOk(items.some(({ name }: { name: string }) => name === content.name))
})

t.test('a parameter that has no effect in the form that is answered is refused', async t => {
  for (const { path } of withCsv) {
    for (const csvFormat of ['standard', 'swedish']) {
      t.match(await admin('GET', asking(path, `csvFormat=${csvFormat}`)), {
        status: 400,
        body: { type: /parameter-without-effect$/, violations: [{ field: 'csvFormat' }] }
      })
      t.equal(
        (await admin('GET', asking(path, `csvFormat=${csvFormat}`), undefined, { accept: 'text/csv' })).status,
        200
      )
    }
    if (path.includes('statistics')) continue
    t.match(await admin('GET', `${path}?limit=5`, undefined, { accept: 'text/csv' }), {
      status: 400,
      body: { violations: [{ field: 'limit' }] }
    })
    t.equal((await admin('GET', `${path}?limit=5`)).status, 200)
  }
})

t.test('the tags of the forms differ, and 304 says what it varies by', async t => {
  for (const { path } of withCsv.filter(each => each.path.includes('statistics'))) {
    const ask = (accept: string) => admin('GET', asking(path), undefined, { accept })
    const [json, csv] = [await ask('application/json'), await ask('text/csv')]
    t.ok(json.headers.etag && csv.headers.etag)
    t.not(json.headers.etag, csv.headers.etag)
  }
  const path = '/0136/awards'
  const { headers } = await admin('GET', path)
  t.match(await admin('GET', path, undefined, { 'if-none-match': headers.etag! }), {
    status: 304,
    headers: { vary: /accept/ }
  })
})

/** Texts that escape from cells, or calculate. */
const texts = [
  'Rad ett\n=1+1',
  'Rad ett\r=1+1',
  'Rad ett\r\n@SUM(A1)',
  '\n=1+1',
  '=1+1',
  "'=1+1",
  "''-2",
  '+46 8 123',
  '-',
  '@annan',
  '\t=1+1',
  '＝1+1',
  ' =1+1',
  'inget farligt',
  ' blanksteg ',
  'citat "inne"',
  'a,b;c',
  "L'Amour",
  'ett\ntvå\n+tre\n\n-fyra',
  '\u2028=1+1'
]

t.test('no text leaves its cell or calculates, and every one comes back as it was', async t => {
  for (const [format, delimiter] of [
    ['standard', ','],
    ['swedish', ';']
  ] as const) {
    const rows = texts.map((text, n) => ({ text, list: [text, 'x'], n: -n - 0.5 }))
    const written = toCsv(['text', 'list', 'n'], rows, format)
    const read: string[][] = parse(written, { bom: true, delimiter, record_delimiter: '\r\n' })
    t.equal(read.length, texts.length + 1)
    for (const [at, [text, list, n]] of read.slice(1).entries()) {
      for (const line of `${text}\n${list}`.split(/\r\n|[\r\n\u2028]/)) {
        t.notMatch(line, /^[=+\-@\t\r\uff1d]/, `text ${at}`)
      }
      t.equal(unguard(text!), texts[at])
      t.equal(n, String(-at - 0.5).replace('.', format === 'swedish' ? ',' : '.'), 'a negative number is a number')
    }
  }
  t.match(toCsv(['text'], [{ text: 'Rad ett\n=1+1' }]), `"Rad ett\n'=1+1"\r\n`)
})

t.test('what was written as CSV comes in by the import as it was', async t => {
  const notes = ['=SUMMA(A1)', "'=redan", 'Rad ett\n=1+1', '-2 %', 'ett\n\n@två', '+ett "citat"']
  const columns = ['deciding_body', 'decided_on', 'scheme', 'recipient', 'granted_sek', 'outcome', 'grant_year', 'note']
  const rows = notes.map((note, n) => ({
    ...{ deciding_body: 'Fritidsnämnden', decided_on: '2022-02-01', scheme: 'Bidrag', recipient: `Förening ${n}` },
    ...{ granted_sek: 100 + n, outcome: 'beviljad', grant_year: 2022, note }
  }))
  const csv = { 'content-type': 'text/csv' }
  t.match(await admin('POST', '/0136/decision-imports', toCsv(columns, rows), csv), { status: 201 })
  const { body } = await admin('GET', '/0136/decision-lines?limit=1000')
  const kept = new Set(body.items.map(({ note }: { note: string | null }) => note))
  for (const note of notes) t.ok(kept.has(note), JSON.stringify(note))
})
