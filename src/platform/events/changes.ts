import type { PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../database/connection.ts'
import { amendRecord, lockRecord, type RecordTable, realChanges } from '../database/records.ts'
import { checkVersion, type Expected } from '../http/if-match.ts'
import { recordEvent, recordEvents } from './actions.ts'

type Subject<T extends RecordTable> = {
  table: T
  /** What the events call it. */
  noun: string
  /** The column that names the record that it belongs to, in whose history its events are read too. */
  parent?: keyof T['$inferSelect'] & string
}

/** The record that one belongs to, where the subject tells it. */
const parentOf = <T extends RecordTable>({ parent }: Subject<T>, row: T['$inferSelect']) =>
  parent === undefined ? undefined : (row[parent] as string)

type Making = {
  verb?: string
  /** The record that they belong to, in whose history the events are read too. */
  parentId?: string
}

/** Registers a record and appends the event of it. The caller has judged the values. @throws Conflict (reference taken) */
export async function createRecord<T extends RecordTable>(
  tx: Transaction,
  actor: Actor,
  subject: Subject<T>,
  values: T['$inferInsert'],
  making: Making = {}
): Promise<T['$inferSelect']> {
  const [made] = await createRecords(tx, actor, subject, [values], making)
  return made!
}

/** Records of one statement: their parameters fit in it. */
const AT_ONCE = 1000

/** The same of several, which are answered in their order. */
export async function createRecords<T extends RecordTable>(
  tx: Transaction,
  actor: Actor,
  subject: Subject<T>,
  all: T['$inferInsert'][],
  { verb = 'created', parentId }: Making = {}
): Promise<T['$inferSelect'][]> {
  const { table, noun } = subject
  const made: T['$inferSelect'][] = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const values = all.slice(at, at + AT_ONCE) as PgInsertValue<PgTable>[]
    const rows = await tx
      .insert(table as PgTable)
      .values(values)
      .returning()
    const told = (rows as (T['$inferSelect'] & { municipalityCode: string; version: number })[]).map(row => ({
      subject: row,
      parentId: parentId ?? parentOf(subject, row)
    }))
    await recordEvents(tx, actor, `${noun}.${verb}`, told)
    made.push(...told.map(({ subject: row }) => row))
  }
  return made
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
  subject: Subject<T>,
  ref: Ref,
  { verb = 'updated', changes, derive, expected, reason, parentId }: Change<T>
) {
  const { table, noun } = subject
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
    { before, reason, parentId: parentId ?? parentOf(subject, before) }
  )
  return { before, after, eventId }
}

/**
 * Locks a record for a change whose rules are judged before `changeRecord` is called: whoever read an older version is told
 * that (412) before any rule (422). @throws NotFound, Stale, Conflict (withdrawn)
 */
export async function lockForChange<T extends RecordTable>(
  tx: Transaction,
  { table, noun }: Subject<T>,
  ref: Ref,
  expected: Expected
): Promise<T['$inferSelect']> {
  const row = await lockRecord(tx, table, noun, ref)
  checkVersion(expected, row.version as number)
  return row
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

/**
 * The action that takes back a record of this kind, where no rule of its own stands against it.
 * It throws NotFound, and Conflict (withdrawn already).
 */
export const withdrawing =
  <T extends RecordTable>(subject: Subject<T>) =>
  async (tx: Transaction, actor: Actor, ref: Ref, reason: string) =>
    (await withdrawRecord(tx, actor, subject, ref, reason)).after
