import t from 'tap'
import { followUpReports } from '../../src/money/reports/jobs.ts'
import { made } from '../support/register.ts'
import { aReportRegister, content } from './setup.ts'

t.test('a requirement of an agreement expects a report of every year of its term', async t => {
  const { aRequirement, list, haninge, agreementId, jour, types } = await aReportRegister(t)
  const requirement = await aRequirement()
  t.match(requirement, { agreementId, kind: 'written', ruleVersionId: null, version: 1 })
  const found = await list(`requirementId=${requirement.id}`)
  t.match(found, [
    { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28', status: 'expected', organisationId: null },
    { periodFrom: '2023-01-01', periodTo: '2023-12-31', dueOn: '2024-02-28' },
    { periodFrom: '2024-01-01', periodTo: '2024-12-31', dueOn: '2025-02-28' }
  ])
  t.match(found[0], { agreementTitle: 'Partnerskap mot våld', organisations: [{ organisationId: jour }] })
  t.same(await types(`/reports/${found[0]!.id}`), ['report.expected'])
  const again = await haninge('POST', `/report-requirements/${requirement.id}/expect`)
  t.match(again, {
    status: 200,
    body: { requirementId: requirement.id, addedCount: 0, movedCount: 0, withdrawnCount: 0 }
  })
  t.equal((await list()).length, 3)
})

t.test('reports follow an extended and an ended term, but for those in which somebody wrote', async t => {
  const { aRequirement, list, haninge, agreementId, decide, post } = await aReportRegister(t)
  const { id } = await aRequirement({ frequency: 'halfYearly' })
  const final = await aRequirement({ frequency: 'final', dueDays: 30 })
  t.match(await list(`requirementId=${final.id}`), [
    { periodFrom: '2022-01-01', periodTo: '2024-12-31', dueOn: '2025-01-30' }
  ])
  const expect = async (requirement: string) =>
    await made(haninge('POST', `/report-requirements/${requirement}/expect`))
  await made(
    haninge(
      'PATCH',
      `/agreements/${agreementId}`,
      { term: { validFrom: '2022-01-01', validTo: '2025-12-31' } },
      { 'if-match': '*' }
    )
  )
  t.match(await expect(id), { addedCount: 2, movedCount: 0, withdrawnCount: 0 })
  t.match(await expect(final.id), { addedCount: 0, movedCount: 1, withdrawnCount: 0 })
  t.match(await list(`requirementId=${final.id}`), [{ periodTo: '2025-12-31', dueOn: '2026-01-30' }])

  const written = (await list(`requirementId=${id}&dueFrom=2025-08-01`))[0]!
  await made(haninge('PATCH', `/reports/${written.id}`, { narrative: 'Utkast' }, { 'if-match': '*' }))
  await decide()
  await post(`/agreements/${agreementId}/sign`, { signedOn: '2021-12-16' })
  await post(`/agreements/${agreementId}/end`, { endedOn: '2023-08-31' })
  t.match(await expect(id), { addedCount: 0, movedCount: 1, withdrawnCount: 3 })
  t.match(
    (await list(`requirementId=${id}`)).map(({ periodTo }) => periodTo),
    ['2022-06-30', '2022-12-31', '2023-06-30', '2023-08-31', '2025-06-30']
  )
  t.match(await expect(id), { addedCount: 0, movedCount: 0, withdrawnCount: 0 })
})

t.test('a requirement of rules expects reports of grants decided while they held', async t => {
  const { aRequirement, list, haninge, schemeId, aDecision, line, post, attention, awardId } = await aReportRegister(t)
  const rules = await post(`/schemes/${schemeId}/rule-versions`, {
    title: '2021',
    validFrom: '2021-01-01',
    validTo: '2021-12-31'
  })
  await post(`/schemes/${schemeId}/rule-versions`, { title: '2022', validFrom: '2022-01-01' })
  await aDecision([
    line({ recipients: [{ organisationId: attention }], grantYearFrom: 2022, grantYearTo: 2023, amountPer: 'year' })
  ])
  await aDecision([line({ purpose: 'Senare' })], { decidedOn: '2022-02-01' })
  const requirement = await aRequirement({ ruleVersionId: rules.id })
  const found = await list(`requirementId=${requirement.id}`)
  t.same(
    found.map(({ periodFrom }) => periodFrom),
    ['2022-01-01', '2022-01-01', '2023-01-01']
  )
  t.same((await list(`awardId=${awardId}`)).length, 1)
  t.equal((await list(`schemeId=${schemeId}`)).length, 3)
  t.equal((await list(`organisationId=${attention}`)).length, 2)
  t.match(await haninge('GET', `/report-requirements?schemeId=${schemeId}`), {
    body: { items: [{ id: requirement.id }] }
  })

  await aDecision([line({ purpose: 'Till', recipients: [{ organisationId: attention }] })], { decidedOn: '2021-11-01' })
  t.match(await made(haninge('POST', `/report-requirements/${requirement.id}/expect`)), { addedCount: 1 })
  t.match(await made(haninge('POST', `/report-requirements/${requirement.id}/expect`)), { addedCount: 0 })
})

t.test('twenty who expect at once make each report once', async t => {
  const { aRequirement, list, haninge, agreementId } = await aReportRegister(t)
  const { id } = await aRequirement({ frequency: 'monthly' })
  await made(
    haninge(
      'PATCH',
      `/agreements/${agreementId}`,
      { term: { validFrom: '2022-01-01', validTo: '2026-12-31' } },
      { 'if-match': '*' }
    )
  )
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => haninge('POST', `/report-requirements/${id}/expect`))
  )
  t.same(
    answers
      .map(({ body }) => body.addedCount)
      .sort((a, b) => a - b)
      .slice(-2),
    [0, 24]
  )
  t.equal((await list(`requirementId=${id}`)).length, 60)
})

