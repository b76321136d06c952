import { findRecord } from '../database/records.ts'
import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { readConfirmationCsv } from './confirmation-csv.ts'
import { readConfirmationJson } from './confirmation-json.ts'
import { ConfirmationReport, PaymentConfirmations } from './confirmation-schemas.ts'
import { confirmPaymentRun } from './confirmations.ts'
import { paymentRuns } from './tables.ts'

/** Bytes of a confirmation: some hundred thousand rows. */
const MAX_BYTES = 20 * 1024 * 1024
const csvExample =
  'endToEndId;utfall;betaldatum;verifikation\nPI019B2C7A10A17CC38F5E1D2C3B4A5F60;betald;2027-01-05;V-2027-311\n'

/** `POST /payment-runs/{id}/confirmations`. */
export async function confirmationRoutes(app: App) {
  app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) =>
    done(null, body)
  )
  app.post(
    '/:id/confirmations',
    {
      bodyLimit: MAX_BYTES,
      config: {
        scope: 'payment-runs:write',
        content: {
          request: {
            'application/json': { schema: ref(PaymentConfirmations) },
            'text/csv': { schema: { type: 'string' }, example: csvExample }
          }
        }
      },
      schema: {
        operationId: 'confirmPaymentRun',
        tags: ['payment-runs'],
        summary: 'Confirm payments of a run',
        description:
          'Takes what became of payments, by end-to-end id: paid with day and voucher number, or rejected with the reason, which plans the payment again. As JSON or as CSV with headings in English or Swedish. One bad row, and nothing is done, also where it says another amount than what was asked of the bank; the same file again changes nothing, but adds a voucher number that was not told before. Rows of no payment of this run are told.',
        params: ById,
        response: { 200: ref(ConfirmationReport) }
      }
    },
    async (request, reply) => {
      // Of a run that is not there nothing is read, however the body looks.
      await findRecord(app.database, paymentRuns, 'payment run', request.params)
      const { rows, ignoredColumns } = Buffer.isBuffer(request.body)
        ? readConfirmationCsv(request.body)
        : { rows: readConfirmationJson(request.body), ignoredColumns: [] }
      return await write(request, reply, async tx => ({
        ...(await confirmPaymentRun(tx, request.actor, request.params, rows)),
        ignoredColumns
      }))
    }
  )
}
