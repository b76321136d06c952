import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, row, told } from './importing.ts'
import { sampleFile } from './reading.ts'

const files = [
  ['0136', 'decisions-0136-haninge.csv'],
  ['1862', 'decisions-1862-degerfors.csv'],
  ['2031', 'decisions-2031-rattvik.csv']
] as const

t.test(
  'the three real files come in whole, and once: sent again all 81 rows are unchanged and nothing is appended',
  async t => {
    const { admin, appended } = await anImporter(t)
    async function importAll() {
      const counts = []
      for (const [code, name] of files) {
        const body = await made(
          admin('POST', `/${code}/decision-imports`, sampleFile(name), { 'content-type': 'text/csv' })
        )
        counts.push(told(body.counts))
      }
      return counts
    }
    t.same(await importAll(), [{ createdCount: 8 }, { createdCount: 24 }, { createdCount: 49 }])
    const before = await appended()
    t.same(await importAll(), [{ unchangedCount: 8 }, { unchangedCount: 24 }, { unchangedCount: 49 }])
    t.same(await appended(), before)

    const totals = (code: string, query: string) => made(admin('GET', `/${code}/statistics/grant-totals?${query}`))
    const haninge = await totals('0136', 'yearBasis=grant&groupBy=year')
    t.match(haninge.items, [{ year: 2022, awardCount: 8, organisationCount: 9, granted: 1830000 }])
    t.match((await totals('0136', 'groupBy=year')).items, [{ year: 2021, awardCount: 8, granted: 1830000 }])
    const each = await totals('0136', 'yearBasis=grant&groupBy=organisation')
    t.match([each.items.length, each.total.granted], [8, 1830000], 'the joint award is one row')
    t.match((await totals('2031', 'yearBasis=grant&yearFrom=2021&yearTo=2021')).items, [
      { lineCount: 20, awardCount: 6, applied: 1123200, granted: 152024 }
    ])
    t.match(
      (await totals('1862', 'groupBy=outcome')).items.map((item: object) => item),
      {
        length: 2,
        0: { outcome: 'granted', lineCount: 22, granted: 402418 },
        1: { outcome: 'reserved', lineCount: 2, reserved: 14000, granted: 0 }
      }
    )
  }
)

t.test(
  'a corrected file updates the corrected row, tells the missing one, and leaves the old totals to be asked for',
  async t => {
    const { send, get, report, database } = await anImporter(t, '2031')
    const text = readFileSync(new URL('../../samples/decisions-2031-rattvik.csv', import.meta.url), 'utf8')
    await made(send(text))
    const before = await get('/statistics/grant-totals?groupBy=year')
    const rows = text.trimEnd().split('\n')
    const changed = rows.findIndex(line => line.includes(',15000,'))
    const corrected = rows.map((line, at) => (at === changed ? line.replace(',15000,', ',16000,') : line))
    corrected.splice(changed === 9 ? 10 : 9, 1)

    const entries = async () =>
      (await database.execute<Record<string, unknown>>(sql`select * from ledger_entries order by id`)).rows
    const old = await entries()
    const body = await made(send(corrected.join('\n'), { scope: 'complete' }))
    t.same(told(body.counts), { updatedCount: 1, missingCount: 1, unchangedCount: 47 })
    const appended = (await entries()).slice(old.length)
    t.match(appended, [{ amount: 1000, facts: 0 }])

    const rowsOfReport = await report(body.id)
    const updated = rowsOfReport.find(({ result }: { result: string }) => result === 'updated')
    t.match(rowsOfReport.at(-1), { result: 'missing', isApplied: false, line: null })
    const [event] = (await get(`/decision-lines/${updated.lineId}/history`)).items.slice(-1)
    t.match(event, { type: 'decisionLine.updated' })
    t.same(Object.keys(event.before), Object.keys(event.after))
    t.equal((Object.values(event.after)[0] as number) - (Object.values(event.before)[0] as number), 1000)

    const asBefore = await get(`/statistics/grant-totals?groupBy=year&knownAt=${before.meta.knownAt}`)
    t.same(asBefore.items, before.items)
    t.notSame((await get('/statistics/grant-totals?groupBy=year')).items, before.items)
  }
)

