import { spanOf } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import { type Amount, toOre } from '../../base/money.ts'
import { faultOfText } from '../../base/names.ts'
import type { ParsedAmount } from '../../base/parse-amount.ts'

/** What a row of a confirmation may say. Pure. */

export const confirmationOutcomes = ['paid', 'rejected'] as const
export type ConfirmationOutcome = (typeof confirmationOutcomes)[number]

/** A row as it came: `field` of a property is a JSON pointer or the heading of a column. */
export type RawRow = {
  line: number
  values: Record<string, unknown>
  field: (name: string) => string
  readAmount: (value: unknown) => ParsedAmount
}

export type Confirmation = {
  line: number
  endToEndId: string
  outcome: ConfirmationOutcome
  paidOn: string | null
  voucherNumber: string | null
  reason: string | null
  /** Kronor that went to the bank, where the row says. */
  amount: Amount | null
}

/** Of the run: nothing is paid before it was locked, nor later than today or the day of execution. */
export type Bounds = { lockedOn: string; latest: string }

const words: Record<string, ConfirmationOutcome> = {
  paid: 'paid',
  betald: 'paid',
  utbetald: 'paid',
  rejected: 'rejected',
  avvisad: 'rejected',
  nekad: 'rejected',
  'ej betald': 'rejected'
}
const properties: Record<string, number> = { endToEndId: 35, outcome: 50, paidOn: 20, voucherNumber: 100, reason: 1000 }
const known = new Set([...Object.keys(properties), 'amount'])

/** The row as it is meant, or everything that is wrong with it. */
export function readConfirmation(row: RawRow, bounds: Bounds): Confirmation | Violation[] {
  const violations: Violation[] = []
  const refuse = (name: string, message: string, sv: string) => {
    violations.push({ field: row.field(name), message, sv, line: row.line })
    return null
  }
  for (const name of Object.keys(row.values))
    if (!known.has(name)) refuse(name, 'is not a known property', 'är ingen känd egenskap')
  const text = (name: string): string | null => {
    const value = row.values[name] ?? null
    if (value === null || (typeof value === 'string' && value.trim() === '')) return null
    if (typeof value !== 'string') return refuse(name, 'must be a text', 'måste vara en text')
    const most = properties[name]!
    if (value.length > most) return refuse(name, `must have at most ${most} characters`, `får ha högst ${most} tecken`)
    if (/[\t\r\n]/.test(value)) return refuse(name, 'must be one line', 'måste vara en rad')
    const fault = faultOfText(value)
    if (fault) return refuse(name, fault.message, fault.sv)
    return value.trim()
  }
  const endToEndId = text('endToEndId')
  const said = text('outcome')
  const outcome = said === null ? null : (words[said.toLowerCase()] ?? null)
  const [paid, voucherNumber, reason] = [text('paidOn'), text('voucherNumber'), text('reason')]
  const amount = amountOf(row, refuse)

  const refused = new Set(violations.map(({ field }) => field))
  const missing = (name: string, value: unknown, message = 'is missing', sv = 'saknas') => {
    if (value === null && !refused.has(row.field(name))) refuse(name, message, sv)
  }
  missing('endToEndId', endToEndId)
  if (said !== null && outcome === null)
    refuse(
      'outcome',
      'is not an outcome; known are paid (betald), rejected (avvisad)',
      'är inget utfall; kända är paid (betald) och rejected (avvisad)'
    )
  else missing('outcome', said)
  const paidOn = paid === null ? null : dayOf(paid)
  if (paid !== null && paidOn === null) {
    refuse(
      'paidOn',
      'is not a date that exists, such as 2027-01-05',
      'är inget datum som finns, till exempel 2027-01-05'
    )
  } else if (outcome === 'paid') {
    missing('paidOn', paid, 'is missing: a paid row says when', 'saknas: en betald rad säger när')
    if (paidOn !== null && paidOn < bounds.lockedOn) {
      const { lockedOn } = bounds
      refuse('paidOn', `is before the run was locked on ${lockedOn}`, `är före körningen låstes den ${lockedOn}`)
    }
    if (paidOn !== null && paidOn > bounds.latest)
      refuse('paidOn', `is later than ${bounds.latest}`, `är senare än ${bounds.latest}`)
  }
  if (outcome === 'rejected') {
    missing('reason', reason, 'is missing: a rejected row says why', 'saknas: en avvisad rad säger varför')
    if (paid !== null) refuse('paidOn', 'is said of a rejected row', 'anges för en avvisad rad')
    if (voucherNumber !== null) refuse('voucherNumber', 'is said of a rejected row', 'anges för en avvisad rad')
  }
  if (violations.length > 0) return violations
  return { line: row.line, endToEndId: endToEndId!, outcome: outcome!, paidOn, voucherNumber, reason, amount }
}

/** A column of amounts may be empty in a row. */
function amountOf(
  { values, readAmount }: RawRow,
  refuse: (name: string, message: string, sv: string) => null
): Amount | null {
  const value = values.amount ?? null
  if (value === null || (typeof value === 'string' && value.trim() === '')) return null
  const read = readAmount(value)
  return read.ok ? read.amount : refuse('amount', read.message, read.sv)
}

function dayOf(text: string): string | null {
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text)
  if (!parts) return null
  const day = `${parts[1]}-${parts[2]}-${parts[3]}`
  const last =
    parts[1] === '0000' || parts[2]! < '01' || parts[2]! > '12'
      ? ''
      : spanOf(`${parts[1]}-${parts[2]}-01`, 'month').latest
  return parts[3]! >= '01' && day <= last ? day : null
}

type Known = { status: string; paidOn: string | null; voucherNumber: string | null; rejectedReason: string | null }

/** Whether a row agrees with what is recorded of a payment that is confirmed already; a field that it leaves out agrees. */
export function agrees(row: Confirmation, known: Known): boolean {
  if (row.outcome !== known.status) return false
  if (row.outcome === 'rejected') return true
  return (
    row.paidOn === known.paidOn &&
    (addsVoucher(row, known) || (row.voucherNumber ?? known.voucherNumber) === known.voucherNumber)
  )
}

/** Whether a row adds the voucher number of a payment that is recorded as paid without one. */
export const addsVoucher = (row: Confirmation, known: Known): boolean =>
  known.status === 'paid' && known.voucherNumber === null && row.voucherNumber !== null

/** Whether the amount of a row (kronor) differs from what the bank was asked to pay: the payment less its set-offs. */
export const isOfOtherAmount = ({ amount }: Confirmation, asked: number): boolean =>
  amount !== null && toOre(amount) !== toOre(asked.toFixed(2))

/** Whether two rows of one file say the same of a payment; the amount of each is held against what was asked. */
export function isSame(one: Confirmation, other: Confirmation): boolean {
  const names = ['outcome', 'paidOn', 'voucherNumber', 'reason'] as const
  return names.every(name => one[name] === other[name])
}
