import type { App } from '../http/app.ts'
import { ById, OfMunicipality, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import {
  type Attested,
  approvePayment,
  approvePayments,
  checkPayment,
  checkPayments,
  revokePaymentApproval,
  revokePaymentCheck
} from './attest-actions.ts'
import { steps, sumOf } from './attest-rules.ts'
import { Attestation, AttestationResult, Attestations, AttestedPayment, Revocation } from './attest-schemas.ts'
import type { Attestation as Kind } from './rules.ts'

const tags = ['payments']
const mayCheck = { scope: 'payments:check' }
const mayApprove = { scope: 'payments:approve' }

const twoPersons =
  'Refused to whoever planned or changed the payment, by person: two keys of one person are one, and X-Sent-By counts for nothing. Limits in force must let the caller.'

/** `/payments`: check and approve, one or many. */
export async function attestRoutes(app: App) {
  app.post(
    '/:id/check',
    {
      config: mayCheck,
      schema: {
        operationId: 'checkPayment',
        tags,
        summary: 'Check a payment',
        description: `Sakattest: the payment is right, and goes to the account of the payee that is valid today. A held payment may be checked. ${twoPersons}`,
        params: ById,
        body: ref(Attestation),
        response: { 200: ref(AttestedPayment) }
      }
    },
    (request, reply) => write(request, reply, tx => checkPayment(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/approve',
    {
      config: mayApprove,
      schema: {
        operationId: 'approvePayment',
        tags,
        summary: 'Approve a payment',
        description: `Beslutsattest, of a payment that somebody else has checked and that nothing holds. ${twoPersons}`,
        params: ById,
        body: ref(Attestation),
        response: { 200: ref(AttestedPayment) }
      }
    },
    (request, reply) => write(request, reply, tx => approvePayment(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/revoke-check',
    {
      config: mayCheck,
      schema: {
        operationId: 'revokePaymentCheck',
        tags,
        summary: 'Take back a check',
        description: 'The payment is planned again and bound to no account. An approval is revoked first.',
        params: ById,
        body: ref(Revocation),
        response: { 200: ref(AttestedPayment) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => revokePaymentCheck(tx, request.actor, request.params, request.body.reason))
  )

  app.post(
    '/:id/revoke-approval',
    {
      config: mayApprove,
      schema: {
        operationId: 'revokePaymentApproval',
        tags,
        summary: 'Take back an approval',
        description: 'The payment is checked again, until somebody approves it. Not once it is in a locked run.',
        params: ById,
        body: ref(Revocation),
        response: { 200: ref(AttestedPayment) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => revokePaymentApproval(tx, request.actor, request.params, request.body.reason))
  )

  app.post(
    '/check',
    {
      config: mayCheck,
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
      config: mayApprove,
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
