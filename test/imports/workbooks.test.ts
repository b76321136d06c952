import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { Unvalued } from '../../src/imports/files/records.ts'
import { openWorkbook } from '../../src/imports/files/workbook.ts'
import { all, bookOf, cellsOfBook, ods, xlsx } from './books.ts'
import { fixture } from './reading.ts'

const workbook = (name: string) => fixture(`workbooks/${name}`)
const body = 'Kultur- och fritidsnämnden'

t.test('one table saved as xlsx, xls and ods gives the same records', async t => {
  for (const kind of ['xlsx', 'xls', 'ods']) {
    const { sheets, ...book } = await bookOf(workbook(`bidrag.${kind}`))
    t.same(book, { kind, notes: [] })
    t.same(
      sheets.map(({ sheet, records }) => [sheet, ...records.map(({ line, cells }) => [line, ...cells])]),
      [
        [
          'Beslut 2022',
          [1, 'Beslutade bidrag'],
          [
            2,
            ...'Nämnd|Beslutsdatum|§|Förening|Sökt belopp|Beviljat belopp|Dubbelt|Månad|Inkom|Klockan|Klart'.split('|')
          ],
          [
            3,
            body,
            '2022-06-14',
            '007',
            'Idrottsföreningen Länken',
            10000,
            12500.1,
            20000,
            '2022-03',
            '2022-06-14 08:30',
            '08:30',
            true
          ],
          [4, null, '2022-06-15', '12', 'Åkers hembygdsförening\nrad två', 0.1, 0.3, '#N/A'],
          [5, null, '1999-12-31', null, 'Östra & Västra', 'Östra & Västra!'],
          [6, null, null, null, 'lika'],
          [7, null, null, null, 'lika']
        ],
        ['Dold', [1, 'Förening'], [2, 'Gömda klubben']]
      ],
      kind
    )
    const [first, hidden] = sheets
    t.same(first!.records[3]!.covered, new Map([[0, body]]), `${kind}: merged downwards`)
    t.same(
      first!.records[0]!.covered,
      new Map([
        [1, 'Beslutade bidrag'],
        [2, 'Beslutade bidrag']
      ]),
      `${kind}: across`
    )
    t.match(first!.notes, [
      { code: 'rows-hidden', line: 4, message: '1 row is hidden and read: 4', sheet: 'Beslut 2022' },
      { code: 'columns-hidden', message: /: E$/, sheet: 'Beslut 2022' }
    ])
    t.match(hidden!.notes, [{ code: 'sheet-hidden', sheet: 'Dold' }])
  }
})

t.test('a workbook as a program writes it: 29 rows under their headings, or under a title and above sums', async t => {
  const clean = (await bookOf(workbook('../cases/clean.xlsx'))).sheets[0]!.records
  t.equal(clean.length, 30)
  const sum = (column: number) => clean.slice(1).reduce((total, { cells }) => total + Number(cells[column]), 0)
  t.same([sum(6), sum(7)], [1_120_890, 632_750])
  t.match(clean[29], { line: 30, cells: [/.*/, '2023-04-26', 2023] })
  const sums = (await bookOf(workbook('../cases/title_sum.xlsx'))).sheets[0]!.records
  t.equal(sums.length, 32)
  t.match(sums.at(-1)!.cells[6], new Unvalued('SUM(G4:G32)'), 'a sum that nobody has computed is not 0')
})

t.test('dates are those that a format shows, in as much as it shows', async t => {
  const formats = [
    'yyyy-mm-dd',
    '[$-41D]d mmmm yyyy;@',
    'mmm-yy',
    'yyyy',
    'h:mm',
    '[h]:mm',
    'yyyy-mm-dd hh:mm',
    '0',
    '"dag" 0',
    '#,##0.00 "kr"',
    '0.00E+00',
    'd/m',
    'mm:ss',
    'ÅÅÅÅ-MM-DD'
  ]
  const styles = `<numFmts>${formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code.replaceAll('"', '&quot;')}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs>${formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join('')}<xf numFmtId="14"/><xf numFmtId="17"/></cellXfs>`
  const row = (values: number[]) => `<row>${values.map((value, i) => `<c s="${i}"><v>${value}</v></c>`).join('')}</row>`
  const value = 44_726.354166666664
  const rows = row(Array(formats.length + 2).fill(value)) + row([60, 59, 61, -1, 0.999999999, 1.5, 44_726])
  const [first, edges] = await cellsOfBook(xlsx({ rows, styles }))
  t.same(first, [
    '2022-06-14',
    '2022-06-14',
    '2022-06',
    '2022',
    '08:30',
    '1073432:30',
    '2022-06-14 08:30',
    44_726.3541666667,
    44_726.3541666667,
    44_726.3541666667,
    44_726.3541666667,
    '2022-06-14',
    '08:30',
    '2022-06-14',
    '2022-06-14',
    '2022-06'
  ])
  t.same(edges, ['1900-02-29', '1900-02-28', '1900-03', -1, '00:00', '36:00', '2022-06-14'])
  const [from1904] = await cellsOfBook(xlsx({ rows: row([43_264]), styles, workbook: '<workbookPr date1904="1"/>' }))
  t.same(from1904, ['2022-06-14'])
})

