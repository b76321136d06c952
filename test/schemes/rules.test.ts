import t from 'tap'
import { limitOfYear } from '../../src/register/schemes/base-amount-rules.ts'
import { attained, exceeds } from '../../src/register/schemes/budget-rules.ts'
import { openOn } from '../../src/register/schemes/open-rules.ts'
import { type StatusChange, statusesOn } from '../../src/register/schemes/rules.ts'
import { checkVersion, holdsOn, lateDeduction, versionsOverlap } from '../../src/register/schemes/version-rules.ts'
import { checkWindow, overlap, type Window } from '../../src/register/schemes/window-rules.ts'

const window = (given: Partial<Window>): Window => ({
  kind: 'unknown',
  opensOn: null,
  closesOn: null,
  opensMonthDay: null,
  closesMonthDay: null,
  closesNextYear: false,
  everyYears: 1,
  firstYear: null,
  relativeText: null,
  validFrom: null,
  validTo: null,
  ...given
})
const change = (status: StatusChange['status'], given: Partial<StatusChange> = {}): StatusChange => ({
  id: '1',
  status,
  effectiveOn: null,
  effectiveOnPrecision: 'day',
  observedOn: null,
  ...given
})
const open = [change('open')]
const spring = window({ kind: 'recurring', opensMonthDay: '04-01', closesMonthDay: '05-31' })

t.test('late ladders of both kinds say what is lost, and days without a step are not stated', async t => {
  const step = (daysLateFrom: number, daysLateTo: number, deductionPercent: number) => ({
    daysLateFrom,
    daysLateTo,
    deductionPercent
  })
  const haninge = { steps: [step(1, 7, 25), step(8, 21, 50), step(22, 36, 75)], after: 'rejected' as const }
  const herrljunga = {
    steps: [step(1, 7, 10), step(8, 14, 20), step(15, 21, 30), step(22, 28, 40)],
    after: 'paid' as const,
    afterPaidPercent: 35
  }
  const lost = (days: number[]) => days.map(day => lateDeduction(haninge, day).deductionPercent)
  t.same(lost([-3, 0, 1, 7, 8, 21, 22, 36, 37]), [0, 0, 25, 25, 50, 50, 75, 75, 100])
  t.equal(lateDeduction(haninge, 37).treatment, 'rejected')
  t.same(
    [7, 14, 21, 28, 29, 400].map(day => lateDeduction(herrljunga, day).paidPercent),
    [90, 80, 70, 60, 35, 35]
  )
  t.equal(lateDeduction(herrljunga, 400).treatment, 'deducted')
  const gap = { steps: [step(7, 13, 10)], after: 'notStated' as const }
  t.match(
    [lateDeduction(gap, 3), lateDeduction(gap, 14)],
    [{ treatment: 'notStated', deductionPercent: null }, { treatment: 'notStated' }]
  )
  const hundredths = { steps: [step(1, 1, 1.15), step(2, 2, 0.01), step(3, 3, 99.99)], after: 'notStated' as const }
  t.same(
    [1, 2, 3].map(day => [lateDeduction(hundredths, day).deductionPercent, lateDeduction(hundredths, day).paidPercent]),
    [
      [1.15, 98.85],
      [0.01, 99.99],
      [99.99, 0.01]
    ]
  )
  t.equal(lateDeduction(null, 0).treatment, 'onTime')
  t.equal(lateDeduction(null, 1).treatment, 'notStated')
  t.same(
    [-1, 0, 1, 2].map(day => lateDeduction(haninge, day).daysLate),
    [0, 0, 1, 2],
    'early is no days late'
  )
})

