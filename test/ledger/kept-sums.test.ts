import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { rebuildTotals, verifyTotals } from '../../src/commands/totals.ts'
import { rebuildKeptSums } from '../../src/money/ledger/kept-sums.ts'
import { anImporter, row } from '../imports/importing.ts'
import { keptSumsAreThoseOfTheEntries } from '../support/identities.ts'

/** Lines of one year and of several, joint ones, known and unknown amounts, granted, reserved and rejected. */
const rows = [
  row({ recipient: 'Kvinnojouren', purpose: 'a', grant_year: '2022-2024', amount_per: 'år' }),
  row({ recipient: 'Kvinnojouren', purpose: 'b', grant_year: '2023-2024', amount_per: 'totalt' }),
  row({ recipient: 'Kvinnojouren', purpose: 'c', grant_year: 2022, granted: null }),
  row({ recipient: 'IFK Haninge', purpose: 'a', grant_year: '2021-2022', amount_per: 'år', granted: null }),
  row({ recipient: 'IFK Haninge', purpose: 'b', grant_year: 2022, outcome: 'avslag', granted: null }),
  row({ recipient: 'Attention', purpose: 'a', grant_year: null }),
  row({ recipient: 'Attention', purpose: 'b', grant_year: 2024, decided_on: '2023-12-12' })
]

t.test('a line of several years is one line, wherever its years are counted', async t => {
  const { take, get } = await anImporter(t)
  t.match(await take(rows), { createdCount: 7 })
  const counts = async (query: string) => {
    const { items, total } = await get(`/statistics/grant-totals?${query}`)
    const told = ({ lineCount, awardCount, organisationCount, unknownCount }: Record<string, number>) =>
      [lineCount, awardCount, organisationCount, unknownCount].join(' ')
    return [...items.map(told), told(total)]
  }
  t.same(await counts('groupBy=outcome'), ['6 6 3 2', '1 0 1 0', '7 6 3 2'])
  t.same(await counts('groupBy=year&yearBasis=grant&yearFrom=2021&yearTo=2024'), [
    ...['1 1 1 1', '4 3 2 2', '1 1 1 0', '1 1 1 0', '2 2 2 0'],
    '6 5 3 2'
  ])
  t.same(await counts('groupBy=outcome&yearBasis=grant&yearFrom=2023&yearTo=2024'), ['3 3 2 0', '3 3 2 0'])
  t.same(await counts('groupBy=outcome&yearBasis=grant&yearFrom=2022&yearTo=2022'), ['3 3 2 2', '1 0 1 0', '4 3 2 2'])
  t.same(await counts('groupBy=body&yearBasis=grant&yearFrom=2030'), ['0 0 0 0'])
})

t.test('an organisation leaves its sets with the last of its lines, and another follows a merge', async t => {
  const { take, get, all, admin, database } = await anImporter(t)
  await take(rows)
  const organisations = async () =>
    Object.fromEntries(
      (await get('/statistics/grant-totals?groupBy=year&yearBasis=grant')).items.map(
        ({ year, yearTo, organisationCount }: Record<string, number>) => [`${year}-${yearTo ?? ''}`, organisationCount]
      )
    )
  const lines = await all('/decision-lines')
  const withdraw = async (purpose: string, name: string) => {
    const line = lines.find(
      (each: { purpose: string; recipients: { name: string }[] }) =>
        each.purpose === purpose && each.recipients[0]!.name === name
    )
    const answer = await admin('POST', `/0136/decision-lines/${line.id}/withdraw`, { reason: 'Felaktig' })
    t.equal(answer.status, 200)
  }
  const of2022 = async () => (await organisations())['2022-']
  t.equal(await of2022(), 2)
  await withdraw('a', 'IFK Haninge')
  t.equal(await of2022(), 2, 'another line of it stands')
  await withdraw('b', 'IFK Haninge')
  t.equal(await of2022(), 1)
  await keptSumsAreThoseOfTheEntries(database, '0136')

  const [from, into] = ['Attention', 'Kvinnojouren'].map(
    name =>
      lines.find((each: { recipients: { name: string }[] }) => each.recipients[0]!.name === name).recipients[0]
        .organisationId
  )
  const merged = await admin('POST', `/0136/organisations/${from}/merge`, { mergedIntoId: into, reason: 'Samma' })
  t.equal(merged.status, 200, JSON.stringify(merged.body))
  t.match(await organisations(), { '2022-': 1, '2024-': 1 })
  await keptSumsAreThoseOfTheEntries(database, '0136')
})

t.test('kept sums that were altered are found, computed anew, and as the migration computes them', async t => {
  const { take, database } = await anImporter(t)
  await take(rows)
  const printed: string[] = []
  t.capture(console, 'log', (line: string) => printed.push(line))
  t.equal(await verifyTotals(database, {}), 0)
  await database.execute(
    sql`update ledger_totals set amount = amount + 0.01 where kind = 'granted' and municipality_code = '0136'`
  )
  await database.execute(sql`update ledger_totals set continued = 0 where municipality_code = '0136'`)
  await database.execute(sql`
    update ledger_organisation_sets set members = set_bit(members, 0, 1 - get_bit(members, 0)) where municipality_code = '0136'`)
  t.equal(await verifyTotals(database, { municipality: ['0136'] }), 2)
  t.match(printed.at(-1), /^0136 {2}[1-9]\d* sums, 0 sums by month and [1-9]\d* organisations differ/)
  await rebuildTotals(database, {})
  t.equal(await verifyTotals(database, {}), 0)
  await t.rejects(verifyTotals(database, { municipality: ['9999'] }), /9999: is not registered/)

  // What the migration does with a register of before.
  const file = readFileSync(new URL('../../migrations/0018_kept_sums_of_lines.sql', import.meta.url), 'utf8')
  const statements = file.split('--> statement-breakpoint')
  const filling = statements.slice(statements.findIndex(text => /^\s*INSERT/m.test(text)))
  for (const table of ['ledger_totals', 'ledger_organisation_sets', 'ledger_organisation_numbers'])
    await database.execute(sql`delete from ${sql.identifier(table)}`)
  for (const text of filling) await database.execute(sql.raw(text))
  await keptSumsAreThoseOfTheEntries(database, '0136')
  await database.transaction(tx => rebuildKeptSums(tx, '0136'))
  await keptSumsAreThoseOfTheEntries(database, '0136')
})
