import t from 'tap'
import { certaintyOf, isConsistent } from '../../src/base/known.ts'
import { attained, certaintyAfter, exceeds } from '../../src/register/schemes/budget-rules.ts'
import { deadlineOf } from '../../src/register/schemes/deadline-rules.ts'
import { openOn } from '../../src/register/schemes/open-rules.ts'
import type { StatusChange } from '../../src/register/schemes/rules.ts'
import { checkVersion, holdsOn, versionsOverlap } from '../../src/register/schemes/version-rules.ts'
import { checkWindow, occurrences, overlap, type Window } from '../../src/register/schemes/window-rules.ts'

/** Both sides of the edge of every rule of windows, versions, budgets and targets; nothing here is looked up. */

const window = (given: Partial<Window>): Window => ({
  ...{ kind: 'unknown', opensOn: null, closesOn: null, opensMonthDay: null, closesMonthDay: null },
  ...{ closesNextYear: false, everyYears: 1, firstYear: null, relativeText: null, validFrom: null, validTo: null },
  ...given
})
const status = (given: StatusChange['status'], id = '1', more: Partial<StatusChange> = {}): StatusChange => ({
  ...{ id, status: given, effectiveOn: null, effectiveOnPrecision: 'day', observedOn: null },
  ...more
})
const open = [status('open')]
const fixed = (opensOn: string | null, closesOn: string | null) => window({ kind: 'fixed', opensOn, closesOn })
const yearly = (opensMonthDay: string | null, closesMonthDay: string | null, more: Partial<Window> = {}) =>
  window({ kind: 'recurring', opensMonthDay, closesMonthDay, ...more })

t.test('a window of one day is a window; what ends before it begins is none', async t => {
  const fields = (given: Window) => checkWindow(given).map(({ field }) => field)
  t.same(fields(fixed('2022-05-02', '2022-05-02')), [])
  t.same(fields(fixed('2022-05-02', '2022-05-01')), ['/closesOn'])
  t.same(fields(fixed('2022-05-02', null)), [])
  t.same(fields(fixed(null, '2022-05-02')), [])
  t.same(fields({ ...fixed('2022-05-02', null), validFrom: '2022-01-01' }), ['/validFrom'])
  t.same(fields({ ...fixed('2022-05-02', null), validTo: '2022-01-01' }), ['/validFrom'])
  t.same(fields(yearly('05-02', '05-02')), [])
  t.same(fields(yearly('05-02', '05-01')), ['/closesMonthDay'])
  t.same(fields(yearly('05-02', '05-01', { closesNextYear: true })), [])
  t.same(fields(yearly('05-02', '05-02', { closesNextYear: true })), ['/closesNextYear'])
  t.same(fields(yearly('05-02', null, { closesNextYear: true })), ['/closesNextYear'])
  t.same(fields(yearly(null, '05-02', { closesNextYear: true })), ['/closesNextYear'])
  t.same(fields(window({ kind: 'rolling', closesNextYear: true })), ['/closesNextYear'])
  t.same(fields(yearly('05-02', null, { validFrom: '2022-01-01', validTo: '2022-01-01' })), [])
  t.same(fields(yearly('05-02', null, { validFrom: '2022-01-02', validTo: '2022-01-01' })), ['/validTo'])
  t.same(fields(yearly('05-02', null, { validTo: '2022-01-01' })), [])
  t.same(fields(yearly('05-02', null, { everyYears: 2 })), ['/firstYear'])
  t.same(fields(yearly('05-02', null, { everyYears: 2, firstYear: 2020 })), [])
  t.same(fields(window({ kind: 'rolling', everyYears: 2 })), ['/everyYears'])
  t.same(fields(window({ kind: 'rolling', everyYears: 1 })), [])
})

t.test('rounds come back from the first year on, within the validity of their window', async t => {
  const years = (given: Partial<Window>) =>
    occurrences(yearly('04-01', '05-31', given), 2020, 2024).map(({ opens }) => Number(opens!.slice(0, 4)))
  t.same(years({}), [2019, 2020, 2021, 2022, 2023, 2024], 'one before: it may reach into the year')
  t.same(years({ firstYear: 2021 }), [2021, 2022, 2023, 2024])
  t.same(years({ firstYear: 2021, everyYears: 2 }), [2021, 2023])
  t.same(years({ validFrom: '2021-05-31' }), [2021, 2022, 2023, 2024], 'its last day is within')
  t.same(years({ validFrom: '2021-06-01' }), [2022, 2023, 2024])
  t.same(years({ validTo: '2021-04-01' }), [2019, 2020, 2021], 'its first day is within')
  t.same(years({ validTo: '2021-03-31' }), [2019, 2020])
  const one = (given: Window) => occurrences(given, 2021, 2021).map(({ opens, closes }) => [opens, closes])
  t.same(one(yearly(null, '05-31', { validFrom: '2021-05-31' })), [[null, '2021-05-31']])
  t.same(one(yearly('04-01', null, { validTo: '2021-03-31' })), [['2020-04-01', null]])
})

