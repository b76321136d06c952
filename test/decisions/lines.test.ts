import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'
import { made } from '../support/register.ts'

t.test('every rule that a line breaks is told, each at its field', async t => {
  const { post, haninge, aDecision, line, jour, school, bodyId } = await aGrantRegister(t)
  const { id } = await aDecision([])
  const fields = async (given: Record<string, unknown>) => {
    const { status, body } = await haninge('POST', `/decisions/${id}/lines`, line(given))
    return [status, ...(body.violations ?? []).map(({ field }: { field: string }) => field)]
  }
  t.same(await fields({ outcome: 'rejected' }), [422, '/granted'])
  t.same(await fields({ outcome: 'deferred' }), [422, '/granted'])
  t.same(await fields({ outcome: 'reserved', reserved: 5 }), [422, '/granted'])
  t.same(await fields({ reserved: 5 }), [422, '/reserved'])
  t.same(await fields({ rent: 380_000.01 }), [422, '/rent'])
  t.same(await fields({ grantYearFrom: null, grantYearTo: 2022 }), [422, '/grantYearFrom', '/amountPer'])
  t.same(await fields({ grantYearTo: 2021, amountPer: 'year' }), [422, '/grantYearTo'])
  t.same(await fields({ grantYearTo: 2024 }), [422, '/amountPer'])
  t.same(await fields({ grantYearTo: 2024, granted: null }), [201], 'without an amount there is nothing to multiply')
  t.same(await fields({ appliedCertainty: 'exact' }), [422, '/appliedCertainty'])
  t.same(await fields({ grantedCertainty: 'confidential' }), [422, '/grantedCertainty'])
  t.same(await fields({ payeeOrganisationId: school }), [422, '/payeeOrganisationId'])
  t.same(await fields({ recipients: [{ organisationId: jour }, { organisationId: bodyId }] }), [
    422,
    '/recipients/1/organisationId'
  ])
  t.same(await fields({ outcome: 'rejected', grantYearTo: 2024, rent: 400_000, payeeOrganisationId: school }), [
    ...[422, '/granted', '/rent', '/amountPer', '/payeeOrganisationId']
  ])
  t.same(await fields({ recipients: [] }), [400, '/recipients'])
  t.same(await fields({ granted: '380000' }), [400, '/granted'])
  t.same(await fields({ granted: 1.001 }), [400, '/granted'])
  t.same(await fields({ granted: -1 }), [400, '/granted'])
  t.same(await fields({ colour: 'red' }), [400, '/colour'])
  t.match(await haninge('POST', `/decisions/${id}/lines`, line({ schemeId: bodyId })), { status: 422 })
  const merged = await post('/organisations', { name: 'Jouren' })
  await post(`/organisations/${merged.id}/merge`, { mergedIntoId: jour, reason: 'Samma' })
  t.same(await fields({ recipients: [{ organisationId: merged.id }] }), [422, '/recipients/0/organisationId'])
})

t.test('joint recipients receive one amount, in the order given, with one of them to be paid', async t => {
  const { haninge, aDecision, line, attention, school, totals, groups } = await aGrantRegister(t)
  const joint = line({
    recipients: [{ organisationId: school }, { organisationId: attention }],
    payeeOrganisationId: attention,
    granted: 150_000
  })
  const { lines } = await aDecision([joint])
  t.match(lines[0], { recipients: [{ organisationId: school }, { organisationId: attention }] })
  t.match((await haninge('GET', '/awards')).body.items, [{ payeeOrganisationId: attention, amount: 150000 }])
  t.match(await totals(), { lineCount: 1, awardCount: 1, organisationCount: 2, granted: 150000 })
  t.match(await groups('groupBy=organisation'), [{ recipients: { length: 2 }, granted: 150000, organisationCount: 2 }])
  for (const organisationId of [attention, school]) {
    const found = (await haninge('GET', `/decision-lines?organisationId=${organisationId}`)).body.items
    t.match(found, [{ id: lines[0].id }])
  }
})

t.test('an amount over several years is for each of them or for all together, as stated', async t => {
  const { aDecision, line, groups, totals } = await aGrantRegister(t)
  const years = { grantYearFrom: 2022, grantYearTo: 2024, granted: 100.1, applied: 200 }
  await aDecision([line({ ...years, amountPer: 'year' })])
  t.match(await groups('yearBasis=grant'), [
    { year: 2022, yearTo: null, granted: 100.1, lineCount: 1, awardCount: 1 },
    { year: 2023, granted: 100.1, applied: 200 },
    { year: 2024, granted: 100.1 }
  ])
  t.match(await totals('yearBasis=grant'), { lineCount: 1, awardCount: 1, granted: 300.3, applied: 600 })
  await aDecision([line({ ...years, amountPer: 'total' })])
  t.match(await groups('yearBasis=grant'), [
    { year: 2022, yearTo: 2024, granted: 100.1, lineCount: 1 },
    { year: 2022, yearTo: null, granted: 100.1 },
    { year: 2023 },
    { year: 2024 }
  ])
  t.match(await totals(), { lineCount: 2, awardCount: 2, organisationCount: 1, granted: 400.4 })
})

