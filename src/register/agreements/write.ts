import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, Invalid, ruleNamed } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { checkFiles } from '../files/references.ts'
import { type Content, contentNames } from './content.ts'
import { asOf, checkContent, complete, withheld } from './content-rules.ts'
import { keepPersons, withoutPersons } from './persons.ts'
import { problems } from './problems.ts'
import { findVersions } from './queries.ts'
import {
  type AgreementPatch,
  type AgreementRow,
  agreements,
  agreementVersions,
  type NewAgreement,
  withoutBounds
} from './record.ts'
import { referenceViolations, replaceLinks } from './references.ts'
import { type AgreementAct, type AgreementStatus, brokenRule } from './rules.ts'
import { boundsOf, checkTerm, noticeSpan, scenariosOf } from './term-rules.ts'

type Change = {
  act: Exclude<AgreementAct, 'created'>
  status?: AgreementStatus
  /** What changes in the content. */
  patch?: Record<string, unknown>
  effectiveFrom?: string | null
  decisionId?: string | null
  reason?: string | null
  /** Columns of the row itself: provenance, the decision that adopted it. */
  columns?: Partial<typeof agreements.$inferInsert>
  /** Where the patch stands in what was sent. */
  pointer?: string
}

/** The agreement, locked, for an act that its status allows. @throws NotFound, Conflict (withdrawn, or the status) */
export async function lockAgreement(
  tx: Transaction,
  ref: Ref,
  act: Exclude<AgreementAct, 'created'>
): Promise<AgreementRow> {
  const row = await lockRecord(tx, agreements, 'agreement', ref)
  refuseStatus(row, act)
  return row
}

export function refuseStatus({ status }: AgreementRow, act: Exclude<AgreementAct, 'created'>): void {
  const rule = brokenRule(status, act)
  if (rule)
    throw new Conflict(ruleNamed(rule), {
      en: `The agreement is ${status}, so it cannot be ${act}.`,
      sv: `Avtalet har status ${status}, så det här går inte att göra (${act}).`
    })
}

/** Registers an agreement as a draft. @throws Invalid (rules of content, references), Conflict (reference taken) */
export async function createAgreement(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  sent: NewAgreement
): Promise<AgreementRow> {
  const { source, reference, sourceUrl, sourceUpdatedOn, sourceRetrievedOn, ...stated } = sent
  const { patch, persons } = withoutPersons(complete(stated))
  const { content } = asOf(
    [{ number: 1, act: 'created', status: 'draft', effectiveFrom: null, patch }],
    contentNames,
    null
  )
  await refuseContent(tx, municipalityCode, content, patch, '')
  const provenance = { sourceUrl, sourceUpdatedOn, sourceRetrievedOn }
  const [row] = await tx
    .insert(agreements)
    .values({ source, reference, ...provenance, ...columnsOf(content), municipalityCode })
    .returning()
  await tx.insert(agreementVersions).values(versionOf(actor, row!, { act: 'created', patch }))
  await replaceLinks(tx, row!, content, true)
  await keepPersons(tx, row!, persons)
  await recordEvent(tx, actor, 'agreement.created', told(row!))
  return row!
}

/**
 * The one way in which an agreement changes: a version, the content that follows from all versions, the rows that
 * follow from the content, and the event. Nothing is written where nothing would change. @throws Invalid
 */
export async function recordChange(
  tx: Transaction,
  actor: Actor,
  before: AgreementRow,
  change: Change
): Promise<AgreementRow> {
  const { act, status = before.status, columns = {}, pointer = '' } = change
  const { patch, persons } = withoutPersons(complete(keepSignatures(before, change)))
  const version = { number: before.version + 1, act, status, effectiveFrom: change.effectiveFrom ?? null, patch }
  const versions = [...(await findVersions(tx, before)), version]
  const { content } = asOf(versions, contentNames, null)
  const personsChanged = await keepPersons(tx, before, persons)
  const same = JSON.stringify(content) === JSON.stringify(normal(before.content))
  const still = Object.entries(columns).every(
    ([name, value]) => (before as Record<string, unknown>)[name] === (value ?? null)
  )
  if (same && still && status === before.status && !personsChanged) return before
  await refuseContent(tx, before.municipalityCode, content, patch, pointer, before.id)
  const dates = versions.flatMap(({ effectiveFrom, act }) =>
    act === 'amended' && effectiveFrom ? [effectiveFrom] : []
  )
  const pendingUntil = dates.sort().at(-1) ?? null
  const next = { ...before, version: version.number }
  await tx.insert(agreementVersions).values(versionOf(actor, next, { ...change, act, patch, status }))
  const row = await amendRecord(tx, agreements, before, { ...columns, ...columnsOf(content), status, pendingUntil })
  await replaceLinks(tx, row, content)
  const names = personsChanged ? { personsChanged } : {}
  await recordEvent(
    tx,
    actor,
    `agreement.${act}`,
    { ...told(row), ...names },
    { before: told(before), reason: change.reason }
  )
  return row
}

