import type { Message } from '../../base/language.ts'
import type { Debtor, LeftOut } from './record.ts'
import type { TransferFacts } from './transfer-queries.ts'

/** Why a payment that is due stays outside a run. */

export type Obstacle = LeftOut['obstacles'][number] & Message
/** A payment that stays outside, with every reason. */
export type StaysOut = Omit<LeftOut, 'obstacles'> & { obstacles: Obstacle[] }

/** How many are told in one answer; the count is of all. */
export const TOLD = 100

export const tell = (all: StaysOut[]) => all.slice(0, TOLD)

/** What is wrong with where the money would go; that the account is not valid that day holds the payment. `name`: as the bank
 * would be told it; `debtor`: undefined where the municipality has not said yet from where it pays. */
export function faultsOfPayee(
  { account, payeeName }: TransferFacts,
  name: string,
  debtor: Debtor | undefined
): Obstacle[] {
  const obstacles: Obstacle[] = []
  // That the account is still valid is one of the holds.
  if (!account) {
    obstacles.push({
      kind: 'account-not-fixed',
      message: 'No account was fixed when it was checked.',
      sv: 'Inget konto låstes när den sakattesterades.'
    })
  }
  if (account && debtor?.accountKind === account.accountKind && debtor.accountNumber === account.accountNumber) {
    obstacles.push({
      kind: 'account-is-own',
      message: 'The account of the payee is the one that the municipality pays from.',
      sv: 'Mottagarens konto är det som kommunen betalar från.'
    })
  }
  if (name === '') {
    const message = `The bank must be told a name, and can take none of the characters of ${JSON.stringify(payeeName)}.`
    const sv = `Banken måste få ett namn, och kan inte ta emot något av tecknen i ${JSON.stringify(payeeName)}.`
    obstacles.push({ kind: 'payee-name-not-writable', message, sv })
  }
  return obstacles
}

/** What changed of a payment since it was collected. */
export function faultsOfChange(
  item: { paymentVersion: number; amount: number; setOffAmount: number },
  payment: { status: string; version: number; withdrawnAt: string | null },
  facts: TransferFacts
): Obstacle[] {
  if (payment.status !== 'approved' || payment.withdrawnAt) {
    const status = standingOf(payment)
    const sv = `Den är inte längre beslutsattesterad: den har status ${status}.`
    return [{ kind: 'not-approved', message: `It is no longer approved: it is ${status}.`, sv }]
  }
  if (payment.version !== item.paymentVersion) {
    const sv = 'Den ändrades efter att den samlades in till körningen.'
    return [{ kind: 'changed', message: 'It was changed after it was collected.', sv }]
  }
  if (facts.setOffAmount !== item.setOffAmount) {
    return [
      {
        kind: 'set-off-changed',
        message: 'What is set off from it was changed after it was collected.',
        sv: 'Det som kvittas från den ändrades efter att den samlades in till körningen.'
      }
    ]
  }
  return []
}

const standingOf = ({ status, withdrawnAt }: { status: string; withdrawnAt: string | null }) =>
  withdrawnAt ? 'cancelled' : status
