import { sql } from 'drizzle-orm'
import type { Database } from '../src/platform/database/connection.ts'
import { agreementList } from '../src/register/agreements/record.ts'
import { explainList } from './plans.ts'

export async function explainAgreements(database: Database, code: string) {
  const one = async (query: ReturnType<typeof sql>) => (await database.execute<{ id: string }>(query)).rows[0]!.id
  await explainList(database, agreementList, {
    municipalityCode: code,
    validOn: '2024-06-01',
    status: 'signed',
    kind: 'framework',
    source: 'api',
    reference: 'A-4711',
    organisationId: await one(
      sql`select organisation_id as id from agreement_parties where organisation_id is not null limit 1`
    ),
    bodyId: await one(sql`select body_id as id from agreement_parties where body_id is not null limit 1`),
    partyRole: 'guarantor',
    partyKind: 'region',
    focusAreaId: await one(sql`select entry_id as id from agreement_list_entries limit 1`),
    decisionId: await one(sql`select decision_id as id from agreements where decision_id is not null limit 1`),
    awardId: await one(sql`select award_id as id from agreement_awards limit 1`),
    relatedTo: await one(sql`select target_id as id from agreement_relations limit 1`),
    phase: 'running',
    endingWithinDays: 90,
    changedSince: new Date(Date.now() - 1_000).toISOString(),
    withdrawn: 'only'
  })
}

/** Agreements of 2010–2030, most between a body and an organisation, by a few statements for all of them. */
export async function seedAgreements(database: Database, code: string, count: number) {
  await database.execute(sql`
    insert into list_entries (municipality_code, list, name, name_key)
    select ${code}, 'focusArea', 'Område ' || n, 'område ' || n from generate_series(1, 50) n`)
  await database.execute(sql`
    insert into agreements (municipality_code, source, reference, kind, status, content, decision_id, starts_earliest,
      starts_latest, ends_earliest, ends_latest, updated_at, withdrawn_at)
    select ${code}, 'api', 'A-' || n, case when n % 200 = 0 then 'framework' else 'partnership' end,
      (array['draft', 'decided', 'signed', 'ended', 'terminated'])[1 + n % 5], jsonb_build_object('title', 'Partnerskap ' || n),
      (select id from decisions where municipality_code = ${code} order by id limit 1 offset n % 120),
      starts, starts + 31, starts + 700, starts + 1100, clock_timestamp() - interval '1 day',
      case when n % 500 = 0 then clock_timestamp() end
    from generate_series(1, ${count}) n cross join lateral (select date '2010-01-01' + n % 7300 as starts) term`)
  await database.execute(sql`
    insert into agreement_parties (municipality_code, agreement_id, key, kind, role, organisation_id, body_id)
    select ${code}, agreement.id, party.*
    from (select id, row_number() over (order by id) as n from agreements) agreement,
      (select array_agg(id) as ids from organisations where municipality_code = ${code}) organisation,
      (select array_agg(id) as ids from bodies where municipality_code = ${code}) body,
    lateral (values
      ('body', 'body', 'responsible', null::uuid, body.ids[1 + n % array_length(body.ids, 1)]),
      ('other', case when n % 100 = 0 then 'region' else 'organisation' end,
        case when n % 300 = 0 then 'guarantor' else 'partner' end,
        case when n % 100 <> 0 then organisation.ids[1 + n % array_length(organisation.ids, 1)] end, null)
    ) party (key, kind, role, organisation_id, body_id)`)
  await database.execute(sql`
    insert into agreement_list_entries (municipality_code, agreement_id, entry_id)
    select ${code}, agreement.id, entry.ids[1 + n % 50]
    from (select id, row_number() over (order by id) as n from agreements) agreement,
      (select array_agg(id) as ids from list_entries) entry`)
  await database.execute(sql`
    insert into agreement_awards (municipality_code, agreement_id, award_id)
    select ${code}, agreement.id, award.ids[1 + n % array_length(award.ids, 1)]
    from (select id, row_number() over (order by id) as n from agreements) agreement,
      (select array_agg(id) as ids from awards where municipality_code = ${code}) award`)
  await database.execute(sql`
    insert into agreement_relations (municipality_code, agreement_id, kind, target_id)
    select ${code}, id, 'replaces', lag(id) over (order by id) from agreements offset 1`)
  await database.execute(sql`analyze`)
}
