import type { App } from '../http/app.ts'
import { choose, refuseIdle } from '../http/negotiation.ts'
import { ById, ref } from '../http/schemas.ts'
import { checksumOf, fileOfRun } from './files.ts'
import { FileQuery, PaymentFile } from './item-schemas.ts'
import type { RunFormat } from './rules.ts'

const xml = { schema: { type: 'string' }, example: '<?xml version="1.0" encoding="UTF-8"?>' }
const csv = { schema: { type: 'string' }, example: 'runId,messageId,endToEndId,paymentId,payee,amount\r\n' }

/** `GET /payment-runs/{id}/file`. */
export async function fileRoutes(app: App) {
  app.get(
    '/:id/file',
    {
      config: {
        scope: 'payment-runs:read',
        problems: [409],
        content: { response: { 'application/xml': xml, 'text/csv': csv } }
      },
      schema: {
        operationId: 'getPaymentRunFile',
        tags: ['payment-runs'],
        summary: 'Fetch the file of a payment run',
        description:
          'The exported run as ISO 20022 for the bank or as CSV for accounts payable, the same to the byte every time. Accept chooses between the two where format does not; who prefers application/json gets the file wrapped with its name and checksum.',
        params: ById,
        querystring: FileQuery,
        response: { 200: ref(PaymentFile) }
      }
    },
    async (request, reply) => {
      const { format, csvFormat } = request.query
      const type = format && typeOf(format)
      const chosen = choose(request, [...(type ? [type] : ['application/xml', 'text/csv']), 'application/json'])
      const asked = format ?? (chosen === 'text/csv' ? 'csv' : 'pain.001.001.03')
      if (csvFormat && asked !== 'csv') refuseIdle('csvFormat', `has no effect on ${asked}`)
      const { name, mediaType, content } = await fileOfRun(app.database, request.params, asked, csvFormat)
      if (chosen === 'application/json') return { name, mediaType, checksum: checksumOf(content), content }
      reply.header('content-disposition', `attachment; filename="${name}"`)
      return reply.type(mediaType).send(content as never) as never
    }
  )
}

const typeOf = (format: RunFormat) => (format === 'csv' ? 'text/csv' : 'application/xml')
