import { readFile } from 'node:fs/promises'
import t from 'tap'
import { anApp } from './setup.ts'

const aRegister = await anApp(t)
const header = 'body,decided_on,grant_year,scheme,recipient,granted,outcome\n'
const csv = { 'content-type': 'text/csv' }

t.test('a granted line of a partnership scheme gives an agreement once, and what is committed is a range', async t => {
  const { ask, make } = await aRegister()
  await make('schemes', { name: 'Partnerskapsavtal', kind: 'partnership' })
  await make('schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })
  const file = `${header}Socialnämnden,2021-12-14,2022,Partnerskapsavtal,Haninge Kvinnojour,380000,beviljad
Socialnämnden,2021-12-14,2022,Partnerskapsavtal,Future Teens,80000,beviljad
Socialnämnden,2021-12-14,2022,Partnerskapsavtal,En annan förening,0,avslag
Socialnämnden,2021-12-14,2022,Verksamhetsbidrag,Haninge Kvinnojour,50000,beviljad\n`
  t.match(await ask('POST', 'decision-imports', file, csv), {
    status: 201,
    body: { counts: { createdCount: 4, agreementCount: 2 } }
  })
  t.match(await ask('POST', 'decision-imports', file, csv), {
    status: 201,
    body: { counts: { unchangedCount: 4, agreementCount: 0 } }
  })
  const { body } = await ask('GET', 'agreements')
  t.equal(body.items.length, 2)
  type Found = { id: string; parties: { name: string }[] }
  const shelter = body.items.find(({ parties }: Found) => parties[1]!.name === 'Haninge Kvinnojour')
  t.match(shelter, {
    status: 'decided',
    kind: 'partnership',
    decidedOn: '2021-12-14',
    parties: [{ name: 'Socialnämnden' }, { name: 'Haninge Kvinnojour' }],
    term: null,
    termStanding: { running: 'unknown' }
  })
  const committed = async (year: number) => (await ask('GET', `agreements/committed?year=${year}`)).body
  // What they put in is not stated: that it is funded for 2022 is told beside it, and of 2023 nothing is known at all.
  const notStated = { minAmount: 0, maxAmount: 0, rangeCertainty: 'unknown', unknownCount: 2, agreementCount: 2 }
  t.match(await committed(2022), {
    ...notStated,
    funded: 460000,
    items: [{ rangeCertainty: 'unknown' }, { rangeCertainty: 'unknown' }]
  })
  t.match(await committed(2023), { ...notStated, funded: 0 })

  for (const { id, parties } of body.items) {
    const value = parties[1].name === 'Future Teens' ? 80000 : 380000
    const term = {
      validFrom: '2022-01-01',
      validFromPrecision: 'year',
      alternatives: [{ months: 24 }, { months: 36 }, { months: 36, extensionMonths: 36 }]
    }
    const contributions = [{ partyKey: 'body', kind: 'cash', amount: value, amountPer: 'year' }]
    const patched = await ask('PATCH', `agreements/${id}`, { term, contributions }, { 'if-match': '*' })
    t.match(patched, { status: 200, body: { status: 'decided' } })
    t.match(await ask('POST', `agreements/${id}/sign`, { signedOn: '2021-12-16' }), { body: { status: 'signed' } })
  }
  t.match(await committed(2023), { minAmount: 460000, maxAmount: 460000, rangeCertainty: 'exact', funded: 0 })
  t.match(await committed(2024), { minAmount: 0, maxAmount: 460000, rangeCertainty: 'range', agreementCount: 2 })
  t.match(
    await committed(2028),
    { minAmount: 0, maxAmount: 460000, rangeCertainty: 'range', agreementCount: 2 },
    'possibly running'
  )
  t.match(await committed(2029), { minAmount: 0, maxAmount: 0, agreementCount: 0 })
  const one = await ask('GET', `agreements/${shelter.id}?include=awards,decision&validOn=2024-06-01`)
  t.match(one.body, {
    awards: [{ amount: 380000 }],
    decision: { decidedOn: '2021-12-14' },
    termStanding: { running: 'possible' }
  })
})

t.test('the real file gives eight agreements with nine organisations, and none where none are asked for', async t => {
  const { ask, make } = await aRegister()
  await make('schemes', { name: 'Partnerskapsavtal', kind: 'partnership' })
  const lines = (await readFile(new URL('../../samples/decisions-0136-haninge.csv', import.meta.url), 'utf8'))
    .trim()
    .split('\n')
  const mapping = '&mapping=municipality:ignore&mapping=municipality_code:ignore'
  const file = `${lines.filter((line, at) => at === 0 || line.includes('Partnerskapsavtal')).join('\n')}\n`
  const none = await ask('POST', `decision-imports?agreements=none&dryRun=true${mapping}`, file, csv)
  t.match([none.status, none.body.counts.agreementCount ?? null], [200, null])
  const dry = await ask('POST', `decision-imports?agreements=auto&dryRun=true${mapping}`, file, csv)
  t.match(dry, { status: 200, body: { status: 'dryRun', counts: { createdCount: 8, agreementCount: 8 } } })
  t.same((await ask('GET', 'agreements')).body.items, [], 'nothing was made yet')
  const imported = await ask('POST', `decision-imports?agreements=auto${mapping}`, file, csv)
  t.match(imported, { status: 201, body: { counts: { createdCount: 8, agreementCount: 8 } } })
  const { items } = (await ask('GET', 'agreements')).body
  const organisations = items.flatMap(({ parties }: { parties: { organisationId?: string }[] }) =>
    parties.flatMap(({ organisationId }) => organisationId ?? [])
  )
  t.equal(new Set(organisations).size, 9)
  const unknown = { rangeCertainty: 'unknown', unknownCount: 8, agreementCount: 8, minAmount: 0, maxAmount: 0 }
  t.match((await ask('GET', 'agreements/committed?year=2022')).body, { ...unknown, funded: 1830000 })
  t.match((await ask('GET', 'agreements/committed?year=2023')).body, { ...unknown, funded: 0 })
})

t.test('of a term that states only years, the edges are possible and what is not stated is unknown', async t => {
  const { ask, make, bodyId } = await aRegister()
  const id = await make('agreements', {
    kind: 'partnership',
    title: 'Vänskapens hus',
    parties: [{ key: 'committee', kind: 'body', role: 'responsible', bodyId }],
    contributions: [{ partyKey: 'committee', kind: 'premises' }],
    term: { validFrom: '2021-01-01', validFromPrecision: 'year', validTo: '2023-01-01', validToPrecision: 'year' },
    adoptedNotFunded: true,
    fundingNeeds: [
      { yearFrom: 2021, yearTo: 2021, amount: 240000 },
      { yearFrom: 2022, amount: 960000, amountPer: 'year' }
    ],
    relations: [{ kind: 'samePrinciplesAs', description: 'Fontänhuset' }]
  })
  const decisionId = await make('decisions', { bodyId, decidedOn: '2021-06-09' })
  await ask('POST', `agreements/${id}/decide`, { decisionId })
  await ask('POST', `agreements/${id}/sign`, {})
  const running = async (day: string) => (await ask('GET', `agreements/${id}?validOn=${day}`)).body.termStanding.running
  t.equal(await running('2021-03-01'), 'possible')
  t.equal(await running('2022-03-01'), 'yes')
  t.equal(await running('2024-01-01'), 'no')
  t.match(await ask('GET', 'agreements/committed?year=2022'), { body: { maxAmount: 0, agreementCount: 0 } })
})

t.test('a dry run tells the agreements that the import then makes, whatever the rows say', async t => {
  const { ask, make, bodyId } = await aRegister()
  await make('schemes', { name: 'Partnerskapsavtal', kind: 'partnership' })
  await make('schemes', { name: 'Verksamhetsbidrag', kind: 'operating' })
  const csv = { 'content-type': 'text/csv' }
  const rows = (lines: string[]) =>
    `body,decided_on,paragraph,grant_year,scheme,recipient,purpose,granted,outcome\n${lines
      .map(line => `Socialnämnden,2021-12-14,${line}`)
      .join('\n')}\n`
  const files = [
    rows([
      '1,2022,Partnerskapsavtal,Kvinnojouren,a,380000,beviljad',
      '1,2022,Verksamhetsbidrag,Kvinnojouren,b,5,beviljad'
    ]),
    // The same rows again, one of another kind, a rejection, one that grants a part, and one that cannot be read.
    rows([
      '1,2022,Partnerskapsavtal,Kvinnojouren,a,380000,beviljad',
      '1,2022,Partnerskapsavtal,Ungdomsjouren,a,,avslag',
      '1,2022,Partnerskapsavtal,Manscentrum,a,100,delvis beviljad',
      '1,2022,Partnerskapsavtal,Revansch,a,180 00,beviljad',
      '2,2022,Ny bidragsform,Future Teens,a,80000,beviljad'
    ])
  ]
  const told = []
  for (const file of files) {
    const dry = (await ask('POST', 'decision-imports?dryRun=true', file, csv)).body.counts
    const { body } = await ask('POST', 'decision-imports', file, csv)
    t.equal(dry.agreementCount, body.counts.agreementCount)
    told.push(dry.agreementCount)
  }
  t.same(told, [1, 1])
  t.match(await ask('GET', 'agreements'), { body: { items: [{}, {}] } })
  t.ok(bodyId)
})
