import type { App } from '../../platform/http/app.ts'
import { OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { act } from '../../platform/records/kit.ts'
import {
  type Attested,
  approvePayment,
  approvePayments,
  checkPayment,
  checkPayments,
  revokePaymentApproval,
  revokePaymentCheck
} from './attest.ts'
import { steps, sumOf } from './attest-rules.ts'
import { Attestation, AttestationResult, Attestations, AttestedPayment, Revocation } from './attest-schemas.ts'
import { payment } from './record.ts'
import type { Attestation as Kind } from './rules.ts'

const kind = { ...payment, schemas: { One: AttestedPayment } }
const mayCheck = 'payments:check'
const mayApprove = 'payments:approve'

const twoPersons =
  'Refused to whoever planned or changed the payment, whichever key they use. Limits in force must let the caller.'

/** `/payments`: check and approve, one or many. */
export async function attestRoutes(app: App) {
  act(app, kind, 'check', {
    operationId: 'checkPayment',
    says: [
      'Check a payment',
      `Sakattest: the payment is right, and goes to the account of the payee that is valid today. A held payment may be checked. ${twoPersons}`
    ],
    scope: mayCheck,
    body: Attestation,
    run: checkPayment
  })
  act(app, kind, 'approve', {
    operationId: 'approvePayment',
    says: [
      'Approve a payment',
      `Beslutsattest, of a payment that somebody else has checked and that nothing holds. ${twoPersons}`
    ],
    scope: mayApprove,
    body: Attestation,
    run: approvePayment
  })
  act(app, kind, 'revoke-check', {
    operationId: 'revokePaymentCheck',
    says: ['Take back a check', 'The payment is planned again and bound to no account. An approval is revoked first.'],
    scope: mayCheck,
    body: Revocation,
    run: revokePaymentCheck
  })
  act(app, kind, 'revoke-approval', {
    operationId: 'revokePaymentApproval',
    says: [
      'Take back an approval',
      'The payment is checked again, until somebody approves it. Not once it is in a locked run.'
    ],
    scope: mayApprove,
    body: Revocation,
    run: revokePaymentApproval
  })

  const tags = ['payments']
  app.post(
    '/check',
    {
      config: { scope: mayCheck },
      schema: {
        operationId: 'checkPayments',
        tags,
        summary: 'Check many payments',
        description: `Sakattest of up to 1000 payments with a result for each: what is refused changes nothing and stops nothing. ${twoPersons}`,
        params: OfMunicipality,
        body: ref(Attestations),
        response: { 200: ref(AttestationResult) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        return resultOf(await checkPayments(tx, request.actor, municipalityCode, request.body), 'check')
      })
  )

  app.post(
    '/approve',
    {
      config: { scope: mayApprove },
      schema: {
        operationId: 'approvePayments',
        tags,
        summary: 'Approve many payments',
        description: `Beslutsattest of up to 1000 payments with a result for each: what is refused changes nothing and stops nothing. ${twoPersons}`,
        params: OfMunicipality,
        body: ref(Attestations),
        response: { 200: ref(AttestationResult) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        return resultOf(await approvePayments(tx, request.actor, municipalityCode, request.body), 'approve')
      })
  )
}

function resultOf(all: Attested[], attestation: Kind): AttestationResult {
  const done = all.flatMap(each => ('payment' in each ? [each.payment] : []))
  const items = all.map(each => {
    const { paymentId } = each
    if ('payment' in each) {
      const { version } = each.payment
      return { paymentId, result: steps[attestation].to, version, rule: null, detail: null, extra: null }
    }
    const { rule, message: detail, extra } = each.refused
    const besides = Object.keys(extra).length > 0 ? extra : null
    return { paymentId, result: 'refused' as const, version: null, rule, detail, extra: besides }
  })
  const amount = sumOf(done.map(payment => payment.amount))
  return { items, attestedCount: done.length, refusedCount: all.length - done.length, amount }
}
