import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = rulesOf({
  'work-list-days': {
    title: 'The days of the work list cannot be',
    meaning: 'until is before from (today unless told), or more than five years after it.',
    remedy: 'Ask for days that follow on each other, five years of them at most.',
    sv: {
      title: 'Arbetslistans dagar går inte att fråga om',
      meaning: 'until ligger före from (i dag om inget annat anges), eller mer än fem år efter den.',
      remedy: 'Fråga om dagar som följer på varandra, högst fem år på en gång.'
    }
  }
})
