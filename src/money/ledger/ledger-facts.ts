import { type SQL, sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { isGranting } from '../../register/decisions/line-record.ts'
import { lineStands } from './standing.ts'

/** What lines, payments and recoveries state, as the ledger would have it. Reads their tables and imports no code of theirs. */

/**
 * The municipality as a value that the planner cannot see. PostgreSQL has no statistics of a municipality that has just begun:
 * seeing its code, it would take any index that begins with it for as good as the key, and read all lines for each line.
 */
export const opaqueToPlanner = (municipalityCode: string) => sql`(select ${municipalityCode}::text)`

/** The line and the decision of each changed one, looked up one by one by their keys (`offset 0` keeps it so). */
export function eachLine(municipalityCode: string): SQL {
  return sql`
    cross join lateral (
      select * from decision_lines where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = changed.line_id offset 0
    ) line
    cross join lateral (
      select * from decisions where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = line.decision_id offset 0
    ) decision`
}

/**
 * The facts that the changed lines state, one of each kind for each period that an amount is stated for; and those of the
 * payments and recoveries of their awards, which hold whether the line stands or not: what was paid was paid.
 */
export function statedFacts(municipalityCode: string): SQL {
  return sql`${linesSaid(municipalityCode)} union all ${paymentsSaid(municipalityCode)}
    union all ${recoveriesSaid(municipalityCode)}`
}

/** What every fact of a changed line is about, but for kind, award and years. */
const about = sql`line.scheme_id, decision.body_id, recipients.ids as organisation_ids, line.outcome,
           extract(year from decision.decided_on)::int as decision_year`

function eachAbout(municipalityCode: string): SQL {
  return sql`
    ${eachLine(municipalityCode)}
    left join lateral (
      select id from awards where municipality_code = ${opaqueToPlanner(municipalityCode)} and line_id = line.id offset 0
    ) award on true
    cross join lateral (
      select array_agg(organisation_id order by organisation_id) as ids from decision_line_recipients recipient
      where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'recipient')}
        and recipient.municipality_code = line.municipality_code and recipient.line_id = line.id
    ) recipients`
}

/** What the changed lines themselves state. Of lines that were just made there is nothing else. */
export function linesSaid(municipalityCode: string): SQL {
  return sql`
    select changed.event_id, fact.kind, line.id as line_id, line.decision_id,
           case when fact.kind = 'granted' then award.id end as award_id, ${about},
           period.grant_year, period.grant_year_to, null::uuid as payment_id, null::uuid as recovery_id,
           null::int as payment_year, null::int as payment_month, coalesce(fact.amount, 0) as amount, 1 as facts, (fact.amount is null)::int as unknown
    from changed
    ${eachAbout(municipalityCode)}
    cross join lateral (
      select year as grant_year, null::int as grant_year_to
      from generate_series(line.grant_year_from, line.grant_year_to) year where line.amount_per = 'year'
      union all
      select line.grant_year_from, nullif(line.grant_year_to, line.grant_year_from)
      where line.amount_per is distinct from 'year'
    ) period
    cross join lateral (values
      ('applied', true, case when line.applied_certainty = 'exact' then line.applied end),
      ('granted', ${isGranting(sql`line.outcome`)},
        case when line.granted_certainty = 'exact' then line.granted end),
      ('reserved', line.outcome = 'reserved',
        case when line.reserved_certainty = 'exact' then line.reserved end)
    ) fact (kind, holds, amount)
    where fact.holds and ${lineStands(municipalityCode)}`
}

/**
 * Returns of a payment (alias `payment`), a row for each: amount, day. The last counts the payment as returned, and takes it
 * from what is planned where nothing of it stays paid.
 */
const returnsOf = sql`
  select payment.returned_amount - coalesce(
           (select sum(amount) from jsonb_to_recordset(payment.earlier_returns) as earlier (amount numeric)), 0) as amount,
         payment.returned_on as day, -(payment.returned_amount = payment.amount)::int as taken, 1 as counted
  where payment.returned_on is not null
  union all
  select amount, "returnedOn", 0, 0
  from jsonb_to_recordset(payment.earlier_returns) as earlier (amount numeric, "returnedOn" date)
  where payment.earlier_returns <> '[]'`

/** Years and months of planned, checked, approved and recorded are those in which the money moved, or is due to; a return takes them away in
 * its own, so that in every year and month what is planned less what is paid (and did not come back) is yet to be paid. */
function paymentsSaid(municipalityCode: string): SQL {
  return sql`
    select changed.event_id, fact.kind, line.id, line.decision_id, award.id, ${about}, payment.grant_year,
           payment.grant_year_to, payment.id, null::uuid, extract(year from fact.day)::int, extract(month from fact.day)::int,
           fact.amount, fact.facts, 0
    from changed
    ${eachAbout(municipalityCode)}
    cross join lateral (
      select *, coalesce(paid_on, due_on) as day,
             paid_on is not null and checked_by is null as unchecked,
             paid_on is not null and approved_by is null as unapproved
      from payments where municipality_code = ${opaqueToPlanner(municipalityCode)} and award_id = award.id
      -- In the order of their index, so that the planner takes that one, whatever its statistics know.
      order by due_on, id offset 0
    ) payment
    cross join lateral (
      select * from (values
        ('planned', true, payment.amount, payment.day, 1),
        ('checked', payment.status <> 'planned' and not payment.unchecked, payment.amount, payment.day, 1),
        ('approved', payment.status not in ('planned', 'checked') and not payment.unapproved, payment.amount, payment.day, 1),
        ('recorded', payment.unapproved, payment.amount, payment.day, 1),
        ('paid', payment.paid_on is not null, payment.amount, payment.day, 1)
      ) moved
      union all
      select said.* from (${returnsOf}) back cross join lateral (values
        ('planned', true, -back.amount, back.day, back.taken),
        ('checked', not payment.unchecked, -back.amount, back.day, back.taken),
        ('approved', not payment.unapproved, -back.amount, back.day, back.taken),
        ('recorded', payment.unapproved, -back.amount, back.day, back.taken),
        ('returned', true, back.amount, back.day, back.counted)
      ) said
    ) fact (kind, holds, amount, day, facts)
    -- Asked here: within, it lets in partial indexes, which look empty to the planner until the first vacuum.
    where fact.holds and payment.withdrawn_at is null and ${isUsed('payments', municipalityCode)}`
}

function recoveriesSaid(municipalityCode: string): SQL {
  return sql`
    select changed.event_id, fact.kind, line.id, line.decision_id, award.id, ${about}, recovery.grant_year,
           recovery.grant_year_to, null::uuid, recovery.id, extract(year from fact.moved_on)::int,
           extract(month from fact.moved_on)::int, fact.amount, 1, 0
    from changed
    ${eachAbout(municipalityCode)}
    cross join lateral (
      select * from recoveries
      where municipality_code = ${opaqueToPlanner(municipalityCode)} and award_id = award.id offset 0
    ) recovery
    cross join lateral (
      select 'claimed' as kind, recovery.decided_on as moved_on, recovery.amount
      union all
      select case movement.kind when 'writeOff' then 'writtenOff' else 'recovered' end,
             coalesce(movement.moved_on, payment.paid_on), movement.amount
      from recovery_movements movement
      left join payments payment
        on ${ofMunicipality(opaqueToPlanner(municipalityCode), 'payment')}
          and payment.municipality_code = movement.municipality_code and payment.id = movement.payment_id
      where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'movement')}
        and movement.municipality_code = recovery.municipality_code and movement.recovery_id = recovery.id
        and movement.withdrawn_at is null and (movement.kind <> 'setOff' or payment.paid_on is not null)
    ) fact
    where recovery.withdrawn_at is null and ${isUsed('recoveries', municipalityCode)}`
}

/** Whether the municipality has any row of the table, asked once for a statement: without any, no line looks for its own. */
function isUsed(table: string, municipalityCode: string): SQL {
  return sql`(select exists (select from ${sql.identifier(table)} where municipality_code = ${municipalityCode}))`
}
