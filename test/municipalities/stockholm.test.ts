import t from 'tap'
import { loadStockholm } from '../../samples/stockholm.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, type Client, made } from '../support/register.ts'

const PROPOSED_ON = '2015-08-25'

/** Stockholm as the sample has it, and ways to ask its register. */
const { admin, database } = await aRegister(t)
await loadStockholm(admin)
const ask: Client = (method, path, body, headers) => admin(method, `/0180${path}`, body, headers)
const get = (path: string) => made(ask('GET', path))
const one = async (path: string) => {
  const { items } = await get(path)
  if (items.length !== 1) throw new Error(`${path} has ${items.length} items`)
  return items[0]
}

t.test('nothing is known to have been assigned on 2015-08-25; three assignments are proposed', async t => {
  const proposal = await one('/decisions?standing=proposed')
  t.match(proposal, {
    decidedOn: PROPOSED_ON,
    meetingPlanned: true,
    proposalOutcome: 'notStated',
    resultingDecisionId: null,
    paragraph: null,
    diaryNumber: null,
    legalityReview: null,
    sourceUpdatedOn: null,
    sourceUrl: null,
    sourceRetrievedOn: null
  })
  t.same((await get('/decisions?standing=decided')).items, [], 'no decision is recorded')
  for (const status of ['given', 'completed', 'declined', 'revoked']) {
    t.same((await get(`/assignments?status=${status}`)).items, [], status)
  }
  t.same((await get(`/assignments?givenFrom=${PROPOSED_ON}&givenTo=${PROPOSED_ON}`)).items, [])

  const { items } = await get(`/assignments?status=proposed&proposalId=${proposal.id}&validOn=2026-01-01`)
  t.same(items.map(({ reference }: { reference: string }) => reference).sort(), ['redovisa', 'riktlinjer', 'utreda'])
  for (const { givenOn, dueOn, decisionId, overdue, sourceUpdatedOn } of items) {
    t.match({ givenOn, dueOn, decisionId, overdue }, { givenOn: null, dueOn: null, decisionId: null, overdue: 'no' })
    t.equal(sourceUpdatedOn, null, 'when the proposal was written is not stated')
  }
  const texts = Object.fromEntries(items.map(({ reference, text }: Record<string, string>) => [reference, text]))
  t.match(texts, { utreda: /^Utreda/, riktlinjer: /riktlinjer och föreslå områden/, redovisa: /^Redovisa/ })
  const department = await one('/bodies?kind=department')
  t.match(department.name, /namnet framgår inte/)
  const committee = await one('/bodies?kind=committee')
  for (const { givenByBodyId, bodyId } of items) {
    t.same([givenByBodyId, bodyId], [committee.id, department.id], 'by whom it would be given, and to whom')
  }
  const recurring = await one('/assignments?recurring=true')
  t.match(
    recurring,
    {
      ...{ reference: 'redovisa', recurrence: 'everyMeeting', recurrenceEndsOn: null },
      recurrenceText: /nämndens sammanträden/
    },
    'without end'
  )
  const guidelines = await one('/assignments?reference=riktlinjer')
  t.match(guidelines.note, /Treåriga avtal är ambitionen/, 'an ambition, and no rule')
})

t.test('about 130 million a year is paid: a published figure, in no sum and no budget', async t => {
  const committee = await one('/bodies?name=socialnämnden')
  t.match(await one(`/published-figures?bodyId=${committee.id}`), {
    amount: 130_000_000,
    certainty: 'approximate',
    measure: 'paid',
    amountPer: 'year',
    yearFrom: null,
    label: /hela nämnden/,
    sourceUpdatedOn: null
  })
  const [scheme] = (await get('/schemes?reference=organisationsstod')).items
  t.match(scheme, { kind: 'notStated', status: 'notStated', description: /i praktiken permanenta men söker varje år/ })
  t.same((await get('/budgets')).items, [])
  for (const basis of ['decision', 'grant']) {
    const { items, total } = await get(`/statistics/grant-totals?yearBasis=${basis}`)
    t.same(items, [])
    t.match(total, { lineCount: 0, awardCount: 0, granted: 0, unknownCount: 0 })
  }
  t.match(await get('/agreements/committed?year=2015'), { minAmount: 0, maxAmount: 0, funded: 0 })
})

