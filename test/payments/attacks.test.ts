import { readFileSync } from 'node:fs'
import t from 'tap'
import { type HoldKind, holdKinds, holdOf } from '../../src/money/payments/hold-words.ts'
import { unpaidStatuses } from '../../src/money/payments/rules.ts'
import { aMoneyRegister } from '../support/money.ts'
import { type Answer, type Client, made } from '../support/register.ts'

/** What somebody would try who wants money to go where it should not, or to go by one alone. */

const register = await aMoneyRegister(t, 38_000_000)
const { haninge, aPayment, aPerson, jour, school, awardId, database, decision } = register
const [planner, other, checker, approver] = [
  await aPerson('planerare'),
  await aPerson('omplanerare'),
  await aPerson('granskare'),
  await aPerson('attestant')
]
// Either may be paid, so that a payment can be turned from the one to the other.
const ofBoth = { recipients: [{ organisationId: jour }, { organisationId: school }], payeeOrganisationId: jour }
await made(register.patch(`/decision-lines/${decision.lines[0].id}`, ofBoth))
const refusedBy = (status: number, rule: string) => ({ status, body: { type: new RegExp(`/${rule}$`) } })
const check = (who: Client, id: string) => who('POST', `/payments/${id}/check`, {})
const approve = (who: Client, id: string) => who('POST', `/payments/${id}/approve`, {})
const custom = (amount: number) => ({ schedule: 'custom', instalments: [{ dueOn: '2022-01-10', amount }] })
const aPlan = (who: Client, more: object = {}) =>
  made(who('POST', '/payment-plans', { awardId, ...custom(1_000), ...more }))

t.test('whoever planned what was planned anew by another neither checks nor approves it', async t => {
  const plan = await aPlan(planner)
  const replanned = await made(
    other('POST', `/payment-plans/${plan.id}/replan`, { reason: 'Annan dag', schedule: 'once' })
  )
  const [payment] = replanned.payments
  t.strictSame(payment.changedBy, ['person:planerare', 'person:omplanerare'])
  t.match(await check(planner, payment.id), refusedBy(403, 'attester-changed-payment'))
  t.match(await check(other, payment.id), refusedBy(403, 'attester-changed-payment'))
  await made(check(checker, payment.id))
  t.match(await approve(planner, payment.id), refusedBy(403, 'attester-changed-payment'))
})

t.test('whoever registered the account that money goes to neither checks nor approves a payment to it', async t => {
  const thief = await aPerson('tjuv')
  const payment = await aPayment({ payeeOrganisationId: school })
  const account = { organisationId: school, accountKind: 'plusgiro', accountNumber: '1234566' }
  t.match(await made(thief('POST', '/payee-accounts', account)), { registeredBy: 'person:tjuv' })
  t.match(await check(thief, payment.id), refusedBy(403, 'attester-registered-account'))
  const many = await made(thief('POST', '/payments/check', { paymentIds: [payment.id] }))
  t.match(JSON.stringify(many), /attester-registered-account/, 'also among many')
  await made(check(checker, payment.id))
  t.match(await approve(thief, payment.id), refusedBy(403, 'attester-registered-account'))
  t.match(
    await approve(await aPerson('Tjuv', ['payments:approve']), payment.id),
    refusedBy(403, 'attester-registered-account')
  )
  await made(approve(approver, payment.id))
})

t.test(
  'an account that comes after the check diverts nothing, and its author may approve what goes elsewhere',
  async t => {
    const payment = await aPayment()
    const { payeeAccountId } = await made(check(checker, payment.id))
    const thief = await aPerson('tjuv 2')
    await made(
      thief('POST', '/payee-accounts', {
        organisationId: jour,
        accountKind: 'plusgiro',
        accountNumber: '1234566',
        validFrom: '2022-02-01'
      })
    )
    const approved = await made(approve(thief, payment.id))
    t.equal(approved.payeeAccountId, payeeAccountId)
  }
)

