import { gzipSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { made } from '../support/register.ts'
import { aSender } from './sending.ts'

/** A register of associations as an officer keeps it: a title, headings, and a row of totals. */
const register = [
  'Föreningar i Haninge;;;;',
  'Förening;Orgnr;Organisationsform;Bankgiro;Anmärkning',
  'Haninge Kvinnojour;802418-1235;ideell förening;5050-1055;',
  'IFK Ore;;;;Fotboll',
  'Attention Haninge;16802426-7778;;;',
  'Antal;3;;;'
]
const columns = ['name', 'organisation_number', 'legal_form', 'bankgiro', 'note']
const cells = register.slice(2, 5).map(line => line.split(';'))
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function bookOf(type: 'xlsx' | 'ods' | 'xls') {
  const book = XLSX.utils.book_new()
  const sheet = XLSX.utils.aoa_to_sheet(register.map(line => line.split(';')))
  XLSX.utils.book_append_sheet(book, sheet, 'Register')
  return Buffer.from(XLSX.write(book, { type: 'buffer', bookType: type }))
}
const objects = cells.map(row => Object.fromEntries(columns.map((column, at) => [column, row[at] || null])))

const forms: [name: string, file: string | Buffer, type: string][] = [
  ['CSV', register.join('\n'), 'text/csv'],
  ['CSV in Windows-1252', Buffer.from(register.join('\r\n'), 'latin1'), 'text/csv'],
  ['CSV with commas', register.map(line => line.replaceAll(';', ',')).join('\n'), 'text/csv'],
  ['xlsx', bookOf('xlsx'), excel],
  ['ods', bookOf('ods'), 'application/octet-stream'],
  ['xls', bookOf('xls'), 'application/octet-stream'],
  ['JSON', JSON.stringify(objects), 'application/json'],
  ['NDJSON', objects.map(row => JSON.stringify(row)).join('\n'), 'application/x-ndjson'],
  ['gzip', gzipSync(register.join('\n')), 'application/gzip'],
  [
    'Markdown',
    [register[1], '-;-;-;-;-', ...register.slice(2)].map(line => `| ${line!.replaceAll(';', ' | ')} |`).join('\n'),
    'text/plain'
  ],
  [
    'HTML',
    `<table>${register
      .slice(1)
      .map(line => `<tr><td>${line.replaceAll(';', '</td><td>')}</td></tr>`)
      .join('')}</table>`,
    'text/html'
  ]
]

t.test('a register comes in from every form of file alike, and the same again changes nothing', async t => {
  const { send, all, dump } = await aSender(t, 'organisation')
  const [first, ...others] = forms
  const dry = await send(first![1], { dryRun: true }, first![2])
  t.match(dry, { status: 200, body: { status: 'dryRun', counts: { createdCount: 3, rejectedCount: 0 } } })
  t.same(await all('/organisations'), [], 'a dry run registers nothing')
  t.match(await send(first![1], {}, first![2]), {
    status: 201,
    headers: { location: /^\/partnerskap\/v1\/0136\/record-imports\/[0-9a-f-]{36}$/ },
    body: { kind: 'organisations', status: 'completed', counts: { createdCount: 3, updatedCount: 0, rejectedCount: 0 } }
  })
  t.match(await all('/organisations'), [
    { name: 'Attention Haninge', organisationNumber: '8024267778', source: 'import' },
    {
      name: 'Haninge Kvinnojour',
      organisationNumber: '8024181235',
      bankgiro: '50501055',
      legalForm: 'ideell förening'
    },
    { name: 'IFK Ore', organisationNumber: null, note: 'Fotboll' }
  ])
  const before = await dump()
  for (const [name, file, type] of [first!, ...others]) {
    const { status, body } = await send(file, {}, type)
    t.match(
      { status, counts: body.counts },
      { status: 201, counts: { unchangedCount: 3, createdCount: 0, rejectedCount: 0 } },
      name
    )
    t.match(body.receipt, { rowCount: 3, unknownHeadings: [], amount: null }, name)
  }
  const after = await dump()
  const left = (digests: Record<string, string>) =>
    Object.fromEntries(Object.entries(digests).filter(([table]) => !table.startsWith('record_import')))
  t.same(left(after), left(before), 'nothing but reports was written')
})

t.test(
  'the receipt tells titles, rows of totals, and headings that are not known with the nearest known one',
  async t => {
    const { take } = await aSender(t, 'organisation')
    const { receipt } = await take(['Register 2024;;', 'Förenning;Namn;Kassör', 'x;IFK Ore;', ';Totalt;'])
    t.match(receipt, {
      rowCount: 1,
      headings: [{ heading: 'Namn', column: 'name' }],
      unknownHeadings: [
        { heading: 'Förenning', nearest: 'Förening' },
        { heading: 'Kassör', nearest: null }
      ],
      notes: [{ code: 'lines-above-headings' }, { code: 'row-of-totals', line: 4 }]
    })
  }
)

const head = 'Referens;Förening;Orgnr;Bankgiro;Källa'
/** Rows of which nothing comes, with the heading and what is said. `before` is registered first. */
const refused: [name: string, row: string, field: string, message: RegExp][] = [
  ['no name', ';;802418-1235;;', 'Förening', /is missing/],
  ['an amount for a name', ';12 500 kr;;;', 'Förening', /amount or a number/],
  ['a name of no letters', ';---;;;', 'Förening', /neither letter nor digit/],
  ['a wrong check digit', ';A;802418-1236;;', 'Orgnr', /check digit/],
  ['a personal number', ';A;640823-3234;;', 'Orgnr', /personal number/],
  ['a personal number elsewhere', ';Anna 640823-3234;;;', 'Förening', /personal number/],
  ['scientific notation', ';A;8,02E+09;;', 'Orgnr', /scientific/],
  ['a bankgiro that is none', ';A;;123-4567;', 'Bankgiro', /check digit/],
  ['an address that is none', ';A;;;haninge.se', 'Källa', /https/],
  ['the number of another', ';Helt annan förening;802418-1235;;', 'Orgnr', /is the number of "Haninge Kvinnojour"/],
  ['a name that several bear', ';Pensionärerna;;;', 'Förening', /is the name of 2 organisations.*802111-1110/],
  ['the reference of another', 'F-2;Haninge Kvinnojour;;;', 'Referens', /"F-1"/],
  [
    'number and reference at odds',
    'F-1;Haninge Kvinnojour;802426-7778;;',
    'Orgnr',
    /another organisation than the reference/
  ],
  ['a broken line', ';A;;', '', /cells/]
]

t.test('what is wrong with a row is told with line and heading, and nothing comes of it', async t => {
  const { take, admin, all } = await aSender(t, 'organisation')
  const register = (content: object) => made(admin('POST', '/0136/organisations', content))
  await register({ name: 'Haninge Kvinnojour', organisationNumber: '8024181235', source: 'import', reference: 'F-1' })
  await register({ name: 'Attention', organisationNumber: '8024267778' })
  await register({ name: 'Pensionärerna', organisationNumber: '8021111110' })
  await register({ name: 'Pensionärerna', organisationNumber: '8022222221' })
  const before = await all('/organisations')
  const { counts, rows } = await take([head, ...refused.map(([, row]) => row)])
  t.same(counts, { rejectedCount: refused.length })
  for (const [at, [name, , field, message]] of refused.entries()) {
    t.match(rows[at], { result: 'rejected', recordId: null, violations: [{ field, message, line: at + 2 }] }, name)
  }
  t.notMatch(JSON.stringify(rows), /640823/, 'a personal number is told nowhere')
  t.same(await all('/organisations'), before)
})

t.test('files that are none, or lack the names, are refused as a whole', async t => {
  const { send } = await aSender(t, 'organisation')
  const files: [string, string | Buffer, number, object][] = [
    ['empty', '', 400, { type: /import-file$/ }],
    ['no headings', '1;2;3\n4;5;6\n', 422, { type: /import-columns$/, violations: [{ field: 'name' }] }],
    ['decisions', 'Nämnd;Beslutsdatum\nKFN;2024-01-01\n', 422, { type: /import-columns$/ }],
    ['half a workbook', bookOf('xlsx').subarray(0, 900), 400, { type: /import-file$/ }],
    ['JSON cut off', '[{"name":"A"', 400, { type: /import-file$/ }],
    [
      'headings alone',
      'Förening;Orgnr\n',
      422,
      { type: /import-refused$/, violations: [{ message: 'holds no rows' }] }
    ],
    ['a heading twice', 'Förening;Namn\nA;B\n', 422, { type: /import-columns$/ }]
  ]
  for (const [name, file, status, body] of files) t.match(await send(file), { status, body }, name)
  const options: Record<string, string>[] = [
    { mapping: 'X:name' },
    { mapping: 'Förening:nothing' },
    { default: 'name:A' },
    { sheet: 'Blad9' }
  ]
  for (const option of options) {
    t.equal((await send('Förening\nA\n', option)).status, 422, JSON.stringify(option))
  }
})

t.test('what an officer has corrected since is kept and told, and something new in the file is refused', async t => {
  const { take, admin, all } = await aSender(t, 'organisation')
  const file = (note: string, form: string) => [
    'Förening;Orgnr;Anmärkning;Juridisk form',
    `IFK Ore;802111-1110;${note};${form}`
  ]
  await take(file('Fotboll', 'ideell'))
  const [{ id }] = await all('/organisations')
  const patch = (content: object) => made(admin('PATCH', `/0136/organisations/${id}`, content, { 'if-match': '*' }))
  await patch({ note: 'Fotboll och bandy' })
  const again = await take(file('Fotboll', 'ideell'))
  t.match(again, {
    counts: { unchangedCount: 1 },
    rows: [{ warnings: [{ code: 'changed-since-import', message: /note/ }] }]
  })
  t.match(await take(file('Fotboll', 'förening')), {
    counts: { updatedCount: 1 },
    rows: [{ warnings: [{ code: 'changed-since-import' }] }]
  })
  t.match(await all('/organisations'), [{ note: 'Fotboll och bandy', legalForm: 'förening' }])
  const clash = await take(file('Handboll', 'förening'))
  t.match(clash, { counts: { rejectedCount: 1 }, rows: [{ violations: [{ field: 'Anmärkning', line: 2 }] }] })
  t.match(
    await take(['Förening;Orgnr', 'IFK Ore;802111-1110']),
    { counts: { unchangedCount: 1 } },
    'what a file lacks stays'
  )
  await patch({ bankgiro: '50501055' })
  const empty = await take(['Förening;Orgnr;Bankgiro', 'IFK Ore;802111-1110;'])
  t.match(
    empty,
    { counts: { unchangedCount: 1 }, rows: [{ warnings: null }] },
    'an empty cell takes nothing away that only a person has said'
  )
  t.match(await all('/organisations'), [{ bankgiro: '50501055' }])
  await patch({ name: 'IFK Ore-Furudal' })
  t.match(await take(file('Fotboll', 'förening')), { counts: { unchangedCount: 1 } }, 'a former name finds it')
})

t.test('what an officer has withdrawn does not come back by a file', async t => {
  const { take, admin, all } = await aSender(t, 'organisation')
  const file = ['Referens;Förening;Orgnr', 'F-1;IFK Ore;', 'F-2;Korpen;802111-1110']
  await take(file)
  for (const { id } of await all('/organisations')) {
    await made(admin('POST', `/0136/organisations/${id}/withdraw`, { reason: 'Fel' }))
  }
  const again = await take([...file, ';Korpen;802222-2221'])
  t.same(again.counts, { createdCount: 1, rejectedCount: 2 }, 'another number is another organisation')
  t.match(again.rows, [
    { violations: [{ field: 'Förening', message: /withdrawn/ }] },
    { violations: [{ line: 3 }] },
    {}
  ])
})

t.test('a file of more rows than are taken at once is refused', async t => {
  const { send, all } = await aSender(t, 'organisation')
  const file = ['Förening', ...Array.from({ length: 5_001 }, (_, at) => `Förening ${at}`)].join('\n')
  t.match(await send(file), { status: 413, body: { type: /too-many-rows$/, maxRows: 5000 } })
  t.same(await all('/organisations'), [])
})

t.test('a person says which heading, sheet and value is meant, in the address or in a form', async t => {
  const { send, all } = await aSender(t, 'organisation')
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['Klubb'], ['Fel IF']]), 'Gamla')
  XLSX.utils.book_append_sheet(
    book,
    XLSX.utils.aoa_to_sheet([
      ['Klubb', 'Kod'],
      ['Rätt IF', 'k-1']
    ]),
    'Nya'
  )
  const file = Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))
  const options = {
    mapping: ['Klubb:name', 'Kod:reference'],
    default: 'legal_form:ideell förening',
    sheet: 'Nya',
    source: 'klubbar'
  }
  t.match(await send(file, options, excel), { status: 201, body: { counts: { createdCount: 1 }, source: 'klubbar' } })
  t.match(await all('/organisations'), [
    { name: 'Rätt IF', reference: 'k-1', source: 'klubbar', legalForm: 'ideell förening' }
  ])
  const form = new FormData()
  for (const [name, value] of Object.entries(options)) for (const one of [value].flat()) form.append(name, one)
  form.append('file', new Blob([file]), 'klubbar.xlsx')
  const { headers, body } = await new Response(form)
    .blob()
    .then(async blob => ({ headers: blob.type, body: Buffer.from(await blob.arrayBuffer()) }))
  t.match(await send(body, {}, headers), { status: 201, body: { counts: { unchangedCount: 1 } } })
})

