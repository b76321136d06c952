import { sql } from 'drizzle-orm'
import { check, pgTable, uniqueIndex } from 'drizzle-orm/pg-core'
import { certainties } from '../../base/known.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { code, money, sourced, text, uuid, year } from '../../platform/records/fields.ts'
import { type Changes, type New, recordColumns, recordOf } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { bodies } from '../bodies/record.ts'
import { decisions } from '../decisions/record.ts'
import { schemes } from './record.ts'

const fields = {
  bodyId: uuid('The body whose budget it is').filter('The body'),
  year: year('The year that grants are for').filter('The year'),
  schemeId: uuid('The scheme; null: all grants of the body').optional().filter('The scheme'),
  amount: money('What may be granted', 1830000).optional(),
  certainty: code(certainties, 'How well the amount is known').defaulted(),
  decisionId: uuid('The decision that set it').optional(),
  note: text('Remark', 4000, 'Enligt mål och budget').optional(),
  ...sourced
}

/** What a body may grant in a year, under a scheme or under all of them. */
export const budgets = pgTable('budgets', recordColumns(fields), table => [
  ...keysOf('budgets', table),
  uniqueIndex('budget_exists_of_scheme')
    .on(table.municipalityCode, table.bodyId, table.year, table.schemeId)
    .where(sql`withdrawn_at is null and scheme_id is not null`),
  uniqueIndex('budget_exists_of_body')
    .on(table.municipalityCode, table.bodyId, table.year)
    .where(sql`withdrawn_at is null and scheme_id is null`),
  refersTo('budgets_body_fk', table, table.bodyId, bodies),
  refersTo('budgets_scheme_fk', table, table.schemeId, schemes),
  refersTo('budgets_decision_fk', table, table.decisionId, decisions),
  check('budgets_certainty', sql`(amount is not null) = (certainty in ('exact', 'approximate'))`),
  check('budgets_not_negative', sql`amount >= 0`)
])

export const budget = recordOf({
  noun: 'Budget',
  address: 'budgets',
  tag: 'budgets',
  fields,
  table: budgets,
  describes: {
    one: 'What a body may grant in a year; the register warns of what goes beyond and never stops it',
    created: 'A budget to register',
    page: 'A page of budgets'
  },
  examples: {
    created: { bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', year: 2022, amount: 1830000 },
    patch: { amount: 2000000 },
    shown: { certainty: 'exact' }
  },
  reference: 'SN-2022',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List budgets', 'What bodies may grant, per scheme and year.'],
    create: [
      'Register a budget',
      'Registers what a body may grant in a year. Decisions beyond it are recorded all the same, with a warning.'
    ],
    ...ordinary('a budget')
  }
})
export type NewBudget = New<typeof budget>
export type BudgetPatch = Changes<typeof budget>
