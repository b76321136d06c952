import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ decision: 'Beslutet', 'decision-line': 'Beslutsraden' }),
  ...rulesOf({
    'second-decision-on-matter': {
      title: 'A second decision on the same matter',
      meaning:
        'A decision that stands, of the same body and with the same diary number, has decided on the same recipients, scheme, years and purpose already. Both would count.',
      remedy:
        'Say which decision this one revises (revisesDecisionId) and which line replaces which (revisesLineId). If the earlier record was mistaken, correct or withdraw it.',
      sv: {
        title: 'Ett andra beslut i samma ärende',
        meaning:
          'Ett gällande beslut av samma nämnd och med samma diarienummer har redan beslutat om samma mottagare, bidragsform, år och ändamål. Båda skulle räknas.',
        remedy:
          'Säg vilket beslut det här omprövar (revisesDecisionId) och vilken rad som ersätter vilken (revisesLineId). Om det tidigare registrerades fel, rätta det eller dra tillbaka det.'
      }
    },
    'dates-reversed': {
      title: 'The days are in the wrong order',
      meaning: 'What comes after something else is dated before it.',
      remedy: 'See the violation for the day that must not be earlier.',
      sv: {
        title: 'Dagarna kommer i fel ordning',
        meaning: 'Det som kommer efter något annat har fått ett tidigare datum.',
        remedy: 'Se i violations vilken dag som inte får vara tidigare.'
      }
    },
    'application-not-found': {
      title: 'There is no such application',
      meaning: 'The application that a line answers does not stand in this municipality.',
      remedy: 'Create or find it first.',
      sv: {
        title: 'Ansökan finns inte',
        meaning: 'Den ansökan som en beslutsrad besvarar finns inte i kommunen.',
        remedy: 'Skapa eller leta upp den först.'
      }
    },
    'decision-not-valid': {
      title: 'The decision breaks rules of a decision',
      meaning: 'Days, paragraph, delegation, proposal or what it revises contradict each other.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Beslutet bryter mot reglerna för beslut',
        meaning: 'Dagar, paragraf, delegation, förslag eller det som omprövas säger emot varandra.',
        remedy: 'Rätta alla fel.'
      }
    },
    'line-not-valid': {
      title: 'The decision line breaks rules of a line',
      meaning: 'Outcome, amounts, years, recipients or what it revises contradict each other.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Beslutsraden bryter mot reglerna för beslutsrader',
        meaning: 'Utfall, belopp, år, mottagare eller det som omprövas säger emot varandra.',
        remedy: 'Rätta alla fel.'
      }
    },
    'decision-lines-reference': {
      title: 'A line needs a reference of its own',
      meaning: 'Lines are found again by their references when a decision is sent anew, each of one line.',
      remedy: 'Give every line a reference, each once.',
      sv: {
        title: 'En beslutsrad behöver en egen referens',
        meaning: 'Rader känns igen på sina referenser när ett beslut skickas på nytt, var och en på sin.',
        remedy: 'Ge varje rad en referens, var och en bara en gång.'
      }
    },
    'decision-settled': {
      title: 'The decision is settled',
      meaning: 'It was annulled or confirmed as final, and is not sent anew as a whole.',
      remedy: 'Correct it with PATCH, or record the decision that revises it.',
      sv: {
        title: 'Beslutet är slutgiltigt',
        meaning: 'Det har upphävts eller bekräftats ha fått laga kraft, och skickas inte på nytt som helhet.',
        remedy: 'Rätta det med PATCH, eller registrera det beslut som omprövar det.'
      }
    },
    'decision-only-proposed': {
      title: 'The decision is only proposed',
      meaning: 'What was never decided is not annulled, appealed against or final.',
      remedy: 'Record first that it was decided.',
      sv: {
        title: 'Beslutet är bara föreslaget',
        meaning: 'Det som aldrig har beslutats upphävs inte, överklagas inte och får inte laga kraft.',
        remedy: 'Registrera först att det är beslutat.'
      }
    },
    'decision-annulled': {
      title: 'The decision was annulled',
      meaning: 'What was annulled counts no more.',
      remedy: 'Record the decision that was made instead.',
      sv: {
        title: 'Beslutet är upphävt',
        meaning: 'Det som är upphävt gäller inte längre.',
        remedy: 'Registrera det beslut som fattades i stället.'
      }
    },
    'decision-confirmed-final': {
      title: 'The decision is confirmed as final',
      meaning: 'It is final, and not confirmed on another day.',
      remedy: 'Take the confirmation back first if it was mistaken.',
      sv: {
        title: 'Det är bekräftat att beslutet har fått laga kraft',
        meaning: 'Beslutet har fått laga kraft, och det bekräftas inte för en annan dag.',
        remedy: 'Ta först tillbaka bekräftelsen om den var fel.'
      }
    },
    'decision-not-confirmed-final': {
      title: 'The decision is not confirmed as final',
      meaning: 'There is no confirmation to take back.',
      remedy: 'Look at finality of the decision.',
      sv: {
        title: 'Det är inte bekräftat att beslutet har fått laga kraft',
        meaning: 'Det finns ingen bekräftelse att ta tillbaka.',
        remedy: 'Se finality i beslutet.'
      }
    },
    'reason-required': {
      title: 'A reason is required',
      meaning: 'What is left out of a decision that is sent anew is withdrawn, and that has a reason.',
      remedy: 'Give reason.',
      sv: {
        title: 'Ett skäl krävs',
        meaning: 'Det som utelämnas ur ett beslut som skickas på nytt dras tillbaka, och det kräver ett skäl.',
        remedy: 'Ange reason.'
      }
    }
  })
}
