import { addDays } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import { type Content, contentLists } from './content.ts'
import type { AgreementAct, AgreementStatus } from './rules.ts'

/** What an agreement says, as a document, and how it becomes another by what is done to it. */

/** Fields that are objects: a patch states the members that change, and leaves the others. */
const objects = ['term', 'indexClause', 'procurementAssessment', 'revisionDue']

/** The certainty of a value that states none: exact where there is a value, else notStated. */
function withCertainty(item: Record<string, unknown>, value: string): Record<string, unknown> {
  return item.certainty === undefined ? { ...item, certainty: item[value] == null ? 'notStated' : 'exact' } : item
}

const valued: Record<string, string> = { contributions: 'amount', commitments: 'quantity', fundingNeeds: 'amount' }

/** What was sent, complete: lists that are null are empty, and what follows from a value is written out. */
export function complete(sent: object): Record<string, unknown> {
  const entries = Object.entries(sent).map(([name, value]) => {
    if (contentLists.includes(name) && value == null) return [name, []]
    const of = valued[name]
    return [name, of ? (value as Record<string, unknown>[]).map(item => withCertainty(item, of)) : value]
  })
  return Object.fromEntries(entries)
}

/** A content that states nothing. `names` are all that it can state. */
export function emptyContent(names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map(name => [name, contentLists.includes(name) ? [] : null]))
}

/** The content with the patch on it (JSON merge patch; what a patch sets to null is not stated). Lists are replaced whole. */
export function patched(content: object, patch: object): Record<string, unknown> {
  const next: Record<string, unknown> = { ...content }
  for (const [name, value] of Object.entries(patch)) {
    const merges = objects.includes(name) && value !== null && next[name] != null
    next[name] = merges ? { ...(next[name] as object), ...value } : value
  }
  return next
}

export type Recorded = {
  number: number
  act: AgreementAct
  status: AgreementStatus
  effectiveFrom: string | null
  patch: Record<string, unknown>
}

/**
 * The content and status that hold on a day, of the versions recorded so far. Patches apply in this order: those without
 * a day, then by day, then as they were recorded; a step applies where it was recorded and holds from its day. So an
 * amendment recorded late takes its place before those that follow it, and a correction of what was first signed does not
 * undo a later amendment. `on` null: whatever the day.
 */
export function asOf(versions: Recorded[], names: string[], on: string | null) {
  const holding = versions.filter(({ effectiveFrom }) => on === null || effectiveFrom === null || effectiveFrom <= on)
  const place = ({ act, effectiveFrom }: Recorded) => (changesText.has(act) ? (effectiveFrom ?? '') : '')
  const ordered = holding.toSorted((a, b) => compare(place(a), place(b)) || a.number - b.number)
  const content = ordered.reduce((sum, { patch }) => patched(sum, patch), emptyContent(names))
  const taken = holding.filter(({ act }) => isStep.has(act)).toSorted((a, b) => a.number - b.number)
  return { content: content as Content, status: taken.at(-1)?.status ?? 'draft' }
}

/** What the agreement says from one day to another, both included. */
export type Stretch = { first: string; last: string; content: Content }

/**
 * The contents that hold within a calendar year, one after the other: an amendment ends the one before it. Steps count
 * whatever their day, so that an end that is known of is known of in each.
 */
export function contentsIn(versions: Recorded[], names: string[], year: number): Stretch[] {
  const [newYear, last] = [`${year}-01-01`, `${year}-12-31`]
  const changes = versions.flatMap(({ act, effectiveFrom: day }) => (changesText.has(act) && day ? [day] : []))
  const within = changes.filter(day => day > newYear && day <= last)
  const starts = [newYear, ...new Set(within.toSorted(compare))]
  return starts.map((first, at) => {
    const holding = versions.filter(one => !changesText.has(one.act) || (one.effectiveFrom ?? first) <= first)
    const next = starts[at + 1]
    return { first, last: next ? addDays(next, -1) : last, content: asOf(holding, names, null).content }
  })
}

const changesText = new Set<AgreementAct>(['amended', 'corrected', 'extended'])
const isStep = new Set<AgreementAct>(['created', 'decided', 'signed', 'ended', 'terminated'])

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export type Difference = { field: string; before: unknown; after: unknown }

/** What differs between two contents, by JSON pointer: within objects, and item by item in lists of the same length. */
export function differencesOf(before: unknown, after: unknown, field = ''): Difference[] {
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return []
  const both = [before, after]
  const lists = both.every(Array.isArray) && (before as unknown[]).length === (after as unknown[]).length
  const records = both.every(value => typeof value === 'object' && value !== null && !Array.isArray(value))
  if (!lists && !records) return [{ field, before: before ?? null, after: after ?? null }]
  const [a, b] = both as [Record<string, unknown>, Record<string, unknown>]
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return names.flatMap(name => differencesOf(a[name], b[name], `${field}/${name}`))
}

/** The content without its confidential parts: for events, and for callers without agreements:write. */
export function withheld<T extends object>(content: T): T {
  const hide = (value: unknown) =>
    Array.isArray(value)
      ? value.map(item => (item?.confidential === true ? { ...item, description: hidden(item) } : item))
      : value
  const next = { ...content } as Record<string, unknown>
  for (const name of ['contributions', 'commitments']) if (name in next) next[name] = hide(next[name])
  return next as T
}

