import t from 'tap'
import { made } from '../support/register.ts'
import { aRecoveryRegister, clause } from './register.ts'

t.test('a recovery cites the clause of the rules on the day of the decision, and is claimed in the ledger', async t => {
  const { haninge, recovery, rulesId, schemeId, jour, ledger, patch, post } = await aRecoveryRegister(t)
  await patch(`/scheme-rule-versions/${rulesId}`, { validTo: '2022-12-31' })
  await post(`/schemes/${schemeId}/rule-versions`, {
    ...{ title: 'Nya regler', validFrom: '2023-01-01', repaymentClause: 'yes', repaymentText: '§ 12' }
  })
  const answer = await haninge('POST', '/recoveries', recovery())
  t.match(answer, {
    status: 201,
    headers: { location: /\/recoveries\/[0-9a-f-]+$/ },
    body: {
      ...{ clause, ruleVersionId: rulesId, organisationId: jour, grantYear: 2022, grantYearTo: null },
      ...{ recovered: 0, setOffPending: 0, writtenOff: 0, outstanding: 42_000, status: 'open' },
      ...{ movements: [], warnings: [] }
    }
  })
  t.match(
    await haninge('GET', new URL(answer.headers.location!, 'http://a').pathname.slice('/partnerskap/v1/0136'.length)),
    {
      status: 200,
      body: { id: answer.body.id }
    }
  )
  t.strictSame(await ledger(), { claimed: 4_200_000, recovered: 0, writtenOff: 0 })
  const { body: history } = await haninge('GET', `/recoveries/${answer.body.id}/history`)
  t.match(history.items, [{ type: 'recovery.created', after: { amount: 42_000, clause } }])
})

t.test('a clause that the rules do not hold is stated, or not stated', async t => {
  const { recovery, haninge, patch, rulesId } = await aRecoveryRegister(t)
  await patch(`/scheme-rule-versions/${rulesId}`, {
    repaymentClause: 'notStated',
    repaymentText: null,
    repaymentThresholdPercent: null
  })
  t.match((await haninge('POST', '/recoveries', recovery())).body, { clause: null, ruleVersionId: rulesId })
  const stated = recovery({ clause: '§ 3 i avtalet', ground: 'conditionBroken', amount: 10 })
  t.match((await haninge('POST', '/recoveries', stated)).body, { clause: '§ 3 i avtalet' })
})

t.test('all that is wrong with a recovery is told', async t => {
  const register = await aRecoveryRegister(t)
  const { recovery, haninge, aPayment, aDecision, schemeId, jour, attention, line, post, paid } = register
  const refused = async (given: object, ...fields: string[]) => {
    const { status, body } = await haninge('POST', '/recoveries', recovery(given))
    t.match([status, body.violations?.map(({ field }: { field: string }) => field)], [422, fields], fields.join(' '))
  }
  await refused({ decisionId: null, dueOn: '2023-04-17' }, '/decisionId', '/dueOn')
  await refused({ ground: 'mistake' }, '/paymentId')
  await refused({ ground: 'earlyEnd', reportId: jour }, '/reportId')
  await refused({ decidedOn: '2023-04-17' }, '/decisionId')
  await refused({ decidedOn: '2999-01-01', dueOn: '2999-02-01' }, '/decidedOn')
  await refused({ awardId: jour }, '/awardId')
  const mistake = { ground: 'mistake', decisionId: null, paymentId: paid.id }
  await refused({ ...mistake, decidedOn: '2022-01-06' }, '/paymentId')
  await refused({ ...mistake, decidedOn: '2021-12-13' }, '/decidedOn')
  await refused({ organisationId: attention }, '/organisationId')
  await refused({ organisationId: schemeId }, '/organisationId')
  await refused({ ground: 'mistake', paymentId: (await aPayment()).id }, '/paymentId')
  const proposal = await aDecision([], { standing: 'proposed', decidedOn: '2023-01-01' })
  await refused({ decisionId: proposal.id }, '/decisionId')
  const other = await post('/schemes', { name: 'Annat', kind: 'operating' })
  const otherRules = await post(`/schemes/${other.id}/rule-versions`, { title: 'Andra regler' })
  await refused({ ruleVersionId: otherRules.id }, '/ruleVersionId')
  const { lines } = await aDecision([line({ recipients: [{ organisationId: attention }] })])
  t.ok(lines.length)
  for (const amount of [0, -1, 0.001]) {
    t.match(await haninge('POST', '/recoveries', recovery({ amount })), {
      status: 400,
      body: { violations: [{ field: '/amount' }] }
    })
  }
  t.match(await haninge('POST', '/recoveries', recovery({ currency: 'EUR' })), { status: 400 })
  const inCapitals = { ...mistake, decidedOn: '2022-01-07', paymentId: paid.id.toUpperCase() }
  t.match(await haninge('POST', '/recoveries', recovery(inCapitals)), { status: 201, body: { paymentId: paid.id } })
})

t.test('where payments of several years were paid, the year is asked for', async t => {
  const { recovery, haninge, anApprovedPayment } = await aRecoveryRegister(t)
  await anApprovedPayment({ status: 'paid', paidOn: '2023-01-07', grantYear: 2023, budgetYear: 2023, amount: 500 })
  t.match(await haninge('POST', '/recoveries', recovery()), {
    status: 422,
    body: { violations: [{ field: '/grantYear' }] }
  })
  t.match(await haninge('POST', '/recoveries', recovery({ grantYear: 2023 })), {
    status: 409,
    body: { paid: 500, recoverable: 500 }
  })
  t.match(await haninge('POST', '/recoveries', recovery({ grantYear: 2023, amount: 500 })), { status: 201 })
})