t.test('nobody sets, changes or lifts a limit of their own, by key, another key or role', async t => {
  const chief = await aPerson('chef', ['*'], ['chef'])
  const again = await aPerson('CHEF', ['*'])
  const limit = (holder: string) => ({ attestation: 'approve', holder, maxAmount: 1_000_000, validFrom: '2199-01-01' })
  for (const [who, holder] of [
    [chief, `key:${chief.keyId}`],
    [chief, `key:${again.keyId}`],
    [again, `key:${chief.keyId.toUpperCase()}`],
    [chief, 'role:chef']
  ] as const) {
    t.match(await who('POST', '/approval-limits', limit(holder)), refusedBy(403, 'approval-limit-of-oneself'), holder)
  }
  const { id } = await made(haninge('POST', '/approval-limits', limit(`key:${chief.keyId}`)))
  const any = { 'if-match': '*' }
  for (const change of [{ maxAmount: 2_000_000 }, { holder: 'role:annan' }]) {
    t.match(await chief('PATCH', `/approval-limits/${id}`, change, any), refusedBy(403, 'approval-limit-of-oneself'))
  }
  t.match(
    await chief('POST', `/approval-limits/${id}/withdraw`, { reason: 'Bort' }),
    refusedBy(403, 'approval-limit-of-oneself')
  )
  const elses = await made(haninge('POST', '/approval-limits', limit('role:annan')))
  t.match(
    await chief('PATCH', `/approval-limits/${elses.id}`, { holder: 'role:chef' }, any),
    refusedBy(403, 'approval-limit-of-oneself')
  )
  for (const each of [id, elses.id])
    await made(haninge('POST', `/approval-limits/${each}/withdraw`, { reason: 'Slut' }))
})

t.test('one alone with every scope and two keys moves no money', async t => {
  const [one, again] = [await aPerson('ensam'), await aPerson(' Ensam ')]
  const plan = await aPlan(one)
  const { id } = plan.payments[0]
  for (const who of [one, again]) t.match(await check(who, id), refusedBy(403, 'attester-changed-payment'))
  await made(check(checker, id))
  for (const who of [one, again]) t.match(await approve(who, id), refusedBy(403, 'attester-changed-payment'))
  t.match(await approve(checker, id), refusedBy(403, 'attester-checked-payment'))
})

t.test('a payment changed in any way but its remark is to be checked anew, by others', async t => {
  const changes = [
    { amount: 999 },
    { dueOn: '2022-03-01' },
    { payeeOrganisationId: school },
    { coding: { konto: '9999' } },
    { servicePeriodFrom: '2022-02-01' },
    { conditions: [] },
    { beforeFinal: { riskAssessment: 'Liten', chosenBy: 'Nämndens ordförande' } }
  ]
  for (const change of changes) {
    const plan = await aPlan(planner, { conditions: [{ kind: 'decisionFinal' }] })
    const { id } = plan.payments[0]
    await made(check(checker, id))
    const patched = await made(other('PATCH', `/payments/${id}`, change, { 'if-match': '*' }))
    t.match(patched, { status: 'planned', checkedBy: null, payeeAccountId: null }, JSON.stringify(change))
    t.match(await check(other, id), refusedBy(403, 'attester-changed-payment'))
  }
})

t.test('what is set off follows the payee: a payment with a set-off is paid to nobody else', async t => {
  const paid = await register.anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', amount: 5_000 })
  const mistake = {
    awardId,
    paymentId: paid.id,
    ground: 'mistake',
    decidedOn: '2022-02-01',
    amount: 600,
    dueOn: '2022-03-01'
  }
  const recovery = await made(haninge('POST', '/recoveries', mistake))
  const { id } = (await aPlan(planner)).payments[0]
  const setOff = (amount: number) => other('POST', `/recoveries/${recovery.id}/set-off`, { paymentId: id, amount })
  const twice = await Promise.all(Array.from({ length: 6 }, () => setOff(400)))
  t.equal(twice.filter(({ status }) => status === 200).length, 1, 'six set-offs of 400 at once of 600 are one')
  const change = (body: object) => planner('PATCH', `/payments/${id}`, body, { 'if-match': '*' })
  t.match(await change({ payeeOrganisationId: school }), refusedBy(409, 'payment-set-off'))
  t.match(await change({ amount: 399.99 }), refusedBy(409, 'payment-set-off'))
  t.equal((await change({ amount: 400 })).status, 200)
  t.match(await check(other, id), refusedBy(403, 'attester-changed-payment'), 'whoever sets off has changed it')
})

