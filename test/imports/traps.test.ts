import t from 'tap'
import { csv, faults, ndjson, read, row, sampleFile, standard, sum, trap, violations, warnings } from './reading.ts'

t.test('the three real files read without violations and to their control totals', async t => {
  const haninge = await read(sampleFile('decisions-0136-haninge.csv'))
  t.match(haninge, { encoding: 'utf-8', separator: ',', ignored: new Set(['row_id', 'municipality']) })
  t.same([haninge.rows.length, violations(haninge.rows), sum(haninge.rows)], [8, [], '1830000.00'])
  t.same(haninge.rows[7]!.recipients, ['Attention Haninge', 'Studieförbundet Vuxenskolan Stockholms län'])

  const rattvik = (await read(sampleFile('decisions-2031-rattvik.csv'), csv, { municipalityCode: '2031' })).rows
  t.same([rattvik.length, violations(rattvik)], [49, []])
  for (const [year, lines, applied, granted] of [
    [2021, 20, '1123200.00', '152024.00'],
    [2022, 14, '523500.00', '227750.00'],
    [2023, 15, '597390.00', '405000.00']
  ] as const) {
    const rows = rattvik.filter(({ grantYearFrom }) => grantYearFrom === year)
    t.same([rows.length, sum(rows, 'applied'), sum(rows)], [lines, applied, granted], `${year}`)
  }
  t.equal(rattvik.filter(({ planned }) => planned).length, 20)

  const degerfors = (await read(sampleFile('decisions-1862-degerfors.csv'), csv, { municipalityCode: '1862' })).rows
  t.same([degerfors.length, violations(degerfors)], [24, []])
  t.same([sum(degerfors), sum(degerfors, 'reserved')], ['402418.00', '14000.00'])
})

t.test('each trap of real files is read, or refused on its line', async t => {
  const files: Record<string, [string, string[]?]> = {
    'ordinary-space.csv': ['910000.00'],
    'nbsp.csv': ['1910000.50'],
    'thin-space.csv': ['1910000.00'],
    'semicolon-decimal-comma.csv': ['125085.00'],
    'utf16le.csv': ['910000.00'],
    'utf16be-without-bom.csv': ['910000.00'],
    'windows-1252.csv': ['910000.00'],
    'bom.csv': ['910000.00'],
    'bom.ndjson': ['910000.00'],
    'bare-cr.csv': ['910000.00'],
    'sep-line.csv': ['910000.00'],
    'quoted-line-break.csv': ['760000.00'],
    'formula-name.csv': ['30000.00'],
    'name-with-comma.csv': ['19000.00'],
    'same-recipient-twice.csv': ['42000.00'],
    'two-spellings.csv': ['235000.00'],
    'joint.csv': ['150000.00'],
    'broken-amount.csv': ['150000.00', ['3 granted_sek', '4 raw_amount', '5 granted_sek', '6 granted_sek']],
    'granted-zero.csv': ['0.00'],
    'empty-cell.csv': ['0.00', ['4 outcome']],
    'reserved.csv': ['0.00'],
    'per-year.csv': ['980000.00'],
    'three-years.csv': ['200000.00', ['2 Belopp (kr)']],
    'contradicting-total.csv': ['38000.00', ['4 Sökande']],
    'year-without-date.csv': ['580000.00', ['4 decided_on']],
    'wrong-number-of-cells.csv': ['380000.00', ['2 ', '3 ']],
    'bad-line.ndjson': ['530000.00', ['2 ']]
  }
  for (const [name, [granted, refused = []]] of Object.entries(files)) {
    const { rows } = await read(trap(name), name.endsWith('csv') ? csv : ndjson)
    const good = rows.filter(({ violations }) => violations.length === 0)
    t.same([sum(good), violations(rows)], [granted, refused], name)
  }
  for (const name of ['cp850.csv', 'workbook.xlsx', 'unclosed-quote.csv', 'thousands-of-kronor.csv']) {
    t.match(await read(trap(name)).catch(error => error), { rule: /^import-/ }, name)
  }
})

t.test('180 00 kr is refused with its line and both columns that hold it', async t => {
  const { rows } = await read(trap('broken-amount.csv'))
  t.match(rows[1]!.violations, [{ line: 3, field: 'granted_sek', message: /"180 00 kr".*groups of three/ }])
  t.equal(rows[1]!.granted, null)
})

