import { Type } from 'typebox'
import type { App } from '../../platform/http/app.ts'
import { demandScope } from '../../platform/http/authentication.ts'
import { CsvFormatAsked, sendFile } from '../../platform/http/csv.ts'
import { choose, refuseIdle } from '../../platform/http/negotiation.ts'
import { Answer, ById, OneOf, ref, Strict, Text } from '../../platform/http/schemas.ts'
import { bytesOf, checksumOf, fileOfRun } from './files.ts'
import { type RunFormat, runFormats } from './rules.ts'

const FileQuery = Strict({
  format: Type.Optional(
    OneOf(
      runFormats,
      'ISO 20022 in version 03 or 09 for the bank, `lb` (Leverantörsbetalningar) for Bankgirot, or CSV for accounts payable; version 03 unless told, or CSV where Accept prefers it'
    )
  ),
  csvFormat: CsvFormatAsked
})

export const PaymentFile = Answer(
  {
    name: Text('Name of the file', 200, 'PR019B2C7A10A17CC38F5E1D2C3B4A5F60.xml'),
    mediaType: Text('Its media type', 100, 'application/xml; charset=utf-8'),
    checksum: Text(
      'SHA-256 of its bytes, in hexadecimal',
      64,
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b'
    ),
    content: Type.String({
      description: 'The file as text, to be written in the charset of its media type',
      example: '<?xml version="1.0"?>'
    })
  },
  {
    $id: 'PaymentFile',
    description: 'The file of a run, wrapped in JSON for who asks for application/json'
  }
)

const xml = { schema: { type: 'string' }, example: '<?xml version="1.0" encoding="UTF-8"?>' }
const csv = { schema: { type: 'string' }, example: 'runId,messageId,endToEndId,paymentId,payee,amount\r\n' }

const lb = { schema: { type: 'string' } }

/** `GET /payment-runs/{id}/file`. */
export async function fileRoutes(app: App) {
  app.get(
    '/:id/file',
    {
      config: {
        scope: 'payment-runs:read',
        problems: [409],
        content: { response: { 'application/xml': xml, 'text/csv': csv, 'text/plain': lb } }
      },
      schema: {
        operationId: 'getPaymentRunFile',
        tags: ['payment-runs'],
        summary: 'Fetch the file of a payment run',
        description:
          'The exported run as ISO 20022 for the bank or as CSV for accounts payable, the same to the byte every time. Accept chooses between the two where format does not; who prefers application/json gets the file wrapped with its name and checksum. One that names a confidential organisation demands `personal-data:read` too.',
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
      if (csvFormat && asked !== 'csv')
        refuseIdle('csvFormat', `has no effect on ${asked}`, `har ingen verkan på ${asked}`)
      const file = await fileOfRun(app.database, request.params, asked, csvFormat)
      const { name, mediaType, content } = file
      if (file.isConfidential) demandScope(request.actor, 'personal-data:read')
      if (chosen === 'application/json') return { name, mediaType, checksum: checksumOf(file), content }
      return sendFile(reply, name, mediaType, bytesOf(file))
    }
  )
}

const typeOf = (format: RunFormat) =>
  format === 'csv' ? 'text/csv' : format === 'lb' ? 'text/plain' : 'application/xml'
