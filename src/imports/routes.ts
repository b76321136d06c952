import type { App } from '../platform/http/app.ts'
import { page } from '../platform/http/pagination.ts'
import { ById, OfMunicipality, ref } from '../platform/http/schemas.ts'
import { write } from '../platform/http/write.ts'
import { importDecisions, readImport } from './actions.ts'
import { findImport, importList, reportList } from './queries.ts'
import {
  DecisionImport,
  DecisionImportPage,
  DecisionImportRowPage,
  ImportListQuery,
  ImportQuery,
  ReportQuery
} from './schemas.ts'
import { inTurn } from './turn.ts'

const tags = ['imports']
const csvExample =
  'deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome\nSocialnämnden,2021-12-14,2022,Partnerskapsavtal,Haninge Kvinnojour,380000,beviljad\n'
const rowExample = {
  body: 'Socialnämnden',
  decided_on: '2021-12-14',
  grant_year: 2022,
  scheme: 'Partnerskapsavtal',
  recipient: 'Haninge Kvinnojour',
  granted: 380000,
  outcome: 'beviljad'
}
const rowsSchema = { type: 'array', items: { type: 'object', additionalProperties: true } }

export async function importRoutes(app: App, { maxBytes, maxRows }: { maxBytes: number; maxRows: number }) {
  // A file is taken as the bytes it is: its encoding is found out, and bad JSON in it has a line.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    ['text/csv', 'application/x-ndjson', 'application/json'],
    { parseAs: 'buffer', bodyLimit: maxBytes },
    (_request, body, done) => done(null, body)
  )

  app.post(
    '',
    {
      bodyLimit: maxBytes,
      config: {
        scope: 'imports:write',
        lane: 'imports',
        content: {
          request: {
            'text/csv': { schema: { type: 'string' }, example: csvExample },
            'application/x-ndjson': { schema: { type: 'string' }, example: `${JSON.stringify(rowExample)}\n` },
            'application/json': { schema: rowsSchema, example: [rowExample] }
          }
        }
      },
      schema: {
        operationId: 'importDecisions',
        tags,
        summary: 'Import committee decisions',
        description:
          'Takes a file of decision lines as municipalities have them. The same file twice changes nothing the second time. Answers how many rows were created, updated, unchanged, rejected and missing; the report tells it row by row.',
        params: OfMunicipality,
        querystring: ImportQuery,
        response: { 200: ref(DecisionImport), 201: ref(DecisionImport) }
      }
    },
    (request, reply) => {
      const { municipalityCode } = request.params
      const file = { bytes: request.body as Buffer, contentType: request.headers['content-type'] ?? '' }
      return inTurn(
        municipalityCode,
        () => readImport(municipalityCode, file, request.query, maxRows),
        read =>
          write(request, reply, async tx => {
            const result = await importDecisions(tx, request.actor, municipalityCode, read)
            request.imported = result as typeof request.imported
            if ('id' in result) {
              const path = request.url.split('?')[0]
              reply.code(result.status === 'completed' ? 201 : 200).header('location', `${path}/${result.id}`)
            }
            return result
          })
      )
    }
  )

  app.get(
    '',
    {
      config: { scope: 'imports:read' },
      schema: {
        operationId: 'listDecisionImports',
        tags,
        summary: 'List imports',
        description: 'Files that were sent, refused ones and dry runs among them.',
        params: OfMunicipality,
        querystring: ImportListQuery,
        response: { 200: ref(DecisionImportPage) }
      }
    },
    (request, reply) => page(request, reply, importList, request.params)
  )

  app.get(
    '/:id',
    {
      config: { scope: 'imports:read' },
      schema: {
        operationId: 'getDecisionImport',
        tags,
        summary: 'Show an import',
        description: 'What came of a file.',
        params: ById,
        response: { 200: ref(DecisionImport) }
      }
    },
    request => findImport(app.database, request.params)
  )

  app.get(
    '/:id/rows',
    {
      config: { scope: 'imports:read' },
      schema: {
        operationId: 'listDecisionImportRows',
        tags,
        summary: 'Show what came of each row',
        description:
          'The report of an import, row by row in the order of the file, then what the file no longer holds.',
        params: ById,
        querystring: ReportQuery,
        response: { 200: ref(DecisionImportRowPage) }
      }
    },
    async (request, reply) => {
      await findImport(app.database, request.params)
      return await page(request, reply, reportList, request.params)
    }
  )
}
