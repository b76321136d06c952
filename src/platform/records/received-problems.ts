import { rulesOf } from '../../base/errors.ts'

/** Rules of what is received under the caller's reference, one at a time or many at once. */
export const problems = rulesOf({
  'reference-contradicted': {
    title: 'The content has another reference',
    meaning:
      'The address, or the row, says under which source and reference the record is received. Its content says another.',
    remedy: 'Leave source and reference out of the content, or say the same.',
    sv: {
      title: 'Innehållet har en annan referens',
      meaning:
        'Adressen, eller raden, säger med vilken källa och referens posten tas emot. Innehållet säger något annat.',
      remedy: 'Utelämna source och reference ur innehållet, eller ange samma.'
    }
  },
  'reference-withdrawn': {
    title: 'What had this reference was withdrawn',
    meaning: 'The record of this reference was taken back. What is sent every night does not bring it back by itself.',
    remedy: 'Send restore=true to register it anew, or stop sending it.',
    sv: {
      title: 'Det som hade referensen har dragits tillbaka',
      meaning:
        'Posten med den här referensen togs tillbaka. Det som skickas varje natt hämtar inte tillbaka den av sig självt.',
      remedy: 'Skicka restore=true för att registrera den på nytt, eller sluta skicka den.'
    }
  },
  'settled-when-registered': {
    title: 'This was settled when the record was registered',
    meaning: 'Some properties are stated once and not changed by receiving the record again.',
    remedy: 'Send them as they are recorded, or change the record by the operation that is for it.',
    sv: {
      title: 'Det bestämdes när posten registrerades',
      meaning: 'Några egenskaper anges en gång och ändras inte av att posten tas emot igen.',
      remedy: 'Skicka dem som de är registrerade, eller ändra posten med det anrop som är till för det.'
    }
  },
  'owner-required': {
    title: 'What it belongs to is missing',
    meaning: 'The record is made within another: a window within a scheme, a line within a decision.',
    remedy: 'Send its id as of.',
    sv: {
      title: 'Det som posten hör till saknas',
      meaning: 'Posten görs i en annan: en ansökningsperiod i en bidragsform, en rad i ett beslut.',
      remedy: 'Skicka dess id som of.'
    }
  }
})
