import { parse } from 'csv-parse/sync'
import { Invalid, Malformed } from '../../base/errors.ts'
import { type ParsedAmount, parseAmount } from '../../base/parse-amount.ts'
import { unguard } from '../../platform/http/csv.ts'
import { decodeText } from '../../platform/http/encoding.ts'
import type { RawRow } from './confirmation-rules.ts'
import { problems } from './problems.ts'

/** Rows of a confirmation as CSV: what accounts payable or the bank gives, or our own file with columns added. */

/** Headings by the property that they mean, as they are compared. */
export const confirmationHeadings = {
  endToEndId: ['endtoendid', 'endtoend', 'betalningsid', 'betalningsreferens', 'e2eid'],
  outcome: ['outcome', 'utfall', 'status', 'resultat'],
  paidOn: ['paidon', 'paiddate', 'betaldatum', 'betalningsdatum', 'utbetald', 'utbetalningsdatum', 'betalddatum'],
  voucherNumber: ['vouchernumber', 'voucher', 'verifikationsnummer', 'verifikation', 'verifikationsnr', 'vernr'],
  reason: ['reason', 'orsak', 'anledning', 'avvisningsorsak'],
  amount: ['amount', 'belopp', 'utbetaltbelopp']
}
const keyOf = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const columnOf = new Map(
  Object.entries<string[]>(confirmationHeadings).flatMap(([name, keys]) => keys.map(key => [key, name]))
)
// Before the headings: empty lines, also of separators alone, and Excel's note to itself.
const preamble = /^(?:(?:(?:[^\S\n]|[;,])*|"?sep=[;,|\t]"?[;,\s]*?)\n)+/i

/** As Swedish tables print it. */
const readAmount = (value: unknown): ParsedAmount => parseAmount(value as string)

/**
 * The rows with their lines of the file, and the headings that mean nothing here. UTF-8, UTF-16 or Windows-1252; comma, semicolon or
 * tab; empty lines and Excel's `sep=;` before the headings are passed over. @throws Malformed (not text, quotes that do not match), Invalid (columns missing or twice)
 */
export function readConfirmationCsv(bytes: Buffer): { rows: RawRow[]; ignoredColumns: string[] } {
  const { text: whole } = decodeText(bytes)
  const before = preamble.exec(whole)?.[0] ?? ''
  const skipped = before.split('\n').length - 1
  const text = whole.slice(before.length)
  const [first = ''] = text.split(/\r?\n/, 1)
  const delimiter = [';', '\t', ','].find(each => first.split(each).some(cell => columnOf.has(keyOf(cell)))) ?? ','
  const [head, ...records] = recordsOf(text, delimiter, skipped)
  if (!head) throw new Malformed(problems['import-file'], { en: 'The file is empty.', sv: 'Filen är tom.' })
  const names = head.record.map(heading => columnOf.get(keyOf(heading)))
  refuseHeadings(head.record, names, skipped + 1)
  const fields = new Map(names.flatMap((name, at) => (name ? [[name, head.record[at]!.trim()] as const] : [])))
  const field = (name: string) => fields.get(name) ?? name
  const rows = records
    .filter(({ record }) => record.some(cell => cell.trim() !== ''))
    .map(({ record, info }) => {
      const cells = names.flatMap((name, at) => (name ? [[name, unguard(record[at] ?? '')]] : []))
      // The line on which the record begins: it may hold line breaks.
      const line = skipped + info.lines - record.join('').split('\n').length + 1
      return { line, values: Object.fromEntries(cells), field, readAmount }
    })
  return { rows, ignoredColumns: head.record.filter((heading, at) => !names[at] && heading.trim() !== '') }
}

type Parsed = { record: string[]; info: { lines: number } }

function recordsOf(text: string, delimiter: string, skipped: number): Parsed[] {
  try {
    const options = { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 1e5 }
    return parse(text, options) as unknown as Parsed[]
  } catch (error) {
    const { lines } = error as { lines?: number }
    const violation = {
      field: '',
      message: 'a quote is opened and never closed, or stands inside a cell',
      sv: 'ett citattecken öppnas och stängs aldrig, eller står inne i en cell',
      line: skipped + (lines ?? 1)
    }
    throw new Malformed(
      problems['import-file'],
      { en: 'The file cannot be read as CSV.', sv: 'Filen kan inte läsas som CSV.' },
      [violation]
    )
  }
}

function refuseHeadings(head: string[], names: (string | undefined)[], line: number) {
  const wanted = ['endToEndId', 'outcome'].filter(name => !names.includes(name))
  const twice = head.filter((_, at) => names[at] && names.indexOf(names[at]) !== at)
  if (wanted.length + twice.length === 0) return
  throw new Invalid(
    problems['import-columns'],
    {
      en: 'The columns of the file are not those of a confirmation.',
      sv: 'Filens kolumner är inte de som en återrapportering har.'
    },
    [
      ...wanted.map(field => ({
        field,
        message: 'is a column that the file lacks',
        sv: 'är en kolumn som filen saknar',
        line
      })),
      ...twice.map(field => ({
        field,
        message: 'means the same as another column',
        sv: 'betyder detsamma som en annan kolumn',
        line
      }))
    ]
  )
}
