import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import t, { type Test } from 'tap'
import { aGrantRegister } from '../support/grants.ts'
import { aRegister, made } from '../support/register.ts'

const files = { '0136': 'haninge', '1862': 'degerfors', '2031': 'rattvik' }
const csv = { 'content-type': 'text/csv' }

/** The three real files, imported. */
async function theRealFiles(t: Test) {
  const { admin, database } = await aRegister(t)
  for (const [code, name] of Object.entries(files)) {
    const file = readFileSync(new URL(`../../samples/decisions-${code}-${name}.csv`, import.meta.url))
    await made(admin('POST', `/${code}/decision-imports`, file, csv))
  }
  const totals = async (code: string, query: string, accept = 'application/json') =>
    (await admin('GET', `/${code}/statistics/grant-totals?${query}`, undefined, { accept })).body
  return { admin, database, totals }
}

t.test('the published figures of three municipalities are answered to the öre', async t => {
  const { totals } = await theRealFiles(t)
  t.match((await totals('0136', 'groupBy=year&yearBasis=grant')).items, [
    {
      year: 2022,
      lineCount: 8,
      awardCount: 8,
      organisationCount: 9,
      granted: 1830000,
      unknownCount: 0,
      appliedUnknownCount: 8
    }
  ])
  t.match((await totals('0136', 'groupBy=year')).items, [{ year: 2021, lineCount: 8, granted: 1830000 }])
  const recipients = await totals('0136', 'groupBy=organisation')
  t.equal(recipients.items.length, 8)
  t.match(recipients.total, { granted: 1830000, organisationCount: 9 })
  t.same(
    recipients.items
      .filter((item: { recipients: unknown[] }) => item.recipients.length > 1)
      .map(({ recipients, granted }: { recipients: { name: string }[]; granted: number }) => [
        recipients.map(({ name }) => name),
        granted
      ]),
    [[['Attention Haninge', 'Studieförbundet Vuxenskolan Stockholms län'], 150000]],
    'a joint award is one joint row'
  )

  t.match((await totals('2031', 'groupBy=year&yearBasis=grant')).items, [
    { year: 2021, lineCount: 20, awardCount: 6, applied: 1123200, granted: 152024 },
    { year: 2022, lineCount: 14, applied: 523500, granted: 227750 },
    { year: 2023, lineCount: 15, applied: 597390, granted: 405000 }
  ])
  const degerfors = await totals('1862', 'groupBy=outcome')
  t.match(degerfors.items, [
    { outcome: 'granted', lineCount: 22, awardCount: 22, granted: 402418, reserved: 0 },
    { outcome: 'reserved', lineCount: 2, awardCount: 0, granted: 0, reserved: 14000 }
  ])
  t.match(degerfors.total, { lineCount: 24, awardCount: 22, granted: 402418, reserved: 14000 })
})

t.test('every way of grouping sums to the same total', async t => {
  const { totals } = await theRealFiles(t)
  const groupings = ['year', 'scheme', 'organisation', 'body', 'outcome']
  const combinations = Array.from({ length: 31 }, (_, at) => groupings.filter((_, bit) => ((at + 1) >> bit) & 1))
  for (const yearBasis of ['decision', 'grant']) {
    const expected = (await totals('2031', `yearBasis=${yearBasis}`)).total
    for (const combination of combinations) {
      const { items, total } = await totals('2031', `groupBy=${combination}&yearBasis=${yearBasis}`)
      t.same(total, expected, `${combination}`)
      for (const measure of ['lineCount', 'awardCount', 'applied', 'granted', 'reserved', 'unknownCount']) {
        const sum = items.reduce((ore: number, item: never) => ore + Math.round(item[measure] * 100), 0)
        t.equal(sum, Math.round(expected[measure] * 100), `${measure} by ${combination} of the ${yearBasis} year`)
      }
    }
  }
  t.same((await totals('2031', 'groupBy=year,year')).meta.groupBy, ['year'])
})

