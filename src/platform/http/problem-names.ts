import { declaredRules } from '../../base/errors.ts'

/**
 * Which rules there are, for the pages behind the `type` of problems: those that the rooms declare with their words (problems.ts), and these,
 * whose page says no more than their name. test/http/problem-names.test.ts holds them against the sources and the database.
 */

/** Named after the constraint of the database that refuses (problem.ts). */
const CONSTRAINTS = words(`
  agreements-kind agreements-of-award agreements-reference agreements-status-known api-keys-hash
  application-amounts-known applications-guarantor-period applications-reference applications-window-scheme
  approval-limits-amount approval-limits-reference approval-limits-validity assignment-reports-reference
  assignments-due-or-recurring assignments-reference awards-line bank-entries-dismissed-when bank-entries-matched-when
  bank-entries-status-known bodies-not-above-itself bodies-not-after-itself
  bodies-reference bodies-validity budget-exists-of-body budget-exists-of-scheme budgets-certainty budgets-not-negative
  budgets-reference contacts-erased contacts-validity decision-appeals-outcome-on decision-appeals-reference
  decision-appeals-unpaid decision-lines-amount-per decision-lines-applied decision-lines-granted
  decision-lines-not-negative decision-lines-reference decision-lines-rent decision-lines-reserved
  decision-lines-years decision-lines-years-both
  decisions-annulment decisions-finality decisions-proposal-outcome decisions-reference decisions-standing
  eligibilities-validity files-removed ledger-organisation-numbers-number list-entries-name list-entries-reference memberships-fee
  memberships-not-of-itself
  municipalities-code municipalities-tokens organisation-documents-validity organisation-names-validity
  organisations-not-into-itself organisations-number organisations-number-format organisations-reference
  payee-accounts-check-result payee-accounts-checked payee-accounts-kind payee-accounts-reference payee-accounts-validity payment-conditions-day
  payment-conditions-report-named payment-in-live-run payment-plans-amount payment-plans-reference payment-plans-years
  payment-run-items-amounts payment-run-items-end-to-end payment-run-items-paid-when
  payment-runs-message payment-runs-reference payment-runs-status-known payments-amount payments-cancelled
  payments-paid-when payments-reference payments-returned-amount payments-returned-when payments-service-period
  payments-status-known payments-withheld payments-years period-closed period-closings-basis period-closings-reference
  published-figures-reference published-figures-years recoveries-amount recoveries-ground recoveries-reference
  recovery-movements-amount recovery-movements-day recovery-movements-decision recovery-movements-payment-named
  recovery-movements-reference report-requirements-due report-requirements-of-one report-requirements-period
  report-requirements-reference reports-not-negative reports-of-agreement reports-of-award reports-of-something
  reports-period reports-reference reports-share reports-status-known scheme-rule-versions-advance
  scheme-rule-versions-reference scheme-rule-versions-repayment scheme-windows-order scheme-windows-reference
  schemes-reference state-aids-amount state-aids-in-euros state-aids-rate state-aids-reference target-observations-certainty target-observations-percent target-observations-reference
  targets-percent targets-reference targets-years webhook-deliveries-event webhook-deliveries-status
  webhook-subscriptions-reference webhook-subscriptions-status`)

/** Made of what a record is and of the state that it is in. */
const OF_STATES = [
  /^(payment|payment-run|payment-plan|report|agreement|assignment|application)-(not-)?(already-)?[a-z]+$/,
  /^scheme-already-[a-z]+$/,
  /^[a-z]+(-[a-z]+)*-withdrawn$/
]

/** Whether a problem can have this rule. */
export function isRule(rule: string): boolean {
  return declaredRules.has(rule) || CONSTRAINTS.has(rule) || OF_STATES.some(of => of.test(rule))
}

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/))
}
