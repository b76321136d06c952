import t from 'tap'
import { haninge, ruleOf } from '../support/haninge.ts'

t.test('an application goes from received to decided, each step with who, when and why', async t => {
  const { ask, make } = await haninge(t)
  const { id: applicantId } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const { id: bodyId } = await make('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  const application = await make('/applications', {
    applicants: [{ organisationId: applicantId }],
    receivedOn: '2021-09-29'
  })
  const url = `/applications/${application.id}`
  const decide = (decidedOn: string, outcome: string, more: object = {}) =>
    make('/decisions', {
      bodyId,
      decidedOn,
      lines: [{ recipients: [{ organisationId: applicantId }], outcome, applicationId: application.id, ...more }]
    })

  const supplement = { reason: 'Årsredovisning saknas', happenedOn: '2021-10-01', dueOn: '2021-10-15' }
  const asked = await ask('POST', `${url}/request-supplement`, supplement, { 'x-sent-by': 'handlaggare' })
  t.match(asked, { status: 200, body: { status: 'supplementRequested', supplementDueOn: '2021-10-15' } })
  const twice = await ask('POST', `${url}/request-supplement`, supplement)
  t.same([twice.status, ruleOf(twice)], [409, 'supplement-already-requested'])
  const early = await ask('POST', `${url}/complete`, { happenedOn: '2021-09-28' })
  t.same([early.status, ruleOf(early)], [422, 'step-day-not-possible'])
  t.match(await ask('POST', `${url}/complete`, { happenedOn: '2021-10-10' }), {
    body: { status: 'complete', supplementDueOn: null }
  })

  const undecided = await ask('POST', `${url}/decide`, {})
  t.same([undecided.status, ruleOf(undecided)], [409, 'application-without-outcome'])
  await decide('2021-11-16', 'referredBack')
  t.match(await ask('GET', url), { body: { outcome: 'referredBack', status: 'complete' } })
  t.match(await ask('POST', `${url}/decide`, {}), { status: 409 }, 'referred back is not decided')

  await decide('2021-12-14', 'granted', { granted: 380000, grantYearFrom: 2022 })
  t.match(await ask('POST', `${url}/decide`, { happenedOn: '2021-12-14' }), {
    status: 200,
    body: {
      status: 'decided',
      outcome: 'granted',
      decisionLines: [{ outcome: 'granted', granted: 380000, decidedOn: '2021-12-14' }, { outcome: 'referredBack' }],
      steps: [
        { status: 'received', happenedOn: '2021-09-29' },
        { status: 'supplementRequested', reason: 'Årsredovisning saknas', sentBy: 'handlaggare', dueOn: '2021-10-15' },
        { status: 'complete', happenedOn: '2021-10-10' },
        { status: 'decided', happenedOn: '2021-12-14' }
      ]
    }
  })
  const retracted = await ask('POST', `${url}/retract`, { reason: 'Ställer in' })
  t.same([retracted.status, ruleOf(retracted)], [409, 'application-already-decided'])
  t.same(ruleOf(await ask('POST', `${url}/withdraw`, { reason: 'Fel' })), 'application-in-use')
  t.match(await ask('POST', `${url}/reopen`, { reason: 'Beslutet upphävt' }), { body: { status: 'received' } })

  const { body: history } = await ask('GET', `${url}/history`)
  t.same(
    history.items.map(({ type }: { type: string }) => type),
    ['created', 'supplementRequested', 'completed', 'decided', 'reopened'].map(verb => `application.${verb}`)
  )
})

t.test('an application referred back and then granted is counted once, by its latest outcome', async t => {
  const { ask, make } = await haninge(t)
  const { id: one } = await make('/organisations', { name: 'Attention Haninge' })
  const { id: two } = await make('/organisations', { name: 'Vuxenskolan' })
  const { id: bodyId } = await make('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  const { id: schemeId } = await make('/schemes', { name: 'Partnerskap', kind: 'partnership' })
  const apply = (more: object) =>
    make('/applications', {
      applicants: [{ organisationId: one }, { organisationId: two }],
      schemeId,
      receivedOn: '2021-09-29',
      ...more
    })
  const joint = await apply({ closesOn: '2021-09-27' })
  await apply({ receivedOn: null })
  const withdrawn = await apply({})
  await ask('POST', `/applications/${withdrawn.id}/withdraw`, { reason: 'Dubblett' })
  const line = (outcome: string) => ({
    recipients: [{ organisationId: one }, { organisationId: two }],
    outcome,
    applicationId: joint.id,
    schemeId
  })
  const { lines } = await make('/decisions', { bodyId, decidedOn: '2021-12-14', lines: [line('granted')] })
  await make('/decisions', { bodyId, decidedOn: '2021-11-16', lines: [line('referredBack')] })

  const { body } = await ask('GET', '/statistics/application-outcomes?groupBy=year,scheme,outcome')
  t.match(body, {
    items: [
      {
        year: 2021,
        schemeId,
        schemeName: 'Partnerskap',
        outcome: 'granted',
        applicationCount: 1,
        organisationCount: 2,
        lateCount: 1
      },
      { year: null, outcome: null, applicationCount: 1, lateUnknownCount: 1 }
    ],
    total: { applicationCount: 2, organisationCount: 2 }
  })
  t.match(await ask('GET', '/applications?outcome=granted'), { body: { items: [{ id: joint.id, daysLate: 2 }] } })
  t.match(await ask('GET', '/applications?outcome=referredBack'), { body: { items: [] } })
  t.match(await ask('GET', `/decision-lines?applicationId=${joint.id}`), { body: { meta: { count: 2 } } })

  await ask('POST', `/decision-lines/${lines[0].id}/withdraw`, { reason: 'Fel' })
  t.match(await ask('GET', `/applications/${joint.id}`), { body: { outcome: 'referredBack' } })
})

t.test('a line answers only an application that stands in the municipality and was not taken back', async t => {
  const { ask, elsewhere, make } = await haninge(t)
  const { id: applicant } = await make('/organisations', { name: 'Haninge Kvinnojour' })
  const { id: bodyId } = await make('/bodies', { name: 'Socialnämnden', kind: 'committee' })
  const { body: foreigner } = await elsewhere('POST', '/organisations', { name: 'Blenda' })
  const { body: foreign } = await elsewhere('POST', '/applications', { applicants: [{ organisationId: foreigner.id }] })
  const { id } = await make('/applications', { applicants: [{ organisationId: applicant }] })
  await ask('POST', `/applications/${id}/retract`, { reason: 'Ställer in' })
  const deciding = (applicationId: string) =>
    ask('POST', '/decisions', {
      bodyId,
      decidedOn: '2021-12-14',
      lines: [{ recipients: [{ organisationId: applicant }], outcome: 'rejected', applicationId }]
    })
  t.match(await deciding(foreign.id), { status: 422, body: { type: /application-not-found$/ } })
  t.match(await deciding(id), {
    status: 422,
    body: { type: /already-withdrawn$/, violations: [{ field: '/lines/0/applicationId' }] }
  })
  await ask('POST', `/applications/${id}/reopen`, { reason: 'Ångrade sig' })
  t.match(await deciding(id), { status: 201 })
})
