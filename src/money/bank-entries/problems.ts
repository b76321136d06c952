import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('bank-entry'),
  ...rulesOf({
    'bank-entry-matched': {
      title: 'The entry of the bank is matched',
      meaning: 'It was matched with a payment, which is confirmed or returned by it.',
      remedy: 'See paymentId; what the payment says is corrected there.'
    },
    'bank-entry-of-no-payment': {
      title: 'The entry of the bank is not of this payment',
      meaning:
        'The payment is in no run that was handed to the bank, or was debited by another entry; or the entry is a debit that is said to be a return, which pays nobody.',
      remedy: 'Match it with another payment, or look at it with the bank and dismiss it with the reason.'
    },
    'bank-entry-of-another-amount': {
      title: 'The entry of the bank has another amount',
      meaning: 'A debit is of a payment where it is what the bank was asked for, to the öre.',
      remedy: 'Find the payment of that amount.'
    }
  })
}
