import t from 'tap'
import { loadVaxjo } from '../../samples/vaxjo.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const { admin, app, database } = await aRegister(t)
await loadVaxjo(admin)

const get = (path: string) => made(admin('GET', `/0780${path}`))
const items = async (path: string) => (await get(path)).items
const source = {
  sourceUrl: /^https:\/\/vaxjo\.se\//,
  sourceUpdatedOn: '2019-07-26',
  // When it was read is not stated.
  sourceRetrievedOn: null
}
const bodyNamed = async (name: string) => (await items(`/bodies?name=${encodeURIComponent(name)}`))[0]
const [closed] = await items('/schemes?status=closed')
const [agreement] = await items('/agreements')

t.test('what could be sought can be sought no longer, from a day that is not stated', async t => {
  const committee = await bodyNamed('Nämnden för arbete och välfärd')
  t.match(closed, { ...source, name: 'Socialt föreningsbidrag', bodyId: committee.id })
  const [status] = (await get(`/schemes/${closed.id}/statuses`)).items
  t.match(status, { status: 'closed', effectiveOn: null, observedOn: '2019-07-26', decisionId: null })
  const open = async (day: string) => (await get(`/schemes/${closed.id}/open?validOn=${day}`)).answer
  t.equal(await open('2019-07-26'), 'no')
  t.equal(await open('2020-03-01'), 'no')
  t.equal(await open('2015-03-01'), 'unknown')
})

t.test(
  'the reform has two parts: broader collaboration, also without money, and few long-term partnerships',
  async t => {
    const [status] = (await get(`/schemes/${closed.id}/statuses`)).items
    t.match(status.reason, /två delar.*också utan pengar.*mindre antal långsiktiga partnerskap/)
    const [partnerships] = await items('/schemes?kind=partnership')
    const [rules] = await items(`/schemes/${partnerships.id}/rule-versions`)
    t.match(rules, {
      ...source,
      criteria: [/^Bredda samverkan.*också utan pengar$/, /mot utanförskap: ett mindre antal långsiktiga partnerskap/],
      changeReason: /två delar/,
      adoptedOn: null
    })
    t.match(partnerships.description, /ett mindre antal långsiktiga partnerskap/)
    t.match(rules, { validFrom: null, validTo: null, repaymentClause: 'notStated' })
    t.match(await get(`/schemes/${partnerships.id}/open?validOn=2017-03-01`), { answer: 'unknown' })
  }
)

t.test('whoever seeks money or integration is told where to turn instead, and whom to ask', async t => {
  const [economic, integration, contact] = closed.referrals
  const culture = await bodyNamed('Kultur- och fritidsförvaltningen')
  t.match(economic, { purpose: 'Ekonomiskt stöd', bodyId: culture.id, text: culture.name })
  const drafting = await bodyNamed('Kommunstyrelsens integrations- och mångfaldsberedning')
  t.match(integration, { purpose: 'Integration', bodyId: drafting.id })
  t.match(drafting, { kind: 'draftingCommittee', parentId: (await bodyNamed('Kommunstyrelsen')).id })
  t.match(contact, { contactText: /kontakt/, contactUrl: source.sourceUrl })
  t.notOk(closed.referrals.some((one: { contactEmail?: string }) => one.contactEmail))
  t.equal(closed.referrals.length, 3)
})

t.test(
  'everybody can read where to turn instead, by name and without a key, once Växjö publishes its schemes',
  async t => {
    const anybody = clientOf(app, undefined)
    const path = `/0780/public/schemes/${closed.id}`
    t.equal((await anybody('GET', path)).status, 404)
    const { headers } = await admin('GET', '/municipalities/0780')
    const own = { name: 'Växjö', publishesSchemes: true }
    await made(admin('PUT', '/municipalities/0780', own, { 'if-match': headers.etag! }))
    t.match(await anybody('GET', path), {
      status: 200,
      body: {
        name: 'Socialt föreningsbidrag',
        bodyName: 'Nämnden för arbete och välfärd',
        open: { answer: 'no', reason: 'schemeClosed' },
        referrals: [
          { purpose: 'Ekonomiskt stöd', bodyName: 'Kultur- och fritidsförvaltningen', schemeName: null },
          { purpose: 'Integration', bodyName: 'Kommunstyrelsens integrations- och mångfaldsberedning' },
          { purpose: 'Frågor', bodyName: null, contactUrl: source.sourceUrl }
        ]
      }
    })
  }
)

