import { eq, sql } from 'drizzle-orm'
import { integer, type PgColumn, type PgTable, type PgUpdateSetSource, primaryKey } from 'drizzle-orm/pg-core'
import type { Actor } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import { instant, municipalityCode } from '../database/columns.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { realChanges } from '../database/records.ts'
import { recordEvent } from '../events/actions.ts'
import { checkVersion, type Expected } from '../http/if-match.ts'

/** What a municipality says once, as a whole, and replaces: who pays, what is reminded of, how long personal data are kept. */

type SettingsTable = PgTable & { municipalityCode: PgColumn; version: PgColumn }
type SettingsRow = { municipalityCode: string; version: number }

/** The columns that settings have beside their own. */
export const settingsColumns = () => ({
  municipalityCode: municipalityCode(),
  version: integer().notNull().default(1),
  createdAt: instant().notNull().default(sql`clock_timestamp()`),
  updatedAt: instant().notNull().default(sql`clock_timestamp()`)
})
/** There is one row for a municipality. */
export const settingsKey = (name: string, table: { municipalityCode: PgColumn }) =>
  primaryKey({ name: `${name}_pk`, columns: [table.municipalityCode] })

type Settings<T extends SettingsTable> = {
  table: T
  /** Of its events: `paymentSettings`. */
  subject: string
  /** In words: `payment settings of`. */
  what: string
  /** Throws where what is said does not fit what is there; the transaction then changes nothing. */
  check?: (tx: Transaction, row: T['$inferSelect']) => Promise<void>
}

export function settingsOf<T extends SettingsTable>({ table, subject, what, check }: Settings<T>) {
  type Row = T['$inferSelect'] & SettingsRow
  const of = (code: string) => eq(table.municipalityCode, code)
  const only = (rows: unknown[]) => rows[0] as Row | undefined

  /** @throws NotFound until the municipality has said it */
  async function find(db: Connection, code: string): Promise<Row> {
    const row = only(
      await db
        .select()
        .from(table as PgTable)
        .where(of(code))
    )
    if (!row) throw new NotFound(what, code)
    return row
  }

  /**
   * Says it, or replaces what is said. The same content again changes nothing and needs no version; `expected` is asked for only when
   * something would change. @throws VersionRequired, Stale, and what `check` throws
   */
  async function put(
    tx: Transaction,
    actor: Actor,
    code: string,
    content: Partial<T['$inferInsert']>,
    expected: () => Expected
  ): Promise<{ row: Row; created: boolean }> {
    const made = only(
      await tx
        .insert(table as PgTable)
        .values({ ...content, municipalityCode: code })
        .onConflictDoNothing()
        .returning()
    )
    if (made) {
      await check?.(tx, made)
      await recordEvent(tx, actor, `${subject}.created`, made)
      return { row: made, created: true }
    }
    const before = only(
      await tx
        .select()
        .from(table as PgTable)
        .where(of(code))
        .for('update')
    )!
    const changes = realChanges(before, content)
    if (Object.keys(changes).length === 0) return { row: before, created: false }
    checkVersion(expected(), before.version)
    const next = { ...changes, version: before.version + 1, updatedAt: sql`statement_timestamp()` }
    const rows = await tx
      .update(table as PgTable)
      .set(next as PgUpdateSetSource<PgTable>)
      .where(of(code))
      .returning()
    const after = only(rows)!
    await check?.(tx, after)
    await recordEvent(tx, actor, `${subject}.updated`, after, { before })
    return { row: after, created: false }
  }

  return { find, put }
}
