import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { bookOf, compoundOf, ods, xlsx, xlsxParts, zipOf } from './books.ts'
import { refused } from './raw.ts'
import { fixture } from './reading.ts'

/** Workbooks that are broken, closed, or made to do harm. */

const workbook = (name: string) => Buffer.from(fixture(`workbooks/${name}`))
const broken = (message: RegExp) => ({ name: 'Malformed', rule: 'import-file', message })
const tooLarge = (message: RegExp) => ({ name: 'TooLarge', rule: 'import-file-too-large', message })
const damaged = broken(/damaged|cut off/)

t.test('a workbook that is cut off or damaged is refused, wherever', async t => {
  for (const name of ['bidrag.xlsx', 'bidrag.ods', 'bidrag.xls']) {
    const bytes = workbook(name)
    for (const share of [0.3, 0.95]) {
      await refused(t, bookOf(bytes.subarray(0, Math.ceil(bytes.length * share))), damaged)
    }
  }
  for (const name of ['bidrag.xlsx', 'bidrag.ods']) {
    const bytes = workbook(name)
    for (let at = 200; at < bytes.length; at += Math.floor(bytes.length / 3)) {
      const changed = Buffer.from(bytes)
      changed[at] = changed[at]! ^ 0xff
      const result = await bookOf(changed).catch(error => error)
      t.ok(result.rule === 'import-file' || result.sheets?.length === 2, `${name}, byte ${at}`)
    }
  }
  const whole = xlsxParts({ rows: '<row><c><v>1</v></c></row>' })
  const sheet = 'xl/worksheets/sheet1.xml'
  await refused(t, bookOf(zipOf({ ...whole, [sheet]: String(whole[sheet]).replace('</worksheet>', '') })), damaged)
  await refused(t, bookOf(zipOf({ ...whole, [sheet]: '' })), damaged)
  const { [sheet]: _, ...without } = whole
  await refused(t, bookOf(zipOf(without)), broken(/lacks xl\/worksheets/))
  for (const cell of [
    '<c t="s"><v>7</v></c>',
    '<c><v>x</v></c>',
    '<c r="ÅÄ1"><v>1</v></c>',
    '<c r="XFE1"><v>1</v></c>'
  ]) {
    await refused(t, bookOf(xlsx({ rows: `<row>${cell}</row>` })), damaged)
  }
  await refused(t, bookOf(xlsx({ rows: '<row r="9999999"/>' })), damaged)
  await refused(t, bookOf(randomBytes(5000)), damaged)
})

t.test('a password is told', async t => {
  const closed = broken(/password/)
  await refused(t, bookOf(compoundOf({ EncryptionInfo: 'x', EncryptedPackage: randomBytes(500) })), closed)
  const encrypted = { 'META-INF/manifest.xml': '<manifest:manifest><manifest:encryption-data/></manifest:manifest>' }
  await refused(t, bookOf(ods('', '', encrypted)), closed)
  const cfb = XLSX.CFB.read(workbook('bidrag.xls'), { type: 'buffer' })
  const stream = Buffer.from(XLSX.CFB.find(cfb, 'Workbook').content)
  const first = 4 + stream.readUInt16LE(2)
  const filePass = Buffer.alloc(4 + 54, 1)
  filePass.writeUInt16LE(0x2f, 0)
  filePass.writeUInt16LE(54, 2)
  filePass.writeUInt16LE(1, 4)
  const Workbook = Buffer.concat([stream.subarray(0, first), filePass, stream.subarray(first)])
  await refused(t, bookOf(compoundOf({ Workbook })), closed)
  const zipped = zipOf(xlsxParts({}))
  for (let at = zipped.indexOf('PK\x01\x02'); at >= 0; at = zipped.indexOf('PK\x01\x02', at + 4)) zipped[at + 8]! |= 1
  await refused(t, bookOf(zipped), closed)
})

