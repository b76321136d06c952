import type { Malformed } from '../../base/errors.ts'
import type { Source } from '../../platform/http/spool.ts'
import { unreadable } from './limits.ts'
import { isDelimiterLine } from './markdown.ts'

/** What a file is, by its content: names and content types are wrong too often to be believed first. */
export type Format = 'csv' | 'ndjson' | 'json' | 'workbook' | 'html' | 'markdown' | 'gzip'

/** Content types that say something where the content could be several things. */
const declared: Record<string, Format> = {
  'application/x-ndjson': 'ndjson',
  'application/json': 'json',
  'text/html': 'html',
  'text/markdown': 'markdown',
  'text/csv': 'csv'
}

/** Content types of files that are taken; what they are is told by their content. */
export const fileTypes = [
  'text/csv',
  'application/x-ndjson',
  'application/json',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel.sheet.macroEnabled.12',
  'application/vnd.ms-excel',
  'application/vnd.oasis.opendocument.spreadsheet',
  'text/html',
  'text/markdown',
  'text/tab-separated-values',
  'text/plain',
  'application/gzip',
  'application/x-gzip',
  'application/xml',
  'text/xml',
  'application/octet-stream'
]

/** Begins of files, as characters of Latin-1. */
const begins: [begin: string, is: Format | { other: string }][] = [
  ['PK\x03\x04', 'workbook'],
  ['PK\x05\x06', { other: 'an empty zip file' }],
  ['\xd0\xcf\x11\xe0', 'workbook'],
  ['\x1f\x8b', 'gzip'],
  ['%PDF-', { other: 'a PDF; copy its table into a workbook' }],
  ['{\\rtf', { other: 'a document of rich text; copy its table into a workbook' }],
  ['\x89PNG', { other: 'a picture' }],
  ['\xff\xd8\xff', { other: 'a picture' }],
  ['GIF8', { other: 'a picture' }],
  ['7z\xbc\xaf', { other: 'packed with 7-Zip' }],
  ['Rar!', { other: 'packed with RAR' }],
  ['BZh', { other: 'packed with bzip2' }],
  ['\xfd7zXZ', { other: 'packed with xz' }],
  ['\x28\xb5\x2f\xfd', { other: 'packed with Zstandard' }],
  ['\x09\x00\x04\x00', { other: 'a workbook of Excel 2; save it as .xlsx' }],
  ['\x09\x02\x06\x00', { other: 'a workbook of Excel 3; save it as .xlsx' }],
  ['\x09\x04\x06\x00', { other: 'a workbook of Excel 4; save it as .xlsx' }],
  ['SQLite format 3', { other: 'a database' }],
  ['PAR1', { other: 'a Parquet file' }]
]

const TAKEN =
  'Taken are workbooks (.xlsx, .xls, .ods), text with separators (.csv, .tsv), tables of HTML and Markdown, JSON and NDJSON, each also packed with gzip'

const lookingLike = (what: string): Malformed => unreadable(`looks like ${what}. ${TAKEN}`)

/** Bytes of the beginning by which files are told apart. */
const HEAD = 65_536

/**
 * What the file is. Its content comes first; the content type decides where that could be several things.
 * @throws Malformed (`import-file`) where it is none of them, saying what it looks like and what is taken
 */
export function sniff(bytes: Uint8Array, contentType = ''): Format {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD)).toString('latin1')
  const [, known] = begins.find(([begin]) => head.startsWith(begin)) ?? []
  if (typeof known === 'object') throw lookingLike(known.other)
  if (known) return known
  const said = declared[contentType.split(';')[0]!.trim().toLowerCase()]
  // What tells texts apart is ASCII: without their NULs those in UTF-16 can be read too.
  const text = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (text.startsWith('<')) return markupOf(text)
  if (/^MIME-Version:/i.test(text)) throw lookingLike('a web archive; save the page as HTML or as a workbook')
  if (said === 'json' || said === 'ndjson') return said
  if (/^\[\s*[{\]]/.test(text) || /^\{\s*"rows"\s*:\s*\[/.test(text)) return 'json'
  if (/^\{\s*"/.test(text)) return 'ndjson'
  if (said !== 'csv' && /<table\b[^>]*>/i.test(text) && /<t[dh]\b/i.test(text)) return 'html'
  return said === 'markdown' || hasMarkdownTable(text) ? 'markdown' : 'csv'
}

function markupOf(text: string): Format {
  if (/<(?:\w+:)?Workbook\b/.test(text) && text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'workbook'
  if (
    /<(?:!doctype\s+html|html|head|body|meta|style|title|table|div|span|p|br|h\d|section|article|main|center|font)\b/i.test(
      text
    )
  ) {
    return 'html'
  }
  if (text.includes('<office:document')) throw lookingLike('a flat OpenDocument file; save it as .ods')
  throw lookingLike('XML of some other kind')
}

function hasMarkdownTable(text: string): boolean {
  let before = ''
  for (const line of text.split(/\r\n?|\n/)) {
    if (before.includes('|') && isDelimiterLine(line)) return true
    before = line
  }
  return false
}

/** The beginning of a file, by which it is told what it is. */
export async function headOf(source: Source): Promise<Uint8Array> {
  for await (const part of source.read()) return part.subarray(0, HEAD)
  return new Uint8Array(0)
}
