import { sql } from 'drizzle-orm'
import type { Database } from '../src/platform/database/connection.ts'

/**
 * What bench/seed.ts leaves out, for a municipality that it has filled: decisions of every kind and standing, appeals,
 * applications with their answers, and schemes with their windows. By a few statements for all of them.
 */

export async function seedDecisions(database: Database, code: string) {
  await database.execute(sql`
    create table seed_nth as select id, row_number() over (order by id) as n from decisions where municipality_code = ${code}`)
  await database.execute(sql`
    update decisions set diary_number = 'SN ' || n % 60000, paragraph = (n % 200)::text,
      source = 'casefile', reference = 'B-' || n,
      kind = case when n % 3 = 0 then 'delegated' else 'committee' end,
      delegate_role = case when n % 3 = 0 then 'Handläggare ' || n % 30 end,
      reported_on = case when n % 3 = 0 and n % 900 <> 0 then decided_on + 30 end,
      reported_in_decision_id = case when n % 3 = 0 and n % 9 = 0 and n % 900 <> 0
        then (select id from seed_nth first where first.n = 1 + seed_nth.n % 500 * 3 + 1) end,
      standing = case when n % 500 = 1 then 'proposed' else 'decided' end,
      proposal_outcome = case when n % 5000 = 1 then 'rejected' when n % 500 = 1 then 'adopted' end,
      revises_decision_id = case when n % 1000 = 2 then (select id from seed_nth other where other.n = seed_nth.n - 1) end,
      annulment_recorded_at = case when n % 10000 = 5 then clock_timestamp() end,
      annulment = case when n % 10000 = 5 then '{}'::jsonb end,
      final_confirmed_at = case when n % 2000 <> 3 then clock_timestamp() end,
      finality = case when n % 2000 <> 3 then '{}'::jsonb end,
      withdrawn_at = case when n % 5000 = 4 then clock_timestamp() end,
      updated_at = clock_timestamp() - interval '1 day'
    from seed_nth where decisions.municipality_code = ${code} and decisions.id = seed_nth.id`)
  await database.execute(sql`
    insert into decision_appeals (municipality_code, decision_id, lodged_on, ground, lodged_by, unpaid_instalments, outcome)
    select ${code}, id, date '2024-01-01', 'legalityReview', 'member', 'hold', case when n % 2000 <> 7 then 'rejected' end
    from seed_nth where n % 50 = 7`)
  await database.execute(sql`
    update decision_lines set withdrawn_at = case when right(id::text, 3) = 'abc' then clock_timestamp() end,
      grant_year_to = case when right(id::text, 1) = '7' then grant_year_from + 2 else grant_year_to end,
      amount_per = case when right(id::text, 1) = '7' then 'total' else amount_per end,
      updated_at = clock_timestamp() - interval '1 day'
    where municipality_code = ${code}`)
  await database.execute(sql`
    update awards set withdrawn_at = clock_timestamp() where municipality_code = ${code} and right(id::text, 3) = 'abc'`)
}

export async function seedApplications(database: Database, code: string, count: number) {
  await database.execute(sql`
    insert into scheme_windows (municipality_code, scheme_id, kind, closes_on)
    select ${code}, id, 'fixed', date '2012-01-31' + 90 * n from schemes cross join generate_series(0, 39) n
    where municipality_code = ${code}`)
  await database.execute(sql`
    insert into applications (municipality_code, source, reference, scheme_id, window_id, window_closes_on, round,
      received_on, status, closes_on, guarantor_organisation_id, updated_at, withdrawn_at)
    select ${code}, 'casefile', 'A-' || n, picked.scheme_id, picked.id, picked.closes_on, 'Omgång ' || n % 80,
      case when n % 5000 <> 9 then picked.closes_on + case when n % 1000 = 8 then 3 else -(n % 50)::int end end,
      case when n % 2000 = 3 then 'supplementRequested' when n % 10 < 7 then 'decided' else 'complete' end,
      case when n % 100 = 0 then picked.closes_on + 1 end,
      case when n % 500 = 0 then organisation_ids[1 + n % 100] end,
      clock_timestamp() - interval '1 day', case when n % 5000 = 4 then clock_timestamp() end
    from generate_series(1, ${count}) n cross join lateral (
      select (windows[1 + n % array_length(windows, 1)]).* from (
        select array_agg(window_row order by id) as windows from scheme_windows window_row where municipality_code = ${code}
      ) every
    ) picked cross join (
      select array_agg(id) as organisation_ids from organisations where municipality_code = ${code}
    ) ids`)
  await database.execute(sql`analyze applications`)
  await database.execute(sql`
    create table seed_applied as select id, row_number() over (order by id) as n from applications where municipality_code = ${code}`)
  await database.execute(sql`
    insert into application_applicants (municipality_code, application_id, organisation_id, position)
    select ${code}, seed_applied.id, organisation_ids[1 + n % array_length(organisation_ids, 1)], 1
    from seed_applied, (select array_agg(id) as organisation_ids from organisations where municipality_code = ${code}) ids`)
  await database.execute(sql`
    insert into application_amounts (municipality_code, application_id, position, year, amount, certainty)
    select ${code}, id, 1, 2012 + n * 10 / ${count}, 10000, 'exact' from seed_applied`)
  await database.execute(sql`
    update decision_lines set application_id = seed_applied.id,
      outcome = case when n % 20000 = 11 then 'closedWithoutDecision' else outcome end
    from (select id, row_number() over (order by id) as n from decision_lines where municipality_code = ${code}) line
    join seed_applied using (n)
    where decision_lines.municipality_code = ${code} and decision_lines.id = line.id and n % 10 < 7`)
}

export async function seedSchemes(database: Database, code: string, count: number) {
  await database.execute(
    sql`insert into municipalities (municipality_code, name) values (${code}, ${`Kommun ${code}`})`
  )
  await database.execute(sql`
    insert into bodies (municipality_code, name, name_key, kind)
    select ${code}, 'Nämnd ' || n, 'nämnd ' || n, 'committee' from generate_series(1, 50) n`)
  await database.execute(sql`
    insert into schemes (municipality_code, source, reference, name, name_key, kind, status, body_id, categories,
      needs_review, updated_at, withdrawn_at)
    select ${code}, 'register', 'S-' || n, 'Bidrag ' || n, 'bidrag ' || n,
      case when n % 2000 = 5 then 'partnership' else 'operating' end,
      case when n % 3000 = 0 then 'paused' else 'open' end, body_ids[1 + n % 50], array['kategori ' || n % 300, 'alla'],
      n % 4000 = 1, clock_timestamp() - interval '1 day', case when n % 5000 = 4 then clock_timestamp() end
    from generate_series(1, ${count}) n, (select array_agg(id) as body_ids from bodies where municipality_code = ${code}) ids`)
  // Without statistics every index that begins with the municipality looks as good as the key to foreign keys.
  await database.execute(sql`analyze schemes`)
  await database.execute(sql`
    insert into scheme_windows (municipality_code, scheme_id, kind, opens_month_day, closes_month_day)
    select ${code}, id, 'recurring', '04-01', '05-31' from schemes where municipality_code = ${code}`)
  await database.execute(sql`
    insert into scheme_status_changes (municipality_code, scheme_id, status) select ${code}, id, status
    from schemes where municipality_code = ${code}`)
}
