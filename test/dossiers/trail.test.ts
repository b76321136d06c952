import t from 'tap'
import { paymentRunItems } from '../../src/money/payment-runs/item-record.ts'
import { paymentRuns } from '../../src/money/payment-runs/record.ts'
import { paymentConditions } from '../../src/money/payments/record.ts'
import { reports } from '../../src/money/reports/record.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

const municipalityCode = '0136'

/** Texts of the steps of a trail, in order. */
const texts = ({ steps }: { steps: { text: string }[] }) => steps.map(({ text }) => text)

t.test('the trail of a krona leads from the paragraph to the voucher, in one call', async t => {
  const register = await aMoneyRegister(t)
  const { haninge, patch, post, decision, awardId, schemeId, bodyId, jour, database, aPayment, account } = register
  await patch(`/decisions/${decision.id}`, { paragraph: '144', diaryNumber: 'SN 2021/0144' })
  const final = { confirmedBy: 'Nämndsekreterare', confirmedOn: '2022-01-10' }
  const appeal = await post(`/decisions/${decision.id}/lodge-appeal`, {
    ...{ lodgedOn: '2021-12-28', unpaidInstalments: 'hold' }
  })
  const settled = { outcome: 'rejected', outcomeOn: '2022-01-03' }
  await made(haninge('POST', `/decision-appeals/${appeal.id}/record-outcome`, settled))
  await made(haninge('POST', `/decisions/${decision.id}/confirm-final`, final))
  const rules = await post(`/schemes/${schemeId}/rule-versions`, { title: 'Reglemente', validFrom: '2021-01-01' })
  const application = await post('/applications', {
    applicants: [{ organisationId: jour }],
    schemeId,
    receivedOn: '2021-10-01'
  })
  await patch(`/decision-lines/${decision.lines[0].id}`, { applicationId: application.id })

  // An agreement that is signed, and amended from a day after the payment is due.
  const agreement = await post('/agreements', {
    ...{ kind: 'partnership', title: 'Partnerskap mot våld', funding: [{ awardId }] },
    term: { validFrom: '2022-01-01', validTo: '2024-12-31' },
    parties: [
      { key: 'committee', kind: 'body', role: 'responsible', bodyId },
      { key: 'partner', kind: 'organisation', role: 'partner', organisationId: jour }
    ],
    signatories: [{ key: 'chair', partyKey: 'committee', role: 'Ordförande', name: 'Anna Andersson' }]
  })
  await made(haninge('POST', `/agreements/${agreement.id}/decide`, { decisionId: decision.id }))
  const signing = { signedOn: '2021-12-16', signedIn: 'Kommunhuset' }
  const { version } = await made(haninge('POST', `/agreements/${agreement.id}/sign`, signing))
  const amendment = {
    ...{ effectiveFrom: '2022-07-01', decisionId: decision.id, reason: 'Nya mål' },
    changes: { title: 'Partnerskap, ändrat' }
  }
  const amended = await haninge('POST', `/agreements/${agreement.id}/amend`, amendment)
  t.equal(amended.status, 200, JSON.stringify(amended.body))

  const payment = await aPayment({
    ...{
      agreementId: agreement.id,
      status: 'paid',
      paidOn: '2022-01-20',
      voucherNumber: 'V-0101',
      instalmentNumber: 1
    },
    ...{ checkedBy: 'person:kassör', checkedByName: 'Kassör', checkedAt: '2022-01-11T09:00:00Z', checkNote: 'OK' },
    ...{ approvedBy: 'person:chef', approvedByName: 'Chef', approvedAt: '2022-01-12T09:00:00Z' },
    ...{ payeeAccountId: account.id, coding: { konto: '4580' }, dueOn: '2022-01-07' }
  })
  const [report] = await database
    .insert(reports)
    .values({
      ...{ municipalityCode, awardId, kind: 'written', periodFrom: '2021-01-01', periodTo: '2021-12-31' },
      ...{ dueOn: '2022-01-05', status: 'accepted', submittedOn: '2022-01-04', acceptedOn: '2022-01-06' },
      acceptedBy: 'key:handläggare'
    })
    .returning()
  const of = { municipalityCode, paymentId: payment.id }
  await database.insert(paymentConditions).values([
    { ...of, kind: 'reportAccepted', reportId: report!.id },
    { ...of, kind: 'notBefore', notBefore: '2022-01-01' },
    { ...of, kind: 'decisionFinal' },
    { ...of, kind: 'agreementSigned' },
    { ...of, kind: 'appealSettled' }
  ])
  const [run] = await database
    .insert(paymentRuns)
    .values({
      ...{ municipalityCode, status: 'confirmed', dueTo: '2022-01-20', executionOn: '2022-01-20' },
      ...{ messageId: 'P-1', lockedAt: '2022-01-13T09:00:00Z', lockedBy: 'Ekonom' },
      ...{ exportedAt: '2022-01-13T10:00:00Z', exportedBy: 'Ekonom', confirmedAt: '2022-01-21T08:00:00Z' }
    })
    .returning()
  const item = {
    runId: run!.id,
    position: 1,
    paymentVersion: 1,
    endToEndId: 'E-1',
    amount: 85_000,
    setOffAmount: 10_000,
    status: 'paid' as const
  }
  const answer = { paidOn: '2022-01-20', voucherNumber: 'V-0101', confirmedAt: '2022-01-21T08:00:00Z' }
  await database.insert(paymentRunItems).values({ ...of, ...item, ...answer })

  const { status, body } = await haninge('GET', `/payments/${payment.id}/trail`)
  t.equal(status, 200)
  t.match(body, {
    ...{ municipalityCode, municipalityName: 'Haninge' },
    payment: { id: payment.id, amount: 95_000, payeeName: 'Haninge Kvinnojour', coding: { konto: '4580' } },
    application: { id: application.id, receivedOn: '2021-10-01' },
    decision: {
      ...{ id: decision.id, bodyName: 'Socialnämnden', decidedOn: '2021-12-14', paragraph: '144' },
      ...{ diaryNumber: 'SN 2021/0144', finalConfirmedOn: '2022-01-10', annulmentRecordedAt: null },
      appeals: [{ id: appeal.id, outcome: 'rejected', outcomeOn: '2022-01-03' }]
    },
    decisionLine: { id: decision.lines[0].id, granted: 380_000, outcome: 'granted' },
    award: { id: awardId, withdrawnAt: null },
    scheme: { id: schemeId, ruleVersionId: rules.id, ruleVersionTitle: 'Reglemente', validFrom: '2021-01-01' },
    agreement: { id: agreement.id, title: 'Partnerskap mot våld', signedOn: '2021-12-16', versionNumber: version },
    plan: { id: payment.planId, schedule: 'once' },
    check: {
      ...{ checkedBy: 'person:kassör', checkedByName: 'Kassör' },
      ...{ checkedAt: '2022-01-11T09:00:00.000000Z', checkNote: 'OK' }
    },
    approval: { approvedBy: 'person:chef', approvedByName: 'Chef', approvedAt: '2022-01-12T09:00:00.000000Z' },
    events: [{ type: 'payment.planned', actor: 'key:planner', actorName: 'planner' }],
    runs: [
      {
        ...{
          runId: run!.id,
          messageId: 'P-1',
          endToEndId: 'E-1',
          amount: 85_000,
          setOffAmount: 10_000,
          status: 'paid'
        },
        ...{ lockedBy: 'Ekonom', exportedBy: 'Ekonom', voucherNumber: 'V-0101', paidOn: '2022-01-20' }
      }
    ],
    ...{ bankReturn: null, reissueOfId: null, setOffs: [], recoveries: [], missing: [] }
  })
  t.match(
    body.conditions.map(({ kind, met, reports }: Record<string, unknown[]>) => [kind, met, reports!.length]),
    [
      ['reportAccepted', true, 1],
      ['notBefore', true, 0],
      ['decisionFinal', true, 0],
      ['agreementSigned', true, 0],
      ['appealSettled', true, 0]
    ]
  )
  t.match(body.conditions[0].reports, [{ id: report!.id, acceptedOn: '2022-01-06', acceptedBy: 'key:handläggare' }])
  t.strictSame(
    body.ledgerEntries.map(({ kind, amount }: { kind: string; amount: number }) => [kind, amount]).sort(),
    ['approved', 'checked', 'paid', 'planned'].map(kind => [kind, 95_000])
  )
  t.strictSame(
    texts(body).filter(text => !text.startsWith('The payment: ')),
    [
      'An application came in.',
      'Socialnämnden decided on 2021-12-14, § 144, SN 2021/0144.',
      'Its line gives 380 000 kr for 2022 (granted).',
      'It was appealed against; unpaid instalments: hold.',
      'The appeal was settled: rejected.',
      'It was confirmed as final.',
      'The rules of Partnerskapsavtal on that day: Reglemente, from 2021-01-01 until replaced.',
      `The agreement Partnerskap mot våld, signed on 2021-12-16: version ${version} (signed) was in effect on 2022-01-07.`,
      'A plan spreads 95 000 kr (once); this is payment 1, 95 000 kr, due on 2022-01-07.',
      'It waits for report accepted: The report was accepted on 2022-01-06. Met.',
      'It waits for not before: It is not paid before 2022-01-01. Met.',
      'It waits for decision final: The decision was confirmed as final on 2022-01-10. Met.',
      'It waits for agreement signed: The agreement was signed on 2021-12-16. Met.',
      'It waits for appeal settled: None of 1 appeals was without an outcome on 2022-01-20. Met.',
      'It was checked (sakattest): OK.',
      'It was approved (beslutsattest).',
      'It was locked in a run: 85 000 kr, 10 000 kr set off, message P-1, end-to-end E-1.',
      'The run was exported to the bank.',
      'The bank paid on 2022-01-20, voucher V-0101.'
    ]
  )
  t.notMatch(JSON.stringify(body), /Anna Andersson/, 'no signatory is named')
})

