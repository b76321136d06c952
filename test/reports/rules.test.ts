import t from 'tap'
import { addDays } from '../../src/base/dates.ts'
import {
  brokenRule,
  checkAgainstGrant,
  checkDates,
  checkDone,
  checkRepeated,
  missingParts,
  reportActs,
  warningsOf
} from '../../src/money/reports/content-rules.ts'
import {
  dueOf,
  endOf,
  expectedOf,
  MOST_PERIODS,
  periodsOf,
  reportedOfTerm,
  reportedOfYears,
  rulesAt
} from '../../src/money/reports/period-rules.ts'
import { reportStatuses } from '../../src/money/reports/rules.ts'
import type { Ending, Term } from '../../src/register/agreements/term-rules.ts'

/** Both sides of the edge of every rule of reports; nothing here is looked up. */

const fields = (violations: { field: string }[]) => violations.map(({ field }) => field)

t.test('days of a report are in order: a period of one day, due from its first day on', async t => {
  const of = (periodTo: string, dueOn: string) => fields(checkDates({ periodFrom: '2022-01-01', periodTo, dueOn }))
  t.same(of('2022-01-01', '2022-01-01'), [])
  t.same(of('2021-12-31', '2022-01-01'), ['/periodTo'])
  t.same(of('2022-01-01', '2021-12-31'), ['/dueOn'])
  const done = (day: string, after: string | null = '2022-02-01') =>
    checkDone('/on', day, { after, name: 'it', today: '2022-03-01' }).length
  t.same(
    ['2022-01-31', '2022-02-01', '2022-03-01', '2022-03-02'].map(day => done(day)),
    [1, 0, 0, 1]
  )
  t.equal(done('2022-01-31', null), 0)
})

t.test('used and unused are together at most what was given, to the öre', async t => {
  const of = (grantUsed: number | null, unused: number | null, given: number | null = 100.3) =>
    fields(checkAgainstGrant({ grantUsed, unused }, given))
  t.same(of(100.1, 0.2), [])
  t.same(of(100.1, 0.21), ['/grantUsed'])
  t.same(of(null, 100.3), [])
  t.same(of(null, 100.31), ['/unused'])
  t.same(of(100.31, null), ['/grantUsed'])
  t.same(of(null, null, 0), [])
  t.same(of(999, 999, null), [])
  const warned = (grantUsed: number | null, unused: number | null, given: number | null) =>
    warningsOf({ grantUsed, unused }, given).length
  t.same([warned(1, null, null), warned(null, 0, null), warned(null, null, null), warned(1, 1, 0)], [1, 1, 0, 0])
})

t.test('each part that is asked for is missed where it is not there, and only then', async t => {
  const all = {
    ...{ narrative: 'x', indicators: [{ key: 'a', achieved: 0 }], beneficiaries: [{ targetGroup: 'g' }], costs: 0 },
    ...{ grantUsed: null, unused: null, attachments: [{}], fileIds: [] as unknown[] }
  }
  const parts = ['narrative', 'indicators', 'beneficiaries', 'finances', 'attachments'] as const
  const missed = (more: object, asked: readonly string[] = parts) =>
    fields(missingParts({ ...all, ...more }, asked as never, [{ key: 'a' }]))
  t.same(missed({}), [])
  t.same(missed({ narrative: '' }), ['/narrative'])
  t.same(missed({ indicators: [{ key: 'a', achieved: null }] }), ['/indicators'])
  t.same(missed({ indicators: [{ key: 'a', achieved: null, comment: 'Ej mätt' }] }), [])
  t.same(missed({ indicators: [{ key: 'b', achieved: 1 }] }), ['/indicators'])
  t.same(missed({ beneficiaries: [] }), ['/beneficiaries'])
  t.same(missed({ costs: null }), ['/grantUsed'])
  t.same(missed({ costs: null, grantUsed: 0 }), [])
  t.same(missed({ attachments: [] }), ['/attachments'])
  t.same(missed({ attachments: [], fileIds: ['f'] }), [])
  t.same(missed({ narrative: null, indicators: [], beneficiaries: [], costs: null, attachments: [] }, []), [])
  const twice = { indicators: [{ key: 'a' }, { key: 'a' }, { key: null }, { key: null }], beneficiaries: [] }
  t.same(fields(checkRepeated(twice)), ['/indicators/1/key'])
})

t.test('each act follows on its statuses alone', async t => {
  const allowed = Object.fromEntries(
    reportActs.map(act => [act, reportStatuses.filter(status => brokenRule(status, act) === undefined)])
  )
  t.same(allowed.submit, allowed.update)
  t.same(allowed.return, ['submitted'])
  t.same(allowed.accept, ['submitted'])
  t.same(allowed.revokeAcceptance, ['accepted'])
  t.same(allowed.revokeWaiver, ['waived'])
  for (const status of ['accepted', 'withdrawn'] as const) t.notOk(allowed.withdraw!.includes(status as never), status)
})

