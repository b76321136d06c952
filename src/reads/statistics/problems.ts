import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'period-closing': 'Årsstängningen' }),
  ...rulesOf({
    'too-many-total-rows': {
      title: 'The totals would have too many rows',
      meaning: 'A grouping that gives more than a million rows, or a series of more years than are read at once.',
      remedy:
        'Group by less, narrow the years, or take the rows themselves from …/exports/decision-lines and …/exports/payments.',
      sv: {
        title: 'Summeringen skulle få för många rader',
        meaning:
          'En gruppering som ger fler än en miljon rader, eller en serie över fler år än vad som läses på en gång.',
        remedy:
          'Gruppera på mindre, välj färre år, eller hämta själva raderna från …/exports/decision-lines och …/exports/payments.'
      }
    },
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
