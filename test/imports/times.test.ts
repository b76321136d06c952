import t from 'tap'
import { parseDate, parseYear, parseYears } from '../../src/imports/rows/dates.ts'
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
  for (const [text, decidedOn, decidedOnPrecision] of [
    ['2021-12-14', '2021-12-14', 'day'],
    ['20211214', '2021-12-14', 'day'],
    ['14 december 2021', '2021-12-14', 'day'],
    ['den 3 Maj 2021', '2021-05-03', 'day'],
    ['2024-02-29', '2024-02-29', 'day'],
    ['2021-12-14 00:00:00', '2021-12-14', 'day'],
    ['2021-12-14T00:00:00', '2021-12-14', 'day'],
    ['2021-12-14T10:00', '2021-12-14', 'day'],
    ['2021-12-14 08:30', '2021-12-14', 'day'],
    ['20211214 10:15:00', '2021-12-14', 'day'],
    ['2021/12/14', '2021-12-14', 'day'],
    ['2021.12.14', '2021-12-14', 'day'],
    ['2021-12-4', '2021-12-04', 'day'],
    ['2021-3-4', '2021-03-04', 'day'],
    ['14 dec 2021', '2021-12-14', 'day'],
    ['14 dec. 2021', '2021-12-14', 'day'],
    ['14-dec-2021', '2021-12-14', 'day'],
    ['4:e mars 2021', '2021-03-04', 'day'],
    ['tisdag 14 december 2021', '2021-12-14', 'day'],
    ['Tisdagen den 14 december 2021', '2021-12-14', 'day'],
    ['den 5 mars 2024 kl. 18.00', '2024-03-05', 'day'],
    ['5 March 2024', '2024-03-05', 'day'],
    // Midnight in Sweden, as a system writes it that counts in UTC.
    ['2022-06-13T22:00:00.000Z', '2022-06-14', 'day'],
    ['2022-06-14T00:00:00Z', '2022-06-14', 'day'],
    ['2022-06-14T00:00:00+02:00', '2022-06-14', 'day'],
    ['jun 2021', '2021-06-01', 'month'],
    ['2021-12', '2021-12-01', 'month'],
    ['2021', '2021-01-01', 'year']
  ]) {
    t.match(row({ decided_on: text! }), { decidedOn, decidedOnPrecision, violations: [] }, text)
  }
  for (const text of [
    '14/12 2021',
    '12/1/2021',
    '14.12.2021',
    '14-12-2021',
    '21-12-14',
    '2021-12-14T25:00',
    '2021-12-14 och 2021-12-15',
    '2021-02-29',
    '2021-02-29T00:00:00Z',
    '14 de 2021',
    '2021-13-01',
    '0021-01-01',
    '3 brumaire 2021',
    '44544'
  ]) {
    t.same(faults({ decided_on: text }), ['decided_on'], text)
  }
})

t.test('the precision that a row states is kept, and may not promise more than its date', async t => {
  t.match(row({ decided_on_precision: 'planned' }), {
    planned: true,
    decidedOnPrecision: 'day',
    decidedOn: '2021-12-14'
  })
  t.match(row({ decided_on_precision: 'month' }), { decidedOnPrecision: 'month', decidedOn: '2021-12-01' })
  t.same(faults({ decided_on_precision: 'day', decided_on: '2021-12' }), ['decided_on'])
  t.same(faults({ decided_on_precision: 'ungefär' }), ['decided_on_precision'])
  t.same(warnings(row({}, { today: '2021-12-13' })), ['decision-date-in-future'])
  t.same(warnings(row({ decided_on_precision: 'planned' }, { today: '2021-12-13' })), [])
})

t.test('a date is a day that is, of a year from 1901 to 2199', async t => {
  const read = (text: string) => parseDate(text).ok
  const years = ['1900', '1901', '2199', '2200']
  for (const rest of ['', '-01', '-01-01', '-12-31']) {
    t.same(
      years.map(year => read(year + rest)),
      [false, true, true, false],
      rest
    )
  }
  const edges: [fine: string[], refused: string[]][] = [
    [
      ['2022-01', '2022-12'],
      ['2022-00', '2022-13']
    ],
    [
      ['2022-01-01', '2022-01-31'],
      ['2022-01-00', '2022-01-32']
    ],
    [
      ['2022-04-30', '2022-12-31'],
      ['2022-04-31', '2022-12-32']
    ],
    [
      ['2022-02-28', '2024-02-29', '2000-02-29'],
      ['2022-02-29', '2024-02-30', '2100-02-29']
    ],
    [
      ['1 januari 2022', '31 december 2022'],
      ['0 januari 2022', '32 december 2022', '31 april 2022']
    ]
  ]
  for (const [fine, refused] of edges) {
    for (const text of fine) t.ok(read(text), text)
    for (const text of refused) t.notOk(read(text), text)
  }
})

t.test('a span of years may be one year, and a school year is two that follow on each other', async t => {
  const read = (text: string) => parseYears(text).ok
  t.same(['2022-2021', '2022-2022', '2022-2023'].map(read), [false, true, true])
  t.same(['2022/2021', '2022/2022', '2022/2023', '2022/2024', '2022/22', '2022/23', '2022/24'].map(read), [
    false,
    false,
    true,
    false,
    false,
    true,
    false
  ])
  t.same(['1900-1901', '1901-1902', '2198-2199', '2199-2200'].map(read), [false, true, true, false])
  t.same(
    ['2022', '2022-2022', '2022-2023'].map(text => parseYear(text).ok),
    [true, true, false]
  )
})
