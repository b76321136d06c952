import type { Test } from 'tap'
import { addDays } from '../../src/base/dates.ts'
import { made } from '../support/register.ts'
import { type Camt, camt, type Entry, IBAN } from './bank-messages.ts'
import { aRunRegister, clock, executionOn } from './setup.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
/** The day on which payments come back. */
export const LATER = addDays(executionOn, 2)
const xml = { 'content-type': 'application/xml' }

/** A payment that a run has paid, with ways to send it back. */
export async function aPaidPayment(t: Test, amount = 10_000) {
  const register = await aRunRegister(t)
  const { haninge, database, confirm, anApprovedPayment, anExportedRun } = register
  await database.$client.query('update payment_settings set iban = $1', [IBAN])
  /** Another payment of the same award, paid by a run of its own. */
  const pay = async (amount: number) => {
    const payment = await anApprovedPayment({ amount })
    const run = await anExportedRun()
    const [{ endToEndId }] = run.items
    const file = camt('camt.054.001.08', { statements: [{ entries: [debitOf(endToEndId, amount)] }] })
    t.match(await confirm(run.id, file, xml), { status: 200, body: { paidCount: 1 } })
    const send = (entries: Entry[], message: Camt = 'camt.054.001.08', messageId = 'BANK-2') =>
      confirm(run.id, camt(message, { messageId, statements: [{ entries }] }), xml)
    const back = (amount: number, more: Partial<Entry> = {}): Entry => ({
      ...{ amount, side: 'CRDT', on: executionOn, ...more },
      details: [{ endToEndId, returned: 'AC04', ...more.details?.[0] }]
    })
    const byHand = (body: object) => haninge('POST', `/payments/${payment.id}/return`, { reason: 'Fel konto', ...body })
    const shown = async (): Promise<Any> => made(haninge('GET', `/payments/${payment.id}`))
    return { id: payment.id, run, send, back, byHand, shown }
  }
  /** Sums of its entries, in öre. */
  const ledgerOf = async (id: string) => {
    const sums: Record<string, number> = {}
    for (const { kind, amount } of await register.entries(`paymentId=${id}`))
      sums[String(kind)] = (sums[String(kind)] ?? 0) + Math.round(Number(amount) * 100)
    return sums
  }
  const payment = await pay(amount)
  clock(LATER)
  return { ...register, ...payment, pay, ledgerOf }
}

const debitOf = (endToEndId: string, amount: number): Entry => ({
  ...{ amount, on: executionOn, reference: `D-${endToEndId}` },
  details: [{ endToEndId, amount }]
})