t.test('a scheme is open from the first day of a window to its last', async t => {
  const told = (windows: Window[], day: string, changes = open) => {
    const { answer, reason, nextOpensOn, nextClosesOn } = openOn(changes, windows, day)
    return [answer, reason, nextOpensOn, nextClosesOn]
  }
  const spring = fixed('2022-04-01', '2022-05-31')
  t.same(told([spring], '2022-03-31'), ['no', 'betweenWindows', '2022-04-01', '2022-05-31'])
  t.same(told([spring], '2022-04-01'), ['yes', 'withinWindow', null, '2022-05-31'])
  t.same(told([spring], '2022-05-31'), ['yes', 'withinWindow', null, '2022-05-31'])
  t.same(told([spring], '2022-06-01'), ['no', 'betweenWindows', null, null])
  const reasons = (given: Window, days: string[]) => days.map(day => told([given], day)[1])
  const around = ['2022-04-30', '2022-05-01', '2022-05-02']
  t.same(reasons(fixed(null, '2022-05-01'), around), ['openingNotStated', 'lastDay', 'betweenWindows'])
  t.same(reasons(fixed('2022-05-01', null), around), ['betweenWindows', 'firstDay', 'closingNotStated'])
  const rolling = window({ kind: 'rolling', validFrom: '2022-05-01', validTo: '2022-05-01' })
  t.same(reasons(rolling, around), ['betweenWindows', 'alwaysOpen', 'betweenWindows'])
  t.same(reasons({ ...rolling, validTo: null }, around), ['betweenWindows', 'alwaysOpen', 'alwaysOpen'])
  t.same(reasons({ ...rolling, validFrom: null }, around), ['alwaysOpen', 'alwaysOpen', 'betweenWindows'])
  // A round that began the year before.
  t.same(told([yearly('11-15', '01-15', { closesNextYear: true })], '2022-01-15').slice(0, 2), ['yes', 'withinWindow'])
  // Paused or closed within a span: it is no only where every status of the day is.
  const within = { effectiveOn: '2022-01-01', effectiveOnPrecision: 'year' } as const
  t.same(told([spring], '2022-04-02', [status('open'), status('closed', '2', within)]).slice(0, 2), [
    ...['unknown', 'statusUnknown']
  ])
  t.same(told([spring], '2022-04-02', [status('paused'), status('closed', '2', within)]).slice(0, 2), [
    ...['no', 'schemePaused']
  ])
})

t.test('windows that meet on one day overlap; those that are a day apart do not', async t => {
  const both = (one: Window, other: Window) => [overlap(one, other), overlap(other, one)]
  t.same(both(fixed('2022-01-01', '2022-01-31'), fixed('2022-01-31', '2022-02-28')), [true, true])
  t.same(both(fixed('2022-01-01', '2022-01-31'), fixed('2022-02-01', '2022-02-28')), [false, false])
  const rolling = (validFrom: string | null, validTo: string | null) => window({ kind: 'rolling', validFrom, validTo })
  t.same(both(rolling(null, '2022-01-31'), rolling('2022-01-31', null)), [true, true])
  t.same(both(rolling(null, '2022-01-31'), rolling('2022-02-01', null)), [false, false])
  t.same(both(rolling('2022-02-01', '2022-02-28'), fixed('2022-01-01', '2022-02-01')), [true, true])
  t.same(both(rolling('2022-02-01', '2022-02-28'), fixed('2022-01-01', '2022-01-31')), [false, false])
  t.same(both(rolling('2022-05-01', '2022-05-01'), yearly('05-01', '06-01')), [true, true], 'one round of many')
  t.same(both(rolling(null, null), window({ kind: 'relative' })), [false, false])
  // Long before and long after the years that are counted from where none is stated.
  for (const year of [1990, 2018, 2060]) {
    t.same(both(yearly('05-01', '06-01'), fixed(`${year}-06-01`, `${year}-06-30`)), [true, true], `${year}`)
    t.same(both(yearly('05-01', '06-01'), fixed(`${year}-06-02`, `${year}-06-30`)), [false, false], `${year}`)
  }
  // Every second year and every third, from the next one on: they meet in the sixth.
  const every = (everyYears: number, firstYear: number) => yearly('05-01', '06-01', { everyYears, firstYear })
  t.same(both(every(2, 2020), every(3, 2021)), [true, true])
  t.same(both(every(2, 2020), every(2, 2021)), [false, false])
  t.same(both(yearly('12-01', '01-15', { closesNextYear: true }), fixed('2022-01-15', '2022-01-20')), [true, true])
})

