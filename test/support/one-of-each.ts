import type { Actor } from '../../src/base/actor.ts'
import { today } from '../../src/base/dates.ts'
import { bankEntries } from '../../src/money/bank-entries/record.ts'
import { paymentRuns } from '../../src/money/payment-runs/record.ts'
import { paymentPlans } from '../../src/money/payments/plan-record.ts'
import { payments } from '../../src/money/payments/record.ts'
import { recordEvent } from '../../src/platform/events/actions.ts'
import { made, type Register } from './register.ts'

/** Every record begins with an event. */
const collector: Actor = {
  id: 'key:collector',
  name: 'collector',
  principal: 'key:collector',
  roles: new Set(),
  municipalityCodes: null,
  scopes: new Set(),
  sentBy: null,
  requestId: null
}

async function aPaidPayment(
  register: Register,
  municipalityCode: string,
  awardId: string,
  payeeOrganisationId: string
) {
  const of = { municipalityCode, awardId, amount: 500 }
  const [plan] = await register.database
    .insert(paymentPlans)
    .values({ ...of, schedule: 'once' })
    .returning()
  const paid = { status: 'paid' as const, paidOn: '2022-01-07', voucherNumber: 'V1', changedBy: ['key:planner'] }
  const when = { instalmentNumber: 1, budgetYear: 2022, dueOn: '2022-01-07' }
  const values = { ...of, ...when, ...paid, planId: plan!.id, payeeOrganisationId }
  return (await register.database.insert(payments).values(values).returning())[0]!
}

/** A debit that names no payment. */
async function anEntryOfTheBank({ database }: Register, municipalityCode: string, runId: string) {
  const booked = { direction: 'debit' as const, amount: 500, bookedOn: '2022-01-07', accountSuffix: '2346' }
  const why = { cause: 'noName' as const, explanation: 'It has no end-to-end id' }
  const keys = { messageKind: 'camt.054', contentKey: 'one' }
  const [entry] = await database
    .insert(bankEntries)
    .values({ municipalityCode, runId, ...booked, ...why, ...keys })
    .returning()
  await database.transaction(tx => recordEvent(tx, collector, 'bankEntry.recorded', entry!))
  return entry!
}

