import { type SQL, sql } from 'drizzle-orm'
import { ALIKE } from '../../register/organisations/rules.ts'
import { type Context, reject } from './context.ts'
import { refuseNumbersOfOthers } from './other-names.ts'

/** Where other rows state an outcome, an empty one is a merged cell or a slip, and never a grant. */
export async function refuseUnstatedOutcomes(context: Context): Promise<void> {
  if (!context.outcomesStated) return
  const message = 'is empty, and other rows state an outcome: are cells merged? State it in every row'
  await reject(context, 'outcome', message, sql`outcome_from_amount`)
}

/** Finds, or sets out to make, what the rows name: body, scheme, recipients. Ids are given out before anything is written. */
export async function resolveNames(context: Context): Promise<void> {
  await resolveBodies(context)
  await resolveSchemes(context)
  await resolveOrganisations(context)
  await refuseNumbersOfOthers(context)
}

/** The names that records bear (rank 1) or bore (rank 2). */
const namesOf = (table: SQL, municipalityCode: string, columns: SQL) => sql`
  select name_key as key, 1 as rank, ${columns} from ${table}
  where municipality_code = ${municipalityCode} and withdrawn_at is null
  union all
  select unnest(former_name_keys), 2, ${columns} from ${table}
  where municipality_code = ${municipalityCode} and withdrawn_at is null`

async function resolveBodies(context: Context) {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    create temp table import_bodies on commit drop as
    with named as (
      select body_key as key, (array_agg(body_name order by position))[1] as name
      from staged where body_key is not null group by body_key
    ), found as (
      select distinct on (key) key, ids from (
        select key, rank, array_agg(distinct id) as ids
        from (${namesOf(sql`bodies`, municipalityCode, sql`id`)}) names group by key, rank
      ) ranked order by key, rank
    )
    select named.*, coalesce(ids[1], uuid_v7()) as id, ids is null as is_new, coalesce(cardinality(ids), 0) > 1 as several
    from named left join found using (key)`)
  await tx.execute(sql`
    update staged set body_id = import_bodies.id from import_bodies where body_key = import_bodies.key and not several`)
  const several = sql`body_key in (select key from import_bodies where several)`
  await reject(context, 'body', 'is the name of several bodies', several)
}

/** A scheme is found under the row's body, or as one of the whole municipality; never under another body. */
async function resolveSchemes(context: Context) {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    create temp table import_schemes on commit drop as
    with named as (
      select scheme_key as key, body_id, (array_agg(scheme_name order by position))[1] as name
      from staged where scheme_key is not null and body_id is not null group by scheme_key, body_id
    ), found as (
      select distinct on (key, body_id) key, body_id, ids from (
        select named.key, named.body_id, rank, names.body_id is null as common, array_agg(distinct names.id) as ids
        from named join (${namesOf(sql`schemes`, municipalityCode, sql`id, body_id`)}) names
          on names.key = named.key and (names.body_id = named.body_id or names.body_id is null)
        group by 1, 2, 3, 4
      ) ranked order by key, body_id, common, rank
    )
    select named.*, coalesce(ids[1], uuid_v7()) as id, ids is null as is_new, coalesce(cardinality(ids), 0) > 1 as several
    from named left join found using (key, body_id)`)
  await tx.execute(sql`
    update staged set scheme_id = import_schemes.id from import_schemes
    where scheme_key = import_schemes.key and staged.body_id = import_schemes.body_id and not several`)
  await reject(
    context,
    'scheme',
    'is the name of several schemes of this body',
    sql`exists (select from import_schemes where key = scheme_key and body_id = staged.body_id and several)`
  )
}

/**
 * An organisation is found by its number, else by a name that it bears or bore; one that was merged is found as the one
 * that remains. Two numbers that differ are two organisations, whatever their names.
 */
