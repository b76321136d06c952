import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { heldReasons } from '../../src/money/payments/hold-reasons.ts'
import { reports } from '../../src/money/reports/record.ts'
import { aMoneyRegister } from '../support/money.ts'

/** Each reason that holds a payment, on its first day and its last and on the days beside them. */

const { database, post, haninge, awardId, decision, account, jour, line, aDecision } = await aMoneyRegister(t)
const signed = async (more: object = {}) => {
  const term = { validFrom: '2022-01-01', validTo: '2024-12-31' }
  const { id } = await post('/agreements', { kind: 'partnership', title: 'Partnerskap', term, ...more })
  await post(`/agreements/${id}/decide`, { reason: 'Beslutat' })
  await post(`/agreements/${id}/sign`, { signedOn: '2022-03-01' })
  return id as string
}
const plan = async (content: object): Promise<string[]> =>
  (await post('/payment-plans', { awardId, schedule: 'once', amount: 100, ...content })).payments.map(
    ({ id }: { id: string }) => id
  )
/** On which of the days a payment is held for the reason. */
async function held(kind: string, id: string, days: string[]): Promise<boolean[]> {
  const found: boolean[] = []
  for (const day of days) {
    const reasons = (await heldReasons(database, '0136', [id], day)).get(id) ?? []
    found.push(reasons.some(reason => reason.kind === kind))
  }
  return found
}
const around = ['2022-02-28', '2022-03-01', '2022-06-30', '2022-07-01']
const outside = [true, false, false, true]

t.test('an account is valid from its first day to its last', async t => {
  const [id] = await plan({})
  const is = (from: string | null, to: string | null) =>
    database.execute(sql`update payee_accounts set valid_from = ${from}, valid_to = ${to} where id = ${account.id}`)
  await is('2022-03-01', '2022-06-30')
  t.strictSame(await held('account-missing', id!, around), outside)
  await database.execute(sql`update payments set payee_account_id = ${account.id} where id = ${id}`)
  t.strictSame(await held('account-not-valid', id!, around), outside)
  await is('2022-03-01', null)
  t.strictSame(await held('account-not-valid', id!, around), [true, false, false, false])
  await is(null, null)
  t.strictSame(await held('account-not-valid', id!, around), [false, false, false, false])
})

t.test(
  'eligibility holds from its first day until it expires, and the newest statement counts from its own',
  async t => {
    const [id] = await plan({ conditions: [{ kind: 'organisationEligible' }] })
    const state = (content: object) => post(`/organisations/${jour}/eligibility-statements`, content)
    await state({ eligible: true, validFrom: '2022-03-01', validTo: '2022-06-30' })
    t.strictSame(await held('organisation-not-eligible', id!, around), outside)
    await state({ eligible: false, validFrom: '2022-05-01', validTo: '2022-05-31' })
    const days = ['2022-04-30', '2022-05-01', '2022-05-31', '2022-06-01']
    t.strictSame(await held('organisation-not-eligible', id!, days), [false, true, true, false])
  }
)

t.test('an appeal holds from the day that it was lodged to the day before its outcome', async t => {
  const [waits] = await plan({ conditions: [{ kind: 'appealSettled' }] })
  const appeal = await post(`/decisions/${decision.id}/lodge-appeal`, {
    lodgedOn: '2022-03-01',
    unpaidInstalments: 'hold'
  })
  t.strictSame(await held('appeal-pending', waits!, around), [false, true, true, true])
  await post(`/decision-appeals/${appeal.id}/record-outcome`, { outcome: 'rejected', outcomeOn: '2022-06-30' })
  const days = ['2022-02-28', '2022-03-01', '2022-06-29', '2022-06-30']
  for (const kind of ['appeal-pending', 'appeal-not-settled']) {
    t.strictSame(await held(kind, waits!, days), [false, true, true, false], kind)
  }
  await database.execute(sql`update decision_appeals set withdrawn_at = now() where id = ${appeal.id}`)
  t.strictSame(await held('appeal-pending', waits!, days), [false, false, false, false], 'withdrawn')
})

t.test('an agreement is signed from the day of the signature, and pays for what begins until its last day', async t => {
  const agreementId = await signed()
  const conditions = [{ kind: 'agreementSigned' }]
  const [id] = await plan({ agreementId, conditions })
  t.strictSame(await held('agreement-not-signed', id!, around), [true, false, false, false])
  const begins = (servicePeriodFrom: string) => ({
    ...{ dueOn: '2022-10-05', amount: 10, servicePeriodFrom, servicePeriodTo: '2022-12-31' }
  })
  const instalments = ['2022-06-29', '2022-06-30', '2022-07-01'].map(begins)
  const ids = await plan({ agreementId, schedule: 'custom', amount: 30, instalments })
  await post(`/agreements/${agreementId}/terminate`, { endsOn: '2022-06-30', reason: 'Upphör' })
  const ended = await Promise.all(ids.map(one => held('agreement-ended', one, ['2022-10-05'])))
  t.strictSame(ended.flat(), [false, false, true])
  // Where no period of service is stated it is the due day.
  await database.execute(sql`update payments set service_period_from = null, service_period_to = null,
    due_on = case instalment_number when 1 then date '2022-06-30' else date '2022-07-01' end where id = any(${sql.param(ids)}::uuid[])`)
  const byDue = await Promise.all(ids.map(one => held('agreement-ended', one, ['2022-10-05'])))
  t.equal(byDue.flat().filter(Boolean).length, 2)
})

t.test(
  'a report holds until the day of its acceptance or waiver, or from the day after it was due until it came',
  async t => {
    const other = await aDecision([line({ purpose: 'Annat' })])
    const award = (await haninge('GET', `/awards?decisionId=${other.id}`)).body.items[0].id
    const of = { municipalityCode: '0136', awardId: award, kind: 'written' as const }
    const days = { periodFrom: '2021-01-01', periodTo: '2021-12-31', dueOn: '2022-02-28' }
    const [report] = await database
      .insert(reports)
      .values({ ...of, ...days })
      .returning()
    const conditions = [{ kind: 'reportAccepted', reportId: report!.id }, { kind: 'noReportOverdue' }]
    const [id] = await plan({ awardId: award, conditions })
    const none = { acceptedOn: null, waivedOn: null, submittedOn: null }
    const is = (status: 'accepted' | 'waived' | 'submitted') =>
      database
        .update(reports)
        .set({ status, ...none, [`${status}On`]: '2022-07-01' })
        .where(eq(reports.id, report!.id))
    const beside = [...around.slice(0, 2), '2022-06-30', '2022-07-01', '2022-07-02']
    await is('accepted')
    t.strictSame(await held('report-not-accepted', id!, beside), [true, true, true, false, false])
    await is('waived')
    t.strictSame(await held('report-not-accepted', id!, beside), [true, true, true, false, false])
    t.strictSame(await held('report-overdue', id!, beside), [false, true, true, false, false])
    await is('submitted')
    t.strictSame(await held('report-not-accepted', id!, beside), [true, true, true, true, true])
    t.strictSame(await held('report-overdue', id!, beside), [false, true, true, false, false])
    await database.execute(sql`update reports set withdrawn_at = now() where id = ${report!.id}`)
    t.strictSame(await held('report-overdue', id!, beside), [false, false, false, false, false])
  }
)
