import type { Account } from './pain.ts'
import { bankText } from './text-rules.ts'

/**
 * A run as Bankgirot's own file of payments, Leverantörsbetalningar (LB): records of 80 characters in ISO 8859-1. Pure.
 *
 * The records are those of "Leverantörsbetalningar, Teknisk manual" (Bankgirocentralen BGC AB, July 2014): TK11 opens, TK14
 * pays to a bankgiro number and TK54 to a plusgiro number, TK25 and TK65 tell a text, TK29 closes with number and sum. The
 * manual itself was not at hand: the places of the fields are as Bankgirot's public example "LBin-exempel 1" has them (2006:
 * TK11, TK14, TK29) and as two public programs that write such files agree on (niho/bankgirot, notima/bankgiro-api).
 */

export type GiroTransfer = {
  endToEndId: string
  /** Kronor with two decimals. */
  amount: string
  account: Account
  message: string
  /** OCR number, or reference of ISO 11649. */
  reference?: string | null
}

export type GiroMessage = {
  /** Bankgiro number that is debited. */
  accountNumber: string
  /** Day on which the file was made, and on which the bank is asked to pay. */
  madeOn: string
  executionOn: string
  transfers: GiroTransfer[]
}

const REFERENCE = 25
const OWN_REFERENCE = 20
/** Characters of a text to a bankgiro number (one record), and of each record of one to a plusgiro number. */
const INFORMATION = 50
const PLUSGIRO_INFORMATION = 35

/** Which transfers the file cannot tell: it pays to giro numbers alone. */
export const notToGiro = (transfers: GiroTransfer[]): GiroTransfer[] =>
  transfers.filter(({ account }) => account.kind === 'iban')

/** The file, as text whose characters are all of ISO 8859-1. Amounts are of at most 12 digits in öre. */
export function bankgiroFile({ accountNumber, madeOn, executionOn, transfers }: GiroMessage): string {
  const day = dayOf(executionOn)
  const sum = transfers.reduce((sum, { amount }) => sum + oreIn(amount), 0n)
  const records = [
    record('11', number(accountNumber), dayOf(madeOn), 'LEVERANTÖRSBETALNINGAR', ' '.repeat(19), 'SEK'),
    ...transfers.flatMap(transfer => recordsOf(transfer, day)),
    record('29', number(accountNumber), String(transfers.length).padStart(8, '0'), inOre(sum))
  ]
  return `${records.join('\r\n')}\r\n`
}

function recordsOf({ endToEndId, amount, account, message, reference }: GiroTransfer, day: string): string[] {
  const [pays, tells, longest] =
    account.kind === 'bankgiro' ? ['14', '25', INFORMATION] : ['54', '65', PLUSGIRO_INFORMATION]
  const payee = number(account.number)
  const named = reference && reference.length <= REFERENCE ? reference : ''
  const own = endToEndId.slice(-OWN_REFERENCE)
  const payment = record(pays, payee, named.padEnd(REFERENCE), inOre(oreIn(amount)), day, '     ', own)
  const text = bankText(reference && !named ? reference : message, account.kind === 'bankgiro' ? longest : 4 * longest)
  const lines = named ? [] : (text.match(new RegExp(`.{1,${longest}}`, 'g')) ?? [])
  return [payment, ...lines.map(line => record(tells, payee, line))]
}

const record = (...fields: string[]): string => fields.join('').padEnd(80)
const number = (digits: string) => digits.padStart(10, '0')
/** `261125` of 2026-11-25. */
const dayOf = (day: string) => day.slice(2).replaceAll('-', '')
const oreIn = (amount: string) => BigInt(amount.replace('.', ''))
const inOre = (amount: bigint) => String(amount).padStart(12, '0')
