import { eq } from 'drizzle-orm'
import t from 'tap'
import { payeeAccounts } from '../../src/money/payee-accounts/record.ts'
import { heldReasons } from '../../src/money/payments/hold-reasons.ts'
import { payments } from '../../src/money/payments/record.ts'
import { reports } from '../../src/money/reports/record.ts'
import { reportRequirements } from '../../src/money/reports/requirement-record.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = Record<string, unknown>
const municipalityCode = '0136'

/** A plan of the award in two halves with these conditions; `holds` asks for the kinds that hold its first payment. */
async function aPlan(t: Parameters<typeof aMoneyRegister>[0], conditions: Row[] = [], more: Row = {}) {
  const register = await aMoneyRegister(t)
  const { haninge, awardId, database } = register
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'halfYearly', conditions, ...more }))
  const [first, second] = plan.payments
  const read = (on = '2022-07-01', id = first.id) => made(haninge('GET', `/payments/${id}?validOn=${on}`))
  /** What holds it, as the payment says; the list, and the question that runs ask, must say the same. */
  async function holds(on = '2022-07-01', id = first.id): Promise<Row[]> {
    const { holds, payability } = await read(on, id)
    const listed = await made(haninge('GET', `/payments?planId=${plan.id}&payability=${payability}&validOn=${on}`))
    t.strictSame(listed.items.find((one: Row) => one.id === id)?.holds, holds, `listed as ${payability}`)
    const other = payability === 'held' ? 'payable' : 'held'
    const not = await made(haninge('GET', `/payments?planId=${plan.id}&payability=${other}&validOn=${on}`))
    t.notOk(not.items.some((one: Row) => one.id === id))
    const reasons = (await heldReasons(database, municipalityCode, [id], on)).get(id) ?? []
    // Each is told in English unless Swedish is asked for.
    t.strictSame(
      reasons.map(({ sv: _, ...reason }) => reason),
      holds
    )
    t.ok(reasons.every(({ sv }) => sv !== ''))
    t.equal(payability, holds.length > 0 ? 'held' : 'payable')
    return holds
  }
  const kinds = async (on?: string, id?: string) => (await holds(on, id)).map(({ kind }) => kind)
  return { ...register, plan, first, second, read, holds, kinds }
}

const report = { municipalityCode, kind: 'written' as const, periodFrom: '2021-01-01', periodTo: '2021-12-31' }

t.test('a payment is withheld while the report it waits for is overdue, and released when it is sent in', async t => {
  const { database, awardId, holds, kinds } = await aPlan(t, [{ kind: 'noReportOverdue' }])
  t.strictSame(await kinds(), [])
  const [row] = await database
    .insert(reports)
    .values({ ...report, awardId, dueOn: '2022-03-31' })
    .returning()
  t.strictSame(await kinds('2022-03-31'), [], 'not overdue on its due date')
  t.match(await holds('2022-04-01'), [
    {
      ...{ kind: 'report-overdue', message: /2022-03-31 and is expected/ },
      release: { operationId: 'submitReport', subjectType: 'report', subjectId: row!.id, releasedOn: null }
    }
  ])
  const is = (status: 'submitted' | 'returned' | 'accepted') =>
    database.update(reports).set({ status }).where(eq(reports.id, row!.id))
  await is('submitted')
  t.strictSame(await kinds('2022-04-01'), [])
  await is('returned')
  t.strictSame(await kinds('2022-04-01'), ['report-overdue'])
  await is('accepted')
  t.strictSame(await kinds('2022-04-01'), [])
})

