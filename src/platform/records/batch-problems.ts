import { rulesOf } from '../../base/errors.ts'

/** Rules of many records that are sent at once. */
export const problems = rulesOf({
  'batch-too-large': {
    title: 'The batch has too many rows',
    meaning: 'A batch has at most 1000 rows. Nothing was done.',
    remedy: 'Send the rows in several batches.'
  },
  'batch-row-repeated': {
    title: 'A record is in the batch twice',
    meaning:
      'Two rows have the same record, source and reference: which of them should stand is not known. Nothing was done.',
    remedy: 'Send each record once, as it is now.'
  },
  'batch-row-elsewhere': {
    title: 'A row is of another municipality',
    meaning: 'A batch is of the municipality that its address names. Nothing was done.',
    remedy: 'Send the row in a batch of its own municipality.'
  },
  'batch-refused': {
    title: 'The batch was refused',
    meaning: 'Rows of an atomic batch break rules. Nothing was done.',
    remedy: 'Mend every row that rows names, and send the batch again; or send it without atomic.'
  }
})
