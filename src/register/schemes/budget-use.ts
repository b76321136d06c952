import { type SQL, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import type { Certainty } from '../../base/known.ts'
import type { Message } from '../../base/language.ts'
import { kronorInSwedish } from '../../base/money.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { Money, Nullable, OneOf, Strict, Uuid } from '../../platform/http/schemas.ts'
import { budget } from './budget-record.ts'
import { exceeds } from './budget-rules.ts'

export const BudgetUse = Strict(
  {
    budgetId: Uuid('The budget'),
    amount: Nullable(Money('What may be granted', 1830000)),
    granted: Money('Exact amounts granted for the year', 1830000),
    mayFall: Money('Granted for several years together or for no stated year: may fall on the year', 0),
    unknownCount: Type.Integer({ description: 'Grants whose amount is not known exactly', example: 0 }),
    remaining: Nullable(
      Type.Number({ description: 'Budget less what is granted; below 0 when it is exceeded (SEK)', example: 0 })
    ),
    exceeded: OneOf(['yes', 'no', 'possible', 'unknown'], 'Whether more is granted than the budget holds')
  },
  {
    $id: 'BudgetUse',
    description: 'What is granted of a budget',
    example: {
      budgetId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      amount: 1830000,
      granted: 1830000,
      mayFall: 0,
      unknownCount: 0,
      remaining: 0,
      exceeded: 'no'
    }
  }
)

/** What is granted of a budget; kronor. @throws NotFound */
export async function findBudgetUse(db: Connection, ref: Ref): Promise<Static<typeof BudgetUse>> {
  const { id, amount, certainty } = await budget.find(db, ref)
  const [use] = await usesOf(db, ref.municipalityCode, sql`budgets.id = ${id}`)
  const { granted, mayFall, unknownCount } = use!
  const remaining = amount === null ? null : (Math.round(amount * 100) - Math.round(granted * 100)) / 100
  const exceeded = exceeds(amount, certainty, use!)
  return { budgetId: id, amount, granted, mayFall, unknownCount, remaining, exceeded }
}

type Use = Pick<Static<typeof BudgetUse>, 'granted' | 'mayFall' | 'unknownCount'> & {
  id: string
  year: number
  amount: number | null
  certainty: Certainty
  bodyName: string
  schemeName: string | null
}

/**
 * Sums the ledger beside the budgets that the condition names. A grant counts for the year that it is for. One amount for
 * several years, or one for no stated year that was decided in the year, may fall on it.
 */
async function usesOf(db: Connection, municipalityCode: string, condition: SQL): Promise<Use[]> {
  const certain = sql`entry.grant_year = budgets.year and entry.grant_year_to is null`
  const { rows } = await db.execute<Use>(sql`
    select budgets.id, budgets.year, budgets.amount::float8, budgets.certainty, body.name as "bodyName",
           scheme.name as "schemeName", used.granted::float8, used.may_fall::float8 as "mayFall",
           used.unknown_count::int as "unknownCount"
    from budgets
    join bodies body on body.municipality_code = budgets.municipality_code and body.id = budgets.body_id
    left join schemes scheme
      on scheme.municipality_code = budgets.municipality_code and scheme.id = budgets.scheme_id
      and ${ofMunicipality(municipalityCode, 'scheme')}
    cross join lateral (
      select coalesce(sum(entry.amount) filter (where ${certain}), 0) as granted,
             coalesce(sum(entry.amount) filter (where not coalesce(${certain}, false)), 0) as may_fall,
             coalesce(sum(entry.unknown), 0) as unknown_count
      from ledger_entries entry
      where entry.municipality_code = budgets.municipality_code and ${ofMunicipality(municipalityCode, 'entry')}
        and entry.kind = 'granted'
        and entry.body_id = budgets.body_id and (budgets.scheme_id is null or entry.scheme_id = budgets.scheme_id)
        and (budgets.year between entry.grant_year and coalesce(entry.grant_year_to, entry.grant_year)
          or (entry.grant_year is null and entry.decision_year = budgets.year))
    ) used
    where ${ofMunicipality(municipalityCode, 'budgets', 'body')} and ${condition}
    order by budgets.year, budgets.id`)
  return rows
}

export type Warning = { code: string } & Message

/**
 * What goes beyond its budget, or may, among the budgets that granted lines fall on. `lines` is a query of line_id. The
 * service records decisions and does not make them: an exceeded budget is a warning, and refuses nothing.
 */
export async function budgetWarnings(
  tx: Transaction,
  municipalityCode: string,
  lines: SQL
): Promise<(Warning & { lineIds: string[] })[]> {
  const standing = sql`municipality_code = ${municipalityCode} and withdrawn_at is null`
  const { rows: some } = await tx.execute(sql`select from budgets where ${standing} limit 1`)
  if (some.length === 0) return []
  const { rows: touched } = await tx.execute<{ id: string; lineIds: string[] }>(sql`
    select budgets.id, array_agg(distinct entry.line_id) as "lineIds"
    from (${lines}) touched
    join ledger_entries entry on entry.municipality_code = ${municipalityCode} and entry.line_id = touched.line_id
    join budgets on budgets.municipality_code = entry.municipality_code and budgets.body_id = entry.body_id
      and (budgets.scheme_id is null or budgets.scheme_id = entry.scheme_id)
      and (budgets.year between entry.grant_year and coalesce(entry.grant_year_to, entry.grant_year)
        or (entry.grant_year is null and entry.decision_year = budgets.year))
    where ${ofMunicipality(municipalityCode, 'budgets')} and entry.kind = 'granted' and budgets.withdrawn_at is null
    group by budgets.id`)
  if (touched.length === 0) return []
  const lineIdsOf = new Map(touched.map(({ id, lineIds }) => [id, lineIds]))
  const ids = sql.param([...lineIdsOf.keys()])
  const uses = await usesOf(tx, municipalityCode, sql`budgets.id = any(${ids}::uuid[])`)
  return uses.flatMap(use => {
    const exceeded = exceeds(use.amount, use.certainty, use)
    if (exceeded !== 'yes' && exceeded !== 'possible') return []
    return [{ ...warningOf(use, exceeded), lineIds: lineIdsOf.get(use.id)! }]
  })
}

function warningOf({ year, bodyName, schemeName, amount, granted }: Use, exceeded: 'yes' | 'possible'): Warning {
  const en = `The budget of ${bodyName}${schemeName ? ` for ${schemeName}` : ''} ${year} is ${amount} SEK; granted are ${granted} SEK`
  const sv = `Budgeten ${year} för ${bodyName}${schemeName ? ` och ${schemeName}` : ''} är ${kronorInSwedish(amount!.toFixed(2))}; beviljat är ${kronorInSwedish(granted.toFixed(2))}`
  return exceeded === 'yes'
    ? { code: 'budget-exceeded', message: `${en}.`, sv: `${sv}.` }
    : {
        code: 'budget-possibly-exceeded',
        message: `${en}, and more that may fall on the year.`,
        sv: `${sv}, och mer som kan höra till året.`
      }
}