t.test('a payment waits for a report to be accepted or waived, or for every report of a requirement', async t => {
  const { database, awardId, kinds, first, second, patch, haninge, schemeId, attention, aDecision, line } =
    await aPlan(t)
  const rules = await made(haninge('POST', `/schemes/${schemeId}/rule-versions`, { title: 'Reglemente' }))
  const [requirement] = await database
    .insert(reportRequirements)
    .values({ municipalityCode, ruleVersionId: rules.id, frequency: 'halfYearly', dueDays: 30 })
    .returning()
  const one = { ...report, awardId, requirementId: requirement!.id }
  const [early, late] = await database
    .insert(reports)
    .values([
      { ...one, dueOn: '2022-01-03' },
      { ...one, periodFrom: '2022-01-01', periodTo: '2022-06-30', dueOn: '2022-07-30' }
    ])
    .returning()
  const waits = (payment: Row, condition: Row) =>
    patch(`/payments/${payment.id}`, { conditions: [{ kind: 'reportAccepted', ...condition }] })
  await made(waits(first, { requirementId: requirement!.id }))
  await made(waits(second, { reportId: late!.id }))
  t.strictSame(await kinds(), ['report-not-accepted'], 'the one that is due by the due date')
  t.strictSame(await kinds(undefined, second.id), ['report-not-accepted'])
  const is = (id: string, values: Partial<typeof reports.$inferInsert>) =>
    database.update(reports).set(values).where(eq(reports.id, id))
  await is(early!.id, { status: 'accepted', acceptedOn: '2022-02-01' })
  t.strictSame(await kinds('2022-01-31'), ['report-not-accepted'], 'not accepted yet that day')
  t.strictSame(await kinds('2022-02-01'), [])
  await is(late!.id, { status: 'waived', waivedOn: '2022-02-01' })
  t.strictSame(await kinds(undefined, second.id), [])
  await is(late!.id, { withdrawnAt: '2022-02-02T00:00:00Z' })
  t.strictSame(await kinds(undefined, second.id), ['report-not-accepted'])

  const other = await aDecision([line({ recipients: [{ organisationId: attention }], purpose: 'annat' })])
  const otherAward = (await made(haninge('GET', `/awards?decisionId=${other.id}`))).items[0].id
  const [foreign] = await database
    .insert(reports)
    .values({ ...report, awardId: otherAward, dueOn: '2022-01-03' })
    .returning()
  t.match(await waits(first, { reportId: foreign!.id }), {
    status: 422,
    body: { violations: [{ field: '/conditions/0/reportId', message: /another award/ }] }
  })
})

t.test('a payment waits for a day, and time releases it', async t => {
  const { holds, kinds } = await aPlan(t, [{ kind: 'notBefore', notBefore: '2022-02-15' }])
  t.match(await holds('2022-02-14'), [{ kind: 'not-before', release: { operationId: null, releasedOn: '2022-02-15' } }])
  t.strictSame(await kinds('2022-02-15'), [])
})

t.test('a payment waits for the agreement to be signed', async t => {
  const { haninge, awardId, kinds, plan } = await aPlan(t, [], { amount: 1_000 })
  const agreement = await made(haninge('POST', '/agreements', { kind: 'partnership', title: 'Partnerskap' }))
  const waiting = await made(
    haninge('POST', '/payment-plans', {
      ...{ awardId, agreementId: agreement.id, schedule: 'once', conditions: [{ kind: 'agreementSigned' }] }
    })
  )
  const ask = async () => (await made(haninge('GET', `/payments/${waiting.payments[0].id}`))).holds
  t.match(await ask(), [
    { kind: 'agreement-not-signed', release: { operationId: 'signAgreement', subjectId: agreement.id } }
  ])
  await made(haninge('POST', `/agreements/${agreement.id}/decide`, { reason: 'Beslutat' }))
  t.equal((await ask()).length, 1)
  await made(haninge('POST', `/agreements/${agreement.id}/sign`, { signedOn: '2022-01-10' }))
  t.strictSame(await ask(), [])
  t.strictSame(await kinds(), [], `${plan.id} does not wait for it`)
})

