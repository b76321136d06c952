import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({
    budget: 'Budgeten',
    'published-figure': 'Den publicerade siffran',
    scheme: 'Bidragsformen',
    'scheme-rule-version': 'Regelversionen',
    'scheme-window': 'Ansökningsperioden',
    target: 'Målet',
    'target-observation': 'Måluppföljningen'
  }),
  ...rulesOf({
    'certainty-not-fitting': {
      title: 'The certainty does not fit the amount',
      meaning: 'An amount is there exactly when its certainty is exact or approximate.',
      remedy: 'Give the amount, or another certainty.',
      sv: {
        title: 'Säkerheten stämmer inte med beloppet',
        meaning: 'Ett belopp ska finnas precis när dess säkerhet är exact eller approximate.',
        remedy: 'Ange beloppet, eller en annan säkerhet.'
      }
    },
    'scheme-in-use': {
      title: 'The scheme is in use',
      meaning: 'Decision lines or applications that stand name this scheme.',
      remedy: 'Move or withdraw them first; a scheme that has ceased is closed.',
      sv: {
        title: 'Bidragsformen används',
        meaning: 'Gällande beslutsrader eller ansökningar anger den här bidragsformen.',
        remedy: 'Flytta eller dra tillbaka dem först; en bidragsform som har upphört stängs.'
      }
    },
    'scheme-closed': {
      title: 'The scheme is closed',
      meaning: 'A closed scheme is not paused.',
      remedy: 'Open it again first, if it was closed by mistake.',
      sv: {
        title: 'Bidragsformen är stängd',
        meaning: 'En stängd bidragsform pausas inte.',
        remedy: 'Öppna den först igen, om den stängdes av misstag.'
      }
    },
    'scheme-already-open': {
      title: 'The scheme is open already',
      meaning: 'The scheme has this status now.',
      remedy: 'Nothing needs to be done; see its statuses.',
      sv: {
        title: 'Bidragsformen är redan öppen',
        meaning: 'Bidragsformen har redan den statusen.',
        remedy: 'Inget behöver göras; se dess statusar.'
      }
    },
    'scheme-already-paused': {
      title: 'The scheme is paused already',
      meaning: 'The scheme has this status now.',
      remedy: 'Nothing needs to be done; see its statuses.',
      sv: {
        title: 'Bidragsformen är redan pausad',
        meaning: 'Bidragsformen har redan den statusen.',
        remedy: 'Inget behöver göras; se dess statusar.'
      }
    },
    'scheme-already-closed': {
      title: 'The scheme is closed already',
      meaning: 'The scheme has this status now.',
      remedy: 'Nothing needs to be done; see its statuses.',
      sv: {
        title: 'Bidragsformen är redan stängd',
        meaning: 'Bidragsformen har redan den statusen.',
        remedy: 'Inget behöver göras; se dess statusar.'
      }
    },
    'scheme-window-in-use': {
      title: 'The window is in use',
      meaning: 'Applications were made in this window.',
      remedy: 'Move or withdraw them first, or end the validity of the window.',
      sv: {
        title: 'Ansökningsperioden används',
        meaning: 'Ansökningar har gjorts i den här ansökningsperioden.',
        remedy: 'Flytta eller dra tillbaka dem först, eller avsluta periodens giltighet.'
      }
    },
    'window-not-valid': {
      title: 'The window breaks rules of a window',
      meaning: 'Days are missing, out of order or of another kind of window.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Ansökningsperioden bryter mot reglerna för ansökningsperioder',
        meaning: 'Dagar saknas, kommer i fel ordning eller hör till ett annat slag av period.',
        remedy: 'Rätta alla fel.'
      }
    },
    'windows-overlap': {
      title: 'The windows overlap',
      meaning: 'Another window of the scheme takes applications on some of the same days.',
      remedy: 'Change one of them.',
      sv: {
        title: 'Ansökningsperioderna överlappar varandra',
        meaning: 'En annan period i bidragsformen tar emot ansökningar några av samma dagar.',
        remedy: 'Ändra en av dem.'
      }
    },
    'rule-version-not-valid': {
      title: 'The rules break rules of a version',
      meaning: 'Days, ladders, limits or clauses contradict each other.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Reglerna bryter mot vad som gäller för en version',
        meaning: 'Dagar, trappor, gränser eller klausuler säger emot varandra.',
        remedy: 'Rätta alla fel.'
      }
    },
    'rule-versions-overlap': {
      title: 'Two versions of the rules would hold on one day',
      meaning: 'Another version of the scheme certainly holds on some of the same days.',
      remedy: 'End that one, or give other days.',
      sv: {
        title: 'Två versioner av reglerna skulle gälla samma dag',
        meaning: 'En annan version av bidragsformens regler gäller säkert några av samma dagar.',
        remedy: 'Avsluta den, eller ange andra dagar.'
      }
    },
    'budget-exists': {
      title: 'There is such a budget already',
      meaning: 'A body has one budget of a year for a scheme, and one for all.',
      remedy: 'Change that one.',
      sv: {
        title: 'Budgeten finns redan',
        meaning: 'En nämnd har en budget per år för en bidragsform, och en för alla.',
        remedy: 'Ändra den som finns.'
      }
    },
    'figure-not-valid': {
      title: 'The figure breaks rules of a figure',
      meaning: 'Amount, certainty or what it is of contradict each other.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Uppgiften bryter mot reglerna för publicerade siffror',
        meaning: 'Beloppet, säkerheten eller vad uppgiften gäller säger emot varandra.',
        remedy: 'Rätta alla fel.'
      }
    },
    'target-not-valid': {
      title: 'The target breaks rules of a target',
      meaning: 'What is measured and of what do not go together.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Målet bryter mot reglerna för mål',
        meaning: 'Det som mäts och det som det är en andel av stämmer inte ihop.',
        remedy: 'Rätta alla fel.'
      }
    }
  })
}
