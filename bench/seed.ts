import { sql } from 'drizzle-orm'
import { settleLines } from '../src/money/ledger/actions.ts'
import type { Database } from '../src/platform/database/connection.ts'
import { settleDecided } from '../src/register/decisions/awards.ts'

/** How much a municipality is given; the lines are spread evenly over decisions of ten years, 2012 to 2021. */
export type Size = {
  lines: number
  organisations: number
  decisions: number
  /** Quarterly payments of every award; those before 2021 are paid. */
  payments?: boolean
}

/** Of a municipality with about so many payments: three of four lines are granted, each in four payments. */
export function sizeOf(payments: number): Size {
  const lines = Math.max(20, Math.round(payments / 3))
  return { lines, organisations: 100 + Math.round(lines / 50), decisions: 10 + Math.round(lines / 30), payments: true }
}

const BODIES = 6
const SCHEMES = 10

/**
 * Fills a municipality by a few statements for all of it.
 * Every tenth line is joint, every fifth rejected, every twentieth reserved; some have years of their own.
 */
export async function seedMunicipality(database: Database, code: string, size: Size): Promise<void> {
  await database.transaction(async tx => {
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`insert into municipalities (municipality_code, name) values (${code}, ${`Kommun ${code}`})`)
    await tx.execute(sql`
      create temp table seed_bodies on commit drop as
      select nth, uuid_v7() as id, 'Nämnd ' || nth as name from generate_series(0, ${BODIES - 1}) nth`)
    await tx.execute(sql`
      insert into bodies (municipality_code, id, name, name_key, kind)
      select ${code}, id, name, lower(name), 'committee' from seed_bodies`)
    await tx.execute(sql`
      create temp table seed_schemes on commit drop as
      select nth, uuid_v7() as id, 'Bidrag ' || nth as name from generate_series(0, ${SCHEMES - 1}) nth`)
    await tx.execute(sql`
      insert into schemes (municipality_code, id, name, name_key, kind)
      select ${code}, id, name, lower(name), 'operating' from seed_schemes`)
    await tx.execute(sql`
      create temp table seed_organisations on commit drop as
      select nth, uuid_v7() as id, 'Idrottssällskapet ' || md5(${code} || nth) as name
      from generate_series(0, ${size.organisations - 1}) nth`)
    await tx.execute(sql`
      insert into organisations (municipality_code, id, name, name_key, search_key, twin_key)
      select ${code}, id, name, lower(name), replace(lower(name), 'ä', 'a'), lower(name) from seed_organisations`)
    await tx.execute(sql`
      create temp table seed_decisions on commit drop as
      select nth, uuid_v7() as id, date '2012-01-10' + (nth * 3650 / ${size.decisions}::int) as decided_on
      from generate_series(0, ${size.decisions - 1}) nth`)
    await tx.execute(sql`
      insert into decisions (municipality_code, id, kind, body_id, decided_on, paragraph)
      select ${code}, decision.id, 'committee', body.id, decided_on, decision.nth::text
      from seed_decisions decision join seed_bodies body on body.nth = decision.nth % ${BODIES}`)
    await seedLines(tx, code, size)
    const created = sql`
      select subject_id as line_id, id as event_id from events
      where municipality_code = ${code} and type = 'decisionLine.created'`
    await settleDecided(tx, code, created)
    if (!size.payments) return
    await tx.execute(sql`analyze awards, decision_lines, decision_line_recipients`)
    await seedPayments(tx, code)
    await tx.execute(sql`analyze payments, ledger_entries`)
    await settleLines(tx, code, created)
  })
}

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

