/** One row of a file as the decision line that it states, with everything that is wrong or doubtful about it. */

import type { Violation } from '../../base/errors.ts'
import type { Message, Text } from '../../base/language.ts'
import type { Amount } from '../../base/money.ts'
import { nameKey } from '../../base/names.ts'
import type { Parsed } from '../../base/parse-amount.ts'
import type { DecisionKind } from '../../register/decisions/line-rules.ts'
import type { Outcome } from '../../register/decisions/outcomes.ts'
import { parseOrganisationNumber } from '../../register/organisations/rules.ts'
import type { RawRow } from '../files/raw.ts'
import type { PaymentMode } from '../payment-rules.ts'
import { RowReader, type Warning } from './cells.ts'
import type { Column, Columns } from './columns.ts'
import { faultOfName, isNumberOrMoney, looksLikeMoney } from './looks-like.ts'
import { holdsPersonalNumber } from './personal-numbers.ts'
import { readAmountPer, readAmounts } from './row-amounts.ts'
import { readDate, readPaymentDay, readYears } from './times.ts'
import { type TotalsKind, totalsKind } from './totals.ts'
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
  /** Columns whose amounts are in thousands of kronor. */
  thousands?: ReadonlySet<Column>
}

/** What a row of totals states; amounts in kronor, null where the row has none or they cannot be read. */
export type Totals = {
  kind: TotalsKind
  text: string
  applied: Amount | null
  granted: Amount | null
  reserved: Amount | null
}

