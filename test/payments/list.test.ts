import { parse } from 'csv-parse/sync'
import { eq } from 'drizzle-orm'
import t from 'tap'
import { payeeAccounts } from '../../src/money/payee-accounts/record.ts'
import { payments } from '../../src/money/payments/record.ts'
import { recoveries } from '../../src/money/recoveries/record.ts'
import { reports } from '../../src/money/reports/record.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = Record<string, unknown>

t.test('payments are found by whatever an officer asks for', async t => {
  const { haninge, awardId, aDecision, line, attention, aBody, database, post, decision, jour, schemeId, bodyId } =
    await aMoneyRegister(t)
  const otherBody = await aBody('Kulturnämnden')
  const otherScheme = await post('/schemes', { name: 'Kulturbidrag', kind: 'operating', bodyId: otherBody })
  const other = await aDecision(
    [
      line({
        recipients: [{ organisationId: attention }],
        schemeId: otherScheme.id,
        grantYearFrom: 2023,
        granted: 10_000
      })
    ],
    { bodyId: otherBody }
  )
  const otherAward = (await made(haninge('GET', `/awards?decisionId=${other.id}`))).items[0].id
  const agreement = await made(haninge('POST', '/agreements', { kind: 'partnership', title: 'Partnerskap' }))
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly' }))
  const instalments = [{ dueOn: '2023-02-01', amount: 10_000, reference: 'R-1' }]
  const custom = { awardId: otherAward, agreementId: agreement.id, schedule: 'custom', instalments }
  const otherPlan = await made(haninge('POST', '/payment-plans', custom))
  const [first, second] = plan.payments
  const otherPayment = otherPlan.payments[0]
  await database
    .update(payments)
    .set({ status: 'paid', paidOn: '2022-01-05', voucherNumber: 'V-1' })
    .where(eq(payments.id, first.id))
  await database.update(payments).set({ kind: 'advance' }).where(eq(payments.id, second.id))
  const ids = async (query: string) =>
    (await made(haninge('GET', `/payments?limit=100&${query}`))).items.map(({ id }: Row) => id)
  const ours = plan.payments.map(({ id }: Row) => id)
  const expected: [string, unknown[]][] = [
    ['', [...ours, otherPayment.id]],
    [`planId=${plan.id}`, ours],
    [`awardId=${awardId}`, ours],
    [`agreementId=${agreement.id}`, [otherPayment.id]],
    [`decisionId=${decision.id}`, ours],
    [`schemeId=${schemeId}`, ours],
    [`bodyId=${bodyId}`, ours],
    [`bodyId=${otherBody}`, [otherPayment.id]],
    [`payeeOrganisationId=${jour}`, ours],
    ['status=paid', [first.id]],
    ['status=planned', [...ours.slice(1), otherPayment.id]],
    ['status=returned', []],
    ['kind=advance', [second.id]],
    ['kind=instalment', [first.id, ...ours.slice(2), otherPayment.id]],
    ['kind=instalment&status=planned', [...ours.slice(2), otherPayment.id]],
    ['kind=instalment&status=paid', [first.id]],
    ['dueFrom=2022-04-01&dueTo=2022-07-01', ours.slice(1, 3)],
    ['paidFrom=2022-01-05&paidTo=2022-01-05', [first.id]],
    ['paidFrom=2022-01-06', []],
    ['grantYear=2023', [otherPayment.id]],
    ['voucherNumber=V-1', [first.id]],
    ['reference=R-1', [otherPayment.id]],
    ['payability=held', [otherPayment.id]],
    ['payability=payable', ours.slice(1)],
    ['withheld=true', []],
    ['withheld=false&sort=-dueOn', [otherPayment.id, ...ours.toReversed()]]
  ]
  for (const [query, found] of expected) t.strictSame(await ids(query), found, query)
  t.match(await haninge('GET', '/payments?currency=EUR'), { status: 400 })
})

