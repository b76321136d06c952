import fc from 'fast-check'
import t from 'tap'
import { addDays, lastOfPeriod } from '../../src/base/dates.ts'
import { asOf, contentsIn, differencesOf, patched, type Recorded } from '../../src/register/agreements/content-rules.ts'
import {
  addRanges,
  anyOf,
  certaintyOf,
  committedIn,
  downToHundreds,
  indexedAmount
} from '../../src/register/agreements/money-rules.ts'
import { agreementActs, agreementStatuses, brokenRule } from '../../src/register/agreements/rules.ts'
import {
  type Answer,
  boundsOf,
  checkTerm,
  type Duration,
  endingWithin,
  lastNoticeDay,
  noticeDay,
  phaseOn,
  scenariosOf,
  type Term,
  together
} from '../../src/register/agreements/term-rules.ts'

const now = '2022-06-01'
const haninge: Term = {
  validFrom: '2022-01-01',
  validFromPrecision: 'year',
  alternatives: [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }]
}
const running = (term: Term | null, day: string, today = now) => phaseOn(scenariosOf(term, {}, today), day).running
const perYear = { value: 18_300n, certainty: 'exact', per: 'year', from: null, to: null } as const

t.test('a term known to run on a day had begun by then and had not ended, and tells no more', t => {
  const term = { knownToRunOn: '2017-11-27' }
  t.same(
    ['2017-11-26', '2017-11-27', '2017-11-28'].map(day => running(term, day)),
    ['unknown', 'yes', 'unknown']
  )
  t.match(phaseOn(scenariosOf(term, {}, now), '2018-01-01'), { upcoming: 'no', ended: 'unknown' })
  t.match(phaseOn(scenariosOf(term, {}, now), '2017-01-01'), { upcoming: 'unknown', ended: 'no' })
  const season = {
    validFrom: '2017-01-01',
    validFromPrecision: 'year',
    validTo: '2019-12-31',
    knownToRunOn: '2017-03-01'
  } as const
  t.equal(running(season, '2017-02-01'), 'possible')
  t.equal(running(season, '2017-04-01'), 'yes', 'within the year of its beginning')
  t.same(
    checkTerm({ ...season, knownToRunOn: '2016-12-31' }).map(({ field }) => field),
    ['/knownToRunOn']
  )
  t.same(checkTerm({ ...season, knownToRunOn: '2020-01-01' }).length, 1)
  t.end()
})

t.test('lengths and extensions are added up, and counted from the first day', async t => {
  const ends = (term: Term) => {
    const { endsEarliest, endsLatest } = boundsOf(scenariosOf(term, {}, now))
    return [endsEarliest, endsLatest]
  }
  const from = (first: string, months: number, extensionMonths?: number) =>
    ends({ validFrom: first, alternatives: [{ months, extensionMonths }] })
  t.same(from('2022-01-01', 30, 6), ['2024-06-30', '2024-12-31'])
  t.same(from('2022-01-01', 36), ['2024-12-31', '2024-12-31'])
  t.same(from('2022-08-31', 6, 6), ['2023-02-28', '2023-08-30'])
  t.same(from('2024-01-31', 1, 1), ['2024-02-29', '2024-03-30'])
  t.same(from('2022-01-29', 13, 12), ['2023-02-28', '2024-02-28'])
  const phase = (day: string) =>
    phaseOn(scenariosOf({ validFrom: '2022-01-01', alternatives: [{ months: 30, extensionMonths: 6 }] }, {}, now), day)
  t.match(phase('2024-12-31'), { running: 'possible', ended: 'possible' })
  t.match(phase('2025-01-01'), { running: 'no', ended: 'yes' })
  t.match(phase('2024-06-30'), { running: 'yes', ended: 'no' })
  t.match(phase('2024-07-01'), { running: 'possible', ended: 'possible' })
  const extended = (to: string, months: number) =>
    ends({ validFrom: '2020-01-01', validTo: to, extensions: [{ key: 'a', months, exercised: true }] })
  t.same(extended('2022-06-30', 8), ['2023-02-28', '2023-02-28'])
  t.same(extended('2023-02-28', 12), ['2024-02-29', '2024-02-29'])
  t.same(ends({ validFrom: '2022-03-15', validFromPrecision: 'month', alternatives: [{ months: 12 }] }), [
    '2023-02-28',
    '2023-03-30'
  ])
})

