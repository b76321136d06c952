import { sql } from 'drizzle-orm'
import { check, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { blankOf, code, day, instant, of, text, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, partColumns, type RowOf, recordOf } from '../../platform/records/record.ts'
import { exampleId, keysOfPart, ofOrganisation, validOn } from './parts.ts'
import { sensitivities } from './rules.ts'

const fields = {
  organisationId: uuid('The organisation').answered(),
  sensitivity: code(sensitivities, 'Whom it may be shown to').filter('Whom it may be shown to'),
  role: text('Role', 200, 'Ordförande').optional(),
  name: text('Name', 200, 'Förnamn Efternamn').optional(),
  email: of<string>(
    Type.String({ format: 'email', maxLength: 320, description: 'E-mail', example: 'info@example.se' }),
    textColumn
  ).optional(),
  phone: of<string>(
    Type.String({ pattern: '^[+]?[0-9][0-9 ()/-]{3,30}$', description: 'Telephone', example: '+46 8 606 70 00' }),
    textColumn
  ).optional(),
  validFrom: day('First day', '2021-01-01').optional(),
  validTo: day('Last day', '2022-12-31').optional(),
  erasedAt: instant('When its values were erased', '2022-03-01T09:30:00Z').answeredOrNull()
}

/** Whom to turn to: personal data, in a table of its own. Its values stand nowhere else, and can be erased. */
export const contacts = pgTable('contacts', partColumns(fields), table => [
  ...keysOfPart('contacts', table),
  check('contacts_validity', sql`valid_to >= valid_from`),
  check('contacts_erased', sql`erased_at is null or num_nonnulls(role, name, email, phone) = 0`)
])
export const blankContact = blankOf(fields)

const example = { sensitivity: 'internal', role: 'Ordförande', email: 'info@example.se' }
export const contact = recordOf({
  ...ofOrganisation(
    'Whom to turn to: personal data',
    'a contact, whose values are personal data and stand in no event'
  ),
  noun: 'Contact',
  address: 'contacts',
  scope: 'contacts',
  fields,
  table: contacts,
  of: contacts.organisationId,
  examples: { created: example, patch: example, shown: { organisationId: exampleId } },
  filters: { validOn: validOn(contacts.validFrom, contacts.validTo) }
})
export type ContactRow = RowOf<typeof contact>
export type NewContact = New<typeof contact>
export type ContactPatch = Changes<typeof contact>