t.test('links that there are not are told', async t => {
  const { haninge, aPayment } = await aMoneyRegister(t)
  const { id } = await aPayment()
  const { body } = await haninge('GET', `/payments/${id}/trail`)
  t.match(body, {
    ...{ application: null, agreement: null, check: null, approval: null, runs: [], conditions: [] },
    scheme: { ruleVersionId: null }
  })
  t.strictSame(body.missing, [
    'No application: the decision line answers none.',
    'No paragraph: the § of the decision is not stated.',
    'No finality: nobody has confirmed that the decision is final.',
    'No rules: which held on the day of the decision is not known.',
    'No agreement: the award is paid without one.',
    'No conditions: the payment waits for nothing of its own.',
    'No check: nobody has checked the payment.',
    'No approval: nobody has approved the payment.',
    'No run: the payment has been in none.',
    'Not paid yet.'
  ])
  t.strictSame(texts(body), [
    'No application.',
    'Socialnämnden decided on 2021-12-14, § not stated.',
    'Its line gives 380 000 kr for 2022 (granted).',
    'Nobody has confirmed that it is final.',
    'The rules of Partnerskapsavtal on that day are not known.',
    'No agreement.',
    'A plan spreads 95 000 kr (once); this is payment 1, 95 000 kr, due on 2022-01-07.',
    'It waits for nothing of its own.',
    'The payment: planned.',
    'It is not paid: it is planned.'
  ])
})