t.test('the award is never planned beyond, however many plan, change and replan at once', async t => {
  const own = await register.aDecision([register.line({ granted: 10_000 })])
  const [{ id }] = (await made(haninge('GET', `/awards?decisionId=${own.id}`))).items
  const plan = await aPlan(planner, { awardId: id, ...custom(4_000) })
  const payment = plan.payments[0]
  const attempts: Promise<Answer>[] = []
  for (let n = 0; n < 7; n++) {
    attempts.push(planner('POST', '/payment-plans', { awardId: id, ...custom(3_000) }))
    attempts.push(planner('PATCH', `/payments/${payment.id}`, { amount: 5_000 + n }, { 'if-match': '*' }))
    attempts.push(other('POST', `/payment-plans/${plan.id}/replan`, { reason: 'Mer', schedule: 'once', amount: 6_000 }))
  }
  const statuses = (await Promise.all(attempts)).map(({ status }) => status)
  t.ok(
    statuses.every(status => [200, 201, 409].includes(status)),
    statuses.join()
  )
  const { rows } = await database.$client.query(
    `select sum(amount)::float8 as live from payments where award_id = $1 and withdrawn_at is null`,
    [id]
  )
  t.ok(rows[0].live <= 10_000, String(rows[0].live))
})

t.test('one reference makes one plan, also at once; another content under it is refused', async t => {
  const sent = { awardId, ...custom(10), reference: 'R-1' }
  const same = await Promise.all(Array.from({ length: 8 }, () => planner('POST', '/payment-plans', sent)))
  t.equal(new Set(same.map(({ body }) => body.id)).size, 1)
  t.match(await planner('POST', '/payment-plans', { ...sent, ...custom(11) }), refusedBy(409, 'payment-plan-differs'))
})

t.test('an answer that is replayed by its Idempotency-Key does nothing anew when all has moved on', async t => {
  const { id } = await aPayment()
  const key = { 'idempotency-key': 'attack-1' }
  await made(check(checker, id))
  await made(approver('POST', `/payments/${id}/approve`, {}, key))
  await made(approver('POST', `/payments/${id}/revoke-approval`, { reason: 'Fel' }))
  const replayed = await approver('POST', `/payments/${id}/approve`, {}, key)
  t.match(replayed, { status: 200, headers: { 'idempotency-replayed': 'true' } })
  t.equal((await made(haninge('GET', `/payments/${id}`))).status, 'checked')
  t.equal((await other('POST', `/payments/${id}/approve`, {}, key)).headers['idempotency-replayed'], undefined)
})

t.test('a report that came late was overdue on a day before it came, for payments as for reports', async t => {
  const { id: reportId } = await made(
    haninge('POST', '/reports', {
      ...{ awardId, periodFrom: '2022-01-01', periodTo: '2022-03-31', dueOn: '2022-04-30', narrative: 'Öppet' }
    })
  )
  const plan = await aPlan(planner, { conditions: [{ kind: 'noReportOverdue' }] })
  const { id } = plan.payments[0]
  await made(haninge('POST', `/reports/${reportId}/submit`, { submittedOn: '2022-05-20' }))
  for (const [on, isOverdue] of [
    ['2022-04-30', false],
    ['2022-05-01', true],
    ['2022-05-19', true],
    ['2022-05-20', false]
  ] as const) {
    const reports = (await made(haninge('GET', `/reports?overdue=yes&validOn=${on}&awardId=${awardId}`))).items
    t.equal(reports.length > 0, isOverdue, `reports ${on}`)
    const { holds } = await made(haninge('GET', `/payments/${id}?validOn=${on}`))
    t.equal(JSON.stringify(holds).includes('report-overdue'), isOverdue, `payments ${on}`)
  }
})