t.test('other documents are told by what they are', async t => {
  await refused(t, bookOf(zipOf({ 'word/document.xml': '<x/>' })), broken(/is a Word document/))
  await refused(t, bookOf(zipOf({ 'ppt/presentation.xml': '<x/>' })), broken(/is a presentation/))
  await refused(
    t,
    bookOf(zipOf({ 'bidrag.xlsx': workbook('../cases/clean.xlsx') })),
    broken(/zip file of other files \("bidrag.xlsx"\)/)
  )
  await refused(
    t,
    bookOf(zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' })),
    broken(/no spreadsheet/)
  )
  await refused(t, bookOf(compoundOf({ WordDocument: 'x' })), broken(/is a Word document/))
  const binary = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(binary, XLSX.utils.aoa_to_sheet([['x']]))
  await refused(
    t,
    bookOf(Buffer.from(XLSX.write(binary, { type: 'buffer', bookType: 'xlsb' }))),
    broken(/binary workbook/)
  )
})

t.test('a bomb is refused by what it says, and by what comes where it lies', async t => {
  const bomb = zipOf(xlsxParts({ more: { 'xl/media/a.xml': Buffer.alloc(50_000_000) } }))
  t.ok(bomb.length < 1_000_000, `${bomb.length} bytes`)
  await refused(t, bookOf(bomb, { unpackedBytes: 20_000_000 }), tooLarge(/larger than 20000000 bytes/))
  const strings = '<si><t>x</t></si>'.repeat(1_000_000)
  const lying = xlsx({ strings, rows: '<row><c><v>1</v></c></row>' })
  // The size that each entry has unpacked, in the directory at the end and before its bytes.
  for (const [mark, offset] of [
    ['PK\x01\x02', 24],
    ['PK\x03\x04', 22]
  ] as const) {
    for (let at = lying.indexOf(mark); at >= 0; at = lying.indexOf(mark, at + 4)) {
      if (lying.readUInt32LE(at + offset) > 1_000_000) lying.writeUInt32LE(1000, at + offset)
    }
  }
  await refused(t, bookOf(lying, { unpackedBytes: 20_000_000 }), damaged)
  await refused(t, bookOf(manyEntries(10_050)), tooLarge(/more than 10000 files/))
})

/** A zip of so many files, which are all the same one. */
function manyEntries(count: number): Buffer {
  const one = zipOf({ a: 'x' })
  const from = one.indexOf('PK\x01\x02')
  const end = one.lastIndexOf('PK\x05\x06')
  const entry = one.subarray(from, one.indexOf('PK\x01\x02', from + 4) < 0 ? end : one.indexOf('PK\x01\x02', from + 4))
  const directory = Buffer.concat(Array(count).fill(entry))
  const tail = Buffer.from(one.subarray(end))
  tail.writeUInt16LE(count, 8)
  tail.writeUInt16LE(count, 10)
  tail.writeUInt32LE(directory.length, 12)
  tail.writeUInt32LE(from, 16)
  return Buffer.concat([one.subarray(0, from), directory, tail])
}

t.test('a million empty formatted rows cost little, and hold nobody up', async t => {
  const empty = `<row r="${'#'}" s="1" customFormat="1"><c r="A#" s="1"/></row>`
  const rows = ['<row r="1"><c><v>1</v></c></row>']
  for (let i = 2; i <= 1_000_000; i++) rows.push(empty.replaceAll('#', String(i)))
  const million = xlsx({ rows: rows.join('') })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const before = process.memoryUsage().rss
  delay.enable()
  const { sheets } = await bookOf(million, { timeoutMs: 120_000, memoryMb: 128 })
  delay.disable()
  t.equal(sheets[0]!.records.length, 1)
  t.comment(`loop ${delay.max / 1e6} ms, rss ${(process.memoryUsage().rss - before) / 1e6} MB`)
  const cells = '<table:table-cell table:style-name="a" table:number-columns-repeated="16384"/>'
  const repeated = `<table:table-row table:number-rows-repeated="1048575">${cells}</table:table-row>`
  const one = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
  const began = performance.now()
  t.match(await bookOf(ods(`<table:table table:name="T">${one}${repeated}</table:table>`)), {
    sheets: [{ records: [{ line: 1 }] }]
  })
  t.ok(performance.now() - began < 10_000)
})

t.test('cells that are said to be many are counted', async t => {
  const cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
  const row = `<table:table-row table:number-rows-repeated="1048576">${cell}</table:table-row>`
  await refused(
    t,
    bookOf(ods(`<table:table table:name="T">${row}</table:table>`), { cells: 1_000_000 }),
    tooLarge(/1000000 cells/)
  )
  const far = Array.from({ length: 100 }, (_, i) => `<row r="${i + 1}"><c r="XFD${i + 1}"><v>1</v></c></row>`).join('')
  await refused(t, bookOf(xlsx({ rows: far }), { cells: 1_000_000 }), tooLarge(/1000000 cells/))
  const merges = '<mergeCell ref="A1:XFD1048576"/>'.repeat(5_000)
  const merged = xlsx({ rows: '<row><c><v>1</v></c></row>'.repeat(500), after: `<mergeCells>${merges}</mergeCells>` })
  await refused(t, bookOf(merged, { cells: 1_000_000 }), tooLarge(/1000000 cells/))
})

t.test('a workbook that takes too much memory or time is given up, and the next one is read', async t => {
  const strings = Array.from({ length: 200_000 }, (_, i) => `<si><t>${i} ${'å'.repeat(100)}</t></si>`).join('')
  const large = xlsx({ strings, rows: '<row><c t="s"><v>1</v></c></row>' })
  await refused(t, bookOf(large, { memoryMb: 24 }), tooLarge(/24 MB of memory/))
  await refused(t, bookOf(large, { timeoutMs: 50 }), tooLarge(/longer than 0.05 seconds/))
  t.match(await bookOf(large), { sheets: [{ records: [{ cells: [/^1 å+$/] }] }] })
  t.equal((await bookOf(workbook('../cases/clean.xlsx'))).sheets[0]!.records.length, 30)
})

t.test('entities that a document declares are not expanded, and names mean nothing to the service', async t => {
  const entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  const parts = xlsxParts({ rows: '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>' })
  const sheet = 'xl/worksheets/sheet1.xml'
  parts[sheet] = entities + String(parts[sheet]).replace('<?xml version="1.0"?>', '')
  t.same((await bookOf(zipOf(parts))).sheets[0]!.records[0]!.cells, ['&b;'])
  const names = zipOf({
    ...xlsxParts({ rows: '<row><c __proto__="x" constructor="y"><v>1</v></c></row>' }),
    __proto__: 'x'
  })
  t.same((await bookOf(names)).sheets[0]!.records[0]!.cells, [1])
})