/** One record of every kind, by the part of the path that its id follows. */
export async function oneOfEach(register: Register, code: string): Promise<Record<string, string>> {
  const { admin } = register
  const post = (kind: string, body: unknown, headers?: Record<string, string>) =>
    made(admin('POST', `/${code}/${kind}`, body, headers))
  const body = await post('bodies', { name: 'Socialnämnden', kind: 'committee' })
  const organisation = await post('organisations', { name: 'Kvinnojouren' })
  const umbrella = await post('organisations', { name: 'Riksförbundet', membershipFee: 100 })
  const partOf = async (path: string, part: object) => (await post(`organisations/${organisation.id}/${path}`, part)).id
  const parts = {
    'organisation-names': await partOf('names', { name: 'Jouren', validTo: '2010-12-31' }),
    memberships: await partOf('memberships', { umbrellaId: umbrella.id, validFrom: '2015-01-01' }),
    contacts: await partOf('contacts', { sensitivity: 'internal', role: 'Kansliet', email: 'info@jouren.se' }),
    'organisation-documents': await partOf('documents', {
      kind: 'statutes',
      title: 'Stadgar',
      validFrom: '2020-01-01'
    }),
    'eligibility-statements': await partOf('eligibility-statements', { eligible: true, validFrom: '2021-01-01' })
  }
  const scheme = await post('schemes', { name: 'Verksamhetsbidrag', kind: 'operating', bodyId: body.id })
  const line = {
    recipients: [{ organisationId: organisation.id }],
    schemeId: scheme.id,
    outcome: 'granted',
    granted: 1000
  }
  const decision = await post('decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] })
  const award = (await made(admin('GET', `/${code}/awards`))).items[0]
  const file =
    'deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome\nSocialnämnden,2021-12-14,2022,A,B,1,beviljad\n'
  const report = await post('decision-imports', file, { 'content-type': 'text/csv' })
  const records = await post('organisation-imports', 'Förening\nKvinnojouren\n', { 'content-type': 'text/csv' })
  const pdf = { 'content-type': 'application/pdf' }
  const kept = await post(`files?name=a.pdf&organisationId=${organisation.id}`, '%PDF-1.7 one of each', pdf)
  // With the first address the key is made that all are signed with.
  await post(`files/${kept.id}/address`, {})
  const application = await post('applications', {
    applicants: [{ organisationId: organisation.id }],
    schemeId: scheme.id
  })
  const agreement = await post('agreements', { kind: 'partnership', title: 'Partnerskap' })
  const entry = await post('list-entries', { list: 'focusArea', name: 'Brottsoffer' })
  const rules = await post(`schemes/${scheme.id}/rule-versions`, { title: 'Reglemente' })
  const window = await post(`schemes/${scheme.id}/windows`, { kind: 'rolling' })
  const budget = await post('budgets', { bodyId: body.id, year: 2022, amount: 1000 })
  const figure = await post('published-figures', { label: 'Organisationsstöd', measure: 'paid', amount: 130_000_000 })
  const target = await post('targets', {
    ownerBodyId: body.id,
    text: 'Minst 20 % till barn',
    measure: 'shareOfGranted',
    percent: 20,
    targetGroup: 'barn'
  })
  const observation = await post(`targets/${target.id}/observations`, { observedOn: '2017-11-27', percent: 10 })
  const aid = await post('state-aid', { awardId: award.id, kind: 'deMinimis', eurRate: 10.2283 })
  const appeal = await post(`decisions/${decision.id}/lodge-appeal`, {
    lodgedOn: '2022-01-03',
    unpaidInstalments: 'hold'
  })
  const assignment = await post('assignments', { text: 'Utreda', status: 'given', bodyId: body.id })
  const told = await post(`assignments/${assignment.id}/reports`, { reportedOn: '2022-03-01' })
  const closing = await post('period-closings', { year: 2022, yearBasis: 'grant' })
  // Accounts and limits.
  const account = await post('payee-accounts', {
    organisationId: organisation.id,
    accountKind: 'bankgiro',
    accountNumber: '5050-1055'
  })
  const limit = await post('approval-limits', {
    ...{ attestation: 'check', holder: 'role:nobody', maxAmount: 1 },
    validTo: '2021-12-31'
  })
  // Money that was paid and is asked back.
  const { id: paymentId } = await aPaidPayment(register, code, award.id, organisation.id)
  const mistake = { ground: 'mistake', paymentId, decidedOn: '2022-05-02', dueOn: '2022-05-31' }
  const recovery = await post('recoveries', { awardId: award.id, amount: 10, ...mistake })
  const requirement = await post('report-requirements', { agreementId: agreement.id, frequency: 'yearly', dueDays: 59 })
  const followUp = await post('reports', {
    agreementId: agreement.id,
    ...{ periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  })
  const toBank = { dueTo: '2022-12-31', executionOn: today(), messageId: `PR-${code}` }
  const [run] = await register.database
    .insert(paymentRuns)
    .values({ municipalityCode: code, ...toBank })
    .returning()
  await register.database.transaction(tx => recordEvent(tx, collector, 'paymentRun.collected', run!))
  const entryOfBank = await anEntryOfTheBank(register, code, run!.id)
  const plan = await post('payment-plans', {
    ...{
      awardId: award.id,
      amount: 100,
      schedule: 'once',
      servicePeriodFrom: '2022-01-01',
      servicePeriodTo: '2022-12-31'
    }
  })
  const webhooks = await post('webhook-subscriptions', { url: 'https://casefile.example.se/', after: '' })
  await post(`webhook-subscriptions/${webhooks.id}/test`, {})
  const { name } = await made(admin('GET', `/municipalities/${code}`))
  await made(admin('PUT', `/municipalities/${code}`, { name, publishesSchemes: true }, { 'if-match': '*' }))
  return {
    ...{ 'payee-accounts': account.id, 'approval-limits': limit.id },
    files: kept.id,
    applications: application.id,
    agreements: agreement.id,
    'list-entries': entry.id,
    'scheme-rule-versions': rules.id,
    'scheme-windows': window.id,
    budgets: budget.id,
    'published-figures': figure.id,
    targets: target.id,
    'target-observations': observation.id,
    'decision-appeals': appeal.id,
    'state-aid': aid.id,
    assignments: assignment.id,
    'assignment-reports': told.id,
    'period-closings': closing.id,
    'payment-runs': run!.id,
    'bank-entries': entryOfBank.id,
    recoveries: recovery.id,
    'report-requirements': requirement.id,
    reports: followUp.id,
    'payment-plans': plan.id,
    payments: plan.payments[0].id,
    ...parts,
    'webhook-subscriptions': webhooks.id,
    public: scheme.id,
    bodies: body.id,
    organisations: organisation.id,
    schemes: scheme.id,
    decisions: decision.id,
    'decision-lines': decision.lines[0].id,
    awards: award.id,
    'decision-imports': report.id,
    'record-imports': records.id
  }
}
