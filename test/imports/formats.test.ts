import { gzipSync } from 'node:zlib'
import t from 'tap'
import { unpacked } from '../../src/imports/files/compressed.ts'
import { type Format, sniff } from '../../src/imports/files/format.ts'
import { usualLimits } from '../../src/imports/files/limits.ts'
import type { ReadOptions } from '../../src/imports/files/raw.ts'
import { sourceOf } from '../../src/platform/http/spool.ts'
import { xlsx, xlsxParts, zipOf } from './books.ts'
import { rowsOf as readRowsOf, refused } from './raw.ts'
import { fixture } from './reading.ts'

/** What a file is, whatever its name or content type say; tables of HTML and Markdown; gzip. */

const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const oldExcel = 'application/vnd.ms-excel'
const octets = 'application/octet-stream'
const workbook = (name: string) => Buffer.from(fixture(`workbooks/${name}`))
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

t.test('a file is what its content says', t => {
  const xml = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
  const spreadsheet = `${xml}<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"/>`
  const table: [Buffer | string, string, Format][] = [
    [workbook('../cases/clean.xlsx'), 'text/csv', 'workbook'],
    [workbook('bidrag.xls'), excel, 'workbook'],
    [workbook('bidrag.ods'), octets, 'workbook'],
    [spreadsheet, oldExcel, 'workbook'],
    ['Förening;Belopp\nIFK;5\n', excel, 'csv'],
    ['Förening\tBelopp\nIFK\t5\n', oldExcel, 'csv'],
    ['Förening\tBelopp\nIFK\t5\n', 'text/tab-separated-values', 'csv'],
    ['Förening;Belopp\n', '', 'csv'],
    ['', 'text/csv', 'csv'],
    ['<html><body><table><tr><td>x</td></tr></table>', oldExcel, 'html'],
    ['\ufeff  <!DOCTYPE html>\n<html>', octets, 'html'],
    ['<table border=1><tr><td>x', 'text/plain', 'html'],
    [utf16('<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'), oldExcel, 'html'],
    ['Utdrag ur protokoll\n<table class=x>\n<tr><td>x</td></tr></table>', 'text/html', 'html'],
    ['Förening;Anm\nIFK;<table><td>\n', 'text/csv', 'csv'],
    ['# Beslut\n\n| a | b |\n|---|---|\n| 1 | 2 |\n', 'text/plain', 'markdown'],
    ['a | b\n:-- | --:\n1 | 2\n', octets, 'markdown'],
    ['ingen tabell', 'text/markdown', 'markdown'],
    ['Förening|Belopp\nIFK|5\n', 'text/csv', 'csv'],
    ['[{"a": 1}]', octets, 'json'],
    ['\n[]', 'text/csv', 'json'],
    ['{"rows": [{"a": 1}]}', octets, 'json'],
    ['{"a": 1}\n{"a": 2}\n', 'text/plain', 'ndjson'],
    ['{"a": 1}', 'application/json', 'json'],
    ['null', 'application/json; charset=utf-8', 'json'],
    ['x', 'application/x-ndjson', 'ndjson'],
    ['[Nämnd];[Belopp]\n', 'text/csv', 'csv'],
    [gzipSync('x'), 'text/csv', 'gzip']
  ]
  for (const [content, type, format] of table)
    t.equal(sniff(Buffer.from(content), type), format, `${type}: ${content.slice(0, 30)}`)
  const others: [Buffer | string, RegExp][] = [
    ['%PDF-1.7', /looks like a PDF; copy/],
    ['{\\rtf1', /rich text/],
    [Buffer.from('89504e47', 'hex'), /picture/],
    ['Rar!\x1a', /RAR/],
    ['MIME-Version: 1.0\nContent-Type: multipart/related', /web archive/],
    ['<?xml version="1.0"?><office:document xmlns:office="x"/>', /flat OpenDocument/],
    ['<?xml version="1.0"?><Document/>', /XML of some other kind/],
    ['PK\x05\x06', /empty zip/]
  ]
  for (const [content, message] of others) {
    const problem = {
      name: 'Malformed',
      rule: 'import-file',
      message: new RegExp(`${message.source}.*\\(.xlsx, .xls, .ods\\)`)
    }
    t.throws(() => sniff(Buffer.from(content), 'text/csv'), problem)
  }
  t.end()
})

/** Rows of the file, and what is told of its tables. */
async function rowsOf(file: Buffer | string, options: ReadOptions = {}, type = octets) {
  const { rows, ...opened } = await readRowsOf(file, type, options)
  return { ...opened, rows: rows.map(row => ({ ...row, cells: { ...row.cells } })) }
}

