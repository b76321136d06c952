import t, { type Test } from 'tap'
import { limitOf } from '../../src/money/payments/approval-limits.ts'
import type { Attestation } from '../../src/money/payments/rules.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { AUDIENCE, anIssuer } from '../support/issuer.ts'
import { aMoneyRegister } from '../support/money.ts'
import { type Answer, clientOf, made } from '../support/register.ts'

const { app, admin, database, decision, client, haninge, aPayment, aPerson } = await aMoneyRegister(t, 38_000_000)
const chief = await aPerson('Chef', ['*'], ['verksamhetschef'])
const clerk = await aPerson('Handläggare', ['*'])

/** A limit of checking unless told, until the test ends. */
async function aLimit(t: Test, content: object) {
  const limit = await made(haninge('POST', '/approval-limits', { attestation: 'check', ...content }))
  t.teardown(() => haninge('POST', `/approval-limits/${limit.id}/withdraw`, { reason: 'Slut' }))
  return limit
}

/** What becomes of a check of a payment of so many kronor. */
async function check(ask: (method: string, path: string, body: object) => Promise<Answer>, amount: number) {
  const { id } = await aPayment({ amount })
  const { status, body } = await ask('POST', `/payments/${id}/check`, {})
  return status === 200 ? 'checked' : body.type.split('/').at(-1)
}

t.test('without limits there is none; with one, only those that are named may do anything', async t => {
  t.equal(await check(clerk, 300_000), 'checked')
  const { id } = await aLimit(t, { holder: 'role:verksamhetschef', maxAmount: 200_000.5 })
  t.equal(await check(clerk, 1), 'approval-limit-missing')
  t.equal(await check(chief, 200_000.5), 'checked', 'the limit itself')
  t.equal(await check(chief, 200_000.51), 'approval-limit-exceeded', 'an öre beyond')
  await made(haninge('POST', `/approval-limits/${id}/withdraw`, { reason: 'Upphävd' }))
  t.equal(await check(clerk, 300_000), 'checked')
})

t.test('a limit of checking says nothing of approving', async t => {
  await aLimit(t, { holder: 'role:verksamhetschef', maxAmount: 200_000 })
  const { id } = await aPayment()
  await made(chief('POST', `/payments/${id}/check`, {}))
  t.equal((await clerk('POST', `/payments/${id}/approve`, {})).status, 200)
})

t.test('of several that name the caller the highest counts, by key or by role', async t => {
  await aLimit(t, { holder: 'role:verksamhetschef', maxAmount: 1000 })
  await aLimit(t, { holder: `key:${chief.keyId.toUpperCase()}`, maxAmount: 5000 })
  await aLimit(t, { holder: 'role:någon annan', maxAmount: 300_000 })
  t.equal(await check(chief, 5000), 'checked')
  t.equal(await check(chief, 5000.01), 'approval-limit-exceeded')
  t.equal(await check(clerk, 5000), 'approval-limit-missing')
})

t.test('only limits in force today count', async t => {
  const past = await aLimit(t, { holder: 'role:någon annan', maxAmount: 1, validTo: '2022-12-31' })
  await aLimit(t, { holder: 'role:någon annan', maxAmount: 1, validFrom: '2199-01-01' })
  t.equal(await check(chief, 300_000), 'checked')
  t.match((await haninge('GET', '/approval-limits?validOn=2022-12-31&attestation=check')).body.items, [{ id: past.id }])
})

