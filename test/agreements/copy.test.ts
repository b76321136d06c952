import t from 'tap'
import { anApp, aPartnership, aSignedPartnership } from './setup.ts'

const register = await anApp(t)

const template = {
  diaryNumber: 'SN 2021/1',
  purpose: 'Stöd till våldsutsatta',
  goals: ['Fler får stöd'],
  payeeKey: 'partner',
  initiatorKeys: ['partner'],
  contributions: [
    { partyKey: 'committee', kind: 'cash', amount: 380000, amountPer: 'year', validFrom: '2022-01-01' },
    {
      ...{ partyKey: 'committee', kind: 'premises', amount: 96000, amountPer: 'year', valuation: 'Hyra' },
      ...{ confidential: true, description: 'Skyddat boende' }
    }
  ],
  commitments: [{ key: 'visits', partyKey: 'partner', description: 'Öppet hus', quantity: 400, unit: 'besök' }],
  term: {
    ...{ validFrom: '2022-01-01', validTo: '2024-12-31', knownToRunOn: '2022-05-01', note: 'Tre år' },
    extensions: [
      { key: 'first', months: 12, lastExerciseOn: '2024-06-30', exercised: true, exercisedOn: '2024-05-14' }
    ],
    renewal: { months: 12, noticeMonths: 6 }
  },
  indexClause: { index: 'KPI', percent: 80 },
  procurementAssessment: { conclusion: 'notProcurement' },
  fundingNeeds: [{ yearFrom: 2022, amount: 1, amountPer: 'year' }],
  recusals: [{ key: 'member', role: 'Ledamot', name: 'Cecilia Carlsson' }],
  documents: [{ title: 'Avtalet', url: 'https://example.se/avtal' }],
  note: 'Bara här'
}

t.test('an agreement is made from another: what it says, and nothing that was its own', async t => {
  const own = await register()
  const of = await aSignedPartnership(own, template)
  const parties = [
    { key: 'committee', kind: 'body', role: 'responsible', bodyId: own.bodyId },
    { key: 'partner', kind: 'organisation', role: 'partner', organisationId: await own.anOrganisation() }
  ]
  const { status, headers, body } = await own.ask('POST', `${of.path}/copy`, { parties, title: 'Ny', reference: 'N-1' })
  t.equal(status, 201)
  t.match(headers.location, new RegExp(`/agreements/${body.id}$`))
  const made = (await own.ask('GET', `agreements/${body.id}`)).body
  t.match(made, {
    ...{ status: 'draft', version: 1, title: 'Ny', reference: 'N-1', kind: 'partnership', payeeKey: 'partner' },
    ...{ purpose: template.purpose, goals: template.goals, commitments: template.commitments },
    parties: [{ key: 'committee' }, { organisationId: parties[1]!.organisationId }],
    indexClause: { index: 'KPI', percent: 80 },
    relations: [{ kind: 'copyOf', agreementId: of.id }]
  })
  t.strictSame(made.term, {
    extensions: [{ key: 'first', months: 12 }],
    renewal: { months: 12, noticeMonths: 6 }
  })
  t.match(made.contributions, [
    { kind: 'cash', amount: 380000, amountPer: 'year' },
    { kind: 'premises', amount: 96000, valuation: 'Hyra', confidential: true }
  ])
  t.equal(made.contributions[0].validFrom, undefined)
  t.match(made.signatories, [
    { role: 'Ordförande', name: null },
    { role: 'Firmatecknare', name: null }
  ])
  t.notOk(made.signatories.some((one: { signed?: boolean }) => one.signed))
  for (const name of [
    'diaryNumber',
    'procurementAssessment',
    'note',
    'decisionId',
    'decidedOn',
    'signedOn',
    'signedIn'
  ])
    t.equal(made[name], null, name)
  for (const name of ['initiatorKeys', 'fundingNeeds', 'recusals', 'documents', 'funding']) t.same(made[name], [], name)
  t.match((await own.ask('GET', `agreements?relatedTo=${of.id}`)).body, { items: [{ id: body.id }] })
})

t.test('a template is a draft: its term may be given anew, and a party that is named must be there', async t => {
  const own = await register()
  const of = await aPartnership(own, { commitments: template.commitments })
  const body = { key: 'committee', kind: 'body', role: 'responsible', bodyId: own.bodyId }
  t.match(await own.ask('POST', `${of.path}/copy`, { parties: [body] }), {
    status: 422,
    body: { type: /agreement-not-valid$/, violations: [{ field: '/parties', message: /keys partner,/ }] }
  })
  const partner = { key: 'partner', kind: 'unnamed', role: 'partner' }
  const term = { validFrom: '2027-01-01', validTo: '2029-12-31' }
  t.match(await own.ask('POST', `${of.path}/copy`, { parties: [body, partner], term }), { status: 201, body: { term } })
  await own.ask('POST', `${of.path}/discard`, { reason: 'Används inte' })
  t.match(await own.ask('POST', `${of.path}/copy`, { parties: [body, partner] }), { status: 409 })
})
