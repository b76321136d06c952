import type { App } from '../platform/http/app.ts'
import { answeredIn } from '../platform/http/language.ts'
import { OfMunicipality, ref } from '../platform/http/schemas.ts'
import { write } from '../platform/http/write.ts'
import { rowsSchema } from './file-bodies.ts'
import { SchemeImport, SchemeImportQuery } from './scheme-import-schemas.ts'
import { importSchemes, readSchemes } from './scheme-imports.ts'
import { inTurn } from './turn.ts'

const example = `scheme_id,scheme_name,categories,deadline_type,deadline_mmdd,status,amount_basis,source_url,verified
haninge-nattidrott,Nattidrott,idrott|ovrig,fasta,10-01,aktiv,per_forening,https://www.haninge.se/,2026-08-17
`

const rowExample = {
  scheme_id: 'haninge-nattidrott',
  scheme_name: 'Nattidrott',
  deadline_type: 'fasta',
  deadline_mmdd: '10-01'
}

/** Bytes of a file of schemes, which is taken whole into memory; more than five thousand of them have. */
const MOST_BYTES = 52_428_800

/** `/scheme-imports`. */
export async function schemeImportRoutes(app: App, { maxBytes: most }: { maxBytes: number }) {
  const maxBytes = Math.min(most, MOST_BYTES)
  // A file is taken as the bytes it is.
  app.removeContentTypeParser(['application/json', 'application/merge-patch+json'])
  app.addContentTypeParser(
    ['text/csv', 'application/json'],
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
            'text/csv': { schema: { type: 'string' }, example },
            'application/json': { schema: rowsSchema, example: [rowExample] }
          }
        }
      },
      schema: {
        operationId: 'importSchemes',
        tags: ['imports'],
        summary: 'Import grant schemes',
        description:
          'Takes a file of schemes with their deadlines and status. Each is found again by scheme_id, so that the same file twice changes nothing the second time. Answers what came of each row.',
        params: OfMunicipality,
        querystring: SchemeImportQuery,
        response: { 200: ref(SchemeImport) }
      }
    },
    (request, reply) => {
      const { municipalityCode } = request.params
      const file = {
        bytes: (request.body ?? Buffer.alloc(0)) as Buffer,
        contentType: request.headers['content-type'] ?? ''
      }
      return inTurn(
        municipalityCode,
        () => readSchemes(file),
        rows =>
          write(request, reply, async tx => {
            const result = await importSchemes(tx, request.actor, municipalityCode, rows, request.query)
            request.imported = result as typeof request.imported
            return answeredIn(request, reply, result)
          })
      )
    }
  )
}
