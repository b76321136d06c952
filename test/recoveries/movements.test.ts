import t from 'tap'
import { addDays, today } from '../../src/base/dates.ts'
import { made } from '../support/register.ts'
import { aRecoveryRegister } from './register.ts'

t.test('repayments in part leave the rest outstanding, and never more than that comes in', async t => {
  const { haninge, aRecovery, ledger } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const repay = (given: object) =>
    haninge('POST', `/recoveries/${id}/record-repayment`, { amount: 12_000, movedOn: '2023-05-22', ...given })
  t.match(await repay({ voucherNumber: 'V7' }), {
    status: 200,
    body: {
      ...{ recovered: 12_000, outstanding: 30_000, status: 'open', version: 2 },
      movements: [{ kind: 'repayment', amount: 12_000, status: 'counted', movedOn: '2023-05-22', voucherNumber: 'V7' }]
    }
  })
  t.match(await repay({ amount: 30_000.01 }), {
    status: 409,
    body: { type: /recovery-exceeds-outstanding$/, outstanding: 30_000, available: 30_000 }
  })
  t.match(await repay({ movedOn: '2023-04-17' }), { status: 422, body: { violations: [{ field: '/movedOn' }] } })
  const tomorrow = addDays(today(), 1)
  t.match(await repay({ movedOn: tomorrow }), { status: 422, body: { violations: [{ field: '/movedOn' }] } })
  t.match(await repay({ amount: 10_000, movedOn: '2023-04-18' }), { status: 200 }, 'on the day of the decision')
  t.match(await repay({ amount: 5_000, movedOn: today() }), { status: 200 }, 'today')
  t.match(await repay({ amount: 15_000 }), { body: { outstanding: 0, status: 'settled' } })
  t.strictSame(await ledger(), { claimed: 4_200_000, recovered: 4_200_000, writtenOff: 0 })
})

t.test('of twenty repayments at once exactly those that fit are recorded', async t => {
  const { haninge, aRecovery, ledger, shown } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const repayment = { amount: 5_000, movedOn: '2023-05-22' }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => haninge('POST', `/recoveries/${id}/record-repayment`, repayment))
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [
    ...Array<number>(8).fill(200),
    ...Array<number>(12).fill(409)
  ])
  t.match(await shown(id), { recovered: 40_000, outstanding: 2_000 })
  t.equal((await ledger()).recovered, 4_000_000)
})

const returned = { returnedOn: '2023-05-30', reason: 'Kontot är avslutat' }