t.test('a term that renews itself is as long as its renewals together, at the ends of months too', async t => {
  const end = (term: Term, on: string) => boundsOf(scenariosOf(term, {}, on)).endsEarliest
  const quarterly: Term = { validFrom: '2024-01-31', validTo: '2025-01-30', renewal: { months: 3 } }
  t.same(
    ['2025-01-30', '2025-01-31', '2025-05-01', '2025-07-31', '2025-10-31', '2026-01-31'].map(on => end(quarterly, on)),
    ['2025-01-30', '2025-04-30', '2025-07-30', '2025-10-30', '2026-01-30', '2026-04-30']
  )
  const monthly: Term = { validFrom: '2022-08-31', alternatives: [{ months: 6 }], renewal: { months: 6 } }
  t.same(
    ['2023-02-28', '2023-03-01', '2023-08-31', '2024-03-01'].map(on => end(monthly, on)),
    ['2023-02-28', '2023-08-30', '2024-02-29', '2024-08-30']
  )
  const day = fc.integer({ min: 0, max: 9_000 }).map(days => addDays('2000-01-01', days))
  const small = fc.integer({ min: 1, max: 36 })
  fc.assert(
    fc.property(day, small, small, fc.nat(12), day, (from, months, renewed, noticeMonths, on) => {
      const renewal = { months: renewed, noticeMonths }
      const last = end({ validFrom: from, alternatives: [{ months }], renewal }, on)!
      const ends = Array.from({ length: 500 }, (_, n) => lastOfPeriod(from, months + n * renewed))
      const noticed = noticeDay(last, renewal)
      // The first of the ends whose day of notice has not passed; a period of notice begun the day after fits, no later one.
      const fits = (last: string, begun: string) => noticeMonths === 0 || lastOfPeriod(begun, noticeMonths) <= last
      return (
        last === ends.find(one => noticeDay(one, renewal) >= on) &&
        noticed === lastNoticeDay({ validFrom: from, alternatives: [{ months }], renewal }, {}, on) &&
        fits(last, addDays(noticed, 1)) &&
        (noticeMonths === 0 ? noticed === last : !fits(last, addDays(noticed, 2)))
      )
    })
  )
})

t.test(
  'a term begins and ends within the earliest and the latest of its alternatives, whichever comes first',
  async t => {
    const bounds = (alternatives: Duration[], term: Term = { validFrom: '2022-03-15', validFromPrecision: 'month' }) =>
      Object.values(boundsOf(scenariosOf({ ...term, alternatives }, {}, now)))
    const [short, long] = [{ months: 12 }, { months: 24, extensionMonths: 12 }]
    const all = ['2022-03-01', '2022-03-31', '2023-02-28', '2025-03-30']
    t.same(bounds([short, long]), all)
    t.same(bounds([long, short]), all)
    t.same(bounds([short, long], {}), [null, null, null, null])
    t.same(bounds([], { validFrom: '2022-03-15' }), ['2022-03-15', '2022-03-15', null, null])
  }
)

t.test('a term by days is yes within and no outside', async t => {
  const term = { validFrom: '2024-07-01', validTo: '2027-12-31' }
  t.same(
    ['2024-06-30', '2024-07-01', '2027-12-31', '2028-01-01'].map(day => running(term, day)),
    ['no', 'yes', 'yes', 'no']
  )
  t.equal(phaseOn(scenariosOf(term, {}, now), '2025-01-01', false).running, 'possible', 'where no signature is known')
})

t.test('a term that is not known is unknown, and alternatives are possible', async t => {
  t.same(phaseOn(scenariosOf(null, {}, now), '2022-01-01'), {
    upcoming: 'unknown',
    running: 'unknown',
    ended: 'unknown'
  })
  t.equal(running({ validFrom: '2022-01-01' }, '2021-12-31'), 'no')
  t.equal(running({ validFrom: '2022-01-01' }, '2023-12-31'), 'unknown')
  t.equal(running({ validFrom: '2022-01-01', untilFurtherNotice: true }, '2099-01-01'), 'yes')
  t.same(
    ['2021-12-31', '2022-03-01', '2023-06-01', '2025-06-01', '2029-01-01'].map(day => running(haninge, day)),
    ['no', 'possible', 'yes', 'possible', 'no']
  )
})