t.test('a limit is in force from its first day to its last, of its attestation, and of its municipality', async t => {
  const actor = {
    ...{ id: `key:${chief.keyId}`, name: 'Chef', principal: 'person:chef', roles: new Set(['verksamhetschef']) },
    ...{ scopes: new Set(['*']), municipalityCodes: null, sentBy: null, requestId: null }
  }
  const on = (day: string, attestation: Attestation = 'approve', code = '0136') =>
    limitOf(database, actor, code, attestation, day)
  const days = ['2022-02-28', '2022-03-01', '2022-03-02', '2022-06-29', '2022-06-30', '2022-07-01']
  const inForce = async () => (await Promise.all(days.map(day => on(day)))).map(limit => limit?.maxAmount ?? null)
  const holder = 'role:verksamhetschef'
  const of = { attestation: 'approve', holder, maxAmount: 7 }
  const table: [validity: object, maxAmounts: (number | null)[]][] = [
    [{}, [7, 7, 7, 7, 7, 7]],
    [{ validFrom: '2022-03-01' }, [null, 7, 7, 7, 7, 7]],
    [{ validTo: '2022-06-30' }, [7, 7, 7, 7, 7, null]],
    [{ validFrom: '2022-03-01', validTo: '2022-06-30' }, [null, 7, 7, 7, 7, null]],
    [{ validFrom: '2022-06-30', validTo: '2022-06-30' }, [null, null, null, null, 7, null]]
  ]
  for (const [validity, maxAmounts] of table) {
    const { id } = await made(haninge('POST', '/approval-limits', { ...of, ...validity }))
    t.same(await inForce(), maxAmounts, JSON.stringify(validity))
    for (const day of days) {
      const { items } = await made(haninge('GET', `/approval-limits?validOn=${day}&attestation=approve`))
      t.equal(items.length, maxAmounts[days.indexOf(day)] === null ? 0 : 1, `listed on ${day}`)
    }
    t.equal(await on('2022-06-30', 'check'), null, 'the other attestation')
    t.equal(await on('2022-06-30', 'approve', '2031'), null, 'another municipality')
    await made(haninge('POST', `/approval-limits/${id}/withdraw`, { reason: 'Slut' }))
    t.equal(await on('2022-06-30'), null, 'withdrawn')
  }
  // What another municipality has in force neither lets nor hinders.
  await made(admin('POST', '/2031/approval-limits', { ...of, maxAmount: 9 }))
  t.equal(await on('2022-06-30'), null)
  await aLimit(t, { ...of, holder: 'role:annan' })
  t.same(await on('2022-06-30'), { maxAmount: null })
})

t.test('a token is limited by its subject and by its roles', async t => {
  const issuer = await anIssuer(t)
  const trusted = { name: 'Haninge', tokenIssuer: issuer.name, tokenAudience: AUDIENCE, tokenKeysUrl: issuer.keysUrl }
  await made(admin('PUT', '/municipalities/0136', trusted, { 'if-match': '*' }))
  const as = async (sub: string, roles: string[]) => {
    const client = clientOf(app, await issuer.token({ sub, roles, scope: 'payments:check' }))
    const ask: typeof client = (method, path, ...rest) => client(method, `/0136${path}`, ...rest)
    return ask
  }
  await aLimit(t, { holder: `token:${issuer.name}#anna`, maxAmount: 10 })
  await aLimit(t, { holder: 'role:ekonom', maxAmount: 20 })
  t.equal(await check(await as('anna', []), 10), 'checked')
  t.equal(await check(await as('anna', []), 11), 'approval-limit-exceeded')
  t.equal(await check(await as('bertil', ['ekonom']), 20), 'checked')
  t.equal(await check(await as('bertil', []), 1), 'approval-limit-missing')
})

t.test('a limit is changed with If-Match, and its history is told', async t => {
  const limit = await aLimit(t, { holder: 'role:verksamhetschef', maxAmount: 1000, decisionId: decision.id })
  const path = `/approval-limits/${limit.id}`
  t.equal((await haninge('PATCH', path, { maxAmount: 2000 })).status, 428)
  t.match(await haninge('PATCH', path, { maxAmount: 2000 }, { 'if-match': '"1"' }), {
    status: 200,
    body: { maxAmount: 2000, version: 2 }
  })
  t.match(await haninge('PATCH', path, { validFrom: '2022-02-01', validTo: '2022-01-01' }, { 'if-match': '"2"' }), {
    status: 422,
    body: { type: /approval-limit-not-valid$/, violations: [{ field: '/validTo' }] }
  })
  t.match((await haninge('GET', `${path}/history`)).body.items, [
    { type: 'approvalLimit.created' },
    { type: 'approvalLimit.updated', before: { maxAmount: 1000 }, after: { maxAmount: 2000 } }
  ])
  t.match((await chief('GET', '/approval-limits?holder=role:verksamhetschef')).body.items, [{ id: limit.id }])
})

