import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ report: 'Redovisningen', 'report-requirement': 'Redovisningskravet' }),
  ...rulesOf({
    'report-not-valid': {
      title: 'The report breaks rules of a report',
      meaning:
        'Parts that its requirement asks for are missing, days are out of order, or more is accounted for than was given.',
      remedy: 'The violations name every property. What is missing can be saved with PATCH before it is submitted.',
      sv: {
        title: 'Redovisningen bryter mot reglerna för redovisningar',
        meaning: 'Delar som kravet begär saknas, dagar kommer i fel ordning, eller så redovisas mer än vad som gavs.',
        remedy: 'Alla egenskaper anges i violations. Det som saknas kan sparas med PATCH innan redovisningen lämnas in.'
      }
    },
    'report-not-submitted': {
      title: 'The report has not come',
      meaning: 'Only what was submitted is sent back or accepted.',
      remedy: 'Submit it first, or waive it with a reason.',
      sv: {
        title: 'Redovisningen har inte kommit in',
        meaning: 'Bara det som är inlämnat skickas tillbaka eller godkänns.',
        remedy: 'Lämna in den först, eller efterge den med ett skäl.'
      }
    },
    'report-submitted': {
      title: 'The report was submitted',
      meaning: 'What was submitted is not changed, and not submitted again with other content.',
      remedy: 'Send it back with what is missing; then it can be changed and submitted again.',
      sv: {
        title: 'Redovisningen är inlämnad',
        meaning: 'Det som är inlämnat ändras inte, och lämnas inte in igen med annat innehåll.',
        remedy: 'Skicka tillbaka den med besked om vad som saknas; då kan den ändras och lämnas in igen.'
      }
    },
    'report-returned': {
      title: 'The report was sent back',
      meaning: 'It is with whoever reports, and has not come again.',
      remedy: 'Submit it again first, or waive it with a reason.',
      sv: {
        title: 'Redovisningen är återsänd för komplettering',
        meaning: 'Den är hos den som redovisar, och har inte kommit in igen.',
        remedy: 'Lämna in den igen först, eller efterge den med ett skäl.'
      }
    },
    'report-accepted': {
      title: 'The report is accepted',
      meaning: 'An accepted report is not changed: payments may rest on it.',
      remedy: 'If it was accepted by mistake, take the acceptance back.',
      sv: {
        title: 'Redovisningen är godkänd',
        meaning: 'En godkänd redovisning ändras inte: utbetalningar kan vila på den.',
        remedy: 'Ta tillbaka godkännandet om den godkändes av misstag.'
      }
    },
    'report-waived': {
      title: 'The report was waived',
      meaning: 'Somebody recorded that it need not come.',
      remedy:
        'Register what came all the same as a report of its own; if it was waived by mistake, take the waiver back.',
      sv: {
        title: 'Redovisningen är eftergiven',
        meaning: 'Någon har registrerat att den inte behöver lämnas.',
        remedy: 'Registrera det som ändå kom som en egen redovisning. Ta tillbaka eftergiften om den var ett misstag.'
      }
    },
    'report-not-waived': {
      title: 'The report is not waived',
      meaning: 'There is no waiver to take back.',
      remedy: 'Look at the status of the report.',
      sv: {
        title: 'Redovisningen är inte eftergiven',
        meaning: 'Det finns ingen eftergift att ta tillbaka.',
        remedy: 'Se redovisningens status.'
      }
    },
    'report-awaited': {
      title: 'Payments wait for the report',
      meaning:
        'Withdrawn, it would be waited for in vain; due after them, what waits for the reports that are due before it would wait no longer.',
      remedy: 'Waive the report, or change the conditions of the payments first.',
      sv: {
        title: 'Utbetalningar väntar på redovisningen',
        meaning:
          'Om den drogs tillbaka skulle de vänta förgäves. Om den flyttades till efter dem skulle det som väntar på tidigare redovisningar inte längre vänta.',
        remedy: 'Efterge redovisningen, eller ändra först villkoren för utbetalningarna.'
      }
    },
    'report-requirement-awaited': {
      title: 'Payments wait for reports of the requirement',
      meaning: 'Withdrawn, its reports would be waited for in vain.',
      remedy: 'Change the conditions of the payments first.',
      sv: {
        title: 'Utbetalningar väntar på redovisningar enligt kravet',
        meaning: 'Om kravet drogs tillbaka skulle de vänta förgäves.',
        remedy: 'Ändra först villkoren för utbetalningarna.'
      }
    },
    'report-requirement-not-valid': {
      title: 'The requirement breaks rules of a requirement',
      meaning: 'It is of one agreement or one version of rules, and its days make no endless list of reports.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Kravet bryter mot reglerna för redovisningskrav',
        meaning:
          'Det hör till ett avtal eller en version av regler, och dess dagar ger ingen lista av redovisningar utan slut.',
        remedy: 'Rätta alla fel.'
      }
    }
  })
}
