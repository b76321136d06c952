import { Invalid, TooLarge } from '../base/errors.ts'
import type { Message } from '../base/language.ts'
import { amountFromNumber, type ParsedAmount, parseAmount } from '../base/parse-amount.ts'
import { confirmationHeadings } from '../money/payment-runs/confirmation-csv.ts'
import type { RawRow } from '../money/payment-runs/confirmation-rules.ts'
import { type SentFile, unpacked } from './files/compressed.ts'
import { readRows, type Section } from './files/file.ts'
import type { ReadLimits } from './files/limits.ts'
import { type Cell, Unvalued } from './files/records.ts'
import { problems } from './problems.ts'
import { type Columns, Vocabulary } from './rows/vocabulary.ts'

/** Confirmations of a payment run in workbooks and other files that imports take. */

const columns = ['endToEndId', 'outcome', 'paidOn', 'voucherNumber', 'reason', 'amount'] as const
type Column = (typeof columns)[number]

const LACKED: Message = { message: 'is a column that the file lacks', sv: 'är en kolumn som filen saknar' }

const words = new Vocabulary<Column>({
  columns,
  aliases: confirmationHeadings,
  amounts: new Set<Column>(['amount']),
  needed: { endToEndId: LACKED, outcome: LACKED }
})

/** Rows of one confirmation: more than any run of a municipality. */
const MOST_ROWS = 200_000

/**
 * The rows with their lines, to be judged by the rules of confirmations, and the headings that mean nothing here.
 * @throws Malformed (no file of rows), Invalid (columns), TooLarge
 */
export async function readConfirmationFile(
  sent: SentFile,
  limits: ReadLimits
): Promise<{ rows: RawRow[]; ignoredColumns: string[] }> {
  const { source, contentType } = await unpacked(sent, limits)
  const rows: RawRow[] = []
  const ignored = new Set<string>()
  try {
    const { sections, close } = await readRows(source, contentType, {
      known: heading => words.columnOf(heading) !== null,
      naming: heading => words.columnOf(heading) === 'endToEndId',
      sought: {
        column: 'endToEndId',
        tells: { en: 'the payment (endToEndId)', sv: 'vilken utbetalning det är (endToEndId)' }
      },
      limits
    })
    try {
      for (const section of sections) await readSection(section, rows, ignored)
    } finally {
      await close()
    }
  } finally {
    await source.close()
  }
  return { rows, ignoredColumns: [...ignored] }
}

async function readSection({ headings, rows }: Section, into: RawRow[], ignored: Set<string>) {
  const resolve = words.columnResolver()
  const whole = headings ? words.resolveColumns(headings) : undefined
  for await (const { line, cells, violations } of rows) {
    if (violations.length > 0)
      throw new Invalid(
        problems['import-columns'],
        { en: 'A row of the file cannot be read.', sv: 'En rad i filen kan inte läsas.' },
        violations
      )
    if (into.length === MOST_ROWS)
      throw new TooLarge(problems['too-many-rows'], {
        en: `A confirmation has at most ${MOST_ROWS} rows.`,
        sv: `En återrapportering har högst ${MOST_ROWS} rader.`
      })
    const { columns: found, ignored: others } = whole ?? resolve(Object.keys(cells))
    for (const heading of others) if (ignored.size < 1000) ignored.add(heading)
    into.push({ line, values: valuesOf(cells, found), field: name => found[name as Column] ?? name, readAmount })
  }
}

/** Texts, and amounts as they stand; what a workbook holds as a number is text everywhere else. */
function valuesOf(cells: Record<string, Cell>, found: Columns<Column>): Record<string, unknown> {
  const values = Object.entries<string | undefined>(found).map(([column, heading]) => {
    const cell = cells[heading!] ?? null
    if (cell === null || column === 'amount') return [column, cell]
    return [column, cell instanceof Unvalued ? `=${cell.formula}` : String(cell)]
  })
  return Object.fromEntries(values)
}

function readAmount(value: unknown): ParsedAmount {
  if (typeof value === 'number') return amountFromNumber(value)
  return typeof value === 'string' ? parseAmount(value) : { ok: false, message: 'is no amount', sv: 'är inget belopp' }
}
