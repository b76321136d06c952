import t from 'tap'
import { columnOf } from '../../src/imports/rows/columns.ts'
import { parseAmountPer, parseDecisionKind, parseOutcome, parsePrecision } from '../../src/imports/rows/words.ts'
import { codeLists, csvOf, decisionTemplate, jsonOf, workbookOf } from '../../src/imports/template.ts'
import { bookOf } from './books.ts'
import { anImporter } from './importing.ts'

const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

t.test('the template comes in as it is, as a workbook and as CSV, and is then known', async t => {
  const { send, lines } = await anImporter(t)
  const first = await send(await workbookOf(decisionTemplate), {}, excel)
  t.match(first, { status: 201, body: { counts: { createdCount: 1, rejectedCount: 0 }, ignoredColumns: [] } })
  t.match(await lines(), [{ outcome: 'partlyGranted', applied: 20000, granted: 15000, grantYearFrom: 2024 }])
  t.match(await send(csvOf(decisionTemplate)), { body: { counts: { unchangedCount: 1 }, ignoredColumns: [] } })
})

t.test('every heading and every word of it is understood as it says', async t => {
  for (const { column, heading } of jsonOf(decisionTemplate).columns) t.equal(columnOf(heading), column, heading)
  const meaning: Record<string, (word: string) => unknown> = {
    outcome: word => parseOutcome(word)?.outcome,
    decision_kind: parseDecisionKind,
    amount_per: parseAmountPer,
    decided_on_precision: parsePrecision
  }
  for (const { column, code, words } of codeLists) for (const word of words) t.equal(meaning[column]!(word), code, word)
  const { sheets } = await bookOf(await workbookOf(decisionTemplate))
  t.match(sheets, [
    {
      sheet: 'Beslut',
      records: [
        { cells: jsonOf(decisionTemplate).columns.map(({ heading }) => heading) },
        { cells: [null, /.*/, '2024-03-05'] }
      ]
    },
    { sheet: 'Koder' }
  ])
  t.equal(sheets[1]!.records.length, codeLists.length + 1)
})

t.test('it is had in each form, by Accept or by format, and is no import', async t => {
  const { admin } = await anImporter(t)
  const path = '/0136/decision-imports/template'
  const get = (query: string, accept?: string) => admin('GET', path + query, undefined, accept ? { accept } : {})
  t.match(await get(''), {
    status: 200,
    headers: { 'content-type': /json/ },
    body: { columns: [{ column: 'reference' }] }
  })
  for (const answer of [await get('', 'text/csv'), await get('?format=csv')]) {
    t.match(answer, { status: 200, headers: { 'content-type': /^text\/csv/, 'content-disposition': /beslut.csv/ } })
  }
  for (const answer of [await get('', excel), await get('?format=xlsx')]) {
    t.match(answer, { status: 200, headers: { 'content-type': excel, 'content-disposition': /beslut.xlsx/ } })
  }
  t.match(await get('', 'image/png'), { status: 406 })
  t.match(await get('?format=ods'), { status: 400, body: { violations: [{ field: 'format' }] } })
})
