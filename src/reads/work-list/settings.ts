import { eq, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { type WorkListSettingsContent, type WorkListSettingsRow, workListSettings } from './record.ts'

const of = (municipalityCode: string) => eq(workListSettings.municipalityCode, municipalityCode)

/** @throws NotFound until the municipality has said what it wants to be reminded of */
export async function findWorkListSettings(db: Connection, municipalityCode: string): Promise<WorkListSettingsRow> {
  const [row] = await db.select().from(workListSettings).where(of(municipalityCode))
  if (!row) throw new NotFound('work list settings of', municipalityCode)
  return row
}

/**
 * Says what is reminded of, or replaces what is said. The same content again changes nothing and needs no version; `expected` is
 * asked for only when something would change. @throws VersionRequired, Stale
 */
export async function putWorkListSettings(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  { reminders }: WorkListSettingsContent,
  expected: () => Expected
): Promise<{ row: WorkListSettingsRow; created: boolean }> {
  const [made] = await tx
    .insert(workListSettings)
    .values({ municipalityCode, reminders })
    .onConflictDoNothing()
    .returning()
  if (made) {
    await recordEvent(tx, actor, 'workListSettings.created', made)
    return { row: made, created: true }
  }
  const [before] = await tx.select().from(workListSettings).where(of(municipalityCode)).for('update')
  const changes = realChanges<WorkListSettingsRow>(before!, { reminders })
  if (Object.keys(changes).length === 0) return { row: before!, created: false }
  checkVersion(expected(), before!.version)
  const [after] = await tx
    .update(workListSettings)
    .set({ ...changes, version: before!.version + 1, updatedAt: sql`statement_timestamp()` })
    .where(of(municipalityCode))
    .returning()
  await recordEvent(tx, actor, 'workListSettings.updated', after!, { before: before! })
  return { row: after!, created: false }
}