t.test('nobody lets a payment go by moving the day of the report that it waits for', async t => {
  const agreementId: string = (
    await register.post('/agreements', {
      ...{ kind: 'partnership', title: 'Partnerskap', term: { validFrom: '2022-01-01', validTo: '2022-12-31' } },
      parties: [{ key: 'partner', kind: 'organisation', role: 'partner', organisationId: jour }]
    })
  ).id
  const asked = { agreementId, frequency: 'yearly', dueDays: 59 }
  const requirement = await register.post('/report-requirements', asked)
  const [report] = (await made(haninge('GET', `/reports?requirementId=${requirement.id}`))).items
  t.equal(report.dueOn, '2023-02-28')
  const conditions = [{ kind: 'reportAccepted', requirementId: requirement.id }]
  const instalments = [{ dueOn: '2023-03-06', amount: 1_000 }]
  const plan = await aPlan(planner, { agreementId, schedule: 'custom', instalments, conditions })
  const { id } = plan.payments[0]
  const any = { 'if-match': '*' }
  t.match(
    await haninge('PATCH', `/reports/${report.id}`, { dueOn: '2023-03-07' }, any),
    refusedBy(409, 'report-awaited')
  )
  t.match(
    await haninge('PATCH', `/report-requirements/${requirement.id}`, { dueDays: 300 }, any),
    refusedBy(409, 'report-awaited')
  )
  t.match(await haninge('POST', `/reports/${report.id}/withdraw`, { reason: 'Bort' }), refusedBy(409, 'report-awaited'))
  t.equal((await haninge('PATCH', `/reports/${report.id}`, { dueOn: '2023-03-06' }, any)).status, 200)
  t.match(await made(haninge('GET', `/payments/${id}`)), { holds: [{ kind: 'report-not-accepted' }] })
})

t.test('what was withheld is released with the decision, and the event of it tells both', async t => {
  const { id } = await aPayment()
  await made(checker('POST', `/payments/${id}/withhold`, { reason: 'Utreds', decisionId: decision.id }))
  const nothing = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f99'
  t.equal((await other('POST', `/payments/${id}/release`, { reason: 'Klar', decisionId: nothing })).status, 422)
  await made(other('POST', `/payments/${id}/release`, { reason: 'Klar', decisionId: decision.id }))
  const { items } = await made(haninge('GET', `/payments/${id}/history`))
  t.match(items.at(-1), { type: 'payment.released', reason: 'Klar', after: { releasedDecisionId: decision.id } })
})

t.test('every step that a hold names is an operation of the API', t => {
  const known = new Set(
    readFileSync(new URL('../../openapi/operations.txt', import.meta.url), 'utf8')
      .split('\n')
      .map(line => line.split(' ')[2])
  )
  const of = { paymentId: 'p', refId: 'r', refOn: '2022-01-01' }
  for (const kind of holdKinds as readonly HoldKind[])
    for (const status of unpaidStatuses)
      for (const refText of ['expected', 'withdrawn', 'no', null]) {
        const { operationId } = holdOf({ ...of, kind, status, refText }).release
        t.ok(operationId === null || known.has(operationId), `${kind}: ${operationId}`)
      }
  t.end()
})

t.test('an annulled decision holds what is planned, checked and approved of it', async t => {
  const own = await register.aDecision([register.line({ granted: 3_000 })])
  const [{ id }] = (await made(haninge('GET', `/awards?decisionId=${own.id}`))).items
  const ids: string[] = []
  for (const n of [1, 2, 3]) ids.push((await aPlan(planner, { awardId: id, ...custom(100 * n) })).payments[0].id)
  for (const each of ids.slice(1)) await made(check(checker, each))
  await made(approve(approver, ids[2]!))
  const annulled = {
    annulledOn: '2022-03-01',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Fel ordning'
  }
  await made(haninge('POST', `/decisions/${own.id}/annul`, annulled))
  t.match(await approve(approver, ids[1]!), refusedBy(409, 'payment-held'))
  for (const each of ids) {
    t.match(await made(haninge('GET', `/payments/${each}`)), {
      payability: 'held',
      holds: [{ kind: 'award-withdrawn' }]
    })
  }
  t.match(await planner('POST', '/payment-plans', { awardId: id, ...custom(1) }), refusedBy(409, 'award-withdrawn'))
  t.ok(decision)
})
