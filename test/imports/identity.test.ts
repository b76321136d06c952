import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row, without } from './importing.ts'

t.test('a row with a reference is found by it, whatever else of it changes', async t => {
  const { counts, lines, decisions, totals, get } = await anImporter(t)
  const [first, second] = [row({ reference: 'A' }), row({ reference: 'B', recipient: 'Haninge Ungdomsjour' })]
  await counts([first, second])
  const line = (await lines()).find(({ reference }: { reference: string }) => reference === 'A')
  t.same(await counts([{ ...first, recipient: 'Länkarna' }, second]), { updatedCount: 1, unchangedCount: 1 })
  t.same(
    await counts([
      { ...first, recipient: 'Länkarna', purpose: 'Träffar', grant_year: 2023, scheme: 'Verksamhetsbidrag' }
    ]),
    { updatedCount: 1 }
  )
  t.match(await get(`/decision-lines/${line.id}`), {
    recipients: [{ name: 'Länkarna' }],
    purpose: 'Träffar',
    grantYearFrom: 2023,
    grantYearTo: 2023
  })
  t.match((await totals('&groupBy=year,scheme')).items, [
    { year: 2022, schemeName: 'Partnerskapsavtal', granted: 380000 },
    { year: 2023, schemeName: 'Verksamhetsbidrag', granted: 380000 }
  ])
  t.equal((await lines()).length, 2)
  t.equal((await decisions()).length, 1)
})

t.test('a mistyped paragraph is corrected in place where references tell that it is the same decision', async t => {
  const { counts, decisions, get, totals } = await anImporter(t)
  const rows = [row({ reference: 'A' }), row({ reference: 'B', recipient: 'Haninge Ungdomsjour' })]
  await counts(rows)
  const [decision] = await decisions()
  const moved = (cells: Row) => rows.map(each => ({ ...each, ...cells }))
  t.same(await counts(moved({ paragraph: '112' })), { updatedCount: 2 })
  t.same(await counts(moved({ paragraph: '112', decided_on: '2022-01-14' })), { updatedCount: 2 })
  t.match(await decisions(), [{ id: decision.id, paragraph: '112', decidedOn: '2022-01-14' }])
  const history = (await get(`/decisions/${decision.id}/history`)).items
  t.match(
    history.filter(({ type }: { type: string }) => type === 'decision.updated'),
    [{ before: { paragraph: '12' }, after: { paragraph: '112' } }, { before: { decidedOn: '2021-12-14' } }]
  )
  t.match((await get('/statistics/grant-totals')).items, [{ year: 2022, lineCount: 2, granted: 760000 }])
  t.match((await totals()).items, [{ year: 2022, lineCount: 2 }])

  t.same(await counts([{ ...rows[0]!, paragraph: '113', decided_on: '2022-01-14' }]), { updatedCount: 1 })
  t.equal((await decisions()).length, 2, 'one row of two that names another paragraph is moved alone')
})

t.test('a reference that stands twice in a file refuses both rows', async t => {
  const { counts, send, report } = await anImporter(t)
  const rows = [
    row({ reference: 'A' }),
    row({ reference: 'A', recipient: 'Länkarna' }),
    row({ reference: 'B', recipient: 'Ore' })
  ]
  const body = await made(send(csvOf(rows)))
  t.match(body.counts, { createdCount: 1, rejectedCount: 2 })
  t.match(await report(body.id), [
    { line: 2, result: 'rejected', violations: [{ field: 'reference', line: 2 }] },
    { line: 3, result: 'rejected', violations: [{ field: 'reference', line: 3 }] },
    { line: 4, result: 'created' }
  ])
  t.same(
    await counts([row({ reference: 'A' })], { source: 'ebidrag' }),
    { createdCount: 1 },
    "references are each source's own"
  )
})

