import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('payment-run'),
  ...rulesOf({
    'payment-not-approved': {
      title: 'The payment is not approved',
      meaning: 'There is no approval to take back.',
      remedy: 'Read the payment: its status tells where it stands.'
    },
    'payment-run-not-valid': {
      title: 'The payment run is not valid',
      meaning: 'Nothing can be paid on the day that was asked for.',
      remedy:
        'See the violation; the day of execution is a day on which banks are open, from today on and within a year. nextBankingDay proposes one.'
    },
    'payment-run-empty': {
      title: 'Nothing in the run can be paid',
      meaning:
        'Nothing is due, or everything that is due is held, changed, not approved or in another run. No run was made, or the run was not locked.',
      remedy:
        'See obstacles in leftOut or fallenOut. Release what can be released, and collect again; a run that was made is cancelled first.'
    },
    'payment-run-held': {
      title: 'Payments of the run are held',
      meaning:
        'What a payment waits for, its account or its award changed after the run was locked. It was not exported.',
      remedy: 'See obstacles in held. Release what can be released, or cancel the run and collect another.'
    },
    'payment-run-locked': {
      title: 'The payment run is locked',
      meaning: 'Who is paid and how much is fixed once a run is locked.',
      remedy: 'Export it, or cancel it and collect another.'
    },
    'payment-run-exported': {
      title: 'The payment run was exported',
      meaning: 'What was handed to the bank is not taken back here.',
      remedy: 'Confirm what became of its payments: the bank rejects those that it cannot pay.'
    },
    'payment-run-cancelled': {
      title: 'The payment run was cancelled',
      meaning: 'It was given up before it was exported.',
      remedy: 'Collect another: its payments are approved as before.'
    },
    'payment-not-in-run': {
      title: 'The payment is not in the run',
      meaning: 'The run never held it, or it has left the run already.',
      remedy: 'List the items of the run.'
    },
    'payment-settings-missing': {
      title: 'The municipality has no payment settings',
      meaning: 'A run names the account that it is paid from, and none is registered.',
      remedy: 'Register the payment settings, then lock the run again.'
    },
    'execution-day-passed': {
      title: 'The day of execution has passed',
      meaning: 'The run was not locked and exported before the day on which the bank was to pay had passed.',
      remedy: 'Cancel it and collect another with a later day.'
    },
    'run-not-locked': {
      title: 'The run is not locked',
      meaning: 'Only what is locked is handed to the bank.',
      remedy: 'Lock it first.'
    },
    'run-not-exported': {
      title: 'The run is not exported',
      meaning: 'A run has a file, and can be confirmed, once it was exported.',
      remedy: 'Lock and export it first.'
    },
    'nothing-to-transfer': {
      title: 'The bank has nothing to transfer',
      meaning: 'Every payment of the run is wholly set off against recoveries.',
      remedy: 'Take the CSV for accounts payable, and confirm the payments with the vouchers of the set-offs.'
    },
    'confirmation-not-valid': {
      title: 'The confirmation is not valid',
      meaning:
        'Rows are wrong, say another amount than what was asked of the bank, or contradict each other or what was confirmed before. Nothing was done.',
      remedy: 'Correct every violation and send the whole file again: rows that are known already change nothing.'
    },
    'confirmation-of-another-run': {
      title: 'The confirmation is of another run',
      meaning: 'None of its rows names a payment of this run by its end-to-end id. Nothing was done.',
      remedy: 'See unmatched for its rows. Find the run by the message id in the file, or by the end-to-end id.'
    },
    'bank-file-not-xml': {
      title: 'The file of the bank cannot be read',
      meaning: 'It begins like a message of the bank and is no XML: cut off, damaged, or with entities of its own.',
      remedy: 'Fetch the file from the bank again and send it as it came; see the line.'
    },
    'bank-file-with-doctype': {
      title: 'The file declares a document type',
      meaning: 'No message of a bank has a DOCTYPE; with one a file can reach for other files, or grow without an end.',
      remedy: 'Fetch the file from the bank itself, and find out who changed it.'
    },
    'bank-file-version': {
      title: 'The message is not one that is taken',
      meaning: 'The namespace of the file is of another message of ISO 20022, or of another version.',
      remedy: 'Ask the bank for pain.002 in version 03 or 10, or for camt.053 or camt.054 in version 02 or 08.'
    },
    'bank-file-not-valid': {
      title: 'The file of the bank says what cannot be',
      meaning: 'An element that must be there is missing, or is no amount, day or number. Nothing was done.',
      remedy: 'See the violation with its line; ask the bank for a right file.'
    },
    'bank-file-of-another-currency': {
      title: 'The file is of another currency',
      meaning: 'The account or an amount is not in Swedish kronor, and payments are. Nothing was done.',
      remedy: 'Send the file of the account that the run was paid from.'
    },
    'bank-file-of-another-account': {
      title: 'The file is of another account',
      meaning: 'None of its accounts is the one that the run was paid from. Nothing was done.',
      remedy:
        'Send the file of that account. Where payments leave from a giro number, say the IBAN of the account behind it in the payment settings (iban).'
    },
    'bank-file-sums': {
      title: 'The sums of the file do not agree',
      meaning:
        'A number or a sum that the file states is not that of its entries, or not that of the run. A part is missing or was added. Nothing was done.',
      remedy: 'Fetch the file from the bank again; see the violation for both figures.'
    },
    'bank-file-too-large': {
      title: 'The file of the bank holds too many transactions',
      meaning: 'A file has more entries and statuses than are taken at once. Nothing was done.',
      remedy: 'Ask the bank for a file of fewer days.'
    },
    'payment-not-paid': {
      title: 'The payment is not paid',
      meaning: 'Only what was paid can be sent back by the bank.',
      remedy: 'Confirm it first, or record the rejection in the confirmation of its run.'
    },
    'nothing-was-transferred': {
      title: 'No money went to the bank',
      meaning: 'The whole payment was set off against recoveries.',
      remedy: 'Withdraw the set-off if it was mistaken.'
    },
    'payment-not-returned': {
      title: 'The payment was not returned',
      meaning: 'Only what the bank sent back is issued anew.',
      remedy: 'Record the return first.'
    },
    'payment-claimed': {
      title: 'What the payment gave is asked back',
      meaning:
        'Nobody owes what never reached them: what stands asked back of the payment, or of its period of the award, is at most what was paid of it less what the bank sent back. The members paid, returned and claimed tell the figures of the period.',
      remedy:
        'Withdraw the recovery, after its movements where it has any; or write off what is outstanding of it. Then record the return. Where it was set off against a payment that is paid, the debt is settled and stays: then what the bank sent back is due to the organisation, and is paid to it outside the service without a return.'
    },
    'payment-reissued': {
      title: 'The payment was issued anew already',
      meaning: 'A returned payment is issued anew once.',
      remedy: 'Find the payment that names it as reissueOfId; cancel that one if it was mistaken.'
    },
    'payment-in-run': {
      title: 'The payment is in a run',
      meaning: 'What is in a run is paid by it and not beside it.',
      remedy: 'Take it out of the run, or cancel the run.'
    },
    'payment-not-ordered': {
      title: 'The payment is not with the bank',
      meaning: 'Only what is in a run that was handed to the bank is confirmed.',
      remedy: 'Look at the run and at the payment.'
    },
    'payment-run-collected': {
      title: 'The payment run is only collected',
      meaning: 'The step follows on a run that is locked or exported.',
      remedy: 'Lock it first.'
    },
    'payment-run-confirmed': {
      title: 'The payment run is confirmed',
      meaning: 'Every payment of it is paid or rejected.',
      remedy: 'Nothing more is to be done to it; see its items.'
    },
    'return-not-valid': {
      title: 'The return cannot be right',
      meaning:
        'The day of a return is not before the payment, nor later than a bank may take; what came back is not more than what went to the bank.',
      remedy: 'See the violation.'
    }
  })
}
