import { sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { certainties } from '../../base/known.ts'
import { keysOf, ofPercent, refersTo } from '../../platform/database/table-keys.ts'
import { code, day, percent, precision, sourced, text, uuid, year } from '../../platform/records/fields.ts'
import { type Changes, type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { targets } from './target-record.ts'

const fields = {
  targetId: uuid('The target').answered(),
  observedOn: day('The day on which it was observed, or published', '2017-11-27'),
  observedOnPrecision: precision('How exactly that day is known'),
  year: year('The year that it was observed for', 2017).optional().filter('The year'),
  percent: percent('The share that was observed (per cent)', 10).optional(),
  certainty: code(certainties, 'How well it is known').defaulted(),
  note: text('Remark', 4000, 'ca 10 procent').optional(),
  ...sourced
}

/** What somebody has seen of a target on a day, by hand. */
export const targetObservations = pgTable('target_observations', recordColumns(fields), table => [
  ...keysOf('target_observations', table),
  index('target_observations_target').on(table.municipalityCode, table.targetId, table.observedOn),
  refersTo('target_observations_target_fk', table, table.targetId, targets),
  ofPercent('target_observations_percent', sql`percent`),
  check('target_observations_certainty', sql`(percent is not null) = (certainty in ('exact', 'approximate'))`)
])

export const targetObservation = recordOf({
  noun: 'TargetObservation',
  address: 'target-observations',
  tag: 'targets',
  what: 'observation of a target',
  fields,
  table: targetObservations,
  of: targetObservations.targetId,
  describes: {
    one: 'What somebody has observed of a target',
    created: 'What was observed of a target',
    page: 'A page of observations'
  },
  examples: {
    created: { observedOn: '2017-11-27', year: 2017, percent: 10, certainty: 'approximate' },
    patch: { percent: 11 },
    shown: { targetId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', observedOnPrecision: 'day' }
  },
  reference: 'MAL-1',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List observations of a target', 'What was observed of the target, in the order in which it was recorded.'],
    create: [
      'Register an observation of a target',
      'Records what somebody observed of the target, and how well it is known.'
    ],
    ...ordinary('an observation of a target')
  }
})
export type TargetObservationRow = RowOf<typeof targetObservation>
export type NewTargetObservation = New<typeof targetObservation>
export type TargetObservationPatch = Changes<typeof targetObservation>
