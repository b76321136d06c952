import t from 'tap'
import {
  refusal,
  refusalOfAccount,
  refusalOfRevoking,
  refusalOfUnseen,
  sumOf,
  warningOf
} from '../../src/money/payments/attest-rules.ts'
import { checkConditions, distinctConditions } from '../../src/money/payments/condition-rules.ts'
import {
  type Bounds,
  checkSpread,
  draftsOf,
  isBroken,
  type Spread,
  statedTotal
} from '../../src/money/payments/plan-rules.ts'
import { attestations, nextStepOf, nextSteps, paymentStatuses } from '../../src/money/payments/rules.ts'
import {
  advanceCeiling,
  budgetYearOf,
  dueOf,
  equalParts,
  MOST_PARTS,
  partsOf
} from '../../src/money/payments/schedule-rules.ts'

/** Both sides of the edge of every rule of plans and attestation; nothing here is looked up. */

const bounds = { period: { grantYear: 2022, grantYearTo: null }, earliest: '2021-12-14', latest: '2032-12-31' }
const broken = (spread: Partial<Spread>, total: bigint | null = null, more: object = {}) =>
  checkSpread({ schedule: 'once', ...spread }, total, { ...bounds, ...more }).map(({ field }) => field)

t.test('nothing falls due before the first day of its bounds, nor after the last', async t => {
  const custom = (dueOn: string) => broken({ schedule: 'custom', instalments: [{ dueOn, amount: 1 }] })
  const advance = (dueOn: string) => broken({ advance: { amount: 1, dueOn } })
  const edges: [dueOn: string, fine: boolean][] = [
    ['2021-12-13', false],
    ['2021-12-14', true],
    ['2021-12-15', true],
    ['2032-12-30', true],
    ['2032-12-31', true],
    ['2033-01-01', false]
  ]
  for (const [dueOn, fine] of edges) {
    t.same(custom(dueOn), fine ? [] : ['/instalments/0/dueOn'], `an instalment on ${dueOn}`)
    t.same(advance(dueOn), fine ? [] : ['/advance/dueOn'], `an advance on ${dueOn}`)
  }
  const served = (schedule: 'once' | 'quarterly', servicePeriodFrom: string, servicePeriodTo: string) =>
    broken({ schedule, servicePeriodFrom, servicePeriodTo })
  t.same(served('once', '2032-12-31', '2040-01-01'), [], 'once is due on the first day')
  t.same(served('once', '2033-01-01', '2040-01-01'), ['/servicePeriodFrom'])
  t.same(served('quarterly', '2032-01-01', '2032-12-31'), [])
  t.same(served('quarterly', '2032-01-01', '2033-01-01'), ['/servicePeriodTo'])
  t.same(served('quarterly', '2033-01-01', '2033-01-02'), ['/servicePeriodFrom'])
})

t.test('a period of one day is a period, one that ends the day before is none', async t => {
  const of = (servicePeriodFrom?: string, servicePeriodTo?: string) => ({ servicePeriodFrom, servicePeriodTo })
  t.same(broken(of('2022-05-05', '2022-05-05')), [])
  t.same(broken(of('2022-05-05', '2022-05-04')), ['/servicePeriodTo'])
  t.same(broken(of('2022-12-31')), [], 'to the end of the year of the grant')
  t.same(broken(of('2023-01-01')), ['/servicePeriodFrom'])
  t.same(broken(of(undefined, '2022-01-01')), [])
  t.same(broken(of(undefined, '2021-12-31')), ['/servicePeriodTo'])
  const instalment = (more: object) =>
    broken({ schedule: 'custom', instalments: [{ dueOn: '2022-01-03', amount: 1, ...more }] })
  t.same(instalment(of('2022-05-05', '2022-05-05')), [])
  t.same(instalment(of('2022-05-05', '2022-05-04')), ['/instalments/0/servicePeriodTo'])
  t.same(broken({}, null, { period: { grantYear: null, grantYearTo: null } }), ['/servicePeriodFrom'])
  t.same(broken({ schedule: 'custom' }), ['/instalments'])
  t.same(broken({ instalments: [] }), ['/instalments'])
})

t.test('what is stated one by one comes to the amount, to the öre', async t => {
  const instalments = [
    { dueOn: '2022-01-03', amount: 0.1 },
    { dueOn: '2022-02-01', amount: 0.2 }
  ]
  const spread = { schedule: 'custom', instalments, advance: { amount: 0.01, dueOn: '2022-01-03' } } as const
  t.equal(statedTotal(spread as never as Spread), 31n)
  for (const total of [30n, 32n]) t.same(broken(spread as never as Spread, total), ['/instalments'])
  t.same(broken(spread as never as Spread, 31n), [])
})

