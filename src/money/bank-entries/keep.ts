import { and, eq, or, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { toNumber } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { recordEvents } from '../../platform/events/actions.ts'
import type { Unmatched, UnmatchedEntry } from '../payment-runs/bank-files/findings.ts'
import { ownNamesOf } from '../payment-runs/bank-files/match-movements.ts'
import type { Movements } from '../payment-runs/bank-files/messages.ts'
import { suffixOf } from '../payment-runs/bank-files/own-account.ts'
import { contentKeyOf, kindOf, referenceKeyOf } from '../payment-runs/bank-files/same-entry.ts'
import type { RunRow } from '../payment-runs/record.ts'
import { type Known, KnownEntries } from './known-entries.ts'
import { bankEntries } from './record.ts'

/** Entries of one statement: their parameters fit in it, and their events. */
const AT_ONCE = 1000
/** Characters of what a bank names things by. */
const NAME = 35

type Told = { unmatched: Unmatched; entry: UnmatchedEntry; referenceKey: string | null; contentKey: string }

/**
 * Keeps those of the unmatched entries of a file that somebody can work on. What is kept already, from this file or
 * another, is not kept again: `worked` are those of them that somebody has matched or dismissed. The payment settings are
 * locked (confirm.ts of bank-files), so that no two files compare at once.
 */
export async function keepBankEntries(
  tx: Transaction,
  actor: Actor,
  run: RunRow,
  { message, messageId }: Movements,
  unmatched: Unmatched[]
): Promise<{ recordedCount: number; worked: Set<Unmatched> }> {
  const told = unmatched.flatMap((each): Told[] => {
    const { entry } = each
    if (!entry) return []
    const { transaction } = entry
    const keys = { referenceKey: referenceKeyOf(transaction, messageId), contentKey: contentKeyOf(transaction) }
    return [{ unmatched: each, entry, ...keys }]
  })
  const known = new KnownEntries(await findKnown(tx, run.municipalityCode, told))
  const messageKind = kindOf(message)
  const worked = new Set<Unmatched>()
  const news: Told[] = []
  for (const each of told) {
    const found = known.take({ ...each, messageKind, bankReference: each.entry.transaction.bankReference })
    if (!found) news.push(each)
    else if (found.status !== 'unmatched') worked.add(each.unmatched)
  }
  for (let at = 0; at < news.length; at += AT_ONCE) {
    const rows = await tx
      .insert(bankEntries)
      .values(news.slice(at, at + AT_ONCE).map(each => valuesOf(run, messageKind, each)))
      .returning()
    const happened = rows.map(row => ({ subject: row, parentId: run.id }))
    await recordEvents(tx, actor, 'bankEntry.recorded', happened)
  }
  return { recordedCount: news.length, worked }
}

/** What is kept of the municipality and may be one of these, in the order in which it was recorded. */
async function findKnown(tx: Transaction, municipalityCode: string, told: Told[]): Promise<Known[]> {
  if (told.length === 0) return []
  const { status, messageKind, bankReference, referenceKey, contentKey, id } = bankEntries
  const references = told.flatMap(each => each.referenceKey ?? [])
  const contents = told.map(each => each.contentKey)
  return await tx
    .select({ status, messageKind, bankReference, referenceKey, contentKey })
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.municipalityCode, municipalityCode),
        or(
          sql`${referenceKey} = any(${sql.param(references)}::text[])`,
          sql`${contentKey} = any(${sql.param(contents)}::text[])`
        )
      )
    )
    .orderBy(id)
}

function valuesOf(run: RunRow, messageKind: string, { unmatched, entry, referenceKey, contentKey }: Told) {
  const { transaction, cause, item } = entry
  const { references, account, side, amount, bookedOn, bankReference, ...codes } = transaction
  const [named] = ownNamesOf(transaction)
  // An id of somebody else's is told to who sent the file, and not kept.
  const foreign = references.endToEndId !== null && references.endToEndId !== named
  return {
    municipalityCode: run.municipalityCode,
    runId: run.id,
    direction: side,
    amount: toNumber(amount),
    bookedOn: bookedOn!,
    cause,
    explanation: foreign ? 'It has the end-to-end id of another payment, and names one of ours' : unmatched.message,
    paymentId: item?.paymentId ?? null,
    endToEndId: named ?? null,
    accountSuffix: suffixOf(account),
    bankReference: bankReference?.slice(0, NAME) ?? null,
    transactionCode: codes.transactionCode?.slice(0, NAME) ?? null,
    reasonCode: codes.reasonCode?.slice(0, NAME) ?? null,
    messageKind,
    referenceKey,
    contentKey
  }
}
