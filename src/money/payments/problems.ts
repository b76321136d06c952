import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules('approval-limit'),
  ...rulesOf({
    'plan-not-valid': {
      title: 'The plan breaks rules of a plan',
      meaning:
        'Amounts, days, periods or conditions of the plan contradict each other or the award. All are in violations.',
      remedy: 'Correct every violation and send the plan again. Nothing of it was made.'
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
      meaning:
        'Limits are in force for this attestation, and none of them names the key, the token or one of its roles.',
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
    'payee-account-missing': {
      title: 'The payee has no account',
      meaning: 'No account of the payee is valid today, so there is nothing that could be checked.',
      remedy: 'Register an account of the organisation, then check the payment.'
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
    'payment-in-live-run': {
      title: 'The payment is in a run already',
      meaning: 'A payment is in one live run at most, so that it cannot be paid twice.',
      remedy: 'Find the run with paymentId, and take the payment out of it.'
    },
    'agreement-ended': {
      title: 'The agreement has ended',
      meaning: 'Nothing more is done to an agreement that has ended, but corrections.',
      remedy: 'Correct it if the end was recorded by mistake.'
    },
    'payment-planned': {
      title: 'The payment is planned',
      meaning: 'It has not come as far as this step demands.',
      remedy: 'Read the payment: its status tells where it stands.'
    }
  })
}
