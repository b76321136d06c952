import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import { lineStands } from './standing.ts'

/** What an entry is about. A change of any of these is a pair of entries; a change of amount is one. */
const dimensions = sql.raw(
  `kind, line_id, decision_id, award_id, scheme_id, body_id, organisation_ids, outcome, decision_year, grant_year,
   grant_year_to`
)

/**
 * The one way into the ledger. `entries` is a query of event_id, the dimensions, amount, facts and unknown.
 *
 * Money is written by one transaction at a time within a municipality (the lock holds until commit), so `recorded_at`
 * ascends in the order of commits: whoever has seen an instant's totals will be given the same totals for it for ever.
 */
export async function appendEntries(tx: Transaction, municipalityCode: string, entries: SQL): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ledgerLock(municipalityCode)})`)
  await tx.execute(sql`
    with now_known as materialized (
      -- One instant for all entries of the statement: at none is a change known by half.
      select greatest(clock_timestamp(), (
        select max(recorded_at) + interval '1 microsecond' from ledger_entries
        where municipality_code = ${municipalityCode})) as at
    )
    insert into ledger_entries (municipality_code, recorded_at, event_id, ${dimensions}, amount, facts, unknown)
    select ${municipalityCode}, now_known.at, event_id, ${dimensions}, amount, facts, unknown
    from now_known cross join (${entries}) entries
    order by event_id, line_id, kind, grant_year, amount`)
}

/** Number of the advisory lock that orders the entries of a municipality; shared by readers of a recent instant. */
export function ledgerLock(municipalityCode: string): SQL {
  return sql`hashtextextended(${`ledger ${municipalityCode}`}::text, 0)`
}

/**
 * Brings the ledger to what the lines now say: what they say less what their entries sum to is appended, nothing where
 * nothing differs. Every change of a line, its decision, its recipients or its scheme ends with this.
 * `changed` is a query of line_id and event_id, each line once.
 */
export async function settleLines(tx: Transaction, municipalityCode: string, changed: SQL): Promise<void> {
  await appendEntries(
    tx,
    municipalityCode,
    sql`
    with changed as materialized (${changed})
    select max(event_id) as event_id, ${dimensions},
           sum(amount) as amount, sum(facts) as facts, sum(unknown) as unknown
    from (
      ${said(municipalityCode)}
      union all
      select its_event, ${dimensions}, -amount, -facts, -unknown
      from (select line_id as its_line, event_id as its_event from changed) each
      cross join lateral (
        select ${dimensions}, amount, facts, unknown from ledger_entries
        where municipality_code = ${unseen(municipalityCode)} and line_id = its_line
          and kind in ('applied', 'granted', 'reserved') offset 0
      ) entry
    ) differences
    group by ${dimensions}
    having sum(amount) <> 0 or sum(facts) <> 0 or sum(unknown) <> 0`
  )
}

/**
 * The municipality as a value that the planner cannot see. Of one that has just begun its statistics know nothing, so it
 * would take any index that begins with the municipality for as good as the key, and read all lines for each line.
 */
export const unseen = (municipalityCode: string) => sql`(select ${municipalityCode}::text)`

/** The line and the decision of each changed one, looked up one by one by their keys (`offset 0` keeps it so). */
export function eachLine(municipalityCode: string): SQL {
  return sql`
    cross join lateral (
      select * from decision_lines where municipality_code = ${unseen(municipalityCode)} and id = changed.line_id offset 0
    ) line
    cross join lateral (
      select * from decisions where municipality_code = ${unseen(municipalityCode)} and id = line.decision_id offset 0
    ) decision`
}

/** The facts that the changed lines state: one of each kind for each period that an amount is stated for. */
function said(municipalityCode: string): SQL {
  return sql`
    select changed.event_id, fact.kind, line.id as line_id, line.decision_id,
           case when fact.kind = 'granted' then award.id end as award_id,
           line.scheme_id, decision.body_id, recipients.ids as organisation_ids, line.outcome,
           extract(year from decision.meeting_date)::int as decision_year, period.grant_year, period.grant_year_to,
           coalesce(fact.amount, 0) as amount, 1 as facts, (fact.amount is null)::int as unknown
    from changed
    ${eachLine(municipalityCode)}
    left join lateral (
      select id from awards where municipality_code = ${unseen(municipalityCode)} and line_id = line.id offset 0
    ) award on true
    cross join lateral (
      select array_agg(organisation_id order by organisation_id) as ids from decision_line_recipients recipient
      where recipient.municipality_code = line.municipality_code and recipient.line_id = line.id
    ) recipients
    cross join lateral (
      select year as grant_year, null::int as grant_year_to
      from generate_series(line.grant_year_from, line.grant_year_to) year where line.amount_per = 'year'
      union all
      select line.grant_year_from, nullif(line.grant_year_to, line.grant_year_from)
      where line.amount_per is distinct from 'year'
    ) period
    cross join lateral (values
      ('applied', true, case when line.applied_certainty = 'exact' then line.applied end),
      ('granted', line.outcome in ('granted', 'partlyGranted'),
        case when line.granted_certainty = 'exact' then line.granted end),
      ('reserved', line.outcome = 'reserved', line.reserved)
    ) fact (kind, holds, amount)
    where fact.holds and ${lineStands(municipalityCode)}`
}