t.test('in 2017 neither amount, places nor partners are stated', async t => {
  const shown = await get(`/agreements/${agreement.id}?validOn=2017-06-01&include=awards,decision`)
  t.match(shown, {
    ...source,
    kind: 'partnership',
    status: 'decided',
    decidedOn: null,
    decisionId: null,
    decision: null,
    signedOn: null,
    awards: [],
    parties: [
      { kind: 'body', role: 'responsible', name: 'Nämnden för arbete och välfärd' },
      { key: 'partners', kind: 'unnamed', role: 'partner' }
    ],
    contributions: [{ partyKey: 'committee', kind: 'cash', description: /^Viss/, certainty: 'notStated' }]
  })
  t.equal(shown.parties[1].name ?? null, null)
  t.equal(shown.parties[1].count ?? null, null)
  t.equal(shown.contributions[0].amount ?? null, null)
  for (const { quantity = null } of shown.commitments) t.equal(quantity, null)
  t.match(await get('/agreements/committed?year=2017'), {
    minAmount: 0,
    maxAmount: 0,
    rangeCertainty: 'unknown',
    unknownCount: 1,
    funded: 0,
    agreementCount: 1
  })
  t.match(await items('/agreements?partyKind=unnamed'), [{ id: agreement.id }])
})

t.test('the partner undertakes emergency housing or sheltered housing, one of them', async t => {
  t.match(agreement.commitments, [
    { description: 'Akutboendeplats', eitherOr: 'boende', certainty: 'notStated', unit: 'platser' },
    { description: /^Skyddat boende/, eitherOr: 'boende', certainty: 'notStated' }
  ])
  t.strictSame(agreement.targetGroups, ['Våldsutsatta'])
})

t.test('only years are stated of the term: within them it may have run, and after them it is over', async t => {
  const on = async (day: string) => (await get(`/agreements/${agreement.id}?validOn=${day}`)).termStanding
  t.match(agreement.term, {
    validFrom: '2016-01-01',
    validFromPrecision: 'year',
    validTo: '2018-01-01',
    validToPrecision: 'year'
  })
  t.match(await on('2015-12-31'), { running: 'no', upcoming: 'yes' })
  t.match(await on('2016-03-01'), { running: 'possible', upcoming: 'possible', ended: 'no' })
  // That it was signed is not stated.
  t.match(await on('2017-06-01'), { running: 'possible', upcoming: 'no', ended: 'no' })
  t.match(await on('2018-06-01'), { running: 'possible', ended: 'possible' })
  // The day that the page was updated, when the term was over.
  t.match(await on('2019-07-26'), { running: 'no', ended: 'yes' })
  t.equal((await get('/agreements/committed?year=2019')).agreementCount, 0)
})

t.test('every record says where it was read, no money is invented, and loading again changes nothing', async t => {
  for (const path of ['/bodies', '/schemes', '/agreements']) {
    for (const record of await items(path)) t.match(record, source, path)
  }
  for (const path of ['/organisations', '/decisions', '/ledger-entries']) t.strictSame(await items(path), [], path)
  const events = async () => (await database.$client.query('select count(*)::int as n from events')).rows[0].n
  const before = await events()
  await loadVaxjo(admin)
  t.equal(await events(), before)
})

t.test('the sums of money hang together', async () => {
  await sumsHangTogether((method, path) => admin(method, `/0780${path}`), database, '0780')
})
