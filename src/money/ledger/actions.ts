import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/connection.ts'
import { knownInstant } from '../../platform/known/instants.ts'
import { addToMonths, addToTotals, appended, keepContinued, keepOrganisations } from './kept-sums.ts'
import { linesSaid, opaqueToPlanner, statedFacts } from './ledger-facts.ts'

/** What an entry is about. A change of any of these is a pair of entries; a change of amount is one. */
const dimensions = sql.raw(
  `kind, line_id, decision_id, award_id, scheme_id, body_id, organisation_ids, outcome, decision_year, grant_year,
   grant_year_to, payment_id, recovery_id, payment_year, payment_month`
)

/**
 * The one way into the ledger. `entries` is a query of event_id, the dimensions, amount, facts and unknown.
 *
 * Money is written by one transaction at a time within a municipality (the lock holds until commit), so `recorded_at`
 * ascends in the order of commits: whoever has seen an instant's totals will be given the same totals for it for ever. All
 * that a transaction writes becomes known at one instant. The sums of the entries are kept beside them. `isNew`: the lines have
 * no entries yet.
 */
export async function appendEntries(
  tx: Transaction,
  municipalityCode: string,
  entries: SQL,
  { isNew = false } = {}
): Promise<void> {
  const at = await knownInstant(tx, municipalityCode)
  // Each statement writes one table, and is sent to one node where tables are distributed: all in one would need every node.
  await tx.execute(sql`
    with entries as materialized (${entries})
    insert into ledger_entries (municipality_code, recorded_at, event_id, ${dimensions}, amount, facts, unknown)
    select ${municipalityCode}, ${at}::timestamptz, event_id, ${dimensions}, amount, facts, unknown
    from entries
    order by event_id, line_id, kind, grant_year, payment_id, payment_year, amount`)
  const { first, firstStated, isMoved, isPaid } = await whatWasAppended(tx, municipalityCode, at)
  if (first === null) return
  await tx.execute(addToTotals(municipalityCode, appended(municipalityCode, first)))
  if (isPaid) await tx.execute(addToMonths(municipalityCode, appended(municipalityCode, first)))
  // Other lines stand now, or with another key, or more is known of them.
  if (firstStated !== null) await keepContinued(tx, municipalityCode, firstStated, isNew)
  if (firstStated !== null && isMoved) await keepOrganisations(tx, municipalityCode, firstStated)
}

type Appended = {
  /** The sequence of the first of the entries and of the last; null: there are none. */
  first: number | null
  last: number | null
  /** The first by which a line states something; null: none does. */
  firstStated: number | null
  /** Whether lines stand now or no longer, or with another key. */
  isMoved: boolean | null
  /** Whether one of them is of a year of payment: the sums by month are of those. */
  isPaid: boolean | null
}

/** The last entry that the transaction has appended, of each municipality: the next ones come after it. */
const lastOf = new WeakMap<Transaction, Map<string, number>>()

/** Of the entries that were just appended at the instant, counted by PostgreSQL: an import appends some hundred thousand. */
async function whatWasAppended(tx: Transaction, municipalityCode: string, at: string): Promise<Appended> {
  const last = lastOf.get(tx) ?? new Map<string, number>()
  lastOf.set(tx, last)
  const isStated = sql`kind in ('applied', 'granted', 'reserved') and (facts <> 0 or unknown <> 0)`
  const { rows } = await tx.execute<Appended>(sql`
    select min(id)::float8 as first, max(id)::float8 as last, (min(id) filter (where ${isStated}))::float8 as "firstStated",
      bool_or(kind = 'applied' and facts <> 0) as "isMoved", bool_or(payment_year is not null) as "isPaid"
    from ledger_entries
    where municipality_code = ${municipalityCode} and recorded_at = ${at}::timestamptz and id > ${last.get(municipalityCode) ?? 0}`)
  const appended = rows[0]!
  if (appended.last !== null) last.set(municipalityCode, appended.last)
  return appended
}

/**
 * Brings the ledger to what the lines, their payments and their recoveries now say: what they say less what their entries
 * sum to is appended, nothing where nothing differs. Every change of a line, its decision, its recipients, its scheme, a
 * payment or a recovery ends with this. `changed` is a query of line_id and event_id, each line once; `moved` one of
 * subject_id and event_id, each once, of the payments and recoveries that were changed by events of their own.
 */
export async function settleLines(
  tx: Transaction,
  municipalityCode: string,
  changed: SQL,
  moved = sql`select null::uuid as subject_id, null::bigint as event_id where false`
): Promise<void> {
  await appendEntries(
    tx,
    municipalityCode,
    sql`
    with changed as materialized (${changed}), moved as materialized (${moved})
    select coalesce(moved.event_id, difference.event_id) as event_id, ${dimensions}, amount, facts, unknown
    from (
      select max(event_id) as event_id, ${dimensions},
             sum(amount) as amount, sum(facts) as facts, sum(unknown) as unknown
      from (
        ${statedFacts(municipalityCode)}
        union all
        select its_event, ${dimensions}, -amount, -facts, -unknown
        from (select line_id as its_line, event_id as its_event from changed) each
        cross join lateral (
          select ${dimensions}, amount, facts, unknown from ledger_entries
          where municipality_code = ${opaqueToPlanner(municipalityCode)} and line_id = its_line offset 0
        ) entry
      ) differences
      group by ${dimensions}
      having sum(amount) <> 0 or sum(facts) <> 0 or sum(unknown) <> 0
    ) difference
    left join moved on moved.subject_id = coalesce(payment_id, recovery_id)`
  )
}

/**
 * The same of lines that the transaction has made, which have neither entries nor payments: what they say is appended, and
 * nothing is looked for that cannot be there. `made` is a query of line_id and event_id, each line once.
 */
export async function settleNewLines(tx: Transaction, municipalityCode: string, made: SQL): Promise<void> {
  await appendEntries(
    tx,
    municipalityCode,
    sql`
    with changed as materialized (${made})
    select event_id, ${dimensions}, amount, facts, unknown from (${linesSaid(municipalityCode)}) said`,
    { isNew: true }
  )
}
