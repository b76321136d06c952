import { type Static, Type } from 'typebox'
import { MunicipalityCode, Named, OneOf, Strict, Text, Uuid } from '../http/schemas.ts'

export const MOST_ROWS = 1000

const Row = Strict({
  record: Type.String({ maxLength: 100, description: 'Which record, as in its own address', example: 'organisations' }),
  source: Named.source,
  reference: Text("The caller's own reference", 200, 'F-17'),
  of: Type.Optional(Uuid('What a new one is made within')),
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'That you last read, in place of If-Match', example: 3 })
  ),
  restore: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Register anew what was withdrawn under this reference',
      example: false
    })
  ),
  municipalityCode: Type.Optional(MunicipalityCode),
  body: Type.Unsafe<unknown>({
    type: 'object',
    description: 'What PUT by reference takes',
    example: { name: 'Kvinnojouren' }
  })
})
export type BatchRow = Static<typeof Row>

/** That there are not too many is a rule of its own. */
export const Batch = Strict(
  {
    atomic: Type.Optional(Type.Boolean({ default: false, description: 'All rows or none', example: false })),
    rows: Type.Array(Row, { minItems: 1, description: `At most ${MOST_ROWS}; each record once` })
  },
  {
    $id: 'Batch',
    description: 'Records as their caller has them, each under its reference',
    example: { rows: [{ record: 'organisations', reference: 'F-17', body: { name: 'Kvinnojouren' } }] }
  }
)
export type Batch = Static<typeof Batch>

export const batchResults = ['created', 'updated', 'unchanged', 'rejected'] as const
export type BatchResult = (typeof batchResults)[number]

const Result = Strict({
  row: Type.Integer({ description: 'Its place, from 0', example: 0 }),
  record: Type.String({ description: 'As it was sent', example: 'organisations' }),
  reference: Type.String({ description: 'As it was sent', example: 'F-17' }),
  result: OneOf(batchResults, 'What became of it'),
  httpStatus: Type.Integer({ description: 'As a single call would be answered', example: 201 }),
  id: Type.Optional(Uuid('The record')),
  version: Type.Optional(Type.Integer({ description: 'Its version', example: 1 })),
  problem: Type.Optional(
    Type.Unsafe<object>({
      type: 'object',
      additionalProperties: true,
      description: 'Of a rejected row (RFC 9457); violations point into the batch',
      example: { type: 'https://api.example.se/problems/validation', title: 'The request is not valid', status: 400 }
    })
  )
})
export type RowResult = Static<typeof Result>

const count = (result: string) => Type.Integer({ description: `Rows that were ${result}`, example: 0 })
export const BatchReport = Strict(
  {
    createdCount: count('created'),
    updatedCount: count('updated'),
    unchangedCount: count('unchanged'),
    rejectedCount: count('rejected'),
    rows: Type.Array(Result, { description: 'In the order of the batch' })
  },
  {
    $id: 'BatchReport',
    description: 'What became of each row',
    example: {
      ...{ createdCount: 1, updatedCount: 0, unchangedCount: 0, rejectedCount: 0 },
      rows: [
        {
          ...{ row: 0, record: 'organisations', reference: 'F-17', result: 'created', httpStatus: 201 },
          ...{ id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', version: 1 }
        }
      ]
    }
  }
)
export const batchSchemas = [Batch, BatchReport]