const hidden = (item: { description?: string | null }) => (item.description == null ? null : '(confidential)')

/** Every rule that the content breaks, by JSON pointer. What the database must be asked for is not looked at here. */
export function checkContent(content: Content): Violation[] {
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field, message, sv })
  const keys = new Set(content.parties.map(({ key }) => key))
  const isParty = (field: string, key: string) => {
    if (!keys.has(key)) say(field, 'must be the key of a party', 'måste vara nyckeln för en part')
  }

  for (const [at, party] of content.parties.entries()) checkParty(party, `/parties/${at}`, say)
  for (const name of ['parties', 'commitments', 'signatories', 'recusals'] as const)
    checkUnique(content[name], `/${name}`, say)
  if (content.payeeKey) {
    isParty('/payeeKey', content.payeeKey)
    const payee = content.parties.find(({ key }) => key === content.payeeKey)
    if (payee && payee.kind !== 'organisation')
      say('/payeeKey', 'must be the key of an organisation', 'måste vara nyckeln för en organisation')
    if (content.onePayee === false)
      say(
        '/onePayee',
        'must not be false where payeeKey names the one',
        'får inte vara false när payeeKey anger mottagaren'
      )
  }
  for (const [at, key] of content.initiatorKeys.entries()) isParty(`/initiatorKeys/${at}`, key)
  for (const name of ['contributions', 'commitments', 'signatories'] as const) {
    for (const [at, item] of content[name].entries()) isParty(`/${name}/${at}/partyKey`, item.partyKey)
  }
  content.contributions.forEach((item, at) => {
    checkKnown(item.amount, item.certainty, `/contributions/${at}/certainty`, say)
    checkOrder(item.validFrom, item.validTo, `/contributions/${at}/validTo`, say)
    if (item.kind === 'cash' && item.valuation)
      say(`/contributions/${at}/valuation`, 'is only for what is not money', 'är bara för det som inte är pengar')
  })
  content.commitments.forEach((item, at) => {
    checkKnown(item.quantity, item.certainty, `/commitments/${at}/certainty`, say)
  })
  content.relations.forEach(({ agreementId, description, url }, at) => {
    if (!agreementId && !description && !url)
      say(
        `/relations/${at}`,
        'must name an agreement, a description or an address',
        'måste ange ett avtal, en beskrivning eller en adress'
      )
  })
  const awards = new Set<string>()
  content.funding.forEach(({ awardId, yearFrom, yearTo }, at) => {
    checkOrder(yearFrom, yearTo, `/funding/${at}/yearTo`, say)
    if (awards.has(awardId))
      say(
        `/funding/${at}/awardId`,
        'is named before: an award is never counted twice',
        'har redan angetts: ett bidrag räknas aldrig två gånger'
      )
    awards.add(awardId)
  })
  content.fundingNeeds.forEach((need, at) => {
    checkKnown(need.amount, need.certainty, `/fundingNeeds/${at}/certainty`, say)
    checkOrder(need.yearFrom, need.yearTo, `/fundingNeeds/${at}/yearTo`, say)
  })
  return violations
}

type Say = (field: string, message: string, sv: string) => void

function checkParty(party: Content['parties'][number], field: string, say: Say) {
  const { kind, organisationId, bodyId, name, guarantee } = party
  if (kind === 'organisation' && !organisationId)
    say(`${field}/organisationId`, 'is required of an organisation', 'måste anges för en organisation')
  if (kind === 'body' && !bodyId) say(`${field}/bodyId`, 'is required of a body', 'måste anges för ett organ')
  if (kind !== 'organisation' && organisationId)
    say(`${field}/organisationId`, 'is only for an organisation', 'är bara för en organisation')
  if (kind !== 'body' && bodyId) say(`${field}/bodyId`, 'is only for a body', 'är bara för ett organ')
  if (['region', 'stateAgency', 'sector'].includes(kind) && !name)
    say(`${field}/name`, `is required of a ${kind}`, `måste anges för ${kind}`)
  if (guarantee) checkOrder(guarantee.validFrom, guarantee.validTo, `${field}/guarantee/validTo`, say)
}

/** Keys are there once; an item that has none is named by nothing. */
function checkUnique(items: { key?: string | null }[], field: string, say: Say) {
  const seen = new Set<string>()
  items.forEach(({ key }, at) => {
    if (key == null) return
    if (seen.has(key)) say(`${field}/${at}/key`, 'is used twice', 'används två gånger')
    seen.add(key)
  })
}

function checkKnown(value: number | null | undefined, certainty: string | undefined, field: string, say: Say) {
  const known = certainty === undefined ? value != null : certainty === 'exact' || certainty === 'approximate'
  if (known !== (value != null)) {
    say(
      field,
      'must be exact or approximate where there is a value, and something else where there is none',
      'måste vara exact eller approximate när det finns ett värde, annars något annat'
    )
  }
}

function checkOrder(from: string | number | null | undefined, to: typeof from, field: string, say: Say) {
  if (from != null && to != null && to < from) say(field, 'must not be before from', 'får inte ligga före from')
}
