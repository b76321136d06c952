import { equal } from 'node:assert/strict'
import { fuller } from './fuller.ts'
import { oneOfEach } from './one-of-each.ts'
import { made, type Register } from './register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** One of each kind, and what hangs on them: parts of an organisation, conditions, a run, a set-off, what is referred to. */
export async function playAll(register: Register, code: string): Promise<Record<string, string>> {
  const { admin } = register
  const post = (path: string, body: object): Promise<Any> => made(admin('POST', `/${code}${path}`, body))
  const ids = await oneOfEach(register, code)
  const umbrella = await post('/organisations', { name: 'Roks', membershipFee: 100 })
  const otherBody = await post('/bodies', { name: 'Kommunstyrelsen', kind: 'executiveBoard' })
  const otherOrganisation = (await post('/organisations', { name: 'Jouren' })).id
  const settings = { debtorName: 'Kommunen', organisationNumber: '212000-0084', bic: 'SWEDSESS' }
  await made(
    admin('PUT', `/${code}/payment-settings`, { ...settings, accountKind: 'bankgiro', accountNumber: '991-2346' })
  )
  await made(admin('PUT', `/${code}/retention-rules`, { contactMonths: 1200, source: 'Gallringsplan' }))
  await made(admin('PUT', `/${code}/work-list-settings`, { reminders: { agreementEnds: [90] } }))
  for (const kind of ['applications', 'agreements', 'reports']) {
    await admin(
      'PATCH',
      `/${code}/${kind}/${ids[kind]}`,
      { source: 'w3d3', reference: `twin-${kind}` },
      { 'if-match': '*' }
    )
  }
  const funding = [{ awardId: ids.awards }]
  const term = { validFrom: '2022-01-01', validTo: '2024-12-31' }
  await made(admin('PATCH', `/${code}/agreements/${ids.agreements}`, { funding, term }, { 'if-match': '*' }))
  const plan = await post('/payment-plans', {
    ...{ awardId: ids.awards, agreementId: ids.agreements, schedule: 'custom' },
    instalments: [
      { dueOn: '2023-06-01', amount: 100 },
      { dueOn: '2023-06-02', amount: 90 }
    ],
    servicePeriodFrom: '2022-01-01',
    servicePeriodTo: '2022-12-31',
    conditions: [{ kind: 'reportAccepted', reportId: ids.reports }, { kind: 'noReportOverdue' }]
  })
  const setOff = { paymentId: plan.payments[0].id, amount: 3 }
  ids.movement = (await post(`/recoveries/${ids.recoveries}/set-off`, setOff)).movements[0].id
  const paid = (await made(admin('GET', `/${code}/payments?status=paid`))).items[0].id
  const more = { otherOrganisation, umbrella: umbrella.id, otherBody: otherBody.id, paid, planned: plan.payments[1].id }
  Object.assign(ids, more, await run(register, code, ids))
  return { ...ids, ...(await fuller(register, code, ids)) }
}

/** A payment that two others attested, in a run that is locked. */
async function run(register: Register, code: string, ids: Record<string, string>) {
  const { admin, client } = register
  const ask = async (who: typeof admin, path: string, body: object = {}): Promise<Any> =>
    made(who('POST', `/${code}${path}`, body))
  // Of a decision of its own: that of the others was appealed against, and holds.
  const line = {
    recipients: [{ organisationId: ids.organisations }],
    schemeId: ids.schemes,
    outcome: 'granted',
    granted: 500
  }
  const decision = await ask(admin, '/decisions', { bodyId: ids.bodies, decidedOn: '2022-02-01', lines: [line] })
  const [award] = (await made(admin('GET', `/${code}/awards?decisionId=${decision.id}`))).items
  const of = { awardId: award.id, servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31' }
  const { payments } = await ask(admin, '/payment-plans', { ...of, amount: 50, schedule: 'once' })
  await ask(await client({ name: 'one' }), `/payments/${payments[0].id}/check`)
  await ask(await client({ name: 'other' }), `/payments/${payments[0].id}/approve`)
  const { id } = await ask(admin, '/payment-runs', { dueTo: '2023-06-07', executionOn: '2023-06-07' })
  await ask(admin, `/payment-runs/${id}/lock`)
  const [item] = (await made(admin('GET', `/${code}/payment-runs/${id}/items`))).items
  const more = { ordered: payments[0].id, otherAward: award.id, ...(await unused(register, code, ids)) }
  return { 'payment-runs': id, item: item.id, endToEnd: item.endToEndId, ...more }
}

/** Unused money that an accepted report tells of, and that the rules let the municipality ask back. */
async function unused({ admin }: Register, code: string, ids: Record<string, string>) {
  const post = (path: string, body: object): Promise<Any> => made(admin('POST', `/${code}${path}`, body))
  const clause = { repaymentClause: 'yes', repaymentText: '§ 9', repaymentThresholdPercent: 5 }
  await post(`/schemes/${ids.schemes}/rule-versions`, { title: 'Regler', validFrom: '2021-01-01', ...clause })
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-03-01' }
  const { id } = await post('/reports', { awardId: ids.awards, ...period })
  await post(`/reports/${id}/submit`, { narrative: 'Kort', grantUsed: 300, unused: 100, submittedOn: '2023-02-01' })
  await post(`/reports/${id}/accept`, { acceptedOn: '2023-02-02' })
  const proposed = (await made(admin('GET', `/${code}/recoveries/proposals`))).items
  equal(proposed.length, 1)
  return { accepted: id }
}
