import type { Test } from 'tap'
import type { PaymentRow } from '../../src/money/payments/record.ts'
import { changePayments, lockPayments } from '../../src/money/payments/write.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

/** Whoever stands for the bank. */
const bank = {
  ...{ id: 'key:bank', name: 'bank', principal: 'system:bank', roles: new Set<string>(), scopes: new Set(['*']) },
  ...{ municipalityCodes: null, sentBy: null, requestId: null }
}

export const clause = '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.'

/** A register with an award of 380 000 under rules with a clause of repayment, of which 95 000 was paid for 2022. */
export async function aRecoveryRegister(t: Test) {
  const register = await aMoneyRegister(t)
  const { post, schemeId, bodyId, awardId, anApprovedPayment, database } = register
  const rules = await post(`/schemes/${schemeId}/rule-versions`, {
    title: 'Bidragsreglemente',
    ...{ validFrom: '2021-01-01', repaymentClause: 'yes', repaymentText: clause, repaymentThresholdPercent: 5 }
  })
  const paid = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V1' })
  const decisionId: string = (await post('/decisions', { bodyId, decidedOn: '2023-04-18' })).id

  /** Unused money of 42 000, asked back on the day of the decision, but for what is given. */
  const recovery = (given: object = {}) => ({
    ...{ awardId, ground: 'unused', decisionId, decidedOn: '2023-04-18', amount: 42_000, dueOn: '2023-05-31' },
    ...given
  })
  const aRecovery = (given: object = {}) => post('/recoveries', recovery(given))

  /** The bank pays the payment on a day, whatever its status. */
  const pay = (paymentId: string, paidOn: string): Promise<PaymentRow[]> =>
    database.transaction(async tx => {
      const [before] = await lockPayments(tx, '0136', [paymentId])
      const changes = { status: 'paid' as const, paidOn, voucherNumber: `V-${paymentId}` }
      return await changePayments(tx, bank, '0136', [{ before: before!, verb: 'paid', changes }])
    })

  /** Sums of the ledger in öre, by kind of entry of recoveries. */
  const ledger = async () => {
    const sums: Record<string, number> = { claimed: 0, recovered: 0, writtenOff: 0 }
    for (const { kind, amount } of await register.entries(`awardId=${awardId}`)) {
      if (String(kind) in sums) sums[String(kind)]! += Math.round(Number(amount) * 100)
    }
    return sums
  }
  const shown = (id: string) => made(register.haninge('GET', `/recoveries/${id}`))
  return { ...register, rulesId: rules.id as string, paid, decisionId, recovery, aRecovery, pay, ledger, shown }
}