t.test('no more is asked back than was paid, did not come back and is not asked back already', async t => {
  const { recovery, haninge, aRecovery, anApprovedPayment, database } = await aRecoveryRegister(t)
  await anApprovedPayment({
    ...{ status: 'returned', paidOn: '2022-04-01', returnedOn: '2022-04-03', returnedAmount: 95_000 }
  })
  const { id } = await aRecovery({ amount: 90_000 })
  t.match(await haninge('POST', '/recoveries', recovery({ amount: 5_000.01 })), {
    status: 409,
    body: {
      type: /recovery-exceeds-paid$/,
      ...{ paid: 190_000, returned: 95_000, claimed: 90_000, recoverable: 5_000 }
    }
  })
  t.match(await haninge('POST', '/recoveries', recovery({ amount: 5_000 })), { status: 201 })
  await made(haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Fel' }))
  const many = await Promise.all(
    Array.from({ length: 20 }, () => haninge('POST', '/recoveries', recovery({ amount: 10_000 })))
  )
  t.equal(many.filter(({ status }) => status === 201).length, 9)
  t.ok(many.every(({ status }) => status === 201 || status === 409))
  t.match(await database.execute('select sum(amount)::text from recoveries where withdrawn_at is null'), {
    rows: [{ sum: '95000.00' }]
  })
})

t.test('the same reference again is the same recovery, also at once and after a correction', async t => {
  const { recovery, haninge, patch, ledger } = await aRecoveryRegister(t)
  const sent = recovery({ reference: 'SN-2023-0077', source: 'casefile' })
  const answers = await Promise.all(Array.from({ length: 5 }, () => haninge('POST', '/recoveries', sent)))
  t.equal(answers.filter(({ status }) => status === 201).length, 1)
  t.equal(answers.filter(({ status }) => status === 200).length, 4)
  const { id } = answers[0]!.body
  await patch(`/recoveries/${id}`, { dueOn: '2023-08-31' })
  t.match(await haninge('POST', '/recoveries', sent), { status: 200, body: { id, dueOn: '2023-08-31' } })
  t.match(await haninge('POST', '/recoveries', { ...sent, amount: 1 }), {
    status: 409,
    body: { type: /reference-taken$/, violations: [{ field: '/amount' }] }
  })
  t.equal((await ledger()).claimed, 4_200_000)
})

t.test('unused money that the rules would let it keep is recorded with a warning', async t => {
  const { aRecovery } = await aRecoveryRegister(t)
  t.match(await aRecovery({ amount: 19_000 }), { warnings: [{ code: 'below-repayment-threshold', message: /5 %/ }] })
  t.match(await aRecovery({ amount: 19_000.01 }), { warnings: [] })
  t.match(await aRecovery({ amount: 1, ground: 'conditionBroken' }), { warnings: [] })
})

t.test('an amount is corrected for a reason, and not below what has moved or beyond what was paid', async t => {
  const { haninge, aRecovery, patch, ledger } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  await made(haninge('POST', `/recoveries/${id}/record-repayment`, { amount: 12_000, movedOn: '2023-05-22' }))
  const correctionReason = 'Hyran var redan avdragen'
  t.match(await patch(`/recoveries/${id}`, { amount: 30_000 }), {
    status: 422,
    body: { violations: [{ field: '/correctionReason' }] }
  })
  t.match(await patch(`/recoveries/${id}`, { amount: 11_999.99, correctionReason }), {
    status: 409,
    body: { type: /recovery-below-moved$/ }
  })
  t.match(await patch(`/recoveries/${id}`, { amount: 95_000.01, correctionReason }), {
    status: 409,
    body: { recoverable: 95_000 }
  })
  t.match(await patch(`/recoveries/${id}`, { clause: null }), {
    status: 422,
    body: { violations: [{ field: '/clause' }] }
  })
  t.match(await patch(`/recoveries/${id}`, { amount: 12_000, correctionReason }), {
    status: 200,
    body: { amount: 12_000, outstanding: 0, status: 'settled', version: 3 }
  })
  t.strictSame(await ledger(), { claimed: 1_200_000, recovered: 1_200_000, writtenOff: 0 })
  const { body } = await haninge('GET', `/recoveries/${id}/history`)
  t.match(body.items.at(-1), { type: 'recovery.amountCorrected', reason: correctionReason, before: { amount: 42_000 } })
})

t.test('a recovery is withdrawn only while nothing of it has moved', async t => {
  const { haninge, aRecovery, ledger } = await aRecoveryRegister(t)
  const { id } = await aRecovery()
  const repayment = { amount: 0.01, movedOn: '2023-05-22' }
  const { movements } = await made(haninge('POST', `/recoveries/${id}/record-repayment`, repayment))
  t.match(await haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Fel' }), {
    status: 409,
    body: { type: /recovery-moved$/ }
  })
  const back = { movementId: movements[0].id, reason: 'Gällde ett annat krav' }
  await made(haninge('POST', `/recoveries/${id}/withdraw-movement`, back))
  t.match(await haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Fel' }), { status: 200 })
  t.strictSame(await ledger(), { claimed: 0, recovered: 0, writtenOff: 0 })
  t.match(await haninge('POST', `/recoveries/${id}/record-repayment`, repayment), { status: 409 })
})
