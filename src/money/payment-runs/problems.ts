import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'payment-run': 'Betalningskörningen' }),
  ...rulesOf({
    'payment-not-approved': {
      title: 'The payment is not approved',
      meaning: 'There is no approval to take back.',
      remedy: 'Read the payment: its status tells where it stands.',
      sv: {
        title: 'Utbetalningen är inte beslutsattesterad',
        meaning: 'Det finns ingen beslutsattest att ta tillbaka.',
        remedy: 'Läs utbetalningen: dess status visar var den står.'
      }
    },
    'payment-run-not-valid': {
      title: 'The payment run is not valid',
      meaning: 'Nothing can be paid on the day that was asked for.',
      remedy:
        'See the violation; the day of execution is a day on which banks are open, from today on and within a year. nextBankingDay proposes one.',
      sv: {
        title: 'Betalningskörningen är inte giltig',
        meaning: 'Ingenting kan betalas den dag som angavs.',
        remedy: 'Se violations. Betaldagen är en bankdag, från i dag och inom ett år. nextBankingDay föreslår en.'
      }
    },
    'payment-run-empty': {
      title: 'Nothing in the run can be paid',
      meaning:
        'Nothing is due, or everything that is due is held, changed, not approved or in another run. No run was made, or the run was not locked.',
      remedy:
        'See obstacles in leftOut or fallenOut. Release what can be released, and collect again; a run that was made is cancelled first.',
      sv: {
        title: 'Inget i betalningskörningen kan betalas',
        meaning:
          'Inget är förfallet till betalning, eller så är allt som är det stoppat, ändrat, inte beslutsattesterat eller med i en annan körning. Ingen körning skapades, eller körningen låstes inte.',
        remedy:
          'Se hindren i leftOut eller fallenOut. Frisläpp det som kan frisläppas och samla ihop igen; en körning som redan är skapad avbryts först.'
      }
    },
    'payment-run-held': {
      title: 'Payments of the run are held',
      meaning:
        'What a payment waits for, its account or its award changed after the run was locked. It was not exported.',
      remedy: 'See obstacles in held. Release what can be released, or cancel the run and collect another.',
      sv: {
        title: 'Utbetalningar i körningen är stoppade',
        meaning:
          'Det som en utbetalning väntar på, dess konto eller dess bidrag ändrades efter att körningen låstes. Körningen exporterades inte.',
        remedy: 'Se hindren i held. Frisläpp det som kan frisläppas, eller avbryt körningen och samla ihop en ny.'
      }
    },
    'payment-run-locked': {
      title: 'The payment run is locked',
      meaning: 'Who is paid and how much is fixed once a run is locked.',
      remedy: 'Export it, or cancel it and collect another.',
      sv: {
        title: 'Betalningskörningen är låst',
        meaning: 'När en körning är låst ligger det fast vem som får betalt och hur mycket.',
        remedy: 'Exportera den, eller avbryt den och samla ihop en ny.'
      }
    },
    'payment-run-exported': {
      title: 'The payment run was exported',
      meaning: 'What was handed to the bank is not taken back here.',
      remedy: 'Confirm what became of its payments: the bank rejects those that it cannot pay.',
      sv: {
        title: 'Betalningskörningen är exporterad',
        meaning: 'Det som har lämnats till banken tas inte tillbaka här.',
        remedy: 'Bekräfta vad som hände med utbetalningarna: banken avvisar dem som den inte kan betala.'
      }
    },
    'payment-run-cancelled': {
      title: 'The payment run was cancelled',
      meaning: 'It was given up before it was exported.',
      remedy: 'Collect another: its payments are approved as before.',
      sv: {
        title: 'Betalningskörningen är avbruten',
        meaning: 'Den gavs upp innan den exporterades.',
        remedy: 'Samla ihop en ny: utbetalningarna är beslutsattesterade som förut.'
      }
    },
    'payment-not-in-run': {
      title: 'The payment is not in the run',
      meaning: 'The run never held it, or it has left the run already.',
      remedy: 'List the items of the run.',
      sv: {
        title: 'Utbetalningen är inte med i körningen',
        meaning: 'Körningen har aldrig haft den, eller så har den redan tagits bort ur den.',
        remedy: 'Lista körningens utbetalningar.'
      }
    },
    'payment-settings-missing': {
      title: 'The municipality has no payment settings',
      meaning: 'A run names the account that it is paid from, and none is registered.',
      remedy: 'Register the payment settings, then lock the run again.',
      sv: {
        title: 'Kommunen har inga betalningsuppgifter',
        meaning: 'En körning anger det konto som den betalas från, och inget är registrerat.',
        remedy: 'Registrera betalningsuppgifterna och lås sedan körningen igen.'
      }
    },
    'execution-day-passed': {
      title: 'The day of execution has passed',
      meaning: 'The run was not locked and exported before the day on which the bank was to pay had passed.',
      remedy: 'Cancel it and collect another with a later day.',
      sv: {
        title: 'Betaldagen har passerat',
        meaning: 'Körningen hann inte låsas och exporteras innan den dag då banken skulle betala hade passerat.',
        remedy: 'Avbryt den och samla ihop en ny med en senare dag.'
      }
    },
    'run-not-locked': {
      title: 'The run is not locked',
      meaning: 'Only what is locked is handed to the bank.',
      remedy: 'Lock it first.',
      sv: {
        title: 'Körningen är inte låst',
        meaning: 'Bara det som är låst lämnas till banken.',
        remedy: 'Lås körningen först.'
      }
    },
    'run-not-exported': {
      title: 'The run is not exported',
      meaning: 'A run has a file, and can be confirmed, once it was exported.',
      remedy: 'Lock and export it first.',
      sv: {
        title: 'Körningen är inte exporterad',
        meaning: 'En körning har en fil och kan bekräftas först när den är exporterad.',
        remedy: 'Lås och exportera den först.'
      }
    },
    'nothing-to-transfer': {
      title: 'The bank has nothing to transfer',
      meaning: 'Every payment of the run is wholly set off against recoveries.',
      remedy: 'Take the CSV for accounts payable, and confirm the payments with the vouchers of the set-offs.',
      sv: {
        title: 'Banken har inget att föra över',
        meaning: 'Alla utbetalningar i körningen kvittas helt mot återkrav.',
        remedy:
          'Hämta CSV-filen till leverantörsreskontran, och bekräfta utbetalningarna med kvittningarnas verifikationer.'
      }
    },
    'confirmation-not-valid': {
      title: 'The confirmation is not valid',
      meaning:
        'Rows are wrong, say another amount than what was asked of the bank, or contradict each other or what was confirmed before. Nothing was done.',
      remedy: 'Correct every violation and send the whole file again: rows that are known already change nothing.',
      sv: {
        title: 'Bekräftelsen är inte giltig',
        meaning:
          'Rader är fel, anger ett annat belopp än det som banken ombads att betala, eller säger emot varandra eller det som redan är bekräftat. Ingenting gjordes.',
        remedy: 'Rätta alla fel och skicka hela filen igen: rader som redan är kända ändrar ingenting.'
      }
    },
    'confirmation-of-another-run': {
      title: 'The confirmation is of another run',
      meaning: 'None of its rows names a payment of this run by its end-to-end id. Nothing was done.',
      remedy: 'See unmatched for its rows. Find the run by the message id in the file, or by the end-to-end id.',
      sv: {
        title: 'Bekräftelsen gäller en annan körning',
        meaning: 'Ingen av raderna anger en utbetalning i den här körningen med dess end-to-end-id. Ingenting gjordes.',
        remedy: 'Se raderna i unmatched. Leta upp körningen med meddelande-id i filen, eller med end-to-end-id.'
      }
    },
    'bank-file-not-xml': {
      title: 'The file of the bank cannot be read',
      meaning: 'It begins like a message of the bank and is no XML: cut off, damaged, or with entities of its own.',
      remedy: 'Fetch the file from the bank again and send it as it came; see the line.',
      sv: {
        title: 'Bankens fil går inte att läsa',
        meaning:
          'Den börjar som ett meddelande från banken men är inte XML: den är avklippt, skadad eller har egna entiteter.',
        remedy: 'Hämta filen från banken igen och skicka den som den kom. Se raden.'
      }
    },
    'bank-file-with-doctype': {
      title: 'The file declares a document type',
      meaning: 'No message of a bank has a DOCTYPE; with one a file can reach for other files, or grow without an end.',
      remedy: 'Fetch the file from the bank itself, and find out who changed it.',
      sv: {
        title: 'Filen anger en dokumenttyp',
        meaning:
          'Inget meddelande från en bank har DOCTYPE. Med en sådan kan en fil hämta andra filer, eller växa utan slut.',
        remedy: 'Hämta filen från banken själv, och ta reda på vem som har ändrat den.'
      }
    },
    'bank-file-version': {
      title: 'The message is not one that is taken',
      meaning: 'The namespace of the file is of another message of ISO 20022, or of another version.',
      remedy: 'Ask the bank for pain.002 in version 03 or 10, or for camt.053 or camt.054 in version 02 or 08.',
      sv: {
        title: 'Meddelandet är inte ett som tas emot',
        meaning: 'Filens namnrymd hör till ett annat meddelande i ISO 20022, eller till en annan version.',
        remedy: 'Be banken om pain.002 i version 03 eller 10, eller om camt.053 eller camt.054 i version 02 eller 08.'
      }
    },
    'bank-file-not-valid': {
      title: 'The file of the bank says what cannot be',
      meaning: 'An element that must be there is missing, or is no amount, day or number. Nothing was done.',
      remedy: 'See the violation with its line; ask the bank for a right file.',
      sv: {
        title: 'Bankens fil anger något som inte kan stämma',
        meaning:
          'Ett element som ska finnas saknas, eller är inte ett belopp, en dag eller ett antal. Ingenting gjordes.',
        remedy: 'Se violations med rad, och be banken om en riktig fil.'
      }
    },
    'bank-file-of-another-currency': {
      title: 'The file is of another currency',
      meaning: 'The account or an amount is not in Swedish kronor, and payments are. Nothing was done.',
      remedy: 'Send the file of the account that the run was paid from.',
      sv: {
        title: 'Filen är i en annan valuta',
        meaning: 'Kontot eller ett belopp är inte i svenska kronor, och det är utbetalningarna. Ingenting gjordes.',
        remedy: 'Skicka filen för det konto som körningen betalades från.'
      }
    },
    'bank-file-of-another-account': {
      title: 'The file is of another account',
      meaning: 'None of its accounts is the one that the run was paid from. Nothing was done.',
      remedy:
        'Send the file of that account. Where payments leave from a giro number, say the IBAN of the account behind it in the payment settings (iban).',
      sv: {
        title: 'Filen gäller ett annat konto',
        meaning: 'Inget av kontona i filen är det som körningen betalades från. Ingenting gjordes.',
        remedy:
          'Skicka filen för det kontot. Betalas det från ett gironummer anges IBAN för kontot bakom i betalningsuppgifterna (iban).'
      }
    },
    'bank-file-sums': {
      title: 'The sums of the file do not agree',
      meaning:
        'A number or a sum that the file states is not that of its entries, or not that of the run. A part is missing or was added. Nothing was done.',
      remedy: 'Fetch the file from the bank again; see the violation for both figures.',
      sv: {
        title: 'Summorna i filen stämmer inte',
        meaning:
          'Ett antal eller en summa som filen anger är inte det som posterna ger, eller inte körningens. En del saknas eller har lagts till. Ingenting gjordes.',
        remedy: 'Hämta filen från banken igen. Se båda talen i violations.'
      }
    },
    'bank-file-too-large': {
      title: 'The file of the bank holds too many transactions',
      meaning: 'A file has more entries and statuses than are taken at once. Nothing was done.',
      remedy: 'Ask the bank for a file of fewer days.',
      sv: {
        title: 'Bankens fil har för många transaktioner',
        meaning: 'Filen har fler poster och statusar än vad som tas emot på en gång. Ingenting gjordes.',
        remedy: 'Be banken om en fil för färre dagar.'
      }
    },
    'payment-not-paid': {
      title: 'The payment is not paid',
      meaning: 'Only what was paid can be sent back by the bank.',
      remedy: 'Confirm it first, or record the rejection in the confirmation of its run.',
      sv: {
        title: 'Utbetalningen är inte betald',
        meaning: 'Bara det som är betalt kan komma i retur från banken.',
        remedy: 'Bekräfta den först, eller registrera avvisningen i körningens bekräftelse.'
      }
    },
    'nothing-was-transferred': {
      title: 'No money went to the bank',
      meaning: 'The whole payment was set off against recoveries.',
      remedy: 'Withdraw the set-off if it was mistaken.',
      sv: {
        title: 'Inga pengar gick till banken',
        meaning: 'Hela utbetalningen kvittades mot återkrav.',
        remedy: 'Dra tillbaka kvittningen om den var fel.'
      }
    },
    'payment-not-returned': {
      title: 'The payment was not returned',
      meaning: 'Only what the bank sent back is issued anew.',
      remedy: 'Record the return first.',
      sv: {
        title: 'Utbetalningen har inte kommit i retur',
        meaning: 'Bara det som banken har skickat tillbaka betalas ut på nytt.',
        remedy: 'Registrera returen först.'
      }
    },
    'payment-claimed': {
      title: 'What the payment gave is asked back',
      meaning:
        'Nobody owes what never reached them: what stands asked back of the payment, or of its period of the award, is at most what was paid of it less what the bank sent back. The members paid, returned and claimed tell the figures of the period.',
      remedy:
        'Withdraw the recovery, after its movements where it has any; or write off what is outstanding of it. Then record the return. Where it was set off against a payment that is paid, the debt is settled and stays: then what the bank sent back is due to the organisation, and is paid to it outside the service without a return.',
      sv: {
        title: 'Det som utbetalningen gav är återkrävt',
        meaning:
          'Ingen är skyldig det som aldrig kom fram: det som är återkrävt av utbetalningen, eller av bidragets period, är högst det som betalades minus det som banken skickade tillbaka. Fälten paid, returned och claimed visar periodens belopp.',
        remedy:
          'Dra tillbaka återkravet, efter dess händelser om det har några, eller skriv av det som återstår. Registrera sedan returen. Om det kvittades mot en utbetalning som är betald är skulden reglerad och ligger fast: då ska organisationen ha det som banken skickade tillbaka, och det betalas till den utanför tjänsten utan någon retur.'
      }
    },
    'payment-reissued': {
      title: 'The payment was issued anew already',
      meaning: 'All that came back of the payment is issued anew already.',
      remedy: 'Find the payment that names it as reissueOfId; cancel that one if it was mistaken.',
      sv: {
        title: 'Utbetalningen har redan betalats ut på nytt',
        meaning: 'Allt som har kommit tillbaka av utbetalningen har redan betalats ut på nytt.',
        remedy: 'Leta upp den utbetalning som anger den som reissueOfId; makulera den om den var fel.'
      }
    },
    'not-a-giro-run': {
      title: 'The run cannot be told as LB',
      meaning: "Bankgirot's file pays from a bankgiro number to giro numbers alone.",
      remedy: 'Take the file as pain.001, or register giro numbers of the payees.',
      sv: {
        title: 'Körningen kan inte bli en LB-fil',
        meaning: 'Bankgirots fil betalar från ett bankgironummer till enbart gironummer.',
        remedy: 'Hämta filen som pain.001, eller registrera mottagarnas gironummer.'
      }
    },
    'return-recorded': {
      title: 'The return is recorded already',
      meaning: 'A return of the same day and amount is recorded of the payment.',
      remedy: 'If it is another one, send its voucherNumber; both then have one.',
      sv: {
        title: 'Returen är redan registrerad',
        meaning: 'En retur på samma dag och belopp är redan registrerad för utbetalningen.',
        remedy: 'Om det är en annan retur, skicka dess voucherNumber; båda har då ett.'
      }
    },
    'payment-in-run': {
      title: 'The payment is in a run',
      meaning: 'What is in a run is paid by it and not beside it.',
      remedy: 'Take it out of the run, or cancel the run.',
      sv: {
        title: 'Utbetalningen är med i en körning',
        meaning: 'Det som är med i en körning betalas genom den och inte vid sidan av.',
        remedy: 'Ta ut den ur körningen, eller avbryt körningen.'
      }
    },
    'payment-not-ordered': {
      title: 'The payment is not with the bank',
      meaning: 'Only what is in a run that was handed to the bank is confirmed.',
      remedy: 'Look at the run and at the payment.',
      sv: {
        title: 'Utbetalningen är inte hos banken',
        meaning: 'Bara det som är med i en körning som har lämnats till banken bekräftas.',
        remedy: 'Se körningen och utbetalningen.'
      }
    },
    'payment-run-collected': {
      title: 'The payment run is only collected',
      meaning: 'The step follows on a run that is locked or exported.',
      remedy: 'Lock it first.',
      sv: {
        title: 'Betalningskörningen är bara ihopsamlad',
        meaning: 'Steget kräver att körningen är låst eller exporterad.',
        remedy: 'Lås den först.'
      }
    },
    'payment-run-confirmed': {
      title: 'The payment run is confirmed',
      meaning: 'Every payment of it is paid or rejected.',
      remedy: 'Nothing more is to be done to it; see its items.',
      sv: {
        title: 'Betalningskörningen är bekräftad',
        meaning: 'Alla utbetalningar i den är betalda eller avvisade.',
        remedy: 'Inget mer ska göras med den; se dess utbetalningar.'
      }
    },
    'return-not-valid': {
      title: 'The return cannot be right',
      meaning:
        'The day of a return is not before the payment, nor later than a bank may take; what came back is not more than what went to the bank.',
      remedy: 'See the violation.',
      sv: {
        title: 'Returen kan inte stämma',
        meaning:
          'Dagen för en retur är inte före betalningen, och inte senare än en bank kan behöva. Det som kom tillbaka är inte mer än det som lämnades till banken.',
        remedy: 'Se violations.'
      }
    }
  })
}
