import { and, eq } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { lockRecord } from '../database/records.ts'
import { spanOf, today } from '../dates.ts'
import { decisions } from '../decisions/record.ts'
import { Conflict, Invalid, type Violation } from '../errors.ts'
import type { Adoption, Ending, Signing, Termination } from './act-schemas.ts'
import type { Content } from './content-rules.ts'
import type { AgreementRow } from './queries.ts'
import { lockAgreement, recordChange, refuseStatus } from './record.ts'
import { checkDecision } from './references.ts'
import { agreements } from './tables.ts'

/**
 * Records that a draft was decided. Of an old agreement it may be known that it was, and neither when nor by which
 * decision: none is made up. @throws NotFound, Conflict (decided already), Invalid (the decision)
 */
export async function decideAgreement(tx: Transaction, actor: Actor, ref: Ref, adoption: Adoption) {
  const { decisionId = null, reason } = adoption
  const row = await lockAgreement(tx, ref, 'decided')
  const meeting = decisionId ? await findMeeting(tx, ref.municipalityCode, decisionId) : undefined
  const decidedOn = adoption.decidedOn ?? meeting?.on ?? null
  const decidedOnPrecision = adoption.decidedOn ? (adoption.decidedOnPrecision ?? 'day') : (meeting?.precision ?? null)
  return await recordChange(tx, actor, row, {
    act: 'decided',
    status: 'decided',
    patch: { decidedOn, decidedOnPrecision },
    columns: { decisionId },
    effectiveFrom: decidedOn,
    decisionId,
    reason
  })
}

/** When the body met that decided. @throws Invalid (no such decision) */
async function findMeeting(tx: Transaction, municipalityCode: string, decisionId: string) {
  await checkDecision(tx, municipalityCode, decisionId)
  const [meeting] = await tx
    .select({ on: decisions.decidedOn, precision: decisions.decidedOnPrecision })
    .from(decisions)
    .where(and(eq(decisions.municipalityCode, municipalityCode), eq(decisions.id, decisionId)))
  return meeting!
}

/**
 * Records signatures. The agreement is signed when every signatory has signed; where it names none, by being said to be.
 * The same signatures again change nothing. @throws NotFound, Conflict (not decided, signed on another day), Invalid
 */
export async function signAgreement(tx: Transaction, actor: Actor, ref: Ref, signing: Signing) {
  const row = await lockRecord(tx, agreements, 'agreement', ref)
  const content = row.content as Content
  const { signedOn = null, signatoryKeys, signedIn, reason } = signing
  const signedOnPrecision = signedOn ? (signing.signedOnPrecision ?? 'day') : null
  refuseFuture('/signedOn', signedOn)
  refuseUnknownKeys(signatoryKeys, content)
  if (isRepeated(row, content, signing)) return row
  refuseStatus(row, 'signed')
  const signs = ({ key, signed }: { key: string; signed?: boolean }) =>
    signatoryKeys ? signatoryKeys.includes(key) : !signed
  const signatories = content.signatories.map(one => {
    if (!signs(one)) return one
    if (one.signed && (one.signedOn ?? null) !== signedOn) {
      throw new Conflict('signature-recorded', `${one.key} has signed on another day: correct that instead.`)
    }
    return { ...one, signed: true, signedOn, ...(signedOnPrecision && { signedOnPrecision }) }
  })
  const all = signatories.every(({ signed }) => signed)
  const patch = { signatories, ...(signedIn !== undefined && { signedIn }) }
  if (!all) return await recordChange(tx, actor, row, { act: 'signatureRecorded', patch, reason })
  const last = signatories.reduce<{ on: string | null; precision: string | null }>(
    (latest, one) =>
      one.signedOn && (!latest.on || one.signedOn > latest.on)
        ? { on: one.signedOn, precision: one.signedOnPrecision ?? 'day' }
        : latest,
    { on: signedOn, precision: signedOnPrecision }
  )
  return await recordChange(tx, actor, row, {
    act: 'signed',
    status: 'signed',
    patch: { ...patch, signedOn: last.on, signedOnPrecision: last.precision },
    effectiveFrom: last.on,
    reason
  })
}

