import { type SQL, sql } from 'drizzle-orm'
import { followUpReports } from '../src/money/reports/jobs.ts'
import { report } from '../src/money/reports/record.ts'
import type { Database } from '../src/platform/database/connection.ts'
import { explainList } from './plans.ts'

const COUNT = 100_000
const ON = '2026-03-15'

/** The first page of reports by every filter, with 100 000 reports of 2016–2025 in one municipality, and the daily job. */
export async function explainReports(database: Database, code: string) {
  const one = async (query: SQL) => (await database.execute<{ id: string }>(query)).rows[0]!.id
  const values: Record<string, unknown> = {
    municipalityCode: code,
    validOn: ON,
    status: 'returned',
    overdue: 'yes',
    late: 'yes',
    kind: 'dialogue',
    reference: 'R-4711',
    dueFrom: '2026-01-01',
    dueTo: '2016-12-31',
    agreementId: await one(sql`select agreement_id as id from reports where agreement_id is not null limit 1`),
    awardId: await one(sql`select award_id as id from reports where award_id is not null limit 1`),
    requirementId: await one(sql`select requirement_id as id from reports where requirement_id is not null limit 1`),
    schemeId: await one(sql`select scheme_id as id from decision_lines
      where municipality_code = ${code} and scheme_id is not null limit 1`),
    organisationId: await one(sql`select organisation_id as id from agreement_parties
      where municipality_code = ${code} and organisation_id is not null limit 1`),
    changedSince: new Date(Date.now() - 1_000).toISOString(),
    withdrawn: 'exclude'
  }
  await explainList(database, report.list, values)

  const started = performance.now()
  const done = await followUpReports(database, { on: ON })
  const ended = performance.now()
  await followUpReports(database, { on: ON })
  const again = performance.now() - ended
  console.log(
    `\ndaily job: ${JSON.stringify(done)} in ${Math.round(ended - started)} ms; again ${Math.round(again)} ms`
  )
}

/** Nine of ten accepted, one of twenty of them late; one of a hundred missing; half of agreements, half of awards. */
export async function seedReports(database: Database, code: string) {
  await database.execute(sql`
    insert into agreements (municipality_code, kind, status, content, starts_earliest, starts_latest, ends_earliest, ends_latest)
    select ${code}, 'partnership', 'signed', jsonb_build_object('title', 'Partnerskap ' || n,
      'term', jsonb_build_object('validFrom', '2016-01-01', 'validTo', '2026-12-31'), 'endedOn', null), '2016-01-01', '2016-01-01', '2026-12-31', '2026-12-31'
    from generate_series(1, 5000) n`)
  await database.execute(sql`
    insert into agreement_parties (municipality_code, agreement_id, key, kind, role, organisation_id)
    select ${code}, agreement.id, 'partner', 'organisation', 'partner', organisation.ids[1 + n % array_length(organisation.ids, 1)]
    from (select id, row_number() over (order by id) as n from agreements where municipality_code = ${code}) agreement,
      (select array_agg(id) as ids from organisations where municipality_code = ${code}) organisation`)
  await database.execute(sql`
    insert into report_requirements (municipality_code, agreement_id, frequency, due_days)
    select ${code}, id, 'yearly', 59 from agreements where municipality_code = ${code}`)
  await database.execute(sql`
    insert into reports (municipality_code, reference, requirement_id, agreement_id, award_id, kind, period_from, period_to,
      due_on, status, submitted_on, waived_on, updated_at)
    select ${code}, 'R-' || n, requirement_id, agreement_id, award_id, case when n % 50 = 0 then 'dialogue' else 'written' end,
      period_from, period_to, period_to + 59,
      status, case when status in ('submitted', 'accepted', 'returned') then period_to + case when n % 20 = 3 then 70 else 50 end end,
      case status when 'waived' then period_to end, clock_timestamp() - interval '1 day'
    from (
      select *, row_number() over (order by period_from, subject) as n,
        case when period_to > '2025-12-30' then 'expected'
             when random() < 0.01 then 'expected' when random() < 0.01 then 'returned' when random() < 0.02 then 'waived'
             when random() < 0.03 then 'submitted' else 'accepted' end as status
      from (
        select requirement.id as requirement_id, requirement.agreement_id, null::uuid as award_id, requirement.id as subject,
          make_date(year, 1, 1) as period_from, make_date(year, 12, 31) as period_to
        from report_requirements requirement, generate_series(2016, 2025) year
        union all
        select null, null, award.id, award.id, make_date(year, 1, 1), make_date(year, 12, 31)
        from (select id from awards where municipality_code = ${code} order by id limit 5000) award, generate_series(2016, 2025) year
      ) expected
    ) given limit ${COUNT}`)
  await database.execute(sql`
    insert into payment_plans (municipality_code, award_id, schedule, amount)
    select ${code}, id, 'once', 1000 from awards where municipality_code = ${code}`)
  await database.execute(sql`
    insert into payments (municipality_code, plan_id, award_id, instalment_number, amount, budget_year, due_on, payee_organisation_id, changed_by)
    select ${code}, plan.id, plan.award_id, 1, 1000, 2026, '2026-04-01', organisation.id, '{seed}'
    from payment_plans plan, (select id from organisations where municipality_code = ${code} limit 1) organisation
    where plan.municipality_code = ${code}`)
  await database.execute(sql`
    insert into payment_conditions (municipality_code, payment_id, kind, report_id)
    select ${code}, payment.id, 'reportAccepted', report.id
    from (select id, row_number() over (order by id) as n from payments where municipality_code = ${code}) payment
    join (select id, row_number() over (order by due_on desc, id) as n from reports) report using (n)`)
  await database.execute(sql`
    insert into payment_conditions (municipality_code, payment_id, kind, requirement_id)
    select ${code}, payment.id, 'reportAccepted', requirement.id
    from (select id, row_number() over (order by id desc) as n from payments where municipality_code = ${code}) payment
    join (select id, row_number() over (order by id) as n from report_requirements) requirement using (n)`)
  await database.execute(sql`vacuum analyze`)
}
