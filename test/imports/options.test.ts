import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, row, told, without } from './importing.ts'

const rows = [row(), row({ recipient: 'Haninge Ungdomsjour', granted: 200000 })]
const broken = row({ recipient: 'Future Teens i Haninge', granted: '80 00 kr', outcome: 'kanske' })

t.test('a dry run tells what an import then does, and changes nothing', async t => {
  const { send, counts, dump, report, lines } = await anImporter(t)
  const before = await dump()
  const dry = await made(send(csvOf([...rows, broken]), { dryRun: true }))
  t.match(dry, { status: 'dryRun', counts: { createdCount: 2, rejectedCount: 1 } })
  t.same(await dump(), before)
  t.match(await report(dry.id), [
    { result: 'created', isApplied: false, decisionId: null, lineId: null, awardId: null, organisationIds: null },
    { result: 'created', isApplied: false },
    { result: 'rejected', isApplied: false, violations: [{ line: 4 }, { line: 4 }] }
  ])
  t.same(await counts([...rows, broken]), { createdCount: 2, rejectedCount: 1 })

  const changed = [row({ granted: 390000 })]
  const standing = await dump()
  t.match(told((await made(send(csvOf(changed), { dryRun: true, scope: 'complete' }))).counts), {
    updatedCount: 1,
    missingCount: 1
  })
  t.same(await dump(), standing)
  t.equal((await lines()).length, 2)
})

t.test('an atomic file with a bad row is refused with every violation and its line, and nothing changes', async t => {
  const { send, dump, all, counts } = await anImporter(t)
  const before = await dump()
  const answer = await send(csvOf([...rows, broken, row({ recipient: '' })]), { atomic: true })
  t.match(answer, {
    status: 422,
    headers: { 'content-type': /problem\+json/ },
    body: { type: /import-refused$/, counts: { rejectedCount: 2, createdCount: 2 } }
  })
  t.same(
    answer.body.violations.map(({ field, line }: { field: string; line?: number }) => [field, line]),
    [
      ['atomic', undefined],
      ['granted', 4],
      ['outcome', 4],
      ['recipient', 5]
    ]
  )
  t.same(await dump(), before)
  t.match(await all('/decision-imports'), [{ id: answer.body.importId, status: 'refused' }], 'the report is kept')
  t.match(await all(`/decision-imports/${answer.body.importId}/rows`), [
    { isApplied: false },
    {},
    { result: 'rejected' },
    {}
  ])
  t.same(await counts([...rows, broken]), { createdCount: 2, rejectedCount: 1 }, 'without atomic the good rows come in')
})

t.test('a control total or count that the file does not meet refuses it', async t => {
  const { send, dump, counts } = await anImporter(t)
  const file = [...rows, row({ recipient: 'Länkarna', granted: 0.1, outcome: 'reserverat' })]
  const before = await dump()
  t.match(await send(csvOf(file), { controlTotal: 580000, controlCount: 2 }), {
    status: 422,
    body: {
      violations: [
        { field: 'controlCount', message: 'is 2, but the file holds 3 rows' },
        { field: 'controlTotal', message: 'is 580000.00, but the rows sum to 580000.10' }
      ]
    }
  })
  t.same(await dump(), before)
  t.same(await counts(file, { controlTotal: 580000.1, controlCount: 3 }), { createdCount: 3 })
})

t.test('withdrawing what is missing demands a complete file, a reason, and that every row can be read', async t => {
  const { send, counts, lines, totals, appended, get, report } = await anImporter(t)
  const options = { scope: 'complete', withdraw: true, reason: 'Struken ur protokollet' }
  await counts(rows)
  const before = await totals()
  t.match(await send(csvOf([row()]), { withdraw: true }), {
    status: 422,
    body: { type: /import-options$/, violations: [{ field: 'withdraw' }, { field: 'reason' }] }
  })
  t.match(await send(csvOf([row(), broken]), options), {
    status: 422,
    body: { violations: [{ field: 'withdraw' }, {}, {}] }
  })
  t.equal((await lines()).length, 2)

  t.same(await counts([row()]), { unchangedCount: 1 }, 'scope=rows asks for nothing that the file does not hold')
  t.same(await counts([row()], { scope: 'complete' }), { unchangedCount: 1, missingCount: 1 })
  t.equal((await lines()).length, 2)

  const { entries } = await appended()
  const body = await made(send(csvOf([row()]), options))
  t.same(told(body.counts), { unchangedCount: 1, missingCount: 1, withdrawnCount: 1 })
  t.equal((await appended()).entries, entries + 2, 'what was applied for and what was granted are taken back')
  const [missing] = (await report(body.id)).slice(-1)
  t.match(await get(`/decision-lines/${missing.lineId}`), { withdrawnReason: 'Struken ur protokollet' })
  t.match((await get(`/decision-lines/${missing.lineId}/history`)).items.at(-1), {
    type: 'decisionLine.withdrawn',
    reason: 'Struken ur protokollet'
  })
  t.match((await totals()).total, { lineCount: 1, granted: 380000 })
  t.match((await totals(`&knownAt=${before.meta.knownAt}`)).total, { lineCount: 2, granted: 580000 })

  t.same(await counts(rows), { unchangedCount: 1, rejectedCount: 1 }, 'what was withdrawn does not come back by itself')
  t.same(await counts(rows, { restore: true }), { unchangedCount: 1, createdCount: 1 })
  t.match((await totals()).total, { lineCount: 2, granted: 580000 })
})

