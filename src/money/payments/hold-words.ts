import type { Message, Text } from '../../base/language.ts'
import { kronorInSwedish } from '../../base/money.ts'
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
export type Hold = Message & { kind: HoldKind; release: Release }

/** As SQL finds it. `refId` is the record that the release is about, `refOn` and `refText` what the words need. */
export type Held = {
  paymentId: string
  status: PaymentStatus
  kind: HoldKind
  refId: string
  refOn: string | null
  refText: string | null
}

type Told = [words: Text, operationId: string | null, subjectType: string, releasedOn?: string | null]

const told: Record<HoldKind, (held: Held) => Told> = {
  'award-withdrawn': () => [
    {
      en: 'The award no longer stands: its line was withdrawn, replaced or annulled.',
      sv: 'Bidraget gäller inte längre: beslutsraden har dragits tillbaka, ersatts eller upphävts.'
    },
    'cancelPayment',
    'payment'
  ],
  'beyond-award': ({ refText }) => [
    {
      en: `With what is paid or due before it, it goes beyond the award, which gives ${refText} SEK for the period.`,
      sv: `Med det som har betalats eller förfaller före den går den utöver bidraget, som ger ${kronorInSwedish(refText ?? '0')} för perioden.`
    },
    'replanPayments',
    'paymentPlan'
  ],
  withheld: ({ refText }) => [
    { en: `It is withheld: ${refText}`, sv: `Den hålls inne: ${refText}` },
    'releasePayment',
    'payment'
  ],
  'account-missing': () => [
    {
      en: 'The payee has no account that is valid on the day.',
      sv: 'Mottagaren har inget konto som gäller den dagen.'
    },
    'createPayeeAccount',
    'organisation'
  ],
  'account-not-valid': ({ status }) => {
    const words = {
      en: 'The account that was seen when it was checked is no longer valid.',
      sv: 'Kontot som sågs vid sakattesten gäller inte längre.'
    }
    if (status === 'ordered') return [words, 'cancelPaymentRun', 'paymentRun']
    return [words, status === 'approved' ? 'revokePaymentApproval' : 'revokePaymentCheck', 'payment']
  },
  'appeal-pending': () => [
    {
      en: 'The decision was appealed against, and unpaid instalments are to wait for the outcome.',
      sv: 'Beslutet är överklagat, och obetalda delbetalningar ska vänta på utgången.'
    },
    'recordAppealOutcome',
    'appeal'
  ],
  'report-not-accepted': ({ refOn, refText }) => [
    {
      en: `The report that was due on ${refOn} is ${refText}, not accepted.`,
      sv: `Redovisningen som skulle ha kommit den ${refOn} är inte godkänd (${refText}).`
    },
    refText === 'withdrawn' ? 'updatePayment' : 'acceptReport',
    refText === 'withdrawn' ? 'payment' : 'report'
  ],
  'report-overdue': ({ refOn, refText }) => [
    {
      en: `A report was due on ${refOn} and ${isLacking(refText) ? `is ${refText}` : 'had not come'}.`,
      sv: `En redovisning skulle ha kommit den ${refOn} och ${isLacking(refText) ? `har status ${refText}` : 'hade inte kommit'}.`
    },
    'submitReport',
    'report'
  ],
  'not-before': ({ refOn }) => [
    { en: `It is not to be paid before ${refOn}.`, sv: `Den ska inte betalas före ${refOn}.` },
    null,
    'payment',
    refOn
  ],
  'agreement-not-signed': () => [
    { en: 'The agreement is not signed by all.', sv: 'Avtalet är inte undertecknat av alla.' },
    'signAgreement',
    'agreement'
  ],
  'agreement-ended': ({ refOn }) => [
    {
      en: `The agreement ended on ${refOn}, before the period that the payment is for.`,
      sv: `Avtalet upphörde den ${refOn}, före den period som utbetalningen gäller.`
    },
    'cancelPayment',
    'payment'
  ],
  'decision-not-final': () => [
    {
      en: 'The decision is not confirmed final, and nobody has chosen to pay before it is (kommunallagen 13:14).',
      sv: 'Det är inte bekräftat att beslutet har fått laga kraft, och ingen har valt att betala innan dess (13 kap. 14 § kommunallagen).'
    },
    'confirmFinal',
    'decision'
  ],
  'organisation-not-eligible': ({ refText }) => [
    {
      en: `The payee ${refText === 'no' ? 'was found not eligible' : 'is not known to be eligible'} on the day.`,
      sv: `Mottagaren ${refText === 'no' ? 'bedömdes inte vara bidragsberättigad' : 'är inte känd som bidragsberättigad'} den dagen.`
    },
    'createEligibilityStatement',
    'organisation'
  ],
  'appeal-not-settled': () => [
    {
      en: 'An appeal against the decision has no outcome.',
      sv: 'Ett överklagande av beslutet är inte avgjort.'
    },
    'recordAppealOutcome',
    'appeal'
  ]
}

/** Of a day that has passed it may have come since. */
const isLacking = (status: string | null) => status === 'expected' || status === 'returned'

/** The hold in words, of what SQL found. */
export function holdOf(held: Held): Hold {
  const [{ en: message, sv }, operationId, subjectType, releasedOn = null] = told[held.kind](held)
  return { kind: held.kind, message, sv, release: { operationId, subjectType, subjectId: held.refId, releasedOn } }
}