async function resolveOrganisations(context: Context) {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    create temp table import_organisations on commit drop as
    with named as (
      select name_key as key, coalesce(number, '') as number, min(position) as position,
             (array_agg(name order by position))[1] as name, (array_agg(search_key))[1] as search_key,
             (array_agg(twin_key))[1] as twin_key, (array_agg(legal_form order by position))[1] as legal_form
      from staged_recipients group by 1, 2
    ), names as (
      select names.key, rank, remaining.id, remaining.organisation_number
      from (${namesOf(sql`organisations`, municipalityCode, sql`coalesce(merged_into_id, id) as id`)}) names
      join organisations remaining on remaining.municipality_code = ${municipalityCode} and remaining.id = names.id
      where remaining.withdrawn_at is null
    ), found as (
      select distinct on (key, number) key, number, ids from (
        select named.key, named.number, 0 as rank, array[organisation.id] as ids
        from named join organisations organisation on organisation.municipality_code = ${municipalityCode}
          and organisation.organisation_number = named.number
          and organisation.withdrawn_at is null and organisation.merged_into_id is null
        union all
        select named.key, named.number, names.rank, array_agg(distinct names.id)
        from named join names on names.key = named.key
          and (named.number = '' or names.organisation_number is null or names.organisation_number = named.number)
        group by 1, 2, 3
      ) ranked order by key, number, rank
    )
    select named.*, ids[1] as id, ids is null as is_new, coalesce(cardinality(ids), 0) > 1 as several
    from named left join found using (key, number)`)
  // New ones: a number is one organisation, under however many names; a name without a number is that with one.
  await tx.execute(sql`
    update import_organisations set id = fresh.id
    from (select number, uuid_v7() as id from import_organisations where id is null and number <> '' group by number) fresh
    where import_organisations.id is null and import_organisations.number = fresh.number`)
  await tx.execute(sql`
    update import_organisations set id = fresh.id, is_new = fresh.is_new, several = fresh.several
    from (
      select unnumbered.key, coalesce(ids[1], uuid_v7()) as id, coalesce(numbered.is_new, true) as is_new,
             coalesce(cardinality(ids), 0) > 1 as several
      from (select key from import_organisations where id is null) unnumbered
      left join (
        select key, array_agg(distinct id) as ids, bool_and(is_new) as is_new
        from import_organisations where number <> '' group by key
      ) numbered using (key)
    ) fresh
    where import_organisations.id is null and import_organisations.key = fresh.key`)
  await tx.execute(sql`
    update staged_recipients set organisation_id = import_organisations.id from import_organisations
    where name_key = key and coalesce(staged_recipients.number, '') = import_organisations.number and not several`)
  await tx.execute(sql`
    update staged set organisation_ids = resolved.ids, payee_id = resolved.payee
    from (
      select position, array_agg(organisation_id order by at) as ids,
             (array_agg(organisation_id) filter (where is_payee))[1] as payee
      from staged_recipients group by position
      having bool_and(organisation_id is not null)
    ) resolved where resolved.position = staged.position`)
  await reject(
    context,
    'recipient',
    'is the name of several organisations: send the organisation number, or merge them',
    sql`exists (select from staged_recipients recipient
      where recipient.position = staged.position and recipient.organisation_id is null)`
  )
  await reject(
    context,
    'recipient',
    'names the same organisation twice',
    sql`cardinality(organisation_ids) > (select count(distinct id) from unnest(organisation_ids) id)`
  )
  await reject(
    context,
    'payee',
    'is none of the recipients',
    sql`payee_key is not null and organisation_ids is not null and payee_id is null`
  )
}

/** Existing organisations that new ones may be: offered to a person, never merged by guess. */
export async function findCandidates({ tx, municipalityCode }: Context): Promise<void> {
  await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(ALIKE)}, true)`)
  await tx.execute(sql`
    create temp table import_candidates on commit drop as
    select fresh.id, json_agg(json_build_object('id', twin.id, 'name', twin.name)) as candidates
    from (select distinct on (id) id, search_key, twin_key from import_organisations where is_new order by id) fresh
    cross join lateral (
      select id, name from organisations
      where municipality_code = ${municipalityCode} and withdrawn_at is null and merged_into_id is null
        and (search_key % fresh.search_key or organisations.twin_key = fresh.twin_key)
      order by similarity(search_key, fresh.search_key) desc, id limit 5
    ) twin
    group by fresh.id`)
}
