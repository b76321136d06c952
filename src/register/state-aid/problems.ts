import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'state-aid': 'Uppgiften om statsstöd' }),
  ...rulesOf({
    'state-aid-not-valid': {
      title: 'The state aid breaks rules of state aid',
      meaning: 'Kind, recipient, day, amount or rate of the euro contradict each other or the award.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Statsstödet bryter mot reglerna för statsstöd',
        meaning: 'Slag, mottagare, dag, belopp eller eurokurs säger emot varandra eller bidraget.',
        remedy: 'Rätta alla fel.'
      }
    },
    'state-aid-of-award': {
      title: 'The state aid in this award is recorded',
      meaning: 'What an award is to one recipient is recorded once.',
      remedy: 'Correct that record (existingId), or withdraw it first.',
      sv: {
        title: 'Statsstödet i bidraget är redan registrerat',
        meaning: 'Vad ett bidrag är för en mottagare registreras en gång.',
        remedy: 'Rätta den uppgiften (existingId), eller dra först tillbaka den.'
      }
    },
    'state-aid-not-registered': {
      title: 'There is no duty to register this aid',
      meaning: 'Only de minimis aid granted from 2026-01-01 on is registered in the central register.',
      remedy: 'Look at kind and grantedOn.',
      sv: {
        title: 'Stödet ska inte registreras',
        meaning:
          'Bara stöd av mindre betydelse som har beviljats från och med 2026-01-01 registreras i det centrala registret.',
        remedy: 'Se kind och grantedOn.'
      }
    }
  })
}
