import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ assignment: 'Uppdraget', 'assignment-report': 'Återrapporten' }),
  ...rulesOf({
    'assignment-not-valid': {
      title: 'The assignment breaks rules of an assignment',
      meaning: 'Days and recurrence contradict each other or its status.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Uppdraget bryter mot reglerna för uppdrag',
        meaning: 'Dagar och återkomst säger emot varandra eller uppdragets status.',
        remedy: 'Rätta alla fel.'
      }
    },
    'assignment-not-proposed': {
      title: 'The assignment is not proposed',
      meaning: 'Only what is proposed is given or declined.',
      remedy: 'Look at its status.',
      sv: {
        title: 'Uppdraget är inte föreslaget',
        meaning: 'Bara det som är föreslaget ges eller avslås.',
        remedy: 'Se uppdragets status.'
      }
    },
    'assignment-not-given': {
      title: 'The assignment is not given',
      meaning: 'Only what is given is reported, completed or revoked.',
      remedy: 'Give it first, or look at its status.',
      sv: {
        title: 'Uppdraget är inte givet',
        meaning: 'Bara det som är givet återrapporteras, slutförs eller återkallas.',
        remedy: 'Ge det först, eller se uppdragets status.'
      }
    }
  })
}
