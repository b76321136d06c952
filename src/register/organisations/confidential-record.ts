import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { municipalityCode } from '../../platform/database/columns.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { Strict, Text } from '../../platform/http/schemas.ts'
import { organisations } from './record.ts'

/**
 * What a confidential organisation (skyddade personuppgifter, sheltered housing) is called, its numbers, its accounts and its
 * contacts: here and nowhere else. The records bear a neutral word instead, or nothing, so that no answer, export, event, view
 * or log can tell more, whoever writes it.
 */
export const confidentialValues = pgTable(
  'confidential_values',
  {
    municipalityCode: municipalityCode(),
    organisationId: uuid().notNull(),
    /** The table, the record and the column that the value was taken from. */
    recordTable: text().notNull(),
    recordId: uuid().notNull(),
    field: text().notNull(),
    value: text().notNull(),
    /** A name as it is compared (names.ts nameKey), an organisation number as it is: so that files that name it are told; null of all else. */
    key: text()
  },
  table => [
    primaryKey({
      name: 'confidential_values_pk',
      columns: [table.municipalityCode, table.recordId, table.field]
    }),
    index('confidential_values_organisation').on(table.municipalityCode, table.organisationId),
    index('confidential_values_key').on(table.municipalityCode, table.key),
    refersTo('confidential_values_organisation_fk', table, table.organisationId, organisations)
  ]
)
export type ConfidentialValue = typeof confidentialValues.$inferSelect

export const PersonWords = Type.Array(Type.String({ minLength: 3, maxLength: 300 }), {
  maxItems: 50,
  description: 'Further names and numbers in free texts',
  example: []
})

export const Confidentiality = Strict(
  {
    confidential: Type.Boolean({ description: 'Whether it is from now on', example: true }),
    reason: Text('Why; events tell it', 1000, 'Skyddat boende'),
    words: Type.Optional(PersonWords)
  },
  {
    $id: 'Confidentiality',
    description: 'That an organisation is confidential',
    example: { confidential: true, reason: 'Skyddat boende' }
  }
)
