/** One row of a file as the decision line that it states, with everything that is wrong or doubtful about it. */

import type { Violation } from '../../base/errors.ts'
import { type Amount, type Parsed, parseAmount } from '../../base/money.ts'
import { nameKey } from '../../base/names.ts'
import type { DecisionKind, Outcome } from '../../register/decisions/rules.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import type { RawRow } from '../files/raw.ts'
import type { PaymentMode } from '../payment-rules.ts'
import { RowReader, type Warning } from './cells.ts'
import type { Columns } from './columns.ts'
import { readAmountPer, readAmounts } from './row-amounts.ts'
import { readDate, readPaymentDay, readYears } from './times.ts'
import { parseDecisionKind } from './words.ts'

export type RowOptions = {
  /** The municipality of the path: four digits. */
  municipalityCode: string
  /** What amounts of several years mean where the row does not say. */
  amountPer?: 'year' | 'total'
  /** Today in Europe/Stockholm, `2021-12-14`; with it, decisions dated later are warned about. */
  today?: string
  /** Whether granted rows are to be paid, or were; without it the columns of payments are not read. */
  payments?: PaymentMode
}

export type ImportRow = {
  line: number
  reference: string | null
  decisionReference: string | null
  /** References of the decision that the row's decision revises, and of the line that the row replaces. */
  revisesDecision: string | null
  revisesLine: string | null
  decisionKind: DecisionKind | null
  bodyName: string | null
  /** The first day of what is known: `2021-12-01` for a month, `2021-01-01` for a year. */
  decidedOn: string | null
  decidedOnPrecision: 'day' | 'month' | 'year' | null
  /** The date is that of a planned meeting, not of one that is known to have been held. */
  planned: boolean
  paragraph: string | null
  diaryNumber: string | null
  schemeName: string | null
  /** The recipient and, for a joint row, those together with it; one amount for all of them, never split. */
  recipients: string[]
  payee: string | null
  /** Ten digits, of the first recipient. */
  organisationNumber: string | null
  recipientForm: string | null
  purpose: string | null
  grantYearFrom: number | null
  grantYearTo: number | null
  amountPer: 'year' | 'total' | null
  applied: Amount | null
  granted: Amount | null
  reserved: Amount | null
  rent: Amount | null
  outcome: Outcome | null
  /** When it is due, or was paid, as the option asks. */
  paymentDay: string | null
  voucherNumber: string | null
  sourceUrl: string | null
  note: string | null
  /** All of them; `field` is the heading in the file, '' for the whole row. A row with any is rejected. */
  violations: Violation[]
  warnings: Warning[]
}

/**
 * Reads a row. Never throws: what cannot be read is a violation, and what is read with a reservation a warning
 * (`decision-date-from-year`, `decision-date-in-future`, `grant-year-not-stated`, `amount-not-stated`,
 * `outcome-from-amount`, `granted-amount-not-stated`, `reserved-amount-not-stated`). Amounts are in kronor.
 */
export function readRow(raw: RawRow, columns: Columns, options: RowOptions): ImportRow {
  // The cells of a row whose form is broken may stand under the wrong headings: nothing is read from them.
  if (raw.violations.some(({ field }) => field === '')) return unreadRow(raw)
  const reader = new RowReader(raw, columns)
  checkMunicipality(reader, options.municipalityCode)
  const years = readYears(reader)
  const date = readDate(reader, years, options.today)
  const amounts = readAmounts(reader)
  return {
    line: raw.line,
    reference: reader.text('reference'),
    decisionReference: reader.text('decision_reference'),
    revisesDecision: reader.stated('revises_decision'),
    revisesLine: reader.stated('revises_line'),
    decisionKind: reader.word(
      'decision_kind',
      parseDecisionKind,
      'expected committee (nämndbeslut) or delegated (delegationsbeslut)'
    ),
    bodyName: readBody(reader),
    ...date,
    paragraph: reader.stated('paragraph'),
    diaryNumber: reader.stated('diary_number'),
    schemeName: readScheme(reader),
    recipients: readRecipients(reader),
    payee: reader.text('payee'),
    organisationNumber: reader.parsed('organisation_number', parseOrganisationNumber),
    recipientForm: reader.text('recipient_form'),
    purpose: reader.lines('purpose'),
    grantYearFrom: years?.from ?? null,
    grantYearTo: years?.to ?? null,
    amountPer: readAmountPer(reader, years, amounts, options.amountPer),
    ...amounts,
    paymentDay: options.payments ? readPaymentDay(reader, options.payments) : null,
    voucherNumber: options.payments === 'alreadyPaid' ? reader.stated('voucher_number') : null,
    sourceUrl: reader.parsed('source_url', parseUrl),
    note: reader.lines('note'),
    violations: reader.violations,
    warnings: reader.warnings
  }
}

