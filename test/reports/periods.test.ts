import fc from 'fast-check'
import t from 'tap'
import { addDays, addMonths } from '../../src/base/dates.ts'
import { isDailyTime } from '../../src/commands/daily.ts'
import {
  dueOf,
  expectedOf,
  MOST_PERIODS,
  periodsOf,
  reportedOfTerm,
  reportedOfYears,
  rulesAt
} from '../../src/money/reports/period-rules.ts'
import { reportFrequencies } from '../../src/money/reports/rules.ts'

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const span = fc.tuple(day, fc.nat(4000)).map(([from, days]) => ({ from, to: addDays(from, days) }))
const months = { monthly: 1, quarterly: 3, tertial: 4, halfYearly: 6, yearly: 12 } as const

t.test('periods follow on each other without gap or overlap, and are together what is to be reported', async () => {
  fc.assert(
    fc.property(span, fc.constantFrom(...reportFrequencies), (whole, frequency) => {
      const periods = periodsOf(frequency, whole)
      if (periods[0]!.from !== whole.from || periods.at(-1)!.to !== whole.to) return false
      return periods.every((period, at) => {
        const next = periods[at + 1]
        return period.from <= period.to && (!next || next.from === addDays(period.to, 1))
      })
    })
  )
})

t.test('every period lies within one of the calendar, and but for the ends it is one', async () => {
  fc.assert(
    fc.property(span, fc.constantFrom(...(Object.keys(months) as (keyof typeof months)[])), (whole, frequency) => {
      const length = months[frequency]
      return periodsOf(frequency, whole).every(({ from, to }, at, all) => {
        const begins = (date: string) => date.endsWith('-01') && (Number(date.slice(5, 7)) - 1) % length === 0
        const wholeOne = begins(from) && to === addDays(addMonths(from, length), -1)
        const first = at === 0
        const last = at === all.length - 1
        if (!first && !begins(from)) return false
        return wholeOne || first || last
      })
    })
  )
})

t.test('periods end whatever the days are, those of the first and the last year too', async t => {
  for (const frequency of Object.keys(months) as (keyof typeof months)[]) {
    const all = periodsOf(frequency, { from: '0001-01-01', to: '9999-12-31' })
    t.equal(all.length, MOST_PERIODS + 1, frequency)
    const first = periodsOf(frequency, { from: '0001-02-03', to: '0001-12-31' })
    t.equal(first.length, 12 / months[frequency] - (frequency === 'monthly' ? 1 : 0))
    t.match([first[0], first.at(-1)], [{ from: '0001-02-03' }, { to: '0001-12-31' }])
    const last = periodsOf(frequency, { from: '9999-01-01', to: '9999-12-31' })
    t.equal(last.length, 12 / months[frequency])
    t.match([last[0], last.at(-1)], [{ from: '9999-01-01' }, { to: '9999-12-31' }])
  }
})

t.test('the first and the last day of the calendar state no bound of what is reported', async t => {
  const demand = { frequency: 'yearly' as const, dueDays: 59, periodFrom: '0001-01-01', periodTo: '9999-12-31' }
  const reported = { from: '2022-01-01', to: '2023-12-31', last: true }
  t.match(expectedOf(demand, reported), [{ periodFrom: '2022-01-01' }, { periodTo: '2023-12-31' }])
  t.equal(expectedOf(demand, reported).length, 2)
  t.equal(reportedOfTerm({ validFrom: '0001-01-01', validTo: '2024-12-31' }, {}, '2022-01-01').from, null)
})

t.test('a final report is of the whole time, due so many days after its last', async () => {
  fc.assert(
    fc.property(span, fc.nat(3660), (whole, dueDays) => {
      const [one, ...more] = periodsOf('final', whole)
      const days = (Date.parse(dueOf(one!, dueDays)) - Date.parse(whole.to)) / 86_400_000
      return more.length === 0 && one!.from === whole.from && one!.to === whole.to && days === dueDays
    })
  )
})

t.test('a term across calendar years is cut to them', async t => {
  t.same(periodsOf('yearly', { from: '2024-07-01', to: '2027-12-31' }), [
    { from: '2024-07-01', to: '2024-12-31' },
    { from: '2025-01-01', to: '2025-12-31' },
    { from: '2026-01-01', to: '2026-12-31' },
    { from: '2027-01-01', to: '2027-12-31' }
  ])
  t.same(
    periodsOf('tertial', { from: '2024-07-01', to: '2025-02-15' }).map(({ to }) => to),
    ['2024-08-31', '2024-12-31', '2025-02-15']
  )
  t.equal(periodsOf('monthly', { from: '2024-07-01', to: '2027-12-31' }).length, 42)
  t.same(periodsOf('yearly', { from: '2024-01-02', to: '2024-01-01' }), [])
  t.equal(dueOf({ from: '2023-01-01', to: '2023-12-31' }, 60), '2024-02-29')
})

