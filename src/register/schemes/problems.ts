import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules(
    'budget',
    'published-figure',
    'scheme',
    'scheme-rule-version',
    'scheme-window',
    'target',
    'target-observation'
  ),
  ...rulesOf({
    'certainty-not-fitting': {
      title: 'The certainty does not fit the amount',
      meaning: 'An amount is there exactly when its certainty is exact or approximate.',
      remedy: 'Give the amount, or another certainty.'
    },
    'scheme-in-use': {
      title: 'The scheme is in use',
      meaning: 'Decision lines or applications that stand name this scheme.',
      remedy: 'Move or withdraw them first; a scheme that has ceased is closed.'
    },
    'scheme-closed': {
      title: 'The scheme is closed',
      meaning: 'A closed scheme is not paused.',
      remedy: 'Open it again first, if it was closed by mistake.'
    },
    'scheme-already-open': {
      title: 'The scheme is open already',
      meaning: 'The scheme has this status now.',
      remedy: 'Nothing needs to be done; see its statuses.'
    },
    'scheme-already-paused': {
      title: 'The scheme is paused already',
      meaning: 'The scheme has this status now.',
      remedy: 'Nothing needs to be done; see its statuses.'
    },
    'scheme-already-closed': {
      title: 'The scheme is closed already',
      meaning: 'The scheme has this status now.',
      remedy: 'Nothing needs to be done; see its statuses.'
    },
    'scheme-window-in-use': {
      title: 'The window is in use',
      meaning: 'Applications were made in this window.',
      remedy: 'Move or withdraw them first, or end the validity of the window.'
    },
    'window-not-valid': {
      title: 'The window breaks rules of a window',
      meaning: 'Days are missing, out of order or of another kind of window.',
      remedy: 'Correct every violation.'
    },
    'windows-overlap': {
      title: 'The windows overlap',
      meaning: 'Another window of the scheme takes applications on some of the same days.',
      remedy: 'Change one of them.'
    },
    'rule-version-not-valid': {
      title: 'The rules break rules of a version',
      meaning: 'Days, ladders, limits or clauses contradict each other.',
      remedy: 'Correct every violation.'
    },
    'rule-versions-overlap': {
      title: 'Two versions of the rules would hold on one day',
      meaning: 'Another version of the scheme certainly holds on some of the same days.',
      remedy: 'End that one, or give other days.'
    },
    'budget-exists': {
      title: 'There is such a budget already',
      meaning: 'A body has one budget of a year for a scheme, and one for all.',
      remedy: 'Change that one.'
    },
    'figure-not-valid': {
      title: 'The figure breaks rules of a figure',
      meaning: 'Amount, certainty or what it is of contradict each other.',
      remedy: 'Correct every violation.'
    },
    'target-not-valid': {
      title: 'The target breaks rules of a target',
      meaning: 'What is measured and of what do not go together.',
      remedy: 'Correct every violation.'
    }
  })
}