t.test('payments are walked page by page, and had as CSV with what holds them', async t => {
  const { haninge, awardId, database, account } = await aMoneyRegister(t)
  const plan = await made(
    haninge('POST', '/payment-plans', {
      ...{
        awardId,
        schedule: 'monthly',
        coding: { konto: '4510', ansvar: '7100' },
        conditions: [{ kind: 'decisionFinal' }]
      }
    })
  )
  const walked: unknown[] = []
  for (let cursor = ''; ; ) {
    const { items, meta } = await made(haninge('GET', `/payments?limit=5&payability=held${cursor}`))
    walked.push(...items.map(({ id }: Row) => id))
    if (!meta.nextCursor) break
    cursor = `&cursor=${meta.nextCursor}`
  }
  t.strictSame(
    walked,
    plan.payments.map(({ id }: Row) => id)
  )
  await database.update(payeeAccounts).set({ validTo: '2021-12-31' }).where(eq(payeeAccounts.id, account.id))
  const { status, headers, body } = await haninge('GET', '/payments', undefined, { accept: 'text/csv' })
  t.equal(status, 200)
  t.match(headers['content-type'], /text\/csv/)
  const rows: Row[] = parse(String(body), { columns: true, bom: true })
  t.equal(rows.length, 12)
  t.match(rows[11], {
    ...{ amount: '31666.74', payeeName: 'Haninge Kvinnojour', payability: 'held', nextStep: 'check' },
    ...{ holds: 'account-missing | decision-not-final', coding: 'konto=4510 | ansvar=7100', dueOn: '2022-12-01' }
  })
  const swedish = await haninge('GET', '/payments?csvFormat=swedish', undefined, { accept: 'text/csv' })
  t.match(String(swedish.body), /;31666,74;/)
})

t.test('a merge moves who is to be paid, accounts, reports and what is asked back; what was paid stays', async t => {
  const { haninge, jour, attention, awardId, database, account, decision, patch } = await aMoneyRegister(t)
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly' }))
  const [first, second, third] = plan.payments
  const is = (payment: Row, values: Partial<typeof payments.$inferInsert>) =>
    database
      .update(payments)
      .set(values)
      .where(eq(payments.id, String(payment.id)))
  await is(first, { status: 'paid', paidOn: '2022-01-05' })
  await is(second, { status: 'approved', payeeAccountId: account.id, approvedBy: 'person:chef' })
  const of = { municipalityCode: '0136', awardId, organisationId: jour }
  const [report] = await database
    .insert(reports)
    .values({ ...of, kind: 'written', periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-01-31' })
    .returning()
  const [recovery] = await database
    .insert(recoveries)
    .values({ ...of, ground: 'unused', decidedOn: '2023-02-01', dueOn: '2023-03-01', amount: 1_000 })
    .returning()
  await made(haninge('POST', `/organisations/${jour}/merge`, { mergedIntoId: attention, reason: 'Samma förening' }))

  const read = (payment: Row) => made(haninge('GET', `/payments/${payment.id}`))
  t.match(await read(first), { payeeOrganisationId: jour, version: 1 })
  t.match(await read(second), {
    ...{ payeeOrganisationId: attention, payeeName: 'Attention Haninge', status: 'approved', payability: 'payable' },
    version: 2
  })
  t.match(await read(third), { payeeOrganisationId: attention, payability: 'payable' })
  const found = await made(haninge('GET', `/payments?payeeOrganisationId=${attention}`))
  t.equal(found.meta.count, 4, 'what was paid to the one that was merged is found by the one that remains')
  const [moved] = await database.select().from(payeeAccounts).where(eq(payeeAccounts.id, account.id))
  const [told] = await database.select().from(reports).where(eq(reports.id, report!.id))
  const [asked] = await database.select().from(recoveries).where(eq(recoveries.id, recovery!.id))
  t.strictSame(
    [moved, told, asked].map(row => row!.organisationId),
    [attention, attention, attention]
  )
  t.match(await patch(`/payments/${third.id}`, { payeeOrganisationId: jour }), {
    status: 422,
    body: { violations: [{ field: '/payeeOrganisationId', message: /merged/ }] }
  })
  t.ok(decision)
})