t.test('complete means the decisions that the file holds and the source that sends it', async t => {
  const { counts } = await anImporter(t)
  const other = row({ decided_on: '2022-02-01', grant_year: 2023 })
  await counts([...rows, other])
  await counts([row({ recipient: 'Ur ett annat system' })], { source: 'ebidrag' })
  t.same(await counts([row()], { scope: 'complete' }), { unchangedCount: 1, missingCount: 1 })
  t.same(await counts([row({ recipient: 'Ur ett annat system' })], { scope: 'complete', source: 'ebidrag' }), {
    unchangedCount: 1
  })
})

t.test('a rejected row keeps its line from being missing', async t => {
  const { counts } = await anImporter(t)
  await counts([row({ reference: 'A' }), row({ reference: 'B', recipient: 'Haninge Ungdomsjour' })])
  const broken = row({ reference: 'B', recipient: 'Haninge Ungdomsjour', granted: '80 00 kr' })
  t.same(await counts([row({ reference: 'A' }), broken], { scope: 'complete' }), {
    unchangedCount: 1,
    rejectedCount: 1
  })
  const { counts: natural } = await anImporter(t)
  await natural(rows)
  t.same(await natural([row(), { ...rows[1]!, granted: '80 00 kr' }], { scope: 'complete' }), {
    unchangedCount: 1,
    rejectedCount: 1
  })
})

t.test('what an amount over several years means is asked for, and the column goes before the option', async t => {
  const { send, counts, totals } = await anImporter(t)
  const spanning = row({ grant_year: '2022-2024', granted: 300000 })
  t.same(await counts([spanning]), { rejectedCount: 1 })
  const stated = { ...spanning, recipient: 'Haninge Ungdomsjour', amount_per: 'totalt' }
  t.same(await counts([{ ...spanning, amount_per: '' }, stated], { amountPer: 'year' }), { createdCount: 2 })
  const { items } = await totals('&groupBy=year')
  t.match(items.map(({ year, yearTo, granted }: Record<string, unknown>) => [year, yearTo ?? year, granted]).sort(), [
    [2022, 2022, 300000],
    [2022, 2024, 300000],
    [2023, 2023, 300000],
    [2024, 2024, 300000]
  ])
  t.match(await send(csvOf([row()]), { amountPer: 'month' }), { status: 400 })
})

t.test('a default fills a column that the file does not have, and is refused where the file has it', async t => {
  const { send, counts, lines, decisions } = await anImporter(t)
  const bare = without('body', without('decided_on', without('grant_year', without('scheme', rows))))
  const defaults = ['body:Socialnämnden', 'decided_on:2021-12-14', 'grant_year:2022', 'scheme:Bidrag: partnerskap']
  t.same(await counts(bare), { rejectedCount: 2 })
  t.same(await counts(bare, { default: defaults }), { createdCount: 2 })
  t.same(await counts(bare, { default: defaults }), { unchangedCount: 2 })
  t.match(await decisions(), [{ decidedOn: '2021-12-14', paragraph: '12' }])
  t.match(await lines(), [{ grantYearFrom: 2022 }, { grantYearFrom: 2022 }])

  t.match(await send(csvOf(rows), { default: 'body:Kommunstyrelsen' }), {
    status: 422,
    body: { type: /import-columns$/, violations: [{ field: 'body', message: /default/ }] }
  })
  t.match(await send(csvOf(bare), { default: ['bodies:x', 'body:', 'reference:A', 'scheme:A', 'scheme:B'] }), {
    status: 422,
    body: { type: /import-options$/, violations: { length: 4 } }
  })
  const wrong = await made(
    send(csvOf(bare), { default: ['decided_on:igår', ...defaults.toSpliced(1, 1)], dryRun: true })
  )
  t.equal(wrong.counts.rejectedCount, 2)

  const json = JSON.stringify([...bare, row({ recipient: 'Med eget organ' })])
  t.same(told((await made(send(json, { default: defaults }, 'application/json'))).counts), {
    unchangedCount: 2,
    rejectedCount: 1
  })
})