t.test('nobody owes what the bank sent back: a return waits until what is asked back is taken back', async t => {
  const { haninge, aRecovery, aPayment, pay, paid, ledger, shown } = await aRecoveryRegister(t)
  // Another payment of the period: that one stays paid, and still the debt is of the first.
  const other = await aPayment({ instalmentNumber: 2 })
  await pay(other.id, '2022-04-01')
  const { id } = await aRecovery({ ground: 'mistake', decisionId: null, paymentId: paid.id, amount: 95_000 })
  const back = () => haninge('POST', `/payments/${paid.id}/return`, returned)
  const refused = { status: 409, body: { type: /payment-claimed$/, paid: 190_000, returned: 0, claimed: 95_000 } }
  t.match(await back(), refused)
  const repayment = { amount: 95_000, movedOn: '2023-05-22' }
  const { movements } = await made(haninge('POST', `/recoveries/${id}/record-repayment`, repayment))
  t.match(await back(), refused)
  t.match(await back(), { body: { detail: /Withdraw the recovery first \(its movements before it\)/ } })
  const mistaken = { movementId: movements[0].id, reason: 'Återbetalas till föreningen' }
  await made(haninge('POST', `/recoveries/${id}/withdraw-movement`, mistaken))
  t.match(await back(), refused)
  await made(haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Banken sände tillbaka' }))
  t.match(await back(), { status: 200, body: { returnedAmount: 95_000 } })
  t.strictSame(await ledger(), { claimed: 0, recovered: 0, writtenOff: 0 })
  t.match(await shown(id), { withdrawnReason: 'Banken sände tillbaka' })
})

t.test('of a period no more stands asked back than was paid and stayed, but for what is written off', async t => {
  const { haninge, aRecovery, paid, decisionId } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const back = () => haninge('POST', `/payments/${paid.id}/return`, returned)
  t.match(await back(), { status: 409, body: { type: /payment-claimed$/, claimed: 42_000 } })
  const writeOff = { amount: 42_000, movedOn: '2023-05-22', decisionId, reason: 'Banken sände tillbaka' }
  const { movements } = await made(haninge('POST', `/recoveries/${id}/write-off`, writeOff))
  t.match(await back(), { status: 200 })
  const withdrawn = { movementId: movements[0].id, reason: 'Fel' }
  t.match(await haninge('POST', `/recoveries/${id}/withdraw-movement`, withdrawn), {
    status: 409,
    body: { type: /recovery-exceeds-paid$/, paid: 95_000, returned: 95_000, claimed: 42_000 }
  })
})

t.test('of a return and a recovery at once one is made', async t => {
  const { haninge, recovery, paid } = await aRecoveryRegister(t)
  const answers = await Promise.all([
    ...Array.from({ length: 5 }, () => haninge('POST', '/recoveries', recovery())),
    haninge('POST', `/payments/${paid.id}/return`, returned),
    ...Array.from({ length: 5 }, () => haninge('POST', '/recoveries', recovery()))
  ])
  const back = answers[5]!.status
  const claims = answers.filter(({ status }) => status === 201).length
  t.ok((back === 200 && claims === 0) || (back === 409 && claims === 2), `${back}, ${claims} recoveries`)
  t.ok(answers.every(({ status }) => [200, 201, 409].includes(status)))
})

t.test('a repayment that is sent again by its reference is recorded once', async t => {
  const { haninge, aRecovery } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const other = await aRecovery({ amount: 100 })
  const sent = { amount: 5_000, movedOn: '2023-05-22', reference: 'OCR-77' }
  const path = `/recoveries/${id}/record-repayment`
  const answers = await Promise.all(Array.from({ length: 5 }, () => haninge('POST', path, sent)))
  t.strictSame(
    answers.map(({ status, body }) => [status, body.recovered]),
    Array.from({ length: 5 }, () => [200, 5_000])
  )
  t.match(await haninge('POST', path, { ...sent, amount: 6_000 }), { status: 409, body: { type: /reference-taken$/ } })
  t.match(await haninge('POST', `/recoveries/${other.id}/record-repayment`, sent), { status: 409 })
})

t.test('a set-off is outstanding until its payment is paid, and then it is recovered', async t => {
  const { haninge, aRecovery, aPayment, pay, ledger, shown, database } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const payment = await aPayment({ instalmentNumber: 2, dueOn: '2023-07-03' })
  const setOff = (given: object = {}) =>
    haninge('POST', `/recoveries/${id}/set-off`, { paymentId: payment.id, amount: 10_000, ...given })
  t.match(await setOff(), {
    status: 200,
    body: {
      ...{ recovered: 0, setOffPending: 10_000, outstanding: 42_000 },
      movements: [{ kind: 'setOff', status: 'pending', movedOn: null, paymentId: payment.id }]
    }
  })
  t.equal((await ledger()).recovered, 0)
  // What is to be set off is not to be repaid too.
  const repayment = { amount: 32_000.01, movedOn: '2023-05-22' }
  t.match(await haninge('POST', `/recoveries/${id}/record-repayment`, repayment), {
    status: 409,
    body: { setOffPending: 10_000, available: 32_000 }
  })
  await pay(payment.id, '2023-07-03')
  t.match(await shown(id), {
    ...{ recovered: 10_000, setOffPending: 0, outstanding: 32_000 },
    movements: [{ status: 'counted', movedOn: '2023-07-03' }]
  })
  t.strictSame(await ledger(), { claimed: 4_200_000, recovered: 1_000_000, writtenOff: 0 })
  t.match(await setOff(), { status: 409, body: { type: /payment-paid$/ } })
  t.match(await database.execute(`select status from payments where id = '${payment.id}'`), {
    rows: [{ status: 'paid' }]
  })
})

t.test('whoever sets off has changed the payment, and the one who takes it back too', async t => {
  const { aRecovery, aPayment, aPerson, account, haninge, database, pay } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const payment = await aPayment({ instalmentNumber: 2 })
  const clerk = await aPerson('Ekonom')
  const paymentNow = async () => {
    const { rows } = await database.$client.query('select * from payments where id = $1', [payment.id])
    return rows[0]
  }
  const { movements } = await made(
    clerk('POST', `/recoveries/${id}/set-off`, { paymentId: payment.id, amount: 10_000 })
  )
  t.match(await paymentNow(), { changed_by: ['person:planner', 'person:ekonom'], status: 'planned' })
  const checked = "status = 'checked', checked_by = 'person:x', checked_by_name = 'x', checked_at = now()"
  await database.$client.query(`update payments set ${checked}, payee_account_id = $2 where id = $1`, [
    ...[payment.id, account.id]
  ])
  const back = { movementId: movements[0].id, reason: 'Föreningen betalar in' }
  const other = await aPerson('Kassör')
  t.match(await other('POST', `/recoveries/${id}/withdraw-movement`, back), {
    status: 200,
    body: { setOffPending: 0, outstanding: 42_000, movements: [{ status: 'withdrawn', withdrawnReason: back.reason }] }
  })
  // What the bank is asked to pay is another sum: it is to be checked anew.
  t.match(await paymentNow(), {
    ...{ status: 'planned', checked_by: null, payee_account_id: null },
    changed_by: ['person:planner', 'person:ekonom', 'person:kassör']
  })
  t.match(await other('POST', `/recoveries/${id}/withdraw-movement`, back), { status: 409 })
  const again = await made(haninge('POST', `/recoveries/${id}/set-off`, { paymentId: payment.id, amount: 1 }))
  await pay(payment.id, '2023-07-03')
  const late = { movementId: again.movements.at(-1).id, reason: 'Fel' }
  t.match(await haninge('POST', `/recoveries/${id}/withdraw-movement`, late), {
    status: 409,
    body: { type: /payment-paid$/ }
  })
})

t.test('set-offs are together at most the payment, also when many come at once', async t => {
  const { haninge, aRecovery, aPayment, anApprovedPayment, attention } = await aRecoveryRegister(t)
  const [one, other] = [await aRecovery({ amount: 40_000 }), await aRecovery({ amount: 40_000 })]
  const { id: paymentId } = await aPayment({ instalmentNumber: 2, amount: 1_000 })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      haninge('POST', `/recoveries/${[one, other][at % 2].id}/set-off`, { paymentId, amount: 300 })
    )
  )
  t.equal(answers.filter(({ status }) => status === 200).length, 3)
  t.ok(answers.every(({ status }) => status === 200 || status === 409))
  t.match(await haninge('POST', `/recoveries/${one.id}/set-off`, { paymentId, amount: 100.01 }), {
    status: 409,
    body: { type: /set-off-exceeds-payment$/, available: 100 }
  })
  const refused = async (paymentId: string, answer: object) =>
    t.match(await haninge('POST', `/recoveries/${one.id}/set-off`, { paymentId, amount: 1 }), answer)
  await refused((await aPayment({ payeeOrganisationId: attention })).id, {
    status: 422,
    body: { violations: [{ field: '/paymentId', message: /another organisation/ }] }
  })
  await refused(one.id, { status: 422, body: { violations: [{ field: '/paymentId' }] } })
  await refused((await anApprovedPayment()).id, { status: 409, body: { type: /payment-approved$/ } })
})