t.test('the city-wide framework holds in 2015 and is to be revised in the autumn, a season and not a day', async t => {
  const { id } = await one('/agreements?kind=framework&partyKind=sector')
  t.match(await get(`/agreements/${id}?validOn=${PROPOSED_ON}`), {
    term: { knownToRunOn: PROPOSED_ON },
    revisionDue: { dueOn: '2015-09-01', dueOnPrecision: 'season' },
    decisionId: null,
    decidedOn: null,
    signedOn: null,
    termStanding: { running: 'yes', startsEarliestOn: null, endsLatestOn: null },
    sourceUpdatedOn: null
  })
  t.match((await get(`/agreements/${id}?validOn=2016-08-25`)).termStanding, { running: 'unknown', upcoming: 'no' })
  t.match((await get(`/agreements/${id}?validOn=2010-08-25`)).termStanding, { running: 'unknown', ended: 'no' })
  const { parties } = await get(`/agreements/${id}`)
  t.match(
    parties.map(({ kind, name }: { kind: string; name: string }) => [kind, name]),
    [
      ['unnamed', 'Stockholms stad'],
      ['sector', 'Den idéburna sektorn']
    ]
  )
})

t.test('in a partnership both parties finance, and it may cite what is outside the register', async t => {
  const scheme = await one('/schemes?kind=partnership')
  const { criteria, adoptedOn, adoptedByDecisionId, title } = await one(`/schemes/${scheme.id}/rule-versions`)
  t.match(criteria, [/finansierar, med pengar eller andra insatser/, /samhällsutmaningen tillsammans/])
  t.match({ adoptedOn, adoptedByDecisionId }, { adoptedOn: null, adoptedByDecisionId: null }, title)
  t.match((await get('/decisions?standing=proposed')).items[0].note, /Göteborg och Sigtuna/)

  const committee = await one('/bodies?name=socialnämnden')
  const draft = await made(
    ask('POST', '/agreements', {
      kind: 'partnership',
      societalChallenge: 'Formulerad av parterna tillsammans',
      parties: [
        { key: 'namnden', kind: 'body', role: 'responsible', bodyId: committee.id },
        { key: 'parten', kind: 'unnamed', role: 'partner' }
      ],
      contributions: [
        { partyKey: 'namnden', kind: 'cash', certainty: 'notStated' },
        { partyKey: 'parten', kind: 'premises', description: 'Lokal', certainty: 'notStated' }
      ],
      relations: [{ kind: 'samePrinciplesAs', description: 'Partnerskap i Göteborg', url: 'https://goteborg.se/' }]
    })
  )
  t.match(await get(`/agreements/${draft.id}`), {
    societalChallenge: 'Formulerad av parterna tillsammans',
    relations: [{ agreementId: null, description: 'Partnerskap i Göteborg' }],
    contributions: [{ kind: 'cash', amount: null, certainty: 'notStated' }, { kind: 'premises' }]
  })
})

t.test(
  'who has been granted support three years on end can be asked, and a figure makes nobody a recipient',
  async t => {
    const question = '/statistics/consecutive-recipients?yearCount=3&yearBasis=grant&yearTo=2015'
    t.match(await get(question), {
      items: [],
      meta: { yearCount: 3, yearBasis: 'grant', yearTo: 2015, yearNotStatedCount: 0 }
    })

    const scheme = await one('/schemes?reference=organisationsstod')
    const { id: bodyId } = await one('/bodies?reference=socialnamnden')
    const { id: always } = await made(ask('POST', '/organisations', { name: 'Söker varje år' }))
    const { id: pause } = await made(ask('POST', '/organisations', { name: 'Gjorde uppehåll' }))
    for (const year of [2012, 2013, 2014, 2015]) {
      const recipients = year === 2014 ? [always] : [always, pause]
      const lines = recipients.map(id => ({
        ...{ recipients: [{ organisationId: id }], schemeId: scheme.id, outcome: 'granted', grantYearFrom: year },
        ...(year === 2013 ? { grantedCertainty: 'unknown' } : { granted: 100_000.5 })
      }))
      await made(ask('POST', '/decisions', { bodyId, decidedOn: `${year - 1}-12-01`, lines }))
    }
    const expected = { organisationId: always, yearFrom: 2012, yearTo: 2015, yearCount: 4, unknownCount: 1 }
    t.match((await get(`${question}&schemeId=${scheme.id}`)).items, [{ ...expected, granted: 300_001.5 }])
    t.equal((await get(question)).items.length, 1)
  }
)

t.test('loading Stockholm again changes nothing', async t => {
  const before = (await get('/events?limit=1000')).items.length
  await loadStockholm(admin)
  t.equal((await get('/events?limit=1000')).items.length, before)
  t.ok(before > 10)
})

t.test('the sums of money hang together', async () => {
  await sumsHangTogether((method, path) => admin(method, `/0180${path}`), database, '0180')
})