t.test('a row that was imported without a reference is found when it gets one', async t => {
  const { counts, lines } = await anImporter(t)
  await counts([row()])
  t.same(await counts([row({ reference: 'A' })]), { updatedCount: 1 })
  t.same(await counts([row({ reference: 'A', granted: 1 })]), { updatedCount: 1 })
  t.match(await lines(), { length: 1, 0: { reference: 'A', granted: 1 } })
})

t.test('one recipient twice in a decision is two rows; one changed amount is found, two are refused', async t => {
  const { counts, lines, totals, dump } = await anImporter(t)
  const two = (one: number, other: number) => [row({ granted: one }), row({ granted: other })]
  t.same(await counts(two(10000, 22000)), { createdCount: 2 })
  t.same(await counts(two(22000, 10000)), { unchangedCount: 2 }, 'in another order too')
  t.same(await counts(two(10000, 10000)), { updatedCount: 1, unchangedCount: 1 })
  t.same(await counts(two(10000, 22000)), { updatedCount: 1, unchangedCount: 1 })
  const before = await dump()
  t.same(await counts(two(10500, 22500)), { rejectedCount: 2 }, 'which became which cannot be told')
  t.same(await counts([row({ granted: 10500 })]), { rejectedCount: 1 }, 'nor which of the two one row is')
  t.same(await dump(), before)
  t.match((await totals()).total, { lineCount: 2, granted: 32000 })
  t.same(await counts([...two(10000, 22000), row({ granted: 5000 })]), { unchangedCount: 2, createdCount: 1 })
  t.equal((await lines()).length, 3)
})

t.test('repaired rows sent alone change nothing else', async t => {
  const { counts, appended, totals } = await anImporter(t)
  const broken = row({ recipient: 'Haninge Ungdomsjour', granted: '80 00 kr' })
  t.same(await counts([row(), broken, row({ recipient: 'Länkarna' })]), { createdCount: 2, rejectedCount: 1 })
  const { entries, events } = await appended()
  t.same(await counts([{ ...broken, granted: 80000 }]), { createdCount: 1 })
  t.same(
    await appended(),
    { entries: entries + 2, events: events + 2 },
    'the organisation and the line; applied and granted'
  )
  t.match((await totals()).total, { lineCount: 3, granted: 840000 })
})

t.test('a repaired row that could be a change of its twin is refused until both are sent', async t => {
  const { counts, dump, totals } = await anImporter(t)
  const broken = row({ granted: '80 00 kr' })
  t.same(await counts([row(), broken]), { createdCount: 1, rejectedCount: 1 })
  const before = await dump()
  t.same(
    await counts([{ ...broken, granted: 80000 }]),
    { rejectedCount: 1 },
    'it could be a new amount of the first row'
  )
  t.same(await dump(), before)
  t.same(await counts([row(), { ...broken, granted: 80000 }]), { unchangedCount: 1, createdCount: 1 })
  t.match((await totals()).total, { lineCount: 2, granted: 460000 })
})

t.test('what the file has no column for stays as it is recorded, and an empty cell is empty', async t => {
  const { counts, lines, get, admin } = await anImporter(t)
  await counts([row({ note: 'ur protokollet', applied: 400000 })])
  const [{ id }] = await lines()
  const { headers } = await admin('GET', `/0136/decision-lines/${id}`)
  const patch = { note: 'rättad för hand', sourceUrl: 'https://www.haninge.se/protokoll' }
  await made(admin('PATCH', `/0136/decision-lines/${id}`, patch, { 'if-match': headers.etag! }))
  t.same(await counts([row({ applied: 400000 })]), { unchangedCount: 1 })
  t.same(await counts([row({ granted: 390000 })]), { updatedCount: 1 })
  t.match(await get(`/decision-lines/${id}`), { ...patch, applied: 400000, granted: 390000 })
  t.same(await counts(without('granted', [row({ outcome: 'beviljad' })])), { unchangedCount: 1 })
  t.same(await counts([row({ granted: 390000, applied: '' })]), { updatedCount: 1 })
  t.match(await get(`/decision-lines/${id}`), { applied: null, appliedCertainty: 'notStated', granted: 390000 })
})
