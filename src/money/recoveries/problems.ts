import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('recovery'),
  ...rulesOf({
    'recovery-not-valid': {
      title: 'The recovery breaks rules of a recovery',
      meaning:
        'All but a mistake is asked back by a decision, a mistake is one of a payment, and nothing is due before it.',
      remedy: 'Correct every violation.'
    },
    'recovery-exceeds-paid': {
      title: 'More than was paid cannot be asked back',
      meaning:
        'What is asked back of a period of an award is at most what was paid of it, less what the bank returned and what is asked back already. The members paid, returned, claimed and recoverable tell the figures.',
      remedy: 'Ask for no more than recoverable. If a payment is missing, record it first.'
    },
    'award-decision-stands': {
      title: 'The decision on the grant stands',
      meaning: 'This ground is for payments whose decision was annulled or withdrawn.',
      remedy: 'Record the annulment first, or choose the ground that holds.'
    },
    'recovery-exceeds-outstanding': {
      title: 'More than is outstanding cannot move',
      meaning:
        'Repayments, set-offs and write-offs together are at most the amount of the recovery; a set-off takes its part already while its payment is not paid.',
      remedy:
        'See available for what is left. If more came in, it is of something else, or the amount is to be corrected.'
    },
    'set-off-exceeds-payment': {
      title: 'More than the payment cannot be set off against it',
      meaning: 'Set-offs against a payment are together at most its amount.',
      remedy: 'Set off available at most, and the rest against another payment.'
    },
    'recovery-below-moved': {
      title: 'The amount is less than what has moved',
      meaning: 'More than the new amount is recovered, set off or written off already.',
      remedy: 'Take back the movements that are mistaken, then correct the amount.'
    },
    'recovery-moved': {
      title: 'Something of the recovery has moved',
      meaning: 'A recovery is withdrawn only while nothing of it is repaid, set off or written off.',
      remedy: 'Take back its movements where they are mistaken, or correct its amount.'
    },
    'reference-taken': {
      title: 'The reference stands for something else',
      meaning: 'What was recorded by this reference first differs from what is sent by it now.',
      remedy: 'Correct what is recorded, or send what is new by a reference of its own.'
    },
    'movement-not-valid': {
      title: 'The movement breaks rules of a movement',
      meaning: 'Its day, decision or payment does not go with its kind.',
      remedy: 'Correct every violation.'
    },
    'recovery-movement-withdrawn': {
      title: 'The movement was taken back',
      meaning: 'What was taken back does not move again.',
      remedy: 'Record a new movement.'
    }
  })
}