t.test('names are kept as they are, formulas and commas and all', async t => {
  const names = (await read(trap('formula-name.csv'))).rows.map(({ recipients }) => recipients[0])
  t.same(names, ['=Lika Värde', '+55 Seniorer', '@Ungdom', '-10 Vinterbadarna'])
  t.same((await read(trap('name-with-comma.csv'))).rows[1]!.recipients, ['Föreningen "Länken", Växjö'])
})

t.test('an empty cell is null, a 0 is 0 and a dash is not stated', async t => {
  const { rows } = await read(trap('empty-cell.csv'))
  t.match(rows[0], { granted: null, outcome: 'granted', applied: '1573.00' })
  t.same(warnings(rows[0]), ['granted-amount-not-stated'])
  t.match(rows[1], { granted: null, outcome: 'rejected' })
  t.same(warnings(rows[1]), ['amount-not-stated'])
  const zeros = (await read(trap('granted-zero.csv'))).rows
  t.same(
    zeros.map(({ granted, outcome }) => [granted, outcome]),
    [
      ['0.00', 'granted'],
      ['0.00', 'granted'],
      ['0.00', 'rejected']
    ]
  )
  t.match(row({ granted: null, outcome: 'beviljad 0 kr' }), { granted: '0.00', violations: [] })
  t.same(faults({ granted: '5', outcome: 'beviljad 0 kr' }), ['granted'])
})

t.test('reserved money is reserved and not granted', async t => {
  const { rows } = await read(trap('reserved.csv'))
  t.match(rows, [
    { outcome: 'reserved', reserved: '7000.00', granted: null },
    { outcome: 'reserved', reserved: '7000.00', granted: null }
  ])
  t.match(row({ outcome: 'reserverat', reserved: '380 000' }), { reserved: '380000.00', granted: null, violations: [] })
  t.same(faults({ outcome: 'reserverat', reserved: '7000' }), ['reserved'])
  t.same(warnings(row({ outcome: 'reserverat', granted: '' })), ['reserved-amount-not-stated'])
})

t.test('what an amount of several years means is said by the row or the option, never guessed', async t => {
  t.match((await read(trap('per-year.csv'))).rows, [{ amountPer: 'year' }, { amountPer: 'total' }])
  const [spanning] = (await read(trap('three-years.csv'))).rows
  t.match(spanning!.violations, [{ message: /2022–2024.*amountPer/ }])
  t.match((await read(trap('three-years.csv'), csv, { amountPer: 'total' })).rows, [
    { amountPer: 'total', grantYearFrom: 2022, grantYearTo: 2024, violations: [] },
    { amountPer: null, violations: [] }
  ])
  t.match(row({ grant_year: '2022-2024', amount_per: 'per år' }, { amountPer: 'total' }), { amountPer: 'year' })
  t.same(faults({ grant_year: '2022-2024', amount_per: 'kanske' }), ['amount_per'])
  t.same(faults({ grant_year: '2022-2024', granted: '' }), [], 'without amounts there is nothing to guess')
})

t.test('a row without a date but with a year is of that year and says so', async t => {
  const { rows } = await read(trap('year-without-date.csv'))
  t.match(rows.slice(0, 2), [
    { decidedOn: '2021-01-01', decidedOnPrecision: 'year', grantYearFrom: 2022 },
    { decidedOn: '2022-01-01', decidedOnPrecision: 'year', grantYearFrom: 2022 }
  ])
  t.same(rows.slice(0, 2).map(warnings), [['decision-date-from-year'], ['decision-date-from-year']])
  t.same(faults({ decided_on: '', grant_year: '2022-2024', amount_per: 'year' }), ['decided_on'])
  t.same(faults({ decision_year: '2020' }), ['decision_year'])
})

t.test('joint recipients are named each once', async t => {
  t.match((await read(trap('joint.csv'))).rows, [{ recipients: { length: 2 }, payee: 'Attention Haninge' }])
  t.same(row({ co_recipients: ' Ore |  | Växjö|' }).recipients, ['Haninge Kvinnojour', 'Ore', 'Växjö'])
  t.same(faults({ co_recipients: 'Ore|haninge  kvinnojour' }), ['co_recipients'])
})

t.test('an object whose keys mean the same column is refused alone', async t => {
  const { rows, ignored } = await read(
    [
      { ...standard, Beviljat: 5 },
      { ...standard, extra: 1 }
    ]
      .map(object => JSON.stringify(object))
      .join('\n'),
    ndjson
  )
  t.same(violations(rows), ['1 Beviljat'])
  t.same([...ignored], ['extra'])
})