t.test('one organisation in two rows, and two in one name', async t => {
  const { take, all } = await aSender(t, 'organisation')
  const { counts, rows } = await take([
    'Förening;Orgnr;Anmärkning',
    'IFK Ore;802111-1110;Fotboll',
    'IFK Ore;802111-1110;Fotboll',
    'IFK Ore;802111-1110;Bandy',
    'IFK Ore;802222-2221;'
  ])
  t.same(counts, { createdCount: 2, unchangedCount: 1, rejectedCount: 1 })
  t.match(rows, [
    { result: 'created' },
    { result: 'unchanged', warnings: [{ code: 'stated-twice' }], recordId: rows[0].recordId },
    { result: 'rejected', violations: [{ message: /line 2/, line: 4 }] },
    { result: 'created', warnings: [{ code: 'same-name-other-number', message: /802111-1110.*802222-2221/ }] }
  ])
  t.equal((await all('/organisations')).length, 2)
})

t.test(
  'atomic takes all rows or none, a repeated request is answered as before, and scopes are those of one record',
  async t => {
    const { send, all, client, admin } = await aSender(t, 'organisation')
    const mixed = 'Förening;Orgnr\nA;\nB;1\n'
    const refused = await send(mixed, { atomic: true })
    t.match(refused, {
      status: 422,
      body: { type: /import-refused$/, violations: [{ field: 'atomic' }, { field: 'Orgnr', line: 3 }] }
    })
    t.same(await all('/organisations'), [])
    t.match(await admin('GET', `/0136/record-imports/${refused.body.importId}`), {
      status: 200,
      body: { status: 'refused' }
    })
    const key = { 'idempotency-key': 'register-1' }
    const first = await send('Förening\nA\n', {}, 'text/csv', key)
    t.match(await send('Förening\nA\n', {}, 'text/csv', key), {
      status: 201,
      body: { id: first.body.id, counts: { createdCount: 1 } }
    })
    t.match(await send('Förening\nB\n', {}, 'text/csv', key), {
      status: 422,
      body: { type: /idempotency-key-reused$/ }
    })
    const importer = await client({ scopes: ['imports:write'] })
    const csv = { 'content-type': 'text/csv' }
    t.match(await importer('POST', '/0136/organisation-imports', 'Förening\nC\n', csv), {
      status: 403,
      body: { scope: 'organisations:write' }
    })
    const reader = await client({ scopes: ['organisations:write'] })
    t.equal((await reader('POST', '/0136/organisation-imports', 'Förening\nC\n', csv)).status, 403)
  }
)

