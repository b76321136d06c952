import type { FastifyRequest } from 'fastify'
import { DomainError } from '../base/errors.ts'
import { work } from '../platform/database/work.ts'
import type { App } from '../platform/http/app.ts'
import { takeFiles } from '../platform/http/files.ts'
import { answeredIn } from '../platform/http/language.ts'
import { page } from '../platform/http/pagination.ts'
import { ById, OfMunicipality, ref } from '../platform/http/schemas.ts'
import { sourceOf } from '../platform/http/spool.ts'
import { write } from '../platform/http/write.ts'
import { importDecisions, importFile } from './actions.ts'
import { binary, rowsSchema, WORKBOOK } from './file-bodies.ts'
import { fileTypes } from './files/format.ts'
import type { ReadLimits } from './files/limits.ts'
import { cancelDecisionImport, queueImport } from './job-queue.ts'
import { findImport, importList, reportList } from './queries.ts'
import {
  DecisionImport,
  DecisionImportPage,
  DecisionImportRowPage,
  ImportListQuery,
  ImportQuery,
  ReportQuery
} from './schemas.ts'
import { DecisionImportTemplate, decisionTemplate, sendTemplate, TemplateQuery, templateContent } from './template.ts'

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

const otherFiles = { [WORKBOOK]: binary, 'application/octet-stream': binary }
/** A field of a form is text; those of options that are repeated are repeated too. */
const formField = (name: string) =>
  name === 'mapping' || name === 'default' ? { type: 'array', items: { type: 'string' } } : { type: 'string' }
const formSchema = {
  type: 'object',
  required: ['file'],
  properties: {
    ...Object.fromEntries(Object.keys(ImportQuery.properties).map(name => [name, formField(name)])),
    file: { type: 'string', format: 'binary' }
  },
  additionalProperties: false,
  description: 'The file, and what the query would say'
}

type Options = { maxBytes: number; maxRows: number; limits: ReadLimits }

/** RFC 7240. */
function asksForJob({ headers }: FastifyRequest): boolean {
  return /(?:^|,)\s*respond-async\s*(?:[,;]|$)/i.test([headers.prefer].flat().join(','))
}

export async function importRoutes(app: App, { maxBytes, maxRows, limits }: Options) {
  // A file is taken as the bytes it is: its encoding is found out, and bad JSON in it has a line.
  app.removeContentTypeParser('application/json')
  takeFiles(app, { types: fileTypes, maxBytes, folder: limits.spoolFolder })

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
            'application/json': { schema: rowsSchema, example: [rowExample] },
            ...otherFiles,
            'multipart/form-data': { schema: formSchema }
          }
        }
      },
      schema: {
        operationId: 'importDecisions',
        tags,
        summary: 'Import committee decisions',
        description:
          'Takes a file of decision lines: xlsx, xls, ods, CSV, JSON, NDJSON, a table of HTML or Markdown, packed with gzip or not; its content tells what it is. The same file twice changes nothing the second time. The report tells what came of each row. With `Prefer: respond-async` a job does it: 202 at once, and the import at Location tells how far it came.',
        params: OfMunicipality,
        querystring: ImportQuery,
        response: { 200: ref(DecisionImport), 201: ref(DecisionImport), 202: ref(DecisionImport) }
      }
    },
    async (request, reply) => {
      const { municipalityCode } = request.params
      const source = request.sentFile ?? sourceOf(Buffer.alloc(0))
      const file = { source, contentType: request.headers['content-type'] ?? '' }
      if (asksForJob(request)) {
        // An import of the municipality that is under way may hold its connections for imports.
        return work.run({ lane: 'requests', municipalityCode }, () =>
          write(request, reply, async tx => {
            const record = await queueImport(tx, request.actor, municipalityCode, file, request.query)
            reply.code(202).header('location', `${request.url.split('?')[0]}/${record.id}`)
            return answeredIn(request, reply, record)
          })
        )
      }
      const reading = { database: app.database, municipalityCode, options: request.query, maxRows, limits }
      return importFile(reading, file, read =>
        write(request, reply, async tx => {
          const result = await importDecisions(tx, request.actor, municipalityCode, read)
          request.imported = result as typeof request.imported
          if (result instanceof DomainError) return result
          const path = request.url.split('?')[0]
          reply.code(result.status === 'completed' ? 201 : 200).header('location', `${path}/${result.id}`)
          return answeredIn(request, reply, result)
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
    async (request, reply) => answeredIn(request, reply, await page(request, reply, importList, request.params))
  )

  app.get(
    '/template',
    {
      config: {
        scope: 'imports:read',
        content: templateContent
      },
      schema: {
        operationId: 'getDecisionImportTemplate',
        tags,
        summary: 'Fetch a file to begin with',
        description: 'Headings that are understood, one row as an example, and the words that cells may hold.',
        params: OfMunicipality,
        querystring: TemplateQuery,
        response: { 200: ref(DecisionImportTemplate) }
      }
    },
    (request, reply) =>
      sendTemplate(request, reply, { template: decisionTemplate, file: 'beslut' }, request.query.format)
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
    async (request, reply) => answeredIn(request, reply, await findImport(app.database, request.params))
  )

  app.post(
    '/:id/cancel',
    {
      config: { scope: 'imports:write' },
      schema: {
        operationId: 'cancelDecisionImport',
        tags,
        summary: 'Cancel an import',
        description: 'Ends an import that a job does: at once where it is queued, else shortly. Nothing of it remains.',
        params: ById,
        response: { 200: ref(DecisionImport) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => answeredIn(request, reply, await cancelDecisionImport(tx, request.params)))
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
      return answeredIn(request, reply, await page(request, reply, reportList, request.params))
    }
  )
}
