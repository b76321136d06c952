import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import { type List, recordFilters } from '../http/pagination.ts'
import { nameKey, searchKey } from '../names.ts'
import { ALIKE, parseOrganisationNumber } from './rules.ts'
import { organisations } from './tables.ts'

export type OrganisationRow = typeof organisations.$inferSelect

export const organisationList: List<OrganisationRow> = {
  name: 'organisations',
  select: db => db.select().from(organisations).$dynamic(),
  where: sql`${organisations.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(organisations),
    search: value => sql`${organisations.searchKey} like ${value}`,
    name: value => sql`${organisations.nameKey} = ${value}`,
    organisationNumber: value => sql`${organisations.organisationNumber} = ${value}`,
    needsReview: value => sql`${organisations.needsReview} = ${value}::boolean`,
    merged: value => sql`(${value} = 'include' or (${organisations.mergedIntoId} is null) = (${value} = 'exclude'))`
  },
  convert: {
    search: text => `%${searchKey(text)}%`,
    name: nameKey,
    organisationNumber: text => {
      const number = parseOrganisationNumber(text)
      return number.ok ? number.value : text
    }
  },
  sorts: {
    name: { column: organisations.name, of: row => row.name },
    updatedAt: { column: organisations.updatedAt, of: row => row.updatedAt }
  },
  id: { column: organisations.id, of: row => row.id }
}

/** Taken by who relies on what names mean until it has committed: imports and merges of a municipality take turns. */
export async function lockNames(tx: Transaction, municipalityCode: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`names ${municipalityCode}`}, 0))`)
}

/** Organisations that may be the same as this one, likeliest first, at most ten. Offered to a person, never acted on. */
export async function findTwins(db: Connection, ref: Ref): Promise<{ items: OrganisationRow[] }> {
  const { id, municipalityCode, twinKey, searchKey } = await findRecord(db, organisations, 'organisation', ref)
  const likeness = sql`similarity(${organisations.searchKey}, ${searchKey})`
  const items = await db
    .select()
    .from(organisations)
    .where(
      and(
        eq(organisations.municipalityCode, municipalityCode),
        ne(organisations.id, id),
        isNull(organisations.mergedIntoId),
        isNull(organisations.withdrawnAt),
        sql`(${organisations.twinKey} = ${twinKey} or ${likeness} >= ${ALIKE})`
      )
    )
    .orderBy(sql`${organisations.twinKey} = ${twinKey} desc, ${likeness} desc`, organisations.id)
    .limit(10)
  return { items }
}
