import type { Rule } from './problem-rules.ts'

/** What rules about money mean; each module's in a block of its own. */
export const moneyRules: Record<string, Rule> = {
  // payments: plans
  'plan-not-valid': {
    title: 'The plan breaks rules of a plan',
    meaning:
      'Amounts, days, periods or conditions of the plan contradict each other or the award. All are in violations.',
    remedy: 'Correct every violation and send the plan again. Nothing of it was made.'
  },
  'payment-not-valid': {
    title: 'The payment breaks rules of a payment',
    meaning: 'A day, a period, a condition or an advance is not allowed. All violations are listed.',
    remedy: 'Correct every violation and send the change again.'
  },
  'payment-plan-differs': {
    title: 'The reference is of another plan',
    meaning: 'A plan was received under this reference with other content.',
    remedy: 'Plan that one anew, or send this one under a reference of its own.'
  },
  'payment-plan-withdrawn': {
    title: 'The plan has been cancelled',
    meaning: 'A cancelled plan is neither changed nor made again by the same content.',
    remedy: 'Send another plan, under a reference of its own.'
  },
  'payment-plan-in-progress': {
    title: 'A payment of the plan is approved or paid',
    meaning: 'Only a plan of which nobody has approved anything is cancelled as a whole.',
    remedy: 'Revoke the approval, cancel the remaining payments one by one, or plan them anew.'
  },
  'award-withdrawn': {
    title: 'The award no longer stands',
    meaning: 'Its line was withdrawn, replaced or annulled: nothing more can be planned of it.',
    remedy: 'Plan from the award of the decision that replaced it.'
  },
  'award-not-exact': {
    title: 'What the award gives is not known exactly',
    meaning: 'A plan is held against an exact amount; this one is approximate, not stated, unknown or confidential.',
    remedy: 'Correct the line of the decision first.'
  },
  'award-exceeded': {
    title: 'It goes beyond the award',
    meaning:
      'The live payments of a period never come to more than the award gives for it. The members granted, planned and left tell the amounts in kronor.',
    remedy: 'Plan no more than is left, or cancel other payments of the award first.'
  },
  'budget-exceeded': {
    title: 'It goes beyond a budget',
    meaning:
      'The live payments of a year come to more than the budget of the body, or of its scheme, for that year. The members budgetId, year, budget, planned and left tell which and how much.',
    remedy: 'Plan less, or name the decision that allows it in budgetOverrideDecisionId.'
  },
  'payment-withdrawn': {
    title: 'The payment has been cancelled',
    meaning: 'A cancelled payment is not changed any more.',
    remedy: 'Plan its money anew.'
  },
  'payment-approved': {
    title: 'The payment is approved',
    meaning: 'What somebody has approved is paid as it was approved.',
    remedy: 'Revoke the approval first.'
  },
  'payment-ordered': {
    title: 'The payment is in a locked run',
    meaning: 'The bank has been asked to pay it, or is about to be.',
    remedy: 'Wait for the confirmation of the run.'
  },
  'payment-paid': {
    title: 'The payment is paid',
    meaning: 'What was paid stays as it was paid.',
    remedy: 'Money that should not have been paid is asked back by a recovery.'
  },
  'payment-returned': {
    title: 'The payment was returned by the bank',
    meaning: 'It was paid and came back.',
    remedy: 'What came back is paid anew by a payment of its own (reissue).'
  },
  'payment-withheld': {
    title: 'The payment is withheld',
    meaning: 'Somebody withholds it, with a reason that it tells.',
    remedy: 'Release it first.'
  },
  'payment-not-withheld': {
    title: 'Nobody withholds the payment',
    meaning: 'There is nothing to release. What else holds it is released by other steps, which it tells.',
    remedy: 'Read the payment: every reason names the step that would release it.'
  },
  'payment-set-off': {
    title: 'Something is set off against the payment',
    meaning: 'A payment cannot vanish, or become less, than what is set off against it.',
    remedy: 'Withdraw the set-off of the recovery first.'
  },
  'agreement-has-payments': {
    title: 'Payments are planned for the agreement',
    meaning: 'An agreement is not withdrawn while payments that are not cancelled are made for it.',
    remedy: 'Cancel the plans first; what is paid stays, and the agreement is ended or terminated instead.'
  }
}
