import type { Step, Steps } from './platform/records/include.ts'

/** What each record leads to, by the name under which `include` asks for it: all of it in one place, as it goes across all rooms. */

const one = (to: string, at: string): Step => ({ to, at })
const many = (to: string, by: string): Step => ({ to, by })

const scheme = one('schemes', 'schemeId')
const body = one('bodies', 'bodyId')
const decision = one('decisions', 'decisionId')
const award = one('awards', 'awardId')
const agreement = one('agreements', 'agreementId')
const organisation = one('organisations', 'organisationId')
const application = one('applications', 'applicationId')
const recipients = one('organisations', 'recipients.organisationId')

export const steps: Steps = {
  schemes: {
    body,
    windows: many('scheme-windows', 'schemeId'),
    ruleVersions: many('scheme-rule-versions', 'schemeId')
  },
  'scheme-windows': { scheme },
  'scheme-rule-versions': { scheme },
  budgets: { body, scheme },
  applications: {
    organisations: one('organisations', 'applicants.organisationId'),
    scheme,
    lines: many('decision-lines', 'applicationId')
  },
  decisions: { body, lines: many('decision-lines', 'decisionId'), appeals: many('decision-appeals', 'decisionId') },
  'decision-lines': { decision, scheme, application, organisations: recipients, award },
  'decision-appeals': { decision },
  awards: {
    line: one('decision-lines', 'lineId'),
    stateAid: many('state-aid', 'awardId'),
    decision,
    body,
    scheme,
    application,
    organisations: recipients,
    plans: many('payment-plans', 'awardId'),
    payments: many('payments', 'awardId'),
    reports: many('reports', 'awardId'),
    recoveries: many('recoveries', 'awardId')
  },
  'state-aid': { award, organisation },
  agreements: {
    organisations: one('organisations', 'parties.organisationId'),
    bodies: one('bodies', 'parties.bodyId'),
    decision,
    awards: one('awards', 'funding.awardId'),
    reports: many('reports', 'agreementId'),
    requirements: many('report-requirements', 'agreementId'),
    plans: many('payment-plans', 'agreementId')
  },
  reports: { agreement, award, organisation, requirement: one('report-requirements', 'requirementId') },
  'report-requirements': { agreement, reports: many('reports', 'requirementId') },
  'payment-plans': { award, agreement, payments: many('payments', 'planId') },
  payments: {
    plan: one('payment-plans', 'planId'),
    award,
    agreement,
    organisation: one('organisations', 'payeeOrganisationId'),
    scheme,
    body
  },
  recoveries: { award, organisation, payment: one('payments', 'paymentId') },
  'bank-entries': { run: one('payment-runs', 'runId'), payment: one('payments', 'paymentId') },
  'payee-accounts': { organisation },
  assignments: { body, decision },
  'assignment-reports': { assignment: one('assignments', 'assignmentId') }
}