t.test(
  'half a prisbasbelopp is so many kronor in the years whose base amount is kept, and unknown in others',
  async t => {
    const half = { delegate: 'Förvaltningschef', kind: 'formula', factor: 0.5, base: 'prisbasbelopp' } as const
    const limits = [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027].map(year => limitOfYear(half, year).maxAmount)
    t.same(limits, [null, 23_800, 24_150, 26_250, 28_650, 29_400, 29_600, null])
    t.match(limitOfYear(half, 2020), {
      maxAmountCertainty: 'unknown',
      baseAmount: null,
      baseAmountSource: null,
      factor: 0.5
    })
    t.match(limitOfYear(half, 2024), {
      maxAmountCertainty: 'exact',
      baseAmount: 57_300,
      baseAmountSource: /SCB.*regeringen/
    })
    t.match(limitOfYear({ ...half, base: 'inkomstbasbelopp' }, 2024), {
      maxAmountCertainty: 'unknown',
      maxAmount: null
    })
    t.equal(limitOfYear({ ...half, factor: 0.3333333 }, 2024).maxAmount, 19_099.99, 'rounded down to the öre')
    t.equal(limitOfYear({ ...half, factor: 1.001 }, 2024).maxAmount, 57_357.3, 'what is exact is not rounded down')
    t.equal(limitOfYear({ ...half, factor: 1000 }, 2026).maxAmount, 59_200_000)
    const amount = { delegate: 'Enhetschef', kind: 'amount', amount: 25_000.5 } as const
    t.match(limitOfYear(amount, 1999), { maxAmount: 25_000.5, maxAmountCertainty: 'exact', baseAmount: null })
    const silent = { delegate: 'Ordförande', kind: 'notStated' } as const
    t.match(limitOfYear(silent, 2024), { maxAmount: null, maxAmountCertainty: 'notStated' })
  }
)

t.test('a scheme is open on a day only where status and window are both stated', async t => {
  const answer = (windows: Window[], day: string, changes = open) => openOn(changes, windows, day).answer
  t.match(openOn(open, [spring], '2018-03-15'), { answer: 'no', nextOpensOn: '2018-04-01', nextClosesOn: '2018-05-31' })
  t.same(
    ['2018-04-01', '2018-05-31', '2018-06-01'].map(day => answer([spring], day)),
    ['yes', 'yes', 'no']
  )
  t.equal(answer([spring], '2018-04-02', []), 'unknown', 'the status is not stated')
  t.equal(answer([spring], '2018-03-15', []), 'no', 'outside every window nobody can apply, whatever the status')
  t.equal(answer([window({ kind: 'rolling' })], '2018-03-15'), 'yes')
  t.equal(answer([window({ kind: 'relative' })], '2018-03-15'), 'unknown')
  t.equal(answer([], '2018-03-15'), 'unknown')
  const deadline = window({ kind: 'recurring', closesMonthDay: '04-01' })
  t.same(
    ['2026-03-31', '2026-04-01', '2026-04-02'].map(day => answer([deadline], day)),
    ['unknown', 'yes', 'unknown']
  )
  t.match(openOn(open, [deadline], '2026-04-02'), { nextOpensOn: null, nextClosesOn: '2027-04-01' })
  const once = window({ kind: 'fixed', closesOn: '2026-04-01' })
  t.same(
    ['2026-03-31', '2026-04-01', '2026-04-02'].map(day => answer([once], day)),
    ['unknown', 'yes', 'no']
  )
  const winter = window({ kind: 'recurring', opensMonthDay: '11-15', closesMonthDay: '01-15', closesNextYear: true })
  t.same(
    ['2026-01-10', '2026-01-16', '2026-12-01'].map(day => answer([winter], day)),
    ['yes', 'no', 'yes']
  )
  const third = window({ ...spring, everyYears: 3, firstYear: 2012 })
  t.same(
    ['2015-04-05', '2016-04-05'].map(day => answer([third], day)),
    ['yes', 'no']
  )
  t.equal(openOn(open, [third], '2016-04-05').nextOpensOn, '2018-04-01')
  t.match(openOn([change('closed')], [spring], '2018-04-05'), {
    answer: 'no',
    reason: 'schemeClosed',
    nextOpensOn: null
  })
})

t.test('a status holds from its day; within a span that is not exact it is not known', async t => {
  const changes = [
    change('open', { id: '1', effectiveOn: '2018-01-01' }),
    change('closed', { id: '2', effectiveOn: '2024-01-01' })
  ]
  t.same(
    ['2017-12-31', '2023-12-31', '2024-01-01'].map(day => statusesOn(changes, day)),
    [['notStated'], ['open'], ['closed']]
  )
  const inYear = [
    change('open'),
    change('closed', { id: '2', effectiveOn: '2019-01-01', effectiveOnPrecision: 'year' })
  ]
  t.same(
    ['2018-12-31', '2019-06-01', '2019-12-31'].map(day => statusesOn(inYear, day)),
    [['open'], ['open', 'closed'], ['closed']]
  )
  const someDay = [change('open'), change('closed', { id: '2', observedOn: '2019-07-26' })]
  t.same(
    ['2019-07-25', '2019-07-26'].map(day => statusesOn(someDay, day)),
    [['open', 'closed'], ['closed']]
  )
  t.same(statusesOn([change('open', { observedOn: '2026-08-17' })], '2026-04-02'), ['notStated', 'open'])
})