t.test('a page gives a table for each of its tables', async t => {
  const page = `<html><head><style>td { x: 1 }</style></head><body><h1>Protokoll</h1><table><caption>Bidrag</caption>
    <thead><tr><th>Nämnd<th>F&ouml;rening</th><th colspan=2>Beviljat&nbsp;belopp</th></tr></thead>
    <tr><td rowspan="2"><p>Kultur-\n och  fritid</p></td><td>IFK&nbsp;<b>Ore</b><br>(ungdom)</td><td x:num="12500.1">12&nbsp;500</td></tr>
    <tr style='height:1pt;display:none'><td><div>&Aring;kers</div><script>x</script></td><td><table><tr><td>inre</td></tr></table>7</td></tr>
    <tr></tr><tr><td></td></tr></table><p>Slut</p><table><tr><td>Förening<td>Belopp<tr><td>Ore<td>5</table></body></html>`
  const { rows, notes, ...opened } = await rowsOf(page)
  t.match(opened, { format: 'html', encoding: 'utf-8', separator: null })
  t.match(rows, [
    {
      line: 2,
      cells: { Nämnd: 'Kultur- och fritid', Förening: 'IFK\u00a0Ore\n(ungdom)', 'Beviljat belopp': 12500.1 }
    },
    { line: 3, cells: { Förening: 'Åkers', 'Beviljat belopp': '7' } },
    { line: 8, cells: { Förening: 'Ore', Belopp: '5' } }
  ])
  t.match(notes, [
    { code: 'table-passed-over', message: /^the table has no heading that tells the recipient/ },
    { code: 'rows-hidden', line: 3, message: '1 row is hidden and read: 3' }
  ])
  t.match((await rowsOf(page, { sheet: '3' })).rows, [{ line: 8 }])
  await refused(t, rowsOf('<html><body>Bidrag</body></html>'), { rule: 'import-file', message: /no <table>/ })
  const wide = `<table><tr>${'<td colspan=1000>x'.repeat(17)}</table>`
  await refused(t, rowsOf(wide), { rule: 'import-file', message: /too wide/ })
  const tall = `<table>${`<tr>${'<td rowspan=1000>x'.repeat(1_000)}`.repeat(60)}</table>`
  await refused(t, rowsOf(tall, { limits: { ...usualLimits, cells: 100_000 } }), { rule: /import-file/ })
})

t.test('Markdown gives a table for each line of dashes', async t => {
  const text =
    '# Protokoll\n\n| Förening | Ändamål |\n|:---|---:|\n| IFK \\| Ore | a<br>b |\n|Åkers\\*| |\n\nText med | streck\n\n' +
    '> Sökande | Belopp\n> --- | ---\n> Ore | 12 500:-\n> Åkers | 7 | för mycket'
  const { rows, notes } = await rowsOf(text)
  t.match(rows, [
    { line: 5, cells: { Förening: 'IFK | Ore', Ändamål: 'a\nb' }, violations: [] },
    { line: 6, cells: { Förening: 'Åkers*' } },
    { line: 12, cells: { Sökande: 'Ore', Belopp: '12 500:-' } },
    { line: 13, violations: [{ message: /column 3/ }] }
  ])
  t.same(notes, [])
  await refused(t, rowsOf('a | b\n', {}, 'text/markdown'), { rule: 'import-file', message: /no table/ })
})

t.test('every sheet is read, hidden ones too; one can be asked for', async t => {
  const book = workbook('bidrag.xlsx')
  const found = await rowsOf(book)
  t.same([...new Set(found.rows.map(({ sheet }) => sheet))], ['Beslut 2022', 'Dold'])
  t.ok(found.notes.some(({ code, sheet }) => code === 'sheet-hidden' && sheet === 'Dold'))
  for (const sheet of ['Dold', 'dold', '2']) t.match((await rowsOf(book, { sheet })).rows, [{ sheet: 'Dold' }])
  const unknown = { rule: 'import-options', violations: [{ field: 'sheet', message: /1 "Beslut 2022", 2 "Dold"/ }] }
  for (const sheet of ['3', '0', 'Blad1']) await refused(t, rowsOf(book, { sheet }), unknown)
  await refused(t, rowsOf(xlsx({})), { rule: 'import-file', message: /empty/ })
  await refused(t, rowsOf('Förening;Belopp\n', { sheet: '1' }, 'text/csv'), { name: 'Invalid', rule: 'import-options' })
})

t.test('a formula without a value refuses its row alone', async t => {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const rows = `<row>${cell('Förening')}${cell('Belopp')}</row><row>${cell('IFK')}<c><f>A1*2</f></c></row><row>${cell('Ore')}<c><v>5</v></c></row>`
  t.match((await rowsOf(xlsx({ rows }))).rows, [
    { line: 2, cells: { Belopp: { formula: 'A1*2' } }, violations: [] },
    { line: 3, cells: { Förening: 'Ore', Belopp: 5 }, violations: [] }
  ])
})

t.test('gzip is unpacked once, and no further than the limit', async t => {
  const csv = Buffer.from('Förening;Belopp\nIFK;5\n')
  const unpack = async (bytes: Buffer, contentType = octets) => {
    const limits = { ...usualLimits, unpackedBytes: 1_000_000 }
    const { source, ...file } = await unpacked({ source: sourceOf(bytes), contentType }, limits)
    const parts: Uint8Array[] = []
    for await (const part of source.read()) parts.push(part)
    await source.close()
    return { bytes: Buffer.concat(parts), ...file }
  }
  t.same(await unpack(csv, 'text/csv'), { bytes: csv, contentType: 'text/csv' })
  t.same(await unpack(gzipSync(csv), 'application/gzip'), { bytes: csv, contentType: octets })
  t.same(await unpack(gzipSync(csv), 'text/csv'), { bytes: csv, contentType: 'text/csv' })
  await refused(t, unpack(gzipSync(Buffer.alloc(2_000_000))), { name: 'TooLarge', rule: 'import-file-too-large' })
  await refused(t, unpack(gzipSync(csv).subarray(0, 25)), { name: 'Malformed', message: /damaged or cut off/ })
  await refused(t, unpack(gzipSync(gzipSync(csv))), { name: 'Malformed', message: /twice/ })
  await refused(t, unpack(Buffer.from('1f8b', 'hex')), { name: 'Malformed' })
  t.equal((await unpack(gzipSync(zipOf(xlsxParts({}))))).bytes[0], 0x50)
})
