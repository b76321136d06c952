import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import { today } from '../../src/base/dates.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { asking } from '../faults/traffic.ts'

/** Everything that a municipality does with the service once, from an import to what the bank answers and a merge. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
type Answer = { status: number; body: Any }
/** Asks the API of a service that runs; the path begins after the prefix of the API. */
export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
/** Somebody who may do all, and two persons. */
export type People = { admin: Ask; checker: Ask; approver: Ask }

/** Keys of three persons, made beside the service that runs at the address over the database. */
export async function people(t: Test, url: string, address: string): Promise<People> {
  const database = connect({ url, size: 1, statementTimeout: 30_000 })
  t.teardown(() => database.$client.end())
  const of = async (holder: string) => {
    const key = { name: holder, municipalityCodes: null, scopes: ['*'], holder }
    return asking(() => address, (await createApiKey(database, { ...key, holderKind: 'person' })).secret)
  }
  return { admin: await of('Planerare'), checker: await of('Handläggare'), approver: await of('Chef') }
}

const decisions = readFileSync(new URL('../../samples/decisions-0136-haninge.csv', import.meta.url), 'utf8')

const made = async (answer: Promise<Answer>): Promise<Any> => {
  const { status, body } = await answer
  if (status >= 200 && status < 300) return body
  throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
}

/** Whom a payment is planned for, and from what: the one award that every part of the flow is about. */
async function imported({ admin }: People) {
  await made(admin('PUT', '/municipalities/0136', { name: 'Haninge' }))
  const path = '/0136/decision-imports?source=flow&scope=complete'
  const csv = { 'content-type': 'text/csv' }
  await made(admin('POST', `${path}&dryRun=true`, decisions, csv))
  const report = await made(admin('POST', path, decisions, { ...csv, 'idempotency-key': 'flow' }))
  await made(admin('POST', path, decisions, csv))
  const awards = await made(admin('GET', '/0136/awards?limit=100'))
  const award = awards.items.find(({ recipients: [one] }: Any) => one?.name === 'Haninge Kvinnojour')
  return { report, award, organisationId: award.recipients[0].organisationId as string }
}

/** The same award without an import. */
export async function registered({ admin }: People) {
  await made(admin('PUT', '/municipalities/0136', { name: 'Haninge' }))
  const post = (path: string, body: object) => made(admin('POST', `/0136/${path}`, body))
  const body = await post('bodies', { name: 'Socialnämnden', kind: 'committee' })
  const organisation = await post('organisations', { name: 'Haninge Kvinnojour' })
  const scheme = await post('schemes', { name: 'Verksamhetsbidrag', kind: 'operating', bodyId: body.id })
  const line = {
    recipients: [{ organisationId: organisation.id }],
    schemeId: scheme.id,
    outcome: 'granted',
    ...{ applied: 400_000, granted: 380_000, grantYearFrom: 2022, grantYearTo: 2022 }
  }
  await post('decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] })
  const [award] = (await made(admin('GET', '/0136/awards'))).items
  return { report: undefined, award, organisationId: organisation.id as string }
}

async function agreed({ admin }: People, organisationId: string) {
  const body = (await made(admin('GET', '/0136/bodies'))).items[0]
  const agreement = await made(
    admin('POST', '/0136/agreements', {
      kind: 'partnership',
      title: 'Partnerskap',
      parties: [
        { key: 'committee', kind: 'body', role: 'responsible', bodyId: body.id },
        { key: 'partner', kind: 'organisation', role: 'partner', organisationId }
      ],
      contributions: [{ partyKey: 'committee', kind: 'cash', amount: 380000, amountPer: 'year' }],
      term: { validFrom: '2022-01-01', validTo: '2024-12-31' }
    })
  )
  const decision = (await made(admin('GET', '/0136/decisions'))).items[0]
  await made(admin('POST', `/0136/agreements/${agreement.id}/decide`, { decisionId: decision.id }))
  await made(admin('POST', `/0136/agreements/${agreement.id}/sign`, { signedOn: '2021-12-16' }))
  return agreement
}

/** From the plan to the answer of the bank; answers with the payment that was paid. */
async function paid({ admin, checker, approver }: People, awardId: string, organisationId: string) {
  const debtor = { debtorName: 'Haninge kommun', organisationNumber: '212000-0084' }
  await made(admin('PUT', '/0136/payment-settings', { ...debtor, accountKind: 'bankgiro', accountNumber: '5050-1055' }))
  await made(admin('POST', '/0136/payee-accounts', { organisationId, accountKind: 'plusgiro', accountNumber: '4-2' }))
  const plan = await made(admin('POST', '/0136/payment-plans', { awardId, schedule: 'quarterly', amount: 100_000.01 }))
  const [payment, other] = plan.payments
  await made(checker('POST', `/0136/payments/${payment.id}/check`, {}))
  await made(approver('POST', `/0136/payments/${payment.id}/approve`, {}))
  await made(admin('POST', `/0136/payments/${other.id}/cancel`, { reason: 'Prövning' }))
  const run = await made(admin('POST', '/0136/payment-runs', { dueTo: today() }))
  await made(admin('POST', `/0136/payment-runs/${run.id}/lock`, {}))
  await made(admin('POST', `/0136/payment-runs/${run.id}/export`, {}))
  const file = `/0136/payment-runs/${run.id}/file?format=pain.001.001.09`
  await made(admin('GET', file, undefined, { accept: 'application/xml' }))
  const { items } = await made(admin('GET', `/0136/payment-runs/${run.id}/items`))
  const row = { endToEndId: items[0].endToEndId, outcome: 'paid', paidOn: today(), voucherNumber: 'V-1' }
  await made(admin('POST', `/0136/payment-runs/${run.id}/confirmations`, { rows: [row] }))
  await made(admin('GET', `/0136/payments/${payment.id}/trail`))
  return payment.id as string
}

/** What is told of the municipality: asked for again with `knownAt` it is the same for ever, wherever the data lie. */
export async function figures(admin: Ask, knownAt: string) {
  const paths = [
    ...['year', 'scheme', 'organisation', 'body', 'outcome'].map(by => `grant-totals?groupBy=${by}`),
    ...['year', 'scheme', 'organisation', 'body'].map(by => `payment-totals?groupBy=${by}&yearBasis=payment`)
  ]
  const told: Record<string, unknown> = {}
  for (const path of paths) {
    const { items, total } = await made(admin('GET', `/0136/statistics/${path}&knownAt=${knownAt}`))
    told[path] = { items, total }
  }
  return told
}

/** Plays it all; answers with an instant in between, and what was told of it then. `begin`: how there comes to be an award. */
export async function playAll(
  people: People,
  begin: (people: People) => Promise<{ report: Any; award: Any; organisationId: string }> = imported
) {
  const { admin } = people
  const { report, award, organisationId } = await begin(people)
  await agreed(people, organisationId)
  const paymentId = await paid(people, award.id, organisationId)
  const { meta } = await made(admin('GET', '/0136/statistics/payment-totals'))
  const told = await figures(admin, meta.knownAt)
  // What comes after must not be seen in what was known.
  const into = await made(admin('POST', '/0136/organisations', { name: 'Haninge Kvinnojour (ny)' }))
  await made(
    admin('POST', `/0136/organisations/${organisationId}/merge`, { mergedIntoId: into.id, reason: 'Samma förening' })
  )
  await made(admin('POST', `/0136/payments/${paymentId}/return`, { returnedOn: today(), reason: 'Prövning' }))
  return { report, paymentId, knownAt: meta.knownAt as string, told }
}