/** A row of which nothing is known but what is wrong with it. */
export function unreadRow({ line, violations }: Pick<RawRow, 'line' | 'violations'>): ImportRow {
  const empty = { reference: null, decisionReference: null, decisionKind: null, bodyName: null }
  const revised = { revisesDecision: null, revisesLine: null }
  const when = { decidedOn: null, decidedOnPrecision: null, planned: false, grantYearFrom: null, grantYearTo: null }
  const money = { amountPer: null, outcome: null, applied: null, granted: null, reserved: null, rent: null }
  const payment = { paymentDay: null, voucherNumber: null }
  const who = { recipients: [], payee: null, organisationNumber: null, recipientForm: null }
  const rest = { paragraph: null, diaryNumber: null, schemeName: null, purpose: null, sourceUrl: null, note: null }
  return { line, ...empty, ...revised, ...when, ...money, ...payment, ...who, ...rest, violations, warnings: [] }
}

function checkMunicipality(reader: RowReader, municipalityCode: string) {
  const code = reader.text('municipality_code')
  // A spreadsheet takes the first 0 of 0136 off; three digits can be nothing else.
  if (code === null || code.padStart(4, '0') === municipalityCode) return
  reader.refuse(
    'municipality_code',
    `is another municipality than ${municipalityCode}, into which the file is imported`
  )
}

function readBody(reader: RowReader): string | null {
  const body = reader.text('body')
  if (body === null && !reader.failed('body')) reader.refuse('body', 'is missing: which body made the decision')
  return body
}

function readScheme(reader: RowReader): string | null {
  const scheme = reader.text('scheme')
  if (scheme === null) {
    if (!reader.failed('scheme')) reader.refuse('scheme', 'is missing: of which scheme is the grant')
    return null
  }
  // The heading Bidrag is a scheme in one table and money in the next.
  if (/^\d/.test(scheme) && parseAmount(scheme).ok) {
    reader.refuse('scheme', 'is an amount and no scheme; map the column to granted')
    return null
  }
  return scheme
}

// The last line of many tables, which would count all the money once more.
const totals = new Set([
  'summa',
  'summa totalt',
  'totalt',
  'total',
  'totalsumma',
  'delsumma',
  'summa kr',
  'totalt kr',
  'sum'
])

/** The recipient, then those together with it, each once. */
function readRecipients(reader: RowReader): string[] {
  const first = reader.text('recipient')
  const others = reader.text('co_recipients')?.split('|') ?? []
  if (first === null && !reader.failed('recipient')) reader.refuse('recipient', 'is missing')
  if (first !== null && totals.has(nameKey(first).replace(/\s*:$/, ''))) {
    reader.refuse('recipient', 'is a row of totals and no recipient; leave it out, and send its sum as controlTotal')
  }
  const names = [first ?? '', ...others].map(name => name.trim()).filter(name => name !== '')
  const seen = new Set<string>()
  for (const [i, name] of names.entries()) {
    const column = i === 0 && first !== null ? 'recipient' : 'co_recipients'
    if (!/[\p{L}\p{N}]/u.test(name)) reader.refuse(column, 'is no name: it holds neither letter nor digit')
    if (name.length > 300) reader.refuse(column, 'holds a name that is longer than 300 characters')
    if (seen.has(nameKey(name))) reader.refuse(column, 'names the same recipient twice')
    seen.add(nameKey(name))
  }
  return names
}

function parseUrl(text: string): Parsed<string> {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) {
    return { ok: false, message: 'is not an address that begins with https:// or http://' }
  }
  if (/^[^/]+\/\/[^/?#]*@/.test(text)) return { ok: false, message: 'is an address with a user name in it' }
  return { ok: true, value: text }
}
