import type { Debtor } from '../record.ts'
import type { NamedAccount } from './messages.ts'

/** Whether a file is of the account that a run was paid from. Pure. */

/**
 * Whether the account of a statement is the debtor's: the same IBAN, giro number or number of the account. `behind`: the
 * IBAN of the account behind a giro number, which statements name; null where nobody has said it.
 */
export function isAccountOf({ iban, number }: NamedAccount, debtor: Debtor, behind: string | null): boolean {
  const own = debtor.accountKind === 'iban' ? debtor.accountNumber : behind
  if (iban !== null) return iban === own
  if (number === null) return false
  return number === debtor.accountNumber || (own !== null && isNumberOf(number, own))
}

/**
 * Whether a Swedish IBAN holds the number of an account. It holds the number of the bank and seventeen digits: zeros and
 * the account, at some banks with its clearing number (four or five digits) and at others without.
 */
function isNumberOf(number: string, iban: string): boolean {
  if (!/^SE\d{22}$/.test(iban) || !/^\d{7,20}$/.test(number)) return false
  const account = iban.slice(7).replace(/^0+/, '')
  return iban.slice(4) === number || [0, 4, 5].some(digits => number.slice(digits) === account)
}

/** As an account is told of where it may be anybody's: its last four characters. */
export const suffixOf = ({ iban, number }: NamedAccount): string => (iban ?? number ?? '').slice(-4)