export type ImportRow = {
  line: number
  /** Name of the sheet, where the file has several. */
  sheet: string | null
  /** Where the row is one of totals and no row of grants: what it states. */
  totals: Totals | null
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
  /** No outcome is stated; the amount told it. */
  outcomeFromAmount: boolean
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
  const reader = new RowReader(raw, columns, options.thousands)
  const personal = columnWithPersonalNumber(reader)
  if (personal)
    return unreadRow({ ...raw, violations: [{ field: reader.heading(personal), ...PERSONAL, line: raw.line }] })
  const totals = readTotals(reader)
  if (totals) return { ...unreadRow({ ...raw, violations: [totalsFault(reader, totals)] }), totals }
  checkMunicipality(reader, 'municipality_code', options.municipalityCode)
  const years = readYears(reader)
  const date = readDate(reader, years, options.today)
  const amounts = readAmounts(reader)
  return {
    line: raw.line,
    sheet: raw.sheet ?? null,
    totals: null,
    reference: reader.text('reference'),
    decisionReference: reader.text('decision_reference'),
    revisesDecision: reader.stated('revises_decision'),
    revisesLine: reader.stated('revises_line'),
    decisionKind: reader.word('decision_kind', parseDecisionKind, {
      en: 'expected committee (nämndbeslut) or delegated (delegationsbeslut)',
      sv: 'skriv nämndbeslut eller delegationsbeslut'
    }),
    bodyName: readBody(reader),
    ...date,
    paragraph: reader.stated('paragraph'),
    diaryNumber: reader.stated('diary_number'),
    schemeName: readScheme(reader),
    recipients: readRecipients(reader),
    payee: reader.stated('payee'),
    organisationNumber: reader.parsed('organisation_number', parseOrganisationNumber),
    recipientForm: readWords(reader, 'recipient_form'),
    purpose: readWords(reader, 'purpose'),
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
export function unreadRow({ line, sheet, violations }: Pick<RawRow, 'line' | 'sheet' | 'violations'>): ImportRow {
  const empty = { reference: null, decisionReference: null, decisionKind: null, bodyName: null }
  const revised = { revisesDecision: null, revisesLine: null }
  const when = { decidedOn: null, decidedOnPrecision: null, planned: false, grantYearFrom: null, grantYearTo: null }
  const money = {
    amountPer: null,
    outcome: null,
    outcomeFromAmount: false,
    applied: null,
    granted: null,
    reserved: null,
    rent: null
  }
  const payment = { paymentDay: null, voucherNumber: null }
  const who = { recipients: [], payee: null, organisationNumber: null, recipientForm: null }
  const rest = { paragraph: null, diaryNumber: null, schemeName: null, purpose: null, sourceUrl: null, note: null }
  const of = { line, sheet: sheet ?? null, totals: null }
  return { ...of, ...empty, ...revised, ...when, ...money, ...payment, ...who, ...rest, violations, warnings: [] }
}

export const PERSONAL: Message = {
  message:
    'holds a personal number: those of persons are not taken, and nothing of the row is kept. Take it out, and send the row again',
  sv: 'innehåller ett personnummer: personnummer tas inte emot, och ingenting av raden sparas. Ta bort det och skicka raden igen'
}

/** The column in which a personal number stands; the column of organisation numbers tells of its own. */
export function columnWithPersonalNumber<C extends string>(reader: RowReader<C>): C | undefined {
  for (const column of Object.keys(reader.columns) as C[]) {
    if (column === 'organisation_number') continue
    const text = reader.stands(column)
    if (text !== null && holdsPersonalNumber(text)) return column
  }
  return undefined
}

/** What a row of totals states; null where the row is none. Its cells are no reason to refuse anything. */
function readTotals(reader: RowReader): Totals | null {
  const recipient = reader.stands('recipient')
  const texts =
    recipient === null ? Object.values(reader.raw.cells).filter(cell => typeof cell === 'string') : [recipient]
  for (const text of texts) {
    const kind = totalsKind(text)
    if (kind === null) continue
    const apart = new RowReader({ ...reader.raw, violations: [] }, reader.columns, reader.thousands)
    return {
      kind,
      text,
      applied: apart.amount('applied'),
      granted: apart.amount('granted'),
      reserved: apart.amount('reserved')
    }
  }
  return null
}

function totalsFault(reader: RowReader, { kind }: Totals) {
  const told: Message =
    kind === 'sum'
      ? {
          message: 'is a row of totals and no recipient; nothing is imported of it',
          sv: 'är en summarad och ingen mottagare; ingenting av den läses in'
        }
      : {
          message: 'is a figure of the table and no recipient; nothing is imported of it',
          sv: 'är en uppgift om tabellen och ingen mottagare; ingenting av den läses in'
        }
  return { field: reader.heading('recipient'), ...told, line: reader.raw.line }
}

/** A row that says another municipality than that of the path is refused. */
export function checkMunicipality<C extends string>(reader: RowReader<C>, column: C, municipalityCode: string) {
  const code = reader.text(column)
  // A spreadsheet takes the first 0 of 0136 off; three digits can be nothing else.
  if (code === null || code.padStart(4, '0') === municipalityCode) return
  reader.refuse(column, {
    message: `is another municipality than ${municipalityCode}, into which the file is imported`,
    sv: `är en annan kommun än ${municipalityCode}, som filen läses in i`
  })
}

function readBody(reader: RowReader): string | null {
  const body = reader.stated('body')
  if (body === null && !reader.failed('body')) {
    reader.refuse('body', {
      message: 'is missing: which body made the decision',
      sv: 'saknas: vilken nämnd eller vilket organ fattade beslutet'
    })
  }
  const what = {
    en: 'an amount or a number and no body',
    sv: 'ett belopp eller ett tal och ingen nämnd eller något annat organ'
  }
  return body === null ? null : nameOr(reader, 'body', body, what)
}

function readScheme(reader: RowReader): string | null {
  const scheme = reader.stated('scheme')
  if (scheme === null) {
    if (!reader.failed('scheme')) {
      reader.refuse('scheme', {
        message: 'is missing: of which scheme is the grant',
        sv: 'saknas: vilken bidragsform gäller det'
      })
    }
    return null
  }
  // The heading Bidrag is a scheme in one table and money in the next.
  return nameOr(reader, 'scheme', scheme, {
    en: 'an amount and no scheme; map the column to granted',
    sv: 'ett belopp och ingen bidragsform; koppla kolumnen till granted'
  })
}

function nameOr(reader: RowReader, column: Column, text: string, what: Text): string | null {
  if (!isNumberOrMoney(text)) return text
  reader.refuse(column, { message: `is ${what.en}`, sv: `är ${what.sv}` })
  return null
}

/** Text that may hold a number (`2022`), but no sum of money and nothing else. */
function readWords(reader: RowReader, column: 'purpose' | 'recipient_form'): string | null {
  const text = column === 'purpose' ? reader.lines(column) : reader.text(column)
  if (text === null || !looksLikeMoney(text)) return text
  const what =
    column === 'purpose'
      ? { en: 'purpose', sv: 'inget ändamål' }
      : { en: 'form of organisation', sv: 'ingen organisationsform' }
  reader.refuse(column, {
    message: `is an amount and no ${what.en}; map the column`,
    sv: `är ett belopp och ${what.sv}; koppla kolumnen`
  })
  return null
}

/** The recipient, then those together with it, each once. */
function readRecipients(reader: RowReader): string[] {
  const first = reader.text('recipient')
  const others = reader.text('co_recipients')?.split('|') ?? []
  if (first === null && !reader.failed('recipient')) {
    reader.refuse('recipient', { message: 'is missing', sv: 'saknas' })
  }
  const names = [first ?? '', ...others].map(name => name.trim()).filter(name => name !== '')
  const seen = new Set<string>()
  for (const [i, name] of names.entries()) {
    const column = i === 0 && first !== null ? 'recipient' : 'co_recipients'
    const fault = faultOfName(name)
    if (fault) reader.refuse(column, fault)
    if (name.length > 300) {
      reader.refuse(column, {
        message: 'holds a name that is longer than 300 characters',
        sv: 'innehåller ett namn som är längre än 300 tecken'
      })
    }
    if (seen.has(nameKey(name))) {
      reader.refuse(column, { message: 'names the same recipient twice', sv: 'anger samma mottagare två gånger' })
    }
    seen.add(nameKey(name))
  }
  return names
}

export function parseUrl(text: string): Parsed<string> {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) {
    return {
      ok: false,
      message: 'is not an address that begins with https:// or http://',
      sv: 'är ingen adress som börjar med https:// eller http://'
    }
  }
  if (/^[^/]+\/\/[^/?#]*@/.test(text)) {
    return { ok: false, message: 'is an address with a user name in it', sv: 'är en adress med ett användarnamn i' }
  }
  return { ok: true, value: text }
}
