import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, municipalityCode, named, tracked } from '../database/columns.ts'
import { keysOf, refersTo } from '../database/table-keys.ts'
import { decisions } from '../decisions/record.ts'
import type { MoneyYearBasis } from './rules.ts'

/** A year whose figures are closed: they stay what was known at that instant, and what came later is an adjustment. */
export const periodClosings = pgTable(
  'period_closings',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    year: integer().notNull(),
    yearBasis: text().$type<MoneyYearBasis>().notNull(),
    knownAt: instant().notNull(),
    closedBy: text().notNull(),
    decisionId: uuid(),
    note: text(),
    ...tracked()
  },
  table => [
    ...keysOf('period_closings', table),
    uniqueIndex('period_closed')
      .on(table.municipalityCode, table.yearBasis, table.year)
      .where(sql`withdrawn_at is null`),
    refersTo('period_closings_decision_fk', table, table.decisionId, decisions),
    check('period_closings_basis', sql`year_basis in ('decision', 'grant', 'payment')`)
  ]
)
