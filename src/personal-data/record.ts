import { foreignKey, integer, pgTable } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { Answer, Strict, Text, Tracked } from '../platform/http/schemas.ts'
import { answeredOf, bodyOf, columnsOf, of, text } from '../platform/records/fields.ts'
import { settingsColumns, settingsKey } from '../platform/records/settings.ts'
import { municipalities } from '../register/municipalities/tables.ts'
import { PersonWords } from '../register/organisations/confidential-record.ts'

const months = (description: string) =>
  of<number>(Type.Integer({ minimum: 1, maximum: 1200, description, example: 24 }), integer)

const fields = {
  contactMonths: months('Months from its last day until a contact is erased; null: kept').optional(),
  personMonths: months(
    'Months from its last decision or money until a sole trader is anonymised; null: kept'
  ).optional(),
  fileMonths: months('Months until a file that no record names is erased; null: kept').optional(),
  source: text('Where it is decided', 500, 'Gallringsplan 2024')
}

/** For how long a municipality keeps what it holds on persons. */
export const retentionRules = pgTable(
  'retention_rules',
  {
    ...settingsColumns(),
    ...columnsOf(fields)
  },
  table => [
    settingsKey('retention_rules', table),
    foreignKey({
      name: 'retention_rules_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)
export type RetentionRulesRow = typeof retentionRules.$inferSelect

const example = { contactMonths: 24, source: 'Gallringsplan 2024' }
export const RetentionRulesContent = bodyOf(fields, {
  $id: 'RetentionRulesContent',
  description: 'How long personal data are kept',
  example
})
export type RetentionRulesContent = Static<typeof RetentionRulesContent>

const ids = (description: string) => Type.Array(Type.String({ format: 'uuid' }), { description, example: [] })

export const RetentionRules = Answer(
  {
    ...answeredOf(fields),
    version: Tracked.version,
    contactsDue: ids('Contacts'),
    personsDue: ids('Organisations'),
    personsKept: ids('Organisations that a law keeps'),
    filesDue: ids('Files')
  },
  { $id: 'RetentionRules', description: 'How long, and what is past it', example }
)

export const PersonErasure = Strict(
  {
    reason: Text('Why; events tell it', 1000, 'Begäran om radering'),
    dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Tell, and erase nothing', example: true })),
    words: Type.Optional(PersonWords)
  },
  {
    $id: 'PersonErasure',
    description: 'That a person is to be erased',
    example: { reason: 'Begäran om radering', dryRun: true }
  }
)

export const PersonalData = Answer(
  {
    items: Type.Array(
      Strict({
        table: Text('Where it is held', 63, 'contacts'),
        rowHeld: Type.Record(Type.String(), Type.Unknown(), { description: 'All of it', example: {} })
      }),
      { description: 'Records, events and kept answers', example: [] }
    ),
    isComplete: Type.Boolean({ description: 'False of more than 10 000', example: true })
  },
  { $id: 'PersonalData', description: 'What is held on a person' }
)
export type PersonalData = Static<typeof PersonalData>

export const personalDataSchemas = [RetentionRulesContent, RetentionRules, PersonErasure, PersonalData]