t.test('two municipalities import the same file, and neither sees the other', async t => {
  const { send, admin } = await aSender(t, 'organisation')
  const csv = { 'content-type': 'text/csv' }
  await made(send(register.join('\n')))
  const theirs = await made(admin('POST', '/2031/organisation-imports', register.join('\n'), csv))
  t.match(theirs.counts, { createdCount: 3, unchangedCount: 0 })
  t.equal((await admin('GET', `/0136/record-imports/${theirs.id}`)).status, 404)
  t.match(await made(admin('GET', '/0136/record-imports?kind=organisations')), { meta: { count: 1 } })
  t.match(await made(admin('GET', '/0136/record-imports?kind=payments')), { meta: { count: 0 } })
})

t.test('the template is understood as it is, in each form', async t => {
  const { admin, send } = await aSender(t, 'organisation')
  for (const format of ['csv', 'json']) {
    const { status, body } = await admin('GET', `/0136/record-imports/template?kind=organisations&format=${format}`)
    t.equal(status, 200)
    if (format === 'csv')
      t.match(await send(body), { body: { counts: { rejectedCount: 0 }, receipt: { unknownHeadings: [] } } })
  }
  t.match(await admin('GET', '/0136/record-imports/template?kind=organisations&format=xlsx'), {
    status: 200,
    headers: { 'content-disposition': /foreningar.xlsx/ }
  })
  t.equal((await admin('GET', '/0136/record-imports/template')).status, 400)
})