t.test('periods end with what is reported: to its last day, and no further', async t => {
  const count = (from: string, to: string) => periodsOf('quarterly', { from, to }).length
  t.same(
    [count('2022-01-01', '2021-12-31'), count('2022-01-01', '2022-01-01'), count('2022-01-01', '2022-03-31')],
    [0, 1, 1]
  )
  t.same([count('2022-01-01', '2022-04-01'), count('2022-03-31', '2022-04-01')], [2, 2])
  t.same(periodsOf('yearly', { from: '2022-12-31', to: '2023-01-01' }), [
    { from: '2022-12-31', to: '2022-12-31' },
    { from: '2023-01-01', to: '2023-01-01' }
  ])
  t.equal(periodsOf('monthly', { from: '2000-01-01', to: '2049-12-31' }).length, MOST_PERIODS)
  t.equal(periodsOf('monthly', { from: '2000-01-01', to: '2050-01-01' }).length, MOST_PERIODS + 1)
  t.equal(periodsOf('monthly', { from: '2000-01-01', to: '2090-01-01' }).length, MOST_PERIODS + 1)
  t.equal(dueOf({ from: '2022-01-01', to: '2022-12-31' }, 0), '2022-12-31')
  t.equal(dueOf({ from: '2022-01-01', to: '2022-12-31' }, 59), '2023-02-28')
  t.equal(reportedOfYears(2022, null), null)
  t.equal(reportedOfYears(null, 2022), null)
  t.match(reportedOfYears(2022, 2023), { from: '2022-01-01', to: '2023-12-31', last: true })
})

t.test('nothing is reported of days after an end; the end itself is', async t => {
  const demand = { frequency: 'yearly', dueDays: 0, periodFrom: null, periodTo: null } as const
  const years = { from: '2022-01-01', to: '2023-12-31', last: true }
  const last = (endedOn: string | null) => expectedOf(demand, years, endedOn).at(-1)?.periodTo
  t.same(['2022-12-31', '2023-01-01', '2023-12-30', '2023-12-31', '2024-01-01', null].map(last), [
    '2022-12-31',
    '2023-01-01',
    '2023-12-30',
    '2023-12-31',
    '2023-12-31',
    '2023-12-31'
  ])
  t.equal(last('2022-01-01'), '2022-01-01')
  t.equal(last('2021-12-31'), undefined)
  const final = { ...demand, frequency: 'final' } as const
  t.equal(expectedOf(final, { ...years, last: false }).length, 0)
  t.equal(expectedOf(final, years).length, 1)
  t.equal(expectedOf({ ...final, periodTo: '2022-06-30' }, { ...years, last: false }).length, 1)
  t.equal(expectedOf(final, { ...years, last: false }, addDays(years.to, -1)).length, 1, 'ended')
  t.equal(endOf({ endedOn: '2022-06-15', endedOnPrecision: 'month' } as never), '2022-06-30')
  t.equal(endOf({ endedOn: '2022-06-15' } as never), '2022-06-15')
  t.equal(endOf({ endedOn: null } as never), null)
})

t.test('of rules that hold on a day the newest count, from their first day to their last', async t => {
  const version = (id: string, validFrom: string | null, validTo: string | null = null) => ({
    ...{ id, validFrom, validTo, adoptedOn: null },
    ...{ validFromPrecision: 'day' as const, validToPrecision: 'day' as const }
  })
  const versions = [
    version('old', '2020-01-01', '2021-12-31'),
    version('new', '2022-01-01'),
    version('later', '2022-06-01')
  ]
  const at = (day: string) => rulesAt(versions as never, day)
  t.same(['2019-12-31', '2020-01-01', '2021-12-31', '2022-01-01', '2022-05-31', '2022-06-01'].map(at), [
    null,
    'old',
    'old',
    'new',
    'new',
    'later'
  ])
})

t.test(
  'a version that may have held counts where it is the only one, and never beside one that surely did',
  async t => {
    const version = (id: string, validFrom: string, precision: 'day' | 'year', validTo: string | null = null) => ({
      ...{ id, validFrom, validFromPrecision: precision, validTo, validToPrecision: 'day' as const }
    })
    const may = version('may', '2022-01-01', 'year')
    const at = (...versions: object[]) => rulesAt(versions as never, '2022-06-15')
    t.equal(at(may), 'may')
    t.equal(at(may, { ...may, id: 'other' }), null)
    t.equal(at(may, version('sure', '2022-06-15', 'day')), 'sure')
    const [older, newer] = [version('older', '2020-01-01', 'day'), version('newer', '2022-01-01', 'day')]
    t.same([at(older, newer), at(newer, older)], ['newer', 'newer'], 'in whatever order they come')
    t.equal(at(may, version('later', '2022-06-16', 'day')), 'may')
    t.equal(at(version('over', '2020-01-01', 'day', '2022-06-14')), null)
    t.equal(at(version('last', '2020-01-01', 'day', '2022-06-15')), 'last')
  }
)