t.test('what came on the last day is of the round, and what came after it is late for the only one', async t => {
  const once = yearly('04-01', '05-31', { validFrom: '2022-01-01', validTo: '2022-12-31' })
  const days = ['2022-03-31', '2022-04-01', '2022-05-31', '2022-06-01']
  t.same(
    days.map(day => deadlineOf(once, day)),
    Array<string>(4).fill('2022-05-31')
  )
  const spring = yearly('04-01', '05-31')
  t.same(
    days.map(day => deadlineOf(spring, day)),
    [null, '2022-05-31', '2022-05-31', null]
  )
  t.equal(deadlineOf(yearly(null, '05-31'), '2022-05-31'), '2022-05-31')
  t.equal(deadlineOf(yearly(null, '05-31'), '2022-05-30'), null)
  t.equal(deadlineOf(spring, '2022-04-10', 'month'), '2022-05-31')
  t.equal(deadlineOf(spring, '2022-06-10', 'month'), null)
  t.equal(deadlineOf(spring, '2022-04-10', 'year'), null)
  // Every day of the month must tell the same round: those after its last day may be early for the next.
  const ending = (closes: string) => deadlineOf(yearly('01-01', closes), '2022-03-10', 'month')
  t.same(['03-30', '03-31', '04-01'].map(ending), [null, '2022-03-31', '2022-04-01'])
  const beginning = (opens: string) => deadlineOf(yearly(opens, '12-31'), '2022-03-10', 'month')
  t.same(['02-28', '03-01', '03-02'].map(beginning), ['2022-12-31', '2022-12-31', null])
  t.equal(deadlineOf(spring, null), null)
  t.equal(deadlineOf(fixed(null, '2022-05-31'), null), '2022-05-31')
})

const version = (validFrom: string | null, validTo: string | null, precision: 'day' | 'month' = 'day') => ({
  ...{ validFrom, validFromPrecision: precision, validTo, validToPrecision: precision }
})

t.test('a version holds from its first day to its last, and meets another on a day that both have', async t => {
  const on = (given: ReturnType<typeof version>, days: string[]) => days.map(day => holdsOn(given, day))
  const days = ['2021-12-31', '2022-01-01', '2022-06-30', '2022-07-01']
  t.same(on(version('2022-01-01', '2022-06-30'), days), ['no', 'yes', 'yes', 'no'])
  t.same(on(version('2022-01-15', '2022-06-15', 'month'), days), ['no', 'possible', 'possible', 'no'])
  t.same(on(version('2022-01-15', '2022-06-15', 'month'), ['2022-01-30', '2022-01-31', '2022-06-01', '2022-06-02']), [
    ...['possible', 'yes', 'yes', 'possible']
  ])
  t.same(on(version(null, '2022-06-30'), days), ['possible', 'possible', 'yes', 'no'])
  const meet = (to: string, from: string) => versionsOverlap(version('2021-01-01', to), version(from, null))
  t.same([meet('2022-06-30', '2022-06-30'), meet('2022-06-30', '2022-07-01')], [true, false])
  t.equal(versionsOverlap(version('2022-06-30', null), version('2021-01-01', '2022-06-30')), true)
  t.equal(versionsOverlap(version(null, null), version('2021-01-01', null)), false)
})

