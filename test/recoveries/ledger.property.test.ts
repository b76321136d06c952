import fc from 'fast-check'
import t from 'tap'
import { eachHistory } from '../support/histories.ts'
import { aRecoveryRegister } from './register.ts'

/** Random histories of recoveries: at every step the rows, the answers and the ledger say the same, to the öre. */

const acts = ['create', 'repay', 'setOff', 'writeOff', 'takeBack', 'correct', 'pay', 'withdraw'] as const
const step = fc.record({
  act: fc.constantFrom(...acts),
  which: fc.nat(5),
  amount: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9_500_000 }))
})

/** Comes first: chance may use up at once what can be asked back, and then nothing more can be done. */
const everyWay = (
  [
    ['create', 100_000],
    ['repay', 100],
    ['setOff', 200],
    ['writeOff', 300],
    ['takeBack', 1],
    ['correct', 90_000]
  ] as const
).map(([act, amount]) => ({ act, which: 0, amount }))

t.test('outstanding is claimed less recovered and written off, never negative, and the ledger agrees', async t => {
  const register = await aRecoveryRegister(t)
  const { haninge, recovery, aPayment, pay, ledger, decisionId, patch, database } = register
  const done: Record<string, number> = {}
  const pending: string[] = []

  const all = async () => (await haninge('GET', '/recoveries?limit=1000')).body.items as Record<string, number>[]
  const ore = (kronor: number) => Math.round(kronor * 100)

  async function act({ act, which, amount: öre }: { act: (typeof acts)[number]; which: number; amount: number }) {
    const amount = öre / 100
    const standing = await all()
    const one = standing[which % Math.max(standing.length, 1)]
    const path = `/recoveries/${one?.id}`
    if (act === 'create') return await haninge('POST', '/recoveries', recovery({ amount }))
    if (act === 'pay') {
      const id = pending.shift()
      if (id) await pay(id, '2023-07-03')
      return
    }
    if (!one) return
    if (act === 'repay') return await haninge('POST', `${path}/record-repayment`, { amount, movedOn: '2023-05-02' })
    if (act === 'correct') return await patch(path, { amount, correctionReason: 'Fel' })
    if (act === 'withdraw') return await haninge('POST', `${path}/withdraw`, { reason: 'Fel' })
    if (act === 'writeOff') {
      return await haninge('POST', `${path}/write-off`, { amount, movedOn: '2023-06-01', decisionId, reason: 'Ringa' })
    }
    if (act === 'setOff') {
      // Of nobody's award, so that no more is paid that could be asked back.
      const { id } = await aPayment({ instalmentNumber: 2, grantYear: 2023, budgetYear: 2023 })
      pending.push(id)
      return await haninge('POST', `${path}/set-off`, { paymentId: id, amount })
    }
    const { movements } = (await haninge('GET', path)).body
    const movementId = movements[which % Math.max(movements.length, 1)]?.id
    if (movementId) return await haninge('POST', `${path}/withdraw-movement`, { movementId, reason: 'Fel' })
    return
  }

  const history = async (steps: { act: (typeof acts)[number]; which: number; amount: number }[]) => {
    for (const each of steps) {
      const answer = await act(each)
      if (answer && answer.status >= 500) throw new Error(`${each.act} answered ${answer.status}`)
      if (answer && answer.status < 300) done[each.act] = (done[each.act] ?? 0) + 1
      const rows = await all()
      const sum = (name: string) => rows.reduce((total, row) => total + ore(row[name]!), 0)
      const { claimed, recovered, writtenOff } = await ledger()
      for (const [name, entries, told] of [
        ['claimed', claimed, sum('amount')],
        ['recovered', recovered, sum('recovered')],
        ['writtenOff', writtenOff, sum('writtenOff')],
        ['outstanding', claimed! - recovered! - writtenOff!, sum('outstanding')]
      ]) {
        if (entries !== told) throw new Error(`${name}: the ledger has ${entries}, the rows ${told}`)
      }
      for (const { outstanding, setOffPending } of rows) {
        if (outstanding! < 0 || outstanding! < setOffPending!) throw new Error(`outstanding ${outstanding}`)
      }
      if (claimed! > 9_500_000) throw new Error(`claimed ${claimed} of 95 000 kronor paid`)
    }
    const { rows } = await database.$client.query(
      `select count(*)::int as beyond from payments payment where amount < (select coalesce(sum(amount), 0)
       from recovery_movements where payment_id = payment.id and withdrawn_at is null)`
    )
    if (rows[0].beyond > 0) throw new Error('more was set off than the payment')
  }
  const chance = fc.array(step, { minLength: 12, maxLength: 25 })
  await eachHistory(t, chance, history, { count: 12, seed: 20_230_502, first: [everyWay] })
  for (const name of ['create', 'repay', 'setOff', 'writeOff', 'takeBack', 'correct']) {
    t.ok(done[name], `${name} was done ${done[name]} times`)
  }
})
