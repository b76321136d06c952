import t from 'tap'
import { anImporter, told } from './importing.ts'
import { trap } from './reading.ts'

type Expected = { counts: Record<string, number>; granted: number | null; rejectedLines?: number[]; reserved?: number }

const whole = (created: number, granted: number): Expected => ({ counts: { createdCount: created }, granted })
const files: Record<string, Expected> = {
  'ordinary-space.csv': whole(3, 910000),
  'nbsp.csv': whole(3, 1910000.5),
  'thin-space.csv': whole(3, 1910000),
  'semicolon-decimal-comma.csv': whole(3, 125085),
  'utf16le.csv': whole(3, 910000),
  'utf16be-without-bom.csv': whole(3, 910000),
  'windows-1252.csv': whole(3, 910000),
  'bom.csv': whole(3, 910000),
  'bom.ndjson': whole(3, 910000),
  'bare-cr.csv': whole(3, 910000),
  'sep-line.csv': whole(3, 910000),
  'quoted-line-break.csv': whole(2, 760000),
  'formula-name.csv': whole(4, 30000),
  'name-with-comma.csv': whole(2, 19000),
  'same-recipient-twice.csv': whole(3, 42000),
  'two-spellings.csv': whole(4, 235000),
  'joint.csv': whole(1, 150000),
  'broken-amount.csv': { counts: { createdCount: 1, rejectedCount: 4 }, granted: 150000, rejectedLines: [3, 4, 5, 6] },
  'granted-zero.csv': whole(3, 0),
  'empty-cell.csv': { counts: { createdCount: 2, rejectedCount: 1 }, granted: null, rejectedLines: [4] },
  'reserved.csv': { counts: { createdCount: 2 }, granted: 0, reserved: 14000 },
  // 380 000 in each of three years, and 600 000 for all of them.
  'per-year.csv': whole(2, 1740000),
  'three-years.csv': { counts: { createdCount: 1, rejectedCount: 1 }, granted: 200000, rejectedLines: [2] },
  'contradicting-total.csv': { counts: { createdCount: 2, rejectedCount: 1 }, granted: 38000, rejectedLines: [4] },
  'year-without-date.csv': { counts: { createdCount: 2, rejectedCount: 1 }, granted: 580000, rejectedLines: [4] },
  'wrong-number-of-cells.csv': {
    counts: { createdCount: 1, rejectedCount: 2 },
    granted: 380000,
    rejectedLines: [2, 3]
  },
  'bad-line.ndjson': { counts: { createdCount: 2, rejectedCount: 1 }, granted: 530000, rejectedLines: [2] }
}
const typeOf = (name: string) => (name.endsWith('csv') ? 'text/csv' : 'application/x-ndjson')

t.test('each trap of real files is imported, or refused on its line, and a second time nothing changes', async t => {
  const { send, get, all, admin, decisions, appended } = await anImporter(t)
  // Each is taken back before the next, so that every file meets a register in which nothing stands.
  async function takeBack() {
    for (const { id } of await decisions()) {
      const { status } = await admin('POST', `/0136/decisions/${id}/withdraw`, { reason: 'Nästa fil' })
      if (status !== 200) throw new Error(`withdraw answered ${status}`)
    }
  }
  for (const [name, { counts, granted, rejectedLines = [], reserved = 0 }] of Object.entries(files)) {
    const { body } = await send(trap(name), { restore: true, source: name, statedSums: 'ignore' }, typeOf(name))
    t.same(told(body.counts), counts, name)
    const rejected = await all(`/decision-imports/${body.id}/rows?result=rejected`)
    t.same(
      rejected.map(({ line }: { line: number }) => line),
      rejectedLines,
      `${name}: the rejected lines`
    )
    for (const { violations } of rejected) t.ok(violations.length > 0, `${name}: why`)
    t.match((await get('/statistics/grant-totals')).total, { granted, reserved }, `${name}: totals`)
    const before = await appended()
    const again = await send(trap(name), { restore: true, source: name, statedSums: 'ignore' }, typeOf(name))
    const { createdCount, ...rest } = counts
    t.same(told(again.body.counts), { unchangedCount: createdCount, ...rest }, `${name} again`)
    t.same(await appended(), before, `${name} again: nothing is appended`)
    await takeBack()
  }
})

t.test('what is no file of rows is refused whole and changes nothing', async t => {
  const { send, dump } = await anImporter(t)
  const before = await dump()
  for (const name of ['cp850.csv', 'workbook.xlsx', 'unclosed-quote.csv', 'thousands-of-kronor.csv']) {
    const { status, body } = await send(trap(name))
    t.ok(status === 400 || status === 422, `${name}: ${status}`)
    t.match(body, { type: /import-(encoding|file|columns)$/ }, name)
  }
  t.same(await dump(), before)
})

t.test('names are kept as they are, and neutralised where a spreadsheet would run them', async t => {
  const { send, all, admin } = await anImporter(t)
  await send(trap('formula-name.csv'))
  const names = (await all('/organisations')).map(({ name }: { name: string }) => name)
  t.same(names.sort(), ['+55 Seniorer', '-10 Vinterbadarna', '=Lika Värde', '@Ungdom'])
  const csv = await admin('GET', '/0136/statistics/grant-totals?groupBy=organisation', undefined, {
    accept: 'text/csv'
  })
  for (const name of names) t.ok(csv.body.includes(`'${name}`), name)
})