t.test('a return and its reissue lead to each other, and an unmet condition says so', async t => {
  const { haninge, anApprovedPayment, aPayment, database, awardId } = await aMoneyRegister(t)
  const returned = await anApprovedPayment({
    ...{ status: 'returned', paidOn: '2022-01-07', voucherNumber: 'V1', returnedOn: '2022-01-12' },
    ...{ returnedAmount: 95_000, returnedReason: 'Kontot är avslutat' }
  })
  const again = await aPayment({
    kind: 'reissue',
    reissueOfId: returned.id,
    planId: returned.planId,
    instalmentNumber: 2
  })
  const [report] = await database
    .insert(reports)
    .values({
      ...{ municipalityCode, awardId, kind: 'written', periodFrom: '2021-01-01', periodTo: '2021-12-31' },
      dueOn: '2022-01-05'
    })
    .returning()
  const of = { municipalityCode, paymentId: again.id, kind: 'reportAccepted' as const }
  await database.insert(paymentConditions).values({ ...of, reportId: report!.id })
  const first = (await haninge('GET', `/payments/${returned.id}/trail`)).body
  t.match(first.bankReturn, { returnedOn: '2022-01-12', returnedAmount: 95_000, reissuedById: again.id })
  t.match(texts(first).slice(-3), [
    'It was paid on 2022-01-07, voucher V1, without a run.',
    'The bank returned 95 000 kr: Kontot är avslutat.',
    'It was issued again as a payment of its own.'
  ])
  const second = (await haninge('GET', `/payments/${again.id}/trail`)).body
  t.match(second, { reissueOfId: returned.id, conditions: [{ met: false, reports: [{ status: 'expected' }] }] })
  t.ok(texts(second).includes('It issues again a payment that the bank returned.'))
})