async function seedLines(tx: Transaction, code: string, { lines, organisations, decisions }: Size) {
  await tx.execute(sql`
    create temp table seed_lines on commit drop as
    select nth, uuid_v7() as id, nth::bigint * ${decisions} / ${lines} as decision,
           (nth::bigint * 7919 % ${organisations})::int as organisation,
           case when nth % 20 = 19 then 'reserved' when nth % 5 = 4 then 'rejected' else 'granted' end as outcome
    from generate_series(0, ${lines - 1}) nth`)
  await tx.execute(sql`
    insert into decision_lines (municipality_code, id, decision_id, source, reference, scheme_id, grant_year_from,
      grant_year_to, outcome, applied, applied_certainty, granted, granted_certainty, reserved, reserved_certainty,
      rent_certainty)
    select ${code}, line.id, decision.id, 'seed', 'L-' || line.nth, scheme.id, year, year, outcome,
      1000 + line.nth % 90000, 'exact', case outcome when 'granted' then 500 + line.nth % 70000 + 0.5 end,
      case outcome when 'granted' then 'exact' else 'notStated' end, case outcome when 'reserved' then 7000 end,
      case outcome when 'reserved' then 'exact' else 'notStated' end, 'notStated'
    from seed_lines line join seed_decisions decision on decision.nth = line.decision
    join seed_schemes scheme on scheme.nth = line.nth % ${SCHEMES}
    cross join lateral (select extract(year from decided_on)::int + line.nth % 2 as year) years
    order by line.nth`)
  await tx.execute(sql`
    insert into decision_line_recipients (municipality_code, line_id, organisation_id, position)
    select ${code}, line.id, organisation.id, recipient.position from seed_lines line
    cross join lateral (values (0, 1), (1, 2)) recipient (step, position)
    join seed_organisations organisation on organisation.nth = (line.organisation + step) % ${organisations}
    where recipient.step = 0 or line.nth % 10 = 0`)
  await tx.execute(sql`
    insert into events (municipality_code, type, subject_type, subject_id, subject_version, parent_id, actor, actor_name)
    select ${code}, 'decisionLine.created', 'decisionLine', line.id, 1, decision.id, 'cli:seed', 'seed'
    from seed_lines line join seed_decisions decision on decision.nth = line.decision order by line.nth`)
}

async function seedPayments(tx: Transaction, code: string) {
  await tx.execute(sql`
    insert into payment_plans (municipality_code, award_id, grant_year, schedule, amount)
    select ${code}, award.id, line.grant_year_from, 'quarterly', line.granted
    from awards award join decision_lines line on line.municipality_code = ${code} and line.id = award.line_id
    where award.municipality_code = ${code} and line.granted >= 4`)
  await tx.execute(sql`analyze payment_plans`)
  await tx.execute(sql`
    insert into payments (municipality_code, plan_id, award_id, instalment_number, amount, grant_year, budget_year, due_on,
      payee_organisation_id, status, paid_on, voucher_number, changed_by)
    select ${code}, plan.id, plan.award_id, quarter,
      case quarter when 4 then plan.amount - 3 * trunc(plan.amount / 4, 2) else trunc(plan.amount / 4, 2) end,
      plan.grant_year, plan.grant_year, due_on, payee.organisation_id,
      case when due_on < '2021-01-01' then 'paid' else 'planned' end,
      case when due_on < '2021-01-01' then due_on end, case when due_on < '2021-01-01' then 'V-' || due_on end,
      array['cli:seed']
    from payment_plans plan
    join awards award on award.municipality_code = ${code} and award.id = plan.award_id
    join decision_line_recipients payee
      on payee.municipality_code = ${code} and payee.line_id = award.line_id and payee.position = 1
    cross join generate_series(1, 4) quarter
    cross join lateral (select make_date(plan.grant_year, quarter * 3 - 2, 5) as due_on) due
    where plan.municipality_code = ${code}`)
}

/** Codes that no municipality has: `9000` and on. */
export const seededCode = (nth: number) => String(9000 + nth)

/** The municipalities one after the other, then statistics for the planner. */
export async function seed(database: Database, sizes: Size[], progress: (done: number) => void = () => {}) {
  for (const [nth, size] of sizes.entries()) {
    await seedMunicipality(database, seededCode(nth), size)
    progress(nth + 1)
  }
  await database.execute(sql`vacuum analyze`)
}
