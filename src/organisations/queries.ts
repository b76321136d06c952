import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import type { List } from '../http/pagination.ts'
import { nameKey, searchPatterns } from '../names.ts'
import { listOf } from '../records/list.ts'
import { ALIKE, parseOrganisationNumber } from './rules.ts'
import { organisations } from './tables.ts'

export type OrganisationRow = typeof organisations.$inferSelect

/** The condition holds for the organisation, or did for one that was merged into it. */
const orMerged = (condition: SQL) => sql`(${condition} or id in (
  select merged_into_id from organisations
  where municipality_code = ${sql.placeholder('municipalityCode')} and merged_into_id is not null and ${condition}))`

/** Whether a name, which the query has beside its key, is found by the patterns of a search (names.ts searchPatterns). */
const isFound = (patterns: ReturnType<typeof sql.placeholder>) =>
  sql`(search_key like (${patterns}::text[])[1] or name ilike (${patterns}::text[])[2])`

export const organisationList = listOf('organisations', organisations, {
  filters: {
    reference: value => orMerged(sql`reference = ${value}`),
    source: value => orMerged(sql`source = ${value}`),
    search: value =>
      orMerged(sql`(${isFound(value)} or id in (select organisation_id from organisation_names
      where municipality_code = ${sql.placeholder('municipalityCode')} and ${isFound(value)} and withdrawn_at is null))`),
    name: value => orMerged(sql`(name_key = ${value} or former_name_keys @> array[${value}]::text[])`),
    organisationNumber: value => orMerged(sql`organisation_number = ${value}`),
    needsReview: value => sql`${organisations.needsReview} = ${value}::boolean`,
    merged: value => sql`(${value} = 'include' or (${organisations.mergedIntoId} is null) = (${value} = 'exclude'))`
  },
  convert: {
    search: searchPatterns,
    name: nameKey,
    organisationNumber: text => {
      const number = parseOrganisationNumber(text)
      return number.ok ? number.value : text
    }
  },
  sorts: ['name', 'updatedAt']
})

/** Taken by who relies on what names mean until it has committed: imports and merges of a municipality take turns. */
export async function lockNames(tx: Transaction, municipalityCode: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`names ${municipalityCode}`}, 0))`)
}

/** Whether an application or a membership that stands names the organisation. */
export async function isNamed(db: Connection, { municipalityCode, id }: Ref): Promise<boolean> {
  const { rows } = await db.execute<{ named: boolean }>(sql`select exists (
    select from applications application
    left join application_applicants applicant on applicant.municipality_code = application.municipality_code
      and applicant.application_id = application.id and applicant.organisation_id = ${id}
    where application.municipality_code = ${municipalityCode} and application.withdrawn_at is null
      and (applicant.organisation_id is not null or application.guarantor_organisation_id = ${id})
  ) or exists (
    select from memberships where municipality_code = ${municipalityCode} and withdrawn_at is null
      and ${id} in (organisation_id, umbrella_id)
  ) as named`)
  return rows[0]!.named
}

const alike = sql`similarity(${organisations.searchKey}, ${sql.placeholder('searchKey')})`
const isTwin = sql`${organisations.twinKey} = ${sql.placeholder('twinKey')}`
/** What names a twin in other words comes before all that is only like it. */
const likeness = sql<string>`case when ${isTwin} then 2 else round(${alike}::numeric, 4) end`

/** Organisations that may be the same as this one, likeliest first. Offered to a person, never acted on. */
export const twinList: List<OrganisationRow & { likeness: string }> = {
  name: 'organisation-twins',
  select: db =>
    db
      .select({ ...getTableColumns(organisations), likeness: likeness.as('likeness') })
      .from(organisations)
      .$dynamic(),
  where: sql`${organisations.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${organisations.id} <> ${sql.placeholder('id')} and ${organisations.mergedIntoId} is null
    and ${organisations.withdrawnAt} is null and (${isTwin} or ${alike} >= ${ALIKE}::real)`,
  filters: {},
  sorts: { likeness: { column: likeness, of: row => row.likeness } },
  id: { column: organisations.id, of: row => row.id }
}