t.test('what is set off and asked back is told, and that the decision was annulled', async t => {
  const { haninge, post, anApprovedPayment, aPayment, awardId, bodyId, decision } = await aMoneyRegister(t)
  const paid = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V1' })
  const coming = await aPayment({ instalmentNumber: 2, dueOn: '2022-04-01' })
  const decisionId = (await post('/decisions', { bodyId, decidedOn: '2023-04-18' })).id
  const asked = { awardId, decidedOn: '2023-04-18', dueOn: '2023-05-31', clause: '§ 9' }
  const recovery = await post('/recoveries', { ...asked, ground: 'unused', decisionId, amount: 42_000 })
  await post('/recoveries', { ...asked, ground: 'mistake', paymentId: paid.id, amount: 100.5 })
  await post(`/recoveries/${recovery.id}/set-off`, { paymentId: coming.id, amount: 10_000 })
  await post(`/recoveries/${recovery.id}/record-repayment`, { amount: 2_000, movedOn: '2023-05-22' })
  const annulment = {
    annulledOn: '2023-06-01',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Jäv'
  }
  await made(haninge('POST', `/decisions/${decision.id}/annul`, annulment))
  const { body } = await haninge('GET', `/payments/${coming.id}/trail`)
  t.match(body, {
    setOffs: [{ recoveryId: recovery.id, amount: 10_000, withdrawnAt: null }],
    recoveries: [{ id: recovery.id, amount: 42_000, recovered: 2_000, clause: '§ 9', decisionId }],
    decision: { annulledOn: '2023-06-01' },
    award: { withdrawnAt: String }
  })
  t.equal(body.recoveries.length, 1, 'a mistake of another payment is none of this one')
  t.match(texts(body).slice(-3), [
    '10 000 kr was set off for a recovery.',
    '42 000 kr of its award was asked back (unused, § 9): 2 000 kr is recovered and 0 kr written off.',
    '2 000 kr was repaid on 2023-05-22, no voucher.'
  ])
  t.ok(texts(body).includes('It was annulled: the award no longer stands.'))
  const first = (await haninge('GET', `/payments/${paid.id}/trail`)).body
  t.equal(first.recoveries.length, 2)
  t.ok(texts(first).some(text => text.startsWith('100,50 kr of it was asked back (mistake, § 9)')))
})

t.test('the trail is read by few statements, and only by who may read payments', async t => {
  const { haninge, aPayment, database, aPerson } = await aMoneyRegister(t)
  const { id } = await aPayment()
  const clerk = await aPerson('handläggare', ['payments:read'])
  t.match(await clerk('GET', `/payments/${id}/trail`), { status: 200 })
  const other = await aPerson('annan', ['recoveries:read'])
  t.match(await other('GET', `/payments/${id}/trail`), { status: 403 })
  t.match(await haninge('GET', '/payments/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60/trail'), { status: 404 })
  const pool = database.$client as unknown as { query: (...given: unknown[]) => unknown }
  const { query } = pool
  let statements = 0
  pool.query = (...given) => {
    statements += 1
    return query.apply(pool, given)
  }
  t.teardown(() => Object.assign(pool, { query }))
  t.match(await haninge('GET', `/payments/${id}/trail`), { status: 200 })
  t.ok(statements >= 5 && statements <= 8, `${statements} statements`)
})