t.test(
  'a holder that is no key of the municipality, a decision that is not there, and other forms are refused',
  async t => {
    const limit = { attestation: 'approve', maxAmount: 1 }
    const elsewhere = await createApiKey(database, { name: 'test', municipalityCodes: ['2031'], scopes: ['*'] })
    for (const holder of [`key:${elsewhere.id}`, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60']) {
      t.match(await haninge('POST', '/approval-limits', { ...limit, holder }), {
        status: 422,
        body: { violations: [{ field: '/holder', message: /no key/ }] }
      })
    }
    for (const holder of ['anna', 'key:anna', 'token:anna', 'role:', 'role: chef', '']) {
      t.equal((await haninge('POST', '/approval-limits', { ...limit, holder })).status, 400, holder)
    }
    for (const maxAmount of [-1, 0.001, null]) {
      t.equal((await haninge('POST', '/approval-limits', { ...limit, holder: 'role:chef', maxAmount })).status, 400)
    }
    const decisionId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    t.match(await haninge('POST', '/approval-limits', { ...limit, holder: 'role:chef', decisionId }), {
      status: 422,
      body: { violations: [{ field: '/decisionId' }] }
    })
  }
)

t.test('whoever asks is told who it is and what it may do, whatever its scopes', async t => {
  const approver = await aPerson('Beslutsattestant  Ett', ['payments:approve'], ['chef'])
  t.strictSame((await approver('GET', '/caller')).body, {
    municipalityCode: '0136',
    actor: `key:${approver.keyId}`,
    actorName: 'Beslutsattestant  Ett',
    principal: 'person:beslutsattestant ett',
    holderKind: 'person',
    holder: 'Beslutsattestant  Ett',
    expiresAt: null,
    municipalityCodes: ['0136'],
    scopes: ['payments:approve'],
    roles: ['chef'],
    check: { allowed: false, maxAmount: null },
    approve: { allowed: true, maxAmount: null }
  })
  await aLimit(t, { attestation: 'approve', holder: 'role:chef', maxAmount: 70_000 })
  t.match((await approver('GET', '/caller')).body, { approve: { allowed: true, maxAmount: 70_000 } })
  await aLimit(t, { attestation: 'check', holder: 'role:chef', maxAmount: 70_000 })
  const system = await client({ scopes: ['payments:check'] })
  t.match((await system('GET', '/0136/caller')).body, {
    holderKind: 'system',
    municipalityCodes: null,
    check: { allowed: false, maxAmount: null }
  })
  t.equal((await approver('GET', '/caller')).status, 200)
  t.equal((await clientOf(app, undefined)('GET', '/0136/caller')).status, 401)
  t.equal((await (await client({ municipalityCodes: ['2031'] }))('GET', '/0136/caller')).status, 404)
})

t.test('the answer to a limit tells whom it leaves and whom it shuts out, from its first day to its last', async t => {
  const warned = async (content: object) => (await aLimit(t, content)).effect
  const chiefs = { actor: `key:${chief.keyId}`, actorName: 'Chef' }
  const clerks = { actor: `key:${clerk.keyId}`, actorName: 'Handläggare' }
  const ids = (keys: { actor: string }[]) => keys.map(({ actor }) => actor)
  const first = await warned({ holder: 'role:verksamhetschef', maxAmount: 1000 })
  t.match(first, { named: ['role:verksamhetschef'], keysThatMay: [chiefs] })
  t.ok(ids(first.keysThatMayNot).includes(clerks.actor))
  t.match(first.warning, /only those whom limits name may check: role:verksamhetschef\. Keys .*payments:check/)
  const second = await warned({ holder: `key:${clerk.keyId}`, maxAmount: 5, validFrom: '2099-01-01' })
  t.match(second, { validOn: '2099-01-01', named: [`key:${clerk.keyId}`, 'role:verksamhetschef'] })
  t.same(ids(second.keysThatMay).toSorted(), [chiefs.actor, clerks.actor].toSorted())
  t.notOk(ids(second.keysThatMayNot).includes(clerks.actor))
  const approving = await warned({ attestation: 'approve', holder: 'role:ingen', maxAmount: 5 })
  t.match(approving, { named: ['role:ingen'], keysThatMay: [], warning: /none may approve/ })
  t.equal((await warned({ holder: 'role:ingen', maxAmount: 5, validTo: '2020-12-31' })).warning, null, 'long over')
  const elsewhere = await made(
    admin('POST', '/2031/approval-limits', { attestation: 'check', holder: 'role:x', maxAmount: 1 })
  )
  t.same(elsewhere.effect.named, ['role:x'], 'limits of another municipality name nobody here')
  t.notOk(ids(elsewhere.effect.keysThatMayNot).includes(clerks.actor), 'nor are its keys told')
})