t.test('numbers of a version are in order, also where they are equal', async t => {
  const step = (daysLateFrom: number, daysLateTo: number) => ({ daysLateFrom, daysLateTo, deductionPercent: 10 })
  const given = {
    ...version('2022-01-01', '2022-01-01'),
    ...{
      grantYearsMin: 2,
      grantYearsMax: 2,
      repaymentClause: 'yes' as const,
      repaymentText: '§',
      repaymentThresholdPercent: 5
    },
    lateLadder: { steps: [step(1, 1), step(2, 7)], after: 'rejected' as const },
    delegationLimits: [{ delegate: 'chef', kind: 'amount' as const, amount: 0 }],
    eligibility: [{ kind: 'minimumMembers' as const, minimum: 3, validFrom: '2022-01-01', validTo: '2022-01-01' }]
  }
  const fields = (more: object) => checkVersion({ ...given, ...more }).map(({ field }) => field)
  t.same(fields({}), [])
  t.same(fields({ validTo: '2021-12-31' }), ['/validTo'])
  t.same(fields({ grantYearsMax: 1 }), ['/grantYearsMax'])
  t.same(fields({ repaymentClause: 'no', repaymentText: null }), ['/repaymentThresholdPercent'])
  const ladder = (...steps: ReturnType<typeof step>[]) => fields({ lateLadder: { steps, after: 'rejected' } })
  t.same(ladder(step(1, 7), step(7, 9)), ['/lateLadder/steps/1/daysLateFrom'])
  t.same(ladder(step(1, 7), step(8, 8)), [])
  t.same(ladder(step(2, 1)), ['/lateLadder/steps/0/daysLateTo'])
  t.same(ladder(step(0, 1)), ['/lateLadder/steps/0/daysLateFrom'])
  t.same(fields({ lateLadder: { steps: [], after: 'paid' } }), ['/lateLadder/afterPaidPercent'])
  t.same(fields({ lateLadder: { steps: [], after: 'paid', afterPaidPercent: 0 } }), [])
  t.same(fields({ delegationLimits: [{ delegate: 'chef', kind: 'amount' }] }), ['/delegationLimits/0/amount'])
  const eligible = (validTo: string) => fields({ eligibility: [{ kind: 'policy', validFrom: '2022-01-01', validTo }] })
  t.same([eligible('2021-12-31'), eligible('2022-01-01')], [['/eligibility/0/validTo'], []])
})

t.test('a budget is exceeded by an öre, and a target is met by its own per cent', async t => {
  const of = (granted: number, mayFall = 0, unknownCount = 0) =>
    exceeds(100.29, 'exact', { granted, mayFall, unknownCount })
  t.same([of(100.28), of(100.29), of(100.3)], ['no', 'no', 'yes'])
  t.same([of(100, 0.28), of(100, 0.29), of(100, 0.3)], ['no', 'no', 'possible'])
  t.same([of(0, 0, 1), of(100.3, 0, 1)], ['possible', 'yes'])
  t.equal(exceeds(0.29, 'exact', { granted: 0.29, mayFall: 0, unknownCount: 0 }), 'no')
  t.equal(exceeds(0.28, 'exact', { granted: 0.29, mayFall: 0, unknownCount: 0 }), 'yes')
  t.equal(exceeds(0.57, 'exact', { granted: 0.58, mayFall: 0, unknownCount: 0 }), 'yes')
  t.equal(exceeds(null, 'notStated', { granted: 1, mayFall: 0, unknownCount: 0 }), 'unknown')
  const least = (low: number, high: number) => attained(low, high, 'atLeast', 20)
  t.same([least(20, 20), least(19.99, 20), least(19, 19.99)], ['yes', 'unknown', 'no'])
  const most = (low: number, high: number) => attained(low, high, 'atMost', 20)
  t.same([most(20, 20), most(20, 20.01), most(20.01, 21)], ['yes', 'unknown', 'no'])
})

t.test('an amount goes with a certainty that knows one, and neither comes without the other', async t => {
  const fits = (['exact', 'approximate', 'notStated', 'unknown', 'confidential'] as const).map(certainty => [
    isConsistent(0, certainty),
    isConsistent(null, certainty)
  ])
  t.same(fits, [
    ...[
      [true, false],
      [true, false],
      [false, true],
      [false, true]
    ],
    [false, true]
  ])
  t.same(
    [certaintyOf(0), certaintyOf(null), certaintyOf(0, undefined, 'approximate'), certaintyOf(0, 'unknown')],
    [...['exact', 'notStated', 'approximate', 'unknown']]
  )
  t.same(certaintyAfter('notStated', 5, undefined), { certainty: 'exact' })
  t.same(certaintyAfter('exact', null, undefined), { certainty: 'notStated' })
  t.same(certaintyAfter('approximate', 5, undefined), {})
  t.same(certaintyAfter('notStated', 5, 'approximate'), {})
  t.same(certaintyAfter('notStated', undefined, undefined), {})
})
