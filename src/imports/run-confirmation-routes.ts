import { Type } from 'typebox'
import { readConfirmationCsv } from '../money/payment-runs/confirmation-csv.ts'
import { readConfirmationJson } from '../money/payment-runs/confirmation-json.ts'
import { confirmationOutcomes } from '../money/payment-runs/confirmation-rules.ts'
import { confirmPaymentRun } from '../money/payment-runs/confirmations.ts'
import { paymentRuns } from '../money/payment-runs/record.ts'
import { runStatuses } from '../money/payment-runs/rules.ts'
import { findRecord } from '../platform/database/records.ts'
import type { App } from '../platform/http/app.ts'
import { ById, Day, Money, Nullable, OneOf, ref, Strict, Text, Uuid } from '../platform/http/schemas.ts'
import { sourceOf } from '../platform/http/spool.ts'
import { write } from '../platform/http/write.ts'
import { fileTypes } from './files/format.ts'
import type { ReadLimits } from './files/limits.ts'
import { readConfirmationFile } from './run-confirmations.ts'

const endToEndId = Text('As the file of the run has it', 35, 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60')
const row = {
  endToEndId,
  outcome: OneOf(confirmationOutcomes, 'What became of it'),
  paidOn: Type.Optional(Nullable(Day('Day on which it was paid; of a paid one', '2027-01-05'))),
  voucherNumber: Type.Optional(Nullable(Text('Voucher of a paid one', 100, 'V-2027-311'))),
  amount: Type.Optional(
    Nullable(Money('What left the account: the payment less what was set off. Another amount is refused', 85000))
  ),
  reason: Type.Optional(Nullable(Text('Why it was rejected; of a rejected one', 1000, 'Kontot är avslutat')))
}
const example = { endToEndId: 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60', outcome: 'paid', paidOn: '2027-01-05' }

/** Documents the body; rows are judged by confirmation-rules, all of them before any is believed. */
export const PaymentConfirmations = Strict(
  { rows: Type.Array(Strict(row), { minItems: 1 }) },
  {
    $id: 'PaymentConfirmations',
    description: 'What became of payments of a run',
    example: { rows: [{ ...example, voucherNumber: 'V-2027-311', amount: 85000 }] }
  }
)

const counted = (description: string, example: number) => Type.Integer({ description, example })

export const ConfirmationReport = Strict(
  {
    runId: Uuid('The run'),
    status: OneOf(runStatuses, 'How far the run has come: confirmed when nothing in it waits'),
    paidCount: counted('Payments that are paid by this', 1),
    rejectedCount: counted('Payments that are planned again by this', 0),
    voucheredCount: counted('Payments, paid before, that get their voucher by this', 0),
    unchangedCount: counted('Rows that say what is known', 0),
    unmatched: Type.Array(
      Strict({
        line: counted('Line of the file, or place of the row, from 1', 2),
        endToEndId: Type.String({ example: 'X-1' })
      })
    ),
    unmatchedCount: counted('Rows of no payment of this run, in all', 0),
    ignoredColumns: Type.Array(Type.String({ example: 'payee' }))
  },
  {
    $id: 'ConfirmationReport',
    description: 'What came of a confirmation; the first hundred unmatched rows'
  }
)

/** Bytes of a confirmation: some hundred thousand rows. */
const MAX_BYTES = 20 * 1024 * 1024
const csvExample =
  'endToEndId;utfall;betaldatum;verifikation\nPI019B2C7A10A17CC38F5E1D2C3B4A5F60;betald;2027-01-05;V-2027-311\n'

/** `POST /payment-runs/{id}/confirmations`. */
export async function confirmationRoutes(app: App, { limits }: { limits: ReadLimits }) {
  const others = fileTypes.filter(type => type !== 'application/json')
  app.addContentTypeParser(others, { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) =>
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
            'text/csv': { schema: { type: 'string' }, example: csvExample },
            'application/octet-stream': { schema: { type: 'string', format: 'binary' } }
          }
        }
      },
      schema: {
        operationId: 'confirmPaymentRun',
        tags: ['payment-runs'],
        summary: 'Confirm payments of a run',
        description:
          'Takes what became of payments, by end-to-end id: paid with day and voucher number, or rejected with the reason, which plans the payment again. As JSON, or as CSV or another file that imports take, with headings in English or Swedish. One bad row, and nothing is done, also where it says another amount than what was asked of the bank; the same file again changes nothing, but adds a voucher number that was not told before. Rows of no payment of this run are told.',
        params: ById,
        response: { 200: ref(ConfirmationReport) }
      }
    },
    async (request, reply) => {
      // Of a run that is not there nothing is read, however the body looks.
      await findRecord(app.database, paymentRuns, 'payment run', request.params)
      const { rows, ignoredColumns } = await rowsOf(request.body, request.headers['content-type'] ?? '', limits)
      return await write(request, reply, async tx => ({
        ...(await confirmPaymentRun(tx, request.actor, request.params, rows)),
        ignoredColumns
      }))
    }
  )
}

/** CSV and JSON are read as they always were; every other file by the reader of imports. */
async function rowsOf(body: unknown, contentType: string, limits: ReadLimits) {
  if (!Buffer.isBuffer(body)) return { rows: readConfirmationJson(body), ignoredColumns: [] }
  if (/^text\/csv\b/i.test(contentType)) return readConfirmationCsv(body)
  return await readConfirmationFile({ source: sourceOf(body), contentType }, limits)
}
