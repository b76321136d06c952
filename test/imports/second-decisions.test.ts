import { readFile } from 'node:fs/promises'
import t from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row } from './importing.ts'

const december = row({ diary_number: 'SN 2021-144', decision_reference: 'B-1', reference: 'R-1' })
const march = {
  ...december,
  ...{ decided_on: '2022-03-15', paragraph: '7', decision_reference: 'B-2', reference: 'R-2', granted: 200000 }
}

async function aFile(t: Parameters<typeof anImporter>[0]) {
  const importer = await anImporter(t)
  /** What came of each row: its result, and of a rejected one the columns that are named. */
  const outcomes = async (rows: Row[], options = {}) => {
    const { id } = await made(importer.send(csvOf(rows), options))
    return (await importer.report(id)).map(
      ({ result, violations }: { result: string; violations: { field: string; line: number }[] | null }) =>
        violations ? [result, ...violations.map(({ field, line }) => `${field} ${line}`)] : result
    )
  }
  const granted = async () => {
    const { rows } = await importer.database.$client.query(
      `select coalesce(sum(amount), 0)::float as sum from ledger_entries where kind = 'granted'`
    )
    return rows[0].sum
  }
  return { ...importer, outcomes, granted }
}

t.test('a second decision on the same matter is refused, and changes nothing', async t => {
  const { outcomes, granted, appended, dump, send, report } = await aFile(t)
  t.same(await outcomes([december]), ['created'])
  const [before, entries] = [await dump(), await appended()]
  t.same(await outcomes([march]), [['rejected', 'revises_decision 2']])
  t.same([await dump(), await appended(), await granted()], [before, entries, 380000])
  const { id } = await made(send(csvOf([march])))
  const [told] = await report(id)
  t.match(told.violations, [{ message: /that of 2021-12-14 § 12 has decided the same matter/ }])
  const unnamed = Object.fromEntries(Object.entries(march).filter(([name]) => !name.endsWith('reference')))
  t.same(await outcomes([unnamed]), [['rejected', 'revises_decision 2']], 'also in a file without references')
})

t.test('what is not certainly the same matter comes in, with a warning where it looks the same', async t => {
  const { outcomes, send, report } = await aFile(t)
  await outcomes([december])
  const others: Row[] = [
    { ...march, diary_number: 'SN 2022-9' },
    { ...march, body: 'Kommunstyrelsen' },
    { ...march, scheme: 'Verksamhetsbidrag' },
    { ...march, recipient: 'Attention' },
    { ...march, co_recipients: 'Attention' },
    { ...march, grant_year: 2023 },
    { ...march, purpose: 'Annat' },
    { ...march, outcome: 'återremiss', granted: null }
  ]
  for (const other of others) t.same(await outcomes([other], { dryRun: true }), ['created'], JSON.stringify(other))
  const { id } = await made(send(csvOf([others[0]!])))
  t.match(await report(id), [{ result: 'created', warnings: [{ code: 'same-in-other-decision' }] }])
})

t.test('a row that says what it revises takes the place of the line', async t => {
  const ways: Row[] = [
    { revises_line: 'R-1' },
    { revises_decision: 'B-1' },
    { revises_decision: 'B-1', revises_line: 'R-1' }
  ]
  for (const named of ways) {
    const { outcomes, granted, lines, decisions, appended, database } = await aFile(t)
    await outcomes([december])
    const revising: Row = { ...march, ...named }
    t.same(await outcomes([revising], { dryRun: true }), ['created'])
    t.same(await outcomes([revising]), ['created'])
    t.equal(await granted(), 200000)
    const [first, second] = await lines()
    t.same([second.revisesLineId, first.revisedByLineId], [first.id, second.id])
    t.same(
      (await decisions()).map((one: { revisesDecisionId: string | null }) => one.revisesDecisionId),
      [null, first.decisionId]
    )
    const entries = await appended()
    t.same(await outcomes([revising]), ['unchanged'])
    t.same(await outcomes([december, revising]), ['unchanged', 'unchanged'])
    t.same(await outcomes([march]), ['unchanged'], 'a file without the column changes nothing of it')
    t.same(await appended(), entries)
    t.same(await outcomes([{ ...revising, granted: 210000 }]), ['updated'])
    t.equal(await granted(), 210000)
    const third = { ...march, decided_on: '2022-05-10', decision_reference: 'B-3', reference: 'R-3', granted: 1 }
    t.same(await outcomes([third]), [['rejected', 'revises_decision 2']])
    t.same(
      await outcomes([{ ...third, revises_line: 'R-1' }]),
      [['rejected', 'revises_line 2']],
      'it is replaced already'
    )
    t.same(await outcomes([{ ...third, revises_line: 'R-2' }]), ['created'])
    t.equal(await granted(), 1)
    const { rows } = await database.$client.query(
      'select count(*)::int as awards from awards where withdrawn_at is null'
    )
    t.same(rows, [{ awards: 1 }])
  }
})

