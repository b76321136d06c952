import { type SQL, sql } from 'drizzle-orm'
import { statesKnown } from '../../platform/known/states.ts'
import type { grouped } from './dimensions.ts'
import type { Epoch } from './epochs.ts'
import { heirOf, joinHeirs, within } from './money-sources.ts'
import type { MoneyTotalsAsked } from './question.ts'

/** What a budget is told apart by. */
const OF_BUDGETS: readonly string[] = ['year', 'scheme', 'body']

/**
 * Budgets beside the money, where totals are by the year that grants are for and by nothing finer than a budget is: exact
 * ones. A body that has a budget for all of its schemes is counted by that one; by scheme it stands in a row without one.
 */
export function budgeted(asked: MoneyTotalsAsked, { keys, noKeys }: ReturnType<typeof grouped>, epochs: Epoch[]): SQL {
  const { yearBasis, groupBy } = asked
  if (yearBasis !== 'grant' || groupBy.some(name => !OF_BUDGETS.includes(name))) {
    return sql`select ${noKeys}, false as is_total, null::numeric as amount where false`
  }
  const conditions = within(asked, {
    year: sql`budget.year`,
    schemeId: sql`budget.scheme_id`,
    bodyId: sql`budget.body_id`
  })
  const counted = asked.schemeId
    ? sql`true`
    : sql`(scheme_id is null or not exists (
        select from standing whole where whole.scheme_id is null and whole.year = own.year
          and whole.body_id = own.own_body_id))`
  return sql`
    with standing as (${sql.join(
      epochs.map(epoch => standing(asked, epoch)),
      sql` union all `
    )}), own as (
      select budget.year, null::int as year_to, budget.scheme_id, budget.body_id as own_body_id,
             ${heirOf(asked, sql`budget.body_id`)} as body_id, budget.amount
      from standing budget ${joinHeirs(asked, sql`budget.body_id`)}
      where ${sql.join([sql`true`, ...conditions], sql` and `)}
    )
    select ${keys}, false as is_total, sum(amount) as amount
    from own where ${groupBy.includes('scheme') ? sql`true` : counted} group by ${keys}
    union all
    select ${noKeys}, true, sum(amount) from own where ${counted}`
}

/** Exact budgets that stand, or stood as known at the instant of the years. */
function standing({ municipalityCode }: MoneyTotalsAsked, { knownAt, holds }: Epoch): SQL {
  const budgets = knownAt
    ? sql`(${statesKnown('budgets', sql`${municipalityCode}::text`, sql`${knownAt}::timestamptz`)})`
    : sql`budgets`
  return sql`
    select body_id, scheme_id, year, amount from ${budgets} budget
    where municipality_code = ${municipalityCode} and withdrawn_at is null and certainty = 'exact' and ${holds(sql`year`)}`
}
