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

/** What a municipality may show to everybody, without a key, and the setting by which it does. */
const settingOf = {
  schemes: 'publishesSchemes',
  decisions: 'publishesDecisions',
  agreements: 'publishesAgreements',
  payments: 'publishesPayments'
} as const satisfies Record<string, keyof MunicipalityRow>
export type Published = keyof typeof settingOf

/** Whether it shows what is of this kind. */
export const publishes = (municipality: MunicipalityRow, kind: Published) => municipality[settingOf[kind]]

/** The municipality, where it publishes what is of this kind. @throws NotFound elsewhere, as if it were not there */
export async function findPublisher(db: Connection, municipalityCode: string, kind: Published) {
  const municipality = await findMunicipality(db, municipalityCode)
  if (!publishes(municipality, kind)) throw new NotFound(`public list of ${kind} of`, municipalityCode)
  return municipality
}
