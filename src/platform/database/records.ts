import { and, eq, getTableName, isNull, sql } from 'drizzle-orm'
import type { PgColumn, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Ref } from '../../base/actor.ts'
import { Conflict, NotFound, ruleNamed } from '../../base/errors.ts'
import type { Connection, Transaction } from './connection.ts'
import { meetExpectation } from './expected.ts'
import { readById } from './gathered.ts'

/** A table of records that a municipality owns, changes by versions and never deletes. */
export type RecordTable = PgTable & {
  municipalityCode: PgColumn
  id: PgColumn
  version: PgColumn
  updatedAt: PgColumn
  withdrawnAt: PgColumn
}

type Row = { version: number; withdrawnAt: string | null }

function byRef(table: RecordTable, { municipalityCode, id }: Ref) {
  return and(eq(table.municipalityCode, municipalityCode), eq(table.id, id))
}

/** The record as it stands. @throws NotFound */
export async function findRecord<T extends RecordTable>(
  db: Connection,
  table: T,
  what: string,
  ref: Ref
): Promise<T['$inferSelect']> {
  const row = await readById(db, getTableName(table), { table, select: db => db.select().from(table as PgTable) }, ref)
  if (!row) throw new NotFound(what, ref.id)
  return row as T['$inferSelect']
}

/**
 * The record, locked until the transaction ends; a withdrawn one can no longer be changed. If-Match, where the caller sent
 * it, is held against it. @throws NotFound, Stale, Conflict
 */
export async function lockRecord<T extends RecordTable>(
  tx: Transaction,
  table: T,
  what: string,
  ref: Ref
): Promise<T['$inferSelect']> {
  const [row] = await tx
    .select()
    .from(table as PgTable)
    .where(byRef(table, ref))
    .for('update')
  if (!row) throw new NotFound(what, ref.id)
  meetExpectation(tx, table, { ...ref, version: (row as Row).version })
  if ((row as Row).withdrawnAt) {
    const words = what.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
    const rule = ruleNamed(`${words.replaceAll(' ', '-')}-withdrawn`)
    throw new Conflict(rule, { en: `This ${words} has been withdrawn.`, sv: `${rule.sv.title}.` })
  }
  return row as T['$inferSelect']
}

/** Whether a record of the table that stands names this one in the column. */
export async function isNamedIn(
  tx: Transaction,
  table: RecordTable,
  column: PgColumn,
  { municipalityCode, id }: Ref
): Promise<boolean> {
  const naming = and(eq(table.municipalityCode, municipalityCode), eq(column, id), isNull(table.withdrawnAt))
  return (await tx.$count(table as PgTable, naming)) > 0
}

/** As JSON with its members in order: jsonb gives them back in another order than they were sent in. */
export function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part
  )
}

/** Those of the changes that change something. */
export function realChanges<T extends object>(row: T, changes: object): Partial<T> {
  const current = row as Record<string, unknown>
  const differing = Object.entries(changes).filter(
    ([name, value]) => value !== undefined && canonical(value) !== canonical(current[name])
  )
  return Object.fromEntries(differing) as Partial<T>
}

/** Instants that an act sets on its record. That of locking a run is the one in its file, which the service has told already. */
const ACT = /^(?!locked|known|updated|created)[a-z][A-Za-z]*At$/

/**
 * Writes the changes as the next version of a locked record. What the act says of when it was done (`withdrawnAt`,
 * `annulmentRecordedAt` …) and `updatedAt` are one instant.
 */
export async function amendRecord<T extends RecordTable>(
  tx: Transaction,
  table: T,
  ref: Ref,
  changes: Partial<T['$inferInsert']>
): Promise<T['$inferSelect']> {
  const instants = Object.entries(changes).filter(([name, value]) => ACT.test(name) && typeof value === 'string')
  const now = sql`statement_timestamp()`
  const next = {
    ...changes,
    ...Object.fromEntries(instants.map(([name]) => [name, now])),
    version: sql`${table.version} + 1`,
    updatedAt: now
  }
  const rows = await tx
    .update(table as PgTable)
    .set(next as PgUpdateSetSource<PgTable>)
    .where(byRef(table, ref))
    .returning()
  return (rows as T['$inferSelect'][])[0]!
}