t.test('a term tells each day to each side of its first and its last, known to the day or not', async t => {
  const phases = (term: Term, days: string[]) =>
    days.map(day => Object.values(phaseOn(scenariosOf(term, {}, now), day)).join(' '))
  const [upcoming, runs, ended] = ['yes no no', 'no yes no', 'no no yes']
  const exact = { validFrom: '2024-12-15', validTo: '2025-02-15' }
  t.same(phases(exact, ['2024-12-14', '2024-12-15', '2025-02-15', '2025-02-16']), [upcoming, runs, runs, ended])
  const ofMonths: Term = {
    validFrom: '2024-12-15',
    validFromPrecision: 'month',
    validTo: '2025-02-15',
    validToPrecision: 'month'
  }
  t.same(phases(ofMonths, ['2024-11-30', '2024-12-01', '2024-12-30', '2024-12-31']), [
    upcoming,
    ...['possible possible no', 'possible possible no', runs]
  ])
  t.same(phases(ofMonths, ['2025-02-01', '2025-02-02', '2025-02-28', '2025-03-01']), [
    runs,
    ...['no possible possible', 'no possible possible', ended]
  ])
  t.same(phases({ validFrom: '2024-12-15', validFromPrecision: 'month' }, ['2024-11-30', '2024-12-01', '2024-12-31']), [
    upcoming,
    ...['possible unknown unknown', 'no unknown unknown']
  ])
  t.same(phases({ validFrom: '2024-12-15', alternatives: [] }, ['2024-12-14', '2024-12-15']), [
    upcoming,
    'no unknown unknown'
  ])
})

t.test('a term known to run on a day is narrowed by its first and last days, and by none outside it', async t => {
  const season: Term = {
    validFrom: '2017-01-01',
    validFromPrecision: 'year',
    validTo: '2019-01-01',
    validToPrecision: 'year'
  }
  const spans = (knownToRunOn: string) => {
    const { startsEarliest, startsLatest, endsEarliest, endsLatest } = boundsOf(
      scenariosOf({ ...season, knownToRunOn }, {}, now)
    )
    return [startsEarliest, startsLatest, endsEarliest, endsLatest]
  }
  const [start, end] = [
    ['2017-01-01', '2017-12-31'],
    ['2019-01-01', '2019-12-31']
  ]
  t.same(spans('2016-12-31'), [...start, ...end])
  t.same(spans('2017-01-01'), ['2017-01-01', '2017-01-01', ...end])
  t.same(spans('2017-01-02'), ['2017-01-01', '2017-01-02', ...end])
  t.same(spans('2017-12-31'), [...start, ...end])
  t.same(spans('2019-01-01'), [...start, ...end])
  t.same(spans('2019-01-02'), [...start, '2019-01-02', '2019-12-31'])
  t.same(spans('2019-12-31'), [...start, '2019-12-31', '2019-12-31'])
  t.same(spans('2020-01-01'), [...start, ...end])
})

t.test('years are the unit where a term is stated by years alone', async t => {
  const years = (term: Term) => scenariosOf(term, {}, now).map(({ years }) => years && Object.values(years))
  const from: Term = { validFrom: '2022-05-01', validFromPrecision: 'year' }
  const to: Term = { validTo: '2024-05-01', validToPrecision: 'year' }
  t.same(years({ ...from, ...to }), [[2022, 2024, 2024]])
  t.same(years({ ...from, ...to, validToPrecision: 'month' }), [null])
  t.same(years({ ...from, ...to, validToPrecision: null }), [null])
  t.same(years({ ...from, ...to, validFromPrecision: 'month' }), [null])
  t.same(years(to), [null])
  t.same(years({ ...from, alternatives: [{ months: 12 }, { months: 24, extensionMonths: 12 }] }), [
    [2022, 2022, 2022],
    [2022, 2023, 2024]
  ])
  t.same(years({ ...from, validFromPrecision: 'day', alternatives: [{ months: 12 }] }), [null])
  t.same(years({ ...from, ...to, renewal: { months: 12 } }), [null], 'renewed, it has no last year')
})

t.test('for any term of days, exactly one of upcoming, running and ended is yes', async () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map(days => addDays('2000-01-01', days))
  fc.assert(
    fc.property(day, fc.nat(4000), day, (from, length, on) => {
      const phase = phaseOn(scenariosOf({ validFrom: from, validTo: addDays(from, length) }, {}, now), on)
      return Object.values(phase).filter(answer => answer === 'yes').length === 1
    })
  )
})

