import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = rulesOf({
  'position-not-valid': {
    title: 'The position is not valid',
    meaning: 'What was sent as after is no position that this feed has answered.',
    remedy: 'Send nextCursor of the answer before as it is, or an empty after to begin.'
  },
  'position-gone': {
    title: 'The feed is not known to have come so far',
    meaning: 'The position is later than all that has happened here: the register was restored to an earlier state.',
    remedy: 'Read the feed again from beginAfter, and compare with what you have.'
  },
  'event-type-unknown': {
    title: 'There is no such type of event',
    meaning: 'A type is a noun and a verb, as decisionLine.updated; the document of the API lists them all.',
    remedy: 'Take one of the types that Event.type lists.'
  }
})