t.test('each instalment has an öre at the least, and the parts come to the whole', async t => {
  const drafts = (total: bigint, more: Partial<Spread> = {}) =>
    draftsOf({ schedule: 'quarterly', ...more }, total, bounds).map(one => ('field' in one ? one.field : one.amount))
  t.same(drafts(0n), ['/amount'], 'nothing is no plan')
  t.same(drafts(3n), ['/amount'])
  t.same(drafts(4n), [1n, 1n, 1n, 1n])
  t.same(drafts(7n), [1n, 1n, 1n, 4n])
  const advance = { advance: { amount: 0.1, dueOn: '2022-01-03' } }
  t.same(drafts(10n, advance), [10n], 'an advance of all')
  t.same(drafts(9n, advance), ['/advance/amount'])
  t.same(drafts(13n, advance), ['/advance/amount'])
  t.same(drafts(14n, advance), [10n, 1n, 1n, 1n, 1n])
  const monthly = (servicePeriodTo: string) =>
    drafts(1_000n, { schedule: 'monthly', servicePeriodFrom: '2022-01-01', servicePeriodTo })
  t.equal(monthly('2041-12-31').length, MOST_PARTS)
  t.same(monthly('2042-01-01'), ['/servicePeriodTo'])
  t.same(equalParts(100n, 3), [33n, 33n, 34n])
})