t.test('what is for the time after the end of an agreement is held, and known to be so from then on', async t => {
  const { haninge, awardId, post } = await aMoneyRegister(t)
  const agreement = await post('/agreements', {
    ...{ kind: 'partnership', title: 'Partnerskap', term: { validFrom: '2022-01-01', validTo: '2022-12-31' } }
  })
  await post(`/agreements/${agreement.id}/decide`, { reason: 'Beslutat' })
  await post(`/agreements/${agreement.id}/sign`, { signedOn: '2022-01-10' })
  const instalments = [
    { dueOn: '2022-04-05', amount: 100, servicePeriodFrom: '2022-04-01', servicePeriodTo: '2022-06-30' },
    // In arrears for the time before the end.
    { dueOn: '2022-10-05', amount: 100, servicePeriodFrom: '2022-06-01', servicePeriodTo: '2022-06-30' },
    { dueOn: '2022-10-06', amount: 100, servicePeriodFrom: '2022-10-01', servicePeriodTo: '2022-12-31' }
  ]
  const plan = await post('/payment-plans', { awardId, agreementId: agreement.id, schedule: 'custom', instalments })
  const [first, second, third] = plan.payments
  const holds = async ({ id }: { id: string }) => (await made(haninge('GET', `/payments/${id}`))).holds
  const totals = async (query = '') => await made(haninge('GET', `/statistics/payment-totals?${query}`))
  t.same(await holds(third), [])
  const before = await totals()
  await post(`/agreements/${agreement.id}/terminate`, { endsOn: '2022-06-30', reason: 'Föreningen upphör' })
  t.same([await holds(first), await holds(second)], [[], []])
  t.match(await holds(third), [
    {
      ...{ kind: 'agreement-ended', message: /ended on 2022-06-30/ },
      release: { operationId: 'cancelPayment', subjectType: 'payment', subjectId: third.id }
    }
  ])
  t.match((await totals()).total, { payable: 200, held: 100 })
  t.match((await totals(`knownAt=${before.meta.knownAt}`)).total, { payable: 300, held: 0 })
})

t.test('a payment waits for the decision to be final, or for a recorded choice to pay before', async t => {
  const { haninge, decision, holds, kinds, patch, first, second } = await aPlan(t, [{ kind: 'decisionFinal' }])
  t.match(await holds(), [
    { kind: 'decision-not-final', release: { operationId: 'confirmFinal', subjectId: decision.id } }
  ])
  const beforeFinal = { riskAssessment: 'Liten', chosenBy: 'Förvaltningschef', chosenOn: '2021-12-20' }
  await made(patch(`/payments/${first.id}`, { beforeFinal }))
  t.strictSame(await kinds(), [])
  t.strictSame(await kinds(undefined, second.id), ['decision-not-final'])
  await made(
    haninge('POST', `/decisions/${decision.id}/confirm-final`, {
      confirmedBy: 'Registrator',
      confirmedOn: '2022-01-12',
      finalOn: '2022-01-12'
    })
  )
  t.strictSame(await kinds('2022-01-11', second.id), ['decision-not-final'])
  t.strictSame(await kinds('2022-01-12', second.id), [])
})

t.test('a payment waits for its payee to be found eligible; what nobody knows holds too', async t => {
  const { haninge, jour, holds, kinds } = await aPlan(t, [{ kind: 'organisationEligible' }])
  t.match(await holds(), [{ kind: 'organisation-not-eligible', message: /not known/, release: { subjectId: jour } }])
  const state = (eligible: boolean, validFrom: string, validTo?: string) =>
    made(haninge('POST', `/organisations/${jour}/eligibility-statements`, { eligible, validFrom, validTo }))
  await state(true, '2022-01-01', '2022-08-31')
  t.strictSame(await kinds(), [])
  t.strictSame(await kinds('2022-09-01'), ['organisation-not-eligible'])
  await state(false, '2022-06-01')
  t.match(await holds(), [{ kind: 'organisation-not-eligible', message: /found not eligible/ }])
  t.strictSame(await kinds('2022-05-31'), [])
})

t.test('an appeal holds what is to wait for it, and whatever waits for appeals to be settled', async t => {
  const { haninge, decision, holds, kinds, second, patch } = await aPlan(t)
  await made(patch(`/payments/${second.id}`, { conditions: [{ kind: 'appealSettled' }] }))
  const lodged = { lodgedOn: '2022-01-03', unpaidInstalments: 'hold' }
  const appeal = await made(haninge('POST', `/decisions/${decision.id}/lodge-appeal`, lodged))
  t.match(await holds(), [
    { kind: 'appeal-pending', release: { operationId: 'recordAppealOutcome', subjectId: appeal.id } }
  ])
  t.strictSame(await kinds('2022-01-02'), [])
  await made(patch(`/decision-appeals/${appeal.id}`, { unpaidInstalments: 'pay' }))
  t.strictSame(await kinds(), [])
  t.strictSame(await kinds(undefined, second.id), ['appeal-not-settled'])
  await made(
    haninge('POST', `/decision-appeals/${appeal.id}/record-outcome`, { outcome: 'rejected', outcomeOn: '2022-05-03' })
  )
  t.strictSame(await kinds('2022-05-02', second.id), ['appeal-not-settled'])
  t.strictSame(await kinds('2022-05-03', second.id), [])
})

