import { sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { identityOf, refersTo } from '../../platform/database/table-keys.ts'
import { bodyOf, code, day, later, sourced, text, uuid } from '../../platform/records/fields.ts'
import {
  type Changes,
  type New,
  type RowOf,
  recordColumns,
  recordOf,
  schemasOf
} from '../../platform/records/record.ts'
import { decisions } from '../decisions/record.ts'
import { appealGrounds, appealOutcomes, appealParties, unpaidChoices } from './rules.ts'

/** Stated by an act of its own. */
const outcome = {
  outcome: code(appealOutcomes, 'What came of it').filter('What came of it'),
  outcomeOn: day('Day of the outcome', '2022-05-03').optional(),
  outcomeNote: text('Remark on the outcome', 4000, 'Domen har vunnit laga kraft').optional()
}

const fields = {
  decisionId: uuid('The decision appealed against').answered().filter('The decision'),
  lodgedOn: day('Day on which it was lodged', '2021-12-28'),
  unpaidInstalments: code(unpaidChoices, 'What was chosen for instalments that are not paid yet').filter(
    'What was chosen for unpaid instalments'
  ),
  ground: code(appealGrounds, 'Legality review unless told').defaulted(),
  lodgedBy: code(appealParties, 'Kind of the party that appealed, never a name; notStated unless told').defaulted(),
  court: text('Court', 300, 'Förvaltningsrätten i Stockholm').optional(),
  caseNumber: text('Case number', 100, '1234-22').optional(),
  chosenBy: text('Role of whoever chose, never a name', 200, 'Förvaltningschef').optional(),
  chosenOn: day('When it was chosen', '2021-12-29').optional(),
  note: text('Remark', 4000, 'Yrkar inhibition').optional(),
  ...sourced,
  ...later(outcome)
}

/** Appeals against decisions, each with what was chosen for the instalments that are not paid yet. */
export const decisionAppeals = pgTable('decision_appeals', recordColumns(fields), table => [
  ...identityOf('decision_appeals', table),
  index('decision_appeals_decision').on(table.municipalityCode, table.decisionId, table.id),
  index('decision_appeals_open')
    .on(table.municipalityCode, table.decisionId)
    .where(sql`outcome is null and withdrawn_at is null`),
  index('decision_appeals_lodged').on(table.municipalityCode, table.lodgedOn, table.id),
  refersTo('decision_appeals_decision_fk', table, table.decisionId, decisions),
  check('decision_appeals_unpaid', sql`unpaid_instalments in ('hold', 'pay', 'notStated')`),
  check('decision_appeals_outcome_on', sql`outcome_on is null or outcome is not null`)
])

export const appeal = recordOf({
  noun: 'Appeal',
  plural: 'Appeals',
  address: 'decision-appeals',
  tag: 'decisions',
  scope: 'decisions',
  fields,
  table: decisionAppeals,
  describes: {
    one: 'An appeal against a decision',
    created: 'An appeal that was lodged against a decision',
    page: 'A page of appeals'
  },
  examples: {
    created: { lodgedOn: '2021-12-28', unpaidInstalments: 'hold', lodgedBy: 'municipalityMember' },
    patch: { unpaidInstalments: 'pay' },
    shown: { decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', ground: 'legalityReview' }
  },
  filters: {
    pending: {
      schema: Type.Boolean({ description: 'Without an outcome, or with one', example: true }),
      where: value => sql`(${decisionAppeals.outcome} is null) = ${value}::boolean`
    }
  },
  reference: 'Ö-3',
  sorts: ['lodgedOn', 'updatedAt'],
  says: {
    list: ['List appeals', 'Appeals against decisions, by the day on which they were lodged.'],
    get: ['Show an appeal', 'The appeal, with its outcome once there is one.'],
    update: [
      'Correct an appeal',
      'Corrects the record, or chooses anew for unpaid instalments (JSON merge patch); demands If-Match.'
    ],
    withdraw: [
      'Withdraw the record of an appeal',
      'Takes back a record made in error. An appeal that the appellant withdrew has the outcome withdrawn.'
    ]
  }
})
export type AppealRow = RowOf<typeof appeal>
export type NewAppeal = New<typeof appeal>
export type AppealPatch = Changes<typeof appeal>

export const AppealOutcome = bodyOf(outcome, {
  $id: 'AppealOutcome',
  description: 'What came of an appeal; that the decision was annulled is recorded with the decision',
  example: { outcome: 'rejected', outcomeOn: '2022-05-03' }
})
export type AppealOutcome = Static<typeof AppealOutcome>

export const appealSchemas = [appeal.schemas.New, ...schemasOf(appeal), AppealOutcome]
