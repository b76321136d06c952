import { sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import { today } from '../../base/dates.ts'
import { entryKinds, lineEntryKinds } from '../../money/ledger/rules.ts'
import { heldReasons } from '../../money/payments/hold-reasons.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import { type Connection, executeKept, inTransaction, readKept } from '../../platform/database/connection.ts'
import { type Adjustment, adjustments } from './adjustments.ts'
import { grouped, only } from './dimensions.ts'
import { closingsOf, epochsOf } from './epochs.ts'
import { asKnown, withoutNestedLoops } from './known-at.ts'
import { budgeted } from './money-budgets.ts'
import { moneyMeasures, type PaymentTotal } from './money-schemas.ts'
import { isOfKeptSums, type Judged, moneyFacts, unpaidFacts } from './money-sources.ts'
import type { MoneyTotalsAsked } from './question.ts'
import { firstRecordedAt, refuseTooMany, rowCount, withinMost } from './row-limit.ts'
import { MOST_ROWS } from './rules.ts'

type Row = Static<typeof PaymentTotal>
export type MoneyTotals = {
  items: Row[]
  total: Row
  adjustments: Adjustment[]
  closedYears: number[]
  knownAt: string
  firstRecordedAt: string | null
}

/** Kinds of the ledger that are sums of their own: what was applied for is no money. */
const summed = entryKinds.filter(kind => kind !== 'applied')

const columnOf = (name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** Of lines alone an amount can be unknown: payments and recoveries have one. */
const canBeUnknown: readonly string[] = lineEntryKinds

/**
 * The sum of a kind over rows of kind, amount, facts and unknown; null where there are facts and the amount of none is known:
 * they sum to nothing that could be told, and not to 0.
 */
export function sumOf(kind: string): string {
  const of = (column: string) => `coalesce(sum(${column}) filter (where kind = '${kind}'), 0)`
  if (!canBeUnknown.includes(kind)) return of('amount')
  return `case when ${of('unknown')} = 0 or ${of('unknown')} < ${of('facts')} then ${of('amount')} end`
}

/** A column for the sum of each kind. */
export const sumsByKind = sql.raw(summed.map(kind => `${sumOf(kind)} as ${columnOf(kind)}`).join(', '))
/** The same columns of `t` as they are answered. */
export const shownSums = sql.raw(summed.map(kind => `t.${columnOf(kind)}::float8 as "${kind}"`).join(', '))

/**
 * Totals of money on its whole way from grant to payment and back, exact to the öre, over amounts that are known; the
 * identities between them stand in docs/domain.md. What is payable and held is derived for the day of the question, from
 * records as they are or as they were known. @throws Invalid when knownAt is in the future, TooLarge
 */
export async function moneyTotals(db: Connection, asked: MoneyTotalsAsked, mostRows = MOST_ROWS): Promise<MoneyTotals> {
  const isPresent = isOfKeptSums(asked) && !asked.keepClosings
  const ofLittle = isPresent ? await readKept(db, kept => totalsOfLittle(kept, asked, mostRows)) : undefined
  if (ofLittle) return ofLittle
  if (!asked.keepClosings || asked.knownAt) return await asKnown(db, asked, known => readTotals(known, asked, mostRows))
  // Both are read at one instant, so that the adjustments are exactly what the figures leave out.
  return await inTransaction(
    db,
    async tx => {
      await withoutNestedLoops(tx)
      return await readTotals(tx, asked, mostRows)
    },
    { isolationLevel: 'repeatable read' }
  )
}

/**
 * The same of kept sums, where little is to be paid: what holds it is asked first, so that a plan for any municipality does. Else undefined.
 */
async function totalsOfLittle(db: Connection, asked: MoneyTotalsAsked, mostRows: number) {
  const ids = await unpaidIds(db, asked.municipalityCode)
  if (ids.length > LITTLE) return undefined
  const held = await heldReasons(db, asked.municipalityCode, ids, asked.validOn ?? today())
  return await readTotals(db, asked, mostRows, { ids, held: [...held.keys()] })
}

/** Payments that are found one by one; of more than these the plan is made for how many they are. */
const LITTLE = 1_000

/** What is planned and not paid, at most one more than LITTLE. */
async function unpaidIds(db: Connection, municipalityCode: string): Promise<string[]> {
  const [row] = await executeKept<{ ids: string[] }>(
    db,
    sql`select array(
      select id from payments where municipality_code = ${municipalityCode} and withdrawn_at is null
        and status in ('planned', 'checked', 'approved', 'ordered') limit ${LITTLE + 1}) as ids`
  )
  return row!.ids
}

async function readTotals(
  db: Connection,
  asked: MoneyTotalsAsked,
  mostRows: number,
  little?: Judged
): Promise<MoneyTotals> {
  const { municipalityCode, groupBy, yearBasis, knownAt } = asked
  const groups = grouped(groupBy, yearBasis)
  const { keys, noKeys, shown, order, names } = groups
  const day = today()
  const closings = await closingsOf(db, asked)
  const epochs = epochsOf(asked, closings)
  const unpaid = epochs.filter(({ hasUnpaid }) => hasUnpaid).map(epoch => unpaidFacts(asked, epoch, day, little))
  const clear = (kind: string) => sql`case when count(*) filter (where kind = 'unclear') = 0
    then coalesce(sum(amount) filter (where kind = ${kind}), 0) end`
  const derived = sql`
    ${sumsByKind}, ${clear('payable')} as payable, ${clear('held')} as held,
    coalesce(sum(unknown) filter (where kind in ('granted', 'reserved')), 0) as unknown_count`
  // Of a payment's year or month nothing is granted: the difference would say nothing of it.
  const comparable = !groupBy.includes('month') && (yearBasis !== 'payment' || !groupBy.includes('year'))

  const statement = sql`
    with facts as materialized (
      -- What was taken away again, when a scheme or a year was corrected for instance, sums to nothing and falls out.
      select ${keys}, kind, sum(amount) as amount, sum(facts) as facts, sum(unknown) as unknown
      from (${moneyFacts(asked, unpaid)}) each
      group by ${keys}, kind
      having sum(amount) <> 0 or sum(facts) <> 0 or sum(unknown) <> 0
    ), budget as materialized (${budgeted(asked, groups, epochs)}), t as (
      -- What has a budget has a row, also where nothing is granted.
      select ${keys}, false as is_total, ${derived}
      from (select * from facts union all select ${keys}, 'budgeted', 0, 0, 0 from budget where not is_total) each
      group by ${keys}
      union all
      select ${noKeys}, true, ${derived} from facts
    )
    select ${shown}, t.is_total as "isTotal", ${rowCount}, ${shownSums},
           t.payable::float8, t.held::float8,
           (t.claimed - t.recovered - t.written_off)::float8 as outstanding,
           ${comparable ? sql`(t.granted - t.paid + t.returned)::float8` : sql`null::float8`} as "unpaidOfGranted",
           budget.amount::float8 as budgeted,
           (budget.amount - t.paid + t.returned + t.recovered)::float8 as "unspentOfBudget",
           t.unknown_count::int as "unknownCount", ${rfc3339(sql`known.newest`)} as "knownAt",
           ${firstRecordedAt(municipalityCode)} as "firstRecordedAt"
    from (select greatest(
            (select max(recorded_at) from ledger_entries where municipality_code = ${municipalityCode}),
            (select max(known_at) from known_states where municipality_code = ${municipalityCode}),
            ${day}::date::timestamp at time zone 'Europe/Stockholm') as newest) known
    cross join t
    left join budget on budget.is_total = t.is_total
      and ${groups.same('budget', 't')}
    ${names(municipalityCode)}
    where ${withinMost(mostRows)}
    order by t.is_total, ${order}`
  type Found = Row & { isTotal: boolean; rowCount: number; knownAt: string; firstRecordedAt: string | null }
  const { rows } = await db.execute<Found>(statement)

  const items = rows.filter(row => !row.isTotal)
  const total = rows.find(row => row.isTotal)!
  refuseTooMany(total, mostRows)
  return {
    items,
    total: only<Row>(total, moneyMeasures),
    adjustments: asked.keepClosings ? await adjustments(db, asked) : [],
    closedYears: closings.map(({ year }) => year),
    knownAt: knownAt ?? total.knownAt,
    firstRecordedAt: total.firstRecordedAt
  }
}
