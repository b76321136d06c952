import { rulesOf, withdrawnRules } from '../../base/errors.ts'
import { problems as eventProblems } from '../events/problems.ts'
import { problems as httpProblems } from '../http/problem-rules.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  'event-type-unknown': eventProblems['event-type-unknown'],
  'position-not-valid': eventProblems['position-not-valid'],
  'scope-missing': httpProblems['scope-missing'],
  ...withdrawnRules('webhook-subscription'),
  ...rulesOf({
    'webhook-address-not-allowed': {
      title: 'Webhooks may not be sent there',
      meaning: 'The address is not https, holds credentials, or leads to this machine or into a private network.',
      remedy:
        'Name a public https address. Where the receiver stands in the same closed network, whoever runs the service sets ALLOW_PRIVATE_ADDRESSES.'
    },
    'webhook-subscriptions-too-many': {
      title: 'There are too many subscriptions',
      meaning: 'A municipality has at most 50 subscriptions that are not withdrawn.',
      remedy: 'Withdraw one that nobody needs.'
    },
    'webhook-secret-live': {
      title: 'Two secrets are live already',
      meaning: 'The secret before this one has not expired: a third would end one that a receiver may still know.',
      remedy: 'Wait until previousSecretExpiresAt, or end all older secrets at once with previousValidHours 0.'
    },
    'webhook-subscription-not-active': {
      title: 'The subscription is not active',
      meaning: 'Nothing is sent while a subscription is paused or disabled.',
      remedy: 'Resume it first.'
    },
    'redelivery-not-valid': {
      title: 'It is not told what to deliver again',
      meaning: 'One delivery is named by deliveryId, a range by after and until, and not both.',
      remedy: 'Send deliveryId alone, or after with until.'
    },
    'redelivery-too-large': {
      title: 'The range is too large',
      meaning: 'At most 10 000 events are delivered again at once.',
      remedy: 'Ask for a shorter range, and for the rest after it.'
    }
  })
}
