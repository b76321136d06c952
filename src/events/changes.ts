import type { PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { amendRecord, lockRecord, type RecordTable, realChanges } from '../database/records.ts'
import { checkVersion, type Expected } from '../http/etag.ts'
import { recordEvent } from './actions.ts'

type Subject<T extends RecordTable> = { table: T; noun: string }

/**
 * Registers a record and appends the event of it. The caller has judged the values.
 * `parentId`: the record that it belongs to, in whose history the event is read too. @throws Conflict (reference taken)
 */
export async function createRecord<T extends RecordTable>(
  tx: Transaction,
  actor: Actor,
  { table, noun }: Subject<T>,
  values: T['$inferInsert'],
  { verb = 'created', parentId }: { verb?: string; parentId?: string } = {}
): Promise<T['$inferSelect']> {
  const [row] = await tx
    .insert(table as PgTable)
    .values(values as PgInsertValue<PgTable>)
    .returning()
  await recordEvent(tx, actor, `${noun}.${verb}`, row as { municipalityCode: string; version: number }, { parentId })
  return row as T['$inferSelect']
}

type Change<T extends RecordTable> = {
  verb?: string
  changes: Partial<T['$inferInsert']>
  /** The version that the caller has read; absent where the operation is no replacement of content. */
  expected?: Expected
  /** What follows from the changes, given the record before. */
  derive?: (before: T['$inferSelect'], changes: Partial<T['$inferInsert']>) => Partial<T['$inferInsert']>
  reason?: string
  parentId?: string
}

/**
 * Changes a record and appends the event of it; nothing is written where nothing would change.
 * Answers the record as it was and as it is, and the event. @throws NotFound, Stale, Conflict (withdrawn)
 */
export async function changeRecord<T extends RecordTable>(
  tx: Transaction,
  actor: Actor,
  { table, noun }: Subject<T>,
  ref: Ref,
  { verb = 'updated', changes, derive, expected, reason, parentId }: Change<T>
) {
  const before = await lockRecord(tx, table, noun, ref)
  if (expected) checkVersion(expected, before.version as number)
  const real = realChanges<object>(before, { ...changes, ...derive?.(before, changes) })
  if (Object.keys(real).length === 0) return { before, after: before, eventId: undefined }
  const after = await amendRecord(tx, table, ref, real as Partial<T['$inferInsert']>)
  const eventId = await recordEvent(
    tx,
    actor,
    `${noun}.${verb}`,
    after as { municipalityCode: string; version: number },
    {
      before,
      reason,
      parentId
    }
  )
  return { before, after, eventId }
}

/** Takes a record back, for good. @throws NotFound, Conflict (withdrawn already) */
export async function withdrawRecord<T extends RecordTable>(
  tx: Transaction,
  actor: Actor,
  subject: Subject<T>,
  ref: Ref,
  reason: string,
  parentId?: string
) {
  const changes = { withdrawnAt: new Date().toISOString(), withdrawnReason: reason } as Partial<T['$inferInsert']>
  return await changeRecord(tx, actor, subject, ref, { verb: 'withdrawn', changes, reason, parentId })
}
