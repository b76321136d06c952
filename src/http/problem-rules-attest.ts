import type { Rule } from './problem-rules.ts'

/** What rules of check and approval, accounts and limits mean. */
export const attestRules: Record<string, Rule> = {
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
  'payment-approved': {
    title: 'The payment is approved',
    meaning: 'It is approved, and stays as it is.',
    remedy: 'Revoke the approval first if it is to change.'
  },
  'payment-not-approved': {
    title: 'The payment is not approved',
    meaning: 'There is no approval to take back.',
    remedy: 'Read the payment: its status tells where it stands.'
  },
  'payment-ordered': {
    title: 'The payment is in a payment run',
    meaning: 'It has been sent to the bank, or is about to be.',
    remedy: 'Await what the bank says, or see the run.'
  },
  'payment-paid': {
    title: 'The payment has been paid',
    meaning: 'The money has left the account.',
    remedy: 'What was paid by mistake is asked back: see recoveries.'
  },
  'payment-returned': {
    title: 'The payment came back',
    meaning: 'It was paid and the bank returned it.',
    remedy: 'Issue it again as a new payment.'
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
  }
}
