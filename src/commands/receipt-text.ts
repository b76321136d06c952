import type { Receipt, RegisterTotals } from '../imports/receipt.ts'

/** The receipt of an import as a person reads it in a terminal. */

export const kronor = (amount: number) =>
  new Intl.NumberFormat('sv-SE', { minimumFractionDigits: 2 }).format(amount).replace(/\s/g, ' ')

const stated = ({ lineCount, applied, granted, reserved }: RegisterTotals) =>
  `${lineCount} lines, applied ${kronor(applied)}, granted ${kronor(granted)}, reserved ${kronor(reserved)} SEK`

const FEW = 10

/** What the receipt of every file tells, whatever it is of. */
export type ReadReceipt = Pick<Receipt, 'rowCount' | 'headings' | 'unknownHeadings' | 'notes' | 'warnings'>

/** Lines of text: what was understood, what was not, and warnings by kind. */
export function readText({ rowCount, headings, unknownHeadings, notes, warnings }: ReadReceipt): string[] {
  const understood = headings.filter(({ heading }) => !heading.startsWith('default='))
  return [
    `  read: ${rowCount} rows; ${understood.map(({ heading, column }) => `${heading} → ${column}`).join(', ')}`,
    ...unknownHeadings.map(
      ({ heading, nearest }) => `  not used: ${heading}${nearest === null ? '' : ` (did you mean ${nearest}?)`}`
    ),
    ...notes.map(({ sheet, line, message }) => `  note: ${placed(sheet, line)}${message}`),
    ...warnings.map(
      ({ code, message, count, lineNumbers }) =>
        `  warning: ${code}, ${count} ${count === 1 ? 'row' : 'rows'} (line ${lineNumbers.slice(0, FEW).join(', ')}${count > FEW ? ' …' : ''}): ${message}`
    )
  ]
}

/** The same, and of decisions sums, and the register before and after. */
export function receiptText(receipt: Receipt | ReadReceipt): string[] {
  if (!('sums' in receipt)) return readText(receipt)
  const { sums, total, register } = receipt
  return [
    ...readText(receipt),
    ...sums.map(
      sum =>
        `  ${sum.year ?? 'year not stated'}, ${sum.bodyName}, ${sum.schemeName}: ${stated(sum)}${notStated(sum.notStatedCount)}`
    ),
    `  in all: ${stated(total)}`,
    ...register.flatMap(({ year, before, after }) => [
      `  register ${year ?? 'without a year'}, before: ${stated(before)}`,
      `  register ${year ?? 'without a year'}, after:  ${stated(after)}`
    ])
  ]
}

const notStated = (count: number) => (count === 0 ? '' : `; ${count} granted without a stated amount`)

/** Where in the file, as a prefix; nothing where it is of the whole. */
export const placed = (sheet: string | undefined, line: number | undefined) => {
  const place = [sheet === undefined ? '' : `sheet ${sheet}`, line ? `line ${line}` : ''].filter(part => part !== '')
  return place.length === 0 ? '' : `${place.join(', ')}: `
}
