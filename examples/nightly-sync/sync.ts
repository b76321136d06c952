import { answerOf, createPartnerskap, type Partnerskap } from '@partnerskap/client'
import { type Case, readCases } from './cases.ts'
import { follow } from './follow.ts'
import { type Row, SOURCE, send } from './send.ts'

/**
 * What a case-management system does every night: sends all its cases, and reads what has happened since. It can be killed at any
 * moment and run again: each record has its reference, each act is done only while it is due, and the position of the feed is kept
 * together with what was made of it.
 *
 *     API=… KEY=… MUNICIPALITY=0136 node sync.ts cases state.json
 */

/** Each once, also where several cases name it. */
const once = (rows: Row[]) => [...new Map(rows.map(row => [row.reference, row])).values()]

export async function sync(api: Partnerskap, cases: Case[]): Promise<void> {
  const bodies = await send(
    api,
    once(
      cases.map(({ body: { reference, name } }) => ({ record: 'bodies', reference, body: { name, kind: 'committee' } }))
    )
  )
  const organisations = await send(
    api,
    once(cases.map(({ organisation: { reference, name } }) => ({ record: 'organisations', reference, body: { name } })))
  )
  const schemes = await send(
    api,
    once(
      cases.map(({ scheme: { reference, name } }) => ({ record: 'schemes', reference, body: { name, kind: 'other' } }))
    )
  )
  const idsOf = (each: Case) => ({
    bodyId: bodies.get(each.body.reference)!,
    organisationId: organisations.get(each.organisation.reference)!,
    schemeId: schemes.get(each.scheme.reference)!
  })
  const applications = await send(
    api,
    cases.map(each => applicationOf(each, idsOf(each)))
  )
  const decided = cases.filter(({ decidedOn }) => decidedOn !== undefined)
  const decisions = await send(
    api,
    decided.map(each => decisionOf(each, { ...idsOf(each), applicationId: applications.get(each.case)! }))
  )
  const agreed = decided.filter(({ agreement }) => agreement !== undefined)
  const agreements = await send(
    api,
    agreed.map(each => agreementOf(each, idsOf(each)))
  )
  await sign(api, agreed, decisions)
  await report(api, agreed, agreements)
}

type Ids = { bodyId: string; organisationId: string; schemeId: string }

function applicationOf(each: Case, { organisationId, schemeId }: Ids): Row {
  const { purpose, receivedOn, applied } = each
  const amounts = [{ amount: applied }]
  return {
    record: 'applications',
    reference: each.case,
    body: { applicants: [{ organisationId }], schemeId, purpose, receivedOn, amounts }
  }
}

function decisionOf(each: Case, ids: Ids & { applicationId: string }): Row {
  const { decidedOn, paragraph, purpose, applied, granted } = each
  const line = {
    reference: `${each.case}/1`,
    recipients: [{ organisationId: ids.organisationId }],
    schemeId: ids.schemeId,
    applicationId: ids.applicationId,
    outcome: granted === 0 ? 'rejected' : granted === applied ? 'granted' : 'partlyGranted',
    ...{ purpose, applied, granted }
  }
  return {
    record: 'decisions',
    reference: each.case,
    body: { bodyId: ids.bodyId, decidedOn, paragraph, diaryNumber: each.case, lines: [line] }
  }
}

function agreementOf(each: Case, { bodyId, organisationId }: Ids): Row {
  const { validFrom, validTo } = each.agreement!
  const parties = [
    { key: 'municipality', kind: 'body', role: 'responsible', bodyId },
    { key: 'partner', kind: 'organisation', role: 'partner', organisationId }
  ]
  return {
    record: 'agreements',
    reference: each.case,
    body: { kind: 'partnership', title: each.purpose, diaryNumber: each.case, parties, term: { validFrom, validTo } }
  }
}

/** A draft becomes decided, and signed when the case says so. */
async function sign(api: Partnerskap, cases: Case[], decisions: Map<string, string>): Promise<void> {
  const byReference = new Map(cases.map(each => [each.case, each]))
  for await (const { id, reference, status } of api.pages('/{municipalityCode}/agreements', {
    query: { source: SOURCE }
  })) {
    const { agreement } = byReference.get(reference ?? '') ?? {}
    if (!agreement) continue
    const params = { path: { id } }
    if (status === 'draft') {
      await answerOf(
        api.POST('/{municipalityCode}/agreements/{id}/decide', {
          params,
          body: { decisionId: decisions.get(reference!)! }
        })
      )
    }
    if (agreement.signedOn && (status === 'draft' || status === 'decided')) {
      await answerOf(
        api.POST('/{municipalityCode}/agreements/{id}/sign', { params, body: { signedOn: agreement.signedOn } })
      )
    }
  }
}

/** Reports are registered, and submitted once there is something to submit: the same again changes nothing. */
async function report(api: Partnerskap, cases: Case[], agreements: Map<string, string>): Promise<void> {
  const reports = cases.flatMap(each => each.reports.map(one => ({ ...one, agreementId: agreements.get(each.case)! })))
  await send(
    api,
    reports.map(({ reference, agreementId, periodFrom, periodTo, dueOn }) => ({
      ...{ record: 'reports', reference },
      body: { agreementId, periodFrom, periodTo, dueOn }
    }))
  )
  for (const { reference, narrative, submittedOn } of reports) {
    if (narrative === undefined || submittedOn === undefined) continue
    const params = { path: { source: SOURCE, reference } }
    const body = { narrative, submittedOn }
    await answerOf(api.POST('/{municipalityCode}/reports/by-reference/{source}/{reference}/submit', { params, body }))
  }
}

if (import.meta.main) {
  const { API = 'http://127.0.0.1:3000/partnerskap/v1', KEY = '', MUNICIPALITY = '0136' } = process.env
  const [folder = 'cases', file = 'state.json'] = process.argv.slice(2)
  const api = createPartnerskap({ baseUrl: API, key: KEY, municipality: MUNICIPALITY, sentBy: 'nightly sync' })
  const cases = await readCases(folder)
  await sync(api, cases)
  const { records, events } = await follow(api, file)
  console.log(`${cases.length} cases sent, ${events} events read, ${records} records known`)
}
