/** The words of agreements (DOMAIN.md, IOP, partnerskapsavtal, samverkansöverenskommelse) and the order of their steps. */

/** Between equals who both contribute, or the frame under which such are made; the word överenskommelse tells neither. */
export const agreementKinds = ['partnership', 'framework'] as const
export type AgreementKind = (typeof agreementKinds)[number]

/** Each step has who, when and why; none is taken back by another. Whether one is running is derived, never stored. */
export const agreementStatuses = ['draft', 'decided', 'signed', 'ended', 'terminated'] as const
export type AgreementStatus = (typeof agreementStatuses)[number]

/** What was done to an agreement; each makes a version of it. */
export const agreementActs = [
  'created',
  'updated',
  'decided',
  'signatureRecorded',
  'signed',
  'amended',
  'corrected',
  'extended',
  'ended',
  'terminated',
  'discarded',
  'withdrawn'
] as const
export type AgreementAct = (typeof agreementActs)[number]

/** Which statuses an act is for. What is signed is changed by amending it, what was mistyped by correcting it. */
export const allowedIn: Record<Exclude<AgreementAct, 'created'>, readonly AgreementStatus[]> = {
  updated: ['draft', 'decided'],
  decided: ['draft'],
  signatureRecorded: ['decided'],
  signed: ['decided'],
  amended: ['signed'],
  corrected: ['signed', 'ended', 'terminated'],
  extended: ['signed'],
  ended: ['signed'],
  terminated: ['signed'],
  discarded: ['draft'],
  withdrawn: ['decided', 'signed', 'ended', 'terminated']
}

/** The rule that an act breaks in this status: the last part of a problem's type; undefined where it may be done. */
export function brokenRule(status: AgreementStatus, act: Exclude<AgreementAct, 'created'>): string | undefined {
  if (allowedIn[act].includes(status)) return undefined
  if (status === 'ended' || status === 'terminated') return `agreement-${status}`
  if (act === 'decided') return 'agreement-already-decided'
  if (act === 'discarded') return 'agreement-not-draft'
  if (act === 'withdrawn') return 'agreement-is-draft'
  if (act === 'updated') return 'agreement-already-signed'
  if (act === 'signed' || act === 'signatureRecorded') {
    return status === 'draft' ? 'agreement-not-decided' : 'agreement-already-signed'
  }
  return 'agreement-not-signed'
}

/** Bodies of the municipality, organisations, regions, state agencies, a whole sector, or somebody not named. */
export const partyKinds = ['body', 'organisation', 'region', 'stateAgency', 'sector', 'unnamed'] as const
export type PartyKind = (typeof partyKinds)[number]

export const partyRoles = ['responsible', 'coParty', 'partner', 'coPartner', 'guarantor', 'fiscalHost'] as const
export type PartyRole = (typeof partyRoles)[number]

/** What a party puts in (insats). Never a motprestation: that would make it a bought service. */
export const contributionKinds = ['cash', 'premises', 'staff', 'expertise', 'volunteering', 'other'] as const
export const inKindKinds = contributionKinds.filter(kind => kind !== 'cash')
export const contributionPers = ['year', 'month', 'once', 'total'] as const
export type ContributionPer = (typeof contributionPers)[number]

/** What an arrangement is to another, within the register or outside it. */
export const relationKinds = ['underFramework', 'replaces', 'extends', 'samePrinciplesAs', 'copyOf'] as const

/** Whether it is a partnership or a bought service (HFD on Alingsås, 2020): recorded, never concluded by the service. */
export const procurementConclusions = ['notProcurement', 'procurement', 'uncertain', 'notAssessed'] as const

/** What a partnership links to in the municipality's own steering. */
export const steeringKinds = ['councilGoal', 'committeeStrategy', 'other'] as const

/** Lists that each municipality keeps. */
export const listNames = ['focusArea', 'kindOfWork', 'targetGroup'] as const
export type ListName = (typeof listNames)[number]

/** In which direction an index clause rounds an amount. */
export const roundingDirections = ['down', 'up', 'nearest'] as const
export type RoundingDirection = (typeof roundingDirections)[number]