t.test(
  'the less is known, the wider the answer: an exact end within the alternatives never contradicts them',
  async () => {
    fc.assert(
      fc.property(fc.constantFrom(24, 36, 48), fc.integer({ min: 0, max: 2500 }), (months, days) => {
        const on = addDays('2021-06-01', days)
        const known = running({ validFrom: '2022-01-01', alternatives: [{ months }] }, on)
        const open = running(
          { validFrom: '2022-01-01', alternatives: [{ months: 24 }, { months: 36 }, { months: 48 }] },
          on
        )
        return open === 'possible' || open === known
      })
    )
  }
)

t.test('what ends within some days is told from what may', async t => {
  const within = (term: Term, day: string, days: number) => endingWithin(scenariosOf(term, {}, now), day, days)
  const term = { validFrom: '2022-01-01', validTo: '2024-12-31' }
  t.equal(within(term, '2024-12-01', 30), 'yes')
  t.equal(within(term, '2024-12-01', 29), 'no')
  t.equal(within(term, '2025-01-01', 29), 'no')
  t.equal(within(haninge, '2023-12-01', 60), 'possible')
  t.equal(within({ validFrom: '2022-01-01' }, '2023-01-01', 60), 'unknown')
  // The first day that it runs, the last, and the days beside them; no days at all.
  t.equal(within(term, '2021-12-31', 1096), 'no')
  t.equal(within(term, '2022-01-01', 1094), 'no')
  t.equal(within(term, '2022-01-01', 1095), 'yes')
  t.equal(within(term, '2024-12-30', 0), 'no')
  t.equal(within(term, '2024-12-31', 0), 'yes')
  t.equal(within(term, '2025-01-01', 0), 'no')
  const begun: Term = { validFrom: '2024-12-01', validFromPrecision: 'month', validTo: '2025-01-15' }
  const beginning = ['2024-11-30', '2024-12-01', '2024-12-30', '2024-12-31']
  t.same(
    beginning.map(day => within(begun, day, 60)),
    ['no', 'possible', 'possible', 'yes']
  )
  const ends: Term = { validFrom: '2022-01-01', validTo: '2024-12-01', validToPrecision: 'month' }
  const ending: [day: string, days: number, answer: string][] = [
    ['2024-11-30', 0, 'no'],
    ['2024-11-30', 1, 'possible'],
    ['2024-12-01', 29, 'possible'],
    ['2024-12-01', 30, 'yes'],
    ['2024-12-02', 29, 'possible'],
    ['2024-12-31', 0, 'possible'],
    ['2025-01-01', 0, 'no']
  ]
  for (const [day, days, answer] of ending) t.equal(within(ends, day, days), answer, `${day} and ${days} days`)
})

t.test('a last day to give notice is one day or none', async t => {
  const renewal = { months: 12, noticeMonths: 3 }
  const notice = (term: Term, on = '2022-06-01') => lastNoticeDay({ renewal, ...term }, {}, on)
  const from = '2022-01-01'
  t.equal(notice({ validFrom: from, validTo: '2022-12-31' }), '2022-09-30')
  t.equal(notice({ validFrom: from, validTo: '2022-12-01', validToPrecision: 'month' }), null)
  t.equal(notice({ validFrom: from, validFromPrecision: 'month', alternatives: [{ months: 12 }] }), null)
  t.equal(notice({ validFrom: from, alternatives: [{ months: 12 }] }), '2022-09-30')
  t.equal(notice({ validFrom: from, alternatives: [{ months: 12 }, { months: 24 }] }), null)
  t.equal(notice({ validFrom: from, alternatives: [{ months: 12 }, { months: 12 }] }), '2022-09-30')
  t.equal(notice({ validFrom: from }), null)
  t.equal(notice({ validFrom: from, untilFurtherNotice: true }), null)
  t.equal(notice({ validFrom: from, validTo: '2022-12-31', renewal: null }), null)
  t.equal(lastNoticeDay(null, {}, '2022-06-01'), null)
  // Counted by months from the day after the end, in months of any length.
  const days = ['2023-12-31', '2024-02-29', '2024-05-30', '2024-05-31', '9999-12-31']
  t.same(
    days.map(end => noticeDay(end, { months: 12, noticeMonths: 3 })),
    ['2023-09-30', '2023-11-30', '2024-02-28', '2024-02-29', '9999-12-31']
  )
  t.equal(noticeDay('2024-05-31', { months: 12 }), '2024-05-31', 'without notice the end itself')
  // A renewal that is longer than the calendar ends with it, also when asked about for ever.
  const last = { validFrom: from, validTo: '9999-06-30', renewal }
  t.equal(boundsOf(scenariosOf(last, {}, '9999-03-30')).endsEarliest, '9999-06-30')
  t.equal(boundsOf(scenariosOf(last, {}, '9999-03-31')).endsEarliest, '9999-06-30')
  t.equal(boundsOf(scenariosOf(last, {}, '9999-04-01')).endsEarliest, '9999-12-31')
})