t.test('two decisions of one file that decide the same matter: the first is taken', async t => {
  const { outcomes, granted } = await aFile(t)
  const both = [december, march, { ...march, recipient: 'Attention', reference: 'R-9' }]
  t.same(await outcomes(both), ['created', ['rejected', 'revises_decision 3'], 'created'])
  t.same(await outcomes(both), ['unchanged', ['rejected', 'revises_decision 3'], 'unchanged'])
  // The decision came in with its other row: it can still be said to revise.
  const said = both.map(cells => (cells === march ? { ...march, revises_line: 'R-1' } : cells))
  t.same(await outcomes(said), ['unchanged', 'created', 'unchanged'])
  t.same(await outcomes(said), ['unchanged', 'unchanged', 'unchanged'])
  t.equal(await granted(), 400000)
})

t.test('a file may hold the decision, what revises it and what revises that, in any order', async t => {
  const { outcomes, granted } = await aFile(t)
  const second = { ...march, revises_decision: 'B-1', revises_line: 'R-1' }
  const third = {
    ...{ ...march, decided_on: '2022-05-10', decision_reference: 'B-3', reference: 'R-3', granted: 5 },
    ...{ revises_decision: 'B-2', revises_line: 'R-2' }
  }
  t.same(await outcomes([third, december, second]), ['created', 'created', 'created'])
  t.equal(await granted(), 5)
  t.same(await outcomes([third, december, second]), ['unchanged', 'unchanged', 'unchanged'])
})

t.test('what cannot be revised is refused at its column', async t => {
  const { outcomes } = await aFile(t)
  const other = { ...december, recipient: 'Attention', decision_reference: 'B-8', reference: 'R-8', paragraph: '13' }
  await outcomes([december, other])
  const refused = async (cells: Row, ...fields: string[]) =>
    t.same(await outcomes([{ ...march, ...cells }]), [['rejected', ...fields]], JSON.stringify(cells))
  await refused({ revises_decision: 'B-7' }, 'revises_decision 2')
  await refused({ revises_line: 'R-7' }, 'revises_line 2')
  await refused({ revises_line: 'R-2' }, 'revises_decision 2')
  await refused({ revises_decision: 'B-8', revises_line: 'R-1' }, 'revises_line 2')
  await refused({ revises_decision: 'B-1', decided_on: '2021-11-01' }, 'revises_decision 2')
  t.same(
    await outcomes([
      { ...march, revises_line: 'R-1' },
      { ...march, revises_line: 'R-1', purpose: 'Annat', reference: 'R-3' }
    ]),
    [
      ['rejected', 'revises_line 2'],
      ['rejected', 'revises_line 3']
    ]
  )
  const circle = [
    { ...march, recipient: 'A', reference: 'R-4', decision_reference: 'B-4', revises_decision: 'B-5' },
    { ...march, recipient: 'A', reference: 'R-5', decision_reference: 'B-5', revises_decision: 'B-4', paragraph: '8' }
  ]
  t.match(await outcomes(circle), [['rejected'], ['rejected']])
  const broken = [
    { ...march, recipient: 'A', reference: 'R-4', decision_reference: 'B-4', granted: '18 00' },
    { ...march, recipient: 'A', reference: 'R-5', decision_reference: 'B-5', paragraph: '8', revises_line: 'R-4' }
  ]
  t.match(await outcomes(broken), [['rejected'], ['rejected', 'revises_line 3']])
})