t.test('what was taken back of a payment can be set off anew, to the öre; so can nothing that was not', async t => {
  const { haninge, aRecovery, aPayment } = await aRecoveryRegister(t)
  const [one, other] = [await aRecovery({ amount: 30_000 }), await aRecovery({ amount: 12_000 })]
  const { id: paymentId } = await aPayment({ instalmentNumber: 2, amount: 1_000 })
  const setOff = (id: string, amount: number) => haninge('POST', `/recoveries/${id}/set-off`, { paymentId, amount })
  const { movements } = await made(setOff(one.id, 600))
  await made(setOff(other.id, 300))
  const exceeds = { status: 409, body: { type: /set-off-exceeds-payment$/, setOffAmount: 900, available: 100 } }
  t.match(await setOff(other.id, 100.01), exceeds)
  const back = { movementId: movements[0].id, reason: 'Betalas in i stället' }
  await made(haninge('POST', `/recoveries/${one.id}/withdraw-movement`, back))
  t.match(await setOff(one.id, 700.01), { status: 409, body: { setOffAmount: 300, available: 700 } })
  t.match(await setOff(one.id, 700), { status: 200, body: { setOffPending: 700 } })
  t.match(await setOff(other.id, 0.01), { status: 409, body: { setOffAmount: 1_000, available: 0 } })
})