t.test('NDJSON and JSON come in as CSV does', async t => {
  const { send, counts } = await anImporter(t)
  const rows = [row(), row({ recipient: 'Haninge Ungdomsjour', granted: 200000.5 })]
  const lines = rows.map(cells => JSON.stringify(cells)).join('\n')
  t.same(told((await made(send(lines, {}, 'application/x-ndjson'))).counts), { createdCount: 2 })
  t.same(told((await made(send(JSON.stringify(rows), {}, 'application/json'))).counts), { unchangedCount: 2 })
  t.same(told((await made(send(JSON.stringify({ rows }), {}, 'application/json; charset=utf-8'))).counts), {
    unchangedCount: 2
  })
  t.same(await counts(rows), { unchangedCount: 2 })
})

t.test('a file of another kind, a file too large and an empty file are each refused', async t => {
  const { send, dump } = await anImporter(t, '0136', { importMaxBytes: 2_000 })
  const before = await dump()
  t.match(await send('%PDF-1.7', {}, 'application/pdf'), { status: 415, body: { type: /media-type-not-supported$/ } })
  const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  t.match(await send('%PDF-1.7', {}, excel), {
    status: 400,
    body: { type: /import-file$/, detail: /looks like a PDF/ }
  })
  t.match(await send('x'.repeat(2_001)), { status: 413, body: { type: /body-too-large$/ } })
  t.match(await send(' '), { status: 400, body: { type: /import-file$/ } })
  t.match(await send('[]', {}, 'application/json'), {
    status: 422,
    body: { type: /import-refused$/, violations: [{ message: 'holds no rows' }] }
  })
  t.match(await send('body,recipient,granted\n'), { status: 422, body: { violations: [{ message: 'holds no rows' }] } })
  t.match(await send('a,b\n1,2\n'), { status: 422, body: { type: /import-columns$/ } })
  t.match(await send(csvOf([row()]), { kontrollsumma: 1 }), { status: 400 })
  t.same(await dump(), before)
})

t.test('a municipality that is not registered is not found, nor one that the key is not for', async t => {
  const { admin, client } = await anImporter(t)
  const headers = { 'content-type': 'text/csv' }
  t.match(await admin('POST', '/0114/decision-imports', csvOf([row()]), headers), { status: 404 })
  const rattvik = await client({ municipalityCodes: ['2031'] })
  t.match(await rattvik('POST', '/0136/decision-imports', csvOf([row()]), headers), { status: 404 })
  const reader = await client({ scopes: ['imports:read'] })
  t.match(await reader('POST', '/0136/decision-imports', csvOf([row()]), headers), { status: 403 })
})

t.test('the same file under the same Idempotency-Key is answered as the first time', async t => {
  const { send, lines, all } = await anImporter(t)
  const key = { 'idempotency-key': 'protokoll-2021-12-14' }
  const first = await send(csvOf([row()]), {}, 'text/csv', key)
  const again = await send(csvOf([row()]), {}, 'text/csv', key)
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true', location: first.headers.location } })
  t.same(again.body, first.body)
  t.match(await send(csvOf([row({ granted: 1 })]), {}, 'text/csv', key), {
    status: 422,
    body: { type: /idempotency-key-reused$/ }
  })
  t.equal((await lines()).length, 1)
  t.equal((await all('/decision-imports')).length, 1)
})

t.test('of two imports of one file at the same time one creates and the other finds it unchanged', async t => {
  const { send, lines } = await anImporter(t)
  const rows = Array.from({ length: 40 }, (_, at) => row({ recipient: `Förening ${at}` }))
  const answers = await Promise.all([1, 2, 3].map(() => made(send(csvOf(rows)))))
  const counts = answers.map(body => told(body.counts)).sort((one, other) => (other.created ?? 0) - (one.created ?? 0))
  t.same(counts, [{ createdCount: 40 }, { unchangedCount: 40 }, { unchangedCount: 40 }])
  t.equal((await lines()).length, 40)
})
