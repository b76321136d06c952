import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { anImporter, csvOf, type Row, told } from '../imports/importing.ts'
import { made } from '../support/register.ts'
import { rowsOfCsv } from './exported.ts'

/** The officer's round trip: lines are exported, saved by a spreadsheet, and imported again; nothing has changed. */

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Importer = Awaited<ReturnType<typeof anImporter>>

/** The rows as a workbook has them: numbers are numbers, days are days, and what is empty is no cell. */
async function workbookOf(text: string, bookType: 'xlsx' | 'ods'): Promise<Buffer> {
  const { default: XLSX } = await import('@e965/xlsx')
  const cellOf = (cell: string) => {
    if (cell === '') return null
    // The library writes no days that a reader of ods would take for days: there they are text.
    if (bookType === 'xlsx' && /^\d{4}-\d\d-\d\d$/.test(cell))
      return { t: 'n', v: Date.parse(cell) / 86_400_000 + 25_569, z: 'm/d/yy' }
    return /^(0|[1-9]\d{0,14})(,\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : cell
  }
  const rows = rowsOfCsv(text, ';')
  const sheet = XLSX.utils.aoa_to_sheet([Object.keys(rows[0]!), ...rows.map(row => Object.values(row).map(cellOf))])
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, 'Beslut')
  return XLSX.write(book, { type: 'buffer', bookType })
}

/** Imports what is exported, in each form, and answers what came of the rows of each. */
async function again({ admin, send }: Importer, code: string) {
  const exported = (query: string) => made(admin('GET', `/${code}/exports/decision-lines?format=csv${query}`))
  const [standard, swedish] = [await exported(''), await exported('&csvFormat=swedish')]
  const files: [file: string | Buffer, type: string][] = [
    [standard, 'text/csv'],
    [swedish, 'text/csv'],
    [await workbookOf(swedish, 'xlsx'), WORKBOOK],
    [await workbookOf(swedish, 'ods'), 'application/vnd.oasis.opendocument.spreadsheet']
  ]
  const results = []
  for (const [file, type] of files) {
    const answer = await send(file, {}, type)
    results.push(answer.status < 300 ? told(answer.body.counts) : answer.body.violations)
  }
  return results
}

t.test('the samples, exported and imported again, are unchanged', async t => {
  const samples = { '0136': 'haninge', '1862': 'degerfors', '2031': 'rattvik' }
  for (const [code, name] of Object.entries(samples)) {
    const importer = await anImporter(t, code)
    const { counts } = await made(importer.send(readFileSync(`samples/decisions-${code}-${name}.csv`)))
    const unchanged = { unchangedCount: counts.createdCount }
    const before = await importer.dump()
    t.strictSame(await again(importer, code), [unchanged, unchanged, unchanged, unchanged], name)
    t.strictSame(await importer.dump(), before, 'and nothing was written')
  }
})

const words = fc.constantFrom(
  'Jour',
  'Läger ”sommar”',
  '=SUM(A1)',
  '- öppet hus',
  '+46',
  "'quoted'",
  'a;b,c',
  'Två | ord'
)
const rowsOf = fc.uniqueArray(
  fc.record({
    decided_on: fc.constantFrom('2021-12-14', '2022-05', '2022', '2023-01-31'),
    paragraph: fc.constantFrom('12', '§ 7', 'SN § 12', null),
    diary_number: fc.constantFrom('SN 2021/0144', null),
    scheme: fc.constantFrom('Partnerskapsavtal', 'Verksamhetsbidrag', 'Lokal, ”stor”'),
    recipient: fc.constantFrom('Haninge Kvinnojour', 'Öppna & Co', '=Länkarna', 'IFK Ore'),
    co_recipients: fc.constantFrom(null, 'Brottsofferjouren', 'Brottsofferjouren|Åsa "Gård"'),
    purpose: fc.option(words),
    years: fc.constantFrom([2022, 2022, null], [2022, 2024, 'year'], [2021, 2023, 'total']),
    amounts: fc.constantFrom(
      ['granted', 400000, 380000.5, null],
      ['partlyGranted', 0.01, 0.01, null],
      ['rejected', 5000, null, null],
      ['reserved', null, null, 7000],
      ['granted', null, 0, null],
      ['deferred', 12000, null, null]
    ),
    note: fc.option(fc.constantFrom('En rad', 'Två\nrader', '=1+1\n-2'))
  }),
  {
    minLength: 1,
    maxLength: 25,
    selector: row =>
      [
        row.decided_on,
        row.paragraph,
        row.diary_number,
        row.scheme,
        row.recipient,
        row.co_recipients,
        row.purpose,
        ...row.years.slice(0, 2)
      ].join('/')
  }
)

/** A row of a register as a file has it. */
const stated = ({ years, amounts, ...row }: Record<string, unknown>): Row => {
  const [grant_year_from, grant_year_to, amount_per] = years as Row[string][]
  const [outcome, applied, granted, reserved] = amounts as Row[string][]
  const money = { applied: applied ?? null, granted: granted ?? null, reserved: reserved ?? null }
  return {
    body: 'Socialnämnden',
    ...(row as Row),
    grant_year_from: grant_year_from!,
    grant_year_to: grant_year_to!,
    amount_per: amount_per ?? null,
    outcome: outcome!,
    ...money
  }
}

t.test('any register that came from files, exported and imported again, is unchanged', async t => {
  await fc.assert(
    fc.asyncProperty(rowsOf, async register => {
      await t.test(async t => {
        const importer = await anImporter(t)
        const { counts } = await made(
          importer.send(csvOf(register.map(stated)), { nearMatches: 'add', grantedAboveApplied: 'accept' })
        )
        const unchanged = { unchangedCount: counts.createdCount }
        if (counts.createdCount === 0) return
        for (const found of await again(importer, '0136')) t.strictSame(found, unchanged)
      })
      return t.passing()
    }),
    { numRuns: 12 }
  )
})
