import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ application: 'Ansökan' }),
  ...rulesOf({
    'scheme-not-found': {
      title: 'There is no such scheme',
      meaning: 'A scheme that is named does not stand in this municipality.',
      remedy: 'Create or find it first.',
      sv: {
        title: 'Bidragsformen finns inte',
        meaning: 'En bidragsform som anges finns inte i kommunen.',
        remedy: 'Skapa eller leta upp den först.'
      }
    },
    'window-not-found': {
      title: 'There is no such window',
      meaning: 'The window that is named does not stand in this municipality.',
      remedy: 'List the windows of the scheme.',
      sv: {
        title: 'Ansökningsperioden finns inte',
        meaning: 'Den ansökningsperiod som anges finns inte i kommunen.',
        remedy: 'Lista bidragsformens ansökningsperioder.'
      }
    },
    'window-of-other-scheme': {
      title: 'The window is of another scheme',
      meaning: 'An application is made in a window of its own scheme.',
      remedy: 'List the windows of the scheme that the application names.',
      sv: {
        title: 'Ansökningsperioden hör till en annan bidragsform',
        meaning: 'En ansökan görs i en period i sin egen bidragsform.',
        remedy: 'Lista ansökningsperioderna i den bidragsform som ansökan anger.'
      }
    },
    'window-without-scheme': {
      title: 'A window is of a scheme',
      meaning: 'The application names a window and no scheme.',
      remedy: 'Give schemeId too.',
      sv: {
        title: 'En ansökningsperiod hör till en bidragsform',
        meaning: 'Ansökan anger en ansökningsperiod men ingen bidragsform.',
        remedy: 'Ange också schemeId.'
      }
    },
    'application-not-valid': {
      title: 'The application breaks rules of an application',
      meaning: 'Applicants, amounts, shares, window or days contradict each other. All are in violations.',
      remedy: 'Correct every violation and send it again.',
      sv: {
        title: 'Ansökan bryter mot reglerna för ansökningar',
        meaning:
          'Sökande, belopp, andelar, ansökningsperiod eller dagar säger emot varandra. Alla fel räknas upp i violations.',
        remedy: 'Rätta alla fel och skicka den igen.'
      }
    },
    'application-in-use': {
      title: 'The application is answered',
      meaning: 'Decision lines that stand answer it.',
      remedy: 'Correct or withdraw those first.',
      sv: {
        title: 'Ansökan är besvarad',
        meaning: 'Gällande beslutsrader besvarar den.',
        remedy: 'Rätta eller dra tillbaka dem först.'
      }
    },
    'application-without-outcome': {
      title: 'The application has no outcome',
      meaning: 'It is decided when a line of a decision answers it.',
      remedy: 'Record the decision with applicationId first.',
      sv: {
        title: 'Ansökan har inget beslut',
        meaning: 'Den är beslutad när en rad i ett beslut besvarar den.',
        remedy: 'Registrera först beslutet med applicationId.'
      }
    },
    'application-still-open': {
      title: 'The application is open',
      meaning: 'The step follows on another status.',
      remedy: 'Read the application: its status tells where it stands.',
      sv: {
        title: 'Ansökan är öppen',
        meaning: 'Steget kräver en annan status.',
        remedy: 'Läs ansökan: dess status visar var den står.'
      }
    },
    'supplement-already-requested': {
      title: 'A supplement was asked for already',
      meaning: 'Nothing has come since.',
      remedy: 'Await it, or record that the application is complete.',
      sv: {
        title: 'Komplettering är redan begärd',
        meaning: 'Inget har kommit in sedan dess.',
        remedy: 'Vänta på den, eller registrera att ansökan är komplett.'
      }
    },
    'application-already-complete': {
      title: 'The application is complete',
      meaning: 'It was found complete, and nothing has changed since.',
      remedy: 'Decide it, or ask for a supplement.',
      sv: {
        title: 'Ansökan är komplett',
        meaning: 'Den har bedömts vara komplett, och ingenting har ändrats sedan dess.',
        remedy: 'Besluta om den, eller begär komplettering.'
      }
    },
    'application-already-decided': {
      title: 'The application is decided',
      meaning: 'A decided application is neither changed nor taken a step further.',
      remedy: 'Open it again (reopen), or correct the record.',
      sv: {
        title: 'Ansökan är beslutad',
        meaning: 'En beslutad ansökan varken ändras eller förs vidare.',
        remedy: 'Öppna den igen (reopen), eller rätta uppgifterna.'
      }
    },
    'step-day-not-possible': {
      title: 'The day of the step cannot be',
      meaning: 'A step is not before the application came, nor later than today; what is asked for is due after that.',
      remedy: 'Correct the day that the violation names.',
      sv: {
        title: 'Dagen för steget är inte möjlig',
        meaning:
          'Ett steg tas inte innan ansökan kom in, och inte senare än i dag; det som begärs ska vara inne efter det.',
        remedy: 'Rätta den dag som anges i violations.'
      }
    },
    'received-in-future': {
      title: 'It cannot have come yet',
      meaning: 'The day of reception is later than today.',
      remedy: 'Correct receivedOn.',
      sv: {
        title: 'Det kan inte ha kommit in än',
        meaning: 'Dagen då det kom in är senare än i dag.',
        remedy: 'Rätta receivedOn.'
      }
    },
    'group-repeated': {
      title: 'A group is named twice',
      meaning: 'Each target group has one share.',
      remedy: 'Give each group once.',
      sv: {
        title: 'En målgrupp anges två gånger',
        meaning: 'Varje målgrupp har en andel.',
        remedy: 'Ange varje målgrupp en gång.'
      }
    },
    'year-repeated': {
      title: 'A year is named twice',
      meaning: 'Each year has one amount.',
      remedy: 'Give each year once.',
      sv: {
        title: 'Ett år anges två gånger',
        meaning: 'Varje år har ett belopp.',
        remedy: 'Ange varje år en gång.'
      }
    },
    'shares-above-hundred': {
      title: 'The shares come to more than 100 per cent',
      meaning: 'Shares of target groups are parts of one whole.',
      remedy: 'Correct the shares.',
      sv: {
        title: 'Andelarna blir mer än 100 procent',
        meaning: 'Målgruppernas andelar är delar av en helhet.',
        remedy: 'Rätta andelarna.'
      }
    },
    'guarantor-is-applicant': {
      title: 'The guarantor is an applicant',
      meaning: 'Whoever applies does not stand behind itself.',
      remedy: 'Name another guarantor.',
      sv: {
        title: 'Den som borgar är själv sökande',
        meaning: 'Den som söker kan inte borga för sig själv.',
        remedy: 'Ange någon annan som borgar.'
      }
    },
    'guarantor-period-reversed': {
      title: 'The guarantee ends before it begins',
      meaning: 'The last day of the guarantee is before its first.',
      remedy: 'Correct the days.',
      sv: {
        title: 'Borgensåtagandet slutar innan det börjar',
        meaning: 'Borgensåtagandets sista dag är före dess första.',
        remedy: 'Rätta dagarna.'
      }
    }
  })
}
