import t from 'tap'
import { parseTerm } from '../../src/imports/rows/terms.ts'

const year = (from: number, to: number) => ({
  validFrom: `${from}-01-01`,
  validFromPrecision: 'year',
  validTo: `${to}-01-01`,
  validToPrecision: 'year'
})
const days = (validFrom: string, validTo: string) => ({
  validFrom,
  validFromPrecision: 'day',
  validTo,
  validToPrecision: 'day'
})
const from = (validFrom: string, validFromPrecision = 'day') => ({ validFrom, validFromPrecision })
const options = (...months: number[]) => ({
  extensions: months.map((count, at) => ({ key: `extension-${at + 1}`, months: count }))
})

const read: [text: string, term: object][] = [
  ['2022', year(2022, 2022)],
  ['2022-2024', year(2022, 2024)],
  ['2022–2024', year(2022, 2024)],
  ['2022 - 2024', year(2022, 2024)],
  ['2022 t.o.m. 2024', year(2022, 2024)],
  ['2022 till och med 2024', year(2022, 2024)],
  ['Gäller 2022–2024.', year(2022, 2024)],
  ['2022-01-01 – 2024-12-31', days('2022-01-01', '2024-12-31')],
  ['2022-01-01--2024-12-31', days('2022-01-01', '2024-12-31')],
  ['2022-01-01 - 2024-12-31', days('2022-01-01', '2024-12-31')],
  ['20220101–20241231', days('2022-01-01', '2024-12-31')],
  ['från och med 2022-01-01 till och med 2024-12-31', days('2022-01-01', '2024-12-31')],
  ['fr.o.m. 1 januari 2022 t.o.m. 31 december 2024', days('2022-01-01', '2024-12-31')],
  ['2024-07-01 – 2027-12-31', days('2024-07-01', '2027-12-31')],
  [
    '2022-01 – 2024-06',
    { validFrom: '2022-01-01', validFromPrecision: 'month', validTo: '2024-06-01', validToPrecision: 'month' }
  ],
  ['3 år från 2022-01-01', { ...from('2022-01-01'), alternatives: [{ months: 36 }] }],
  ['36 månader fr.o.m. 2022', { ...from('2022-01-01', 'year'), alternatives: [{ months: 36 }] }],
  ['Från 2022, 3 år', { ...from('2022-01-01', 'year'), alternatives: [{ months: 36 }] }],
  [
    'från 2022 i 2, 3 eller 3+3 år',
    {
      ...from('2022-01-01', 'year'),
      alternatives: [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }]
    }
  ],
  ['36 månader eller 24 + 12', { alternatives: [{ months: 36 }, { months: 24, extensionMonths: 12 }] }],
  ['3 år', { alternatives: [{ months: 36 }] }],
  ['3+1 år', { alternatives: [{ months: 36 }], ...options(12) }],
  ['2022 med möjlighet till förlängning 1+1 år', { ...year(2022, 2022), ...options(12, 12) }],
  ['2022-2024 med möjlighet till förlängning med 2 år', { ...year(2022, 2024), ...options(24) }],
  [
    '2 år från 2022-01-01 med option på 12 månader',
    { ...from('2022-01-01'), alternatives: [{ months: 24 }], ...options(12) }
  ],
  ['tills vidare', { untilFurtherNotice: true }],
  ['Tills vidare från 2022-01-01', { untilFurtherNotice: true, ...from('2022-01-01') }],
  ['2022-01-01 och framåt', from('2022-01-01')],
  ['från 2022', from('2022-01-01', 'year')],
  [
    '2022-01-01 – 2024-12-31, förlängs med 12 månader i taget med 6 månaders uppsägningstid',
    {
      ...days('2022-01-01', '2024-12-31'),
      renewal: { months: 12, noticeMonths: 6 }
    }
  ]
]

t.test('a term is read as it is stated', async t => {
  for (const [text, value] of read) t.strictSame(parseTerm(text), { ok: true, value }, text)
})

t.test('what means two things, or says what is not known, is refused with what can be written', async t => {
  const texts: [string, RegExp][] = [
    ['3', /years or months/],
    ['2022-01-01', /first or the last/],
    ['2022-03', /first or the last/],
    ['2024-2022', /ends before it begins/],
    ['2022-02-30 – 2024-12-31', /does not exist/],
    ['2022-2024, 3 år', /last day and a length/],
    ['3 år, tills vidare', /until further notice/],
    ['0 år', /cannot be/],
    ['sommaren', /read in one way only/],
    ['2022-2024 enligt beslut', /read in one way only/],
    ['2022 eller 2023', /read in one way only|years or months/],
    ['6 månaders uppsägningstid', /no renewal/],
    ['1/1 2022 – 31/12 2024', /read in one way only|years or months|first or the last/],
    ['', /read in one way only/]
  ]
  for (const [text, message] of texts) t.match(parseTerm(text), { ok: false, message }, text)
})
