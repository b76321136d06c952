import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('period-closing'),
  ...rulesOf({
    'too-many-total-rows': {
      title: 'The totals would have too many rows',
      meaning: 'A grouping that gives more than a million rows, or a series of more years than are read at once.',
      remedy:
        'Group by less, narrow the years, or take the rows themselves from …/exports/decision-lines and …/exports/payments.'
    },
    'year-to-come': {
      title: 'The year has not begun',
      meaning: 'A year is closed when its figures are to stay; one that has not begun has none.',
      remedy: 'Close this year or an earlier one.'
    }
  })
}
