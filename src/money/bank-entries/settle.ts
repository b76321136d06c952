import { and, eq, ne } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { oreOf, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { Found } from '../payment-runs/bank-files/findings.ts'
import { contentKeyOf } from '../payment-runs/bank-files/same-entry.ts'
import type { RunRow } from '../payment-runs/record.ts'
import { bankEntries, subject } from './record.ts'

/**
 * Says of entries of the run that wait for somebody that they are matched, where a file has matched them since: a return
 * that came before its payment, say, or an entry whose name another message tells. A second debit stays one, and so does what
 * the file itself leaves unmatched.
 */
export async function settleBankEntries(tx: Transaction, actor: Actor, { municipalityCode, id }: RunRow, found: Found) {
  const waiting = await tx
    .select()
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.municipalityCode, municipalityCode),
        eq(bankEntries.runId, id),
        eq(bankEntries.status, 'unmatched'),
        ne(bankEntries.cause, 'secondDebit')
      )
    )
    .orderBy(bankEntries.id)
  if (waiting.length === 0) return
  const payments = new Map<string, string>()
  for (const { transaction, item } of found.taken) {
    const { bankReference, side, amount } = transaction
    payments.set(contentKeyOf(transaction), item.paymentId)
    if (bankReference !== null) payments.set(keyOf(bankReference, side, toOre(amount)), item.paymentId)
  }
  const left = new Set(found.unmatched.flatMap(({ entry }) => (entry ? contentKeyOf(entry.transaction) : [])))
  for (const { id, contentKey, bankReference, direction, amount } of waiting) {
    if (left.has(contentKey)) continue
    const byReference =
      bankReference === null ? undefined : payments.get(keyOf(bankReference, direction, oreOf(amount)))
    const paymentId = byReference ?? payments.get(contentKey)
    if (!paymentId) continue
    const matched = { status: 'matched' as const, matchedAt: new Date().toISOString(), matchedBy: actor.principal }
    await changeRecord(
      tx,
      actor,
      subject,
      { municipalityCode, id },
      {
        verb: 'matched',
        changes: { ...matched, paymentId },
        reason: 'By a file of the bank'
      }
    )
  }
}

const keyOf = (reference: string, direction: string, ore: bigint) => `${reference} ${direction} ${ore}`
