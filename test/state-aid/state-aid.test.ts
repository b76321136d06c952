import t from 'tap'
import { aRegister } from '../decisions/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** A register in which awards are decided on a day, and aid is recorded in them at ten kronor for a euro. */
async function anAidRegister() {
  const register = await aRegister()
  const { ask, line, decision } = register
  /** Id of the award of a decision on the day, of so many kronor. */
  const award = async (decidedOn: string, granted: number | null, more: object = {}) => {
    const { body } = await ask('POST', '/decisions', decision({ decidedOn, lines: [line({ granted, ...more })] }))
    return body.lines[0].awardId as string
  }
  const aid = (awardId: string, more: object = {}) =>
    ask('POST', '/state-aid', { awardId, kind: 'deMinimis', eurRate: 10, ...more })
  const position = async (organisationId: string, query: string) =>
    (await ask('GET', `/organisations/${organisationId}/state-aid?${query}`)).body
  const declare = (organisationId: string, validFrom: string, declaredAid: object[] = []) =>
    ask('POST', `/organisations/${organisationId}/documents`, {
      ...{ kind: 'aidDeclaration', title: 'Försäkran om stöd av mindre betydelse', validFrom, declaredAid }
    })
  return { ...register, award, aid, position, declare }
}

const codes = (answer: Any) => answer.body.warnings.map(({ code }: Any) => code)
const general = (position: Any) => position.ceilings.find(({ kind }: Any) => kind === 'deMinimis')
const sgei = (position: Any) => position.ceilings.find(({ kind }: Any) => kind === 'deMinimisSgei')

t.test('from the decision to the central register: recorded, counted, warned of, registered', async t => {
  const { ask, award, aid, position, declare, jouren } = await anAidRegister()
  await declare(jouren, '2026-02-01')
  const first = await award('2026-02-10', 2_000_000)
  t.match(await position(jouren, 'validOn=2026-02-10'), { notJudgedCount: 1, stateAidIds: [] })
  const recorded = await aid(first, { eurRate: 11.4475, sector: '88.99' })
  t.match(recorded, {
    status: 201,
    body: {
      ...{ awardId: first, organisationId: jouren, organisationName: 'Haninge Kvinnojour', kind: 'deMinimis' },
      ...{ grantedOn: '2026-02-10', instrument: 'grant', amount: 2_000_000, certainty: 'exact', sector: '88.99' },
      ...{ eurRate: 11.4475, eurRateOn: '2026-02-10', amountEur: 174710.64, awardStands: true },
      ...{ registerDueOn: '2026-03-10', registeredOn: null, warnings: [{ code: 'aid-registration-overdue' }] }
    }
  })
  const path = `/state-aid/${recorded.body.id}`
  t.match(recorded.headers.location, new RegExp(`${path}$`))
  const answered = await position(jouren, 'validOn=2026-02-10')
  t.match(answered, {
    ...{ periodFrom: '2023-02-10', periodTo: '2026-02-10', notJudgedCount: 0, stateAidIds: [recorded.body.id] },
    members: [{ organisationId: jouren, declaredOn: '2026-02-01' }],
    warnings: []
  })
  t.same(general(answered), {
    ...{ kind: 'deMinimis', ceilingEur: 300000, source: '(EU) 2023/2831, 3.2' },
    ...{ countedEur: 174710.64, inexactCount: 0, remainingEur: 125289.36, exceeded: 'no' }
  })
  t.match(await position(jouren, 'validOn=2026-02-10&amountEur=125289.37'), {
    warnings: [{ code: 'aid-ceiling-exceeded' }]
  })

  // What passes the ceiling is recorded all the same, and told at once, in both languages, and in the list.
  const second = await award('2026-03-02', 1_500_000, { purpose: 'Jour' })
  const over = await ask(
    'POST',
    '/state-aid',
    { awardId: second, kind: 'deMinimis', eurRate: 11.4475 },
    { 'accept-language': 'sv' }
  )
  t.match(over, {
    status: 201,
    body: { warnings: [{ code: 'aid-ceiling-exceeded', message: /taket är 300\u00a0000,00 euro/ }, {}] }
  })
  t.match((await ask('GET', '/state-aid?exceeded=true')).body.items, [{ id: over.body.id, warnings: [{}, {}] }])
  t.match((await ask('GET', '/state-aid?exceeded=true', undefined, { 'accept-language': 'sv' })).body.items, [
    { warnings: [{ message: /taket är/ }] }
  ])
  t.match((await ask('GET', '/state-aid?exceeded=false')).body.items, [{ id: recorded.body.id }])

  // The list for registration, and the act.
  const toRegister = async () => (await ask('GET', '/state-aid?registered=false')).body.items.map(({ id }: Any) => id)
  t.same(await toRegister(), [recorded.body.id, over.body.id])
  t.match(await ask('POST', `${path}/register`, { registeredOn: '2026-02-09' }), {
    status: 422,
    body: { violations: [{ field: '/registeredOn' }] }
  })
  const registered = { registeredOn: '2026-03-10', registerReference: 'SE-1' }
  t.match(await ask('POST', `${path}/register`, registered), { status: 200, body: { ...registered, warnings: [] } })
  t.same(await toRegister(), [over.body.id])
  t.match((await ask('GET', '/state-aid?registered=true')).body.items, [{ id: recorded.body.id }])
  t.same(codes(await ask('POST', `${path}/register`, { registeredOn: '2026-03-11' })), ['aid-registered-late'])
  const exported = await ask('GET', '/exports/state-aid?format=csv')
  t.match(exported.body, /Haninge Kvinnojour/)
  t.match(exported.body, /174710\.64/)
  const told = (await ask('GET', `${path}/history`)).body.items.map(({ type }: Any) => type)
  t.same(told, ['stateAid.created', 'stateAid.registered', 'stateAid.registered'])
})