t.test('what every alternative answers is said, and what one of them leaves open stays open', async t => {
  const table: [answers: Answer[], answer: Answer][] = [
    [['yes', 'yes'], 'yes'],
    [['no', 'no'], 'no'],
    [['unknown', 'unknown'], 'unknown'],
    [['possible'], 'possible'],
    [['yes', 'no'], 'possible'],
    [['no', 'unknown'], 'unknown'],
    [['yes', 'unknown'], 'possible'],
    [['possible', 'unknown'], 'possible'],
    [['possible', 'no'], 'possible'],
    [['yes', 'no', 'unknown'], 'possible']
  ]
  for (const [answers, answer] of table) {
    t.equal(together(answers), answer, answers.join())
    t.equal(together(answers.toReversed()), answer)
  }
})

t.test('a term that renews itself has a last day to give notice, and goes on when that has passed', async t => {
  const term: Term = { validFrom: '2022-01-01', validTo: '2022-12-31', renewal: { months: 12, noticeMonths: 6 } }
  t.equal(lastNoticeDay(term, {}, '2022-06-30'), '2022-06-30')
  t.equal(lastNoticeDay(term, {}, '2022-07-01'), '2023-06-30')
  const long: Term = { validFrom: '2020-08-29', validTo: '2025-08-28', renewal: { months: 12, noticeMonths: 2 } }
  t.same(
    ['2020-09-01', '2025-06-28', '2025-06-29', '2026-02-11', '2026-06-28', '2026-06-29'].map(on =>
      lastNoticeDay(long, {}, on)
    ),
    ['2025-06-28', '2025-06-28', '2026-06-28', '2026-06-28', '2026-06-28', '2027-06-28']
  )
  t.equal(running(term, '2023-06-01', '2022-06-01'), 'possible')
  t.equal(running(term, '2023-06-01', '2022-07-01'), 'yes')
  t.equal(lastNoticeDay(term, { endedOn: '2022-12-31' }, '2022-06-30'), null)
  t.equal(phaseOn(scenariosOf(term, { endedOn: '2022-12-31' }, '2022-07-01'), '2023-06-01').ended, 'yes')
})

t.test('an option counts when it is exercised', async t => {
  const term = (exercised: boolean) => ({
    validFrom: '2022-01-01',
    validTo: '2024-12-31',
    extensions: [{ key: 'a', months: 36, exercised }]
  })
  t.equal(boundsOf(scenariosOf(term(false), {}, now)).endsLatest, '2024-12-31')
  t.equal(boundsOf(scenariosOf(term(true), {}, now)).endsLatest, '2027-12-31')
})