t.test('cells of every type', async t => {
  const strings =
    '<si><t>delad</t></si><si><r><t>fet </t></r><r><rPr><b/></rPr><t>text</t></r><rPh><t>läst</t></rPh></si><si><t>rad_x000D_\nett</t></si>'
  const rows =
    '<row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><t>1 &lt; 2</t></is></c>' +
    '<c t="str"><f>A1&amp;"x"</f><v></v></c><c t="str"><v>007</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>0</v></c>' +
    '<c t="d"><v>2022-06-14T00:00:00.000</v></c><c><v>1.1000000000000001</v></c><c><v>0.30000000000000004</v></c><c><v>1E3</v></c></row>' +
    '<row r="4"><c r="A4"><f>SUM(B1:B3)</f></c><c><f t="shared" ref="B4:C4" si="0">A1*2</f><v>0</v></c><c><f t="shared" si="0"/><v>4</v></c>' +
    '<c><f t="array" ref="D4:E4">A1:B1</f><v>5</v></c><c><v>6</v></c><c t="n"><f>A9</f><v/></c><c t="s"/></row><row/><row r="9"><c r="A9" s="1"/></row>'
  t.same(await cellsOfBook(xlsx({ rows, strings })), [
    [null, 'delad', 'fet text', 'rad\r\nett', '1 < 2', '', '007', '#N/A', false, '2022-06-14', 1.1, 0.3, 1000],
    [new Unvalued('SUM(B1:B3)'), 0, 4, 5, 6, new Unvalued('A9')]
  ])
  const cell = (attributes: string, text = '') => `<table:table-cell ${attributes}>${text}</table:table-cell>`
  const table =
    '<table:table table:name="T"><table:table-row>' +
    cell('office:value-type="float" office:value="0.30000000000000004"', '<text:p>0,3</text:p>') +
    cell(
      'office:value-type="string"',
      '<text:p>a<text:s text:c="2"/>b<text:line-break/>c</text:p><office:annotation><text:p>kommentar</text:p></office:annotation>'
    ) +
    cell('office:value-type="string" office:string-value="" calcext:value-type="error"', '<text:p>#N/A</text:p>') +
    '<table:table-cell table:formula="of:=SUM([.A1])"/>' +
    cell('office:value-type="time" office:time-value="PT26H05M07S"') +
    '</table:table-row></table:table>'
  t.same(await cellsOfBook(ods(table)), [[0.3, 'a  b\nc', '#N/A', new Unvalued('of:=SUM([.A1])'), '26:05:07']])
})

t.test('hidden sheets, filters, macros and charts are told', async t => {
  const rows =
    '<row hidden="1"><c><v>1</v></c></row><row hidden="true"><c><v>1</v></c></row><row><c><v>1</v></c></row><row hidden="1"><c><v>1</v></c></row><row r="9" hidden="1"/>'
  const before = '<cols><col min="2" max="16384" hidden="1"/></cols>'
  const filtered = xlsx({
    rows,
    before,
    after: '<autoFilter ref="A1:B9"/>',
    state: 'veryHidden',
    more: { 'xl/vbaProject.bin': 'x' }
  })
  t.match(await bookOf(filtered), {
    notes: [{ code: 'macros', message: /not run/ }],
    sheets: [
      {
        notes: [
          { code: 'sheet-hidden', message: /only a macro/ },
          { code: 'rows-hidden', line: 1, message: '3 rows are hidden, by a filter perhaps, and read: 1–2, 4' }
        ]
      }
    ]
  })
  t.equal((await bookOf(filtered)).sheets[0]!.notes.length, 2, 'columns beyond those that are used hide nothing')
  const macros = ods('<table:table table:name="T"/>', '', { 'Basic/Standard/Module1.xml': '<x/>' })
  t.match(await bookOf(macros), { notes: [{ code: 'macros' }], sheets: [{ sheet: 'T', records: [] }] })
})

t.test('an older workbook that is saved as XML is read as one', async t => {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['Förening', 'Beslutsdatum', 'Belopp'],
    ['IFK', { t: 'n', v: 44_726, z: 'yyyy-mm-dd' }, 12500.1]
  ])
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, 'Blad1')
  const bytes = Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlml' }))
  t.match(await bookOf(bytes), {
    kind: 'xml',
    sheets: [{ sheet: 'Blad1', records: [{}, { line: 2, cells: ['IFK', '2022-06-14', 12500.1] }] }]
  })
})

t.test('a table can be read again, and beside another', async t => {
  const book = await openWorkbook(workbook('bidrag.ods'))
  t.teardown(book.close)
  const [first, second] = book.tables.map(({ records }) => (records as AsyncIterable<unknown>)[Symbol.asyncIterator]())
  await first!.next()
  t.match(await second!.next(), { value: { cells: ['Förening'] } })
  t.match(await first!.next(), { value: { line: 2 } })
  t.equal((await all(book.tables[0]!.records)).length, 7)
  await book.close()
  t.match(
    await first!.next().then(
      () => first!.next(),
      error => error
    ),
    { done: false },
    'what has come is there still'
  )
})
