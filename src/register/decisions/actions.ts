import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { lockRecord, realChanges } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { type ChangedLine, changedLines, settleDecided } from './awards.ts'
import { checkDecision, type DecisionFacts } from './decision-rules.ts'
import { refuseSecondDecision } from './duplicate-decisions.ts'
import { decisionLines } from './line-record.ts'
import { insertLine, takeBackLine } from './lines.ts'
import { problems } from './problems.ts'
import { findDecision, withWarnings } from './queries.ts'
import { type DecisionPatch, type DecisionRow, decisions, optionalOfDecision } from './record.ts'
import { checkDecisionReferences } from './references.ts'
import type { NewDecision } from './schemas.ts'

export const decisionSubject = { table: decisions, noun: 'decision' }

/**
 * Records a decision with its lines, or a proposal. @throws Conflict (reference taken), Invalid (a line, a reference to
 * nothing, a second decision on the same matter that does not say which one it revises)
 */
export async function createDecision(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  decision: NewDecision
) {
  const { lines = [], ...content } = decision
  const values = completeDecision(content)
  refuseDecision(values)
  await checkDecisionReferences(tx, municipalityCode, values)
  const { id } = await createRecord(tx, actor, decisionSubject, { ...values, municipalityCode })
  const ref = { municipalityCode, id }
  const pointers = new Map<string, string>()
  const inserted: ChangedLine[] = []
  for (const [at, line] of lines.entries()) {
    const changed = await insertLine(tx, actor, ref, line, `/lines/${at}`)
    inserted.push(changed)
    pointers.set(changed.lineId, `/lines/${at}`)
  }
  const ofLine = (id: string) => `${pointers.get(id)}/revisesLineId`
  await refuseSecondDecision(tx, ref, { decision: '/revisesDecisionId', line: ofLine })
  await settleDecided(tx, municipalityCode, changedLines(inserted))
  return await withWarnings(tx, await findDecision(tx, ref))
}

/** Corrects the record of a decision; its lines follow in the ledger. @throws NotFound, Stale, Conflict, Invalid */
export async function updateDecision(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: DecisionPatch,
  expected: Expected
) {
  const before = await lockRecord(tx, decisions, 'decision', ref)
  checkVersion(expected, before.version)
  const changed = await correctDecision(tx, actor, before, patch)
  if (changed.diaryNumber || changed.bodyId) {
    const [field] = Object.keys(changed).filter(name => name === 'diaryNumber' || name === 'bodyId')
    await refuseSecondDecision(tx, ref, { decision: `/${field}`, line: () => `/${field}` })
  }
  return await withWarnings(tx, await findDecision(tx, ref))
}

/** Writes what is different in a locked decision, and answers that. @throws Invalid */
export async function correctDecision(
  tx: Transaction,
  actor: Actor,
  before: DecisionRow,
  patch: Partial<DecisionRow> | DecisionPatch,
  reason?: string
): Promise<Partial<DecisionRow>> {
  const { municipalityCode, id } = before
  const ref = { municipalityCode, id }
  const next = { ...before, ...patch } as DecisionRow
  if (next.standing === 'proposed') next.proposalOutcome ??= 'notStated'
  refuseDecision(next)
  const changes = realChanges<DecisionRow>(before, next)
  await checkDecisionReferences(tx, municipalityCode, { ...changes, id })
  const { eventId } = await changeRecord(tx, actor, decisionSubject, ref, { changes, reason })
  if (eventId && (changes.decidedOn || changes.bodyId)) {
    const lines = await standingLines(tx, ref)
    await settleDecided(tx, municipalityCode, changedLines(lines.map(lineId => ({ lineId, eventId }))))
  }
  return changes
}

/** Takes back a decision that should not stand, with all its lines. @throws NotFound, Conflict (withdrawn) */
export async function withdrawDecision(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { municipalityCode } = ref
  await withdrawRecord(tx, actor, decisionSubject, ref, reason)
  const withdrawn: ChangedLine[] = []
  for (const id of await standingLines(tx, ref)) {
    withdrawn.push(await takeBackLine(tx, actor, { municipalityCode, id }, reason))
  }
  await settleDecided(tx, municipalityCode, changedLines(withdrawn))
  return await findDecision(tx, ref)
}

/** The decision, locked. @throws NotFound, Conflict (withdrawn, annulled, or a proposal: no decision) */
export async function lockDecided(tx: Transaction, ref: Ref): Promise<DecisionRow> {
  const row = await lockRecord(tx, decisions, 'decision', ref)
  if (row.standing === 'proposed') {
    throw new Conflict(problems['decision-only-proposed'], {
      en: 'This is a proposal: nothing has been decided by it.',
      sv: 'Det här är ett förslag: inget har beslutats genom det.'
    })
  }
  if (row.annulmentRecordedAt)
    throw new Conflict(problems['decision-annulled'], {
      en: 'This decision has been annulled.',
      sv: 'Beslutet har upphävts.'
    })
  return row
}

type Content = Omit<NewDecision, 'lines'>

/** Every field of a decision: null, or its default, where the caller states nothing. */
export function completeDecision(content: Content) {
  const { standing = 'decided', proposalOutcome = null } = content
  return {
    ...Object.fromEntries(optionalOfDecision.map(name => [name, null])),
    kind: 'committee' as const,
    decidedOnPrecision: 'day' as const,
    meetingPlanned: false,
    documents: [],
    fileIds: [],
    recusals: [],
    revisesDecisionId: null,
    ...content,
    standing,
    proposalOutcome: standing === 'proposed' ? (proposalOutcome ?? 'notStated') : proposalOutcome
  } as Content & DecisionFacts
}

function refuseDecision(decision: DecisionFacts) {
  const violations = checkDecision(decision)
  if (violations.length === 0) return
  throw new Invalid(
    problems['decision-not-valid'],
    { en: 'The decision breaks rules of a decision.', sv: 'Beslutet bryter mot reglerna för beslut.' },
    violations
  )
}

/** @throws Invalid `dates-reversed` */
export function refuseBefore(day: string, earliest: string, field: string) {
  if (day >= earliest) return
  throw new Invalid(
    problems['dates-reversed'],
    { en: 'The day is before what it follows.', sv: 'Dagen ligger före det som den följer på.' },
    [{ field, message: `must not be before ${earliest}`, sv: `får inte ligga före ${earliest}` }]
  )
}

/** Ids of the lines that were not withdrawn. */
export async function standingLines(tx: Transaction, { municipalityCode, id }: Ref): Promise<string[]> {
  const rows = await tx
    .select({ id: decisionLines.id })
    .from(decisionLines)
    .where(
      and(
        eq(decisionLines.municipalityCode, municipalityCode),
        eq(decisionLines.decisionId, id),
        isNull(decisionLines.withdrawnAt)
      )
    )
    .orderBy(decisionLines.id)
  return rows.map(row => row.id)
}
