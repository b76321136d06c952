import { eq, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import type { List } from '../../platform/http/pagination.ts'
import { municipalities } from './tables.ts'

export type MunicipalityRow = typeof municipalities.$inferSelect

/** The municipalities that the actor may see, by code, which is their id. */
export const municipalityList: List<MunicipalityRow> = {
  name: 'municipalities',
  select: db => db.select().from(municipalities).$dynamic(),
  where: sql`(${sql.placeholder('codes')}::text[] is null
    or ${municipalities.municipalityCode} = any(${sql.placeholder('codes')}::text[]))`,
  filters: {},
  sorts: { municipalityCode: { column: municipalities.municipalityCode, of: row => row.municipalityCode } },
  id: { column: municipalities.municipalityCode, of: row => row.municipalityCode }
}

/** What the list is asked with: the codes that the actor is for; null: all. */
export const seenBy = ({ municipalityCodes }: Actor) => ({ codes: municipalityCodes && [...municipalityCodes] })

/** @throws NotFound */
export async function findMunicipality(db: Connection, municipalityCode: string): Promise<MunicipalityRow> {
  const [row] = await db.select().from(municipalities).where(eq(municipalities.municipalityCode, municipalityCode))
  if (!row) throw new NotFound('municipality', municipalityCode)
  return row
}

/** Who issues the tokens of which municipality: those that name this issuer. */
export function findByIssuer(db: Connection, issuer: string): Promise<MunicipalityRow[]> {
  return db.select().from(municipalities).where(eq(municipalities.tokenIssuer, issuer))
}
