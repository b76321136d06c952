import { sql } from 'drizzle-orm'
import { pgTable, text as textColumn, uniqueIndex } from 'drizzle-orm/pg-core'
import { identityOf } from '../../platform/database/table-keys.ts'
import { code, name, sourced, text } from '../../platform/records/fields.ts'
import { type New, recordColumns, recordOf, schemasOf } from '../../platform/records/record.ts'
import { asRegistered } from '../../platform/records/words.ts'
import { listNames } from './rules.ts'

const fields = {
  list: code(listNames, 'The list: focus areas, kinds of work or target groups').filter('The list'),
  name: name('Name', 300, 'Våldsutsatta'),
  description: text('What is meant', 2000, 'Stöd till den som utsatts för våld').optional(),
  ...sourced
}

/** Entries of the lists that each municipality keeps: focus areas, kinds of work, target groups. */
export const listEntries = pgTable(
  'list_entries',
  { ...recordColumns(fields), nameKey: textColumn().notNull() },
  table => [
    ...identityOf('list_entries', table),
    uniqueIndex('list_entries_name')
      .on(table.municipalityCode, table.list, table.nameKey)
      .where(sql`withdrawn_at is null`)
  ]
)

export const listEntry = recordOf({
  noun: 'ListEntry',
  plural: 'ListEntries',
  address: 'list-entries',
  tag: 'agreements',
  scope: 'agreements',
  fields,
  table: listEntries,
  describes: {
    one: 'An entry of a list that the municipality keeps',
    created: 'An entry for a list that the municipality keeps',
    page: 'A page of entries'
  },
  examples: { created: { list: 'focusArea', name: 'Brottsoffer' } },
  reference: 'FO-1',
  sorts: ['name', 'updatedAt'],
  says: {
    list: [
      'List focus areas, kinds of work and target groups',
      'The entries of the lists that the municipality keeps, by name.'
    ],
    create: ['Add an entry to a list', 'A focus area, a kind of work or a target group that agreements can then name.'],
    get: ['Show an entry of a list', asRegistered],
    withdraw: ['Take an entry off its list', 'Agreements that name it still do; no more can.']
  }
})
export type NewListEntry = New<typeof listEntry>
export const entrySchemas = schemasOf(listEntry)
