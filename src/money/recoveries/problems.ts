import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ recovery: 'Återkravet' }),
  ...rulesOf({
    'recovery-not-valid': {
      title: 'The recovery breaks rules of a recovery',
      meaning:
        'All but a mistake is asked back by a decision, a mistake is one of a payment, and nothing is due before it.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Återkravet bryter mot reglerna för återkrav',
        meaning:
          'Allt utom en felaktig utbetalning återkrävs genom ett beslut, en felaktig utbetalning gäller en viss utbetalning, och inget förfaller före återkravet.',
        remedy: 'Rätta alla fel.'
      }
    },
    'recovery-exceeds-paid': {
      title: 'More than was paid cannot be asked back',
      meaning:
        'What is asked back of a period of an award is at most what was paid of it, less what the bank returned and what is asked back already. The members paid, returned, claimed and recoverable tell the figures.',
      remedy: 'Ask for no more than recoverable. If a payment is missing, record it first.',
      sv: {
        title: 'Mer än vad som betalats kan inte återkrävas',
        meaning:
          'Det som återkrävs av en period av ett bidrag är högst det som betalats av den, minus det som banken skickat tillbaka och det som redan återkrävts. Fälten paid, returned, claimed och recoverable visar beloppen.',
        remedy: 'Kräv högst recoverable. Om en utbetalning saknas, registrera den först.'
      }
    },
    'award-decision-stands': {
      title: 'The decision on the grant stands',
      meaning: 'This ground is for payments whose decision was annulled or withdrawn.',
      remedy: 'Record the annulment first, or choose the ground that holds.',
      sv: {
        title: 'Bidragsbeslutet gäller',
        meaning: 'Den här grunden är till för utbetalningar vars beslut har upphävts eller dragits tillbaka.',
        remedy: 'Registrera först upphävandet, eller välj den grund som stämmer.'
      }
    },
    'recovery-exceeds-outstanding': {
      title: 'More than is outstanding cannot move',
      meaning:
        'Repayments, set-offs and write-offs together are at most the amount of the recovery; a set-off takes its part already while its payment is not paid.',
      remedy:
        'See available for what is left. If more came in, it is of something else, or the amount is to be corrected.',
      sv: {
        title: 'Mer än det som återstår kan inte regleras',
        meaning:
          'Återbetalningar, kvittningar och avskrivningar är tillsammans högst återkravets belopp. En kvittning tar sin del redan innan dess utbetalning är betald.',
        remedy: 'Se i available vad som återstår. Om mer kom in gäller det något annat, eller så ska beloppet rättas.'
      }
    },
    'set-off-exceeds-payment': {
      title: 'More than the payment cannot be set off against it',
      meaning: 'Set-offs against a payment are together at most its amount.',
      remedy: 'Set off available at most, and the rest against another payment.',
      sv: {
        title: 'Mer än utbetalningen kan inte kvittas mot den',
        meaning: 'Kvittningarna mot en utbetalning är tillsammans högst dess belopp.',
        remedy: 'Kvitta högst available, och resten mot en annan utbetalning.'
      }
    },
    'recovery-below-moved': {
      title: 'The amount is less than what has moved',
      meaning: 'More than the new amount is recovered, set off or written off already.',
      remedy: 'Take back the movements that are mistaken, then correct the amount.',
      sv: {
        title: 'Beloppet är mindre än det som är reglerat',
        meaning: 'Mer än det nya beloppet är redan återbetalt, kvittat eller avskrivet.',
        remedy: 'Ta tillbaka de händelser som är fel, och rätta sedan beloppet.'
      }
    },
    'recovery-moved': {
      title: 'Something of the recovery has moved',
      meaning: 'A recovery is withdrawn only while nothing of it is repaid, set off or written off.',
      remedy: 'Take back its movements where they are mistaken, or correct its amount.',
      sv: {
        title: 'En del av återkravet är reglerad',
        meaning: 'Ett återkrav dras tillbaka bara så länge inget av det är återbetalt, kvittat eller avskrivet.',
        remedy: 'Ta tillbaka de händelser som är fel, eller rätta beloppet.'
      }
    },
    'reference-taken': {
      title: 'The reference stands for something else',
      meaning: 'What was recorded by this reference first differs from what is sent by it now.',
      remedy: 'Correct what is recorded, or send what is new by a reference of its own.',
      sv: {
        title: 'Referensen står för något annat',
        meaning: 'Det som först registrerades med den här referensen är inte det som skickas med den nu.',
        remedy: 'Rätta det som är registrerat, eller skicka det nya med en egen referens.'
      }
    },
    'movement-not-valid': {
      title: 'The movement breaks rules of a movement',
      meaning: 'Its day, decision or payment does not go with its kind.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Händelsen bryter mot reglerna för återkravets händelser',
        meaning: 'Dagen, beslutet eller utbetalningen stämmer inte med dess slag.',
        remedy: 'Rätta alla fel.'
      }
    },
    'recovery-movement-withdrawn': {
      title: 'The movement was taken back',
      meaning: 'What was taken back does not move again.',
      remedy: 'Record a new movement.',
      sv: {
        title: 'Händelsen är tillbakatagen',
        meaning: 'Det som är tillbakataget räknas inte igen.',
        remedy: 'Registrera en ny händelse.'
      }
    }
  })
}
