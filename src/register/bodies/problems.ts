import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('body'),
  ...rulesOf({
    'body-in-use': {
      title: 'The body is in use',
      meaning: 'Decisions, budgets, figures, targets or other bodies that stand name this body.',
      remedy: 'Correct or withdraw those first; a body that has ceased has a last day instead.'
    },
    'body-not-found': {
      title: 'There is no such body',
      meaning: 'A body that is named does not stand in this municipality.',
      remedy: 'Create or find it first.'
    },
    'parent-cycle': {
      title: 'The bodies would stand above each other',
      meaning: 'Following the parents would lead back to the body itself.',
      remedy: 'Name another parent.'
    },
    'successor-cycle': {
      title: 'The bodies would follow each other in a circle',
      meaning: 'Following the successors would lead back to the body itself.',
      remedy: 'Name another successor.'
    },
    'successor-before-body': {
      title: 'The successor is older than the body',
      meaning: 'Whatever takes over from a body does not end before that body begins.',
      remedy: 'Correct the validities, or name another successor.'
    }
  })
}
