import type { Test } from 'tap'
import type { Actor } from '../../src/base/actor.ts'
import type { Config } from '../../src/config.ts'
import { payeeAccounts } from '../../src/money/payee-accounts/record.ts'
import { paymentPlans } from '../../src/money/payments/plan-record.ts'
import { type PaymentRow, payments } from '../../src/money/payments/record.ts'
import { settlePayments } from '../../src/money/payments/write.ts'
import { recordEvent } from '../../src/platform/events/actions.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { aGrantRegister, MUNICIPALITY } from './grants.ts'
import { clientOf } from './register.ts'

/** Whoever planned what the factory plans; none of the test's own keys. */
const planner: Actor = {
  id: 'key:planner',
  name: 'planner',
  principal: 'person:planner',
  roles: new Set(),
  municipalityCodes: null,
  scopes: new Set(['*']),
  sentBy: null,
  requestId: null
}

/** A register of Haninge with an award of 380 000 (unless told) for 2022, and short ways to payments of it that are there already. */
export async function aMoneyRegister(t: Test, granted = 380_000, settings?: Partial<Config>) {
  const grants = await aGrantRegister(t, settings)
  const { app, database, haninge, aDecision, line, jour } = grants
  const municipalityCode = MUNICIPALITY
  const decision = await aDecision([line({ granted })])
  const awardId: string = (await haninge('GET', `/awards?decisionId=${decision.id}`)).body.items[0].id
  const [account] = await database
    .insert(payeeAccounts)
    .values({
      municipalityCode,
      organisationId: jour,
      accountKind: 'bankgiro',
      accountNumber: '50501055',
      registeredBy: 'person:registrar'
    })
    .returning()

  /** A payment of 95 000 of the award, planned by nobody whom a test knows; as it is in the database. */
  async function aPayment(given: Partial<typeof payments.$inferInsert> = {}): Promise<PaymentRow> {
    return await database.transaction(async tx => {
      const period = { awardId, grantYear: 2022 }
      const [plan] = await tx
        .insert(paymentPlans)
        .values({ municipalityCode, ...period, schedule: 'once', amount: given.amount ?? 95_000 })
        .returning()
      const [row] = await tx
        .insert(payments)
        .values({
          ...{ municipalityCode, planId: plan!.id, ...period, instalmentNumber: 1, amount: 95_000, budgetYear: 2022 },
          ...{ dueOn: '2022-01-07', payeeOrganisationId: jour, changedBy: [planner.principal] },
          ...given
        })
        .returning()
      const eventId = await recordEvent(tx, planner, 'payment.planned', row!, { parentId: plan!.id })
      await settlePayments(tx, municipalityCode, [{ paymentId: row!.id, eventId }])
      return row!
    })
  }

  /** A payment that was checked and approved by two others, with the account of its payee fixed. */
  const anApprovedPayment = (given: Partial<typeof payments.$inferInsert> = {}) =>
    aPayment({
      status: 'approved',
      ...{ checkedBy: 'person:one', checkedByName: 'one', checkedAt: '2022-01-03T09:00:00Z' },
      ...{ approvedBy: 'person:two', approvedByName: 'two', approvedAt: '2022-01-04T09:00:00Z' },
      payeeAccountId: account!.id,
      ...given
    })

  /** A key of a person of the municipality, and who asks with it; the path begins within the municipality. */
  const aPerson = async (name: string, scopes: string[] = ['*'], roles: string[] = []) => {
    const key = { name, municipalityCodes: [municipalityCode], scopes, roles }
    const { id, secret } = await createApiKey(database, { ...key, holderKind: 'person', holder: name })
    const client = clientOf(app, secret)
    const ask: typeof client = (method, path, body, headers) =>
      client(method, `/${municipalityCode}${path}`, body, headers)
    return Object.assign(ask, { keyId: id })
  }

  return { ...grants, decision, awardId, account: account!, aPayment, anApprovedPayment, aPerson }
}
