import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../src/base/actor.ts'
import { heldReasons, holdsQuery } from '../src/money/payments/hold-reasons.ts'
import { createPaymentPlan } from '../src/money/payments/plans.ts'
import { paymentList } from '../src/money/payments/record.ts'
import type { Database } from '../src/platform/database/connection.ts'
import { explainList } from './plans.ts'

const ON = '2022-06-15'

/** The first page of payments by every filter, what holds all that are unpaid, and how long a plan takes. */
export async function explainPayments(database: Database, code: string) {
  const one = async (query: SQL) => (await database.execute<{ id: string }>(query)).rows[0]!.id
  const own = sql`municipality_code = ${code}`
  const values: Record<string, unknown> = {
    ...{
      municipalityCode: code,
      on: ON,
      status: 'checked',
      kind: 'advance',
      dueFrom: '2021-04-01',
      dueTo: '2021-06-30'
    },
    ...{ paidFrom: '2019-01-01', paidTo: '2019-03-31', grantYear: 2021, voucherNumber: 'V-4711', reference: 'R-4711' },
    ...{ payability: 'held', withheld: true, withdrawn: 'only' },
    changedSince: new Date(Date.now() - 1_000).toISOString(),
    planId: await one(sql`select id from payment_plans where ${own} limit 1 offset 9999`),
    awardId: await one(sql`select award_id as id from payments where ${own} limit 1 offset 9999`),
    agreementId: await one(
      sql`select agreement_id as id from payments where ${own} and agreement_id is not null limit 1`
    ),
    decisionId: await one(sql`select id from decisions where ${own} limit 1 offset 333`),
    schemeId: await one(sql`select id from schemes where ${own} limit 1`),
    bodyId: await one(sql`select id from bodies where ${own} limit 1`),
    payeeOrganisationId: await one(sql`select id from organisations where ${own} limit 1 offset 500`)
  }
  await explainList(database, paymentList, values)
  await timeHolds(database, code)
  await timePlans(database, code)
}

async function timeHolds(database: Database, code: string) {
  const started = performance.now()
  await database.execute(sql`select count(*) from (${holdsQuery(code, ON)}) hold`)
  console.log(`\nholds of all unpaid: ${Math.round(performance.now() - started)} ms`)
  for (const limit of [1, 20, 1_000]) {
    const { rows } = await database.execute<{ id: string }>(
      sql`select id from payments where municipality_code = ${code} and status = 'planned' order by due_on, id limit ${limit}`
    )
    const ids = rows.map(({ id }) => id)
    await heldReasons(database, code, ids, ON)
    const started = performance.now()
    for (let n = 0; n < 5; n++) await heldReasons(database, code, ids, ON)
    console.log(`heldReasons of ${limit}: ${((performance.now() - started) / 5).toFixed(1)} ms`)
  }
}

/** Plans of four instalments, one after the other, each held against the award and a budget of a year. */
async function timePlans(database: Database, code: string) {
  const actor = { id: 'cli:bench', name: 'bench', principal: 'cli:bench', sentBy: null, requestId: null } as Actor
  await database.execute(sql`
    insert into budgets (municipality_code, body_id, year, amount, certainty)
    select ${code}, id, 2021, 900000000, 'exact' from bodies where municipality_code = ${code}`)
  const { rows } = await database.execute<{ id: string; payee: string }>(sql`
    select award.id, recipient.organisation_id as payee from awards award
    join decision_lines line on line.id = award.line_id and line.municipality_code = award.municipality_code
    join decision_line_recipients recipient on recipient.line_id = line.id and recipient.position = 1
      and recipient.municipality_code = award.municipality_code
    where award.municipality_code = ${code} and line.grant_year_from = 2021 and not exists (select from payments where award_id = award.id) limit 100`)
  for (const budgeted of [true, false]) {
    const some = rows.slice(budgeted ? 0 : rows.length / 2, budgeted ? rows.length / 2 : rows.length)
    const started = performance.now()
    for (const { id: awardId, payee: payeeOrganisationId } of some) {
      const plan = { awardId, schedule: 'quarterly' as const, payeeOrganisationId }
      await database.transaction(tx => createPaymentPlan(tx, actor, code, plan))
    }
    const ms = (performance.now() - started) / some.length
    console.log(`a plan of four, ${budgeted ? 'held against' : 'without'} a budget: ${ms.toFixed(1)} ms`)
    await database.execute(sql`delete from budgets where municipality_code = ${code}`)
  }
}