t.test(
  'a decision whose date was corrected in a complete file is no second decision once the old one is withdrawn',
  async t => {
    const { outcomes, granted } = await aFile(t)
    const bare = { ...december, reference: null, decision_reference: null }
    await outcomes([bare, { ...bare, recipient: 'Attention', decided_on: '2022-01-01' }])
    const moved = [
      { ...bare, decided_on: '2022-01-01' },
      { ...bare, recipient: 'Attention', decided_on: '2022-01-01' }
    ]
    t.same(await outcomes(moved), [['rejected', 'revises_decision 2'], 'unchanged'])
    const all = [{ ...bare, recipient: 'Tredje' }, ...moved]
    const options = { scope: 'complete', withdraw: true, reason: 'Fel datum' }
    t.same(await outcomes(all, options), ['created', 'created', 'unchanged', 'missing'])
    t.equal(await granted(), 3 * 380000)
  }
)

t.test('a file and a single decision on the same matter at the same time: one of them is refused', async t => {
  const { send, get, all, admin, outcomes } = await aFile(t)
  await outcomes([
    row({ body: 'Socialnämnden', recipient: 'Attention', purpose: 'Annat', scheme: 'Partnerskapsavtal' })
  ])
  const [{ id: bodyId }] = await all('/bodies')
  const [{ id: schemeId }] = await all('/schemes')
  const [{ id: recipient }] = await all('/organisations')
  const matter = { recipient: 'Attention', purpose: 'Stöd', diary_number: 'SN 2022-1', decided_on: '2022-02-01' }
  for (const year of [2031, 2032, 2033, 2034]) {
    const line = {
      recipients: [{ organisationId: recipient }],
      schemeId,
      purpose: 'Stöd',
      outcome: 'granted',
      granted: 1
    }
    const [file, single] = await Promise.all([
      send(csvOf([row({ ...matter, grant_year: year })])),
      admin('POST', '/0136/decisions', {
        ...{ kind: 'committee', bodyId, decidedOn: '2022-03-01', paragraph: String(year), diaryNumber: 'SN 2022-1' },
        lines: [{ ...line, grantYearFrom: year, grantYearTo: year }]
      })
    ])
    const created = Number(file.body.counts?.createdCount === 1) + Number(single.status === 201)
    t.equal(created, 1, `${file.status} ${JSON.stringify(file.body.counts)} ${single.status}`)
    const { items } = await get(`/decision-lines?grantYear=${year}`)
    t.equal(items.length, 1)
  }
})

t.test('Swedish headings say what is revised', async t => {
  const { outcomes, granted } = await aFile(t)
  await outcomes([december])
  t.same(await outcomes([{ ...march, 'Ändrar beslut': 'B-1', 'Ersätter rad': 'R-1' }]), ['created'])
  t.equal(await granted(), 200000)
  t.same(await outcomes([{ ...march, reference: 'R-4', decision_reference: 'B-4', 'Ändrar rad': '-' }]), [
    ['rejected', 'revises_decision 2']
  ])
})

t.test('the real files come in whole, and again unchanged', async t => {
  for (const [code, file] of [
    ['0136', 'decisions-0136-haninge.csv'],
    ['1862', 'decisions-1862-degerfors.csv'],
    ['2031', 'decisions-2031-rattvik.csv']
  ] as const) {
    const { send } = await anImporter(t, code)
    const bytes = await readFile(new URL(`../../samples/${file}`, import.meta.url))
    const { counts } = await made(send(bytes))
    t.match(counts, { rejectedCount: 0 })
    t.match((await made(send(bytes))).counts, {
      createdCount: 0,
      updatedCount: 0,
      rejectedCount: 0,
      unchangedCount: counts.createdCount
    })
  }
})
