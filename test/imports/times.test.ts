import t from 'tap'
import { faults, row, warnings } from './reading.ts'

t.test('years are one, a span or a school year', async t => {
  for (const [text, from, to] of [
    ['2022', 2022, 2022],
    ['2022–2024', 2022, 2024],
    ['2022 - 2024', 2022, 2024],
    ['2022/2023', 2022, 2023],
    ['2022/23', 2022, 2023]
  ] as const) {
    t.match(
      row({ grant_year: text, amount_per: 'year' }),
      { grantYearFrom: from, grantYearTo: to, violations: [] },
      text
    )
  }
  for (const text of ['22', '2024-2022', '2022/2024', '2022-24', '2022.5', 'våren 2022', '1822', '2220']) {
    t.same(faults({ grant_year: text }), ['grant_year'], text)
  }
  t.match(row({ grant_year: 2022 }), { grantYearFrom: 2022 })
  t.same(faults({ grant_year: '', grant_year_from: '2024', grant_year_to: '2022' }), ['grant_year_to'])
  t.same(faults({ grant_year: '', grant_year_from: '2024' }), ['grant_year_to'])
  t.same(faults({ grant_year: '2021', grant_year_from: '2022', grant_year_to: '2022' }), ['grant_year'])
  t.same(warnings(row({ grant_year: '' })), ['grant-year-not-stated'])
})

t.test('dates are read where they mean one day, month or year', async t => {
  for (const [text, meetingDate, datePrecision] of [
    ['2021-12-14', '2021-12-14', 'day'],
    ['20211214', '2021-12-14', 'day'],
    ['14 december 2021', '2021-12-14', 'day'],
    ['den 3 Maj 2021', '2021-05-03', 'day'],
    ['2024-02-29', '2024-02-29', 'day'],
    ['2021-12', '2021-12-01', 'month'],
    ['2021', '2021-01-01', 'year']
  ]) {
    t.match(row({ decision_date: text! }), { meetingDate, datePrecision, violations: [] }, text)
  }
  for (const text of [
    '14/12 2021',
    '12/1/2021',
    '14.12.2021',
    '2021/12/14',
    '2021-12-14T10:00',
    '2021-02-29',
    '2021-13-01',
    '0021-01-01',
    '3 brumaire 2021',
    '44544'
  ]) {
    t.same(faults({ decision_date: text }), ['decision_date'], text)
  }
})

t.test('the precision that a row states is kept, and may not promise more than its date', async t => {
  t.match(row({ date_precision: 'planned' }), { planned: true, datePrecision: 'day', meetingDate: '2021-12-14' })
  t.match(row({ date_precision: 'month' }), { datePrecision: 'month', meetingDate: '2021-12-01' })
  t.same(faults({ date_precision: 'day', decision_date: '2021-12' }), ['decision_date'])
  t.same(faults({ date_precision: 'ungefär' }), ['date_precision'])
  t.same(warnings(row({}, { today: '2021-12-13' })), ['decision-date-in-future'])
  t.same(warnings(row({ date_precision: 'planned' }, { today: '2021-12-13' })), [])
})
