import t from 'tap'
import { loadHelsingborg } from '../../samples/helsingborg.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, type Client, made } from '../support/register.ts'

const NOTES = '2017-11-27'

/** Helsingborg as the sample has it, and ways to ask its register. */
const { admin, database } = await aRegister(t)
await loadHelsingborg(admin)
const ask: Client = (method, path, body, headers) => admin(method, `/1283${path}`, body, headers)
const get = (path: string) => made(ask('GET', path))
const one = async (path: string) => {
  const { items } = await get(path)
  if (items.length !== 1) throw new Error(`${path} has ${items.length} items`)
  return items[0]
}

t.test('on 2018-03-15 verksamhetsbidrag is closed until April, and utvecklingsbidrag is open', async t => {
  const operating = await one('/schemes?name=verksamhetsbidrag')
  const development = await one('/schemes?name=utvecklingsbidrag')
  const open = (id: string, on: string) => get(`/schemes/${id}/open?validOn=${on}`)
  t.match(await open(operating.id, '2018-03-15'), {
    answer: 'no',
    reason: 'betweenWindows',
    nextOpensOn: '2018-04-01',
    nextClosesOn: '2018-05-31'
  })
  t.match(await open(development.id, '2018-03-15'), { answer: 'yes', reason: 'alwaysOpen' })
  t.match(await get('/schemes?validOn=2018-03-15'), {
    items: [
      { name: 'Utvecklingsbidrag', open: { answer: 'yes' } },
      { name: 'Verksamhetsbidrag', open: { answer: 'no' } }
    ]
  })
  t.equal((await get('/schemes?open=yes&validOn=2018-03-15')).items.length, 1)

  const answers = async (id: string, days: string[]) => {
    return await Promise.all(days.map(async on => (await open(id, on)).answer))
  }
  const days = ['2018-03-31', '2018-04-01', '2018-05-31', '2018-06-01', '2019-04-15']
  t.same(await answers(operating.id, days), ['no', 'yes', 'yes', 'no', 'yes'], 'April and May of every year')
  t.same(
    await answers(operating.id, ['2017-03-15', '2015-04-15']),
    ['unknown', 'unknown'],
    'every third year, not which'
  )
  t.same(await answers(development.id, ['2017-03-15', '2019-12-24']), ['unknown', 'yes'], 'seen open from the notes on')
})

t.test('why the rules changed is kept, beside criteria, length and what decisions presume', async t => {
  const { id, ...scheme } = await one('/schemes?kind=operating')
  t.match(scheme, { sourceUpdatedOn: NOTES, sourceUrl: null, sourceRetrievedOn: null })
  t.match(scheme.description, /stabila organisationer/)
  const { items } = await get(`/schemes/${id}/rule-versions?validOn=2018-03-15`)
  const now = items.find(({ reference }: { reference: string }) => reference === 'verksamhetsbidrag-regler')
  t.match(now, {
    changeReason: /så att inte alla söker samtidigt/,
    grantYearsMin: 1,
    grantYearsMax: 3,
    validFrom: null,
    eligibility: [
      { kind: 'other', text: 'Stabil organisation' },
      { kind: 'annualReport', text: /riktiga redovisningar av verksamhet och ekonomi/ }
    ]
  })
  t.match(now.criteria, [
    /demokrati, utveckling och ett brett samhällsengagemang/,
    /Kompletterar förvaltningens arbete/
  ])
  const earlier = items.find(({ reference }: { reference: string }) => reference === 'verksamhetsbidrag-tidigare')
  t.match(earlier.note, /vart tredje år/, 'until when they held is not stated, so they may hold still')

  const [window] = (await get(`/schemes/${id}/windows?kind=recurring`)).items
  t.match(window, { opensMonthDay: '04-01', closesMonthDay: '05-31', everyYears: 1 })
  t.match(window, { sourceUrl: null, sourceUpdatedOn: NOTES, sourceRetrievedOn: null })

  const [before] = (await get(`/schemes/${id}/windows?kind=unknown`)).items
  t.match(before, { validTo: '2017-11-26', firstYear: null, note: /vart tredje år; vilka år framgår inte/ })

  const development = await one('/schemes?kind=development')
  const rules = await one(`/schemes/${development.id}/rule-versions`)
  t.match(rules.note, /när en stabil förening står bakom/)
  t.match(rules.eligibility, [{ kind: 'annualReport' }])
  for (const category of ['start', 'utveckling', 'tillfälliga projekt']) {
    t.match(await one(`/schemes?category=${encodeURIComponent(category)}`), { id: development.id })
  }
  t.same(rules.criteria, now.criteria)
})