t.test('a term that cannot be is refused', async t => {
  t.same(
    checkTerm({ validFrom: '2022-01-01', validTo: '2021-12-31' }).map(({ field }) => field),
    ['/validTo']
  )
  t.same(
    checkTerm({ validFrom: '2022-06-01', validTo: '2022-01-01', validToPrecision: 'year' }),
    [],
    'some time in the year'
  )
  const fields = (term: Term) => checkTerm(term).map(({ field }) => field)
  const [from, to] = ['2022-06-15', '2023-06-15']
  t.same(fields({ validFrom: from, validTo: '2022-06-14' }), ['/validTo'])
  t.same(fields({ validFrom: from, validTo: from }), [], 'a single day')
  t.same(fields({ validFrom: from, validTo: '2022-05-31', validToPrecision: 'month' }), ['/validTo'])
  t.same(fields({ validFrom: from, validTo: '2022-06-01', validToPrecision: 'month' }), [])
  t.same(fields({ validFrom: '2022-06-01', validFromPrecision: 'month', validTo: '2022-05-31' }), ['/validTo'])
  t.same(fields({ validFrom: '2022-06-30', validFromPrecision: 'month', validTo: '2022-06-01' }), [])
  t.same(
    ['2022-06-14', '2022-06-15', '2023-06-15', '2023-06-16'].map(
      day => fields({ validFrom: from, validTo: to, knownToRunOn: day }).length
    ),
    [1, 0, 0, 1]
  )
  t.same(fields({ validFrom: from, knownToRunOn: '2099-01-01' }), [])
  t.same(fields({ validTo: to, knownToRunOn: '1999-01-01' }), [])
  t.same(fields({ validTo: to, alternatives: [] }), [])
  t.same(fields({ validTo: to, alternatives: [{ months: 12 }] }), ['/alternatives'])
  t.same(fields({ untilFurtherNotice: true, alternatives: [] }), [])
  t.same(fields({ untilFurtherNotice: true, alternatives: [{ months: 12 }] }), ['/untilFurtherNotice'])
  t.same(fields({ validTo: to, untilFurtherNotice: false }), [])
  const extensions = ['a', 'b', 'a', 'a'].map(key => ({ key, months: 12 }))
  t.same(fields({ validTo: to, extensions }), ['/extensions/2/key', '/extensions/3/key'], 'the first of each stands')
  t.same(
    checkTerm({ validTo: '2022-01-01', untilFurtherNotice: true }).map(({ field }) => field),
    ['/untilFurtherNotice']
  )
})

t.test('committed is one amount while all alternatives hold, and a range when some do', async t => {
  const scenarios = scenariosOf(haninge, {}, now)
  const said = (year: number) => committedIn(perYear, scenarios, year)
  t.match(said(2021), { min: 0n, max: 0n })
  t.match(said(2022), { min: 18_300n, max: 18_300n })
  t.match(said(2023), { min: 18_300n, max: 18_300n })
  t.match(said(2024), { min: 0n, max: 18_300n })
  t.match(said(2027), { min: 0n, max: 18_300n })
  t.match(
    said(2028),
    { min: 0n, max: 18_300n },
    'begun late in 2022, six years reach into 2028: it is possibly running'
  )
  t.equal(running(haninge, '2028-06-01'), 'possible')
  t.match(said(2029), { min: 0n, max: 0n })
  t.equal(certaintyOf(said(2024)), 'range')
  t.equal(certaintyOf(committedIn({ ...perYear, value: null, certainty: 'notStated' }, scenarios, 2023)), 'unknown')
  const half = scenariosOf({ validFrom: '2024-07-01', validTo: '2027-12-31' }, {}, now)
  t.match(committedIn({ ...perYear, value: 12_000n }, half, 2024), { min: 6_000n, max: 12_000n })
  t.match(committedIn({ ...perYear, value: 1_000n, per: 'month' }, half, 2024), { min: 6_000n, max: 6_000n })
})

t.test('an index counts by its share and is rounded once, down to whole hundreds', async t => {
  t.equal(indexedAmount(24_770_000n, { from: 100n, to: 105n }, 80n, downToHundreds), 25_760_000n)
  t.equal(indexedAmount(24_770_000n, { from: 100n, to: 100n }, 80n, { to: 1n, direction: 'down' }), 24_770_000n)
  t.throws(() => indexedAmount(1n, { from: 0n, to: 1n }, 80n, downToHundreds), RangeError)
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 12n),
      fc.bigInt(1n, 10n ** 6n),
      fc.bigInt(1n, 10n ** 6n),
      fc.bigInt(0n, 100n),
      (amount, from, to, share) => {
        const exact = amount * (100n * from + share * (to - from))
        const result = indexedAmount(amount, { from, to }, share, downToHundreds)
        return result % 10_000n === 0n && result * 100n * from <= exact && exact < (result + 10_000n) * 100n * from
      }
    )
  )
})

