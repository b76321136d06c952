import t from 'tap'
import { loadLund } from '../../samples/lund.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, type Client, made } from '../support/register.ts'

/** Lund as the sample has it, and ways to ask its register. */
const { admin, database } = await aRegister(t)
await loadLund(admin)
const ask: Client = (method, path, body, headers) => admin(method, `/1281${path}`, body, headers)
const get = (path: string) => made(ask('GET', path))
const one = async (path: string) => {
  const { items } = await get(path)
  if (items.length !== 1) throw new Error(`${path} has ${items.length} items`)
  return items[0]
}

const page = {
  sourceUrl: /^https:\/\/lund\.se\/.*socialnamnden---aktuella-beslut-juni-2021$/,
  // When it was updated or read is not stated.
  sourceUpdatedOn: null,
  sourceRetrievedOn: null
}

t.test('"in force on 2021-03-01?" is possible: only years are stated, and the decision is later', async t => {
  const agreement = await one('/agreements')
  const running = async (on: string) => (await get(`/agreements/${agreement.id}?validOn=${on}`)).termStanding.running
  t.equal(await running('2021-03-01'), 'possible')
  t.equal(await running('2020-12-31'), 'no')
  t.equal(await running('2022-07-01'), 'possible', 'that it was signed is not told')
  t.equal(await running('2024-01-01'), 'no')
  t.match(await get('/agreements?validOn=2021-03-01&phase=running'), {
    items: [{ id: agreement.id, termStanding: { validOn: '2021-03-01', running: 'possible' } }]
  })
  t.match(await get(`/agreements/${agreement.id}?validOn=2021-03-01`), {
    status: 'draft',
    termStanding: {
      startsEarliestOn: '2021-01-01',
      startsLatestOn: '2021-12-31',
      endsEarliestOn: '2023-01-01',
      endsLatestOn: '2023-12-31'
    },
    term: { validFrom: '2021-01-01', validFromPrecision: 'year', validTo: '2023-01-01', validToPrecision: 'year' }
  })
})

t.test('the agreement, its parties, its decision and that no award funds it are read in one call', async t => {
  const { id } = await one('/agreements?reference=vanskapens-hus&source=sample')
  t.match(await get(`/agreements/${id}?include=awards,decision`), {
    kind: 'partnership',
    status: 'decided',
    decidedOn: '2021-06-09',
    signedOn: null,
    parties: [
      { kind: 'body', name: 'Socialnämnden' },
      { kind: 'organisation', name: 'Vänskapens hus' }
    ],
    goals: [/självhjälpsgrupperna/, /Stärkt samverkan/],
    targetGroups: [/missbruk/],
    contributions: [
      { kind: 'premises', description: 'Långsiktigt hyreskontrakt', amount: null, certainty: 'notStated' },
      { kind: 'cash', amount: null, certainty: 'notStated' },
      { kind: 'volunteering', description: /självhjälpsgrupper/ }
    ],
    relations: [{ kind: 'samePrinciplesAs', agreementId: null, description: 'Samarbetet med Fontänhuset' }],
    adoptedNotFunded: true,
    funding: [],
    awards: [],
    decision: {
      decidedOn: '2021-06-09',
      documents: [{ url: /^https:\/\/lund\.se\/nyheter\/beslut-i-korthet\// }],
      ...page
    },
    ...page
  })
  const entry = await one('/list-entries?list=targetGroup')
  t.match((await get(`/agreements?targetGroupId=${entry.id}`)).items, [{ id, targetGroupIds: [entry.id] }])
})

t.test('adopted is not funded: what a party says is needed is a need, in no total and no commitment', async t => {
  const { fundingNeeds } = await one('/agreements')
  t.match(fundingNeeds, [
    {
      ...{ yearFrom: 2021, yearTo: 2021, amount: 240_000, certainty: 'exact' },
      ...{ sourceUrl: /socialdemokraternalund/, sourceRetrievedOn: undefined }
    },
    { yearFrom: 2022, yearTo: null, amount: 960_000, amountPer: 'year', sourceUrl: /socialdemokraternalund/ }
  ])
  t.same((await get('/awards')).items, [])
  const totals = await get('/statistics/grant-totals?groupBy=outcome')
  t.match(totals.items, [{ outcome: 'adopted', lineCount: 1, awardCount: 0, granted: 0 }])
  t.match(totals.total, { granted: 0, awardCount: 0, unknownCount: 0 })
  t.match(await get('/agreements/committed?year=2022'), {
    ...{ minAmount: 0, maxAmount: 0, rangeCertainty: 'unknown', unknownCount: 1 },
    ...{ funded: 0, agreementCount: 1 }
  })
})

t.test('the decision of 2021-06-09 adopts, with § and diary number not stated', async t => {
  const { id } = await one('/decisions?decidedFrom=2021-06-09&decidedTo=2021-06-09')
  t.match(await get(`/decisions/${id}`), {
    standing: 'decided',
    paragraph: null,
    diaryNumber: null,
    lines: [{ outcome: 'adopted', granted: null, recipients: [{ name: 'Vänskapens hus' }], ...page }],
    ...page
  })
  t.equal((await get(`/agreements?decisionId=${id}`)).items.length, 1)
})

t.test('every record of Lund says where it was read, and loading again changes nothing', async t => {
  for (const path of ['/bodies', '/organisations', '/list-entries', '/decisions', '/agreements']) {
    for (const record of (await get(path)).items) t.match(record, page, path)
  }
  const before = (await get('/events?limit=1000')).items.length
  await loadLund(admin)
  t.equal((await get('/events?limit=1000')).items.length, before)
  t.ok(before > 5)
})

t.test('the sums of money hang together', async () => {
  await sumsHangTogether((method, path) => admin(method, `/1281${path}`), database, '1281')
})
