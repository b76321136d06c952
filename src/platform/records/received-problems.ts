import { rulesOf } from '../../base/errors.ts'

/** Rules of what is received under the caller's reference, one at a time or many at once. */
export const problems = rulesOf({
  'reference-contradicted': {
    title: 'The content has another reference',
    meaning:
      'The address, or the row, says under which source and reference the record is received. Its content says another.',
    remedy: 'Leave source and reference out of the content, or say the same.'
  },
  'reference-withdrawn': {
    title: 'What had this reference was withdrawn',
    meaning: 'The record of this reference was taken back. What is sent every night does not bring it back by itself.',
    remedy: 'Send restore=true to register it anew, or stop sending it.'
  },
  'settled-when-registered': {
    title: 'This was settled when the record was registered',
    meaning: 'Some properties are stated once and not changed by receiving the record again.',
    remedy: 'Send them as they are recorded, or change the record by the operation that is for it.'
  },
  'owner-required': {
    title: 'What it belongs to is missing',
    meaning: 'The record is made within another: a window within a scheme, a line within a decision.',
    remedy: 'Send its id as of.'
  }
})
