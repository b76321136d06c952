import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('report', 'report-requirement'),
  ...rulesOf({
    'report-not-valid': {
      title: 'The report breaks rules of a report',
      meaning:
        'Parts that its requirement asks for are missing, days are out of order, or more is accounted for than was given.',
      remedy: 'The violations name every property. What is missing can be saved with PATCH before it is submitted.'
    },
    'report-not-submitted': {
      title: 'The report has not come',
      meaning: 'Only what was submitted is sent back or accepted.',
      remedy: 'Submit it first, or waive it with a reason.'
    },
    'report-submitted': {
      title: 'The report was submitted',
      meaning: 'What was submitted is not changed, and not submitted again with other content.',
      remedy: 'Send it back with what is missing; then it can be changed and submitted again.'
    },
    'report-returned': {
      title: 'The report was sent back',
      meaning: 'It is with whoever reports, and has not come again.',
      remedy: 'Submit it again first, or waive it with a reason.'
    },
    'report-accepted': {
      title: 'The report is accepted',
      meaning: 'An accepted report is not changed: payments may rest on it.',
      remedy: 'If it was accepted by mistake, take the acceptance back.'
    },
    'report-waived': {
      title: 'The report was waived',
      meaning: 'Somebody recorded that it need not come.',
      remedy:
        'Register what came all the same as a report of its own; if it was waived by mistake, take the waiver back.'
    },
    'report-not-waived': {
      title: 'The report is not waived',
      meaning: 'There is no waiver to take back.',
      remedy: 'Look at the status of the report.'
    },
    'report-awaited': {
      title: 'Payments wait for the report',
      meaning:
        'Withdrawn, it would be waited for in vain; due after them, what waits for the reports that are due before it would wait no longer.',
      remedy: 'Waive the report, or change the conditions of the payments first.'
    },
    'report-requirement-awaited': {
      title: 'Payments wait for reports of the requirement',
      meaning: 'Withdrawn, its reports would be waited for in vain.',
      remedy: 'Change the conditions of the payments first.'
    },
    'report-requirement-not-valid': {
      title: 'The requirement breaks rules of a requirement',
      meaning: 'It is of one agreement or one version of rules, and its days make no endless list of reports.',
      remedy: 'Correct every violation.'
    }
  })
}
