import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('appeal'),
  ...rulesOf({
    'appeal-decided': {
      title: 'The appeal has an outcome',
      meaning: 'The outcome of an appeal is recorded once.',
      remedy: 'Correct it if it was mistaken.'
    },
    'appeal-not-valid': {
      title: 'The appeal breaks rules of an appeal',
      meaning: 'Days are out of order, or an outcome has no day.',
      remedy: 'Correct every violation.'
    }
  })
}