/** Four payments a year of nearly every award: those of 2012–2019 paid, the others in every status. */
export async function seedPayments(database: Database, code: string) {
  await database.execute(sql`
    insert into agreements (municipality_code, kind, status, content, starts_earliest, starts_latest, ends_earliest, ends_latest)
    select ${code}, 'partnership', 'signed', '{"signedOn":"2012-01-01"}', '2012-01-01', '2012-01-01', '2030-12-31', '2030-12-31'
    from generate_series(1, 500)`)
  await database.execute(sql`
    insert into payee_accounts (municipality_code, organisation_id, account_kind, account_number, registered_by)
    select ${code}, id, 'bankgiro', '50501055', 'person:registrar' from organisations where municipality_code = ${code} limit 950`)
  await database.execute(sql`
    create temp table seed_awards as
    select award.id, uuid_v7() as plan_id, line.grant_year_from as year, line.granted, recipient.organisation_id as payee,
           agreement.ids[1 + n % 500] as agreement_id, n
    from (select *, row_number() over (order by id) as n from awards where municipality_code = ${code}) award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decision_line_recipients recipient on recipient.municipality_code = line.municipality_code
      and recipient.line_id = line.id and recipient.position = 1
    cross join (select array_agg(id) as ids from agreements where municipality_code = ${code}) agreement
    where n % 100 <> 0 and line.granted >= 4`)
  await database.execute(sql`
    insert into payment_plans (municipality_code, id, award_id, agreement_id, grant_year, schedule, amount)
    select ${code}, plan_id, id, case when n % 5 = 0 then agreement_id end, year, 'quarterly', granted from seed_awards`)
  await database.execute(sql`
    insert into payments (municipality_code, reference, plan_id, award_id, agreement_id, instalment_number, kind, amount, grant_year,
      budget_year, due_on, payee_organisation_id, status, changed_by, paid_on, voucher_number, withheld_at, withheld_reason,
      updated_at, withdrawn_at)
    select ${code}, case when n % 3 = 0 then 'R-' || (n * 4 + q) end, plan_id, id, case when n % 5 = 0 then agreement_id end,
      q, case when n % 50 = 0 and q = 1 then 'advance' else 'instalment' end, trunc(granted / 4, 2), year, year,
      make_date(year, q * 3 - 2, 1) + (n % 7)::int, payee, status, array['person:seed'],
      case when status = 'paid' then make_date(year, q * 3 - 2, 8) end, case when status = 'paid' then 'V-' || (n * 4 + q) end,
      case when n % 299 = 0 and status <> 'paid' then clock_timestamp() end, case when n % 299 = 0 and status <> 'paid' then 'Utreds' end,
      clock_timestamp() - interval '1 day', case when n % 97 = 0 and status = 'planned' then clock_timestamp() end
    from seed_awards cross join generate_series(1, 4) q
    cross join lateral (select case when year < 2020 then 'paid'
      else (array['planned', 'planned', 'checked', 'approved'])[1 + (n + q) % 4] end as status) step`)
  await database.execute(sql`
    insert into payment_conditions (municipality_code, payment_id, kind)
    select ${code}, id, wait.kind from payments
    cross join lateral (values ('noReportOverdue', 3), ('decisionFinal', 20), ('organisationEligible', 30)) wait (kind, every)
    where municipality_code = ${code} and instalment_number % 2 = 0 and abs(hashtext(id::text)) % every = 0`)
  await database.execute(sql`
    insert into reports (municipality_code, award_id, kind, period_from, period_to, due_on, status)
    select ${code}, id, 'written', make_date(year, 1, 1), make_date(year, 12, 31), make_date(year + 1, 1, 31),
      case when n % 10 = 0 then 'expected' else 'accepted' end from seed_awards`)
  await database.execute(sql`vacuum analyze`)
}