t.test('rounding leaves what is exact, and moves the least beside it, in its direction', async t => {
  // An index that stands still: what is rounded is the amount itself, in öre.
  const rounded = (amount: bigint, direction: 'down' | 'up' | 'nearest', to = 100n) =>
    indexedAmount(amount, { from: 1n, to: 1n }, 100n, { to, direction })
  const table: [amount: bigint, down: bigint, up: bigint, nearest: bigint][] = [
    [0n, 0n, 0n, 0n],
    [1n, 0n, 100n, 0n],
    [49n, 0n, 100n, 0n],
    [50n, 0n, 100n, 100n],
    [99n, 0n, 100n, 100n],
    [100n, 100n, 100n, 100n],
    [101n, 100n, 200n, 100n],
    [150n, 100n, 200n, 200n]
  ]
  for (const [amount, down, up, nearest] of table) {
    t.equal(rounded(amount, 'down'), down, `${amount} down`)
    t.equal(rounded(amount, 'up'), up, `${amount} up`)
    t.equal(rounded(amount, 'nearest'), nearest, `${amount} to the nearest`)
  }
  for (const direction of ['down', 'up', 'nearest'] as const) t.equal(rounded(24_770_001n, direction, 1n), 24_770_001n)
  // 80 % of 100 to 105 is 104 of 100, exactly; a share of none is no change; an index may fall, and fall to nothing.
  const up = { to: 10_000n, direction: 'up' } as const
  t.equal(indexedAmount(1_000_000n, { from: 100n, to: 105n }, 80n, up), 1_040_000n)
  t.equal(indexedAmount(1_000_001n, { from: 100n, to: 105n }, 80n, up), 1_050_000n)
  t.equal(indexedAmount(1_000_000n, { from: 100n, to: 105n }, 0n, up), 1_000_000n)
  t.equal(indexedAmount(1_000_000n, { from: 100n, to: 50n }, 100n, up), 500_000n)
  t.equal(indexedAmount(1_000_000n, { from: 100n, to: 0n }, 100n, up), 0n)
  t.throws(() => indexedAmount(1n, { from: -1n, to: 1n }, 80n, up), RangeError)
  t.equal(indexedAmount(100n, { from: 1n, to: 1n }, 80n, { to: 1n, direction: 'down' }), 100n, 'the least index')
})

t.test('an amount is held against the year at its first and its last day', async t => {
  const whole = scenariosOf({ validFrom: '2024-01-01', validTo: '2024-12-31' }, {}, now)
  const of = (more: object, scenarios = whole, year = 2024) => {
    const { min, max } = committedIn({ ...perYear, value: 1_200n, ...more }, scenarios, year)
    return [min, max]
  }
  const term = (from: string, to: string) => scenariosOf({ validFrom: from, validTo: to }, {}, now)
  t.same(of({}), [1_200n, 1_200n])
  t.same(of({}, whole, 2023), [0n, 0n])
  t.same(of({}, whole, 2025), [0n, 0n])
  t.same(of({}, term('2024-01-02', '2024-12-31')), [1_100n, 1_200n], 'a month begun is whole at the most')
  t.same(of({}, term('2024-01-01', '2024-12-30')), [1_100n, 1_200n])
  t.same(of({}, term('2020-01-01', '2024-01-01')), [0n, 1_200n], 'its first day alone')
  t.same(of({}, term('2020-01-01', '2023-12-31')), [0n, 0n])
  t.same(of({}, term('2024-12-31', '2029-12-31')), [0n, 1_200n], 'its last day alone')
  t.same(of({}, term('2025-01-01', '2029-12-31')), [0n, 0n])
  const month = { per: 'month' }
  t.same(of(month, term('2024-02-01', '2024-03-31')), [2_400n, 2_400n])
  t.same(of(month, term('2024-02-01', '2024-03-30')), [1_200n, 2_400n])
  t.same(of(month, term('2024-02-02', '2024-04-01')), [1_200n, 3_600n])
  t.same(of({ ...month, from: '2024-02-01', to: '2024-02-29' }), [1_200n, 1_200n], 'bounds of the contribution')
  t.same(of({ ...month, from: '2023-01-01', to: '2030-12-31' }), [14_400n, 14_400n], 'wider than the term')
  // Once: surely within the year only where the whole term is.
  const once = { per: 'once' }
  t.same(of(once), [1_200n, 1_200n])
  t.same(of(once, term('2023-12-31', '2024-12-31')), [0n, 1_200n])
  t.same(of(once, term('2024-01-01', '2025-01-01')), [0n, 1_200n])
  t.same(of({ ...once, from: '2024-01-01', to: '2024-12-31' }, term('2023-01-01', '2025-12-31')), [1_200n, 1_200n])
})

