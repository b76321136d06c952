import { rulesOf, withdrawnRules } from '../../base/errors.ts'
import { problems as eventProblems } from '../events/problems.ts'
import { problems as httpProblems } from '../http/problem-rules.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  'event-type-unknown': eventProblems['event-type-unknown'],
  'position-not-valid': eventProblems['position-not-valid'],
  'scope-missing': httpProblems['scope-missing'],
  ...withdrawnRules({ 'webhook-subscription': 'Prenumerationen' }),
  ...rulesOf({
    'webhook-address-not-allowed': {
      title: 'Webhooks may not be sent there',
      meaning: 'The address is not https, holds credentials, or leads to this machine or into a private network.',
      remedy:
        'Name a public https address. Where the receiver stands in the same closed network, whoever runs the service sets ALLOW_PRIVATE_ADDRESSES.',
      sv: {
        title: 'Webhooks får inte skickas dit',
        meaning:
          'Adressen är inte https, innehåller inloggningsuppgifter, eller leder till den här datorn eller in i ett privat nät.',
        remedy:
          'Ange en offentlig https-adress. Om mottagaren finns i samma slutna nät sätter den som driver tjänsten ALLOW_PRIVATE_ADDRESSES.'
      }
    },
    'webhook-subscriptions-too-many': {
      title: 'There are too many subscriptions',
      meaning: 'A municipality has at most 50 subscriptions that are not withdrawn.',
      remedy: 'Withdraw one that nobody needs.',
      sv: {
        title: 'Det finns för många prenumerationer',
        meaning: 'En kommun har högst 50 prenumerationer som inte är tillbakadragna.',
        remedy: 'Dra tillbaka en som ingen behöver.'
      }
    },
    'webhook-secret-live': {
      title: 'Two secrets are live already',
      meaning: 'The secret before this one has not expired: a third would end one that a receiver may still know.',
      remedy: 'Wait until previousSecretExpiresAt, or end all older secrets at once with previousValidHours 0.',
      sv: {
        title: 'Två hemligheter gäller redan',
        meaning:
          'Den förra hemligheten har inte gått ut: en tredje skulle avsluta en som en mottagare fortfarande kan använda.',
        remedy:
          'Vänta till previousSecretExpiresAt, eller avsluta alla äldre hemligheter på en gång med previousValidHours 0.'
      }
    },
    'webhook-subscription-not-active': {
      title: 'The subscription is not active',
      meaning: 'Nothing is sent while a subscription is paused or disabled.',
      remedy: 'Resume it first.',
      sv: {
        title: 'Prenumerationen är inte aktiv',
        meaning: 'Inget skickas medan en prenumeration är pausad eller avstängd.',
        remedy: 'Återuppta den först.'
      }
    },
    'redelivery-not-valid': {
      title: 'It is not told what to deliver again',
      meaning: 'One delivery is named by deliveryId, a range by after and until, and not both.',
      remedy: 'Send deliveryId alone, or after with until.',
      sv: {
        title: 'Det framgår inte vad som ska skickas igen',
        meaning: 'En enda leverans anges med deliveryId, ett intervall med after och until, och inte båda.',
        remedy: 'Skicka bara deliveryId, eller after med until.'
      }
    },
    'redelivery-too-large': {
      title: 'The range is too large',
      meaning: 'At most 10 000 events are delivered again at once.',
      remedy: 'Ask for a shorter range, and for the rest after it.',
      sv: {
        title: 'Intervallet är för stort',
        meaning: 'Högst 10 000 händelser skickas igen på en gång.',
        remedy: 'Begär ett kortare intervall, och resten efter det.'
      }
    }
  })
}
