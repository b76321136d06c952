import { rulesOf } from '../../base/errors.ts'

/** Rules of what is included with an answer. */
export const problems = rulesOf({
  'include-not-known': {
    title: 'That cannot be included',
    meaning: 'include names something that this record does not lead to.',
    remedy: 'See the violation for what there is.',
    sv: {
      title: 'Det kan inte tas med',
      meaning: 'include anger något som den här posten inte leder till.',
      remedy: 'Se i violations vad som finns.'
    }
  },
  'include-too-deep': {
    title: 'include goes too deep',
    meaning: 'What is included leads at most three steps on: awards.payments.organisation.',
    remedy: 'Ask for less, and for the rest by ids.',
    sv: {
      title: 'include går för djupt',
      meaning: 'Det som tas med leder högst tre steg bort: awards.payments.organisation.',
      remedy: 'Begär mindre, och resten med id:n.'
    }
  },
  'include-too-large': {
    title: 'There is too much to include',
    meaning: 'More than 10 000 records of one kind would be included with the answer.',
    remedy: 'Ask for a smaller page, or list the others by themselves.',
    sv: {
      title: 'Det är för mycket att ta med',
      meaning: 'Mer än 10 000 poster av ett slag skulle tas med i svaret.',
      remedy: 'Begär en mindre sida, eller lista de andra för sig.'
    }
  }
})