t.test('what is set off and not paid yet has moved: a recovery is not corrected below it, nor withdrawn', async t => {
  const { haninge, aRecovery, aPayment, patch } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const { id: paymentId } = await aPayment({ instalmentNumber: 2 })
  const { movements } = await made(haninge('POST', `/recoveries/${id}/set-off`, { paymentId, amount: 1_000 }))
  const correct = (amount: number) => patch(`/recoveries/${id}`, { amount, correctionReason: 'Fel' })
  t.match(await correct(999.99), { status: 409, body: { type: /recovery-below-moved$/ } })
  t.match(await correct(1_000), { status: 200, body: { outstanding: 1_000, setOffPending: 1_000 } })
  const withdraw = () => haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Fel' })
  t.match(await withdraw(), { status: 409, body: { type: /recovery-moved$/ } })
  await made(haninge('POST', `/recoveries/${id}/withdraw-movement`, { movementId: movements[0].id, reason: 'Fel' }))
  t.match(await withdraw(), { status: 200 })
  t.same((await haninge('GET', '/recoveries/outstanding')).body.items, [], 'what is withdrawn is owed by nobody')
})

t.test('a set-off against a cancelled payment comes to nothing, and can be taken back', async t => {
  const { haninge, aRecovery, aPayment, database, shown } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const payment = await aPayment({ instalmentNumber: 2 })
  const { movements } = await made(
    haninge('POST', `/recoveries/${id}/set-off`, { paymentId: payment.id, amount: 42_000 })
  )
  await database.$client.query('update payments set withdrawn_at = now() where id = $1', [payment.id])
  t.match(await shown(id), { setOffPending: 0, movements: [{ status: 'void' }] })
  const repayment = { amount: 42_000, movedOn: '2023-05-22' }
  t.match(await haninge('POST', `/recoveries/${id}/record-repayment`, repayment), { status: 200 })
  const back = { movementId: movements[0].id, reason: 'Utbetalningen ställdes in' }
  t.match(await haninge('POST', `/recoveries/${id}/withdraw-movement`, back), { status: 200 })
})

t.test('a write-off rests on a decision', async t => {
  const { haninge, aRecovery, post, bodyId, ledger } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const decisionId = (await post('/decisions', { bodyId, decidedOn: '2024-02-13' })).id
  const writeOff = (given: object) =>
    haninge('POST', `/recoveries/${id}/write-off`, {
      ...{ amount: 42_000, movedOn: '2024-02-13', decisionId, reason: 'Föreningen är upplöst' },
      ...given
    })
  t.match(await writeOff({ decisionId: undefined }), { status: 400 })
  t.match(await writeOff({ movedOn: '2024-02-12' }), { status: 422, body: { violations: [{ field: '/decisionId' }] } })
  t.match(await writeOff({}), {
    status: 200,
    body: { writtenOff: 42_000, outstanding: 0, status: 'settled', movements: [{ decisionId, kind: 'writeOff' }] }
  })
  t.strictSame(await ledger(), { claimed: 4_200_000, recovered: 0, writtenOff: 4_200_000 })
})

