import type { ConditionKind, PaymentStatus } from './rules.ts'

/** Why payments are held, in words, and what would release each. Pure. */

export const holdKinds = [
  'award-withdrawn',
  'beyond-award',
  'withheld',
  'account-missing',
  'account-not-valid',
  'appeal-pending',
  'report-not-accepted',
  'report-overdue',
  'not-before',
  'agreement-not-signed',
  'agreement-ended',
  'decision-not-final',
  'organisation-not-eligible',
  'appeal-not-settled'
] as const
export type HoldKind = (typeof holdKinds)[number]

/** For each kind of condition, the hold that shows that it is not met (condition-rules.ts). */
export const holdOfCondition = {
  reportAccepted: 'report-not-accepted',
  noReportOverdue: 'report-overdue',
  notBefore: 'not-before',
  agreementSigned: 'agreement-not-signed',
  decisionFinal: 'decision-not-final',
  organisationEligible: 'organisation-not-eligible',
  appealSettled: 'appeal-not-settled'
} as const satisfies Record<ConditionKind, HoldKind>

/** The step that would release it: an operation on a record, or (null) time, on a day. */
export type Release = { operationId: string | null; subjectType: string; subjectId: string; releasedOn: string | null }
export type Hold = { kind: HoldKind; message: string; release: Release }

/** As SQL finds it. `refId` is the record that the release is about, `refOn` and `refText` what the words need. */
export type Held = {
  paymentId: string
  status: PaymentStatus
  kind: HoldKind
  refId: string
  refOn: string | null
  refText: string | null
}

type Told = [message: string, operationId: string | null, subjectType: string, releasedOn?: string | null]

const told: Record<HoldKind, (held: Held) => Told> = {
  'award-withdrawn': () => [
    'The award no longer stands: its line was withdrawn, replaced or annulled.',
    'cancelPayment',
    'payment'
  ],
  'beyond-award': ({ refText }) => [
    `With what is paid or due before it, it goes beyond the award, which gives ${refText} SEK for the period.`,
    'replanPayments',
    'paymentPlan'
  ],
  withheld: ({ refText }) => [`It is withheld: ${refText}`, 'releasePayment', 'payment'],
  'account-missing': () => ['The payee has no account that is valid on the day.', 'createPayeeAccount', 'organisation'],
  'account-not-valid': ({ status }) => {
    const message = 'The account that was seen when it was checked is no longer valid.'
    if (status === 'ordered') return [message, 'cancelPaymentRun', 'paymentRun']
    return [message, status === 'approved' ? 'revokePaymentApproval' : 'revokePaymentCheck', 'payment']
  },
  'appeal-pending': () => [
    'The decision was appealed against, and unpaid instalments are to wait for the outcome.',
    'recordAppealOutcome',
    'appeal'
  ],
  'report-not-accepted': ({ refOn, refText }) => [
    `The report that was due on ${refOn} is ${refText}, not accepted.`,
    refText === 'withdrawn' ? 'updatePayment' : 'acceptReport',
    refText === 'withdrawn' ? 'payment' : 'report'
  ],
  'report-overdue': ({ refOn, refText }) => [
    `A report was due on ${refOn} and ${isLacking(refText) ? `is ${refText}` : 'had not come'}.`,
    'submitReport',
    'report'
  ],
  'not-before': ({ refOn }) => [`It is not to be paid before ${refOn}.`, null, 'payment', refOn],
  'agreement-not-signed': () => ['The agreement is not signed by all.', 'signAgreement', 'agreement'],
  'agreement-ended': ({ refOn }) => [
    `The agreement ended on ${refOn}, before the period that the payment is for.`,
    'cancelPayment',
    'payment'
  ],
  'decision-not-final': () => [
    'The decision is not confirmed final, and nobody has chosen to pay before it is (kommunallagen 13:14).',
    'confirmFinal',
    'decision'
  ],
  'organisation-not-eligible': ({ refText }) => [
    `The payee ${refText === 'no' ? 'was found not eligible' : 'is not known to be eligible'} on the day.`,
    'createEligibilityStatement',
    'organisation'
  ],
  'appeal-not-settled': () => ['An appeal against the decision has no outcome.', 'recordAppealOutcome', 'appeal']
}

/** Of a day that has passed it may have come since. */
const isLacking = (status: string | null) => status === 'expected' || status === 'returned'

/** The hold in words, of what SQL found. */
export function holdOf(held: Held): Hold {
  const [message, operationId, subjectType, releasedOn = null] = told[held.kind](held)
  return { kind: held.kind, message, release: { operationId, subjectType, subjectId: held.refId, releasedOn } }
}
