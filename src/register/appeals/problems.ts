import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ appeal: 'Överklagandet' }),
  ...rulesOf({
    'appeal-decided': {
      title: 'The appeal has an outcome',
      meaning: 'The outcome of an appeal is recorded once.',
      remedy: 'Correct it if it was mistaken.',
      sv: {
        title: 'Överklagandet är avgjort',
        meaning: 'Hur ett överklagande avgjordes registreras en gång.',
        remedy: 'Rätta det om det blev fel.'
      }
    },
    'appeal-not-valid': {
      title: 'The appeal breaks rules of an appeal',
      meaning: 'Days are out of order, or an outcome has no day.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Överklagandet bryter mot reglerna för överklaganden',
        meaning: 'Dagar kommer i fel ordning, eller ett avgörande saknar dag.',
        remedy: 'Rätta alla fel.'
      }
    }
  })
}
