import fc from 'fast-check'
import t from 'tap'
import { heldAgainst } from '../../src/reads/statistics/series-of-commitments.ts'
import { anApp, aSignedPartnership, type Register } from '../agreements/setup.ts'

const register = await anApp(t)

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const commitments = [
  { key: 'visits', partyKey: 'partner', description: 'Besök', quantity: 400, unit: 'besök', quantityPer: 'year' },
  { key: 'courses', partyKey: 'partner', description: 'Kurser', quantity: 6, quantityPer: 'total' },
  {
    key: 'shelter',
    partyKey: 'partner',
    description: 'Akutboende',
    quantity: 4,
    quantityPer: 'year',
    eitherOr: 'home'
  },
  { key: 'home', partyKey: 'partner', description: 'Skyddat', confidential: true, eitherOr: 'home' }
]
const contributions = [
  { partyKey: 'committee', kind: 'cash', amount: 380000, amountPer: 'year' },
  {
    partyKey: 'committee',
    kind: 'premises',
    amount: 96000.25,
    amountPer: 'year',
    valuation: 'Hyra enligt självkostnad'
  },
  { partyKey: 'partner', kind: 'volunteering', amount: 1000, amountPer: 'month', valuation: '10 timmar à 100 kr' },
  { partyKey: 'partner', kind: 'staff' }
]

/** Submits a report of the agreement; accepted unless told. */
async function report(
  own: Register,
  agreementId: string,
  period: [string, string],
  indicators: Any[],
  accepted = true
) {
  const [periodFrom, periodTo] = period
  const id = await own.make('reports', { agreementId, periodFrom, periodTo, dueOn: periodTo, indicators })
  const submitted = await own.ask('POST', `reports/${id}/submit`, { submittedOn: periodTo })
  if (accepted && submitted.status === 200) await own.ask('POST', `reports/${id}/accept`, {})
  return submitted
}
const series = async (own: Register, path: string): Promise<Any[]> =>
  (await own.ask('GET', `statistics/series/${path}`)).body.items

t.test('what was undertaken stands beside what reports tell, commitment by commitment and year by year', async t => {
  const own = await register()
  const { id } = await aSignedPartnership(own, { commitments, contributions })
  const visits = (achieved: number) => [{ commitmentKey: 'visits', description: 'Besök', unit: 'Besök', achieved }]
  await report(own, id, ['2022-01-01', '2022-06-30'], visits(150.5))
  await report(own, id, ['2022-07-01', '2022-12-31'], visits(200))
  await report(own, id, ['2023-01-01', '2023-12-31'], visits(430), false)
  const rows = await series(own, `commitments?yearFrom=2022&yearTo=2025&agreementId=${id}`)
  const of = (key: string) => rows.filter(({ commitmentKey }) => commitmentKey === key)
  t.match(of('visits'), [
    { year: 2022, minQuantity: 400, maxQuantity: 400, achieved: 350.5, difference: -49.5, achievedCertainty: 'exact' },
    { year: 2023, achieved: 430, difference: 30, achievedCertainty: 'approximate', rangeCertainty: 'exact' },
    { year: 2024, achieved: null, difference: null, achievedCertainty: 'notStated', minQuantity: 400 }
  ])
  t.equal(of('visits').length, 3, 'the term is over in 2025')
  t.match(of('courses')[0], { minQuantity: 0, maxQuantity: 6, rangeCertainty: 'range', difference: null })
  t.match(of('shelter')[0], { minQuantity: 0, maxQuantity: 4 }, 'one of several alternatives may be none')
  t.match(of('home')[0], { description: '(confidential)', minQuantity: null, rangeCertainty: 'unknown' })
  t.same(
    await series(own, 'commitments?yearFrom=2022&yearTo=2022&agreementId=01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'),
    []
  )
})

t.test('an amendment counts from its day, and a draft promises nothing', async t => {
  const own = await register()
  const { id, path, decisionId } = await aSignedPartnership(own, { commitments: [commitments[0]] })
  const changes = { commitments: [{ ...commitments[0], quantity: 500 }] }
  const amended = await own.ask('POST', `${path}/amend`, {
    effectiveFrom: '2023-07-01',
    decisionId,
    changes,
    reason: 'Fler'
  })
  t.equal(amended.status, 200, JSON.stringify(amended.body))
  await own.make('agreements', {
    kind: 'partnership',
    parties: [{ key: 'partner', kind: 'unnamed', role: 'partner' }],
    commitments: [commitments[0]]
  })
  t.match(await series(own, 'commitments?yearFrom=2022&yearTo=2024'), [
    { year: 2022, agreementId: id, minQuantity: 400, maxQuantity: 400 },
    { year: 2023, minQuantity: 400, maxQuantity: 500, rangeCertainty: 'range' },
    { year: 2024, minQuantity: 500, maxQuantity: 500 }
  ])
})

