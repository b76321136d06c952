import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { id, instant, municipalityCode } from '../../platform/database/columns.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import type { List } from '../../platform/http/pagination.ts'
import { Instant, PageOf, ref, Strict, Uuid, walkedBy } from '../../platform/http/schemas.ts'
import {
  type AnsweredOf,
  answeredOf,
  bodyOf,
  code,
  columnsOf,
  day,
  precision,
  sourced,
  text,
  uuid
} from '../../platform/records/fields.ts'
import { decisions } from '../decisions/record.ts'
import { schemes } from './record.ts'
import { schemeStatuses } from './rules.ts'

/** What the act that changes the status states. */
const stated = {
  effectiveOn: day(
    'From which day; first day of the month, season or year where only that is known',
    '2024-01-01'
  ).optional(),
  effectiveOnPrecision: precision('How exactly that day is known'),
  observedOn: day(
    'A day on which it is known to hold; today unless told where effectiveOn is not stated',
    '2019-07-26'
  ).optional(),
  reason: text('Why', 2000, 'Bredare samverkan i stället för bidrag').optional(),
  decisionId: uuid('The decision').optional(),
  ...sourced
}
const fields = { status: code(schemeStatuses, 'What the scheme became'), ...stated }

/** What was said of whether a scheme is open, paused or closed. Rows are only added. */
export const schemeStatusChanges = pgTable(
  'scheme_status_changes',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...columnsOf({ schemeId: uuid('The scheme'), ...fields }),
    createdAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'scheme_status_changes_pk', columns: [table.municipalityCode, table.id] }),
    index('scheme_status_changes_scheme').on(table.municipalityCode, table.schemeId, table.id),
    refersTo('scheme_status_changes_scheme_fk', table, table.schemeId, schemes),
    refersTo('scheme_status_changes_decision_fk', table, table.decisionId, decisions)
  ]
)
export type SchemeStatusRow = typeof schemeStatusChanges.$inferSelect

/** What was said of the status of a scheme, in the order it was recorded. */
export const schemeStatusList: List<SchemeStatusRow> = {
  name: 'scheme-statuses',
  select: db => db.select().from(schemeStatusChanges).$dynamic(),
  where: sql`${schemeStatusChanges.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${schemeStatusChanges.schemeId} = ${sql.placeholder('id')}`,
  filters: {},
  sorts: { id: { column: schemeStatusChanges.id, of: row => row.id } },
  id: { column: schemeStatusChanges.id, of: row => row.id }
}

export const SchemeStatusAct = bodyOf(stated, {
  $id: 'SchemeStatusAct',
  description: 'That a scheme is paused, closed or open again',
  example: { effectiveOn: '2024-01-01', reason: 'Reglementet upphör' }
})
export type SchemeStatusAct = Static<typeof SchemeStatusAct>

export const SchemeStatusChange = Type.Unsafe<{ id: string; createdAt: string } & AnsweredOf<typeof fields>>(
  Strict(
    {
      id: Uuid('Identity made by the service'),
      ...Type.Required(Type.Object(answeredOf(fields))).properties,
      createdAt: Instant('When it was recorded')
    },
    {
      $id: 'SchemeStatusChange',
      description: 'What a scheme became, and when',
      example: {
        id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
        status: 'closed',
        effectiveOn: '2024-01-01',
        effectiveOnPrecision: 'day',
        observedOn: null,
        reason: 'Reglementet upphör',
        decisionId: null,
        sourceUrl: null,
        sourceUpdatedOn: null,
        sourceRetrievedOn: null,
        createdAt: '2021-12-16T09:30:00.123456Z'
      }
    }
  )
)
export const SchemeStatusPage = PageOf(
  ref(SchemeStatusChange),
  'SchemeStatusPage',
  'A page of what was said of the status of a scheme, in the order it was recorded'
)
export const SchemeStatusQuery = Strict(walkedBy(['id']))
