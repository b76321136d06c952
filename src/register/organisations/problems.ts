import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules(
    'contact',
    'eligibility',
    'membership',
    'organisation',
    'organisation-document',
    'organisation-name'
  ),
  ...rulesOf({
    'organisation-in-use': {
      title: 'The organisation is in use',
      meaning: 'Lines, payments, applications, memberships or merged organisations that stand name it.',
      remedy: 'Correct or withdraw those first, or merge it into the organisation that it is.'
    },
    'organisation-merged': {
      title: 'The organisation was merged into another',
      meaning: 'What was merged is changed no more.',
      remedy: 'Change the organisation that it was merged into (mergedIntoId).'
    },
    'organisation-numbers-differ': {
      title: 'The organisation numbers differ',
      meaning: 'Two organisations with numbers of their own are two.',
      remedy: 'Correct the number that is mistaken, then merge them.'
    },
    'merge-into-itself': {
      title: 'An organisation is not merged into itself',
      meaning: 'Both are the same organisation, or one was merged into the other already.',
      remedy: 'Name another organisation.'
    },
    'merge-of-member-and-umbrella': {
      title: 'A member and its umbrella are not merged',
      meaning: 'One of the two is a member of the other.',
      remedy: 'Withdraw the membership first if it was mistaken.'
    },
    'member-of-itself': {
      title: 'An organisation is not its own umbrella',
      meaning: 'The member and the umbrella are the same.',
      remedy: 'Name another umbrella organisation.'
    },
    'membership-overlaps': {
      title: 'The membership is registered for some of these days',
      meaning: 'The organisation is a member of the same umbrella on some of the same days.',
      remedy: 'Change that membership, or give days that do not overlap.'
    },
    'contact-empty': {
      title: 'The contact says nothing',
      meaning: 'A contact has a role, a name, an e-mail address or a telephone number.',
      remedy: 'Give at least one of them.'
    },
    'contact-erased': {
      title: 'The contact was erased',
      meaning: 'Personal data that was erased does not come back.',
      remedy: 'Register a new contact.'
    },
    'number-not-valid': {
      title: 'The number is not valid',
      meaning: 'An organisation number, bankgiro or plusgiro is none of its kind, or is a personal number.',
      remedy: 'Ask the organisation for the number; see the violation for which.'
    }
  })
}
