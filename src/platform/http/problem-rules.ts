/**
 * What each rule means, in one table: the title of its problems and the page behind their `type`. Every rule
 * that the code can break stands here once (test/http/problem-rules.test.ts); a constraint of the database that nothing else
 * names has a title made of its name.
 */

export type Rule = { title: string; meaning: string; remedy: string }

export const problemRules: Record<string, Rule> = {
  validation: {
    title: 'The request is not valid',
    meaning: 'Values are missing, unknown, of the wrong type or out of range. All of them are listed in violations.',
    remedy: 'Correct every violation and send the request again. Unknown properties and parameters are not ignored.'
  },
  malformed: {
    title: 'The request cannot be read',
    meaning: 'The request breaks the rules of HTTP, or was cut off on its way.',
    remedy: 'Look at what your client really sends.'
  },
  'json-malformed': {
    title: 'The body cannot be taken as JSON',
    meaning:
      'It is not JSON in UTF-8, names a property twice, or holds a NUL character, half a surrogate pair or a number that is out of range.',
    remedy: 'See the violation for the place.'
  },
  'known-at-in-future': {
    title: 'What will be known is not known',
    meaning: 'knownAt is later than now.',
    remedy: 'Leave it out to ask what is known now; the answer tells the instant.'
  },
  'year-to-come': {
    title: 'The year has not begun',
    meaning: 'A year is closed when its figures are to stay; one that has not begun has none.',
    remedy: 'Close this year or an earlier one.'
  },
  'json-too-deep': {
    title: 'The body nests too deep',
    meaning: 'Arrays and objects within each other may be 64 levels deep.',
    remedy: 'No operation needs more than a few levels: look at how the body is built.'
  },
  'address-malformed': {
    title: 'The address cannot be read',
    meaning: 'The address holds bytes that are not UTF-8 written as %XX, or a NUL character.',
    remedy: 'Encode path and query as UTF-8, with %XX for everything but letters and digits of ASCII.'
  },
  'header-not-valid': {
    title: 'A header is not valid',
    meaning: 'A header that this operation reads is of the wrong form.',
    remedy: 'See the violation.'
  },
  'not-acceptable': {
    title: 'Not to be had in that form',
    meaning: 'The answer can be had in none of the forms that Accept names. Nothing was done.',
    remedy: 'Send Accept: application/json, or another of the forms that detail names; or leave Accept out.'
  },
  'parameter-without-effect': {
    title: 'A parameter would have no effect',
    meaning: 'The parameter says nothing in the form that is answered. Ignored, it would seem to have been heeded.',
    remedy: 'Leave it out, or ask for the form that it is for by Accept.'
  },
  'cursor-not-valid': {
    title: 'The cursor is not valid',
    meaning: 'The cursor is not one that this list gave, or the order was changed between two pages.',
    remedy: 'Take nextCursor as it is, and keep the other parameters, or begin anew without cursor.'
  },
  'value-not-storable': {
    title: 'A value cannot be stored',
    meaning: 'A number, date or text is outside what the register can hold.',
    remedy: 'Look at long texts, far dates and large numbers in the request.'
  },
  'credentials-required': {
    title: 'Credentials are required',
    meaning: 'The operation is not open to everybody and the request carried no API key and no access token.',
    remedy: 'Send Authorization: Bearer followed by an API key (psk_…) or an access token.'
  },
  'credentials-not-valid': {
    title: 'The credentials are not valid',
    meaning:
      'The key is unknown, has expired or was revoked, or the token did not pass the check that the member check names: form, issuer, signature, algorithm, type, audience, expired, notYetValid or claims.',
    remedy: 'Ask whoever runs the service for a new key, or fetch a new token.'
  },
  'scope-missing': {
    title: 'The key may not do this',
    meaning: 'The caller is known, but its key or token does not hold the scope that the operation demands.',
    remedy: 'Ask for a key with the scope named in the member scope.'
  },
  'not-found': {
    title: 'Not found',
    meaning: 'There is no such thing, or it is of a municipality that the key is not for: the two are not told apart.',
    remedy: 'Check the municipality code and the id, and that the key is for this municipality.'
  },
  'method-not-allowed': {
    title: 'The method is not allowed here',
    meaning: 'The address exists, but not with this method.',
    remedy: 'The header Allow lists the methods that there are.'
  },
  'body-too-large': {
    title: 'The body is too large',
    meaning: 'The body is larger than the operation takes.',
    remedy: 'Send it in parts, or have BODY_MAX_BYTES or IMPORT_MAX_BYTES raised.'
  },
  'address-too-long': {
    title: 'The address is too long',
    meaning: 'A part of the path is longer than anything that is stored.',
    remedy: 'Look at how the address is built.'
  },
  'headers-too-large': {
    title: 'The headers are too large',
    meaning: 'Address and headers together may be 16 kB.',
    remedy: 'Send less: fewer parameters, no cookies.'
  },
  'media-type-not-supported': {
    title: 'The media type is not supported',
    meaning: 'The operation does not take a body of this Content-Type.',
    remedy: 'Most operations take application/json; the reference names the others.'
  },
  'version-required': {
    title: 'If-Match is required',
    meaning: 'What exists is only changed by somebody who says which version they have seen.',
    remedy: 'Read it, and send its ETag as If-Match.'
  },
  'version-stale': {
    title: 'It has been changed since',
    meaning: 'Somebody changed it after you read it; nothing of what you sent was done.',
    remedy: 'Read it again, apply your change to what it is now, and send that with the new ETag.'
  },
  'idempotency-key-reused': {
    title: 'The Idempotency-Key was used for another request',
    meaning: 'The key was first sent with another method, address or body.',
    remedy: 'Make a new key for every new request, and keep it only for repeating that one.'
  },
  'idempotency-key-in-progress': {
    title: 'The same request is being worked on',
    meaning: 'A request with the same Idempotency-Key has not been answered yet.',
    remedy: 'Wait a moment and send the same request again: the first answer will come.'
  },
  'second-decision-on-matter': {
    title: 'A second decision on the same matter',
    meaning:
      'A decision that stands, of the same body and with the same diary number, has decided on the same recipients, scheme, years and purpose already. Both would count.',
    remedy:
      'Say which decision this one revises (revisesDecisionId) and which line replaces which (revisesLineId). If the earlier record was mistaken, correct or withdraw it.'
  },
  'reference-not-found': {
    title: 'It refers to something that is not there',
    meaning: 'An id in the request is of nothing that this municipality has.',
    remedy: 'Create or find what is referred to first. The violation tells which property it is.'
  },
  'try-again': {
    title: 'Try again',
    meaning: 'Two requests wanted the same thing at once and this one gave way. Nothing was done.',
    remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key.'
  },
  'took-too-long': {
    title: 'It took too long',
    meaning: 'The database was stopped before it had an answer. Nothing was done.',
    remedy: 'Ask for less: a shorter period, a smaller page.'
  },
  'content-encoding-not-supported': {
    title: 'The encoding of the body is not supported',
    meaning: 'Content-Encoding names something else than gzip (or identity).',
    remedy: 'Pack the body with gzip, or send it as it is.'
  },
  'too-many-requests': {
    title: 'Too many requests',
    meaning: 'The key, or the subject of the access token, has asked more often than one caller may in a minute.',
    remedy: 'Wait for the seconds in Retry-After. RateLimit-Remaining of every answer tells what is left.'
  },
  'too-many-failures': {
    title: 'Too many credentials were refused',
    meaning: 'Keys and tokens sent from this address were refused so often that it looks like guessing.',
    remedy: 'Wait for the seconds in Retry-After, and look for a client that sends a key which has expired.'
  },
  'token-keys-url-not-allowed': {
    title: 'Keys of tokens cannot be read there',
    meaning:
      'The address of an issuer’s keys must be a public https address without a user name: not one of this machine, of a private network or of a provider’s metadata.',
    remedy:
      'Name the issuer’s public address. Where the issuer stands in the same closed network, whoever runs the service sets ALLOW_PRIVATE_ADDRESSES.'
  },
  'token-keys-unavailable': {
    title: 'The token cannot be checked just now',
    meaning: 'The keys by which the municipality’s issuer signs its tokens could not be read from it.',
    remedy: 'Send it again after the seconds in Retry-After; if it persists, tell whoever runs the issuer.'
  },
  'database-unavailable': {
    title: 'The database is unavailable',
    meaning: 'The database is starting, restarting or out of reach.',
    remedy: 'Send the request again after the seconds in Retry-After, with the same Idempotency-Key.'
  },
  'outcome-unknown': {
    title: 'It is not known whether it was recorded',
    meaning: 'The connection with the database was lost while the request was being recorded.',
    remedy:
      'Send the same request again with the same Idempotency-Key: it is carried out if it was not, and answered as the first time if it was. Without a key, read what is recorded before you send it again.'
  },
  busy: {
    title: 'Too much is asked at once',
    meaning:
      'All connections with the database, or all that one municipality may hold, were in use for longer than a request waits. Nothing was done.',
    remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key. Send fewer at a time.'
  },
  locked: {
    title: 'Somebody else is working on the same records',
    meaning:
      'The records are held by other work, a large import for instance, that did not end in time. Nothing was done.',
    remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key.'
  },
  'import-in-progress': {
    title: 'Other files are being imported into this municipality',
    meaning: 'Imports of a municipality take turns, and the turn of this file did not come in time. Nothing was done.',
    remedy: 'Send the file again after the seconds in Retry-After.'
  },
  'too-many-rows': {
    title: 'The file holds more rows than are taken at once',
    meaning: 'A file is imported as a whole, and this one has more rows than the service is set to take.',
    remedy: 'Split the file, by decision or by year. Whoever runs the service can raise MAX_IMPORT_ROWS.'
  },
  closing: {
    title: 'The service is closing',
    meaning:
      'The service has been told to stop, and takes no more requests; or it had to stop this one. Nothing was done.',
    remedy:
      'Send it again after the seconds in Retry-After, with the same Idempotency-Key: another process answers then.'
  },
  starting: {
    title: 'The service is starting',
    meaning: 'The database is being started and brought up to date.',
    remedy: 'Ask again after the seconds in Retry-After.'
  },
  'internal-error': {
    title: 'Something went wrong here',
    meaning: 'The fault is ours. It has been logged with the request id.',
    remedy: 'Try once more with the same Idempotency-Key; if it persists, report the request id.'
  },

  // Follow-up reports.
  'report-not-valid': {
    title: 'The report breaks rules of a report',
    meaning:
      'Parts that its requirement asks for are missing, days are out of order, or more is accounted for than was given.',
    remedy: 'The violations name every property. What is missing can be saved with PATCH before it is submitted.'
  },
  'report-not-submitted': {
    title: 'The report has not come',
    meaning: 'Only what was submitted is sent back or accepted.',
    remedy: 'Submit it first, or waive it with a reason.'
  },
  'report-submitted': {
    title: 'The report was submitted',
    meaning: 'What was submitted is not changed, and not submitted again with other content.',
    remedy: 'Send it back with what is missing; then it can be changed and submitted again.'
  },
  'report-returned': {
    title: 'The report was sent back',
    meaning: 'It is with whoever reports, and has not come again.',
    remedy: 'Submit it again first, or waive it with a reason.'
  },
  'report-accepted': {
    title: 'The report is accepted',
    meaning: 'An accepted report is not changed: payments may rest on it.',
    remedy: 'If it was accepted by mistake, take the acceptance back.'
  },
  'report-not-accepted': {
    title: 'The report is not accepted',
    meaning: 'There is no acceptance to take back.',
    remedy: 'Look at the status of the report.'
  },
  'report-waived': {
    title: 'The report was waived',
    meaning: 'Somebody recorded that it need not come.',
    remedy: 'Register what came all the same as a report of its own; if it was waived by mistake, take the waiver back.'
  },
  'report-not-waived': {
    title: 'The report is not waived',
    meaning: 'There is no waiver to take back.',
    remedy: 'Look at the status of the report.'
  },
  'report-awaited': {
    title: 'Payments wait for the report',
    meaning:
      'Withdrawn, it would be waited for in vain; due after them, what waits for the reports that are due before it would wait no longer.',
    remedy: 'Waive the report, or change the conditions of the payments first.'
  },
  'report-requirement-awaited': {
    title: 'Payments wait for reports of the requirement',
    meaning: 'Withdrawn, its reports would be waited for in vain.',
    remedy: 'Change the conditions of the payments first.'
  },

  // Payment plans.
  'plan-not-valid': {
    title: 'The plan breaks rules of a plan',
    meaning:
      'Amounts, days, periods or conditions of the plan contradict each other or the award. All are in violations.',
    remedy: 'Correct every violation and send the plan again. Nothing of it was made.'
  },
  'payment-not-valid': {
    title: 'The payment breaks rules of a payment',
    meaning: 'A day, a period, a condition or an advance is not allowed. All violations are listed.',
    remedy: 'Correct every violation and send the change again.'
  },
  'payment-plan-differs': {
    title: 'The reference is of another plan',
    meaning: 'A plan was received under this reference with other content.',
    remedy: 'Plan that one anew, or send this one under a reference of its own.'
  },
  'payment-plan-withdrawn': {
    title: 'The plan has been cancelled',
    meaning: 'A cancelled plan is neither changed nor made again by the same content.',
    remedy: 'Send another plan, under a reference of its own.'
  },
  'payment-plan-in-progress': {
    title: 'A payment of the plan is approved or paid',
    meaning: 'Only a plan of which nobody has approved anything is cancelled as a whole.',
    remedy: 'Revoke the approval, cancel the remaining payments one by one, or plan them anew.'
  },
  'award-withdrawn': {
    title: 'The award no longer stands',
    meaning: 'Its line was withdrawn, replaced or annulled: nothing more can be planned of it.',
    remedy: 'Plan from the award of the decision that replaced it.'
  },
  'award-not-exact': {
    title: 'What the award gives is not known exactly',
    meaning: 'A plan is held against an exact amount; this one is approximate, not stated, unknown or confidential.',
    remedy: 'Correct the line of the decision first.'
  },
  'award-exceeded': {
    title: 'It goes beyond the award',
    meaning:
      'The live payments of a period never come to more than the award gives for it. The members granted, planned and left tell the amounts in kronor.',
    remedy: 'Plan no more than is left, or cancel other payments of the award first.'
  },
  'budget-exceeded': {
    title: 'It goes beyond a budget',
    meaning:
      'The live payments of a year come to more than the budget of the body, or of its scheme, for that year. The members budgetId, year, budget, planned and left tell which and how much.',
    remedy: 'Plan less, or name the decision that allows it in budgetOverrideDecisionId.'
  },
  'payment-withdrawn': {
    title: 'The payment has been cancelled',
    meaning: 'A cancelled payment is not changed any more.',
    remedy: 'Plan its money anew.'
  },
  'payment-approved': {
    title: 'The payment is approved',
    meaning: 'What somebody has approved is paid as it was approved.',
    remedy: 'Revoke the approval first.'
  },
  'payment-ordered': {
    title: 'The payment is in a locked run',
    meaning: 'The bank has been asked to pay it, or is about to be.',
    remedy: 'Wait for the confirmation of the run.'
  },
  'payment-paid': {
    title: 'The payment is paid',
    meaning: 'What was paid stays as it was paid.',
    remedy: 'Money that should not have been paid is asked back by a recovery.'
  },
  'payment-returned': {
    title: 'The payment was returned by the bank',
    meaning: 'It was paid and came back.',
    remedy: 'What came back is paid anew by a payment of its own (reissue).'
  },
  'payment-withheld': {
    title: 'The payment is withheld',
    meaning: 'Somebody withholds it, with a reason that it tells.',
    remedy: 'Release it first.'
  },
  'payment-not-withheld': {
    title: 'Nobody withholds the payment',
    meaning: 'There is nothing to release. What else holds it is released by other steps, which it tells.',
    remedy: 'Read the payment: every reason names the step that would release it.'
  },
  'payment-set-off': {
    title: 'Something is set off against the payment',
    meaning: 'A payment cannot vanish, or become less, than what is set off against it.',
    remedy: 'Withdraw the set-off of the recovery first.'
  },
  'agreement-has-payments': {
    title: 'Payments are planned for the agreement',
    meaning: 'An agreement is not withdrawn while payments that are not cancelled are made for it.',
    remedy: 'Cancel the plans first; what is paid stays, and the agreement is ended or terminated instead.'
  },

  // Check and approval, accounts and limits.
  'attester-changed-payment': {
    title: 'Whoever planned or changed a payment does not attest it',
    meaning:
      'The person, key or token that was authenticated planned the payment, or changed it since. Two keys of one person are one; X-Sent-By counts for nothing.',
    remedy: 'Let somebody else, with a key or token of their own, check and approve it.'
  },
  'attester-checked-payment': {
    title: 'Whoever checked a payment does not approve it',
    meaning: 'The check and the approval of a payment are of two different persons, keys or tokens.',
    remedy: 'Let somebody else, with a key or token of their own, approve it.'
  },
  'attester-registered-account': {
    title: 'Whoever registered the account does not attest what goes there',
    meaning:
      'The person, key or token that was authenticated registered the account that the payment goes to: to say where money goes, and that it is to go, takes two.',
    remedy: 'Let somebody else, with a key or token of their own, check and approve it.'
  },
  'approval-limit-missing': {
    title: 'No limit lets the caller attest',
    meaning: 'Limits are in force for this attestation, and none of them names the key, the token or one of its roles.',
    remedy: 'See GET …/caller. Whoever decides about attestation registers a limit, or somebody else attests.'
  },
  'approval-limit-exceeded': {
    title: 'The payment is beyond the limit of the caller',
    meaning: 'The payment is larger than the highest limit in force that names the caller.',
    remedy: 'Let somebody with a higher limit attest it.'
  },
  'payment-not-as-seen': {
    title: 'The payment is not the one that was seen',
    meaning:
      'The attestation says which version, or which account of the payee, was seen; the payment has changed since, or would go to another account.',
    remedy: 'Read the payment again, and the accounts of its payee; then attest it as it is.'
  },
  'payment-held': {
    title: 'The payment is held',
    meaning: 'Something that the payment waits for has not come; holds tells every reason.',
    remedy: 'Do what the reasons ask for, then approve it again.'
  },
  'payment-checked': {
    title: 'The payment is checked already',
    meaning: 'Somebody has checked it, and nothing has changed since.',
    remedy: 'Approve it, or revoke the check first.'
  },
  'payment-not-checked': {
    title: 'The payment is not checked',
    meaning: 'A payment is checked by one and then approved by another. A change of it takes both away.',
    remedy: 'Let somebody check it first.'
  },
  'payment-not-approved': {
    title: 'The payment is not approved',
    meaning: 'There is no approval to take back.',
    remedy: 'Read the payment: its status tells where it stands.'
  },
  'payee-account-missing': {
    title: 'The payee has no account',
    meaning: 'No account of the payee is valid today, so there is nothing that could be checked.',
    remedy: 'Register an account of the organisation, then check the payment.'
  },
  'payee-account-exists': {
    title: 'The account is registered already',
    meaning: 'The organisation has the same account for some of the same days.',
    remedy: 'Use that one, or withdraw it first.'
  },
  'payee-account-not-valid': {
    title: 'The account is not valid',
    meaning: 'The number is none of its kind, or the validity ends before it begins. Personal accounts are refused.',
    remedy: 'See violations; ask the organisation for the number again.'
  },
  'payment-settings-not-valid': {
    title: 'The payment settings are not valid',
    meaning: 'A number of the municipality is none of its kind.',
    remedy: 'See violations.'
  },
  'approval-limit-of-oneself': {
    title: 'Nobody sets a limit of their own',
    meaning: 'The limit names the key, another key of the same person, the token or a role of whoever asks.',
    remedy: 'Let somebody else register, change or withdraw it.'
  },
  'approval-limit-not-valid': {
    title: 'The limit is not valid',
    meaning: 'The holder is no key of this municipality, or the validity ends before it begins.',
    remedy: 'See violations; keys list names the ids of keys.'
  },

  // Payment runs, returns and reissues.
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
      'See leftOut or fallenOut for the reasons. Release what can be released, and collect again; a run that was made is cancelled first.'
  },
  'payment-run-held': {
    title: 'Payments of the run are held',
    meaning:
      'What a payment waits for, its account or its award changed after the run was locked. It was not exported.',
    remedy: 'See held for the reasons. Release what can be released, or cancel the run and collect another.'
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
  'payment-in-live-run': {
    title: 'The payment is in a run already',
    meaning: 'A payment is in one live run at most, so that it cannot be paid twice.',
    remedy: 'Find the run with paymentId, and take the payment out of it.'
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
  'import-columns': {
    title: 'The columns of the file cannot be used',
    meaning: 'A column that is needed is missing, or two columns mean the same.',
    remedy: 'See the violations for the headings.'
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

  // Recoveries.
  'recovery-not-valid': {
    title: 'The recovery breaks rules of a recovery',
    meaning:
      'All but a mistake is asked back by a decision, a mistake is one of a payment, and nothing is due before it.',
    remedy: 'Correct every violation.'
  },
  'recovery-exceeds-paid': {
    title: 'More than was paid cannot be asked back',
    meaning:
      'What is asked back of a period of an award is at most what was paid of it, less what the bank returned and what is asked back already. The members paid, returned, claimed and recoverable tell the figures.',
    remedy: 'Ask for no more than recoverable. If a payment is missing, record it first.'
  },
  'award-decision-stands': {
    title: 'The decision on the grant stands',
    meaning: 'This ground is for payments whose decision was annulled or withdrawn.',
    remedy: 'Record the annulment first, or choose the ground that holds.'
  },
  'recovery-exceeds-outstanding': {
    title: 'More than is outstanding cannot move',
    meaning:
      'Repayments, set-offs and write-offs together are at most the amount of the recovery; a set-off takes its part already while its payment is not paid.',
    remedy:
      'See available for what is left. If more came in, it is of something else, or the amount is to be corrected.'
  },
  'set-off-exceeds-payment': {
    title: 'More than the payment cannot be set off against it',
    meaning: 'Set-offs against a payment are together at most its amount.',
    remedy: 'Set off available at most, and the rest against another payment.'
  },
  'recovery-below-moved': {
    title: 'The amount is less than what has moved',
    meaning: 'More than the new amount is recovered, set off or written off already.',
    remedy: 'Take back the movements that are mistaken, then correct the amount.'
  },
  'recovery-moved': {
    title: 'Something of the recovery has moved',
    meaning: 'A recovery is withdrawn only while nothing of it is repaid, set off or written off.',
    remedy: 'Take back its movements where they are mistaken, or correct its amount.'
  },
  'reference-taken': {
    title: 'The reference stands for something else',
    meaning: 'What was recorded by this reference first differs from what is sent by it now.',
    remedy: 'Correct what is recorded, or send what is new by a reference of its own.'
  },

  // Requests.
  'request-timeout': {
    title: 'The request took too long to arrive',
    meaning: 'The rest of the request did not come in time.',
    remedy: 'Send it again; send less at once where the line is slow.'
  },
  'already-exists': {
    title: 'It exists already',
    meaning: 'Something with the same key is registered.',
    remedy: 'Find it and change it, or give what is new a key of its own.'
  },
  'value-not-allowed': {
    title: 'A value breaks a rule of the register',
    meaning: 'The register refused a value that no other rule named.',
    remedy: 'Look at values that must go together, or be there only one at a time.'
  },
  'operators-only': {
    title: 'Only operators may do this',
    meaning: 'The operation is of all municipalities, and the key is for some.',
    remedy: 'Use a key that is for all municipalities.'
  },
  'token-settings-incomplete': {
    title: 'The settings of access tokens are incomplete',
    meaning: 'Issuer, keys and audience of access tokens are set together or not at all.',
    remedy: 'Give all of those that the violations name.'
  },
  'dates-reversed': {
    title: 'The days are in the wrong order',
    meaning: 'What comes after something else is dated before it.',
    remedy: 'See the violation for the day that must not be earlier.'
  },
  'validity-reversed': {
    title: 'It ends before it begins',
    meaning: 'The last day of a validity is before its first.',
    remedy: 'Correct the day that the violation names.'
  },
  'certainty-contradicts-amount': {
    title: 'Certainty and amount contradict each other',
    meaning: 'An amount is there exactly when its certainty is exact or approximate.',
    remedy: 'Give the amount, or say why there is none: notStated, unknown or confidential.'
  },
  'certainty-not-fitting': {
    title: 'The certainty does not fit the amount',
    meaning: 'An amount is there exactly when its certainty is exact or approximate.',
    remedy: 'Give the amount, or another certainty.'
  },

  // Bodies and organisations.
  'body-in-use': {
    title: 'The body is in use',
    meaning: 'Decisions, budgets, figures, targets or other bodies that stand name this body.',
    remedy: 'Correct or withdraw those first; a body that has ceased has a last day instead.'
  },
  'body-not-found': {
    title: 'There is no such body',
    meaning: 'A body that is named does not stand in this municipality.',
    remedy: 'Create or find it first.'
  },
  'parent-cycle': {
    title: 'The bodies would stand above each other',
    meaning: 'Following the parents would lead back to the body itself.',
    remedy: 'Name another parent.'
  },
  'successor-cycle': {
    title: 'The bodies would follow each other in a circle',
    meaning: 'Following the successors would lead back to the body itself.',
    remedy: 'Name another successor.'
  },
  'successor-before-body': {
    title: 'The successor is older than the body',
    meaning: 'Whatever takes over from a body does not end before that body begins.',
    remedy: 'Correct the validities, or name another successor.'
  },
  'organisation-in-use': {
    title: 'The organisation is in use',
    meaning: 'Lines, payments, applications, memberships or merged organisations that stand name it.',
    remedy: 'Correct or withdraw those first, or merge it into the organisation that it is.'
  },
  'organisation-not-found': {
    title: 'There is no such organisation',
    meaning: 'An organisation that is named does not stand in this municipality, or was merged into another.',
    remedy: 'Create or find it first; follow mergedIntoId of one that was merged.'
  },
  'organisation-merged': {
    title: 'The organisation was merged into another',
    meaning: 'What was merged is changed no more.',
    remedy: 'Change the organisation that it was merged into (mergedIntoId).'
  },
  'organisation-numbers-differ': {
    title: 'The organisation numbers differ',
    meaning: 'Two organisations with numbers of their own are two.',
    remedy: 'Correct the number that is mistaken, then merge them.'
  },
  'merge-into-itself': {
    title: 'An organisation is not merged into itself',
    meaning: 'Both are the same organisation, or one was merged into the other already.',
    remedy: 'Name another organisation.'
  },
  'merge-of-member-and-umbrella': {
    title: 'A member and its umbrella are not merged',
    meaning: 'One of the two is a member of the other.',
    remedy: 'Withdraw the membership first if it was mistaken.'
  },
  'member-of-itself': {
    title: 'An organisation is not its own umbrella',
    meaning: 'The member and the umbrella are the same.',
    remedy: 'Name another umbrella organisation.'
  },
  'membership-overlaps': {
    title: 'The membership is registered for some of these days',
    meaning: 'The organisation is a member of the same umbrella on some of the same days.',
    remedy: 'Change that membership, or give days that do not overlap.'
  },
  'contact-empty': {
    title: 'The contact says nothing',
    meaning: 'A contact has a role, a name, an e-mail address or a telephone number.',
    remedy: 'Give at least one of them.'
  },
  'contact-erased': {
    title: 'The contact was erased',
    meaning: 'Personal data that was erased does not come back.',
    remedy: 'Register a new contact.'
  },
  'number-not-valid': {
    title: 'The number is not valid',
    meaning: 'An organisation number, bankgiro or plusgiro is none of its kind, or is a personal number.',
    remedy: 'Ask the organisation for the number; see the violation for which.'
  },

  // Schemes.
  'scheme-in-use': {
    title: 'The scheme is in use',
    meaning: 'Decision lines or applications that stand name this scheme.',
    remedy: 'Move or withdraw them first; a scheme that has ceased is closed.'
  },
  'scheme-not-found': {
    title: 'There is no such scheme',
    meaning: 'A scheme that is named does not stand in this municipality.',
    remedy: 'Create or find it first.'
  },
  'scheme-closed': {
    title: 'The scheme is closed',
    meaning: 'A closed scheme is not paused.',
    remedy: 'Open it again first, if it was closed by mistake.'
  },
  'scheme-already-open': {
    title: 'The scheme is open already',
    meaning: 'The scheme has this status now.',
    remedy: 'Nothing needs to be done; see its statuses.'
  },
  'scheme-already-paused': {
    title: 'The scheme is paused already',
    meaning: 'The scheme has this status now.',
    remedy: 'Nothing needs to be done; see its statuses.'
  },
  'scheme-already-closed': {
    title: 'The scheme is closed already',
    meaning: 'The scheme has this status now.',
    remedy: 'Nothing needs to be done; see its statuses.'
  },
  'scheme-window-in-use': {
    title: 'The window is in use',
    meaning: 'Applications were made in this window.',
    remedy: 'Move or withdraw them first, or end the validity of the window.'
  },
  'window-not-valid': {
    title: 'The window breaks rules of a window',
    meaning: 'Days are missing, out of order or of another kind of window.',
    remedy: 'Correct every violation.'
  },
  'windows-overlap': {
    title: 'The windows overlap',
    meaning: 'Another window of the scheme takes applications on some of the same days.',
    remedy: 'Change one of them.'
  },
  'window-not-found': {
    title: 'There is no such window',
    meaning: 'The window that is named does not stand in this municipality.',
    remedy: 'List the windows of the scheme.'
  },
  'window-of-other-scheme': {
    title: 'The window is of another scheme',
    meaning: 'An application is made in a window of its own scheme.',
    remedy: 'List the windows of the scheme that the application names.'
  },
  'window-without-scheme': {
    title: 'A window is of a scheme',
    meaning: 'The application names a window and no scheme.',
    remedy: 'Give schemeId too.'
  },
  'rule-version-not-valid': {
    title: 'The rules break rules of a version',
    meaning: 'Days, ladders, limits or clauses contradict each other.',
    remedy: 'Correct every violation.'
  },
  'rule-versions-overlap': {
    title: 'Two versions of the rules would hold on one day',
    meaning: 'Another version of the scheme certainly holds on some of the same days.',
    remedy: 'End that one, or give other days.'
  },
  'budget-exists': {
    title: 'There is such a budget already',
    meaning: 'A body has one budget of a year for a scheme, and one for all.',
    remedy: 'Change that one.'
  },
  'figure-not-valid': {
    title: 'The figure breaks rules of a figure',
    meaning: 'Amount, certainty or what it is of contradict each other.',
    remedy: 'Correct every violation.'
  },
  'target-not-valid': {
    title: 'The target breaks rules of a target',
    meaning: 'What is measured and of what do not go together.',
    remedy: 'Correct every violation.'
  },

  // Applications.
  'application-not-valid': {
    title: 'The application breaks rules of an application',
    meaning: 'Applicants, amounts, shares, window or days contradict each other. All are in violations.',
    remedy: 'Correct every violation and send it again.'
  },
  'application-not-found': {
    title: 'There is no such application',
    meaning: 'The application that a line answers does not stand in this municipality.',
    remedy: 'Create or find it first.'
  },
  'application-in-use': {
    title: 'The application is answered',
    meaning: 'Decision lines that stand answer it.',
    remedy: 'Correct or withdraw those first.'
  },
  'application-without-outcome': {
    title: 'The application has no outcome',
    meaning: 'It is decided when a line of a decision answers it.',
    remedy: 'Record the decision with applicationId first.'
  },
  'application-still-open': {
    title: 'The application is open',
    meaning: 'The step follows on another status.',
    remedy: 'Read the application: its status tells where it stands.'
  },
  'supplement-already-requested': {
    title: 'A supplement was asked for already',
    meaning: 'Nothing has come since.',
    remedy: 'Await it, or record that the application is complete.'
  },
  'application-already-complete': {
    title: 'The application is complete',
    meaning: 'It was found complete, and nothing has changed since.',
    remedy: 'Decide it, or ask for a supplement.'
  },
  'application-already-decided': {
    title: 'The application is decided',
    meaning: 'A decided application is neither changed nor taken a step further.',
    remedy: 'Open it again (reopen), or correct the record.'
  },
  'application-already-withdrawn': {
    title: 'The application is withdrawn',
    meaning: 'Whoever applied has taken it back.',
    remedy: 'Open it again (reopen) if that was a mistake.'
  },
  'step-day-not-possible': {
    title: 'The day of the step cannot be',
    meaning: 'A step is not before the application came, nor later than today; what is asked for is due after that.',
    remedy: 'Correct the day that the violation names.'
  },
  'received-in-future': {
    title: 'It cannot have come yet',
    meaning: 'The day of reception is later than today.',
    remedy: 'Correct receivedOn.'
  },
  'group-repeated': {
    title: 'A group is named twice',
    meaning: 'Each target group has one share.',
    remedy: 'Give each group once.'
  },
  'year-repeated': {
    title: 'A year is named twice',
    meaning: 'Each year has one amount.',
    remedy: 'Give each year once.'
  },
  'shares-above-hundred': {
    title: 'The shares come to more than 100 per cent',
    meaning: 'Shares of target groups are parts of one whole.',
    remedy: 'Correct the shares.'
  },
  'guarantor-is-applicant': {
    title: 'The guarantor is an applicant',
    meaning: 'Whoever applies does not stand behind itself.',
    remedy: 'Name another guarantor.'
  },
  'guarantor-period-reversed': {
    title: 'The guarantee ends before it begins',
    meaning: 'The last day of the guarantee is before its first.',
    remedy: 'Correct the days.'
  },

  // Decisions.
  'decision-not-valid': {
    title: 'The decision breaks rules of a decision',
    meaning: 'Days, paragraph, delegation, proposal or what it revises contradict each other.',
    remedy: 'Correct every violation.'
  },
  'line-not-valid': {
    title: 'The decision line breaks rules of a line',
    meaning: 'Outcome, amounts, years, recipients or what it revises contradict each other.',
    remedy: 'Correct every violation.'
  },
  'decision-lines-reference': {
    title: 'A line needs a reference of its own',
    meaning: 'Lines are found again by their references when a decision is sent anew, each of one line.',
    remedy: 'Give every line a reference, each once.'
  },
  'decision-settled': {
    title: 'The decision is settled',
    meaning: 'It was annulled or confirmed as final, and is not sent anew as a whole.',
    remedy: 'Correct it with PATCH, or record the decision that revises it.'
  },
  'decision-only-proposed': {
    title: 'The decision is only proposed',
    meaning: 'What was never decided is not annulled, appealed against or final.',
    remedy: 'Record first that it was decided.'
  },
  'decision-annulled': {
    title: 'The decision was annulled',
    meaning: 'What was annulled counts no more.',
    remedy: 'Record the decision that was made instead.'
  },
  'decision-confirmed-final': {
    title: 'The decision is confirmed as final',
    meaning: 'It is final, and not confirmed on another day.',
    remedy: 'Take the confirmation back first if it was mistaken.'
  },
  'decision-not-confirmed-final': {
    title: 'The decision is not confirmed as final',
    meaning: 'There is no confirmation to take back.',
    remedy: 'Look at finality of the decision.'
  },
  'appeal-pending': {
    title: 'An appeal is pending',
    meaning: 'The decision was appealed against and the appeal has no outcome.',
    remedy: 'Record the outcome of the appeal first.'
  },
  'appeal-decided': {
    title: 'The appeal has an outcome',
    meaning: 'The outcome of an appeal is recorded once.',
    remedy: 'Correct it if it was mistaken.'
  },
  'appeal-not-valid': {
    title: 'The appeal breaks rules of an appeal',
    meaning: 'Days are out of order, or an outcome has no day.',
    remedy: 'Correct every violation.'
  },
  'reason-required': {
    title: 'A reason is required',
    meaning: 'What is left out of a decision that is sent anew is withdrawn, and that has a reason.',
    remedy: 'Give reason.'
  },

  // Assignments.
  'assignment-not-valid': {
    title: 'The assignment breaks rules of an assignment',
    meaning: 'Days and recurrence contradict each other or its status.',
    remedy: 'Correct every violation.'
  },
  'assignment-not-proposed': {
    title: 'The assignment is not proposed',
    meaning: 'Only what is proposed is given or declined.',
    remedy: 'Look at its status.'
  },
  'assignment-not-given': {
    title: 'The assignment is not given',
    meaning: 'Only what is given is reported, completed or revoked.',
    remedy: 'Give it first, or look at its status.'
  },

  // Agreements.
  'agreement-not-valid': {
    title: 'The agreement breaks rules of agreements',
    meaning: 'Parties, term, contributions, funding or signatories contradict each other, or name what is not there.',
    remedy: 'Correct every violation.'
  },
  'agreement-already-decided': {
    title: 'The agreement is decided already',
    meaning: 'A draft is decided once.',
    remedy: 'Look at its versions; correct it if it was mistaken.'
  },
  'agreement-not-decided': {
    title: 'Agreement not decided',
    meaning: 'An agreement is signed when it was decided.',
    remedy: 'Decide it first.'
  },
  'agreement-already-signed': {
    title: 'The agreement is signed already',
    meaning: 'What was signed is changed by an amendment, or corrected.',
    remedy: 'Amend or correct it.'
  },
  'agreement-not-signed': {
    title: 'The agreement is not signed',
    meaning: 'Only a signed agreement is amended, extended, ended or terminated.',
    remedy: 'Sign it first.'
  },
  'agreement-not-draft': {
    title: 'The agreement is no draft',
    meaning: 'Only a draft is discarded.',
    remedy: 'Withdraw it if it was recorded in error; otherwise end or terminate it.'
  },
  'agreement-is-draft': {
    title: 'The agreement is a draft',
    meaning: 'A draft is discarded and not withdrawn.',
    remedy: 'Discard it.'
  },
  'agreement-ended': {
    title: 'The agreement has ended',
    meaning: 'Nothing more is done to an agreement that has ended, but corrections.',
    remedy: 'Correct it if the end was recorded by mistake.'
  },
  'agreement-terminated': {
    title: 'The agreement was terminated',
    meaning: 'Nothing more is done to an agreement that was terminated, but corrections.',
    remedy: 'Correct it if the end was recorded by mistake.'
  },
  'nothing-changed': {
    title: 'The amendment changes nothing',
    meaning: 'What it says is what the agreement says already.',
    remedy: 'Send what is to be changed.'
  },
  'nothing-corrected': {
    title: 'The correction corrects nothing',
    meaning: 'What it says is what the agreement says already.',
    remedy: 'Send what is to be corrected.'
  },
  'version-not-found': {
    title: 'There is no such version',
    meaning: 'The agreement has no version of this number.',
    remedy: 'List its versions.'
  },
  'extension-not-found': {
    title: 'There is no such option',
    meaning: 'The term has no extension of this key.',
    remedy: 'See extensions of its term.'
  },
  'extension-exercised': {
    title: 'The option was exercised already',
    meaning: 'An option to extend is exercised once.',
    remedy: 'See extensions of its term.'
  },
  'extension-too-late': {
    title: 'The option can no longer be exercised',
    meaning: 'The last day to exercise it has passed.',
    remedy: 'Extend by an amendment, if the parties agree.'
  },
  'day-to-come': {
    title: 'What has not happened cannot be recorded',
    meaning: 'The day is later than today.',
    remedy: 'Correct the day, or record it when it has happened.'
  },
  'signatory-not-found': {
    title: 'Somebody who is not to sign cannot',
    meaning: 'A key names no signatory of the agreement.',
    remedy: 'See its signatories.'
  },
  'signature-recorded': {
    title: 'The signature is recorded for another day',
    meaning: 'Whoever has signed has signed on the day that is recorded.',
    remedy: 'Correct that day instead.'
  },
  'party-not-found': {
    title: 'Who gives notice is a party',
    meaning: 'A key names no party of the agreement.',
    remedy: 'See its parties.'
  },
  'notice-after-end': {
    title: 'Notice is given before the end',
    meaning: 'The day of the notice is after the day on which the agreement ends.',
    remedy: 'Correct one of the days.'
  },
  'end-before-start': {
    title: 'An agreement does not end before it begins',
    meaning: 'The end is before the earliest day on which its term can begin.',
    remedy: 'Correct the day, or the term.'
  },
  'index-clause-missing': {
    title: 'The agreement has no index clause',
    meaning: 'Without a clause nothing says how amounts follow an index.',
    remedy: 'Register the clause first.'
  },

  // Money.
  'report-requirement-not-valid': {
    title: 'The requirement breaks rules of a requirement',
    meaning: 'It is of one agreement or one version of rules, and its days make no endless list of reports.',
    remedy: 'Correct every violation.'
  },
  'payment-planned': {
    title: 'The payment is planned',
    meaning: 'It has not come as far as this step demands.',
    remedy: 'Read the payment: its status tells where it stands.'
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
    meaning: 'The day of a return is not before the payment, nor later than a bank may take.',
    remedy: 'See the violation for the day.'
  },
  'movement-not-valid': {
    title: 'The movement breaks rules of a movement',
    meaning: 'Its day, decision or payment does not go with its kind.',
    remedy: 'Correct every violation.'
  },
  'recovery-movement-withdrawn': {
    title: 'The movement was taken back',
    meaning: 'What was taken back does not move again.',
    remedy: 'Record a new movement.'
  },

  // Imports.
  'import-encoding': {
    title: 'The encoding of the file cannot be told',
    meaning: 'The bytes are of no encoding that is known, or break it.',
    remedy: 'Save the file as UTF-8.'
  },
  'import-file': {
    title: 'The file is no table of rows',
    meaning: 'It cannot be read as CSV, NDJSON or JSON.',
    remedy: 'See detail for the place; look at quotes and separators.'
  },
  'import-options': {
    title: 'The options do not go together',
    meaning: 'An option demands another one, or is not for this file.',
    remedy: 'See the violations.'
  },
  'import-refused': {
    title: 'The file was refused as a whole',
    meaning: 'A control total or count differs, or a row was rejected where none may be. Nothing has changed.',
    remedy: 'Mend what the violations name and send the file again.'
  },
  'import-too-large': {
    title: 'The file holds too many rows',
    meaning: 'The operation takes so many rows at once, as detail tells.',
    remedy: 'Split the file.'
  },

  // What has been withdrawn, by what it is.
  'agreement-withdrawn': {
    title: 'The agreement has been withdrawn',
    meaning: 'An agreement that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'appeal-withdrawn': {
    title: 'The appeal has been withdrawn',
    meaning: 'An appeal that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'application-withdrawn': {
    title: 'The application has been withdrawn',
    meaning: 'An application that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'approval-limit-withdrawn': {
    title: 'The approval limit has been withdrawn',
    meaning: 'An approval limit that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'assignment-withdrawn': {
    title: 'The assignment has been withdrawn',
    meaning: 'An assignment that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'assignment-report-withdrawn': {
    title: 'The assignment report has been withdrawn',
    meaning: 'An assignment report that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'body-withdrawn': {
    title: 'The body has been withdrawn',
    meaning: 'A body that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'budget-withdrawn': {
    title: 'The budget has been withdrawn',
    meaning: 'A budget that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'contact-withdrawn': {
    title: 'The contact has been withdrawn',
    meaning: 'A contact that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'decision-withdrawn': {
    title: 'The decision has been withdrawn',
    meaning: 'A decision that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'decision-line-withdrawn': {
    title: 'The decision line has been withdrawn',
    meaning: 'A decision line that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'eligibility-withdrawn': {
    title: 'The eligibility has been withdrawn',
    meaning: 'An eligibility that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'list-entry-withdrawn': {
    title: 'The list entry has been withdrawn',
    meaning: 'A list entry that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'membership-withdrawn': {
    title: 'The membership has been withdrawn',
    meaning: 'A membership that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'organisation-withdrawn': {
    title: 'The organisation has been withdrawn',
    meaning: 'An organisation that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'organisation-document-withdrawn': {
    title: 'The organisation document has been withdrawn',
    meaning: 'An organisation document that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'organisation-name-withdrawn': {
    title: 'The organisation name has been withdrawn',
    meaning: 'An organisation name that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'payee-account-withdrawn': {
    title: 'The payee account has been withdrawn',
    meaning: 'A payee account that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'payment-run-withdrawn': {
    title: 'The payment run has been withdrawn',
    meaning: 'A payment run that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'period-closing-withdrawn': {
    title: 'The period closing has been withdrawn',
    meaning: 'A period closing that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'published-figure-withdrawn': {
    title: 'The published figure has been withdrawn',
    meaning: 'A published figure that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'recovery-withdrawn': {
    title: 'The recovery has been withdrawn',
    meaning: 'A recovery that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'report-withdrawn': {
    title: 'The report has been withdrawn',
    meaning: 'A report that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'report-requirement-withdrawn': {
    title: 'The report requirement has been withdrawn',
    meaning: 'A report requirement that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'scheme-withdrawn': {
    title: 'The scheme has been withdrawn',
    meaning: 'A scheme that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'scheme-rule-version-withdrawn': {
    title: 'The scheme rule version has been withdrawn',
    meaning: 'A scheme rule version that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'scheme-window-withdrawn': {
    title: 'The scheme window has been withdrawn',
    meaning: 'A scheme window that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'target-withdrawn': {
    title: 'The target has been withdrawn',
    meaning: 'A target that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  },
  'target-observation-withdrawn': {
    title: 'The target observation has been withdrawn',
    meaning: 'A target observation that was withdrawn is kept and shown, and changed no more.',
    remedy: 'Register another if the withdrawal was mistaken.'
  }
}

/** The title of a rule's problems: `agreement-not-decided` is “Agreement not decided” until the table says better. */
export function titleOf(rule: string): string {
  const words = rule.replaceAll('-', ' ')
  return problemRules[rule]?.title ?? words.charAt(0).toUpperCase() + words.slice(1)
}
