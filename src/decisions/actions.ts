import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { recordEvent } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import type { Expected } from '../http/etag.ts'
import { type ChangedLine, changedLines, settleDecided } from './awards.ts'
import { insertLine, takeBackLine } from './lines.ts'
import { findDecision } from './queries.ts'
import type { DecisionPatch, NewDecision } from './schemas.ts'
import { decisionLines, decisions } from './tables.ts'

const subject = { table: decisions, noun: 'decision' }

/** Records a decision with its lines. @throws Conflict (reference taken), Invalid (a line, a reference to nothing) */
export async function createDecision(tx: Transaction, actor: Actor, municipalityCode: string, decision: NewDecision) {
  const { lines = [], ...values } = decision
  const [row] = await tx
    .insert(decisions)
    .values({ kind: 'committee', ...values, municipalityCode })
    .returning()
  await recordEvent(tx, actor, 'decision.created', row!)
  const ref = { municipalityCode, id: row!.id }
  const inserted: ChangedLine[] = []
  for (const [at, line] of lines.entries()) inserted.push(await insertLine(tx, actor, ref, line, `/lines/${at}`))
  await settleDecided(tx, municipalityCode, changedLines(inserted))
  return await findDecision(tx, ref)
}

/** Corrects the record of a decision; its lines follow in the ledger. @throws NotFound, Stale, Conflict (withdrawn) */
export async function updateDecision(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: DecisionPatch,
  expected: Expected
) {
  const { eventId } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected })
  if (eventId && (patch.meetingDate || patch.bodyId)) {
    const ids = await standingLines(tx, ref)
    const changed = ids.map(lineId => ({ lineId, eventId }))
    await settleDecided(tx, ref.municipalityCode, changedLines(changed))
  }
  return await findDecision(tx, ref)
}

/** Takes back a decision that should not stand, with all its lines. @throws NotFound, Conflict (withdrawn) */
export async function withdrawDecision(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { municipalityCode } = ref
  await withdrawRecord(tx, actor, subject, ref, reason)
  const withdrawn: ChangedLine[] = []
  for (const id of await standingLines(tx, ref)) {
    withdrawn.push(await takeBackLine(tx, actor, { municipalityCode, id }, reason))
  }
  await settleDecided(tx, municipalityCode, changedLines(withdrawn))
  return await findDecision(tx, ref)
}

async function standingLines(tx: Transaction, { municipalityCode, id }: Ref): Promise<string[]> {
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
