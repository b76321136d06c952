import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import t from 'tap'
import {
  addDays,
  addMonths,
  datePrecisions,
  dayOfYear,
  daysBetween,
  FIRST_DAY,
  isDay,
  LAST_DAY,
  lastAfter,
  lastOfPeriod,
  spanOf,
  swedishDay
} from '../src/base/dates.ts'
import { firstDay, lastDay, swedishDayOf } from '../src/platform/database/days.ts'
import { aRegister } from './support/register.ts'

const anyDay = fc.integer({ min: 0, max: 400_000 }).map(days => addDays('1600-01-01', days))
const months = fc.integer({ min: 1, max: 240 })

t.test('a period of months is as long as its months, also where a month lacks the day', async t => {
  const known: [first: string, months: number, last: string][] = [
    ['2022-01-01', 30, '2024-06-30'],
    ['2022-01-01', 36, '2024-12-31'],
    ['2024-07-01', 42, '2027-12-31'],
    ['2020-08-29', 60, '2025-08-28'],
    ['2022-01-15', 1, '2022-02-14'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2022-08-31', 6, '2023-02-28'],
    ['2022-08-31', 1, '2022-09-30'],
    ['2023-01-29', 1, '2023-02-28'],
    ['2024-01-29', 1, '2024-02-28'],
    ['2023-01-30', 1, '2023-02-28'],
    ['2024-01-30', 1, '2024-02-29'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2024-03-01', 12, '2025-02-28'],
    ['2023-03-01', 12, '2024-02-29'],
    ['9999-01-01', 12, LAST_DAY],
    ['9999-06-01', 12, LAST_DAY],
    [FIRST_DAY, 12, '0001-12-31']
  ]
  for (const [first, months, last] of known) t.equal(lastOfPeriod(first, months), last, `${first} + ${months} months`)
})

t.test(
  'of any day: the next period begins the day after, and where there is such a day, on the same day of a month',
  () => {
    fc.assert(
      fc.property(anyDay, months, (first, length) => {
        const next = addDays(lastOfPeriod(first, length), 1)
        const same = addMonths(first, length)
        return same.slice(8) === first.slice(8) ? next === same : next === addDays(same, 1)
      })
    )
    // Counted from one day nothing drifts: twelve months are a year, in however many steps they are said.
    fc.assert(
      fc.property(anyDay, months, months, (end, one, other) => {
        const first = addDays(end, 1)
        return lastAfter(end, one + other) === lastOfPeriod(first, one + other) && lastAfter(end, 0) === end
      })
    )
    return Promise.resolve()
  }
)

t.test('days are counted as the calendar does, over summer time and leap years', async t => {
  t.equal(daysBetween('2026-03-28', '2026-03-30'), 2)
  t.equal(daysBetween('2024-02-28', '2024-03-01'), 2)
  t.equal(dayOfYear(2023, '02-29'), '2023-02-28')
  t.equal(addDays('2024-02-28', 2), '2024-03-01')
  t.equal(addMonths('2024-01-31', 1), '2024-02-29')
  t.equal(addMonths('2022-01-31', 13), '2023-02-28')
  t.equal(addMonths('2022-03-15', -3), '2021-12-15')
  t.same(['2024-02-29', '2023-02-29', '2024-00-01', '2024-13-01', 'x'].map(isDay), [true, false, false, false, false])
})

t.test('a date that is not known to the day means every day of its span, whichever day of it is written', async t => {
  t.same(spanOf('2021-12-14', 'day'), { earliest: '2021-12-14', latest: '2021-12-14' })
  t.same(spanOf('2022-03-15', 'month'), { earliest: '2022-03-01', latest: '2022-03-31' })
  t.same(spanOf('2015-09-01', 'season'), { earliest: '2015-09-01', latest: '2015-11-30' })
  t.same(spanOf('2015-09-15', 'season'), { earliest: '2015-09-01', latest: '2015-11-30' })
  t.same(spanOf('2021-12-01', 'season'), { earliest: '2021-12-01', latest: '2022-02-28' })
  t.same(spanOf('2024-02-29', 'year'), { earliest: '2024-01-01', latest: '2024-12-31' })
  t.same(spanOf('9999-11-30', 'season'), { earliest: '9999-11-01', latest: LAST_DAY })
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...datePrecisions), (day, precision) => {
      const { earliest, latest } = spanOf(day, precision)
      const same = (other: string) => JSON.stringify(spanOf(other, precision)) === JSON.stringify({ earliest, latest })
      return earliest <= day && day <= latest && same(earliest) && (precision === 'season' || same(latest))
    })
  )
})

t.test(
  'PostgreSQL is told the same: the span of every day of ten years, and today in Sweden at every hour of one',
  async t => {
    const { database } = await aRegister(t)
    const { rows } = await database.execute<{ day: string; precision: 'day'; earliest: string; latest: string }>(sql`
    select day::text, day_precision as precision, ${firstDay('day')}::text as earliest, ${lastDay('day')}::text as latest
    from (select day::date from generate_series(timestamp '2019-01-01', '2028-12-31', '1 day') day
          union select unnest(array['0001-01-01', '0999-12-31', '9999-10-01', '9999-11-01', '9999-12-31']::date[])) days
    cross join unnest(${sql.param([...datePrecisions])}::text[]) as day_precision`)
    t.equal(rows.length, 4 * (3653 + 5))
    const differing = rows.filter(({ day, precision, earliest, latest }) => {
      const span = spanOf(day, precision)
      return span.earliest !== earliest || span.latest !== latest
    })
    t.same(differing, [])
    const hours = await database.execute<{ at: string; day: string }>(sql`
    select to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, ${swedishDayOf(sql`(at at time zone 'UTC')`)}::text as day
    from generate_series(timestamp '2023-12-31 21:00', '2025-01-01 01:00', '30 minutes') at`)
    t.ok(hours.rows.length > 17_000)
    t.same(
      hours.rows.filter(({ at, day }) => swedishDay(at) !== day),
      []
    )
  }
)
