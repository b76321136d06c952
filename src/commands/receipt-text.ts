import { violationIn } from '../base/errors.ts'
import type { Language } from '../base/language.ts'
import type { Receipt, ReceiptWarning, RegisterTotals } from '../imports/receipt.ts'
import { placed, wordsOf } from './receipt-words.ts'

/** The receipt of an import as a person reads it in a terminal. */

export const kronor = (amount: number) =>
  new Intl.NumberFormat('sv-SE', { minimumFractionDigits: 2 }).format(amount).replace(/\s/g, ' ')

const FEW = 10

/** What the receipt of every file tells, whatever it is of. */
export type ReadReceipt = Pick<Receipt, 'rowCount' | 'headings' | 'unknownHeadings' | 'notes' | 'warnings'>

/** Lines of text: what was understood, what was not, and warnings by kind. */
export function readText(receipt: ReadReceipt, language: Language): string[] {
  const { rowCount, headings, unknownHeadings, notes, warnings } = receipt
  const words = wordsOf[language]
  const understood = headings.filter(({ heading }) => !heading.startsWith('default='))
  return [
    `  ${words.read(rowCount)}; ${understood.map(({ heading, column }) => `${heading} → ${column}`).join(', ')}`,
    ...unknownHeadings.map(({ heading, nearest }) => `  ${words.notUsed(heading, nearest)}`),
    ...notes.map(note => {
      const { sheet, line, message } = violationIn(note, language)
      return `  ${words.note}: ${placed(language, sheet, line)}${message}`
    }),
    ...warnings.map(warning => `  ${warningText(warning, language)}`)
  ]
}

function warningText(warning: ReceiptWarning, language: Language): string {
  const { code, message, count, lineNumbers } = violationIn(warning, language)
  const lines = `${lineNumbers.slice(0, FEW).join(', ')}${count > FEW ? ' …' : ''}`
  const words = wordsOf[language]
  return `${words.warning}: ${code}, ${words.rows(count)} (${words.line} ${lines}): ${message}`
}

/** The same, and of decisions sums, and the register before and after. */
export function receiptText(receipt: Receipt | ReadReceipt, language: Language): string[] {
  if (!('sums' in receipt)) return readText(receipt, language)
  const { sums, total, register } = receipt
  const words = wordsOf[language]
  const stated = ({ lineCount, applied, granted, reserved }: RegisterTotals) =>
    words.stated(lineCount, [kronor(applied), kronor(granted), kronor(reserved)])
  // One below the other.
  const when = (word: string) => `${word}:`.padEnd(Math.max(words.before.length, words.after.length) + 1)
  return [
    ...readText(receipt, language),
    ...sums.map(
      sum =>
        `  ${sum.year ?? words.noYear}, ${sum.bodyName}, ${sum.schemeName}: ${stated(sum)}${words.notStated(sum.notStatedCount)}`
    ),
    `  ${words.inAll}: ${stated(total)}`,
    ...register.flatMap(({ year, before, after }) => [
      `  ${words.register(year)}, ${when(words.before)} ${stated(before)}`,
      `  ${words.register(year)}, ${when(words.after)} ${stated(after)}`
    ])
  ]
}
