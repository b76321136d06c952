import { sql } from 'drizzle-orm'
import { check, pgTable, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../../platform/database/columns.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Instant } from '../../platform/http/schemas.ts'
import { code, of, text, uuid, year } from '../../platform/records/fields.ts'
import { type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { moneyYearBases } from './rules.ts'

const fields = {
  year: year('The year that is closed', 2022).filter('The year'),
  yearBasis: code(moneyYearBases, 'Which year; that of payment unless told').defaulted().filter('Which year'),
  decisionId: uuid('The decision to close it, where there is one').optional(),
  note: text('Remark', 4000, 'Årsbokslut 2022').optional(),
  knownAt: of<string>(Instant('Its figures are those known at this instant'), instant).answered(),
  closedBy: text('Key or token that closed it', 500, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62').answered()
}

/** A year whose figures are closed: they stay what was known at that instant, and what came later is an adjustment. */
export const periodClosings = pgTable('period_closings', recordColumns(fields), table => [
  ...keysOf('period_closings', table),
  uniqueIndex('period_closed').on(table.municipalityCode, table.yearBasis, table.year).where(sql`withdrawn_at is null`),
  refersTo('period_closings_decision_fk', table, table.decisionId, decisions),
  check('period_closings_basis', sql`year_basis in ('decision', 'grant', 'payment')`)
])

export const periodClosing = recordOf({
  noun: 'PeriodClosing',
  plural: 'PeriodClosings',
  address: 'period-closings',
  tag: 'statistics',
  scope: 'period-closings',
  fields,
  table: periodClosings,
  describes: {
    one: 'A closed year',
    created: 'A year whose figures are to stay as they are',
    page: 'A page of closed years'
  },
  examples: {
    created: { year: 2022, yearBasis: 'payment', note: 'Årsbokslut 2022' },
    shown: {
      decisionId: null,
      knownAt: '2023-02-01T08:00:00.000000Z',
      closedBy: 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62'
    }
  },
  reference: 'B-22',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List closed years', 'The closed years, in the order in which they were closed.'],
    create: [
      'Close a year',
      'The figures of the year stay what is known at this instant. Nothing is refused afterwards: what is recorded later is an adjustment with its day.'
    ],
    withdraw: ['Open a closed year again', 'Takes the closing back; the year can be closed anew.']
  }
})
export type ClosingRow = RowOf<typeof periodClosing>
export type NewPeriodClosing = New<typeof periodClosing>
