import { type Static, Type } from 'typebox'
import {
  Instant,
  MunicipalityCode,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { importStatuses } from '../rules.ts'
import { ImportQuery, RowViolation, readOfFile } from '../schemas.ts'
import { templateFormats } from '../template.ts'
import { recordKinds, recordResults } from './rules.ts'

const { dryRun, atomic, source, sheet, statedSums, amountUnit } = ImportQuery.properties

export const RecordImportQuery = Strict({
  dryRun,
  atomic,
  source,
  sheet,
  mapping: Type.Optional(
    Type.Array(Type.String({ pattern: ':[^:]+$', maxLength: 300 }), {
      maxItems: 100,
      description: 'Heading:column for headings that are not known, repeated; the template has the columns; ignore',
      example: ['Klubb:name']
    })
  ),
  default: Type.Optional(
    Type.Array(Type.String({ pattern: '^[^:]+:', maxLength: 500 }), {
      maxItems: 100,
      description: 'column:value for a column that the file does not have, repeated',
      example: ['legal_form:ideell förening']
    })
  ),
  statedSums,
  amountUnit
})
export type RecordImportQuery = Static<typeof RecordImportQuery>

/** A file in a form, with what the query would say. */
export const RecordImportForm = Strict(
  {
    ...Object.fromEntries(
      Object.keys(RecordImportQuery.properties).map(name => [
        name,
        name === 'mapping' || name === 'default'
          ? Type.Optional(Type.Array(Type.String({ example: 'a:b' })))
          : Type.Optional(Type.String({ example: 'x' }))
      ])
    ),
    file: Type.Unsafe<unknown>({ type: 'string', format: 'binary', description: 'The file' })
  },
  { $id: 'RecordImportForm', description: 'The file, and what the query would say' }
)

const count = (description: string, example = 0) => Type.Integer({ minimum: 0, description, example })
const kind = OneOf(recordKinds, 'What the file is of')

export const RecordImportReceipt = Strict(
  {
    ...readOfFile,
    amount: Nullable(
      Type.Number({
        description: 'Sum of the rows that come in or are known (SEK); null of records without',
        example: 61925
      })
    )
  },
  { $id: 'RecordImportReceipt', description: 'What a person checks a file of records against' }
)

export const RecordImport = Strict(
  {
    municipalityCode: MunicipalityCode,
    id: Uuid('Identity made by the service'),
    kind,
    status: OneOf(importStatuses, 'What came of the file'),
    source: Type.String({ description: 'System or series of files', example: 'import' }),
    counts: Strict({
      createdCount: count('Records that were made', 8),
      updatedCount: count('Records that were changed'),
      unchangedCount: count('Records that were known as they are'),
      rejectedCount: count('Rows that were refused; nothing came of them')
    }),
    violations: Type.Array(ref(RowViolation), { description: 'Why the file as a whole was refused' }),
    encoding: Nullable(Type.String({ description: 'Encoding of the file', example: 'utf-8' })),
    checksum: Type.String({ description: 'SHA-256 of the file', example: 'a'.repeat(64) }),
    options: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'The options it was sent with',
      example: {}
    }),
    receipt: ref(RecordImportReceipt),
    actorName: Type.String({ description: 'Who sent it', example: 'Föreningsregistret' }),
    createdAt: Instant('When it was sent')
  },
  { $id: 'RecordImport', description: 'A file of organisations, agreements or payments, and what came of it' }
)
export const RecordImportPage = PageOf(ref(RecordImport), 'RecordImportPage', 'A page of imports of records')

export const RecordImportRow = Strict(
  {
    position: Type.Integer({ description: 'Place in the file, from 1', example: 1 }),
    line: Type.Integer({ description: 'Line of the file', example: 2 }),
    sheet: Nullable(Type.String({ description: 'Sheet, where there are several', example: 'Blad1' })),
    result: OneOf(recordResults, 'What came of the row'),
    isApplied: Type.Boolean({ description: 'False where it only would have come', example: true }),
    recordId: Nullable(Uuid('The organisation, agreement or payment')),
    violations: Nullable(Type.Array(ref(RowViolation), { description: 'Why the row was rejected', example: [] })),
    warnings: Nullable(
      Type.Array(
        Strict({
          code: Type.String({ description: 'What was understood', example: 'other-spelling' }),
          message: Type.String({ description: 'In words', example: 'taken as one' })
        }),
        { example: [] }
      )
    )
  },
  { $id: 'RecordImportRow', description: 'What came of one row' }
)
export const RecordImportRowPage = PageOf(ref(RecordImportRow), 'RecordImportRowPage', 'A page of the report')

export const RecordImportListQuery = Strict({
  ...walkedBy(['id']),
  kind: Type.Optional(kind),
  status: Type.Optional(OneOf(importStatuses, 'What came of the file')),
  source: Type.Optional(Type.String({ maxLength: 100, description: 'System or series of files', example: 'import' }))
})
export const RecordReportQuery = Strict({
  ...walkedBy(['position']),
  result: Type.Optional(OneOf(recordResults, 'What came of the row'))
})
export const RecordTemplateQuery = Strict({
  kind,
  format: Type.Optional(OneOf(templateFormats, 'Its form; what Accept asks for unless told'))
})

export const recordImportSchemas = [
  RecordImportForm,
  RecordImportReceipt,
  RecordImport,
  RecordImportPage,
  RecordImportRow,
  RecordImportRowPage
]
