import { Type } from 'typebox'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import {
  changedSince,
  Instant,
  inclusions,
  MunicipalityCode,
  OneOf,
  Strict,
  Uuid,
  Year
} from '../../platform/http/schemas.ts'
import { exportTables } from './every-table.ts'

export const exportForms = ['json', 'csv', 'ndjson', 'parquet'] as const
export type ExportForm = (typeof exportForms)[number]

export const OfTable = Strict({
  municipalityCode: MunicipalityCode,
  table: OneOf(
    exportTables.map(({ name }) => name),
    'The table'
  )
})

export const ExportQuery = Strict({
  format: Type.Optional(OneOf(exportForms, 'Form of the file; what Accept asks for unless told')),
  csvFormat: CsvFormatAsked,
  changedSince,
  withdrawn: Type.Optional(
    Type.Unsafe<(typeof inclusions)[number]>({
      ...OneOf(inclusions, 'Whether withdrawn records are there; exclude unless told'),
      default: 'exclude'
    })
  ),
  year: Type.Optional(Year('Rows of the year')),
  schemeId: Type.Optional(Uuid('Rows of the scheme')),
  organisationId: Type.Optional(Uuid('Rows of the organisation')),
  bodyId: Type.Optional(Uuid('Rows of the body'))
})

export const ExportedRows = Strict(
  {
    items: Type.Array(Type.Object({}, { additionalProperties: true }), { description: 'The rows' }),
    meta: Strict(
      {
        count: Type.Integer({ description: 'Rows of the file', example: 1 }),
        changedUntil: Instant('All that was changed before is in it: the next changedSince')
      },
      { description: 'At the end: a file without it was cut off' }
    )
  },
  {
    $id: 'ExportedRows',
    description: 'A table, whole',
    example: {
      items: [{ municipalityCode: '0136', id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', amount: 95000 }],
      meta: { count: 1, changedUntil: '2021-12-16T09:30:00.123456Z' }
    }
  }
)
export const exportSchemas = [ExportedRows]
