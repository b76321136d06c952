import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { List } from '../../platform/http/pagination.ts'
import { OneOf, Strict, walkedBy } from '../../platform/http/schemas.ts'
import { type OrganisationRow, organisations } from './record.ts'
import { ALIKE } from './rules.ts'

/** Imports and merges of a municipality take turns: each holds this lock until it commits, as both resolve names. */
export async function lockNames(tx: Transaction, municipalityCode: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`names ${municipalityCode}`}, 0))`)
}

/** Whether an application, a membership or an organisation that stands names the organisation, the last as what controls it. */
export async function isNamed(db: Connection, { municipalityCode, id }: Ref): Promise<boolean> {
  const { rows } = await db.execute<{ named: boolean }>(sql`select exists (
    select from applications application
    left join application_applicants applicant on applicant.municipality_code = application.municipality_code
      and applicant.application_id = application.id and applicant.organisation_id = ${id}
      and ${ofMunicipality(municipalityCode, 'applicant')}
    where application.municipality_code = ${municipalityCode} and application.withdrawn_at is null
      and (applicant.organisation_id is not null or application.guarantor_organisation_id = ${id})
  ) or exists (
    select from memberships where municipality_code = ${municipalityCode} and withdrawn_at is null
      and ${id} in (organisation_id, umbrella_id)
  ) or exists (
    select from organisations where municipality_code = ${municipalityCode} and withdrawn_at is null
      and controlled_by <> '[]' and controlled_by @> jsonb_build_array(jsonb_build_object('organisationId', ${id}::uuid))
  ) as named`)
  return rows[0]!.named
}

/** Legal forms of a natural person (fysisk person): a sole trader has no name and no number apart from its person's. */
const PERSONS = '^\\s*(enskil(d|da)\\M|fysisk|privatperson|sole trader|individual)'

/** Condition: the organisation of this alias is a natural person. */
export const isPerson = (alias: string): SQL => sql`coalesce(${sql.identifier(alias)}.legal_form ~* ${PERSONS}, false)`

const alike = sql`similarity(${organisations.searchKey}, ${sql.placeholder('searchKey')})`
const isTwin = sql`${organisations.twinKey} = ${sql.placeholder('twinKey')}`
/** What pg_trgm finds by its index, down to its own threshold of 0.3: far more than is alike, and far less than all. */
const isNear = sql`${organisations.searchKey} % ${sql.placeholder('searchKey')}`
/** A name that says the same in other words is likelier than every name that is only similar. */
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
    and ${organisations.withdrawnAt} is null and (${isTwin} or ${isNear} and ${alike} >= ${ALIKE}::real)`,
  filters: {},
  sorts: { likeness: { column: likeness, of: row => row.likeness } },
  id: { column: organisations.id, of: row => row.id }
}

const likeliest = OneOf(
  ['-likeness', 'likeness', 'id', '-id'],
  'Order, likeliest first unless told; ascending without a hyphen'
)
export const TwinQuery = Strict({
  ...walkedBy(['id']),
  sort: Type.Optional(Type.Unsafe<string>({ ...likeliest, default: '-likeness' }))
})
