import { sql } from 'drizzle-orm'
import type { Message } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { canonical } from '../../register/applications/rules.ts'

/**
 * What a row says of its record, what the record says now, and what imports have said of it: by the three of them a
 * correction by hand is kept, and what the file has changed comes in.
 */

/** Values as JSON, by the field of the record. */
export type Said = Record<string, unknown>

export type Merged = {
  /** What the row changes. */
  changes: Said
  /** Fields that were corrected by hand since the last import, of which the row says what it said then. */
  kept: string[]
  /** Fields that were corrected by hand and of which the row says something new. */
  clash: string[]
  /** What imports have said from now on. */
  said: Said
}

const same = (one: unknown, other: unknown) => canonical(one ?? null) === canonical(other ?? null)

/**
 * Fields that the row does not speak of are left. An empty cell takes away what an import has said, and nothing that only
 * a person has. `keepsStated`: what no import has said and the record states otherwise is a clash, and not changed.
 */
export function mergeStated(stated: Said, stands: Said, before: Said | undefined, keepsStated = false): Merged {
  const merged: Merged = { changes: {}, kept: [], clash: [], said: { ...before } }
  for (const [field, value] of Object.entries(stated)) {
    const now = stands[field] ?? null
    const wasSaid = before !== undefined && field in before
    if (value === null && !wasSaid && now !== null) continue
    merged.said[field] = value
    if (same(value, now)) continue
    const then = before?.[field]
    if (!wasSaid && keepsStated && now !== null) merged.clash.push(field)
    else if (!wasSaid || same(then, now)) merged.changes[field] = value
    else if (same(then, value)) merged.kept.push(field)
    else merged.clash.push(field)
  }
  return merged
}

/** What imports have said of these records last, by the id of the record. */
export async function saidOf(tx: Transaction, municipalityCode: string, ids: string[]): Promise<Map<string, Said>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; said: Said }>(sql`
    select distinct on (record_id) record_id as id, said from record_import_rows
    where municipality_code = ${municipalityCode} and record_id = any(${sql.param(ids)}::uuid[]) and is_applied
      and said is not null
    order by record_id, import_id desc, position desc`)
  return new Map(rows.map(({ id, said }) => [id, said]))
}

/** The records that rows of such identities were of when they were imported last, by identity; none where there were several. */
export async function recordsOfIdentities(
  tx: Transaction,
  municipalityCode: string,
  identities: string[]
): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map()
  const { rows } = await tx.execute<{ identity: string; id: string }>(sql`
    select identity, min(record_id::text) as id from record_import_rows
    where municipality_code = ${municipalityCode} and identity = any(${sql.param(identities)}::text[])
      and is_applied and record_id is not null
    group by identity having count(distinct record_id) = 1`)
  return new Map(rows.map(({ identity, id }) => [identity, id]))
}

/** What is told of a record that was corrected by hand since the last import. */
export const toldOfKept = (fields: string[]): Message => ({
  message: `the record was corrected by hand since the last import (${fields.join(', ')}): what was corrected is kept`,
  sv: `posten har rättats för hand sedan den senaste inläsningen (${fields.join(', ')}): det som rättades behålls`
})
export const toldOfClash = (fields: string[]): Message => ({
  message: `a person has stated or corrected ${fields.join(', ')} of the record, and the file says something else: correct the record, or the file to what the record says`,
  sv: `någon har angett eller rättat ${fields.join(', ')} på posten, och filen säger något annat: rätta posten, eller filen efter posten`
})
