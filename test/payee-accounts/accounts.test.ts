import fc from 'fast-check'
import t from 'tap'
import { addDays, today } from '../../src/base/dates.ts'
import { parseAccountNumber } from '../../src/money/payee-accounts/rules.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

const register = await aMoneyRegister(t)
const { haninge, jour, attention, school, client } = register

t.test('numbers are taken as people write them and kept plain', async t => {
  const cases = [
    ['bankgiro', '5050-1055', '50501055'],
    ['bankgiro', '991-2346', '9912346'],
    ['plusgiro', '12 34 56-6', '1234566'],
    ['iban', 'SE45 5000 0000 0583 9825 7466', 'SE4550000000058398257466'],
    ['iban', 'se45-5000-0000-0583-9825-7466', 'SE4550000000058398257466'],
    ['iban', 'DE89 3704 0044 0532 0130 00', 'DE89370400440532013000']
  ] as const
  for (const [kind, number, kept] of cases) t.match(parseAccountNumber(kind, number), { ok: true, value: kept }, number)
})

t.test('a wrong digit, a wrong length and a wrong form are refused, and the number is not repeated', async t => {
  const cases = [
    ['bankgiro', '5050-1056'],
    ['bankgiro', '505010'],
    ['bankgiro', '505010551'],
    ['plusgiro', '1'],
    ['plusgiro', '12 34 56-7'],
    ['plusgiro', '123456789'],
    ['iban', 'SE45 5000 0000 0583 9825 7467'],
    ['iban', 'SE45 5000 0000 0583 9825 746'],
    ['iban', 'XX45 5000 0000 0583 9825 7466'],
    ['iban', '50501055']
  ] as const
  for (const [kind, number] of cases) {
    const answer = await haninge('POST', '/payee-accounts', {
      organisationId: school,
      accountKind: kind,
      accountNumber: number
    })
    t.match(
      answer,
      { status: 422, body: { type: /payee-account-not-valid$/, violations: [{ field: '/accountNumber' }] } },
      number
    )
    if (number.length > 5) t.notOk(JSON.stringify(answer.body).includes(number))
  }
})

t.test('any two digits of an IBAN that change places are noticed', async () => {
  const iban = 'SE4550000000058398257466'
  fc.assert(
    fc.property(fc.integer({ min: 2, max: iban.length - 2 }), at => {
      const swapped = iban.slice(0, at) + iban[at + 1] + iban[at] + iban.slice(at + 2)
      return swapped === iban || !parseAccountNumber('iban', swapped).ok
    })
  )
})

t.test('an account that bears a personal number is refused', async t => {
  const iban = (bban: string) => {
    const digits = BigInt(`${bban}281400`)
    return `SE${String(98n - (digits % 97n)).padStart(2, '0')}${bban}`
  }
  // The number of an example (Skatteverket), behind zeros and behind the clearing number of personal accounts.
  for (const bban of ['30000000008112189876', '30000033008112189876']) {
    t.match(parseAccountNumber('iban', iban(bban)), { ok: false, message: /personal number/ }, bban)
  }
  t.match(parseAccountNumber('iban', iban('30000000030521234567')), { ok: true }, 'an account of an organisation')
})

t.test('an account is registered, found by what is known of it, and withdrawn', async t => {
  const content = {
    organisationId: attention,
    accountKind: 'bankgiro',
    accountNumber: '5805-6201',
    validFrom: '2022-01-01'
  }
  const answer = await haninge('POST', '/payee-accounts', { ...content, validTo: '2022-12-31', reference: 'LEV-1' })
  t.match(answer, { status: 201, body: { accountNumber: '58056201', validTo: '2022-12-31', note: null } })
  const { id } = answer.body
  t.match(answer.headers.location, new RegExp(`/payee-accounts/${id}$`))
  for (const query of [
    `organisationId=${attention}`,
    `organisationId=${attention}&accountKind=bankgiro&validOn=2022-06-01`,
    'accountNumber=5805-6201',
    'accountNumber=58056201&validOn=2022-12-31',
    'reference=LEV-1'
  ]) {
    t.match((await haninge('GET', `/payee-accounts?${query}`)).body.items, [{ id }], query)
  }
  for (const query of [
    `organisationId=${attention}&validOn=2023-01-01`,
    `organisationId=${attention}&accountKind=iban`
  ]) {
    t.strictSame((await haninge('GET', `/payee-accounts?${query}`)).body.items, [], query)
  }
  t.equal((await haninge('PATCH', `/payee-accounts/${id}`, { note: 'x' }, { 'if-match': '*' })).status, 405)
  t.match(await haninge('POST', `/payee-accounts/${id}/withdraw`, { reason: 'Avslutat' }), {
    status: 200,
    body: { withdrawnReason: 'Avslutat', version: 2 }
  })
  t.match(await haninge('POST', `/payee-accounts/${id}/withdraw`, { reason: 'Avslutat' }), { status: 409 })
  t.match((await haninge('GET', `/payee-accounts/${id}/history`)).body.items, [
    { type: 'payeeAccount.created', after: { accountNumber: '58056201' } },
    { type: 'payeeAccount.withdrawn', reason: 'Avslutat' }
  ])
})