t.test('corrected days move reports that are due as the requirement said, and only those', async t => {
  const { aRequirement, list, haninge } = await aReportRegister(t)
  const { id } = await aRequirement()
  const [first] = await list(`requirementId=${id}`)
  await made(haninge('PATCH', `/reports/${first!.id}`, { dueOn: '2023-04-30' }, { 'if-match': '*' }))
  await made(haninge('PATCH', `/report-requirements/${id}`, { dueDays: 31 }, { 'if-match': '*' }))
  t.same(
    (await list(`requirementId=${id}`)).map(({ dueOn }) => dueOn),
    ['2023-04-30', '2024-01-31', '2025-01-31']
  )
  await made(haninge('PATCH', `/report-requirements/${id}`, { frequency: 'halfYearly' }, { 'if-match': '*' }))
  t.equal((await list(`requirementId=${id}`)).length, 6)
  await made(haninge('PATCH', `/report-requirements/${id}`, { frequency: 'yearly' }, { 'if-match': '*' }))
  t.equal((await list(`requirementId=${id}`)).length, 3)
  t.match(await haninge('PATCH', `/report-requirements/${id}`, { dueDays: 1 }), { status: 428 })
})

t.test('a withdrawn requirement takes its unwritten reports with it, and comes not back', async t => {
  const { aRequirement, list, haninge } = await aReportRegister(t)
  const { id } = await aRequirement()
  const [first] = await list(`requirementId=${id}`)
  await made(haninge('POST', `/reports/${first!.id}/submit`, { ...content, submittedOn: '2023-02-20' }))
  t.match(await haninge('POST', `/report-requirements/${id}/withdraw`, { reason: 'Fel' }), { status: 200 })
  t.match(await list(`requirementId=${id}`), [{ id: first!.id }])
  t.match(await haninge('POST', `/report-requirements/${id}/expect`), {
    status: 409,
    body: { type: /report-requirement-withdrawn$/ }
  })
})

t.test('what an officer withdrew is not expected again', async t => {
  const { aRequirement, list, haninge } = await aReportRegister(t)
  const { id } = await aRequirement()
  const [first] = await list(`requirementId=${id}`)
  await made(haninge('POST', `/reports/${first!.id}/withdraw`, { reason: 'Ska inte redovisas' }))
  t.match(await made(haninge('POST', `/report-requirements/${id}/expect`)), { addedCount: 0 })
})

t.test('a requirement that cannot be is refused with all that is wrong', async t => {
  const { haninge, agreementId, schemeId, post } = await aReportRegister(t)
  const rules = await post(`/schemes/${schemeId}/rule-versions`, { title: 'Reglemente' })
  const indicators = [
    { key: 'a', description: 'Besök' },
    { key: 'a', description: 'Samtal' }
  ]
  const base = { frequency: 'yearly', dueDays: 30 }
  const wrong = {
    ...base,
    agreementId,
    ruleVersionId: rules.id,
    indicators,
    periodFrom: '2022-02-01',
    periodTo: '2022-01-01'
  }
  t.match(await haninge('POST', '/report-requirements', wrong), {
    status: 422,
    body: { violations: [{ field: '/indicators/1/key' }, { field: '/periodTo' }, { field: '/agreementId' }] }
  })
  t.match(await haninge('POST', '/report-requirements', base), {
    status: 422,
    body: { violations: [{ field: '/agreementId' }] }
  })
  t.match(await haninge('POST', '/report-requirements', { ...base, agreementId: rules.id }), {
    status: 422,
    body: { type: /reference-not-found$/ }
  })
  for (const bad of [{ dueDays: -1 }, { frequency: 'weekly' }, { dueDays: 1.5 }, { parts: ['feelings'] }]) {
    t.match(await haninge('POST', '/report-requirements', { ...base, agreementId, ...bad }), { status: 400 })
  }
})

t.test('days that would give reports without end are refused, and an open end is one', { timeout: 60_000 }, async t => {
  const { aRequirement, haninge, agreementId, list, patch, database } = await aReportRegister(t)
  const ask = (given: object) =>
    haninge('POST', '/report-requirements', { agreementId, frequency: 'monthly', dueDays: 10, ...given })
  for (const given of [
    { periodFrom: '0001-01-02', periodTo: '9999-12-30' },
    { periodFrom: '0001-05-01', frequency: 'quarterly' },
    { periodTo: '9999-12-30', frequency: 'yearly' }
  ]) {
    const fields = Object.keys(given).filter(name => name !== 'frequency')
    const violations = fields.map(name => ({ field: `/${name}`, message: /more than 600 periods/ }))
    t.match(await ask(given), { status: 422, body: { violations } })
  }
  t.strictSame(await list(), [])
  const { id } = await aRequirement({ periodFrom: '0001-01-01', periodTo: '9999-12-31' })
  t.match(
    (await list(`requirementId=${id}`)).map(({ periodTo }) => periodTo),
    ['2022-12-31', '2023-12-31', '2024-12-31']
  )
  const mistyped = { validFrom: '0001-02-01', validTo: '2024-12-31' }
  await made(patch(`/agreements/${agreementId}`, { term: mistyped }))
  await t.rejects(followUpReports(database, { on: '2023-03-01' }), { message: '1 of the daily tasks failed' })
  t.match(await haninge('POST', `/report-requirements/${id}/expect`), {
    status: 422,
    body: { type: /report-requirement-not-valid$/ }
  })
  t.equal((await list(`requirementId=${id}`)).length, 3)
})
