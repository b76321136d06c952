import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ body: 'Organet' }),
  ...rulesOf({
    'body-in-use': {
      title: 'The body is in use',
      meaning: 'Decisions, budgets, figures, targets or other bodies that stand name this body.',
      remedy: 'Correct or withdraw those first; a body that has ceased has a last day instead.',
      sv: {
        title: 'Organet används',
        meaning: 'Gällande beslut, budgetar, siffror, mål eller andra organ anger det här organet.',
        remedy: 'Rätta eller dra tillbaka dem först; ett organ som har upphört får en sista dag i stället.'
      }
    },
    'body-not-found': {
      title: 'There is no such body',
      meaning: 'A body that is named does not stand in this municipality.',
      remedy: 'Create or find it first.',
      sv: {
        title: 'Organet finns inte',
        meaning: 'En nämnd eller ett annat organ som anges finns inte i kommunen.',
        remedy: 'Skapa eller leta upp det först.'
      }
    },
    'parent-cycle': {
      title: 'The bodies would stand above each other',
      meaning: 'Following the parents would lead back to the body itself.',
      remedy: 'Name another parent.',
      sv: {
        title: 'Organen skulle stå över varandra',
        meaning: 'Den som följer de överordnade organen skulle komma tillbaka till organet självt.',
        remedy: 'Ange ett annat överordnat organ.'
      }
    },
    'successor-cycle': {
      title: 'The bodies would follow each other in a circle',
      meaning: 'Following the successors would lead back to the body itself.',
      remedy: 'Name another successor.',
      sv: {
        title: 'Organen skulle efterträda varandra i en cirkel',
        meaning: 'Den som följer efterträdarna skulle komma tillbaka till organet självt.',
        remedy: 'Ange en annan efterträdare.'
      }
    },
    'successor-before-body': {
      title: 'The successor is older than the body',
      meaning: 'Whatever takes over from a body does not end before that body begins.',
      remedy: 'Correct the validities, or name another successor.',
      sv: {
        title: 'Efterträdaren är äldre än organet',
        meaning: 'Det som tar över efter ett organ upphör inte innan organet börjar.',
        remedy: 'Rätta giltigheterna, eller ange en annan efterträdare.'
      }
    }
  })
}
