import t from 'tap'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

const since = '2020-01-01T00:00:00Z'
type Change = { kind: string; amount: number; eventType: string; decisionId: string; actDecisionId: string | null }

t.test('changes name the decision that asked back and the one that wrote off, beside that of the grant', async t => {
  const { haninge, post, patch, anApprovedPayment, awardId, bodyId, decision } = await aMoneyRegister(t)
  const paid = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V1' })
  const aDecisionOn = async (decidedOn: string): Promise<string> => (await post('/decisions', { bodyId, decidedOn })).id
  const [asking, first, second] = await Promise.all(['2023-04-18', '2024-02-13', '2024-03-12'].map(aDecisionOn))
  const asked = { awardId, decidedOn: '2023-04-18', dueOn: '2023-05-31', clause: '§ 9', ground: 'unused' }
  const { id } = await post('/recoveries', { ...asked, decisionId: asking, amount: 42_000 })
  await post('/recoveries', { ...asked, ground: 'mistake', paymentId: paid.id, amount: 1_000 })
  await post(`/recoveries/${id}/record-repayment`, { amount: 500, movedOn: '2023-05-22' })
  const writeOff = (amount: number, decisionId: string | undefined, movedOn: string) =>
    post(`/recoveries/${id}/write-off`, { amount, decisionId, movedOn, reason: 'Upplöst' })
  await writeOff(8_000, first, '2024-02-13')

  const told = async (kind: string) => {
    const { items } = await made(haninge('GET', `/statistics/changes?knownFrom=${since}&kind=${kind}&limit=1000`))
    t.ok(items.every(({ decisionId }: Change) => decisionId === decision.id))
    return (items as Change[]).map(({ amount, eventType, actDecisionId }) => [amount, eventType, actDecisionId])
  }
  // Another year of the line moves the entries; they follow from no movement, but only one decision can be meant.
  const otherScheme = await post('/schemes', { name: 'Stöd', kind: 'partnership', bodyId })
  const moveTo = async (schemeId: string) =>
    t.match(await patch(`/decision-lines/${decision.lines[0].id}`, { schemeId }), { status: 200 })
  await moveTo(otherScheme.id)
  const once = [
    [8_000, 'recovery.writtenOff', first],
    [-8_000, 'decisionLine.updated', first],
    [8_000, 'decisionLine.updated', first]
  ]
  t.same(sorted(await told('writtenOff')), sorted(once))

  const { movements } = await writeOff(300, second, '2024-03-12')
  await post(`/recoveries/${id}/withdraw-movement`, { movementId: movements.at(-1).id, reason: 'Fel' })
  t.same(
    sorted(await told('writtenOff')),
    sorted([
      [8_000, 'recovery.writtenOff', first],
      [300, 'recovery.writtenOff', second],
      [-300, 'recovery.movementWithdrawn', second],
      // Of two decisions it is not certain which is meant.
      [-8_000, 'decisionLine.updated', null],
      [8_000, 'decisionLine.updated', null]
    ])
  )
  const claims = (await told('claimed')).filter(([, event]) => event === 'recovery.created')
  t.same(
    sorted(claims),
    sorted([
      [42_000, 'recovery.created', asking],
      [1_000, 'recovery.created', null]
    ])
  )
  for (const kind of ['granted', 'paid', 'recovered']) {
    for (const [, , act] of await told(kind)) t.equal(act, null, kind)
  }
})

const sorted = (rows: unknown[][]) => rows.map(row => JSON.stringify(row)).sort()

t.test('changes of a grant year sum to the difference of its totals, also of an amount for several years', async t => {
  const { haninge, aDecision, line, patch } = await aMoneyRegister(t)
  const joint = { grantYearFrom: 2022, grantYearTo: 2024, granted: 90_000, amountPer: 'total' }
  const { lines } = await aDecision([line(joint), line({ ...joint, amountPer: 'year', purpose: 'Per år' })])
  const granted = async (year: number, knownAt = '') => {
    const { items } = await made(
      haninge('GET', `/statistics/payment-totals?yearFrom=${year}&yearTo=${year}&${knownAt}`)
    )
    return items.reduce((sum: number, one: { granted: number }) => sum + one.granted, 0)
  }
  const changed = async (year: number, from: string) => {
    const { byKind, items } = await made(haninge('GET', `/statistics/changes?knownFrom=${from}&grantYear=${year}`))
    const sum = items.reduce((total: number, { kind, amount }: Change) => total + (kind === 'granted' ? amount : 0), 0)
    t.equal(byKind.find(({ kind }: Change) => kind === 'granted')?.amount ?? 0, sum)
    return sum
  }
  for (const year of [2022, 2023, 2024]) t.equal(await changed(year, since), await granted(year), String(year))
  t.equal(await changed(2023, since), 90_000, 'that of the year alone')
  const { meta } = await made(haninge('GET', '/statistics/payment-totals'))
  t.match(await patch(`/decision-lines/${lines[0].id}`, { granted: 60_000 }), { status: 200 })
  t.strictSame(
    [await changed(2022, meta.knownAt), await changed(2023, meta.knownAt), await changed(2024, meta.knownAt)],
    [-30_000, 0, 0]
  )
  t.equal((await granted(2022)) - (await granted(2022, `knownAt=${meta.knownAt}`)), -30_000)
})
