import { sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { keysOf, ofPercent, refersTo } from '../../platform/database/table-keys.ts'
import { code, percent, sourced, text, uuid, year } from '../../platform/records/fields.ts'
import { type Changes, type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { bodies } from '../bodies/record.ts'
import { decisions } from '../decisions/record.ts'
import { targetBounds, targetMeasures } from './budget-rules.ts'
import { schemes } from './record.ts'

const fields = {
  ownerBodyId: uuid('The body whose target it is').filter('The body'),
  text: text('The target, in its own words', 2000, 'Minst 20 % till verksamhet för barn och unga'),
  measure: code(targetMeasures, 'What is measured; shareOfGranted can be computed here'),
  bound: code(targetBounds, 'Whether the share is the least or the most').defaulted(),
  percent: percent('The share (per cent)', 20).optional(),
  targetGroup: text('The group, as in the shares of decision lines', 200, 'barn och unga').optional(),
  denominator: text('Of what it is a share, in words', 500, 'nämndens samlade bidrag').optional(),
  schemeId: uuid('Counted of this scheme only; null: of all grants of the owner').optional().filter('The scheme'),
  yearFrom: year('First year of the target', 2017).optional(),
  yearTo: year('Last year of the target', 2018).optional(),
  decisionId: uuid('The decision that set it').optional(),
  note: text('Remark', 4000, 'Gäller hela nämnden').optional(),
  ...sourced
}

/** What a body wants of its money: “at least 20 % to activities for children and young people”. */
export const targets = pgTable('targets', recordColumns(fields), table => [
  ...keysOf('targets', table),
  index('targets_owner').on(table.municipalityCode, table.ownerBodyId, table.id),
  refersTo('targets_owner_fk', table, table.ownerBodyId, bodies),
  refersTo('targets_scheme_fk', table, table.schemeId, schemes),
  refersTo('targets_decision_fk', table, table.decisionId, decisions),
  check('targets_years', sql`year_to >= year_from`),
  ofPercent('targets_percent', sql`percent`)
])

export const target = recordOf({
  noun: 'Target',
  address: 'targets',
  tag: 'targets',
  fields,
  table: targets,
  describes: { one: 'What a body wants of its money', created: 'A target to register', page: 'A page of targets' },
  examples: {
    created: {
      ownerBodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      text: 'Minst 20 % till verksamhet för barn och unga',
      measure: 'shareOfGranted',
      percent: 20,
      targetGroup: 'barn och unga'
    },
    patch: { yearTo: 2018 },
    shown: { bound: 'atLeast' }
  },
  reference: 'MAL-1',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List targets', 'What bodies want of their money.'],
    create: ['Register a target', 'Registers a target of a body: how much is to go to a group, of what.'],
    ...ordinary('a target')
  }
})
export type TargetRow = RowOf<typeof target>
export type NewTarget = New<typeof target>
export type TargetPatch = Changes<typeof target>
