import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'bank-entry': 'Bankposten' }),
  ...rulesOf({
    'bank-entry-matched': {
      title: 'The entry of the bank is matched',
      meaning: 'It was matched with a payment, which is confirmed or returned by it.',
      remedy: 'See paymentId; what the payment says is corrected there.',
      sv: {
        title: 'Bankposten är matchad',
        meaning: 'Den har matchats med en utbetalning, som är bekräftad eller returnerad genom den.',
        remedy: 'Se paymentId. Det som utbetalningen anger rättas där.'
      }
    },
    'bank-entry-of-no-payment': {
      title: 'The entry of the bank is not of this payment',
      meaning:
        'The payment is in no run that was handed to the bank, or was debited by another entry; or the entry is a debit that is said to be a return, which pays nobody.',
      remedy: 'Match it with another payment, or look at it with the bank and dismiss it with the reason.',
      sv: {
        title: 'Bankposten hör inte till utbetalningen',
        meaning:
          'Utbetalningen finns inte i någon körning som har lämnats till banken, eller har dragits genom en annan post. Eller så är posten ett uttag som anges vara en retur, och den betalar ingen.',
        remedy: 'Matcha den med en annan utbetalning, eller ta upp den med banken och lägg den åt sidan med skälet.'
      }
    },
    'bank-entry-of-another-amount': {
      title: 'The entry of the bank has another amount',
      meaning: 'A debit is of a payment where it is what the bank was asked for, to the öre.',
      remedy: 'Find the payment of that amount.',
      sv: {
        title: 'Bankposten har ett annat belopp',
        meaning: 'Ett uttag hör till en utbetalning när det är det belopp som banken ombads betala, på öret.',
        remedy: 'Leta upp utbetalningen med det beloppet.'
      }
    }
  })
}