t.test('an amount that is not exactly known is in no sum, and is counted', async t => {
  const { aDecision, line, totals, entries } = await aGrantRegister(t)
  const unknown = ['notStated', 'unknown', 'confidential'].map(grantedCertainty =>
    line({ granted: null, grantedCertainty })
  )
  const zero = line({ granted: 0 })
  const { lines } = await aDecision([...unknown, line({ grantedCertainty: 'approximate' }), zero])
  t.match(
    lines.map((made: { grantedCertainty: string }) => made.grantedCertainty),
    ['notStated', 'unknown', 'confidential', 'approximate', 'exact']
  )
  t.match(await totals(), { lineCount: 5, awardCount: 5, granted: 0, unknownCount: 4, appliedUnknownCount: 5 })
  t.match(await entries(`lineId=${lines[4].id}&kind=granted`), [{ amount: 0, factCount: 1, unknownCount: 0 }])
})

t.test('a reserved amount and a rent have a certainty of their own; what is not exact is in no sum', async t => {
  const { haninge, aDecision, line, patch, totals } = await aGrantRegister(t)
  const reserved = { outcome: 'reserved', granted: null, reserved: 7000 }
  const { id, lines } = await aDecision([
    line({ rent: 5, rentCertainty: 'approximate' }),
    line(reserved),
    line({ ...reserved, reservedCertainty: 'approximate', purpose: 'B' }),
    line({ ...reserved, reserved: null, reservedCertainty: 'confidential', purpose: 'C' })
  ])
  const known = ({ reservedCertainty, rentCertainty }: Record<string, string>) => [reservedCertainty, rentCertainty]
  t.same(lines.map(known), [
    ['notStated', 'approximate'],
    ['exact', 'notStated'],
    ['approximate', 'notStated'],
    ['confidential', 'notStated']
  ])
  t.match(await totals(), { lineCount: 4, reserved: 7000, unknownCount: 2 })
  const change = (at: number, body: object) => patch(`/decision-lines/${lines[at].id}`, body)
  t.match(await change(1, { reserved: null, reservedCertainty: 'unknown' }), { status: 200 })
  t.match(await totals(), { reserved: null, unknownCount: 3 })
  t.match(await change(2, { reserved: 8000 }), { status: 200, body: { reserved: 8000, reservedCertainty: 'exact' } })
  t.match(await totals(), { reserved: 8000, unknownCount: 2 })
  t.match(await change(0, { rent: null }), { status: 200, body: { rent: null, rentCertainty: 'notStated' } })
  for (const [at, field, certainty] of [
    [0, 'rent', 'exact'],
    [2, 'reserved', 'unknown']
  ] as const) {
    const body = { violations: [{ field: `/${field}Certainty` }] }
    t.match(await change(at, { [`${field}Certainty`]: certainty }), { status: 422, body })
  }
  const events = await made(haninge('GET', `/decisions/${id}/history`))
  const told = events.items.filter(({ after }: { after?: object }) => after && 'reservedCertainty' in after)
  t.ok(told.length >= 2, 'and the history says so')
})

