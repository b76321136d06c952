import { crc32, deflateRawSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import { type ReadLimits, usualLimits } from '../../src/imports/files/limits.ts'
import type { FileNote, TableRecord } from '../../src/imports/files/records.ts'
import { openWorkbook } from '../../src/imports/files/workbook.ts'

type Parts = Record<string, string | Uint8Array>

/** A zip of these files. */
export function zipOf(parts: Parts): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [file, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes, { level: 1 })
    const name = Buffer.from(file)
    // What is said before the bytes and in the directory alike: version, names in UTF-8, deflated, when, sizes.
    const said = Buffer.alloc(26)
    for (const [value, offset] of [
      [20, 0],
      [0x800, 2],
      [8, 4],
      [0x21, 8],
      [name.length, 22]
    ] as const)
      said.writeUInt16LE(value, offset)
    for (const [value, offset] of [
      [crc32(bytes), 10],
      [packed.length, 14],
      [bytes.length, 18]
    ] as const)
      said.writeUInt32LE(value, offset)
    locals.push(Buffer.from('PK\x03\x04'), said, name, packed)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), said, rest, name)
    at += 30 + name.length + packed.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  for (const offset of [8, 10]) end.writeUInt16LE(Object.keys(parts).length, offset)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, entries, end])
}

/** A compound file (the old Office's) of these streams. */
export function compoundOf(streams: Parts): Buffer {
  const cfb = XLSX.CFB.utils.cfb_new()
  for (const [name, content] of Object.entries(streams)) XLSX.CFB.utils.cfb_add(cfb, name, Buffer.from(content))
  return Buffer.from(XLSX.CFB.write(cfb, { type: 'buffer' }))
}

type Xlsx = {
  /** What stands in sheetData. */
  rows?: string
  before?: string
  after?: string
  strings?: string
  styles?: string
  workbook?: string
  state?: string
  more?: Parts
}

const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

const relations = (targets: Record<string, string>) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(targets)
    .map(([type, target]) => `<Relationship Id="${type}1" Type="${types}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** The files of a workbook of one sheet, Blad1, as XML that the test writes. */
export function xlsxParts({
  rows = '',
  before = '',
  after = '',
  strings,
  styles,
  workbook = '',
  state,
  more
}: Xlsx): Parts {
  const targets: Record<string, string> = { worksheet: 'worksheets/sheet1.xml' }
  if (strings) targets.sharedStrings = '/xl/sharedStrings.xml'
  if (styles) targets.styles = 'styles.xml'
  const stateOf = state ? ` state="${state}"` : ''
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations({ officeDocument: 'xl/workbook.xml' }),
    'xl/workbook.xml': `<workbook ${ns} xmlns:r="${types}">${workbook}<sheets><sheet name="Blad1" sheetId="1"${stateOf} r:id="worksheet1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(targets),
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet ${ns}>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`,
    ...(strings && { 'xl/sharedStrings.xml': `<sst ${ns}>${strings}</sst>` }),
    ...(styles && { 'xl/styles.xml': `<styleSheet ${ns}>${styles}</styleSheet>` }),
    ...more
  }
}

export const xlsx = (of: Xlsx) => zipOf(xlsxParts(of))

/** A spreadsheet of OpenDocument with what stands in its body. */
export function ods(tables: string, styles = '', more: Parts = {}): Buffer {
  const names = ['office', 'table', 'text', 'style', 'number'].map(
    name => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`
  )
  const content = `<office:document-content ${names.join(' ')} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`
  return zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': content, ...more })
}

/** What an iterable gives, whole. */
export async function all<T>(iterable: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of iterable) items.push(item)
  return items
}

/** Every sheet with its records, and everything that is told. */
export async function bookOf(bytes: Uint8Array, limits: Partial<ReadLimits> = {}) {
  const book = await openWorkbook(bytes, { ...usualLimits, ...limits })
  try {
    const sheets: { sheet: string | null; records: TableRecord[]; notes: FileNote[] }[] = []
    for (const { sheet, records, notes } of book.tables) sheets.push({ sheet, records: await all(records), notes })
    return { kind: book.kind, notes: book.notes, sheets }
  } finally {
    await book.close()
  }
}

/** Cells of the records of the first sheet. */
export const cellsOfBook = async (bytes: Uint8Array) =>
  (await bookOf(bytes)).sheets[0]!.records.map(({ cells }) => cells)