t.test('a term is reported to the end that every alternative reaches, or so far as one looks ahead', async t => {
  const of = (term: Term | null, on = '2022-06-01', ending: Ending = {}) =>
    Object.values(reportedOfTerm(term, ending, on))
  const from = '2022-03-15'
  const to = '2023-06-15'
  t.same(of({ validFrom: from, validTo: to }), [from, to, true])
  t.same(
    of({ validFrom: from, validTo: to, validToPrecision: 'month' }),
    [from, '2023-06-30', true],
    'the month belongs to it'
  )
  t.same(
    of({ validFrom: from, validTo: to, validToPrecision: 'year' }),
    [from, '2023-12-31', true],
    'the year belongs to it'
  )
  t.same(of({ validFrom: from, validFromPrecision: 'year', validTo: to, validToPrecision: 'year' }), [
    '2022-01-01',
    '2023-12-31',
    true
  ])
  t.same(of({ validFrom: from, validFromPrecision: 'month', validTo: to }), ['2022-03-01', to, true])
  t.same(of({ validTo: to }), [null, to, true])
  const [short, long] = [{ months: 12 }, { months: 24 }]
  t.same(of({ validFrom: from, alternatives: [short] }), [from, '2023-03-14', true])
  for (const alternatives of [
    [short, long],
    [long, short]
  ]) {
    t.same(of({ validFrom: from, alternatives }), [from, '2023-03-14', false])
  }
  t.same(of({ validFrom: from, alternatives: [{ months: 12, extensionMonths: 12 }] }), [from, '2023-03-14', false])
  const openEnded = { validFrom: from, untilFurtherNotice: true }
  t.same(
    ['2022-01-01', '2022-12-31', '2023-01-01'].map(on => of(openEnded, on)[1]),
    ['2023-12-31', '2023-12-31', '2024-12-31']
  )
  t.same(of(openEnded), [from, '2023-12-31', false])
  t.same(of(null), [null, '2023-12-31', false])
  t.same(of(openEnded, '2022-06-01', { endedOn: '2022-08-15', endedOnPrecision: 'month' }), [from, '2022-08-31', true])
  const renewed = { validFrom: '2022-01-01', validTo: '2022-12-31', renewal: { months: 12, noticeMonths: 3 } }
  t.same(of(renewed, '2022-09-30'), ['2022-01-01', '2022-12-31', false])
  t.same(of(renewed, '2022-10-01'), ['2022-01-01', '2023-12-31', false], 'notice can no longer be given')
})

t.test(
  'what a requirement states goes before the term, but for the first and the last day of the calendar',
  async t => {
    const reported = { from: '2022-01-01', to: '2023-12-31', last: true }
    const spans = (more: object, of: typeof reported | null = reported) =>
      expectedOf({ frequency: 'yearly', dueDays: 30, periodFrom: null, periodTo: null, ...more }, of).map(
        ({ periodFrom, periodTo, dueOn }) => [periodFrom, periodTo, dueOn]
      )
    const years = [
      ['2022-01-01', '2022-12-31', '2023-01-30'],
      ['2023-01-01', '2023-12-31', '2024-01-30']
    ]
    t.same(spans({}), years)
    t.same(spans({ periodFrom: '0001-01-01', periodTo: '9999-12-31' }), years)
    t.same(spans({ periodFrom: '2023-12-31' }), [['2023-12-31', '2023-12-31', '2024-01-30']])
    t.same(spans({ periodTo: '2022-01-01' }), [['2022-01-01', '2022-01-01', '2022-01-31']])
    t.same(spans({ periodTo: '2021-12-31' }), [])
    t.same(spans({ periodFrom: '2022-01-01' }, null), [], 'no end is known')
    t.same(spans({ periodFrom: '9999-12-01', periodTo: '9999-12-30' }, null), [
      ['9999-12-01', '9999-12-30', '9999-12-31']
    ])
    t.same(periodsOf('monthly', { from: '9999-11-15', to: '9999-12-31' }), [
      { from: '9999-11-15', to: '9999-11-30' },
      { from: '9999-12-01', to: '9999-12-31' }
    ])
  }
)
