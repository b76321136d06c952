import { rulesOf } from '../../base/errors.ts'

/** Rules of many records that are sent at once. */
export const problems = rulesOf({
  'batch-too-large': {
    title: 'The batch has too many rows',
    meaning: 'A batch has at most 1000 rows. Nothing was done.',
    remedy: 'Send the rows in several batches.',
    sv: {
      title: 'Satsen har för många rader',
      meaning: 'En sats har högst 1000 rader. Ingenting gjordes.',
      remedy: 'Skicka raderna i flera satser.'
    }
  },
  'batch-row-repeated': {
    title: 'A record is in the batch twice',
    meaning:
      'Two rows have the same record, source and reference: which of them should stand is not known. Nothing was done.',
    remedy: 'Send each record once, as it is now.',
    sv: {
      title: 'En post finns två gånger i satsen',
      meaning:
        'Två rader har samma post, källa och referens: vilken av dem som ska gälla är inte känt. Ingenting gjordes.',
      remedy: 'Skicka varje post en gång, som den är nu.'
    }
  },
  'batch-row-elsewhere': {
    title: 'A row is of another municipality',
    meaning: 'A batch is of the municipality that its address names. Nothing was done.',
    remedy: 'Send the row in a batch of its own municipality.',
    sv: {
      title: 'En rad hör till en annan kommun',
      meaning: 'En sats hör till den kommun som adressen anger. Ingenting gjordes.',
      remedy: 'Skicka raden i en sats för dess egen kommun.'
    }
  },
  'batch-refused': {
    title: 'The batch was refused',
    meaning: 'Rows of an atomic batch break rules. Nothing was done.',
    remedy: 'Mend every row that rows names, and send the batch again; or send it without atomic.',
    sv: {
      title: 'Satsen avvisades',
      meaning: 'Rader i en odelbar sats bryter mot regler. Ingenting gjordes.',
      remedy: 'Rätta alla rader som rows anger och skicka satsen igen, eller skicka den utan atomic.'
    }
  }
})
