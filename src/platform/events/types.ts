/** What is done to each kind of record, in the past tense: an event's type is the two, `scheme.withdrawn`. */
const verbs = {
  municipality: 'created updated',
  body: 'created updated withdrawn',
  file: 'created updated addressed withdrawn',
  organisation: 'created updated merged madeConfidential confidentialityEnded personErased withdrawn',
  organisationName: 'created updated withdrawn',
  organisationDocument: 'created updated expiryReminded withdrawn',
  contact: 'created updated erased withdrawn',
  eligibility: 'created updated expiryReminded withdrawn',
  membership: 'created updated withdrawn',
  scheme: 'created updated paused closed reopened withdrawn',
  schemeRuleVersion: 'created updated withdrawn',
  schemeWindow: 'created updated openingReminded closingReminded withdrawn',
  budget: 'created updated withdrawn',
  publishedFigure: 'created updated withdrawn',
  target: 'created updated withdrawn',
  targetObservation: 'created updated withdrawn',
  application: 'created updated supplementRequested completed decided retracted reopened withdrawn',
  decision:
    'created updated revised annulled confirmedFinal finalRetracted reportingReminded reviewTimeReminded withdrawn',
  decisionLine: 'created updated withdrawn',
  stateAid: 'created updated registered registrationReminded withdrawn',
  appeal: 'lodged updated decided withdrawn',
  assignment: 'created updated given declined completed revoked dueReminded withdrawn',
  assignmentReport: 'created withdrawn',
  agreement:
    'created updated decided signatureRecorded signed amended corrected extended ended terminated endReminded noticeReminded discarded withdrawn',
  listEntry: 'created withdrawn',
  reportRequirement: 'created updated withdrawn',
  report:
    'created expected updated moved dueInThirtyDays dueInSevenDays overdue submitted returned accepted acceptanceRevoked waived waiverRevoked withdrawn',
  paymentSettings: 'created updated',
  payeeAccount: 'created updated bankChecked withdrawn',
  approvalLimit: 'created updated withdrawn',
  paymentPlan: 'created replanned cancelled',
  payment:
    'planned updated checked checkRevoked approved approvalRevoked withheld released ordered unordered paid recordedPaid rejected vouchered returned reissued setOff setOffWithdrawn cancelled',
  paymentRun: 'collected itemRemoved locked exported confirmed cancelled',
  bankEntry: 'recorded matched dismissed',
  recovery:
    'created updated amountCorrected repaymentRecorded setOff writtenOff movementWithdrawn dueReminded withdrawn',
  workListSettings: 'created updated',
  retentionRules: 'created updated',
  paperTemplate: 'created updated',
  periodClosing: 'created withdrawn',
  webhookSubscription: 'created updated secretRotated paused resumed disabled withdrawn'
} as const

type Split<Words extends string> = Words extends `${infer Word} ${infer Rest}` ? Word | Split<Rest> : Words
type Verbs = typeof verbs
export type EventType = { [Noun in keyof Verbs]: `${Noun}.${Split<Verbs[Noun]>}` }[keyof Verbs]

/** Every type of event that there is; a test compares it with the events that the other tests made. */
export const eventTypes = Object.entries(verbs).flatMap(([noun, done]) =>
  done.split(' ').map(verb => `${noun}.${verb}`)
) as EventType[]
