import { ById, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { checksumOf, fileOfRun } from './files.ts'
import { FileQuery, PaymentFile } from './item-schemas.ts'

const xml = { schema: { type: 'string' }, example: '<?xml version="1.0" encoding="UTF-8"?>' }
const csv = { schema: { type: 'string' }, example: 'runId,messageId,endToEndId,paymentId,payee,amount\r\n' }

/** `GET /payment-runs/{id}/file`. */
export async function fileRoutes(app: App) {
  app.get(
    '/:id/file',
    {
      config: {
        scope: 'payment-runs:read',
        content: { response: { 'application/xml': xml, 'text/csv': csv } }
      },
      schema: {
        operationId: 'getPaymentRunFile',
        tags: ['payment-runs'],
        summary: 'Fetch the file of a payment run',
        description:
          'The exported run as ISO 20022 for the bank or as CSV for accounts payable, the same to the byte every time. Who asks for application/json gets it wrapped with its name and checksum.',
        params: ById,
        querystring: FileQuery,
        response: { 200: ref(PaymentFile) }
      }
    },
    async (request, reply) => {
      const { name, mediaType, content } = await fileOfRun(app.database, request.params, request.query)
      reply.header('vary', 'accept')
      if (wantsJson(request.headers.accept)) return { name, mediaType, checksum: checksumOf(content), content }
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type(mediaType).send(content as never) as never
    }
  )
}

/** Only who names JSON and neither XML nor CSV: browsers and tools that take anything get the file itself. */
function wantsJson(accept = ''): boolean {
  return accept.includes('application/json') && !/xml|text\/csv/.test(accept)
}