t.test('an instalment has its own days and note where it states them, else those of the plan', async t => {
  const own = { servicePeriodFrom: '2022-02-01', servicePeriodTo: '2022-02-28', note: 'Februari' }
  const instalments = [
    { dueOn: '2022-01-03', amount: 1 },
    { dueOn: '2022-02-01', amount: 1, ...own }
  ]
  const drafts = (more: object, period: Bounds['period'] = bounds.period) =>
    draftsOf({ schedule: 'custom', instalments, ...more }, 200n, { ...bounds, period })
  t.match(drafts({ note: 'Plan' }), [
    { servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31', note: 'Plan', of: 0, amount: 100n },
    { ...own, of: 1, amount: 100n }
  ])
  t.match(drafts({ servicePeriodFrom: '2022-03-01', servicePeriodTo: '2022-04-30' }), [
    { servicePeriodFrom: '2022-03-01', servicePeriodTo: '2022-04-30', note: null },
    own
  ])
  t.match(drafts({}, { grantYear: null, grantYearTo: null }), [{ servicePeriodFrom: null, servicePeriodTo: null }, own])
  const half = { servicePeriodFrom: '2022-01-01', period: { grantYear: null, grantYearTo: null } }
  t.same(broken(half, null, half), ['/servicePeriodFrom'], 'the last day is not stated')
  t.ok(isBroken([{ field: '/amount', message: 'x', sv: 'x' }]))
  t.notOk(isBroken([]))
})

t.test('parts are of the calendar or of the first day, and end with the period', async t => {
  t.same(partsOf('quarterly', '2022-02-15', '2022-07-01'), [
    { from: '2022-02-15', to: '2022-03-31' },
    { from: '2022-04-01', to: '2022-06-30' },
    { from: '2022-07-01', to: '2022-07-01' }
  ])
  t.equal(partsOf('quarterly', '2022-02-15', '2022-06-30').length, 2)
  t.equal(partsOf('yearly', '2022-02-15', '2023-02-14').length, 1)
  t.equal(partsOf('yearly', '2022-02-15', '2023-02-15').length, 2)
  t.same(partsOf('monthly', '2022-12-01', '2022-12-31'), [{ from: '2022-12-01', to: '2022-12-31' }])
  t.same(partsOf('monthly', '2022-12-31', '2022-12-31'), [{ from: '2022-12-31', to: '2022-12-31' }])
  t.equal(dueOf({ from: '2022-04-01', to: '2022-06-30' }, '2022-04-01'), '2022-04-01')
  t.equal(dueOf({ from: '2022-04-01', to: '2022-06-30' }, '2022-04-04'), '2022-04-04')
  t.equal(dueOf({ from: '2022-04-02', to: '2022-06-30' }, '2022-04-01'), '2022-04-04', 'a Saturday')
})

t.test('a payment is of the year of the grant that its due day is in, or of the nearest', async t => {
  const years = (period: { grantYear: number | null; grantYearTo: number | null }) =>
    ['2021-12-31', '2022-01-01', '2022-12-31', '2023-01-01', '2024-12-31', '2025-01-01'].map(day =>
      budgetYearOf(period, day)
    )
  t.same(years({ grantYear: 2022, grantYearTo: null }), [2022, 2022, 2022, 2022, 2022, 2022])
  t.same(years({ grantYear: 2022, grantYearTo: 2024 }), [2022, 2022, 2022, 2023, 2024, 2024])
  t.same(years({ grantYear: null, grantYearTo: null }), [2021, 2022, 2022, 2023, 2024, 2025])
  t.same(
    [-1n, 0n, 1n, 3n, 10_001n].map(basis => advanceCeiling(basis, 5_000n)),
    [0n, 0n, 0n, 1n, 5_000n]
  )
  t.equal(advanceCeiling(10_001n, 10_000n), 10_001n)
})

const payment = {
  ...{ id: 'x', amount: 1_000.1, changedBy: ['person:planner'], checkedBy: null, withdrawnAt: null },
  status: 'planned' as const
}
const typeOf = (error: { rule?: string; message?: string } | null) => (error === null ? null : JSON.stringify(error))

t.test('an attestation follows on its own status alone', async t => {
  for (const status of paymentStatuses) {
    for (const attestation of attestations) {
      const from = attestation === 'check' ? 'planned' : 'checked'
      const to = attestation === 'check' ? 'checked' : 'approved'
      const one = { ...payment, status }
      t.equal(refusal(one, attestation, 'person:b', null) === null, status === from, `${attestation} ${status}`)
      t.ok(refusal({ ...one, withdrawnAt: '2022-01-01T00:00:00Z' }, attestation, 'person:b', null))
      t.equal(refusalOfRevoking(status, attestation) === null, status === to, `revoke ${attestation} ${status}`)
    }
  }
})

t.test('a refusal names the rule: what is to be done first, or how far the payment has come', async t => {
  const rules = (attestation: 'check' | 'approve') =>
    paymentStatuses.map(status => [
      refusal({ ...payment, status }, attestation, 'person:b', null)?.rule ?? null,
      refusalOfRevoking(status, attestation)?.rule ?? null
    ])
  const later = ['ordered', 'paid', 'returned'].map(status => [`payment-${status}`, `payment-${status}`])
  t.same(rules('check'), [
    ...[
      [null, 'payment-not-checked'],
      ['payment-checked', null],
      ['payment-approved', 'payment-approved']
    ],
    ...later
  ])
  t.same(rules('approve'), [
    ...[
      ['payment-not-checked', 'payment-not-approved'],
      [null, 'payment-not-approved'],
      ['payment-approved', null]
    ],
    ...later
  ])
  t.match(refusalOfRevoking('approved', 'check')?.message, /revoke the approval first/)
  t.match(refusalOfRevoking('ordered', 'check')?.message, /cannot be called back/)
})

t.test('nobody attests what they planned, or approves what they checked; others do', async t => {
  const checked = { ...payment, status: 'checked' as const, checkedBy: 'person:checker' }
  const may = (one: typeof payment | typeof checked, attestation: 'check' | 'approve', who: string) =>
    typeOf(refusal(one as typeof checked, attestation, who, null)) === null
  t.notOk(may(payment, 'check', 'person:planner'))
  t.ok(may(payment, 'check', 'person:other'))
  t.notOk(may(checked, 'approve', 'person:planner'))
  t.notOk(may(checked, 'approve', 'person:checker'))
  t.ok(may(checked, 'approve', 'person:other'))
  // Checked before, and planned anew: whoever checked it may check it again.
  t.ok(may({ ...checked, status: 'planned' } as never, 'check', 'person:checker'))
  t.ok(refusalOfAccount({ registeredBy: 'person:a' }, 'check', 'person:a'))
  t.equal(refusalOfAccount({ registeredBy: 'person:a' }, 'check', 'person:b'), null)
})

t.test('a limit is held to the öre', async t => {
  const under = (maxAmount: number | null) => refusal(payment, 'check', 'person:b', { maxAmount }) === null
  t.same([1_000.09, 1_000.1, 1_000.11].map(under), [false, true, true])
  t.equal(under(null), false)
  t.equal(under(0), false)
  t.equal(refusal({ ...payment, amount: 0.29 }, 'check', 'person:b', { maxAmount: 0.29 }), null)
  t.ok(refusal({ ...payment, amount: 0.3 }, 'check', 'person:b', { maxAmount: 0.29 }))
  // 0.29 in öre is less than 29 as a double, and 0.28 is more than 28.
  t.ok(refusal({ ...payment, amount: 0.29 }, 'check', 'person:b', { maxAmount: 0.28 }))
  t.equal(sumOf([0.29, 0.28]), 0.57)
  t.equal(sumOf([0.1, 0.2, 1.1]), 1.4)
  t.equal(sumOf([]), 0)
})

t.test('what was seen is held against what is, where both are known', async t => {
  const unseen = (version: number, account: string | undefined, seen: object) =>
    refusalOfUnseen({ version }, account, seen) !== null
  t.same(
    [
      unseen(2, 'a', {}),
      unseen(2, 'a', { version: 2 }),
      unseen(2, 'a', { version: 1 }),
      unseen(2, 'a', { version: 3 }),
      unseen(2, 'a', { payeeAccountId: 'a' }),
      unseen(2, 'a', { payeeAccountId: 'b' }),
      unseen(2, undefined, { payeeAccountId: 'b' })
    ],
    [false, false, true, true, false, true, false]
  )
})

t.test('a condition names what its kind needs, and nothing else', async t => {
  const fields = (one: object, forAgreement = true) =>
    checkConditions([one as never], '/conditions', forAgreement).map(({ field }) => field)
  t.same(fields({ kind: 'reportAccepted' }), ['/conditions/0'])
  t.same(fields({ kind: 'reportAccepted', reportId: 'a' }), [])
  t.same(fields({ kind: 'reportAccepted', requirementId: 'a' }), [])
  t.same(fields({ kind: 'reportAccepted', reportId: 'a', requirementId: 'b' }), ['/conditions/0'])
  t.same(fields({ kind: 'decisionFinal', reportId: 'a' }), ['/conditions/0'])
  t.same(fields({ kind: 'notBefore' }), ['/conditions/0/notBefore'])
  t.same(fields({ kind: 'notBefore', notBefore: '2022-01-01' }), [])
  t.same(fields({ kind: 'decisionFinal', notBefore: '2022-01-01' }), ['/conditions/0/notBefore'])
  t.same(fields({ kind: 'agreementSigned' }), [])
  t.same(fields({ kind: 'agreementSigned' }, false), ['/conditions/0/kind'])
})

t.test('a condition that is said twice is kept once, whatever the capitals of its ids', async t => {
  const kept = distinctConditions([
    { kind: 'reportAccepted', reportId: 'AB' },
    { kind: 'reportAccepted', reportId: 'ab', requirementId: null },
    { kind: 'reportAccepted', requirementId: 'AB' },
    { kind: 'notBefore', notBefore: '2022-01-01' },
    { kind: 'notBefore', notBefore: '2022-01-02' }
  ] as never[])
  const none = { reportId: null, requirementId: null, notBefore: null }
  t.same(kept, [
    { ...none, kind: 'reportAccepted', reportId: 'ab' },
    { ...none, kind: 'reportAccepted', requirementId: 'ab' },
    { ...none, kind: 'notBefore', notBefore: '2022-01-01' },
    { ...none, kind: 'notBefore', notBefore: '2022-01-02' }
  ])
})

t.test('what is to be done next follows from the status, and of a cancelled payment nothing is', async t => {
  const steps = paymentStatuses.map(status => nextStepOf(status, false))
  const [planned, checked, approved, ordered, ...done] = steps
  t.same([planned, checked, approved, ordered], nextSteps)
  t.ok(done.every(step => step === null))
  t.ok(paymentStatuses.every(status => nextStepOf(status, true) === null))
})

t.test('limits warn where they shut somebody out, or leave nobody', async t => {
  const left = { attestation: 'check' as const, on: '2022-03-01', named: ['role:chef'] }
  const warning = (may: number, mayNot: number) => warningOf({ ...left, may, mayNot })
  t.equal(warning(1, 0), null)
  t.match(warning(1, 1), /may check nothing: 1\.$/)
  t.match(warning(0, 0), /role:chef\. Of the keys that there are none may check/)
  t.notMatch(warning(0, 0), /may check nothing/)
  t.match(warning(0, 2), /may check nothing: 2\. Of the keys that there are none/)
})