t.test('totals of an earlier instant stay as they were, whatever is recorded later', async t => {
  const { haninge, aDecision, line, patch } = await aGrantRegister(t)
  const ask = async (query = '') => (await haninge('GET', `/statistics/grant-totals?${query}`)).body
  const { id, lines } = await aDecision([line(), line({ granted: 20_000 })])
  const first = await ask()
  await patch(`/decision-lines/${lines[0].id}`, { granted: 390_000 })
  const second = await ask()
  await haninge('POST', `/decisions/${id}/withdraw`, { reason: 'Registrerat två gånger' })
  t.same(await ask(`knownAt=${first.meta.knownAt}`), first)
  t.same(await ask(`knownAt=${second.meta.knownAt}`), second)
  t.match([first.total.granted, second.total.granted, (await ask()).total.granted], [400_000, 410_000, 0])
  t.same((await ask()).items, [])
  t.match(await ask('knownAt=2020-01-01T00:00:00Z'), { items: { length: 0 }, total: { lineCount: 0, granted: 0 } })
  t.match(await ask('knownAt=2999-01-01T00:00:00Z'), { status: 422, violations: [{ field: 'knownAt' }] })
  t.match(await ask('knownAt=2021-12-14'), { status: 400, violations: [{ field: 'knownAt' }] })
})

t.test('from and to choose years of the basis, and a scheme or body its own', async t => {
  const { aDecision, aBody, line, schemeId, groups, totals } = await aGrantRegister(t)
  const other = await aBody('Kulturnämnden')
  const several = { grantYearFrom: 2022, grantYearTo: 2024, amountPer: 'year', granted: 10.5 }
  await aDecision([line(several)])
  await aDecision([line({ granted: 7, schemeId: null })], { bodyId: other, decidedOn: '2023-02-01' })
  t.match(await totals('yearFrom=2022'), { lineCount: 1, granted: 7 })
  t.match(await totals('yearTo=2022'), { lineCount: 1, granted: 31.5 })
  t.match(await totals('yearBasis=grant&yearFrom=2023&yearTo=2024'), { lineCount: 1, awardCount: 1, granted: 21 })
  t.match(await groups('yearBasis=grant&yearFrom=2023&yearTo=2023'), [{ year: 2023, yearTo: null, granted: 10.5 }])
  t.match(await totals(`schemeId=${schemeId}`), { granted: 31.5 })
  t.match(await totals(`bodyId=${other}`), { granted: 7 })
  t.match(await groups('groupBy=scheme'), [
    { schemeId, schemeName: 'Partnerskapsavtal', granted: 31.5 },
    { schemeId: null, schemeName: null, granted: 7 }
  ])
})

t.test('a spreadsheet opens the CSV right: mark, header, names that are no formulas, Swedish decimals', async t => {
  const { haninge, aDecision, anOrganisation, line, school } = await aGrantRegister(t)
  const formula = await anOrganisation('=1+1')
  await aDecision([
    line({ recipients: [{ organisationId: formula }], granted: 0.5 }),
    line({ recipients: [{ organisationId: school }, { organisationId: formula }], granted: 1 })
  ])
  const ask = (query: string, accept = 'text/csv') =>
    haninge('GET', `/statistics/grant-totals?${query}`, undefined, { accept })
  const { headers, body } = await ask('groupBy=organisation')
  t.match(headers, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': /grant-totals-0136\.csv/ })
  t.match(body, /^\ufefforganisationIds,organisationNames,lineCount,awardCount,organisationCount,applied,granted,/)
  const rows = parse(body, { bom: true, columns: true }) as Record<string, string>[]
  t.same(
    rows.map(({ organisationNames, granted }) => [organisationNames, granted]),
    [
      ["'=1+1", '0.5'],
      ["'=1+1 | Studieförbundet Vuxenskolan Stockholms län", '1']
    ]
  )
  // Who has the later name was registered first.
  t.same(
    rows.map(({ organisationIds }) => organisationIds),
    [formula, `${formula} | ${school}`],
    'ids and names are of the same organisations, place by place'
  )
  const swedish = (await ask('groupBy=year&yearBasis=grant&csvFormat=swedish')).body
  t.equal(
    swedish.split('\r\n')[0],
    '\ufeffyear;yearTo;lineCount;awardCount;organisationCount;applied;granted;reserved;unknownCount;appliedUnknownCount'
  )
  t.equal(swedish.split('\r\n')[1], '2022;;2;2;2;;1,5;0;0;2')
  t.match((await ask('', 'application/json, text/csv')).headers, { 'content-type': /json/ })
})

t.test('what is not known is refused and not ignored', async t => {
  const { haninge } = await aGrantRegister(t)
  for (const query of ['group=year', 'groupBy=colour', 'groupBy=', 'yearBasis=payment', 'yearFrom=21', 'schemeId=1']) {
    const answer = await haninge('GET', `/statistics/grant-totals?${query}`)
    t.match(answer, { status: 400, body: { violations: [{ field: query.split('=')[0] }] } }, query)
  }
})