t.test('a mistaken payment stays paid, is asked back without a decision, and is repaid', async t => {
  const { haninge, recovery, paid, ledger, entries, totals, aRecovery } = await aRecoveryRegister(t)
  const mistake = { ground: 'mistake', decisionId: null, paymentId: paid.id }
  t.match(await haninge('POST', '/recoveries', recovery({ ...mistake, amount: 95_000.01 })), {
    status: 409,
    body: { type: /recovery-exceeds-paid$/ }
  })
  const { id, ...made } = await aRecovery({ ...mistake, amount: 95_000 })
  t.match(made, { clause: null, ruleVersionId: null, decisionId: null, paymentId: paid.id, grantYear: 2022 })
  const repayment = { amount: 95_000, movedOn: '2023-05-22', voucherNumber: 'V9' }
  t.match(await haninge('POST', `/recoveries/${id}/record-repayment`, repayment), { body: { status: 'settled' } })
  t.strictSame(await ledger(), { claimed: 9_500_000, recovered: 9_500_000, writtenOff: 0 })
  t.match(
    (await entries(`paymentId=${paid.id}`)).map(({ kind, amount }) => [kind, amount]).sort(),
    [
      ['approved', 95_000],
      ['checked', 95_000],
      ['paid', 95_000],
      ['planned', 95_000]
    ],
    'what was paid was paid'
  )
  t.match(await totals('yearBasis=grant'), { granted: 380_000 })
})

t.test('of a decision annulled after payment the grant falls out, the payment stays, and it is asked back', async t => {
  const { haninge, recovery, decision, ledger, entries, totals, awardId } = await aRecoveryRegister(t)
  const ground = { ground: 'annulledDecision', amount: 95_000 }
  t.match(await haninge('POST', '/recoveries', recovery(ground)), {
    status: 409,
    body: { type: /award-decision-stands$/ }
  })
  const annulment = {
    annulledOn: '2023-03-01',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Jäv'
  }
  await made(haninge('POST', `/decisions/${decision.id}/annul`, annulment))
  const { id } = await made(haninge('POST', '/recoveries', recovery(ground)))
  await made(haninge('POST', `/recoveries/${id}/record-repayment`, { amount: 95_000, movedOn: '2023-05-22' }))
  t.strictSame(await ledger(), { claimed: 9_500_000, recovered: 9_500_000, writtenOff: 0 })
  t.match(await totals('yearBasis=grant'), { granted: 0 })
  const paid = (await entries(`awardId=${awardId}`)).filter(({ kind }) => kind === 'paid')
  t.strictSame(
    paid.map(({ amount }) => amount),
    [95_000]
  )
  t.match(await haninge('POST', '/recoveries', recovery({ ...ground, decisionId: decision.id, amount: 1 })), {
    status: 422,
    body: { violations: [{ field: '/decisionId', message: 'was annulled' }] }
  })
})

t.test('a grant no longer stands once its decision or its line is withdrawn, and is asked back', async t => {
  for (const what of ['decision', 'line']) {
    const { haninge, recovery, decision } = await aRecoveryRegister(t)
    const ask = (amount: number) => haninge('POST', '/recoveries', recovery({ ground: 'annulledDecision', amount }))
    t.match(await ask(95_000), { status: 409, body: { type: /award-decision-stands$/ } }, what)
    const path = what === 'line' ? `/decision-lines/${decision.lines[0].id}` : `/decisions/${decision.id}`
    await made(haninge('POST', `${path}/withdraw`, { reason: 'Fel' }))
    t.match(await ask(95_000.01), { status: 409, body: { type: /recovery-exceeds-paid$/ } }, what)
    t.match(await ask(95_000), { status: 201 }, what)
  }
})