t.test('a payment is held while its payee has no account, or the one that was seen is no longer valid', async t => {
  const { database, account, kinds, holds, first, jour } = await aPlan(t)
  const is = (values: Partial<typeof payeeAccounts.$inferInsert>) =>
    database.update(payeeAccounts).set(values).where(eq(payeeAccounts.id, account.id))
  await is({ validFrom: '2022-07-02' })
  t.match(await holds(), [{ kind: 'account-missing', release: { subjectType: 'organisation', subjectId: jour } }])
  t.strictSame(await kinds('2022-07-02'), [])
  await database
    .update(payments)
    .set({ status: 'approved', payeeAccountId: account.id })
    .where(eq(payments.id, first.id))
  t.match(await holds(), [
    { kind: 'account-not-valid', release: { operationId: 'revokePaymentApproval', subjectId: first.id } }
  ])
  await database.insert(payeeAccounts).values({
    municipalityCode,
    organisationId: jour,
    accountKind: 'plusgiro',
    accountNumber: '123456',
    registeredBy: 'person:registrar'
  })
  t.strictSame(await kinds(), ['account-not-valid'], 'another account is not the one that was seen')
  await is({ validFrom: null })
  t.strictSame(await kinds(), [])
  await is({ withdrawnAt: '2022-06-01T00:00:00Z' })
  t.strictSame(await kinds(), ['account-not-valid'])
})

t.test('what a corrected award no longer covers is held: what is paid and due first counts first', async t => {
  const { patch, decision, kinds, holds, second, first, plan, haninge, database } = await aPlan(t)
  const lineId = decision.lines[0].id
  await made(patch(`/decision-lines/${lineId}`, { granted: 200_000 }))
  t.strictSame(await kinds(), [])
  t.match(await holds(undefined, second.id), [
    { kind: 'beyond-award', message: /200000.00 SEK/, release: { operationId: 'replanPayments', subjectId: plan.id } }
  ])
  await database.update(payments).set({ status: 'approved' }).where(eq(payments.id, second.id))
  t.strictSame(await kinds(undefined, second.id), [], 'what has come furthest counts before what is due first')
  t.strictSame(await kinds(undefined, first.id), ['beyond-award'])
  await made(patch(`/decision-lines/${lineId}`, { granted: 380_000, grantYearFrom: 2023, grantYearTo: 2023 }))
  t.strictSame(await kinds(), ['beyond-award'], 'it gives nothing for that year any longer')
  await made(patch(`/decision-lines/${lineId}`, { grantYearFrom: 2022, grantYearTo: 2022 }))
  const annulment = {
    annulledOn: '2022-03-01',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Fel beslutsordning'
  }
  await made(haninge('POST', `/decisions/${decision.id}/annul`, annulment))
  t.match(await holds(), [{ kind: 'award-withdrawn', release: { operationId: 'cancelPayment', subjectId: first.id } }])
})

t.test('every reason is told at once, and neither what is paid nor cancelled is payable or held', async t => {
  const { kinds, haninge, first, second, database, account, read } = await aPlan(t, [
    ...[{ kind: 'decisionFinal' }, { kind: 'notBefore', notBefore: '2022-12-01' }, { kind: 'organisationEligible' }]
  ])
  await database.update(payeeAccounts).set({ validTo: '2022-06-30' }).where(eq(payeeAccounts.id, account.id))
  await made(haninge('POST', `/payments/${first.id}/withhold`, { reason: 'Utreds' }))
  t.strictSame(await kinds(), [
    'account-missing',
    'decision-not-final',
    'not-before',
    'organisation-not-eligible',
    'withheld'
  ])
  await database.update(payments).set({ status: 'paid', paidOn: '2022-07-01' }).where(eq(payments.id, first.id))
  t.match(await read(), { payability: null, holds: [], nextStep: null })
  await made(haninge('POST', `/payments/${second.id}/cancel`, { reason: 'Fel' }))
  t.match(await read(undefined, second.id), { payability: null, holds: [] })
  for (const payability of ['held', 'payable']) {
    t.equal((await made(haninge('GET', `/payments?withdrawn=include&payability=${payability}`))).meta.count, 0)
  }
})
