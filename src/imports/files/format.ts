import type { Malformed } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
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

const picture: Text = { en: 'a picture', sv: 'en bild' }

/** Begins of files, as characters of Latin-1. */
const begins: [begin: string, is: Format | Text][] = [
  ['PK\x03\x04', 'workbook'],
  ['PK\x05\x06', { en: 'an empty zip file', sv: 'en tom zip-fil' }],
  ['\xd0\xcf\x11\xe0', 'workbook'],
  ['\x1f\x8b', 'gzip'],
  ['%PDF-', { en: 'a PDF; copy its table into a workbook', sv: 'en PDF; kopiera dess tabell till en arbetsbok' }],
  [
    '{\\rtf',
    {
      en: 'a document of rich text; copy its table into a workbook',
      sv: 'ett RTF-dokument; kopiera dess tabell till en arbetsbok'
    }
  ],
  ['\x89PNG', picture],
  ['\xff\xd8\xff', picture],
  ['GIF8', picture],
  ['7z\xbc\xaf', { en: 'packed with 7-Zip', sv: 'packad med 7-Zip' }],
  ['Rar!', { en: 'packed with RAR', sv: 'packad med RAR' }],
  ['BZh', { en: 'packed with bzip2', sv: 'packad med bzip2' }],
  ['\xfd7zXZ', { en: 'packed with xz', sv: 'packad med xz' }],
  ['\x28\xb5\x2f\xfd', { en: 'packed with Zstandard', sv: 'packad med Zstandard' }],
  [
    '\x09\x00\x04\x00',
    { en: 'a workbook of Excel 2; save it as .xlsx', sv: 'en arbetsbok från Excel 2; spara den som .xlsx' }
  ],
  [
    '\x09\x02\x06\x00',
    { en: 'a workbook of Excel 3; save it as .xlsx', sv: 'en arbetsbok från Excel 3; spara den som .xlsx' }
  ],
  [
    '\x09\x04\x06\x00',
    { en: 'a workbook of Excel 4; save it as .xlsx', sv: 'en arbetsbok från Excel 4; spara den som .xlsx' }
  ],
  ['SQLite format 3', { en: 'a database', sv: 'en databas' }],
  ['PAR1', { en: 'a Parquet file', sv: 'en Parquet-fil' }]
]

const TAKEN: Text = {
  en: 'Taken are workbooks (.xlsx, .xls, .ods), text with separators (.csv, .tsv), tables of HTML and Markdown, JSON and NDJSON, each also packed with gzip',
  sv: 'Det som tas emot är arbetsböcker (.xlsx, .xls, .ods), text med avskiljare (.csv, .tsv), tabeller i HTML och Markdown, JSON och NDJSON, också packade med gzip'
}

const lookingLike = ({ en, sv }: Text): Malformed =>
  unreadable(`looks like ${en}. ${TAKEN.en}`, `ser ut att vara ${sv}. ${TAKEN.sv}`)

/** Bytes of the beginning by which files are told apart. */
const HEAD = 65_536

/**
 * What the file is. Its content comes first; the content type decides where that could be several things.
 * @throws Malformed (`import-file`) where it is none of them, saying what it looks like and what is taken
 */
export function sniff(bytes: Uint8Array, contentType = ''): Format {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD)).toString('latin1')
  const [, known] = begins.find(([begin]) => head.startsWith(begin)) ?? []
  if (typeof known === 'object') throw lookingLike(known)
  if (known) return known
  const said = declared[contentType.split(';')[0]!.trim().toLowerCase()]
  // What tells texts apart is ASCII: without their NULs those in UTF-16 can be read too.
  const text = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (text.startsWith('<')) return markupOf(text)
  if (/^MIME-Version:/i.test(text))
    throw lookingLike({
      en: 'a web archive; save the page as HTML or as a workbook',
      sv: 'ett webbarkiv; spara sidan som HTML eller som en arbetsbok'
    })
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
  if (text.includes('<office:document'))
    throw lookingLike({
      en: 'a flat OpenDocument file; save it as .ods',
      sv: 'en platt OpenDocument-fil; spara den som .ods'
    })
  throw lookingLike({ en: 'XML of some other kind', sv: 'XML av något annat slag' })
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
