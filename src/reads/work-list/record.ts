import { foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { day, instant, municipalityCode } from '../../platform/database/columns.ts'
import { Answer, Instant, MunicipalityCode, Strict, Tracked } from '../../platform/http/schemas.ts'
import { answeredOf, bodyOf, columnsOf, json } from '../../platform/records/fields.ts'
import { settingsColumns, settingsKey } from '../../platform/records/settings.ts'
import { municipalities } from '../../register/municipalities/tables.ts'
import { remindedKinds, type WorkKind } from './rules.ts'

const DaysBefore = Type.Array(Type.Integer({ minimum: 0, maximum: 366, description: 'Days before it', example: 30 }), {
  maxItems: 10,
  uniqueItems: true,
  description: 'How many days before its day it is reminded of; 0 is the day itself',
  example: [90, 30]
})

const Reminders = Strict(Object.fromEntries(remindedKinds.map(kind => [kind, Type.Optional(DaysBefore)])), {
  description: 'By kind of what comes up; a kind that is left out is not reminded of',
  example: { agreementNotice: [90, 30] }
})
export type Reminders = { [K in WorkKind]?: number[] }

const fields = { reminders: json(Type.Unsafe<Reminders>(Reminders)) }

/** What a municipality wants to be reminded of, once. */
export const workListSettings = pgTable(
  'work_list_settings',
  {
    ...settingsColumns(),
    ...columnsOf(fields)
  },
  table => [
    settingsKey('work_list_settings', table),
    foreignKey({
      name: 'work_list_settings_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)
export type WorkListSettingsRow = typeof workListSettings.$inferSelect

/** Reminders that were given: each once for a record, its day and so many days before it. The event tells of it. */
export const workReminders = pgTable(
  'work_reminders',
  {
    municipalityCode: municipalityCode(),
    kind: text().$type<WorkKind>().notNull(),
    subjectId: uuid().notNull(),
    dueOn: day().notNull(),
    daysBefore: integer().notNull(),
    givenAt: instant().notNull()
  },
  table => [
    primaryKey({
      name: 'work_reminders_pk',
      columns: [table.municipalityCode, table.kind, table.subjectId, table.dueOn, table.daysBefore]
    }),
    foreignKey({
      name: 'work_reminders_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

const example = { reminders: { agreementEnds: [180], agreementNotice: [90, 30] } }

export const WorkListSettingsContent = bodyOf(fields, {
  $id: 'WorkListSettingsContent',
  description: 'What the municipality wants to be reminded of',
  example
})
export type WorkListSettingsContent = Static<typeof WorkListSettingsContent>

export const WorkListSettings = Answer(
  {
    municipalityCode: MunicipalityCode,
    ...answeredOf(fields),
    version: Tracked.version,
    createdAt: Instant('When the settings were made'),
    updatedAt: Instant('When the settings were last changed')
  },
  { $id: 'WorkListSettings', description: 'What the municipality wants to be reminded of', example }
)
