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
export const contributionPers = ['year', 'month', 'once', 'total'] as const
export type ContributionPer = (typeof contributionPers)[number]

/** What an arrangement is to another, within the register or outside it. */
export const relationKinds = ['underFramework', 'replaces', 'extends', 'samePrinciplesAs'] as const

/** Whether it is a partnership or a bought service (HFD on Alingsås, 2020): recorded, never concluded by the service. */
export const procurementConclusions = ['notProcurement', 'procurement', 'uncertain', 'notAssessed'] as const

/** What a partnership links to in the municipality's own steering. */
export const steeringKinds = ['councilGoal', 'committeeStrategy', 'other'] as const

/** Lists that each municipality keeps. */
export const listNames = ['focusArea', 'kindOfWork', 'targetGroup'] as const
export type ListName = (typeof listNames)[number]

type Party = {
  key: string
  kind: PartyKind
  role: PartyRole
  organisationId?: string | null
  bodyId?: string | null
  name?: string | null
}
type Keyed = { key: string }

/** What checkContent looks at; the schema has seen to types. */
export type Checked = {
  parties: (Party & { guarantee?: { validFrom?: string | null; validTo?: string | null } | null })[]
  payeeKey: string | null
  onePayee?: boolean | null
  initiatorKeys: string[]
  contributions: {
    partyKey: string
    amount?: number | null
    certainty?: string
    validFrom?: string | null
    validTo?: string | null
  }[]
  commitments: { partyKey: string; quantity?: number | null; certainty?: string }[]
  signatories: (Keyed & { partyKey: string })[]
  recusals: Keyed[]
  relations: { kind: string; agreementId?: string | null; description?: string | null; url?: string | null }[]
  funding: { awardId: string; yearFrom?: number | null; yearTo?: number | null }[]
  fundingNeeds: { amount?: number | null; certainty?: string; yearFrom?: number | null; yearTo?: number | null }[]
}

/** Every rule that the content breaks, by JSON pointer. What the database must be asked for is not looked at here. */
export function checkContent(content: Checked): { field: string; message: string }[] {
  const violations: { field: string; message: string }[] = []
  const say = (field: string, message: string) => violations.push({ field, message })
  const keys = new Set(content.parties.map(({ key }) => key))
  const isParty = (field: string, key: string) => {
    if (!keys.has(key)) say(field, 'must be the key of a party')
  }

  for (const [at, party] of content.parties.entries()) checkParty(party, `/parties/${at}`, say)
  for (const name of ['parties', 'signatories', 'recusals'] as const) checkUnique(content[name], `/${name}`, say)
  if (content.payeeKey) {
    isParty('/payeeKey', content.payeeKey)
    const payee = content.parties.find(({ key }) => key === content.payeeKey)
    if (payee && payee.kind !== 'organisation') say('/payeeKey', 'must be the key of an organisation')
    if (content.onePayee === false) say('/onePayee', 'must not be false where payeeKey names the one')
  }
  for (const [at, key] of content.initiatorKeys.entries()) isParty(`/initiatorKeys/${at}`, key)
  for (const name of ['contributions', 'commitments', 'signatories'] as const) {
    for (const [at, item] of content[name].entries()) isParty(`/${name}/${at}/partyKey`, item.partyKey)
  }
  content.contributions.forEach((item, at) => {
    checkKnown(item.amount, item.certainty, `/contributions/${at}/certainty`, say)
    checkOrder(item.validFrom, item.validTo, `/contributions/${at}/validTo`, say)
  })
  content.commitments.forEach((item, at) => {
    checkKnown(item.quantity, item.certainty, `/commitments/${at}/certainty`, say)
  })
  content.relations.forEach(({ agreementId, description, url }, at) => {
    if (!agreementId && !description && !url)
      say(`/relations/${at}`, 'must name an agreement, a description or an address')
  })
  const awards = new Set<string>()
  content.funding.forEach(({ awardId, yearFrom, yearTo }, at) => {
    checkOrder(yearFrom, yearTo, `/funding/${at}/yearTo`, say)
    if (awards.has(awardId)) say(`/funding/${at}/awardId`, 'is named before: an award is never counted twice')
    awards.add(awardId)
  })
  content.fundingNeeds.forEach((need, at) => {
    checkKnown(need.amount, need.certainty, `/fundingNeeds/${at}/certainty`, say)
    checkOrder(need.yearFrom, need.yearTo, `/fundingNeeds/${at}/yearTo`, say)
  })
  return violations
}

type Say = (field: string, message: string) => void

function checkParty(party: Checked['parties'][number], field: string, say: Say) {
  const { kind, organisationId, bodyId, name, guarantee } = party
  if (kind === 'organisation' && !organisationId) say(`${field}/organisationId`, 'is required of an organisation')
  if (kind === 'body' && !bodyId) say(`${field}/bodyId`, 'is required of a body')
  if (kind !== 'organisation' && organisationId) say(`${field}/organisationId`, 'is only for an organisation')
  if (kind !== 'body' && bodyId) say(`${field}/bodyId`, 'is only for a body')
  if (['region', 'stateAgency', 'sector'].includes(kind) && !name) say(`${field}/name`, `is required of a ${kind}`)
  if (guarantee) checkOrder(guarantee.validFrom, guarantee.validTo, `${field}/guarantee/validTo`, say)
}

function checkUnique(items: Keyed[], field: string, say: Say) {
  const seen = new Set<string>()
  items.forEach(({ key }, at) => {
    if (seen.has(key)) say(`${field}/${at}/key`, 'is used twice')
    seen.add(key)
  })
}

function checkKnown(value: number | null | undefined, certainty: string | undefined, field: string, say: Say) {
  const known = certainty === undefined ? value != null : certainty === 'exact' || certainty === 'approximate'
  if (known !== (value != null)) {
    say(field, 'must be exact or approximate where there is a value, and something else where there is none')
  }
}

function checkOrder(from: string | number | null | undefined, to: typeof from, field: string, say: Say) {
  if (from != null && to != null && to < from) say(field, 'must not be before from')
}
