import { sql } from 'drizzle-orm'
import { check, index, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { refersTo } from '../../platform/database/table-keys.ts'
import { Day, Euro, Maybe, OneOf, Strict, Text } from '../../platform/http/schemas.ts'
import { blankOf, code, day, json, of, sourced, text, url, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, partColumns, recordOf } from '../../platform/records/record.ts'
import { files } from '../files/record.ts'
import { exampleId, keysOfPart, ofOrganisation, valid, validOn } from './parts.ts'
import { deMinimisKinds, documentKinds } from './rules.ts'

const DeclaredAid = Strict(
  {
    granter: Text('Who granted it', 300, 'Region Stockholm'),
    kind: OneOf(deMinimisKinds, 'Under which rules'),
    grantedOn: Day('When it was granted', '2025-03-01'),
    amountEur: Maybe(Euro('Amount; null: not known', 12000))
  },
  { title: 'DeclaredAid' }
)

const fields = {
  organisationId: uuid('The organisation').answered(),
  kind: code(documentKinds, 'What it is').filter('What it is'),
  title: text('Title', 300, 'Stadgar 2020'),
  url: url('Address').optional(),
  fileId: uuid('The file, where it is kept here').optional(),
  checksum: of<string>(
    Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document', example: 'a'.repeat(64) }),
    textColumn
  ).optional(),
  validFrom: day('From when it holds; null: not stated', '2020-03-15').optional(),
  validTo: day('Last day; null: no end', '2022-06-30').optional(),
  declaredAid: json(
    Type.Array(DeclaredAid, {
      maxItems: 100,
      description:
        'Of an aidDeclaration: de minimis aid by others in the three years up to validFrom; earlier ones count no more for them',
      example: []
    })
  ).defaulted([]),
  note: text('Remark', 4000, 'Antagna av årsmötet').optional(),
  ...sourced
}

/** Statutes, annual reports, audit reports, minutes: links, with the day on which each expires. */
export const organisationDocuments = pgTable('organisation_documents', partColumns(fields), table => [
  ...keysOfPart('organisation_documents', table),
  index('organisation_documents_expiry').on(table.municipalityCode, table.validTo, table.id),
  index('organisation_documents_declared')
    .on(table.municipalityCode, table.organisationId, table.validFrom)
    .where(sql`kind = 'aidDeclaration' and withdrawn_at is null`),
  index('organisation_documents_file').on(table.municipalityCode, table.fileId).where(sql`file_id is not null`),
  refersTo('organisation_documents_file_fk', table, table.fileId, files),
  check('organisation_documents_validity', sql`valid_to >= valid_from`)
])
export const blankDocument = blankOf(fields)

const example = { kind: 'statutes', title: 'Stadgar 2020', validFrom: '2020-03-15' }
export const organisationDocument = recordOf({
  ...ofOrganisation('A document that an organisation is to have', 'a statutory document'),
  noun: 'OrganisationDocument',
  address: 'organisation-documents',
  fields,
  table: organisationDocuments,
  of: organisationDocuments.organisationId,
  computes: { valid },
  examples: { created: example, patch: example, shown: { organisationId: exampleId, declaredAid: [], valid: 'yes' } },
  filters: { validOn: validOn(organisationDocuments.validFrom, organisationDocuments.validTo) }
})
export type NewOrganisationDocument = New<typeof organisationDocument>
export type OrganisationDocumentPatch = Changes<typeof organisationDocument>