t.test('of parts and alternatives the least, the greatest and what is not known are kept', async t => {
  const range = (min: bigint, max: bigint, unknown = 0, approximate = false) => ({ min, max, unknown, approximate })
  t.same(addRanges([range(1n, 2n, 1), range(10n, 20n, 2, true)]), range(11n, 22n, 3, true))
  t.same(addRanges([range(1n, 1n, 0, true), range(1n, 1n)]), range(2n, 2n, 0, true))
  t.same(addRanges([]), range(0n, 0n))
  t.same(anyOf([range(1n, 5n, 1), range(3n, 9n, 2, true)]), range(1n, 9n, 2, true))
  t.same(anyOf([range(3n, 9n, 2, true), range(1n, 5n, 1)]), range(1n, 9n, 2, true))
  t.same(anyOf([range(1n, 1n), range(2n, 2n)]), range(1n, 2n))
  const certainties = [range(1n, 1n), range(1n, 2n), range(1n, 1n, 0, true), range(1n, 1n, 1), range(1n, 2n, 0, true)]
  t.same(certainties.map(certaintyOf), ['exact', 'range', 'approximate', 'unknown', 'range'])
  // Known in one alternative only: what is not known in the other stays told.
  const either = scenariosOf({ validFrom: '2022-01-01', alternatives: [{ months: 12 }, { months: 24 }] }, {}, now)
  const unstated = { ...perYear, value: null, certainty: 'notStated' } as const
  t.match(committedIn(unstated, either, 2023), { min: 0n, max: 0n, unknown: 1 })
  t.match(committedIn(unstated, either, 2024), { unknown: 0 })
  t.equal(committedIn({ ...perYear, certainty: 'approximate' }, either, 2022).approximate, true)
  t.equal(committedIn(perYear, either, 2022).approximate, false)
  // Surely within the year only where both its days are known.
  const open = scenariosOf({ validFrom: '2022-01-01' }, {}, now)
  t.match(committedIn({ ...perYear, per: null, to: '2022-12-31' }, open, 2022), { min: 0n, max: 18_300n })
})

t.test('an act that is not allowed in a status always has a rule to name', async t => {
  for (const status of agreementStatuses) {
    for (const act of agreementActs) if (act !== 'created') t.match(brokenRule(status, act) ?? 'allowed', /^[a-z-]+$/)
  }
  t.equal(brokenRule('draft', 'signed'), 'agreement-not-decided')
  t.equal(brokenRule('signed', 'updated'), 'agreement-already-signed')
})

t.test('patches hold from their day, and later recorded ones on the same day win', async t => {
  const version = (number: number, effectiveFrom: string | null, patch: object) =>
    ({
      number,
      act: number === 1 ? 'created' : 'amended',
      status: 'signed',
      effectiveFrom,
      patch: { ...patch }
    }) as const
  const versions = [
    version(1, null, { title: 'a' }),
    version(2, '2024-01-01', { title: 'b' }),
    version(3, '2023-01-01', { title: 'c' })
  ]
  const title = (on: string | null) => asOf(versions, ['title'], on).content.title
  t.same([title('2022-01-01'), title('2023-06-01'), title('2024-06-01'), title(null)], ['a', 'c', 'b', 'b'])
  t.same(patched({ term: { validFrom: 'x', validTo: 'y' } }, { term: { validTo: null } }), {
    term: { validFrom: 'x', validTo: null }
  })
  t.same(differencesOf({ a: [{ v: 1 }] }, { a: [{ v: 2 }] }), [{ field: '/a/0/v', before: 1, after: 2 }])
})

t.test('an amendment holds from its own day, and within a year from its first day to its last', async t => {
  const version = (number: number, effectiveFrom: string | null, title: string): Recorded => ({
    ...{ number, act: number === 1 ? ('created' as const) : ('amended' as const), status: 'signed' as const },
    ...{ effectiveFrom, patch: { title } }
  })
  const versions = [
    version(1, null, 'a'),
    version(2, '2024-01-01', 'b'),
    version(3, '2024-12-31', 'c'),
    version(4, '2025-01-01', 'd')
  ]
  const days = ['2023-12-31', '2024-01-01', '2024-12-30', '2024-12-31', '2025-01-01']
  t.same(
    days.map(day => asOf(versions, ['title'], day).content.title),
    ['a', 'b', 'b', 'c', 'd']
  )
  const within = (year: number) =>
    contentsIn(versions, ['title'], year).map(({ first, last, content }) => `${first} ${last} ${content.title}`)
  t.same(within(2023), ['2023-01-01 2023-12-31 a'])
  t.same(within(2024), ['2024-01-01 2024-12-30 b', '2024-12-31 2024-12-31 c'])
  t.same(within(2025), ['2025-01-01 2025-12-31 d'])
})
