import { readFileSync } from 'node:fs'
import t from 'tap'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { aClock } from '../support/clock.ts'
import { aRegister, clientOf, made } from '../support/register.ts'
import { camt, IBAN } from './bank-messages.ts'

/** The whole way of a krona through HTTP alone: what is granted, paid by a run, answered by the bank's own file and asked back. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
const DAY = '2026-11-25'
const decisions = readFileSync(new URL('../../samples/decisions-0136-haninge.csv', import.meta.url), 'utf8')
const clock = aClock(t)

t.test('plan, approval, run, pain.001, camt.054 with a partial return, recovery: totals and trail agree', async t => {
  clock(DAY)
  const { app, database } = await aRegister(t)
  const person = async (holder: string) => {
    const key = { name: holder, municipalityCodes: ['0136'], scopes: ['*'], expiresAt: null }
    const { secret } = await createApiKey(database, { ...key, holder, holderKind: 'person' })
    const ask = clientOf(app, secret)
    return (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Any> =>
      made(ask(method, `/0136${path}`, body, headers))
  }
  const [planner, checker, approver] = await Promise.all(['Planerare', 'Handläggare', 'Chef'].map(person))
  const ask = planner!

  await ask('POST', '/decision-imports?source=krona', decisions, { 'content-type': 'text/csv' })
  const { items: awards } = await ask('GET', '/awards?limit=100')
  const award = awards.find(({ recipients: [one] }: Any) => one?.name === 'Haninge Kvinnojour')
  const { organisationId } = award.recipients[0]
  const debtor = { debtorName: 'Haninge kommun', organisationNumber: '212000-0084', iban: IBAN }
  await ask('PUT', '/payment-settings', { ...debtor, accountKind: 'bankgiro', accountNumber: '5050-1055' })
  await ask('POST', '/payee-accounts', { organisationId, accountKind: 'plusgiro', accountNumber: '4-2' })
  const plan = await ask('POST', '/payment-plans', { awardId: award.id, schedule: 'quarterly', amount: 100_000.01 })
  const payments: { id: string; amount: number }[] = plan.payments.slice(0, 2)
  const [first, second] = payments as [Any, Any]
  for (const { id } of payments) {
    await checker!('POST', `/payments/${id}/check`, {})
    await approver!('POST', `/payments/${id}/approve`, {})
  }
  const run = await ask('POST', '/payment-runs', { dueTo: DAY, executionOn: DAY })
  await ask('POST', `/payment-runs/${run.id}/lock`, {})
  await ask('POST', `/payment-runs/${run.id}/export`, {})

  // The bank knows nothing but the file.
  const accept = { accept: 'application/xml' }
  const sent = await ask('GET', `/payment-runs/${run.id}/file?format=pain.001.001.09`, undefined, accept)
  const transfers = [...String(sent).matchAll(/<EndToEndId>(\w+)<[\s\S]*?<InstdAmt Ccy="SEK">([\d.]+)</g)]
  const details = transfers.map(([, endToEndId, amount]) => ({ endToEndId: endToEndId!, amount: Number(amount) }))
  t.strictSame(
    details.map(({ amount }) => amount),
    [25_000, 25_000]
  )
  const back = { ...details[0]!, amount: 4_999.99, returned: 'AC04' }
  const file = camt('camt.054.001.08', {
    statements: [
      {
        entries: [
          { amount: 50_000, on: DAY, batch: { count: 2 }, details },
          { amount: back.amount, side: 'CRDT', on: '2026-11-26', details: [back] }
        ]
      }
    ]
  })
  const confirm = () =>
    ask('POST', `/payment-runs/${run.id}/confirmations`, file, { 'content-type': 'application/xml' })
  const answered = { paidCount: 2, returnedCount: 1, unmatchedCount: 0, status: 'confirmed' }
  clock('2026-11-27')
  t.match(await confirm(), answered)
  t.match(await confirm(), { ...answered, paidCount: 0, returnedCount: 0, unchangedCount: 3 })

  const returnedId = (await ask('GET', `/payment-runs/${run.id}/items?endToEndId=${back.endToEndId}`)).items[0]
    .paymentId
  const kept = payments.find(({ id }) => id !== returnedId)!
  t.ok([first.id, second.id].includes(returnedId))
  t.match(await ask('GET', `/payments/${returnedId}`), {
    ...{ status: 'returned', amount: 25_000, paidOn: DAY, returnedOn: '2026-11-26', returnedAmount: 4_999.99 },
    returnedReason: 'AC04: the account is closed'
  })

  const claim = { awardId: award.id, paymentId: kept.id, ground: 'mistake', amount: 10_000.5 }
  const recovery = await ask('POST', '/recoveries', { ...claim, decidedOn: '2026-11-27', dueOn: '2026-12-31' })
  const repaid = { amount: 4_000.25, movedOn: '2026-11-27', voucherNumber: 'V-1' }
  await ask('POST', `/recoveries/${recovery.id}/record-repayment`, repaid)

  // What came back is to be approved anew.
  const { total } = await ask('GET', '/statistics/payment-totals')
  t.match(total, {
    ...{ approved: 45_000.01, paid: 50_000, returned: 4_999.99, claimed: 10_000.5, recovered: 4_000.25 },
    outstanding: 6_000.25
  })
  const trail = await ask('GET', `/payments/${returnedId}/trail`)
  const steps = trail.steps.map(({ text }: { text: string }) => text).join('\n')
  t.match(trail, {
    payment: { id: returnedId, status: 'returned' },
    check: { checkedByName: 'Handläggare' },
    approval: { approvedByName: 'Chef' },
    runs: [{ runId: run.id, endToEndId: back.endToEndId, status: 'paid' }]
  })
  t.match(
    steps,
    /The bank paid on 2026-11-25\.\n.*returned.*\nThe bank returned 4 999,99 kr: AC04: the account is closed/
  )
})
