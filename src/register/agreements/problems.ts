import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('agreement', 'list-entry'),
  ...rulesOf({
    'agreement-has-payments': {
      title: 'Payments are planned for the agreement',
      meaning: 'An agreement is not withdrawn while payments that are not cancelled are made for it.',
      remedy: 'Cancel the plans first; what is paid stays, and the agreement is ended or terminated instead.'
    },
    'agreement-not-valid': {
      title: 'The agreement breaks rules of agreements',
      meaning: 'Parties, term, contributions, funding or signatories contradict each other, or name what is not there.',
      remedy: 'Correct every violation.'
    },
    'scheme-not-partnership': {
      title: 'The scheme is no partnership',
      meaning: 'Only awards of a scheme of the kind partnership give agreements; other grants are unilateral.',
      remedy: 'Change the kind of the scheme first, if its grants are partnerships.'
    },
    'agreement-already-decided': {
      title: 'The agreement is decided already',
      meaning: 'A draft is decided once.',
      remedy: 'Look at its versions; correct it if it was mistaken.'
    },
    'agreement-not-decided': {
      title: 'Agreement not decided',
      meaning: 'An agreement is signed when it was decided.',
      remedy: 'Decide it first.'
    },
    'agreement-already-signed': {
      title: 'The agreement is signed already',
      meaning: 'What was signed is changed by an amendment, or corrected.',
      remedy: 'Amend or correct it.'
    },
    'agreement-not-draft': {
      title: 'The agreement is no draft',
      meaning: 'Only a draft is discarded.',
      remedy: 'Withdraw it if it was recorded in error; otherwise end or terminate it.'
    },
    'agreement-is-draft': {
      title: 'The agreement is a draft',
      meaning: 'A draft is discarded and not withdrawn.',
      remedy: 'Discard it.'
    },
    'agreement-terminated': {
      title: 'The agreement was terminated',
      meaning: 'Nothing more is done to an agreement that was terminated, but corrections.',
      remedy: 'Correct it if the end was recorded by mistake.'
    },
    'nothing-changed': {
      title: 'The amendment changes nothing',
      meaning: 'What it says is what the agreement says already.',
      remedy: 'Send what is to be changed.'
    },
    'nothing-corrected': {
      title: 'The correction corrects nothing',
      meaning: 'What it says is what the agreement says already.',
      remedy: 'Send what is to be corrected.'
    },
    'version-not-found': {
      title: 'There is no such version',
      meaning: 'The agreement has no version of this number.',
      remedy: 'List its versions.'
    },
    'extension-not-found': {
      title: 'There is no such option',
      meaning: 'The term has no extension of this key.',
      remedy: 'See extensions of its term.'
    },
    'extension-exercised': {
      title: 'The option was exercised already',
      meaning: 'An option to extend is exercised once.',
      remedy: 'See extensions of its term.'
    },
    'extension-too-late': {
      title: 'The option can no longer be exercised',
      meaning: 'The last day to exercise it has passed.',
      remedy: 'Extend by an amendment, if the parties agree.'
    },
    'day-to-come': {
      title: 'What has not happened cannot be recorded',
      meaning: 'The day is later than today.',
      remedy: 'Correct the day, or record it when it has happened.'
    },
    'signatory-not-found': {
      title: 'Somebody who is not to sign cannot',
      meaning: 'A key names no signatory of the agreement.',
      remedy: 'See its signatories.'
    },
    'signature-recorded': {
      title: 'The signature is recorded for another day',
      meaning: 'Whoever has signed has signed on the day that is recorded.',
      remedy: 'Correct that day instead.'
    },
    'party-not-found': {
      title: 'Who gives notice is a party',
      meaning: 'A key names no party of the agreement.',
      remedy: 'See its parties.'
    },
    'notice-after-end': {
      title: 'Notice is given before the end',
      meaning: 'The day of the notice is after the day on which the agreement ends.',
      remedy: 'Correct one of the days.'
    },
    'end-before-start': {
      title: 'An agreement does not end before it begins',
      meaning: 'The end is before the earliest day on which its term can begin.',
      remedy: 'Correct the day, or the term.'
    },
    'index-clause-missing': {
      title: 'The agreement has no index clause',
      meaning: 'Without a clause nothing says how amounts follow an index.',
      remedy: 'Register the clause first.'
    }
  })
}