t.test('a report tells of commitments that the agreement has, once and in their unit', async t => {
  const own = await register()
  const { id } = await aSignedPartnership(own, { commitments })
  const one = { commitmentKey: 'visits', description: 'Besök', achieved: 1 }
  const refused: [Any[], string][] = [
    [[{ ...one, commitmentKey: 'else' }], '/indicators/0/commitmentKey'],
    [[one, one], '/indicators/1/commitmentKey'],
    [[{ ...one, unit: 'timmar' }], '/indicators/0/unit']
  ]
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  const reportId = await own.make('reports', { agreementId: id, ...period })
  for (const [indicators, field] of refused) {
    const refusal = { status: 422, body: { type: /report-not-valid$/, violations: [{ field }] } }
    t.match(await own.ask('POST', 'reports', { agreementId: id, ...period, indicators }), refusal)
    t.match(await own.ask('PATCH', `reports/${reportId}`, { indicators }, { 'if-match': '*' }), refusal)
    t.match(await own.ask('POST', `reports/${reportId}/submit`, { indicators }), refusal)
  }
  t.match(await own.ask('POST', `reports/${reportId}/submit`, { indicators: [one] }), { status: 200 })
})

t.test('what is not money is summed by itself, and is in no total of money', async t => {
  const own = await register()
  await aSignedPartnership(own, { contributions })
  t.match(await series(own, 'in-kind?yearFrom=2023&yearTo=2023'), [
    {
      contributor: 'municipality',
      contributionKind: 'premises',
      contributionCount: 1,
      minAmount: 96000.25,
      maxAmount: 96000.25
    },
    {
      contributor: 'partners',
      contributionKind: 'volunteering',
      minAmount: 12000,
      maxAmount: 12000,
      rangeCertainty: 'exact'
    },
    { contributor: 'partners', contributionKind: 'staff', minAmount: 0, maxAmount: 0, unknownCount: 1 }
  ])
  t.match((await own.ask('GET', 'agreements/committed?year=2023')).body, { minAmount: 380000, maxAmount: 380000 })
  t.match(await series(own, 'agreements-in-force?yearFrom=2023&yearTo=2023'), [{ maxAmount: 380000 }])
  const cash = { partyKey: 'committee', kind: 'cash', amount: 1, valuation: 'Kontanter' }
  const parties = [{ key: 'committee', kind: 'body', role: 'responsible', bodyId: own.bodyId }]
  t.match(await own.ask('POST', 'agreements', { kind: 'partnership', parties, contributions: [cash] }), {
    status: 422,
    body: { violations: [{ field: '/contributions/0/valuation' }] }
  })
})

t.test('sums are exact to the millionth, and only periods that cover the year once are exact', async t => {
  const millionths = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 12 })
  const days = { first: '2022-01-01', last: '2022-12-31' }
  const month = (at: number) => `2022-${String(at + 1).padStart(2, '0')}`
  fc.assert(
    fc.property(millionths, fc.integer({ min: 0, max: 1_000_000_000 }), (values, promised) => {
      const reports = values.map((value, at) => ({
        ...{ achieved: value / 1e6, unit: null, accepted: true, periodFrom: `${month(at)}-01` },
        periodTo: new Date(Date.UTC(2022, at + 1, 0)).toISOString().slice(0, 10)
      }))
      const one = { unit: 'besök', minQuantity: promised / 1e6, maxQuantity: promised / 1e6 }
      const told = heldAgainst(one, reports, days)
      const sum = values.reduce((a, b) => a + b, 0)
      const twice = heldAgainst(one, [...reports, reports[0]!], days)
      return (
        told.achieved === sum / 1e6 &&
        told.difference === (sum - promised) / 1e6 &&
        told.achievedCertainty === (values.length === 12 ? 'exact' : 'approximate') &&
        twice.achievedCertainty === 'approximate'
      )
    })
  )
  t.pass()
})