t.test('300 000.00 euros are within the ceiling, one cent more is not', async t => {
  const { award, aid, position, declare, jouren } = await anAidRegister()
  await declare(jouren, '2025-01-01')
  const exact = await aid(await award('2025-01-10', 3_000_000), {})
  t.match(exact, { body: { amountEur: 300000, registerDueOn: null, warnings: [] } })
  t.match(general(await position(jouren, 'validOn=2025-01-10')), { remainingEur: 0, exceeded: 'no' })
  const cent = await aid(await award('2025-01-11', 0.1, { purpose: 'B' }))
  t.match(cent, { status: 201, body: { amountEur: 0.01 } })
  t.same(codes(cent), ['aid-ceiling-exceeded'])
  t.match(general(await position(jouren, 'validOn=2025-01-11')), {
    countedEur: 300000.01,
    remainingEur: 0,
    exceeded: 'yes'
  })
})

t.test(
  'three years to the day: aid of the same day three years before counts, of the day before it does not',
  async t => {
    const { award, aid, position, declare, jouren } = await anAidRegister()
    await declare(jouren, '2027-03-01')
    await aid(await award('2024-03-10', 1_000_000))
    t.match(general(await position(jouren, 'validOn=2027-03-10')), { countedEur: 100000 })
    t.match(general(await position(jouren, 'validOn=2027-03-11')), { countedEur: 0 })
    t.match(general(await position(jouren, 'validOn=2024-03-09')), { countedEur: 0 })
    t.same(codes(await aid(await award('2027-03-10', 2_000_000.1, { purpose: 'B' }))), ['aid-ceiling-exceeded'])
    t.same(codes(await aid(await award('2027-03-11', 999_999, { purpose: 'C' }))), [])
  }
)

t.test('aid that is recorded late tells of the later day whose ceiling it passes', async t => {
  const { award, aid, declare, jouren } = await anAidRegister()
  await declare(jouren, '2025-06-01')
  t.same(codes(await aid(await award('2025-06-01', 2_500_000))), [])
  const before = await aid(await award('2024-06-01', 1_000_000, { purpose: 'B' }))
  t.match(before.body.warnings, [{ code: 'aid-ceiling-exceeded', message: /2022-06-01 to 2025-06-01.*350000\.00 EUR/ }])
})

t.test('both kinds together are held against the higher ceiling', async t => {
  const { award, aid, position, declare, jouren } = await anAidRegister()
  await declare(jouren, '2025-01-01')
  await aid(await award('2025-01-10', 2_500_000))
  t.same(codes(await aid(await award('2025-01-11', 5_000_000, { purpose: 'B' }), { kind: 'deMinimisSgei' })), [])
  t.same(sgei(await position(jouren, 'validOn=2025-01-11')), {
    ...{ kind: 'deMinimisSgei', ceilingEur: 750000, source: '(EU) 2023/2832, 3.2' },
    ...{ countedEur: 750000, inexactCount: 0, remainingEur: 0, exceeded: 'no' }
  })
  t.match(general(await position(jouren, 'validOn=2025-01-11')), { countedEur: 250000, exceeded: 'no' })
  const more = await aid(await award('2025-01-12', 0.1, { purpose: 'C' }))
  t.match(more.body.warnings, [{ code: 'aid-ceiling-exceeded', message: /2023\/2832/ }])
  // What is no de minimis aid counts against neither.
  await aid(await award('2025-01-13', 9_000_000, { purpose: 'D' }), { kind: 'blockExemption', eurRate: null })
  t.match(sgei(await position(jouren, 'validOn=2025-01-13')), { countedEur: 750000.01 })
})