t.test('each property of a line can be corrected, and the ledger says what the line says', async t => {
  const { haninge, aDecision, line, patch, attention, school, entries, groups, totals } = await aGrantRegister(t)
  const { lines } = await aDecision([line({ applied: 400_000, purpose: 'Jour' })])
  const { id } = lines[0]
  let version = 1
  const corrected = async (change: object, expected: object, appended: number) => {
    const before = (await entries()).length
    const answer = await patch(`/decision-lines/${id}`, change)
    t.match(answer, { status: 200, body: { ...expected, version: ++version } }, JSON.stringify(change))
    t.equal((await entries()).length - before, appended, `${JSON.stringify(change)} appends ${appended}`)
    const { warnings, ...line } = answer.body
    t.same(warnings, [])
    t.same((await haninge('GET', `/decision-lines/${id}`)).body, line)
  }
  await corrected({ granted: 390_000.5 }, { granted: 390000.5, grantedCertainty: 'exact' }, 1)
  await corrected({ applied: null }, { applied: null, appliedCertainty: 'notStated' }, 1)
  await corrected({ purpose: 'Skyddat boende', note: 'Rättat', rent: 10, sourceUrl: 'https://haninge.se/' }, {}, 0)
  await corrected({ purpose: null }, { purpose: null }, 0)
  await corrected(
    { recipients: [{ organisationId: school }, { organisationId: attention }], payeeOrganisationId: school },
    { recipients: { length: 2 } },
    4
  )
  await corrected(
    { recipients: [{ organisationId: attention }, { organisationId: school }] },
    { recipients: [{ organisationId: attention }] },
    0
  )
  await corrected({ schemeId: null }, { schemeId: null }, 4)
  await corrected({ grantYearFrom: 2023 }, { grantYearFrom: 2023, grantYearTo: 2023 }, 4)
  await corrected({ grantYearTo: 2024, amountPer: 'year' }, { grantYearTo: 2024, amountPer: 'year' }, 2)
  await corrected({ amountPer: 'total' }, { amountPer: 'total' }, 6)
  await corrected({ outcome: 'partlyGranted' }, { outcome: 'partlyGranted' }, 4)
  await corrected({ grantedCertainty: 'approximate' }, { grantedCertainty: 'approximate', granted: 390000.5 }, 1)
  t.match(await groups('groupBy=outcome'), [
    { outcome: 'partlyGranted', granted: null, unknownCount: 1, organisationCount: 2 }
  ])
  await corrected({ outcome: 'reserved', granted: null, reserved: 7000 }, { reserved: 7000, granted: null }, 4)
  t.match(await totals(), { lineCount: 1, awardCount: 0, granted: 0, reserved: 7000 })
  t.match(await patch(`/decision-lines/${id}`, { reserved: 7000 }), { status: 200, body: { version } })
  t.match(await patch(`/decision-lines/${id}`, { rent: 7000.01 }), {
    status: 422,
    body: { violations: [{ field: '/rent' }] }
  })
  t.match(await patch(`/decision-lines/${id}`, { outcome: null }), { status: 400 })
  t.match(await patch(`/decision-lines/${id}`, {}), { status: 400 })
})

t.test('a withdrawn line leaves lists, totals and awards, and its reference is free', async t => {
  const { haninge, aDecision, line, totals, post } = await aGrantRegister(t)
  const { id, lines } = await aDecision([line({ reference: 'L-1' }), line({ granted: 1 })])
  t.match(await haninge('POST', `/decisions/${id}/lines`, line({ reference: 'L-1' })), { status: 409 })
  const reason = 'Registrerad två gånger'
  const withdrawn = await haninge('POST', `/decision-lines/${lines[0].id}/withdraw`, { reason })
  t.match(withdrawn, { status: 200, body: { withdrawnReason: reason, granted: 380000, version: 2 } })
  t.match((await haninge('GET', `/decisions/${id}`)).body.lines, [{ id: lines[1].id }])
  t.match(await totals(), { lineCount: 1, awardCount: 1, granted: 1, organisationCount: 1 })
  t.match(await haninge('POST', `/decision-lines/${lines[0].id}/withdraw`, { reason }), { status: 409 })
  t.match(await post(`/decisions/${id}/lines`, line({ reference: 'L-1' })), { version: 1 })
})

t.test('lines of all decisions are found by every filter', async t => {
  const { haninge, aDecision, aBody, line, school, schemeId } = await aGrantRegister(t)
  const other = await aBody('Kulturnämnden')
  const one = await aDecision([line({ reference: 'L-1', grantYearTo: 2024, amountPer: 'year' })])
  const rejected = {
    outcome: 'rejected',
    granted: null,
    grantYearFrom: 2021,
    schemeId: null,
    recipients: [{ organisationId: school }]
  }
  const two = await aDecision([line(rejected)], { bodyId: other, decidedOn: '2020-01-01' })
  const [first, second] = [one.lines[0].id, two.lines[0].id]
  const ids = async (query: string) =>
    (await haninge('GET', `/decision-lines?${query}`)).body.items.map(({ id }: { id: string }) => id)
  t.same(await ids(''), [first, second])
  t.same(await ids('sort=-id'), [second, first])
  t.same(await ids('sort=-updatedAt'), [second, first])
  t.same(await ids(`decisionId=${two.id}`), [second])
  t.same(await ids(`schemeId=${schemeId}`), [first])
  t.same(await ids(`organisationId=${school}`), [second])
  t.same(await ids(`bodyId=${other}`), [second])
  t.same(await ids('grantYear=2023'), [first])
  t.same(await ids('grantYear=2025'), [])
  t.same(await ids('decisionYear=2020'), [second])
  t.same(await ids('outcome=rejected'), [second])
  t.same(await ids('reference=L-1'), [first])
  t.same(await ids(`changedSince=${two.updatedAt}&withdrawn=include`), [second])
})
