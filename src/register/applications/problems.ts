import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('application'),
  ...rulesOf({
    'scheme-not-found': {
      title: 'There is no such scheme',
      meaning: 'A scheme that is named does not stand in this municipality.',
      remedy: 'Create or find it first.'
    },
    'window-not-found': {
      title: 'There is no such window',
      meaning: 'The window that is named does not stand in this municipality.',
      remedy: 'List the windows of the scheme.'
    },
    'window-of-other-scheme': {
      title: 'The window is of another scheme',
      meaning: 'An application is made in a window of its own scheme.',
      remedy: 'List the windows of the scheme that the application names.'
    },
    'window-without-scheme': {
      title: 'A window is of a scheme',
      meaning: 'The application names a window and no scheme.',
      remedy: 'Give schemeId too.'
    },
    'application-not-valid': {
      title: 'The application breaks rules of an application',
      meaning: 'Applicants, amounts, shares, window or days contradict each other. All are in violations.',
      remedy: 'Correct every violation and send it again.'
    },
    'application-in-use': {
      title: 'The application is answered',
      meaning: 'Decision lines that stand answer it.',
      remedy: 'Correct or withdraw those first.'
    },
    'application-without-outcome': {
      title: 'The application has no outcome',
      meaning: 'It is decided when a line of a decision answers it.',
      remedy: 'Record the decision with applicationId first.'
    },
    'application-still-open': {
      title: 'The application is open',
      meaning: 'The step follows on another status.',
      remedy: 'Read the application: its status tells where it stands.'
    },
    'supplement-already-requested': {
      title: 'A supplement was asked for already',
      meaning: 'Nothing has come since.',
      remedy: 'Await it, or record that the application is complete.'
    },
    'application-already-complete': {
      title: 'The application is complete',
      meaning: 'It was found complete, and nothing has changed since.',
      remedy: 'Decide it, or ask for a supplement.'
    },
    'application-already-decided': {
      title: 'The application is decided',
      meaning: 'A decided application is neither changed nor taken a step further.',
      remedy: 'Open it again (reopen), or correct the record.'
    },
    'step-day-not-possible': {
      title: 'The day of the step cannot be',
      meaning: 'A step is not before the application came, nor later than today; what is asked for is due after that.',
      remedy: 'Correct the day that the violation names.'
    },
    'received-in-future': {
      title: 'It cannot have come yet',
      meaning: 'The day of reception is later than today.',
      remedy: 'Correct receivedOn.'
    },
    'group-repeated': {
      title: 'A group is named twice',
      meaning: 'Each target group has one share.',
      remedy: 'Give each group once.'
    },
    'year-repeated': {
      title: 'A year is named twice',
      meaning: 'Each year has one amount.',
      remedy: 'Give each year once.'
    },
    'shares-above-hundred': {
      title: 'The shares come to more than 100 per cent',
      meaning: 'Shares of target groups are parts of one whole.',
      remedy: 'Correct the shares.'
    },
    'guarantor-is-applicant': {
      title: 'The guarantor is an applicant',
      meaning: 'Whoever applies does not stand behind itself.',
      remedy: 'Name another guarantor.'
    },
    'guarantor-period-reversed': {
      title: 'The guarantee ends before it begins',
      meaning: 'The last day of the guarantee is before its first.',
      remedy: 'Correct the days.'
    }
  })
}