t.test('linked enterprises are one undertaking, at whatever remove, on the days of their links', async t => {
  const { ask, award, aid, position, declare, jouren, attention } = await anAidRegister()
  const make = async (name: string, controlledBy: object[] = []) =>
    (await ask('POST', '/organisations', { name, controlledBy })).body.id
  const company = await make('Jouren Service AB', [
    { organisationId: jouren.toUpperCase(), basis: 'votes', validFrom: '2025-01-01' }
  ])
  const daughter = await make('Dotter AB', [{ organisationId: company, basis: 'appointments', validTo: '2025-12-31' }])
  for (const one of [jouren, company, daughter]) await declare(one, '2025-02-01')
  await aid(await award('2025-02-10', 1_000_000))
  await aid(await award('2025-02-11', 1_000_000, { recipients: [{ organisationId: daughter }] }))
  for (const one of [jouren, company, daughter]) {
    t.match(general(await position(one, 'validOn=2025-02-11')), { countedEur: 200000 }, one)
  }
  t.same(
    (await position(daughter, 'validOn=2025-02-11')).members.map(({ name }: Any) => name),
    ['Dotter AB', 'Haninge Kvinnojour', 'Jouren Service AB']
  )
  t.match(general(await position(jouren, 'validOn=2024-12-31')), { countedEur: 0 })
  t.match(general(await position(jouren, 'validOn=2026-01-01')), { countedEur: 100000 }, 'the daughter was sold')
  t.match(general(await position(attention, 'validOn=2025-02-11')), { countedEur: 0 })

  // A merged organisation leaves its links to the other.
  const twin = await make('Jouren Service')
  await ask('POST', `/organisations/${company}/merge`, { mergedIntoId: twin, reason: 'Samma' })
  t.match((await ask('GET', `/organisations/${twin}`)).body.controlledBy, [{ organisationId: jouren }])
  t.match((await ask('GET', `/organisations/${daughter}`)).body.controlledBy, [{ organisationId: twin }])
  t.match(general(await position(jouren, 'validOn=2025-02-11')), { countedEur: 200000 })
  t.match(general(await position(company, 'validOn=2025-02-11')), { countedEur: 200000 }, 'the old id answers')
  t.match(await ask('POST', `/organisations/${twin}/withdraw`, { reason: 'Fel' }), {
    status: 409,
    body: { type: /organisation-in-use$/ }
  })
})

t.test("other granters' aid counts as declared, the last declaration for its three years", async t => {
  const { ask, award, aid, position, declare, jouren } = await anAidRegister()
  const own = await aid(await award('2025-05-10', 1_000_000))
  t.same(codes(own), ['aid-not-declared'])
  t.match(general(await position(jouren, 'validOn=2025-05-10')), { exceeded: 'unknown' })
  const region = { granter: 'Region Stockholm', kind: 'deMinimis', grantedOn: '2025-03-01', amountEur: 150000 }
  const old = { granter: 'Boverket', kind: 'deMinimis', grantedOn: '2022-06-01', amountEur: 10000 }
  const first = await declare(jouren, '2025-05-01', [region, old])
  t.match(first, { status: 201, body: { declaredAid: [region, old] } })
  t.match(await position(jouren, 'validOn=2025-05-10'), { documentIds: [first.body.id], warnings: [] })
  t.match(general(await position(jouren, 'validOn=2025-05-10')), { countedEur: 260000, exceeded: 'no' })
  // The next tells from 2022-07-01 on: what was said of 2022-06-01 stays, what was said of March is replaced.
  await declare(jouren, '2025-07-01', [{ ...region, amountEur: 190000.01 }])
  t.match(general(await position(jouren, 'validOn=2025-05-10')), { countedEur: 300000.01, exceeded: 'yes' })
  await declare(jouren, '2025-08-01', [{ ...region, amountEur: null }])
  t.match(general(await position(jouren, 'validOn=2025-05-10')), {
    countedEur: 110000,
    inexactCount: 1,
    exceeded: 'possible'
  })
  t.same(codes(await ask('GET', `/state-aid/${own.body.id}`)), ['aid-ceiling-possibly-exceeded'])
})

