/** The words of payments (utbetalning, rat) and the order of their steps (DOMAIN.md). */

/** How a plan spreads an amount; `quarterly` falls in the first week of each quarter. */
export const schedules = ['once', 'yearly', 'halfYearly', 'tertial', 'quarterly', 'monthly', 'custom'] as const
export type Schedule = (typeof schedules)[number]

/** An advance (förskott) is a kind of payment and no outcome. What a bank sent back is issued again as a payment of its own. */
export const paymentKinds = ['instalment', 'advance', 'reissue'] as const
export type PaymentKind = (typeof paymentKinds)[number]

/**
 * Planned, checked (sakattest), approved (beslutsattest), ordered (in a locked run), paid, or returned by the bank after
 * it was paid. What a bank rejects is planned again: its account is to be looked at anew. A cancelled one is withdrawn.
 * Whether a payment is payable or held is derived for a day and never stored.
 */
export const paymentStatuses = ['planned', 'checked', 'approved', 'ordered', 'paid', 'returned'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

/** What an instalment waits for. */
export const conditionKinds = [
  'reportAccepted',
  'noReportOverdue',
  'notBefore',
  'agreementSigned',
  'decisionFinal',
  'organisationEligible',
  'appealSettled'
] as const
export type ConditionKind = (typeof conditionKinds)[number]

/** The two attestations, by two persons. */
export const attestations = ['check', 'approve'] as const
export type Attestation = (typeof attestations)[number]

/** Statuses in which nobody has approved it, and it can be planned anew. */
export const openStatuses: readonly PaymentStatus[] = ['planned', 'checked']

/** Statuses of what is not paid: it is payable or held. */
export const unpaidStatuses: readonly PaymentStatus[] = ['planned', 'checked', 'approved', 'ordered']

/** Whether what is unpaid may be paid. */
export const payabilities = ['payable', 'held'] as const
export type Payability = (typeof payabilities)[number]

export const nextSteps = ['check', 'approve', 'run', 'confirm'] as const
export type NextStep = (typeof nextSteps)[number]

const stepAfter: Partial<Record<PaymentStatus, NextStep>> = {
  planned: 'check',
  checked: 'approve',
  approved: 'run',
  ordered: 'confirm'
}

/** What is to be done with a payment next; null for what is paid, returned or cancelled. */
export function nextStepOf(status: PaymentStatus, cancelled: boolean): NextStep | null {
  return cancelled ? null : (stepAfter[status] ?? null)
}
