import { eq, inArray } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { NotFound } from '../errors.ts'
import { municipalities } from './tables.ts'

export type MunicipalityRow = typeof municipalities.$inferSelect

/** The municipalities that the actor may see, by code. There are 290 in the country, so one page holds them. */
export async function listMunicipalities(db: Connection, { municipalityCodes }: Actor) {
  const mine = municipalityCodes ? inArray(municipalities.municipalityCode, [...municipalityCodes]) : undefined
  return { items: await db.select().from(municipalities).where(mine).orderBy(municipalities.municipalityCode) }
}

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
