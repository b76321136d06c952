import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('assignment', 'assignment-report'),
  ...rulesOf({
    'assignment-not-valid': {
      title: 'The assignment breaks rules of an assignment',
      meaning: 'Days and recurrence contradict each other or its status.',
      remedy: 'Correct every violation.'
    },
    'assignment-not-proposed': {
      title: 'The assignment is not proposed',
      meaning: 'Only what is proposed is given or declined.',
      remedy: 'Look at its status.'
    },
    'assignment-not-given': {
      title: 'The assignment is not given',
      meaning: 'Only what is given is reported, completed or revoked.',
      remedy: 'Give it first, or look at its status.'
    }
  })
}
