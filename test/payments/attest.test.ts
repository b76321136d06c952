import t from 'tap'
import { payments } from '../../src/money/payments/record.ts'
import { lockPayment } from '../../src/money/payments/write.ts'
import { amendRecord } from '../../src/platform/database/records.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { AUDIENCE, anIssuer } from '../support/issuer.ts'
import { aMoneyRegister } from '../support/money.ts'
import { clientOf, made } from '../support/register.ts'

const refusedBy = (status: number, rule: string) => ({ status, body: { type: new RegExp(`/${rule}$`) } })

// More than its many payments come to: none of them goes beyond the award.
const register = await aMoneyRegister(t, 38_000_000)
const { app, admin, database, haninge, account, attention, school } = register
const { aPayment, anApprovedPayment, aPerson } = register
const one = await aPerson('Handläggare ett')
const two = await aPerson('Handläggare två')

/** What the ledger says of the payments, by kind. */
async function stages(...ids: string[]) {
  const kinds: Record<string, number> = {}
  for (const { kind, paymentId, amount } of await register.entries()) {
    if (!ids.includes(paymentId as string)) continue
    kinds[kind as string] = Math.round(((kinds[kind as string] ?? 0) + Number(amount)) * 100) / 100
  }
  return kinds
}

t.test('one checks, another approves, and the ledger follows each step', async t => {
  const { id } = await aPayment()
  const checked = await one('POST', `/payments/${id}/check`, { note: 'Enligt avtal' })
  t.match(checked, { status: 200, headers: { etag: /^"2-/ } })
  t.match(checked.body, { status: 'checked', checkedBy: 'person:handläggare ett', checkedByName: 'Handläggare ett' })
  t.match(checked.body, { checkNote: 'Enligt avtal', payeeAccountId: account.id, approvedBy: null, version: 2 })
  t.strictSame(await stages(id), { planned: 95_000, checked: 95_000 })
  const approved = await two('POST', `/payments/${id}/approve`, {})
  t.match(approved, { status: 200, body: { status: 'approved', approvedBy: 'person:handläggare två', version: 3 } })
  t.strictSame(await stages(id), { planned: 95_000, checked: 95_000, approved: 95_000 })
})

t.test('who says what was seen attests that and nothing else', async t => {
  const { id } = await aPayment()
  const other = await aPayment()
  t.match(await one('POST', `/payments/${id}/check`, { version: 2 }), {
    status: 409,
    body: { type: /payment-not-as-seen$/, version: 1, detail: /saw version 2 .* now version 1/ }
  })
  t.match(await one('POST', `/payments/${id}/check`, { version: 1, payeeAccountId: id }), {
    status: 409,
    body: { type: /payment-not-as-seen$/, payeeAccountId: account.id }
  })
  const seen = [
    { paymentId: id, version: 1, payeeAccountId: account.id.toUpperCase() },
    { paymentId: other.id, version: 7 }
  ]
  const { items } = await made(one('POST', '/payments/check', { paymentIds: [id, other.id], seen }))
  t.match(items, [
    { paymentId: id, result: 'checked' },
    { paymentId: other.id, result: 'refused', rule: 'payment-not-as-seen', extra: { version: 1 } }
  ])
  t.match(await two('POST', `/payments/${id}/approve`, { version: 1 }), refusedBy(409, 'payment-not-as-seen'))
  t.match(await two('POST', `/payments/${id}/approve`, { version: 2, payeeAccountId: account.id }), { status: 200 })
})

t.test('each step is an event with who did it, before and after', async t => {
  const { id } = await aPayment()
  await made(one('POST', `/payments/${id}/check`, {}))
  await made(two('POST', `/payments/${id}/approve`, {}))
  await made(two('POST', `/payments/${id}/revoke-approval`, { reason: 'Fel kontering' }))
  await made(one('POST', `/payments/${id}/revoke-check`, { reason: 'Fel kontering' }))
  const { items } = await made(haninge('GET', `/events?subjectId=${id}`))
  t.match(items, [
    { type: 'payment.planned' },
    { type: 'payment.checked', actor: `key:${one.keyId}`, before: { status: 'planned' }, after: { status: 'checked' } },
    { type: 'payment.approved', actor: `key:${two.keyId}`, after: { approvedBy: 'person:handläggare två' } },
    { type: 'payment.approvalRevoked', reason: 'Fel kontering', after: { status: 'checked', approvedBy: null } },
    { type: 'payment.checkRevoked', reason: 'Fel kontering', after: { status: 'planned', payeeAccountId: null } }
  ])
})

t.test('a step out of its order is refused by the state that the payment is in', async t => {
  const { id } = await aPayment()
  t.match(await one('POST', `/payments/${id}/approve`, {}), refusedBy(409, 'payment-not-checked'))
  t.match(await one('POST', `/payments/${id}/revoke-check`, { reason: 'x' }), refusedBy(409, 'payment-not-checked'))
  await made(one('POST', `/payments/${id}/check`, {}))
  t.match(await one('POST', `/payments/${id}/check`, {}), refusedBy(409, 'payment-checked'))
  t.match(await one('POST', `/payments/${id}/revoke-approval`, { reason: 'x' }), refusedBy(409, 'payment-not-approved'))
  await made(two('POST', `/payments/${id}/approve`, {}))
  t.match(await two('POST', `/payments/${id}/approve`, {}), refusedBy(409, 'payment-approved'))
  t.match(await two('POST', `/payments/${id}/check`, {}), refusedBy(409, 'payment-approved'))
  t.match(await one('POST', `/payments/${id}/revoke-check`, { reason: 'x' }), refusedBy(409, 'payment-approved'))

  const ordered = await anApprovedPayment({ status: 'ordered' })
  const paid = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07' })
  for (const [payment, rule] of [
    [ordered, 'payment-ordered'],
    [paid, 'payment-paid']
  ] as const) {
    for (const step of ['check', 'approve']) {
      t.match(await one('POST', `/payments/${payment.id}/${step}`, {}), refusedBy(409, rule))
    }
    for (const step of ['revoke-check', 'revoke-approval']) {
      t.match(await one('POST', `/payments/${payment.id}/${step}`, { reason: 'x' }), refusedBy(409, rule))
    }
  }
  const cancelled = await aPayment({ withdrawnAt: '2022-01-02T00:00:00Z' })
  t.match(await one('POST', `/payments/${cancelled.id}/check`, {}), refusedBy(409, 'payment-withdrawn'))
})

t.test('a check or an approval that is taken back leaves the ledger as it was', async t => {
  const { id } = await aPayment()
  await made(one('POST', `/payments/${id}/check`, {}))
  await made(two('POST', `/payments/${id}/approve`, {}))
  t.match(await two('POST', `/payments/${id}/revoke-approval`, {}), { status: 400 })
  t.match(await two('POST', `/payments/${id}/revoke-approval`, { reason: 'Fel' }), {
    body: { status: 'checked', checkedBy: 'person:handläggare ett', approvedBy: null, approvedAt: null }
  })
  t.strictSame(await stages(id), { planned: 95_000, checked: 95_000, approved: 0 })
  t.match(await two('POST', `/payments/${id}/revoke-check`, { reason: 'Fel' }), {
    body: { status: 'planned', checkedBy: null, checkedAt: null, payeeAccountId: null }
  })
  t.strictSame(await stages(id), { planned: 95_000, checked: 0, approved: 0 })
})

t.test('whoever planned or changed a payment neither checks nor approves it', async t => {
  const mine = await aPayment({ changedBy: ['person:planner', 'person:handläggare ett'] })
  t.match(await one('POST', `/payments/${mine.id}/check`, {}), refusedBy(403, 'attester-changed-payment'))
  await made(two('POST', `/payments/${mine.id}/check`, {}))
  t.match(await one('POST', `/payments/${mine.id}/approve`, {}), refusedBy(403, 'attester-changed-payment'))
})

t.test(
  'whoever checked does not approve: nor with another key, another writing of the name or another X-Sent-By',
  async t => {
    const { id } = await aPayment()
    await made(one('POST', `/payments/${id}/check`, {}, { 'x-sent-by': 'handläggare ett' }))
    const refused = refusedBy(403, 'attester-checked-payment')
    t.match(await one('POST', `/payments/${id}/approve`, {}), refused)
    t.match(await one('POST', `/payments/${id}/approve`, {}, { 'x-sent-by': 'handläggare tre' }), refused)
    for (const name of ['Handläggare ett', 'HANDLÄGGARE ETT', ' handläggare   ett ', 'Handla\u0308ggare ett']) {
      const again = await aPerson(name)
      t.not(again.keyId, one.keyId)
      t.match(await again('POST', `/payments/${id}/approve`, {}), refused, name)
    }
    const { items } = await made(haninge('GET', `/events?subjectId=${id}`))
    t.equal(items.at(-1).type, 'payment.checked', 'nothing came of any of them')
  }
)

t.test('a key of a system is one by itself, whatever X-Sent-By says', async t => {
  const { secret } = await createApiKey(database, { name: 'Ekonomisystem', municipalityCodes: ['0136'], scopes: ['*'] })
  const system = clientOf(app, secret)
  const { id } = await aPayment()
  await made(system('POST', `/0136/payments/${id}/check`, {}, { 'x-sent-by': 'anna' }))
  const answer = await system('POST', `/0136/payments/${id}/approve`, {}, { 'x-sent-by': 'bertil' })
  t.match(answer, refusedBy(403, 'attester-checked-payment'))
})

t.test('subjects of access tokens are told apart, and a key of such a subject is the same one', async t => {
  const issuer = await anIssuer(t)
  const trusted = { name: 'Haninge', tokenIssuer: issuer.name, tokenAudience: AUDIENCE, tokenKeysUrl: issuer.keysUrl }
  await made(admin('PUT', '/municipalities/0136', trusted, { 'if-match': '*' }))
  const scope = 'payments:check payments:approve'
  const as = async (sub: string) => clientOf(app, await issuer.token({ sub, scope, jti: crypto.randomUUID() }))
  const { id } = await aPayment()
  t.match(await (await as('anna'))('POST', `/0136/payments/${id}/check`, {}), {
    status: 200,
    body: { checkedBy: `token:${issuer.name}#anna` }
  })
  const refused = refusedBy(403, 'attester-checked-payment')
  t.match(await (await as('anna'))('POST', `/0136/payments/${id}/approve`, {}), refused)
  const key = { name: 'Annas nyckel', municipalityCodes: ['0136'], scopes: ['*'] }
  const holder = `token:${issuer.name}#anna`
  const { secret } = await createApiKey(database, { ...key, holderKind: 'person', holder })
  t.match(await clientOf(app, secret)('POST', `/0136/payments/${id}/approve`, {}), refused)
  t.match(await (await as('bertil'))('POST', `/0136/payments/${id}/approve`, {}), { status: 200 })
  t.match(await admin('GET', `/0136/payments/${id}`), {
    body: { checkedByName: 'casefile / anna', approvedByName: 'casefile / bertil' }
  })
  const { items } = await made(admin('GET', `/0136/payments/${id}/history`))
  const named = new Set(items.map(({ actorName }: { actorName: string }) => actorName))
  t.ok(named.has('casefile / anna') && named.has('casefile / bertil'))
})

t.test('checking and approving have scopes of their own', async t => {
  const checker = await aPerson('Kontrollant', ['payments:check', 'payments:read', 'payments:write'])
  const approver = await aPerson('Beslutsattestant', ['payments:approve'])
  const { id } = await aPayment()
  t.match(await approver('POST', `/payments/${id}/check`, {}), { status: 403, body: { scope: 'payments:check' } })
  await made(checker('POST', `/payments/${id}/check`, {}))
  t.match(await checker('POST', `/payments/${id}/approve`, {}), { status: 403, body: { scope: 'payments:approve' } })
  const many = { paymentIds: [id] }
  t.match(await checker('POST', '/payments/approve', many), { status: 403, body: { scope: 'payments:approve' } })
  t.equal((await approver('POST', `/payments/${id}/approve`, {})).status, 200)
})

t.test('a held payment may be checked and not approved, and every reason is told', async t => {
  const { id } = await aPayment({ withheldAt: '2022-01-02T09:00:00Z', withheldReason: 'Redovisning saknas' })
  await made(one('POST', `/payments/${id}/check`, {}))
  t.match(await two('POST', `/payments/${id}/approve`, {}), {
    ...refusedBy(409, 'payment-held'),
    body: { detail: /Redovisning saknas/, holds: [{ kind: 'withheld', message: /Redovisning saknas/ }] }
  })
})

t.test('what has no account of its payee today cannot be checked, and the newest valid account is fixed', async t => {
  const { id } = await aPayment({ payeeOrganisationId: attention })
  const missing = refusedBy(409, 'payee-account-missing')
  t.match(await one('POST', `/payments/${id}/check`, {}), missing)
  const anAccount = (given: object) => made(two('POST', '/payee-accounts', { organisationId: attention, ...given }))
  await anAccount({ accountKind: 'plusgiro', accountNumber: '12 34 56-6', validFrom: '2099-01-01' })
  t.match(await one('POST', `/payments/${id}/check`, {}), missing, 'one that is not valid yet')
  const older = await anAccount({ accountKind: 'bankgiro', accountNumber: '5805-6201' })
  const newer = await anAccount({
    accountKind: 'iban',
    accountNumber: 'SE45 5000 0000 0583 9825 7466',
    validFrom: '2020-01-01'
  })
  t.match(await one('POST', `/payments/${id}/check`, {}), { status: 200, body: { payeeAccountId: newer.id } })

  const other = await aPayment({ payeeOrganisationId: attention })
  await made(two('POST', `/payee-accounts/${newer.id}/withdraw`, { reason: 'Avslutat' }))
  t.match(await one('POST', `/payments/${other.id}/check`, {}), { body: { payeeAccountId: older.id } })
})

t.test('a payment of another municipality is not there', async t => {
  const { id } = await aPayment()
  t.equal((await admin('POST', `/2031/payments/${id}/check`, {})).status, 404)
  t.match(await admin('POST', '/2031/payments/check', { paymentIds: [id] }), {
    body: {
      items: [{ paymentId: id, result: 'refused', rule: 'not-found' }],
      attestedCount: 0,
      refusedCount: 1,
      amount: 0
    }
  })
})

t.test('of many each is judged by itself, in the order asked for, with what a single one would answer', async t => {
  const good = await aPayment({ amount: 1000.1 })
  const mine = await aPayment({ amount: 5, changedBy: ['person:handläggare ett'] })
  const approved = await anApprovedPayment({ amount: 7 })
  const poor = await aPayment({ amount: 9, payeeOrganisationId: school })
  const fine = await aPayment({ amount: 2000.2 })
  const nowhere = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  const events = async () => (await haninge('GET', '/events?limit=1000')).body.items.length
  const before = await events()
  const paymentIds = [fine.id, nowhere, mine.id, approved.id, poor.id, good.id]
  const answer = await one('POST', '/payments/check', { paymentIds, note: 'Årets' })
  t.match(answer, { status: 200, body: { attestedCount: 2, refusedCount: 4, amount: 3000.3 } })
  t.match(answer.body.items, [
    { paymentId: fine.id, result: 'checked', version: 2, rule: null },
    { paymentId: nowhere, result: 'refused', version: null, rule: 'not-found' },
    { paymentId: mine.id, result: 'refused', rule: 'attester-changed-payment', detail: /planned or changed/ },
    { paymentId: approved.id, result: 'refused', rule: 'payment-approved' },
    { paymentId: poor.id, result: 'refused', rule: 'payee-account-missing' },
    { paymentId: good.id, result: 'checked' }
  ])
  t.equal(
    (await haninge('GET', '/events?limit=1000')).body.items.length,
    before + 2,
    'an event for each that was checked'
  )
  const held = await aPayment({ status: 'checked', amount: 3, withheldAt: '2022-01-02', withheldReason: 'Vänta' })
  const decided = await two('POST', '/payments/approve', { paymentIds: [held.id, good.id, fine.id.toUpperCase()] })
  t.match(decided.body.items, [
    { rule: 'payment-held', extra: { holds: [{ kind: 'withheld' }] } },
    { result: 'approved', version: 3, extra: null },
    { paymentId: fine.id, result: 'approved' }
  ])
  t.match(await stages(good.id, fine.id, held.id), { checked: 3003.3, approved: 3000.3 })
})

t.test('many ask for at least one payment, at most a thousand, none of them twice', async t => {
  const { id } = await aPayment()
  const ids = Array.from({ length: 1001 }, () => crypto.randomUUID())
  for (const paymentIds of [[], [id, id], ids, ['x'], [null]]) {
    t.equal((await one('POST', '/payments/check', { paymentIds })).status, 400)
  }
  t.equal((await one('POST', '/payments/check', { paymentIds: ids.slice(1) })).body.refusedCount, 1000)
})

t.test('the same request with the same Idempotency-Key attests once and answers the same', async t => {
  const { id } = await aPayment()
  const key = { 'idempotency-key': 'attest-1' }
  const first = await one('POST', '/payments/check', { paymentIds: [id] }, key)
  const again = await one('POST', '/payments/check', { paymentIds: [id] }, key)
  t.strictSame(again.body, first.body)
  t.equal(again.headers['idempotency-replayed'], 'true')
  const approved = await two('POST', `/payments/${id}/approve`, {}, key)
  t.strictSame((await two('POST', `/payments/${id}/approve`, {}, key)).body, approved.body)
  t.equal((await haninge('GET', `/events?subjectId=${id}`)).body.items.length, 3)
})

t.test('of twenty who approve one payment at once exactly one does', async t => {
  const { id } = await aPayment()
  await made(one('POST', `/payments/${id}/check`, {}))
  const twenty = await Promise.all(Array.from({ length: 20 }, (_, n) => aPerson(`Attestant ${n}`)))
  const answers = await Promise.all(
    twenty.map((ask, n) =>
      n % 2 ? ask('POST', `/payments/${id}/approve`, {}) : ask('POST', '/payments/approve', { paymentIds: [id] })
    )
  )
  const won = answers.filter(({ body }) => body.status === 'approved' || body.attestedCount === 1)
  t.equal(won.length, 1)
  const rules = answers.flatMap(({ body }) => (body.items ? [body.items[0].rule] : [body.type?.split('/').at(-1)]))
  t.equal(rules.filter(rule => rule === 'payment-approved').length, 19)
  const { items } = await made(haninge('GET', `/events?subjectId=${id}`))
  t.equal(items.filter(({ type }: { type: string }) => type === 'payment.approved').length, 1)
  t.strictSame(await stages(id), { planned: 95_000, checked: 95_000, approved: 95_000 })
})

t.test(
  'many attested at once by several in opposite orders neither lock each other out nor are attested twice',
  async t => {
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push((await aPayment({ amount: 100 })).id)
    const five = await Promise.all(Array.from({ length: 5 }, (_, n) => aPerson(`Kontrollant ${n}`)))
    const answers = await Promise.all(
      five.map((ask, n) => ask('POST', '/payments/check', { paymentIds: n % 2 ? ids : ids.toReversed() }))
    )
    t.strictSame(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200]
    )
    t.equal(
      answers.reduce((sum, { body }) => sum + body.attestedCount, 0),
      12
    )
    t.strictSame(await stages(...ids), { planned: 1200, checked: 1200 })
  }
)

t.test('an approval that races with a change of the payment never approves what nobody checked', async t => {
  const third = await aPerson('Handläggare tre')
  for (let round = 0; round < 6; round++) {
    const { id } = await aPayment()
    await made(one('POST', `/payments/${id}/check`, {}))
    // The planner changes the amount, as re-planning does: whatever was attested falls.
    const change = database.transaction(async tx => {
      const ref = { municipalityCode: '0136', id }
      const before = await lockPayment(tx, ref)
      if (before.status === 'approved') return 'too late'
      const attested = { checkedBy: null, checkedByName: null, checkedAt: null, payeeAccountId: null }
      const changedBy = [...before.changedBy, 'person:handläggare två']
      await amendRecord(tx, payments, ref, { amount: 94_999, status: 'planned', changedBy, ...attested })
      return 'changed'
    })
    const approve = two('POST', `/payments/${id}/approve`, {})
    const [changed, approved] = await Promise.all([change, approve])
    if (changed === 'changed') {
      t.match(approved, refusedBy(409, 'payment-not-checked'))
      t.match(await two('POST', `/payments/${id}/check`, {}), refusedBy(403, 'attester-changed-payment'))
      await made(one('POST', `/payments/${id}/check`, {}))
      t.match(await third('POST', `/payments/${id}/approve`, {}), { status: 200, body: { amount: 94_999 } })
    } else t.match(approved, { status: 200, body: { amount: 95_000 } })
  }
})