t.test('a validity that ends before it begins, and an organisation that is not there, are refused', async t => {
  const account = { organisationId: attention, accountKind: 'plusgiro', accountNumber: '12 34 56-6' }
  t.match(await haninge('POST', '/payee-accounts', { ...account, validFrom: '2022-02-01', validTo: '2022-01-31' }), {
    status: 422,
    body: { violations: [{ field: '/validTo' }] }
  })
  const nobody = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.match(await haninge('POST', '/payee-accounts', { ...account, organisationId: nobody }), {
    status: 422,
    body: { type: /reference-not-found$/, violations: [{ field: '/organisationId' }] }
  })
})

t.test('the same account twice for the same days is refused, also at once; for other days it is not', async t => {
  const account = { organisationId: school, accountKind: 'plusgiro', accountNumber: '1234566', validTo: '2022-12-31' }
  const answers = await Promise.all(Array.from({ length: 6 }, () => haninge('POST', '/payee-accounts', account)))
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409])
  const again = { ...account, accountNumber: '12 34 56-6', validFrom: '2022-12-31', validTo: null }
  t.match(await haninge('POST', '/payee-accounts', again), { status: 409, body: { type: /payee-account-exists$/ } })
  t.equal((await haninge('POST', '/payee-accounts', { ...again, validFrom: '2023-01-01' })).status, 201)
})

t.test('accounts of an organisation follow it into the one that it is merged into', async t => {
  const double = await register.anOrganisation('Haninge kvinnojour (dubblett)')
  const account = { organisationId: double, accountKind: 'iban', accountNumber: 'SE4550000000058398257466' }
  const { id } = await made(haninge('POST', '/payee-accounts', account))
  const payment = await register.aPayment({ payeeOrganisationId: double })
  await made(haninge('POST', `/organisations/${double}/merge`, { mergedIntoId: jour, reason: 'Samma' }))
  t.match((await haninge('GET', `/payee-accounts/${id}`)).body, { organisationId: jour })
  t.match(await haninge('POST', `/payments/${payment.id}/check`, {}), {
    status: 403,
    body: { type: /attester-changed-payment$/ }
  })
  const another = await register.aPerson('granskare')
  t.match(await another('POST', `/payments/${payment.id}/check`, {}), {
    status: 200,
    body: { payeeOrganisationId: jour }
  })
  t.match(await haninge('POST', '/payee-accounts', { ...account, accountNumber: 'DE89370400440532013000' }), {
    status: 422,
    body: { violations: [{ field: '/organisationId', message: /was merged into/ }] }
  })
})

t.test('accounts are for those with the scope', async t => {
  const officer = await client({ municipalityCodes: ['0136'], scopes: ['payments:read', 'organisations:read'] })
  t.match(await officer('GET', '/0136/payee-accounts'), { status: 403, body: { scope: 'payment-settings:read' } })
})

t.test(
  'what a bank answers to whose an account is stands at it, the last time, and the earlier answers in its history',
  async t => {
    const made1 = { organisationId: attention, accountKind: 'bankgiro', accountNumber: '5014-0037' }
    const account = await made(haninge('POST', '/payee-accounts', made1))
    t.match(account, { checkResult: null, checkedOn: null, checkedName: null })
    const check = (body: object, headers = {}) => haninge('POST', `/payee-accounts/${account.id}/check`, body, headers)
    const first = { checkResult: 'closeMatch', checkedOn: '2026-01-02', checkedName: 'Attention Haninge' }
    t.match(await made(check({ result: 'closeMatch', checkedOn: '2026-01-02', name: 'Attention Haninge' })), first)
    t.match(await made(check({ result: 'match' })), { checkResult: 'match', checkedOn: today(), checkedName: null })
    const { items } = await made(haninge('GET', `/payee-accounts/${account.id}/history`))
    t.match(
      items.filter(({ type }: { type: string }) => type === 'payeeAccount.bankChecked'),
      [{ after: first }, { before: first, after: { checkResult: 'match', checkedName: null } }]
    )

    for (const [body, field] of [
      [{ result: 'match', checkedOn: addDays(today(), 1) }, '/checkedOn'],
      [{ result: 'match', name: 'Attention' }, '/name'],
      [{ result: 'noMatch', name: 'Attention' }, '/name'],
      [{ result: 'notPossible', name: 'Attention' }, '/name']
    ] as const) {
      const answer = { status: 422, body: { type: /payee-account-check-not-valid$/, violations: [{ field }] } }
      t.match(await check(body), answer, field)
    }
    for (const body of [{}, { result: 'perhaps' }, { result: 'match', checkedOn: '2026-02-30' }])
      t.match(await check(body), { status: 400 }, JSON.stringify(body))
    t.match(await check({ result: 'match' }, { 'if-match': '"1"' }), { status: 412 })
    await made(haninge('POST', `/payee-accounts/${account.id}/withdraw`, { reason: 'Fel konto' }))
    t.match(await check({ result: 'match' }), { status: 409 })
  }
)
