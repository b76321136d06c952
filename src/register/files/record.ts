import { sql } from 'drizzle-orm'
import { bigint, check, customType, foreignKey, index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { instant as instantColumn, municipalityCode } from '../../platform/database/columns.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { Answer, Instant, Strict, Text, Url, Uuid } from '../../platform/http/schemas.ts'
import { json, of, text, uuid } from '../../platform/records/fields.ts'
import { partColumns, type RowOf, recordOf, schemasOf } from '../../platform/records/record.ts'
import { municipalities } from '../municipalities/tables.ts'
import { organisations } from '../organisations/record.ts'

const fields = {
  name: text('Name of the file', 255, 'Årsredovisning 2022.pdf'),
  mediaType: text('Its media type', 100, 'application/pdf'),
  byteCount: of<number>(Type.Integer({ minimum: 1, description: 'Bytes', example: 48_211 }), () =>
    bigint({ mode: 'number' })
  ),
  checksum: text('SHA-256 of its bytes, in hexadecimal', 64, 'a'.repeat(64)).filter('SHA-256 of its bytes'),
  organisationId: uuid('Whom it is of; null: nobody in particular').optional().filter('Whom it is of')
}

/** Files that are kept: what is known of each. Its bytes are in the storage, under its municipality and id (store.ts). */
export const files = pgTable(
  'files',
  {
    ...partColumns(fields),
    /** When the bytes of a withdrawn file were taken out of the storage; null: not yet, or it stands. */
    removedAt: instantColumn()
  },
  table => [
    primaryKey({ name: 'files_pk', columns: [table.municipalityCode, table.id] }),
    index('files_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('files_organisation').on(table.municipalityCode, table.organisationId, table.id),
    index('files_checksum').on(table.municipalityCode, table.checksum, table.id),
    index('files_to_remove')
      .on(table.municipalityCode, table.id)
      .where(sql`withdrawn_at is not null and removed_at is null`),
    refersTo('files_organisation_fk', table, table.organisationId, organisations),
    foreignKey({
      name: 'files_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    check('files_removed', sql`removed_at is null or withdrawn_at is not null`)
  ]
)

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** What a municipality's short-lived addresses are signed with. */
export const fileKeys = pgTable(
  'file_keys',
  { municipalityCode: municipalityCode(), key: bytes().notNull() },
  table => [
    primaryKey({ name: 'file_keys_pk', columns: [table.municipalityCode] }),
    foreignKey({
      name: 'file_keys_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

export const file = recordOf({
  noun: 'KeptFile',
  subjectType: 'file',
  address: 'files',
  tag: 'files',
  fields,
  table: files,
  describes: { one: 'A file that is kept', created: '', page: 'A page of files' },
  examples: {
    created: {
      name: 'Årsredovisning 2022.pdf',
      mediaType: 'application/pdf',
      byteCount: 48_211,
      checksum: 'a'.repeat(64)
    }
  },
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List files', 'In the order in which they came.'],
    get: ['Show a file', 'What is known of it.'],
    withdraw: ['Withdraw a file', 'Erases its bytes for good; the record stays. 409 while a record names it.']
  }
})
export type FileRow = RowOf<typeof file>

/** Files that a record names. */
export const fileIds = json(
  // In small letters, as they are answered: what names a file is found by it.
  Type.Array(
    { ...Uuid('A file'), pattern: '^[^A-F]+$' },
    {
      maxItems: 100,
      uniqueItems: true,
      description: 'Files that are kept here',
      example: []
    }
  )
).defaulted([])

export const FileQuery = Strict({
  name: Type.Optional(Text('Its name; a form tells it', 255, 'Årsredovisning.pdf')),
  organisationId: Type.Optional(Uuid('Whom it is of'))
})
export type FileQuery = Static<typeof FileQuery>

export const FileAddress = Answer(
  {
    url: Url('Where', 'https://api.example.se/'),
    expiresAt: Instant('Until when')
  },
  { $id: 'FileAddress', description: 'A short-lived address of a file' }
)

export const fileSchemas = [...schemasOf(file), FileAddress]
