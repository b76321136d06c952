import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'period-closing': 'Årsstängningen' }),
  ...rulesOf({
    'year-to-come': {
      title: 'The year has not begun',
      meaning: 'A year is closed when its figures are to stay; one that has not begun has none.',
      remedy: 'Close this year or an earlier one.',
      sv: {
        title: 'Året har inte börjat',
        meaning: 'Ett år stängs när dess siffror ska ligga fast; ett som inte har börjat har inga.',
        remedy: 'Stäng det här året eller ett tidigare.'
      }
    }
  })
}
