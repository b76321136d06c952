import { sql } from 'drizzle-orm'
import { check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { blankOf, day, name, sourced, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, partColumns, type RowOf, recordOf } from '../../platform/records/record.ts'
import { exampleId, keysOfPart, ofOrganisation, valid, validOn } from './parts.ts'

const fields = {
  organisationId: uuid('The organisation').answered(),
  name: name('Name', 300, 'Kamratföreningen Länkarna'),
  validFrom: day('First day; null: not stated', '1995-01-01').optional(),
  validTo: day('Last day; null: not stated', '2010-12-31').optional(),
  ...sourced
}

/** Names that an organisation bore before. */
export const organisationNames = pgTable(
  'organisation_names',
  { ...partColumns(fields), nameKey: text().notNull(), searchKey: text().notNull() },
  table => [
    ...keysOfPart('organisation_names', table),
    index('organisation_names_search').using('gin', table.municipalityCode, sql`search_key gin_trgm_ops`),
    check('organisation_names_validity', sql`valid_to >= valid_from`)
  ]
)
export const blankName = blankOf(fields)

const example = { name: 'Kamratföreningen Länkarna', validTo: '2010-12-31' }
export const organisationName = recordOf({
  ...ofOrganisation('A name that an organisation bore before', 'a former name'),
  noun: 'OrganisationName',
  address: 'organisation-names',
  fields,
  table: organisationNames,
  of: organisationNames.organisationId,
  computes: { valid },
  examples: { created: example, patch: example, shown: { organisationId: exampleId, valid: 'no' } },
  filters: { validOn: validOn(organisationNames.validFrom, organisationNames.validTo) }
})
export type OrganisationNameRow = RowOf<typeof organisationName>
export type NewOrganisationName = New<typeof organisationName>
export type OrganisationNamePatch = Changes<typeof organisationName>
