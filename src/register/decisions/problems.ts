import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('decision', 'decision-line'),
  ...rulesOf({
    'second-decision-on-matter': {
      title: 'A second decision on the same matter',
      meaning:
        'A decision that stands, of the same body and with the same diary number, has decided on the same recipients, scheme, years and purpose already. Both would count.',
      remedy:
        'Say which decision this one revises (revisesDecisionId) and which line replaces which (revisesLineId). If the earlier record was mistaken, correct or withdraw it.'
    },
    'dates-reversed': {
      title: 'The days are in the wrong order',
      meaning: 'What comes after something else is dated before it.',
      remedy: 'See the violation for the day that must not be earlier.'
    },
    'application-not-found': {
      title: 'There is no such application',
      meaning: 'The application that a line answers does not stand in this municipality.',
      remedy: 'Create or find it first.'
    },
    'decision-not-valid': {
      title: 'The decision breaks rules of a decision',
      meaning: 'Days, paragraph, delegation, proposal or what it revises contradict each other.',
      remedy: 'Correct every violation.'
    },
    'line-not-valid': {
      title: 'The decision line breaks rules of a line',
      meaning: 'Outcome, amounts, years, recipients or what it revises contradict each other.',
      remedy: 'Correct every violation.'
    },
    'decision-lines-reference': {
      title: 'A line needs a reference of its own',
      meaning: 'Lines are found again by their references when a decision is sent anew, each of one line.',
      remedy: 'Give every line a reference, each once.'
    },
    'decision-settled': {
      title: 'The decision is settled',
      meaning: 'It was annulled or confirmed as final, and is not sent anew as a whole.',
      remedy: 'Correct it with PATCH, or record the decision that revises it.'
    },
    'decision-only-proposed': {
      title: 'The decision is only proposed',
      meaning: 'What was never decided is not annulled, appealed against or final.',
      remedy: 'Record first that it was decided.'
    },
    'decision-annulled': {
      title: 'The decision was annulled',
      meaning: 'What was annulled counts no more.',
      remedy: 'Record the decision that was made instead.'
    },
    'decision-confirmed-final': {
      title: 'The decision is confirmed as final',
      meaning: 'It is final, and not confirmed on another day.',
      remedy: 'Take the confirmation back first if it was mistaken.'
    },
    'decision-not-confirmed-final': {
      title: 'The decision is not confirmed as final',
      meaning: 'There is no confirmation to take back.',
      remedy: 'Look at finality of the decision.'
    },
    'reason-required': {
      title: 'A reason is required',
      meaning: 'What is left out of a decision that is sent anew is withdrawn, and that has a reason.',
      remedy: 'Give reason.'
    }
  })
}