const on = '2024-05-01'
const none = { endedOn: null, endedOnPrecision: null }

t.test('of a term as much is reported as is certain', async t => {
  const year = { validFromPrecision: 'year', validToPrecision: 'year' } as const
  const cases = [
    [
      { validFrom: '2024-07-01', validTo: '2027-12-31' },
      { from: '2024-07-01', to: '2027-12-31', last: true }
    ],
    [
      { validFrom: '2021-01-01', validTo: '2023-01-01', ...year },
      { from: '2021-01-01', to: '2023-12-31', last: true }
    ],
    [
      {
        validFrom: '2022-01-01',
        validFromPrecision: 'year',
        alternatives: [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }]
      },
      { from: '2022-01-01', to: '2023-12-31', last: false }
    ],
    [
      { validFrom: '2022-01-01', alternatives: [{ months: 36 }] },
      { from: '2022-01-01', to: '2024-12-31', last: true }
    ],
    [
      { validFrom: '2022-01-01', untilFurtherNotice: true },
      { from: '2022-01-01', to: '2025-12-31', last: false }
    ],
    [{ validFrom: '2022-01-01' }, { from: '2022-01-01', to: '2025-12-31', last: false }],
    [{ validTo: '2024-12-31' }, { from: null, to: '2024-12-31', last: true }],
    [null, { from: null, to: '2025-12-31', last: false }]
  ] as const
  for (const [term, reported] of cases) t.same(reportedOfTerm(term as never, none, on), reported, JSON.stringify(term))
  t.same(
    reportedOfTerm(
      { validFrom: '2022-01-01', validTo: '2024-12-31' },
      { endedOn: '2023-08-31', endedOnPrecision: 'day' },
      on
    ),
    {
      from: '2022-01-01',
      to: '2023-08-31',
      last: true
    }
  )
})

t.test('a final report waits for a certain end, and what the requirement states goes before the term', async t => {
  const final = { frequency: 'final', dueDays: 60, periodFrom: null, periodTo: null } as const
  const open = reportedOfTerm({ validFrom: '2022-01-01', untilFurtherNotice: true }, none, on)
  t.same(expectedOf(final, open), [])
  t.same(expectedOf({ ...final, periodTo: '2023-12-31' }, open), [
    { periodFrom: '2022-01-01', periodTo: '2023-12-31', dueOn: '2024-02-29' }
  ])
  t.same(expectedOf(final, open, '2023-06-30'), [
    { periodFrom: '2022-01-01', periodTo: '2023-06-30', dueOn: '2023-08-29' }
  ])
  t.same(expectedOf({ ...final, periodFrom: '2022-01-01', periodTo: '2022-12-31' }, null).length, 1)
  t.same(expectedOf(final, reportedOfYears(2022, 2023)), [
    { periodFrom: '2022-01-01', periodTo: '2023-12-31', dueOn: '2024-02-29' }
  ])
  t.equal(reportedOfYears(null, null), null)
})

t.test('a decision is under the rules that certainly held, else under the only ones that may have', async t => {
  const version = (id: string, validFrom: string | null, validTo: string | null) =>
    ({ id, validFrom, validTo, validFromPrecision: 'day', validToPrecision: 'day' }) as const
  const old = version('old', '2020-01-01', '2021-06-30')
  const renewed = version('new', '2021-07-01', null)
  const undated = version('undated', null, null)
  t.equal(rulesAt([old, renewed], '2021-06-30'), 'old')
  t.equal(rulesAt([renewed, old, undated], '2021-12-14'), 'new')
  t.equal(rulesAt([undated], '2021-12-14'), 'undated')
  t.equal(rulesAt([undated, { ...undated, id: 'other' }], '2021-12-14'), null)
  t.equal(rulesAt([old], '2021-12-14'), null)
})

t.test('the daily jobs run once every day of the year, summer time or not', async t => {
  for (const year of [2024, 2026]) {
    const days = new Map<string, number>()
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 300_000) {
      const time = new Date(at)
      const digest = {
        min: time.getUTCMinutes(),
        hour: time.getUTCHours(),
        date: time.getUTCDate(),
        month: time.getUTCMonth() + 1
      }
      if (!isDailyTime(digest, year)) continue
      const date = time.toISOString().slice(0, 10)
      days.set(date, (days.get(date) ?? 0) + 1)
    }
    t.equal(days.size, year === 2024 ? 366 : 365)
    t.same([...new Set(days.values())], [1])
  }
  t.ok(isDailyTime({ min: 10, hour: 4, date: 15, month: 1 }, 2026))
  t.ok(isDailyTime({ min: 10, hour: 3, date: 15, month: 7 }, 2026))
})