t.test('at least 20 % to children and young people is a target of the committee, and was not met in 2017', async t => {
  const committee = await one('/bodies?kind=committee')
  const target = await one(`/targets?ownerBodyId=${committee.id}`)
  t.match(target, {
    percent: 20,
    bound: 'atLeast',
    targetGroup: 'barn och unga',
    denominator: 'Nämndens samlade medel',
    schemeId: null,
    sourceUpdatedOn: NOTES
  })
  t.match(await get(`/targets/${target.id}/attainment?year=2017`), {
    answer: 'no',
    basis: 'observed',
    certainty: 'approximate',
    observed: [{ percent: 10, certainty: 'approximate', observedOn: NOTES }]
  })
  t.match(await get(`/targets/${target.id}/attainment?year=2018`), { answer: 'unknown', basis: null, observed: [] })
})

t.test('one partnership exists, on the initiative of the association; two departments are parties', async t => {
  const drom = await one('/organisations?name=vorta%20drom')
  const { id } = await one(`/agreements?organisationId=${drom.id}&kind=partnership`)
  const agreement = await get(`/agreements/${id}?validOn=${NOTES}`)
  t.match(agreement, {
    title: 'Bättre hälsa för unga romer',
    termStanding: { running: 'yes' },
    initiatorKeys: ['vorta-drom'],
    decisionId: null,
    signedOn: null,
    signatories: [],
    needs: /tydligt behov hos målgruppen/,
    targetGroups: ['Unga romer'],
    note: /Jämbördiga parter.*mellan bidrag och upphandling/,
    procurementAssessment: null,
    term: { knownToRunOn: NOTES },
    sourceUpdatedOn: NOTES
  })
  t.match(
    agreement.contributions.map(({ partyKey, kind, amount, certainty }: Record<string, unknown>) => {
      return [partyKey, kind, amount ?? null, certainty]
    }),
    [
      ['finansierar', 'cash', null, 'notStated'],
      ['lanar-personal', 'staff', null, 'notStated'],
      ['vorta-drom', 'expertise', null, 'notStated']
    ],
    'expertise as well as money, and no amount is made up'
  )
  const departments = agreement.parties.filter(({ kind }: { kind: string }) => kind === 'body')
  t.equal(departments.length, 2)
  for (const { name, role, ...party } of departments) {
    t.match({ name, role }, { name: /^Förvaltning som.*namnet framgår inte/, role: 'coParty' }, 'none is said to lead')
    t.match(party, { sourceUrl: /romsk-inkludering/, sourceRetrievedOn: undefined }, 'from another page')
  }
  t.match((await get(`/agreements/${id}?validOn=2020-01-01`)).termStanding, { running: 'unknown', upcoming: 'no' })
  t.match(await get('/agreements/committed?year=2017'), {
    minAmount: 0,
    maxAmount: 0,
    unknownCount: 1,
    rangeCertainty: 'unknown'
  })
})

t.test('Helsam is an umbrella with a fee and an interim board; whether it can be guarantor is not decided', async t => {
  const helsam = await one('/organisations?search=helsam')
  t.match(helsam, {
    membershipFee: 100,
    membershipFeeCertainty: 'exact',
    interimBoardEndsOn: '2018-01-24',
    note: /Paraplyorganisation.*garant har frågats, inte avgjorts/,
    sourceUpdatedOn: NOTES
  })
  t.same((await get('/agreements?partyRole=guarantor')).items, [], 'nobody is guarantor')
  t.same((await get(`/organisations/${helsam.id}/memberships?as=umbrella`)).items, [], 'no member is named')

  const party = (kind: string, name: string) => ({ key: kind, kind, role: 'coParty', name })
  const parties = [party('region', 'Region Skåne'), party('stateAgency', 'Arbetsförmedlingen')]
  await made(ask('POST', '/agreements', { kind: 'partnership', parties }))
  t.equal((await get('/agreements?partyKind=region')).items.length, 1)
  t.equal((await get('/agreements?partyKind=stateAgency')).items.length, 1)
})

t.test('no private person of the notes is in the register, and loading again changes nothing', async t => {
  for (const { id } of (await get('/organisations?limit=1000')).items) {
    t.same((await get(`/organisations/${id}/contacts`)).items, [])
  }
  for (const { signatories, recusals } of (await get('/agreements?limit=1000')).items) {
    t.same([signatories, recusals], [[], []])
  }
  const before = (await get('/events?limit=1000')).items.length
  await loadHelsingborg(admin)
  t.equal((await get('/events?limit=1000')).items.length, before)
  t.ok(before > 10)
})

t.test('the sums of money hang together', async () => {
  await sumsHangTogether((method, path) => admin(method, `/1283${path}`), database, '1283')
})