t.test('what is no grant counts at its value, a joint award by the share of each', async t => {
  const { ask, award, aid, position, jouren, attention } = await anAidRegister()
  const kind = await award('2025-05-10', 50_000)
  t.match(await aid(kind, { instrument: 'reducedFee' }), { status: 422, body: { violations: [{ field: '/amount' }] } })
  t.match(await aid(kind, { instrument: 'reducedFee', amount: 120_000 }), { status: 201, body: { amountEur: 12000 } })
  const joint = await award('2025-05-11', 90_000, {
    recipients: [{ organisationId: jouren }, { organisationId: attention }],
    purpose: 'B'
  })
  t.match(await aid(joint), {
    status: 422,
    body: { violations: [{ field: '/organisationId' }, { field: '/amount' }] }
  })
  t.match(await aid(joint, { organisationId: jouren, amount: 60_000 }), { status: 201 })
  t.match(await aid(joint, { organisationId: attention, amount: null }), {
    status: 201,
    body: { amountEur: null, certainty: 'notStated' }
  })
  t.match(general(await position(jouren, 'validOn=2025-05-11')), { countedEur: 18000 })
  t.match(general(await position(attention, 'validOn=2025-05-11')), {
    countedEur: 0,
    inexactCount: 1,
    exceeded: 'possible'
  })
  t.match((await ask('GET', `/state-aid?awardId=${joint}`)).body.items.length, 2)
  // Of an award for each of three years all three are granted at once.
  const years = await award('2025-05-12', 10_000, {
    grantYearFrom: 2025,
    grantYearTo: 2027,
    amountPer: 'year',
    purpose: 'C'
  })
  t.match(await aid(years), { body: { amount: 30_000, amountEur: 3000 } })
})

t.test('aid follows its award: it counts while that stands, and tells where the amounts differ', async t => {
  const { ask, award, aid, position, declare, jouren } = await anAidRegister()
  await declare(jouren, '2025-05-01')
  const { body } = await aid(await award('2025-05-10', 100_000))
  const { lineId } = (await ask('GET', `/awards/${body.awardId}`)).body
  t.match((await ask('GET', '/awards?include=stateAid')).body.included, { stateAid: { [body.id]: { id: body.id } } })
  await ask('PATCH', `/decision-lines/${lineId}`, { granted: 110_000 }, { 'if-match': '*' })
  t.same(codes(await ask('GET', `/state-aid/${body.id}`)), ['aid-differs-from-award'])
  const { headers } = await ask('GET', `/state-aid/${body.id}`)
  t.match(await ask('PATCH', `/state-aid/${body.id}`, { amount: 110_000 }), { status: 428 })
  t.match(await ask('PATCH', `/state-aid/${body.id}`, { amount: 110_000 }, { 'if-match': headers.etag! }), {
    status: 200,
    body: { amountEur: 11000, version: 2, warnings: [] }
  })
  t.match(await ask('PATCH', `/state-aid/${body.id}`, { amount: 1 }, { 'if-match': headers.etag! }), { status: 412 })
  await ask('POST', `/decision-lines/${lineId}/withdraw`, { reason: 'Fel' })
  t.match(await ask('GET', `/state-aid/${body.id}`), { body: { awardStands: false, warnings: [] } })
  t.match(general(await position(jouren, 'validOn=2025-05-10')), { countedEur: 0 })
})

t.test('aid that is changed after it was registered says so', async t => {
  const { ask, award, aid, jouren, declare } = await anAidRegister()
  await declare(jouren, '2026-05-01')
  const { body } = await aid(await award('2026-05-11', 100_000))
  const path = `/state-aid/${body.id}`
  t.equal(body.registerDueOn, '2026-06-09', 'Ascension Day, 14 May, and the National Day, a Saturday')
  await ask('POST', `${path}/register`, { registeredOn: '2026-05-12' })
  t.same(codes(await ask('PATCH', path, { note: 'Hyra' }, { 'if-match': '*' })), [])
  t.same(codes(await ask('PATCH', path, { amount: 90_000 }, { 'if-match': '*' })), [
    'aid-differs-from-award',
    'aid-registered-before'
  ])
  t.same(codes(await ask('POST', `${path}/withdraw`, { reason: 'Fel' })), ['aid-registered-before'])
})

