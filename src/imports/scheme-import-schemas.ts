import { type Static, Type } from 'typebox'
import { Named, Nullable, OneOf, Strict, Uuid } from '../platform/http/schemas.ts'

const results = ['created', 'updated', 'unchanged', 'rejected', 'skipped'] as const
const count = (description: string, example = 0) => Type.Integer({ minimum: 0, description, example })

export const SchemeImportQuery = Strict({
  source: Type.Optional({ ...Named.source, default: 'import' } as typeof Named.source),
  others: Type.Optional(
    OneOf(['reject', 'skip'], 'What becomes of rows of another municipality: rejected unless told, or passed over')
  )
})
export type SchemeImportQuery = Static<typeof SchemeImportQuery>

export const SchemeImport = Strict(
  {
    source: Type.String({ description: 'System or series of files', example: 'import' }),
    counts: Strict(
      {
        createdCount: count('Schemes that were registered', 13),
        updatedCount: count('Schemes that were changed'),
        unchangedCount: count('Schemes that were known as they are'),
        rejectedCount: count('Rows that were refused; nothing came of them'),
        skippedCount: count('Rows of another municipality that were passed over')
      },
      { description: 'What came of the rows' }
    ),
    rows: Type.Array(
      Strict({
        line: Type.Integer({ description: 'Line of the file, counted from 1 with the header', example: 2 }),
        result: OneOf(results, 'What came of the row'),
        schemeId: Nullable(Uuid('The scheme')),
        reference: Nullable(Type.String({ description: 'Its id in the file', example: 'haninge-nattidrott' })),
        violations: Type.Array(
          Strict({
            field: Type.String({ description: 'The column', example: 'status' }),
            message: Type.String({ description: 'What is wrong with it', example: 'must be one of aktiv, pausad' }),
            line: Type.Optional(Type.Integer({ description: 'Line of the file', example: 2 }))
          }),
          { description: 'Why the row was rejected', example: [] }
        )
      }),
      { description: 'Row by row, in the order of the file' }
    )
  },
  { $id: 'SchemeImport', description: 'What came of a file of schemes' }
)
export const schemeImportSchemas = [SchemeImport]
