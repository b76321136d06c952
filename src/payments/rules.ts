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

/** How a recipient or the municipality can be reached by the bank. */
export const accountKinds = ['bankgiro', 'plusgiro', 'iban'] as const
export type AccountKind = (typeof accountKinds)[number]

/** The two attestations, by two persons. */
export const attestations = ['check', 'approve'] as const
export type Attestation = (typeof attestations)[number]
