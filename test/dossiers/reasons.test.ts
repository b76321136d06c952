import t from 'tap'
import { today } from '../../src/base/dates.ts'
import { paymentConditions } from '../../src/money/payments/record.ts'
import { reports } from '../../src/money/reports/record.ts'
import { aReportRegister } from '../reports/setup.ts'
import { made } from '../support/register.ts'

const municipalityCode = '0136'
type Step = { kind: string; text: string; happenedOn: string | null; doneBy: string | null; recordId: string | null }

t.test(
  'a choice to pay before the decision is final is told with its risk assessment, and meets the condition',
  async t => {
    const { haninge, patch, post, awardId, decision } = await aReportRegister(t)
    const plan = await post('/payment-plans', {
      ...{ awardId, schedule: 'custom', instalments: [{ dueOn: '2022-01-07', amount: 1_000 }] },
      conditions: [{ kind: 'decisionFinal' }]
    })
    const { id } = plan.payments[0]
    const trail = () => made(haninge('GET', `/payments/${id}/trail`))
    t.match(await trail(), {
      payment: { beforeFinal: null },
      conditions: [{ met: false, because: 'Nobody has confirmed that the decision is final.' }]
    })
    const beforeFinal = { riskAssessment: 'Liten', chosenBy: 'Förvaltningschef', chosenOn: '2021-12-20' }
    await made(patch(`/payments/${id}`, { beforeFinal }))
    const told = 'Förvaltningschef chose on 2021-12-20 to pay before the decision is final. Risk assessment: Liten.'
    const chosen = await trail()
    t.match(chosen, { payment: { beforeFinal }, conditions: [{ kind: 'decisionFinal', met: true, because: told }] })
    t.match(
      chosen.steps.find(({ text }: Step) => text === told),
      { kind: 'finality', happenedOn: '2021-12-20', doneBy: 'Förvaltningschef', recordId: id }
    )
    t.ok(chosen.steps.some(({ text }: Step) => text === `It waits for decision final: ${told} Met.`))
    t.ok(chosen.missing.some((text: string) => text.endsWith('it was chosen to pay before it is.')))

    const final = { confirmedBy: 'Nämndsekreterare', confirmedOn: '2022-01-10' }
    await made(haninge('POST', `/decisions/${decision.id}/confirm-final`, final))
    t.match(await trail(), {
      conditions: [{ met: true, because: `The decision was confirmed as final on 2022-01-10. ${told}` }]
    })
  }
)

t.test('a requirement of which no report was due by then is met, a report that was withdrawn is not', async t => {
  const { haninge, aPayment, database, agreementId, aRequirement, awardId } = await aReportRegister(t)
  const requirement = await aRequirement()
  const { id } = await aPayment({ agreementId })
  const [report] = await database
    .insert(reports)
    .values({
      ...{ municipalityCode, awardId, kind: 'written', periodFrom: '2021-01-01', periodTo: '2021-12-31' },
      ...{ dueOn: '2022-01-05', withdrawnAt: '2022-01-03T09:00:00Z' }
    })
    .returning()
  const of = { municipalityCode, paymentId: id, kind: 'reportAccepted' as const }
  await database.insert(paymentConditions).values({ ...of, requirementId: requirement.id })
  t.match(await made(haninge('GET', `/payments/${id}`)), { holds: [] })
  t.match(await made(haninge('GET', `/payments/${id}/trail`)), {
    conditions: [
      {
        ...{ requirementId: requirement.id, reportId: null, met: true, reports: [] },
        because: 'No report of the requirement was due by 2022-01-07.'
      }
    ]
  })
  await database.insert(paymentConditions).values({ ...of, reportId: report!.id })
  t.match((await made(haninge('GET', `/payments/${id}/trail`))).conditions[1], {
    ...{ reportId: report!.id, met: false, reports: [] },
    because: 'The report that it waits for was withdrawn.'
  })
})

