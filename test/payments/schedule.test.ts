import fc from 'fast-check'
import t from 'tap'
import { advanceCeiling, budgetYearOf, dueOf, equalParts, partsOf } from '../../src/money/payments/schedule-rules.ts'
import { isWorkingDay } from '../../src/register/decisions/calendar-rules.ts'

const amount = fc.bigInt({ min: 1n, max: 99_999_999_999_999n })

t.test('equal parts come to the whole, and only the last differs, by less than one öre for each part', async t => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 240 }), (whole, count) => {
      const parts = equalParts(whole, count)
      const sum = parts.reduce((total, part) => total + part, 0n)
      const alike = parts.slice(0, -1).every(part => part === parts[0])
      const rest = parts.at(-1)! - parts[0]!
      return parts.length === count && sum === whole && alike && rest >= 0n && rest < BigInt(count)
    })
  )
  t.strictSame(equalParts(24_770_000n, 4), [6_192_500n, 6_192_500n, 6_192_500n, 6_192_500n])
  t.strictSame(equalParts(24_770_000n, 3), [8_256_666n, 8_256_666n, 8_256_668n])
})

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const next = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
const schedules = fc.constantFrom('once', 'yearly', 'halfYearly', 'tertial', 'quarterly', 'monthly')

t.test('parts follow on each other without gap from the first day of the period to the last', async t => {
  fc.assert(
    fc.property(schedules, day, fc.integer({ min: 0, max: 2_000 }), (schedule, from, length) => {
      const to = new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10)
      const parts = partsOf(schedule as 'yearly', from, to)
      const joined = parts.every(
        (part, at) => part.from <= part.to && (at === 0 || next(parts[at - 1]!.to) === part.from)
      )
      return parts[0]!.from === from && parts.at(-1)!.to === to && joined
    })
  )
  t.pass('for every schedule and period')
})

t.test('a due date is a working day, in the part or after it, and never before the earliest', async t => {
  fc.assert(
    fc.property(day, day, (from, earliest) => {
      const due = dueOf({ from, to: from }, earliest)
      return isWorkingDay(due) && due >= from && due >= earliest
    })
  )
  const quarters = partsOf('quarterly', '2022-01-01', '2022-12-31').map(part => dueOf(part, '2021-12-14'))
  t.strictSame(quarters, ['2022-01-03', '2022-04-01', '2022-07-01', '2022-10-03'])
})

t.test('quarters are of the calendar; years, half years and tertials count from the first day of the term', async t => {
  const froms = (schedule: 'quarterly' | 'yearly' | 'halfYearly' | 'tertial') =>
    partsOf(schedule, '2022-07-01', '2023-06-30').map(({ from }) => from)
  t.strictSame(froms('quarterly'), ['2022-07-01', '2022-10-01', '2023-01-01', '2023-04-01'])
  t.strictSame(froms('yearly'), ['2022-07-01'])
  t.strictSame(froms('halfYearly'), ['2022-07-01', '2023-01-01'])
  t.strictSame(froms('tertial'), ['2022-07-01', '2022-11-01', '2023-03-01'])
  t.strictSame(partsOf('quarterly', '2022-02-15', '2022-05-31'), [
    { from: '2022-02-15', to: '2022-03-31' },
    { from: '2022-04-01', to: '2022-05-31' }
  ])
})

t.test(
  'a payment falls on the budget of its grant year, and of several years on the one in which it is due',
  async t => {
    t.equal(budgetYearOf({ grantYear: 2022, grantYearTo: null }, '2023-01-09'), 2022)
    t.equal(budgetYearOf({ grantYear: 2022, grantYearTo: 2024 }, '2023-01-09'), 2023)
    t.equal(budgetYearOf({ grantYear: 2022, grantYearTo: 2024 }, '2025-01-09'), 2024)
    t.equal(budgetYearOf({ grantYear: null, grantYearTo: null }, '2025-01-09'), 2025)
  }
)

t.test('an advance is at most its share, rounded down to the öre, and nothing of nothing', async t => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (basis, hundredths) => {
      const ceiling = advanceCeiling(basis, BigInt(hundredths))
      return ceiling * 10_000n <= basis * BigInt(hundredths) && (ceiling + 1n) * 10_000n > basis * BigInt(hundredths)
    })
  )
  t.equal(advanceCeiling(-1n, 5_000n), 0n)
})