t.test('windows that end before they start, or certainly overlap, are seen', async t => {
  const fields = (given: Partial<Window>) => checkWindow(window(given)).map(({ field }) => field)
  t.same(fields({ kind: 'fixed', opensOn: '2022-05-02', closesOn: '2022-05-01' }), ['/closesOn'])
  t.same(fields({ kind: 'recurring', opensMonthDay: '05-02', closesMonthDay: '05-01' }), ['/closesMonthDay'])
  t.same(fields({ kind: 'recurring', closesMonthDay: '02-30' }), ['/closesMonthDay'])
  t.same(fields({ kind: 'rolling', closesOn: '2022-05-01' }), ['/closesOn'])
  t.same(fields({ kind: 'fixed' }), ['/closesOn'])
  t.same(fields({ kind: 'recurring', closesMonthDay: '04-01', everyYears: 3 }), ['/firstYear'])
  const may = window({ kind: 'fixed', opensOn: '2030-05-01', closesOn: '2030-06-30' })
  t.ok(overlap(spring, may) && overlap(may, spring))
  t.ok(overlap(spring, window({ kind: 'recurring', closesMonthDay: '05-01' })))
  t.ok(overlap(window({ kind: 'rolling' }), spring))
  t.notOk(overlap(spring, window({ kind: 'recurring', closesMonthDay: '06-01' })))
  t.notOk(overlap(window({ kind: 'rolling', validTo: '2017-12-31' }), window({ ...spring, validFrom: '2018-01-01' })))
  t.notOk(overlap(window({ kind: 'relative' }), spring))
})

t.test('versions overlap only where both certainly hold', async t => {
  const version = (validFrom: string | null, validTo: string | null, year = false) => ({
    validFrom,
    validFromPrecision: year ? ('year' as const) : ('day' as const),
    validTo,
    validToPrecision: 'day' as const
  })
  t.ok(versionsOverlap(version('2021-01-01', null), version('2024-01-01', null)))
  t.notOk(versionsOverlap(version('2021-01-01', '2023-12-31'), version('2024-01-01', null)))
  t.notOk(versionsOverlap(version('2021-01-01', '2021-06-30'), version('2021-01-01', null, true)))
  t.same(
    [
      holdsOn(version('2021-01-01', null, true), '2021-06-01'),
      holdsOn(version('2021-01-01', null, true), '2022-01-01')
    ],
    ['possible', 'yes']
  )
  t.equal(holdsOn(version(null, null), '2021-06-01'), 'possible')
  const given = {
    ...version('2022-01-01', '2021-12-31'),
    grantYearsMin: 3,
    grantYearsMax: 1,
    repaymentClause: 'no' as const,
    repaymentText: '§ 12',
    repaymentThresholdPercent: null,
    lateLadder: { steps: [{ daysLateFrom: 8, daysLateTo: 7, deductionPercent: 1 }], after: 'paid' as const },
    delegationLimits: [{ delegate: 'chef', kind: 'formula' as const, factor: 0.5 }],
    eligibility: [{ kind: 'democracy' as const, minimum: 3 }]
  }
  t.same(
    checkVersion(given).map(({ field }) => field),
    [
      ...[
        '/validTo',
        '/grantYearsMax',
        '/repaymentText',
        '/lateLadder/steps/0/daysLateTo',
        '/lateLadder/afterPaidPercent'
      ],
      ...['/delegationLimits/0/base', '/eligibility/0/minimum']
    ]
  )
})

t.test('a budget and a target answer by what is certain', async t => {
  t.equal(exceeds(100, 'exact', { granted: 100.01, mayFall: 0, unknownCount: 0 }), 'yes')
  t.equal(exceeds(100, 'exact', { granted: 100, mayFall: 0, unknownCount: 0 }), 'no')
  t.equal(exceeds(100, 'exact', { granted: 90, mayFall: 20, unknownCount: 0 }), 'possible')
  t.equal(exceeds(100, 'approximate', { granted: 900, mayFall: 0, unknownCount: 0 }), 'unknown')
  t.same(
    [
      attained(20, 25, 'atLeast', 20),
      attained(5, 19, 'atLeast', 20),
      attained(5, 30, 'atLeast', 20),
      attained(5, 30, 'atMost', 30)
    ],
    ['yes', 'no', 'unknown', 'yes']
  )
})