t.test(
  'of no report overdue the trail lists what was due by the day of payment, and what was overdue then',
  async t => {
    const { haninge, anApprovedPayment, aPayment, database, agreementId, awardId } = await aReportRegister(t)
    const noReportOverdue = async (paymentId: string) => {
      await database.insert(paymentConditions).values({ municipalityCode, paymentId, kind: 'noReportOverdue' })
      return async () => (await made(haninge('GET', `/payments/${paymentId}/trail`))).conditions[0]
    }
    const paid = await anApprovedPayment({ agreementId })
    const body = { paidOn: '2022-01-20', voucherNumber: 'V-1', reason: 'Betald för hand' }
    await made(haninge('POST', `/payments/${paid.id}/record-paid`, body))
    const told = await noReportOverdue(paid.id)
    t.match(await told(), { met: true, because: 'No report was due by 2022-01-20.', reports: [] })

    const base = { municipalityCode, kind: 'written' as const, periodFrom: '2021-01-01', periodTo: '2021-12-31' }
    const inTime = { status: 'accepted' as const, submittedOn: '2022-01-04', acceptedOn: '2022-02-01' }
    await database.insert(reports).values([
      { ...base, ...inTime, awardId, dueOn: '2022-01-05' },
      // Due on the day of payment itself, and due later: neither is overdue then.
      { ...base, agreementId, dueOn: '2022-01-20' },
      { ...base, agreementId, dueOn: '2022-01-21' },
      { ...base, awardId, dueOn: '2022-01-02', withdrawnAt: '2022-01-03T09:00:00Z' }
    ])
    t.match(await told(), {
      met: true,
      because: 'None of 2 reports that were due by 2022-01-20 was overdue on that day.',
      reports: [
        { dueOn: '2022-01-05', status: 'accepted', overdue: 'no' },
        { dueOn: '2022-01-20', status: 'expected', overdue: 'no' }
      ]
    })
    // It came, but after the day of payment.
    const late = { ...base, agreementId, dueOn: '2022-01-10', status: 'submitted' as const, submittedOn: '2022-01-21' }
    await database.insert(reports).values(late)
    const after = await told()
    t.match(after, {
      met: false,
      because: '1 of 3 reports that were due by 2022-01-20 was overdue on that day: due on 2022-01-10.'
    })
    t.strictSame(
      after.reports.map(({ dueOn, overdue }: { dueOn: string; overdue: string }) => [dueOn, overdue]),
      [
        ['2022-01-05', 'no'],
        ['2022-01-10', 'yes'],
        ['2022-01-20', 'no']
      ]
    )
    // Unpaid, it is asked of today: what came late is no longer overdue, what never came is.
    const unpaid = await (await noReportOverdue((await aPayment({ agreementId, instalmentNumber: 2 })).id))()
    t.equal(unpaid.met, false)
    t.equal(
      unpaid.because,
      `2 of 4 reports that were due by ${today()} was overdue on that day: due on 2022-01-20, 2022-01-21.`
    )
  }
)

t.test('what became of a recovery is told part by part, with voucher, decision and what was taken back', async t => {
  const { haninge, post, anApprovedPayment, aPayment, awardId, bodyId } = await aReportRegister(t)
  const paid = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V1' })
  const coming = await aPayment({ instalmentNumber: 2, dueOn: '2022-04-01' })
  const asking = await post('/decisions', { bodyId, decidedOn: '2023-04-18' })
  const giving = await post('/decisions', { bodyId, decidedOn: '2024-02-13', paragraph: '§ 17' })
  const asked = { awardId, decidedOn: '2023-04-18', dueOn: '2023-05-31', clause: '§ 9', ground: 'unused' }
  const { id } = await post('/recoveries', { ...asked, decisionId: asking.id, amount: 42_000 })
  const moved = (path: string, body: object) => post(`/recoveries/${id}/${path}`, body)
  await moved('record-repayment', { amount: 2_000, movedOn: '2023-05-22', voucherNumber: 'V-2023-4711' })
  const mistaken = { amount: 500, movedOn: '2023-05-23', reference: 'INB-17' }
  const { movements } = await moved('record-repayment', mistaken)
  await moved('withdraw-movement', { movementId: movements.at(-1).id, reason: 'Annat krav' })
  await moved('set-off', { paymentId: coming.id, amount: 10_000 })
  const given = { amount: 8_000, movedOn: '2024-02-13', decisionId: giving.id, reason: 'Föreningen är upplöst' }
  await moved('write-off', given)

  const trail = await made(haninge('GET', `/payments/${paid.id}/trail`))
  t.match(trail.recoveries, [
    {
      ...{ id, decisionId: asking.id, recovered: 2_000, writtenOff: 8_000 },
      movements: [
        { kind: 'repayment', amount: 2_000, movedOn: '2023-05-22', voucherNumber: 'V-2023-4711', withdrawnAt: null },
        { kind: 'repayment', amount: 500, reference: 'INB-17', withdrawnAt: String, withdrawnReason: 'Annat krav' },
        { kind: 'setOff', amount: 10_000, movedOn: null, paymentId: coming.id },
        {
          ...{ kind: 'writeOff', amount: 8_000, movedOn: '2024-02-13', decisionId: giving.id, paymentId: null },
          ...{ reason: 'Föreningen är upplöst', decisionBodyName: 'Socialnämnden', decisionDecidedOn: '2024-02-13' }
        }
      ]
    }
  ])
  const steps = trail.steps.slice(-5)
  t.strictSame(
    steps.map(({ text }: Step) => text),
    [
      '42 000 kr of its award was asked back (unused, § 9): 2 000 kr is recovered and 8 000 kr written off.',
      '2 000 kr was repaid on 2023-05-22, voucher V-2023-4711.',
      '500 kr was repaid on 2023-05-23, reference INB-17, and that was taken back (Annat krav).',
      '10 000 kr is set off from a payment not paid.',
      '8 000 kr was written off on 2024-02-13: Socialnämnden decided on 2024-02-13, § 17 (Föreningen är upplöst).'
    ]
  )
  t.match(steps.at(-1), {
    happenedOn: '2024-02-13',
    doneBy: 'Socialnämnden',
    recordId: trail.recoveries[0].movements[3].id
  })
})