t.test('what contradicts itself is refused, and nothing is half done', async t => {
  const { ask, award, aid, declare, jouren, attention, elsewhere } = await anAidRegister()
  const one = await award('2026-05-11', 100_000)
  const refused: [object, string[]][] = [
    [{ eurRate: undefined }, ['/eurRate']],
    [{ eurRate: 0.09 }, ['/eurRate']],
    [{ eurRate: 11.44755 }, ['/eurRate']],
    [{ eurRateOn: '2026-05-12' }, ['/eurRateOn']],
    [{ eurRateOn: '2026-04-09' }, ['/eurRateOn']],
    [{ kind: 'notAid', amount: 1 }, ['/amount']],
    [{ kind: 'notAid', eurRate: null, eurRateOn: '2026-05-11' }, ['/eurRateOn']],
    [{ kind: 'small' }, ['/kind']],
    [{ grantedOn: '2026-05-10' }, ['/grantedOn', '/eurRateOn'].slice(0, 1)],
    [{ amount: null, certainty: 'exact' }, ['/certainty']],
    [{ organisationId: attention }, ['/organisationId']],
    [{ awardId: jouren }, ['/awardId']],
    [{ sector: 'omsorg' }, ['/sector']],
    [{ amountEur: 5 }, ['/amountEur']]
  ]
  for (const [more, fields] of refused) {
    const answer = await aid(one, more)
    t.ok(answer.status === 422 || answer.status === 400, `${JSON.stringify(more)}: ${answer.status}`)
    t.same(
      answer.body.violations?.map(({ field }: Any) => field),
      fields,
      JSON.stringify(more)
    )
  }
  t.match((await ask('GET', '/state-aid')).body.items, [])
  t.match(await elsewhere('POST', '/state-aid', { awardId: one, kind: 'notAid' }), { status: 422 })
  const kept = await aid(one)
  t.match(await aid(one), { status: 409, body: { type: /state-aid-of-award$/, existingId: kept.body.id } })
  const both = await Promise.all([1, 2].map(async n => aid(await award('2026-05-12', 5, { purpose: String(n) }))))
  t.same(
    both.map(({ status }) => status),
    [201, 201]
  )
  const raced = await award('2026-05-13', 5, { purpose: 'R' })
  t.same((await Promise.all([aid(raced), aid(raced)])).map(({ status }) => status).sort(), [201, 409])

  const notAid = await aid(await award('2026-05-14', 5, { purpose: 'N' }), { kind: 'notAid', eurRate: null })
  t.match(notAid, { status: 201, body: { amount: null, amountEur: null, registerDueOn: null, warnings: [] } })
  t.match(await ask('POST', `/state-aid/${notAid.body.id}/register`, { registeredOn: '2026-05-20' }), {
    status: 409,
    body: { type: /state-aid-not-registered$/ }
  })

  const item = { granter: 'Region', kind: 'deMinimis', grantedOn: '2025-03-01', amountEur: 1 }
  t.match(await declare(jouren, '2025-02-01', [item]), {
    status: 422,
    body: { violations: [{ field: '/declaredAid/0/grantedOn' }] }
  })
  const statutes = { kind: 'statutes', title: 'Stadgar', declaredAid: [item] }
  t.match(await ask('POST', `/organisations/${jouren}/documents`, statutes), {
    status: 422,
    body: { violations: [{ field: '/declaredAid' }] }
  })
  const undated = { kind: 'aidDeclaration', title: 'Försäkran' }
  t.match(await ask('POST', `/organisations/${jouren}/documents`, undated), {
    status: 422,
    body: { violations: [{ field: '/validFrom' }] }
  })
  for (const [control, field] of [
    [{ organisationId: jouren, basis: 'votes' }, '/controlledBy/0/organisationId'],
    [{ organisationId: one, basis: 'votes' }, '/controlledBy/0/organisationId'],
    [
      { organisationId: attention, basis: 'votes', validFrom: '2025-01-02', validTo: '2025-01-01' },
      '/controlledBy/0/validTo'
    ]
  ] as const) {
    t.match(await ask('PATCH', `/organisations/${jouren}`, { controlledBy: [control] }, { 'if-match': '*' }), {
      status: 422,
      body: { violations: [{ field }] }
    })
  }
  t.same((await ask('GET', `/organisations/${jouren}`)).body.controlledBy, [])
})

t.test('the value added tax of a grant is a field of its own', async t => {
  const { ask, award } = await anAidRegister()
  const id = await award('2026-05-11', 100_000, { vatTreatment: 'exempt' })
  t.match((await ask('GET', `/awards/${id}`)).body, { vatTreatment: 'exempt' })
  const { lineId } = (await ask('GET', `/awards/${id}`)).body
  const taxable = await ask('PATCH', `/decision-lines/${lineId}`, { vatTreatment: 'taxable' }, { 'if-match': '*' })
  t.match(taxable, { status: 200, body: { vatTreatment: 'taxable', version: 2 } })
  t.match(await ask('PATCH', `/decision-lines/${lineId}`, { vatTreatment: 'no' }, { 'if-match': '*' }), { status: 400 })
  t.match((await ask('GET', '/exports/awards?format=csv')).body, /vatTreatment[\s\S]*taxable/)
})
