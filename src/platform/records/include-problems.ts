import { rulesOf } from '../../base/errors.ts'

/** Rules of what is included with an answer. */
export const problems = rulesOf({
  'include-not-known': {
    title: 'That cannot be included',
    meaning: 'include names something that this record does not lead to.',
    remedy: 'See the violation for what there is.'
  },
  'include-too-deep': {
    title: 'include goes too deep',
    meaning: 'What is included leads at most three steps on: awards.payments.organisation.',
    remedy: 'Ask for less, and for the rest by ids.'
  },
  'include-too-large': {
    title: 'There is too much to include',
    meaning: 'More than 10 000 records of one kind would be included with the answer.',
    remedy: 'Ask for a smaller page, or list the others by themselves.'
  }
})
