import { sql } from 'drizzle-orm'
import t from 'tap'
import { addDays, today } from '../../src/base/dates.ts'
import { holdOfCondition } from '../../src/money/payments/hold-words.ts'
import { paymentConditions } from '../../src/money/payments/record.ts'
import { aReportRegister } from '../reports/setup.ts'
import { made } from '../support/register.ts'

const municipalityCode = '0136'
type Told = { kind: keyof typeof holdOfCondition; met: boolean; because: string }

t.test('what the trail says of a condition is what holds the payment, in every state of what it waits for', async t => {
  const { haninge, aPayment, database, agreementId, decision, jour, post } = await aReportRegister(t)
  const { id } = await aPayment({ agreementId })
  const report = await post('/reports', {
    ...{ agreementId, kind: 'written', periodFrom: '2021-01-01', periodTo: '2021-12-31', dueOn: '2022-01-05' }
  })
  const kinds = Object.keys(holdOfCondition) as (keyof typeof holdOfCondition)[]
  for (const kind of kinds) {
    const more =
      kind === 'reportAccepted' ? { reportId: report.id } : kind === 'notBefore' ? { notBefore: '2022-01-01' } : {}
    await database.insert(paymentConditions).values({ municipalityCode, paymentId: id, kind, ...more })
  }
  const [past, tomorrow] = ['2022-01-10', addDays(today(), 1)]
  const agreement = (set: string) => sql.raw(`update agreements set ${set} where id = '${agreementId}'`)
  const signed = (day: string | null) => `content = content || '{"signedOn": ${day ? `"${day}"` : 'null'}}'`
  const appeal = (lodgedOn: string, outcome: string | null, outcomeOn: string | null) =>
    sql`insert into decision_appeals (municipality_code, decision_id, lodged_on, ground, lodged_by, unpaid_instalments, outcome,
        outcome_on)
      values (${municipalityCode}, ${decision.id}, ${lodgedOn}, 'legalityReview', 'member', 'pay', ${outcome}, ${outcomeOn})`
  const finality = (day: string) =>
    sql`update decisions set final_confirmed_at = now(), finality = jsonb_build_object('confirmedOn', ${day}::text,
      'confirmedBy', 'Nämndsekreterare', 'finalOn', ${day}::text) where id = ${decision.id}`
  const eligible = (answer: boolean, from: string) =>
    sql`insert into eligibilities (municipality_code, organisation_id, eligible, valid_from)
      values (${municipalityCode}, ${jour}, ${answer}, ${from})`
  const states: [told: string, change: ReturnType<typeof sql>, holding: string | null, released: string | null][] = [
    ['as it is', sql`select 1`, null, null],
    ['decided, not signed', agreement(`status = 'decided', ${signed(null)}`), 'agreementSigned', null],
    ['signed on a day that is not stated', agreement(`status = 'signed', ${signed(null)}`), null, 'agreementSigned'],
    ['ended, signed on a day that is not stated', agreement("status = 'ended'"), null, 'agreementSigned'],
    ['signed tomorrow', agreement(`status = 'signed', ${signed(tomorrow)}`), 'agreementSigned', null],
    ['signed today', agreement(signed(today())), null, 'agreementSigned'],
    ['an appeal that is lodged tomorrow', appeal(tomorrow, null, null), null, 'appealSettled'],
    ['an appeal without an outcome', appeal(past, null, null), 'appealSettled', null],
    [
      'one with an outcome of tomorrow',
      sql`update decision_appeals set outcome = 'rejected', outcome_on = ${tomorrow}`,
      'appealSettled',
      null
    ],
    ['outcomes that came', sql`update decision_appeals set outcome_on = ${today()}`, null, 'appealSettled'],
    ['final tomorrow', finality(tomorrow), 'decisionFinal', null],
    ['final today', finality(today()), null, 'decisionFinal'],
    ['eligible from tomorrow', eligible(true, tomorrow), 'organisationEligible', null],
    ['eligible from today', eligible(true, today()), null, 'organisationEligible'],
    [
      'not before tomorrow',
      sql`update payment_conditions set not_before = ${tomorrow} where kind = 'notBefore'`,
      'notBefore',
      null
    ],
    [
      'not before today',
      sql`update payment_conditions set not_before = ${today()} where kind = 'notBefore'`,
      null,
      'notBefore'
    ],
    [
      'accepted tomorrow',
      sql`update reports set status = 'accepted', submitted_on = '2022-01-04', accepted_on = ${tomorrow}`,
      'reportAccepted',
      'noReportOverdue'
    ],
    ['accepted today', sql`update reports set accepted_on = ${today()}`, null, 'reportAccepted']
  ]
  for (const [told, change, holding, released] of states) {
    await database.execute(change)
    const payment = await made(haninge('GET', `/payments/${id}`))
    const { conditions } = await made(haninge('GET', `/payments/${id}/trail`))
    const held = new Set(payment.holds.map(({ kind }: { kind: string }) => kind))
    t.equal(conditions.length, kinds.length)
    for (const { kind, met, because } of conditions as Told[]) {
      t.equal(met, !held.has(holdOfCondition[kind]), `${told}: ${kind}: ${because}`)
      if (kind === holding) t.notOk(met, `${told} holds`)
      if (kind === released) t.ok(met, `${told} is met`)
    }
    const all = (conditions as Told[]).every(({ met }) => met)
    t.equal(payment.payability, held.size > 0 ? 'held' : 'payable', told)
    if (held.size === 0) t.ok(all, told)
  }
  t.match(await made(haninge('GET', `/payments/${id}`)), { payability: 'payable', holds: [] })
})

t.test('a payment that names no agreement is for the one that its award funds', async t => {
  const { haninge, aPayment, post, anAgreement, agreementId } = await aReportRegister(t)
  const { id } = await aPayment()
  const named = await aPayment({ instalmentNumber: 2, dueOn: '2022-04-05', agreementId })
  const of = async (query: string, path = 'payments') =>
    (await made(haninge('GET', `/${path}?${query}`))).items.map((one: { id: string }) => one.id)
  const trail = () => made(haninge('GET', `/payments/${id}/trail`))
  const first = await trail()
  t.match(first, { agreement: { id: agreementId, title: 'Partnerskap mot våld', signed: false }, agreementCount: 1 })
  t.notMatch(first.missing.join(), /No agreement/)
  const told = first.steps.find(({ kind }: { kind: string }) => kind === 'agreement')
  t.match(told, { text: /^The agreement Partnerskap mot våld, not signed/ })
  t.same(await of(`agreementId=${agreementId}`), [id, named.id])
  t.equal((await of(`agreementId=${agreementId}`, 'payment-plans')).length, 2, 'the plans name none')
  await post(`/agreements/${agreementId}/decide`, { decidedOn: '2021-12-14' })
  await post(`/agreements/${agreementId}/sign`, {})
  t.match(await trail(), { agreement: { signed: true, signedOn: null } })

  const unfunded = await anAgreement({ funding: [] })
  t.same(await of(`agreementId=${unfunded}`), [])
  const other = await anAgreement({ title: 'Ett till' })
  t.same(await of(`agreementId=${other}`), [id], 'what names an agreement is of that one alone')
  const several = await trail()
  t.match(several, { agreement: null, agreementCount: 2 })
  t.match(several.missing.join(), /the award funds 2/)
  t.match(await made(haninge('GET', `/payments/${named.id}/trail`)), {
    agreement: { id: agreementId },
    agreementCount: 1
  })
})