/** A signature stays when the list of signatories is replaced. */
function keepSignatures({ content }: AgreementRow, { act, patch = {} }: Change): Record<string, unknown> {
  if (!patch.signatories || act === 'signed' || act === 'signatureRecorded') return patch
  const before = content.signatories
  const signatories = (patch.signatories as Content['signatories']).map(one => {
    const { signed, signedOn, signedOnPrecision } = before.find(({ key }) => key === one.key) ?? {}
    return { ...one, ...(signed && { signed, signedOn, ...(signedOnPrecision && { signedOnPrecision }) }) }
  })
  return { ...patch, signatories }
}

/** The content with its properties in one order, to compare: jsonb keeps its own. */
const normal = (content: Content) =>
  Object.fromEntries(contentNames.map(name => [name, (content as Record<string, unknown>)[name] ?? null])) as Content

function told(row: AgreementRow) {
  const { content, pendingUntil, ...rest } = withoutBounds(row)
  return { ...rest, ...withheld(content) }
}

/** A row of versions, as insert takes it. */
export function versionOf(actor: Actor, row: AgreementRow, change: Omit<Change, 'act'> & { act: AgreementAct }) {
  return {
    municipalityCode: row.municipalityCode,
    agreementId: row.id,
    number: row.version,
    act: change.act,
    status: change.status ?? row.status,
    effectiveFrom: change.effectiveFrom ?? null,
    patch: change.patch ?? {},
    decisionId: change.decisionId ?? null,
    reason: change.reason ?? null,
    recordedBy: actor.name,
    sentBy: actor.sentBy
  }
}

/** Columns that follow from the content. */
export function columnsOf(content: Content) {
  const scenarios = scenariosOf(content.term, content, today())
  const { startsEarliest, startsLatest, endsEarliest, endsLatest } = boundsOf(scenarios)
  const notice = noticeSpan(content.term, content, today())
  return {
    content: normal(content),
    kind: content.kind,
    startsEarliest: startsEarliest ?? '0001-01-01',
    startsLatest: startsLatest ?? '9999-12-31',
    endsEarliest: endsEarliest ?? '0001-01-01',
    endsLatest: endsLatest ?? '9999-12-31',
    noticeEarliest: notice?.earliest ?? null,
    noticeLatest: notice?.latest ?? null
  }
}

/** All rules at once, of the whole content; what is named is looked up where the patch names it. @throws Invalid */
async function refuseContent(
  tx: Transaction,
  municipalityCode: string,
  content: Content,
  patch: Partial<Content>,
  pointer: string,
  id?: string
) {
  await checkFiles(tx, municipalityCode, patch, pointer)
  const term = checkTerm(content.term).map(({ field, ...told }) => ({ field: `/term${field}`, ...told }))
  const references = await referenceViolations(tx, municipalityCode, patch, id)
  const violations = [...checkContent(content), ...term, ...references]
  if (violations.length === 0) return
  const placed = violations.map(({ field, ...told }) => ({ field: pointer + field, ...told }))
  throw new Invalid(
    problems['agreement-not-valid'],
    { en: 'The agreement breaks rules of agreements.', sv: 'Avtalet bryter mot reglerna för avtal.' },
    placed
  )
}

/** Changes what is not yet signed. @throws NotFound, Stale, Conflict (signed, withdrawn), Invalid */
export async function updateAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: AgreementPatch,
  expected: Expected
) {
  const row = await lockAgreement(tx, ref, 'updated')
  checkVersion(expected, row.version)
  return await recordChange(tx, actor, row, { act: 'updated', ...divided(patch) })
}

/** What is of the content, and what stands beside it. */
export function divided({ sourceUrl, sourceUpdatedOn, sourceRetrievedOn, ...patch }: Partial<AgreementPatch>) {
  const all = Object.entries({ sourceUrl, sourceUpdatedOn, sourceRetrievedOn })
  return { patch, columns: Object.fromEntries(all.filter(([, value]) => value !== undefined)) }
}

/** @throws Invalid `day-to-come` */
export function refuseFuture(field: string, day: string | null | undefined) {
  if (!day || day <= today()) return
  throw new Invalid(
    problems['day-to-come'],
    { en: 'What has not happened cannot be recorded.', sv: 'Det som inte har hänt kan inte registreras.' },
    [{ field, message: 'must not be later than today', sv: 'får inte vara senare än i dag' }]
  )
}
