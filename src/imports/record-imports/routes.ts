import { DomainError } from '../../base/errors.ts'
import type { App } from '../../platform/http/app.ts'
import { takeFiles } from '../../platform/http/files.ts'
import { answeredIn } from '../../platform/http/language.ts'
import { page } from '../../platform/http/pagination.ts'
import { ById, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { sourceOf } from '../../platform/http/spool.ts'
import { write } from '../../platform/http/write.ts'
import { binary, rowsSchema } from '../file-bodies.ts'
import { fileTypes } from '../files/format.ts'
import type { ReadLimits } from '../files/limits.ts'
import { DecisionImportTemplate, sendTemplate, templateContent } from '../template.ts'
import { inTurn } from '../turn.ts'
import { importRecords } from './import.ts'
import { kinds } from './kinds.ts'
import { findRecordImport, recordImportList, recordReportList } from './queries.ts'
import { readRecords } from './read.ts'
import type { RecordKindName } from './rules.ts'
import {
  RecordImport,
  RecordImportForm,
  RecordImportListQuery,
  RecordImportPage,
  RecordImportQuery,
  RecordImportRowPage,
  RecordReportQuery,
  RecordTemplateQuery
} from './schemas.ts'

const tags = ['imports']

type Sent = { address: string; operationId: string; summary: string; description: string; csv: string; row: object }

/** The operation of each kind that takes a file. */
const sent: Record<RecordKindName, Sent> = {
  organisations: {
    address: '/organisation-imports',
    operationId: 'importOrganisations',
    summary: 'Import organisations',
    description:
      'Takes a file of associations, in every format of decisions. Each is found by reference, number or name; the same file twice changes nothing, and what was corrected by hand stays.',
    csv: 'Förening;Orgnr\nExempelföreningen;802000-1239\n',
    row: { name: 'Exempelföreningen', organisation_number: '802000-1239' }
  },
  agreements: {
    address: '/agreement-imports',
    operationId: 'importAgreements',
    summary: 'Import agreements',
    description:
      'Takes a file of agreements, with parties that are registered, terms as they are stated, and amounts. The same file twice changes nothing; what is signed is amended or corrected by hand.',
    csv: 'Avtalstyp;Part;Nämnd;Avtalstid;Belopp per år\nIOP;Exempelföreningen;Socialnämnden;2022-2024;380 000 kr\n',
    row: {
      kind: 'IOP',
      parties: 'Exempelföreningen',
      body: 'Socialnämnden',
      term: '2022-2024',
      amount: 380000,
      amount_per: 'year'
    }
  },
  payments: {
    address: '/payment-imports',
    operationId: 'importPayments',
    summary: 'Import payments already made',
    description:
      'Takes a file of payments that were made before the service was taken into use, each of a registered award. The same file twice changes nothing; never is more paid than is granted.',
    csv: 'Förening;Bidragsform;Bidragsår;Belopp;Utbetalningsdag;Ver.nr\nExempelföreningen;Verksamhetsbidrag;2022;61925;2022-01-07;V1\n',
    row: {
      recipient: 'Exempelföreningen',
      scheme: 'Verksamhetsbidrag',
      grant_year: 2022,
      amount: 61925,
      paid_on: '2022-01-07'
    }
  }
}

type Options = { maxBytes: number; limits: ReadLimits }

/** `/organisation-imports`, `/agreement-imports`, `/payment-imports`, and `/record-imports` for what came of them. */
export async function recordImportRoutes(app: App, { maxBytes, limits }: Options) {
  app.register(sendingRoutes, { maxBytes, limits })

  app.get(
    '/record-imports',
    {
      config: { scope: 'imports:read' },
      schema: {
        operationId: 'listRecordImports',
        tags,
        summary: 'List imports of records',
        description: 'Files of organisations, agreements and payments, refused ones and dry runs among them.',
        params: OfMunicipality,
        querystring: RecordImportListQuery,
        response: { 200: ref(RecordImportPage) }
      }
    },
    async (request, reply) => answeredIn(request, reply, await page(request, reply, recordImportList, request.params))
  )

  app.get(
    '/record-imports/template',
    {
      config: {
        scope: 'imports:read',
        content: templateContent
      },
      schema: {
        operationId: 'getRecordImportTemplate',
        tags,
        summary: 'Fetch a file of records to begin with',
        description: 'Headings that are understood, a row as an example, and the words that cells may hold.',
        params: OfMunicipality,
        querystring: RecordTemplateQuery,
        response: { 200: ref(DecisionImportTemplate) }
      }
    },
    (request, reply) => sendTemplate(request, reply, kinds[request.query.kind], request.query.format)
  )

  app.get(
    '/record-imports/:id',
    {
      config: { scope: 'imports:read' },
      schema: {
        operationId: 'getRecordImport',
        tags,
        summary: 'Show an import of records',
        description: 'What came of a file.',
        params: ById,
        response: { 200: ref(RecordImport) }
      }
    },
    async (request, reply) => answeredIn(request, reply, await findRecordImport(app.database, request.params))
  )

  app.get(
    '/record-imports/:id/rows',
    {
      config: { scope: 'imports:read' },
      schema: {
        operationId: 'listRecordImportRows',
        tags,
        summary: 'Show what came of each record',
        description: 'Row by row, in the order of the file.',
        params: ById,
        querystring: RecordReportQuery,
        response: { 200: ref(RecordImportRowPage) }
      }
    },
    async (request, reply) => {
      await findRecordImport(app.database, request.params)
      return answeredIn(request, reply, await page(request, reply, recordReportList, request.params))
    }
  )
}

/** A file is taken as the bytes it is: its encoding is found out, and bad JSON in it has a line. */
async function sendingRoutes(app: App, { maxBytes, limits }: Options) {
  app.removeContentTypeParser('application/json')
  takeFiles(app, { types: fileTypes, maxBytes, folder: limits.spoolFolder })

  for (const [name, { address, csv, row, ...said }] of Object.entries(sent)) {
    const kind = kinds[name as RecordKindName]
    app.post(
      address,
      {
        bodyLimit: maxBytes,
        config: {
          scope: 'imports:write',
          lane: 'imports',
          content: {
            request: {
              'text/csv': { schema: { type: 'string' }, example: csv },
              'application/json': { schema: rowsSchema, example: [row] },
              'application/octet-stream': binary,
              'multipart/form-data': { schema: ref(RecordImportForm) }
            }
          }
        },
        schema: {
          ...said,
          tags,
          params: OfMunicipality,
          querystring: RecordImportQuery,
          response: { 200: ref(RecordImport), 201: ref(RecordImport) }
        }
      },
      (request, reply) => {
        const { municipalityCode } = request.params
        const source = request.sentFile ?? sourceOf(Buffer.alloc(0))
        const file = { source, contentType: request.headers['content-type'] ?? '' }
        return inTurn(
          municipalityCode,
          () => readRecords(kind, municipalityCode, file, request.query, limits),
          read =>
            write(request, reply, async tx => {
              const result = await importRecords(tx, request.actor, municipalityCode, kind, read)
              request.imported = result as typeof request.imported
              if (result instanceof DomainError) return result
              const at = `${request.url.split('?')[0]!.replace(/\/[^/]+$/, '')}/record-imports/${result.id}`
              reply.code(result.status === 'completed' ? 201 : 200).header('location', at)
              return answeredIn(request, reply, result)
            })
        )
      }
    )
  }
}