/** A request that was sent twice: everybody whom it names has signed, on that day. */
function isRepeated(row: AgreementRow, content: Content, { signedOn = null, signatoryKeys }: Signing): boolean {
  const signed = content.signatories as { key: string; signed?: boolean; signedOn?: string | null }[]
  if (row.status === 'signed' && !signatoryKeys) return content.signedOn === signedOn
  if (row.status !== 'decided' && row.status !== 'signed') return false
  if (!signatoryKeys) return false
  return signed
    .filter(({ key }) => signatoryKeys.includes(key))
    .every(one => one.signed && (one.signedOn ?? null) === signedOn)
}

function refuseUnknownKeys(keys: string[] | undefined, content: Content) {
  const known = new Set(content.signatories.map(({ key }) => key))
  const violations = (keys ?? []).flatMap((key, at): Violation[] =>
    known.has(key) ? [] : [{ field: `/signatoryKeys/${at}`, message: 'is not a signatory of the agreement' }]
  )
  if (violations.length > 0) throw new Invalid('signatory-not-found', 'Somebody who is not to sign cannot.', violations)
}

function refuseFuture(field: string, day: string | null | undefined) {
  if (!day || day <= today()) return
  throw new Invalid('day-to-come', 'What has not happened cannot be recorded.', [
    { field, message: 'must not be later than today' }
  ])
}

/** Records that an agreement has ended. @throws NotFound, Conflict (not signed), Invalid (the day) */
export async function endAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { endedOn, endedOnPrecision = 'day', reason = null }: Ending
) {
  const row = await lockAgreement(tx, ref, 'ended')
  refuseFuture('/endedOn', endedOn)
  refuseBeforeStart(row, '/endedOn', spanOf(endedOn, endedOnPrecision).latest)
  const patch = { endedOn, endedOnPrecision, endedReason: reason }
  return await recordChange(tx, actor, row, { act: 'ended', status: 'ended', patch, effectiveFrom: endedOn, reason })
}

/** Records an end before time: why, and who gave notice when. @throws NotFound, Conflict (not signed), Invalid */
export async function terminateAgreement(tx: Transaction, actor: Actor, ref: Ref, termination: Termination) {
  const {
    endsOn,
    endsOnPrecision = 'day',
    reason,
    noticeGivenByKey = null,
    noticeGivenOn = null,
    decisionId
  } = termination
  const row = await lockAgreement(tx, ref, 'terminated')
  const { parties } = row.content as Content
  if (noticeGivenByKey && !parties.some(({ key }) => key === noticeGivenByKey)) {
    throw new Invalid('party-not-found', 'Who gives notice is a party.', [
      { field: '/noticeGivenByKey', message: 'must be the key of a party' }
    ])
  }
  refuseFuture('/noticeGivenOn', noticeGivenOn)
  const end = spanOf(endsOn, endsOnPrecision).latest
  if (noticeGivenOn && noticeGivenOn > end) {
    throw new Invalid('notice-after-end', 'Notice is given before the end.', [
      { field: '/noticeGivenOn', message: 'must not be after endsOn' }
    ])
  }
  refuseBeforeStart(row, '/endsOn', end)
  if (decisionId) await checkDecision(tx, ref.municipalityCode, decisionId)
  const patch = {
    endedOn: endsOn,
    endedOnPrecision: endsOnPrecision,
    endedReason: reason,
    noticeGivenByKey,
    noticeGivenOn
  }
  const effectiveFrom = noticeGivenOn ?? (endsOn < today() ? endsOn : today())
  const change = { patch, effectiveFrom, decisionId, reason }
  return await recordChange(tx, actor, row, { act: 'terminated', status: 'terminated', ...change })
}

function refuseBeforeStart({ startsEarliest }: AgreementRow, field: string, day: string) {
  if (day >= startsEarliest) return
  throw new Invalid('end-before-start', 'An agreement does not end before it begins.', [
    { field, message: `must not be before ${startsEarliest}` }
  ])
}
