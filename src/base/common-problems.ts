import { rulesOf } from './errors.ts'

/** Rules that are judged in several rooms. */
export const commonProblems = rulesOf({
  'known-at-in-future': {
    title: 'What will be known is not known',
    meaning: 'knownAt is later than now.',
    remedy: 'Leave it out to ask what is known now; the answer tells the instant.'
  },
  'credentials-not-valid': {
    title: 'The credentials are not valid',
    meaning:
      'The key is unknown, has expired or was revoked, or the token did not pass the check that the member check names: form, issuer, signature, algorithm, type, audience, organisation, expired, notYetValid or claims.',
    remedy: 'Ask whoever runs the service for a new key, or fetch a new token.'
  },
  'scope-missing': {
    title: 'The key may not do this',
    meaning: 'The caller is known, but its key or token does not hold the scope that the operation demands.',
    remedy: 'Ask for a key with the scope named in the member scope.'
  },
  'reference-not-found': {
    title: 'It refers to something that is not there',
    meaning: 'An id in the request is of nothing that this municipality has.',
    remedy: 'Create or find what is referred to first. The violation tells which property it is.'
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
  'report-not-accepted': {
    title: 'The report is not accepted',
    meaning: 'There is no acceptance to take back.',
    remedy: 'Look at the status of the report.'
  },
  'payment-not-valid': {
    title: 'The payment breaks rules of a payment',
    meaning: 'A day, a period, a condition or an advance is not allowed. All violations are listed.',
    remedy: 'Correct every violation and send the change again.'
  },
  'award-withdrawn': {
    title: 'The award no longer stands',
    meaning: 'Its line was withdrawn, replaced or annulled: nothing more can be planned of it.',
    remedy: 'Plan from the award of the decision that replaced it.'
  },
  'budget-exceeded': {
    title: 'It goes beyond a budget',
    meaning:
      'The live payments of a year come to more than the budget of the body, or of its scheme, for that year. The members budgetId, year, budget, planned and left tell which and how much.',
    remedy: 'Plan less, or name the decision that allows it in budgetOverrideDecisionId.'
  },
  'import-columns': {
    title: 'The columns of the file cannot be used',
    meaning: 'A column that is needed is missing, or two columns mean the same.',
    remedy: 'See the violations for the headings.'
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
  'organisation-not-found': {
    title: 'There is no such organisation',
    meaning: 'An organisation that is named does not stand in this municipality, or was merged into another.',
    remedy: 'Create or find it first; follow mergedIntoId of one that was merged.'
  },
  'application-already-withdrawn': {
    title: 'The application is withdrawn',
    meaning: 'Whoever applied has taken it back.',
    remedy: 'Open it again (reopen) if that was a mistake.'
  },
  'appeal-pending': {
    title: 'An appeal is pending',
    meaning: 'The decision was appealed against and the appeal has no outcome.',
    remedy: 'Record the outcome of the appeal first.'
  },
  'agreement-not-signed': {
    title: 'The agreement is not signed',
    meaning: 'Only a signed agreement is amended, extended, ended or terminated.',
    remedy: 'Sign it first.'
  },
  'import-file': {
    title: 'The file is no table of rows',
    meaning:
      'It cannot be read as what it is, or is nothing that is taken: a workbook, CSV, JSON, NDJSON or a table of a page.',
    remedy: 'See detail for what it looks like, or for the place.'
  }
})
