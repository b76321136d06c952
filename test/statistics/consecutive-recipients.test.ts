import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'
import { aRegister, made } from '../support/register.ts'

type Run = { organisationName: string; yearFrom: number; yearTo: number; yearCount: number; granted: number }
const shown = ({ organisationName, yearFrom, yearTo }: Run) => `${organisationName} ${yearFrom}–${yearTo}`

t.test('who Rättvik granted something three years on end is what its file says', async t => {
  const { admin } = await aRegister(t)
  const file = readFileSync(new URL('../../samples/decisions-2031-rattvik.csv', import.meta.url))
  await made(admin('POST', '/2031/decision-imports', file, { 'content-type': 'text/csv' }))
  const ask = async (query: string) =>
    (await made(admin('GET', `/2031/statistics/consecutive-recipients?yearBasis=grant&${query}`))).items as Run[]

  const years = new Map<string, Set<number>>()
  const sums = new Map<string, number>()
  for (const row of parse(file, { columns: true, bom: true }) as Record<string, string>[]) {
    if (!/^(delvis )?beviljad/.test(row.outcome!)) continue
    years.set(row.recipient!, (years.get(row.recipient!) ?? new Set()).add(Number(row.grant_year)))
    sums.set(row.recipient!, (sums.get(row.recipient!) ?? 0) + Number(row.granted_sek))
  }
  const names = (...wanted: number[]) =>
    [...years].filter(([, had]) => wanted.every(year => had.has(year))).map(([name]) => name)
  const three = await ask('yearCount=3')
  t.same(three.map(({ organisationName }) => organisationName).sort(), names(2021, 2022, 2023).sort())
  for (const { organisationName, granted } of three) t.equal(granted, sums.get(organisationName), organisationName)
  const lately = await ask('yearCount=2&yearTo=2023')
  t.same(lately.map(({ organisationName }) => organisationName).sort(), names(2022, 2023).sort())
  t.ok(lately.length > 0)
  t.same((await ask('yearCount=1')).length >= years.size, true)
})

t.test('a run is of years on end, of each of a joint grant, and of what still stands', async t => {
  const { haninge, aDecision, line, anOrganisation, jour, attention, school, patch } = await aGrantRegister(t)
  const ask = async (query: string) => await made(haninge('GET', `/statistics/consecutive-recipients?${query}`))
  const runs = async (query: string) => ((await ask(`yearBasis=grant&${query}`)).items as Run[]).map(shown)

  for (const year of [2019, 2020, 2021, 2023]) {
    await aDecision([line({ grantYearFrom: year, granted: 100.1 })], { decidedOn: `${year - 1}-12-01` })
  }
  const joint = {
    recipients: [{ organisationId: attention }, { organisationId: school }],
    grantYearFrom: 2021,
    grantYearTo: 2023,
    amountPer: 'total'
  }
  const { lines } = await aDecision([line({ ...joint, granted: 300 })])
  t.same(await runs('yearCount=3'), [
    'Attention Haninge 2021–2023',
    'Haninge Kvinnojour 2019–2021',
    'Studieförbundet Vuxenskolan Stockholms län 2021–2023'
  ])
  const { items } = await ask('yearBasis=grant&yearCount=3')
  t.match(items, [{ granted: 300, yearCount: 3 }, { granted: 300.3, unknownCount: 0 }, { granted: 300 }])
  t.same(await runs('yearCount=2&yearTo=2022'), [
    'Attention Haninge 2021–2022',
    'Studieförbundet Vuxenskolan Stockholms län 2021–2022'
  ])
  t.same(await runs('yearCount=3&yearTo=2020'), [], 'what comes later is left aside')
  t.same(await runs('yearCount=1&yearTo=2023'), [
    'Attention Haninge 2021–2023',
    'Studieförbundet Vuxenskolan Stockholms län 2021–2023',
    'Haninge Kvinnojour 2023–2023'
  ])
  t.same(
    ((await ask('yearCount=3')).items as Run[]).map(shown),
    ['Haninge Kvinnojour 2018–2020'],
    'by year of decision'
  )

  // The gap is filled by a grant of an unknown amount to what proves to be the same organisation.
  const twin = await anOrganisation('Haninge Kvinnojour (dubblett)')
  await aDecision([
    line({ recipients: [{ organisationId: twin }], grantYearFrom: 2022, granted: null, grantedCertainty: 'unknown' })
  ])
  t.same(await runs('yearCount=5'), [])
  await made(haninge('POST', `/organisations/${twin}/merge`, { mergedIntoId: jour, reason: 'Samma förening' }))
  t.match(await ask('yearBasis=grant&yearCount=5'), {
    items: [{ organisationId: jour, yearFrom: 2019, yearTo: 2023, yearCount: 5, granted: 400.4, unknownCount: 1 }]
  })

  await made(patch(`/decision-lines/${lines[0].id}`, { outcome: 'rejected', granted: 0 }))
  t.same(await runs('yearCount=2'), ['Haninge Kvinnojour 2019–2023'], 'a corrected line is no grant')
})

t.test('grants for no stated year are counted beside, and the length must be told', async t => {
  const { haninge, aDecision, line } = await aGrantRegister(t)
  const path = '/statistics/consecutive-recipients'
  await aDecision([line({ grantYearFrom: null })])
  t.match(await made(haninge('GET', `${path}?yearCount=1&yearBasis=grant`)), {
    items: [],
    meta: { yearCount: 1, yearBasis: 'grant', yearTo: null, yearNotStatedCount: 1 }
  })
  t.match(await haninge('GET', path), { status: 400, body: { violations: [{ field: 'yearCount' }] } })
  t.match(await haninge('GET', `${path}?yearCount=0`), { status: 400 })
  t.match(await haninge('GET', `${path}?yearCount=3&yearto=2021`), { status: 400 })
})
