import t from 'tap'
import { anImporter, type Row, row, without } from './importing.ts'

/** What a file lacks it does not change (docs/decisions.md): records that references find. */

const full: Row = {
  ...{ reference: 'A', decision_reference: 'B1', diary_number: 'SN 2021/17', decided_on_precision: 'planerad' },
  ...{ source_url: 'https://www.haninge.se/protokoll' }
}
const lines = [row(full), row({ ...full, reference: 'B', recipient: 'Haninge Ungdomsjour' })]
const kept = { diaryNumber: 'SN 2021/17', paragraph: '12', decidedOn: '2021-12-14', meetingPlanned: true }
const bare = (columns: string[], rows: Row[]) => columns.reduce((left, column) => without(column, left), rows)

for (const [found, lacking] of [
  ['its own reference', ['reference']],
  ['the references of its lines', ['decision_reference']],
  ['both', []]
] as const) {
  t.test(`a decision found by ${found} keeps what the file has no column for`, async t => {
    const { counts, decisions, lines: standing } = await anImporter(t)
    await counts(lines)
    const [before] = await decisions()
    t.match(before, kept)
    for (const column of ['diary_number', 'paragraph', 'decided_on_precision', 'source_url']) {
      t.same(await counts(bare([column, ...lacking], lines)), { unchangedCount: 2 }, column)
    }
    const least = bare(['diary_number', 'paragraph', 'decided_on_precision', 'source_url', ...lacking], lines)
    t.same(await counts(least), { unchangedCount: 2 })
    t.same(await counts(least.slice(0, 1)), { unchangedCount: 1 }, 'one row of two moves nowhere')
    t.same(await counts(least.map(cells => ({ ...cells, granted: 5 }))), { updatedCount: 2 })
    t.same(await counts(bare(['decided_on'], least)), { updatedCount: 2 }, 'the amounts as they were')
    t.same(await decisions(), [before])
    t.equal((await standing()).length, 2)
  })
}

t.test('an empty cell of a column that is there still says that nothing is stated', async t => {
  const { counts, decisions } = await anImporter(t)
  await counts(lines)
  t.same(await counts(lines.map(cells => ({ ...cells, diary_number: '' }))), { updatedCount: 2 })
  t.match(await decisions(), [{ diaryNumber: null, paragraph: '12', meetingPlanned: true }])
})

t.test('a file with the year alone keeps the day of that year, and moves a decision to another year', async t => {
  const { counts, decisions } = await anImporter(t)
  await counts(lines)
  const dated = (decision_year: number) =>
    bare(['decided_on', 'decided_on_precision'], lines).map(cells => ({ ...cells, decision_year }))
  t.same(await counts(dated(2021)), { unchangedCount: 2 })
  t.same(await counts(dated(2020)), { updatedCount: 2 })
  t.match(await decisions(), [{ decidedOn: '2020-01-01', decidedOnPrecision: 'year', diaryNumber: 'SN 2021/17' }])
})

t.test('a planned meeting stays planned in a file that does not speak of it, without references too', async t => {
  const { counts, decisions } = await anImporter(t)
  await counts([row({ decided_on_precision: 'planerad' })])
  t.same(await counts([row()]), { unchangedCount: 1 })
  t.match(await decisions(), [{ meetingPlanned: true }])
  t.same(await counts([row({ decided_on_precision: 'dag' })]), { updatedCount: 1 })
  t.match(await decisions(), [{ meetingPlanned: false }])
})

t.test('a line found by its reference keeps its purpose and its years, per year too', async t => {
  const { counts, lines: standing, report, take } = await anImporter(t)
  const years = row({ reference: 'A', grant_year: '2022-2024', amount_per: 'per år' })
  await counts([years])
  const [before] = await standing()
  const least = bare(['purpose', 'grant_year', 'amount_per'], [years])
  const { id, ...unchanged } = await take(least)
  t.same(unchanged, { unchangedCount: 1 })
  t.match(await report(id), [{ warnings: null }])
  t.same(await counts([{ ...least[0]!, granted: 5 }]), { updatedCount: 1 })
  t.match(await standing(), [{ purpose: before.purpose, grantYearTo: 2024, amountPer: 'year', granted: 5 }])
  t.same(await counts([years]), { updatedCount: 1 }, 'and is the same row to a file that has them')
})
