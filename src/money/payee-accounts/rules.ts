import { isValidBIC, isValidIBAN } from 'ibantools'
import { luhn, parseBankgiro, parsePlusgiro } from '../../base/check-digits.ts'
import type { Violation } from '../../base/errors.ts'
import type { Parsed, Unread } from '../../base/parse-amount.ts'

/** How a recipient or the municipality can be reached by the bank. */
export const accountKinds = ['bankgiro', 'plusgiro', 'iban'] as const
export type AccountKind = (typeof accountKinds)[number]

/**
 * What a bank answers to whether a name and an account belong together (European Payments Council, Verification Of Payee
 * scheme; Regulation (EU) 2024/886, article 5c): the same, nearly, not, or that it cannot tell.
 */
export const checkResults = ['match', 'closeMatch', 'noMatch', 'notPossible'] as const
/** Results after which a person should look at where the money goes. */
export const doubtfulResults = ['closeMatch', 'noMatch'] as const satisfies readonly (typeof checkResults)[number][]

/**
 * What a bank wants otherwise in `pain.001` than others do (docs/paying.md tells which bank, and by what source): the
 * initiating party's number is a customer's (CUST in place of BANK); each bears its own charges (ChrgBr SHAR); no CtgyPurp;
 * the amount beside a reference (RfrdDocAmt/RmtdAmt); the country of the debtor's bank.
 */
export const bankFileOptions = [
  'customerNumber',
  'sharedCharges',
  'noCategoryPurpose',
  'remittedAmount',
  'bankCountry'
] as const
export type BankFileOption = (typeof bankFileOptions)[number]

/** Numbers that money is sent to or from. Pure; no message repeats a number. */

const refuse = (message: string, sv: string): Unread => ({ ok: false, message, sv })
const plain = (text: string) => text.replaceAll(/[\s\u2010-\u2015\u2212-]/g, '').toUpperCase()

/**
 * The number of an account as it is kept: digits of a giro number (Luhn), or an IBAN without spaces (ISO 13616: the
 * length and form of its country, mod 97). Spaces and hyphens are taken.
 */
export function parseAccountNumber(kind: AccountKind, text: string): Parsed<string> {
  if (kind === 'bankgiro') return parseBankgiro(text)
  if (kind === 'plusgiro') return parsePlusgiro(text)
  const iban = plain(text)
  if (!isValidIBAN(iban)) {
    return refuse(
      'is not an IBAN: its country, its length or its check digits are wrong',
      'är inget IBAN: landet, längden eller kontrollsiffrorna stämmer inte'
    )
  }
  if (isPersonalAccount(iban)) {
    return refuse(
      'holds a personal number: an account in the name of a person is no account of an organisation',
      'innehåller ett personnummer: en persons konto är inte en organisations konto'
    )
  }
  return { ok: true, value: iban }
}

/**
 * Nordea's personal accounts (personkonto, clearing 3300) bear the holder's personal number, which this service never
 * stores. In an IBAN: bank 300, then the ten digits behind zeros, with the clearing number or without.
 */
function isPersonalAccount(iban: string): boolean {
  const [, month, day] = /^SE\d\d300(?:0{7}|0{3}3300)\d\d(\d\d)(\d\d)\d{4}$/.exec(iban) ?? []
  // A coordination number (samordningsnummer) has 60 added to its day.
  return isBetween(month, 1, 12) && (isBetween(day, 1, 31) || isBetween(day, 61, 91)) && luhn(iban.slice(-10))
}

const isBetween = (digits: string | undefined, from: number, to: number) =>
  digits !== undefined && Number(digits) >= from && Number(digits) <= to

/** A BIC (ISO 9362) in capitals, of 8 or 11 characters. */
export function parseBic(text: string): Parsed<string> {
  const bic = plain(text)
  return isValidBIC(bic)
    ? { ok: true, value: bic }
    : refuse(
        'is not a BIC: 8 or 11 characters, such as NDEASESS',
        'är ingen BIC: 8 eller 11 tecken, till exempel NDEASESS'
      )
}

/** As a number is looked for: no spaces, no hyphens, letters in capitals. */
export const accountNumberKey = plain

/** A validity that ends before it begins. */
export function checkValidity({ validFrom, validTo }: Validity): Violation[] {
  if (!validFrom || !validTo || validTo >= validFrom) return []
  return [{ field: '/validTo', message: 'must not be before validFrom', sv: 'får inte vara före validFrom' }]
}

export type Validity = { validFrom?: string | null; validTo?: string | null }
