import { type SQL, sql } from 'drizzle-orm'
import { type Context, reject } from './context.ts'
import { identitiesOf } from './identities.ts'
import { refuseNumbersOfOthers, warnOfNumbersUnderOneName } from './other-names.ts'
import { decisionOfRow, findDecisions } from './resolve-decisions.ts'

/** Where other rows state an outcome, an empty one is a merged cell or a slip, and never a grant. */
export async function refuseUnstatedOutcomes(context: Context): Promise<void> {
  if (!context.outcomesStated) return
  const told = {
    message: 'is empty, and other rows state an outcome: are cells merged? State it in every row',
    sv: 'är tomt, men andra rader anger ett utfall: är celler sammanfogade? Ange utfallet på varje rad'
  }
  await reject(context, 'outcome', told, sql`outcome_from_amount`)
}

/** Finds, or sets out to make, what the rows name: body, scheme, recipients, decision. Ids are given out before anything is written. */
export async function resolveNames(context: Context): Promise<void> {
  await resolveBodies(context)
  await resolveSchemes(context)
  await resolveOrganisations(context)
  await findDecisions(context)
  await setFound(context)
  await refuseUnclear(context)
  await refuseNumbersOfOthers(context)
  await warnOfNumbersUnderOneName(context)
}

/** The names that records bear (rank 1) or bore (rank 2). */
const namesOf = (table: SQL, municipalityCode: string, columns: SQL) => sql`
  select name_key as key, 1 as rank, ${columns} from ${table}
  where municipality_code = ${municipalityCode} and withdrawn_at is null
  union all
  select unnest(former_name_keys), 2, ${columns} from ${table}
  where municipality_code = ${municipalityCode} and withdrawn_at is null`

async function resolveBodies({ tx, municipalityCode }: Context) {
  await tx.execute(sql`
    insert into import_bodies
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
}

/** A scheme is found under the row's body, or as one of the whole municipality; never under another body. */
async function resolveSchemes({ tx, municipalityCode }: Context) {
  await tx.execute(sql`
    insert into import_schemes
    with named as (
      select scheme_key as key, body.id as body_id, (array_agg(scheme_name order by position))[1] as name
      from staged join import_bodies body on body.key = body_key and not body.several
      where scheme_key is not null group by 1, 2
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
}

/**
 * An organisation is found by its number, else by a name that it bears or bore; one that was merged is found as the one
 * that remains. Two numbers that differ are two organisations, whatever their names.
 */
async function resolveOrganisations({ tx, municipalityCode }: Context) {
  await tx.execute(sql`
    insert into import_organisations
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
  // New ones: a number is one organisation, under however many names; a name without a number is that with one. Ids are given out in a
  // WITH, which is carried out once: a subquery in FROM is gone through anew for each row where the planner loops, with new ids.
  await tx.execute(sql`
    with fresh as materialized (
      select number, uuid_v7() as id from import_organisations where id is null and number <> '' group by number
    )
    update import_organisations set id = fresh.id from fresh
    where import_organisations.id is null and import_organisations.number = fresh.number`)
  await tx.execute(sql`
    with numbered as (
      select key, array_agg(distinct id) as ids, bool_and(is_new) as is_new
      from import_organisations where number <> '' group by key
    ), fresh as materialized (
      select unnumbered.key, coalesce(ids[1], uuid_v7()) as id, coalesce(numbered.is_new, true) as is_new,
             coalesce(cardinality(ids), 0) > 1 as several
      from import_organisations unnumbered left join numbered using (key) where unnumbered.id is null
    )
    update import_organisations set id = fresh.id, is_new = fresh.is_new, several = fresh.several from fresh
    where import_organisations.id is null and import_organisations.key = fresh.key`)
}

/** All that was found goes into the wide rows at once: each time that they are written costs as much as staging them. */
async function setFound(context: Context) {
  const identities = identitiesOf(context, {
    decision: sql`found.decision_id`,
    scheme: sql`found.scheme_id`,
    recipients: sql`found.organisation_ids`,
    payee: 'found.payee_id'
  })
  await context.tx.execute(sql`
    update staged set body_id = found.body_id, scheme_id = found.scheme_id, organisation_ids = found.organisation_ids,
      payee_id = found.payee_id, decision_key = found.decision_key, decision_id = found.decision_id, ${identities}
    from (
      select staged.position, body.id as body_id, scheme.id as scheme_id, recipients.ids as organisation_ids, recipients.payee_id,
        decision.key as decision_key, case when not decision.several then decision.id end as decision_id
      from staged
      left join import_bodies body on body.key = staged.body_key and not body.several
      left join import_schemes scheme on scheme.key = staged.scheme_key and scheme.body_id = body.id and not scheme.several
      ${decisionOfRow}
      left join (
        select position, array_agg(organisation_id order by at) as ids,
               (array_agg(organisation_id) filter (where is_payee))[1] as payee_id
        from staged_recipients group by position
        having bool_and(organisation_id is not null)
      ) recipients on recipients.position = staged.position
    ) found where found.position = staged.position`)
}

async function refuseUnclear(context: Context) {
  await reject(
    context,
    'recipient',
    {
      message: 'is a confidential organisation: name it by its neutral name',
      sv: 'är en sekretessbelagd organisation: ange dess neutrala namn'
    },
    sql`exists (select from staged_recipients recipient join confidential_values taken
      on taken.municipality_code = ${context.municipalityCode} and taken.key in (recipient.name_key, recipient.number)
      where recipient.position = staged.position)`
  )
  await reject(
    context,
    'body',
    { message: 'is the name of several bodies', sv: 'är namnet på flera organ' },
    sql`body_key in (select key from import_bodies where several)`
  )
  await reject(
    context,
    'scheme',
    { message: 'is the name of several schemes of this body', sv: 'är namnet på flera bidragsformer hos organet' },
    sql`(scheme_key, body_id) in (select key, body_id from import_schemes where several)`
  )
  await reject(
    context,
    'recipient',
    {
      message: 'is the name of several organisations: send the organisation number, or merge them',
      sv: 'är namnet på flera organisationer: ange organisationsnumret, eller slå ihop dem'
    },
    sql`exists (select from staged_recipients recipient
      where recipient.position = staged.position and recipient.organisation_id is null)`
  )
  await reject(
    context,
    'recipient',
    { message: 'names the same organisation twice', sv: 'anger samma organisation två gånger' },
    sql`cardinality(organisation_ids) > 1
      and cardinality(organisation_ids) > (select count(distinct id) from unnest(organisation_ids) id)`
  )
  await reject(
    context,
    'payee',
    { message: 'is none of the recipients', sv: 'är ingen av mottagarna' },
    sql`payee_key is not null and organisation_ids is not null and payee_id is null`
  )
}
