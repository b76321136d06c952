import { buffer } from 'node:stream/consumers'
import { errorCodes } from 'fastify'
import { Type } from 'typebox'
import { confirmByBankFile } from '../money/payment-runs/bank-files/confirm.ts'
import { readBankFile } from '../money/payment-runs/bank-files/read.ts'
import { isBankFile } from '../money/payment-runs/bank-files/xml.ts'
import { readConfirmationCsv } from '../money/payment-runs/confirmation-csv.ts'
import { readConfirmationJson } from '../money/payment-runs/confirmation-json.ts'
import { confirmationOutcomes } from '../money/payment-runs/confirmation-rules.ts'
import { confirmPaymentRun } from '../money/payment-runs/confirmations.ts'
import { paymentRuns } from '../money/payment-runs/record.ts'
import { runStatuses } from '../money/payment-runs/rules.ts'
import { findRecord } from '../platform/database/records.ts'
import type { App } from '../platform/http/app.ts'
import { takeFiles } from '../platform/http/files.ts'
import { ById, Day, Money, Nullable, OneOf, ref, Strict, Text, Uuid } from '../platform/http/schemas.ts'
import type { Source } from '../platform/http/spool.ts'
import { write } from '../platform/http/write.ts'
import { type SentFile, unpacked } from './files/compressed.ts'
import { fileTypes, headOf } from './files/format.ts'
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
        endToEndId: Type.String({ description: 'Empty where a file of the bank has none', example: 'X-1' }),
        message: Type.Optional(Type.String({ description: 'Why, of a file of the bank' }))
      })
    ),
    unmatchedCount: counted('Rows of no payment of this run, in all', 0),
    returnedCount: counted('Payments that the bank sent back, by this', 0),
    remarks: Type.Array(
      Strict({ line: counted('Line of the file', 40), endToEndId: Type.String(), message: Type.String() }),
      {
        description:
          'What a file of the bank says and that changes nothing: charges, what is not booked yet; the first hundred'
      }
    ),
    remarkCount: counted('Remarks in all', 0),
    ignoredColumns: Type.Array(Type.String({ example: 'payee' }))
  },
  {
    $id: 'ConfirmationReport',
    description: 'What came of a confirmation; the first hundred unmatched rows'
  }
)

/** Bytes of a confirmation that is held in memory, JSON or CSV: some hundred thousand rows. */
const MAX_BYTES = 20 * 1024 * 1024
const csvExample =
  'endToEndId;utfall;betaldatum;verifikation\nPI019B2C7A10A17CC38F5E1D2C3B4A5F60;betald;2027-01-05;V-2027-311\n'

type Options = { maxBytes: number; limits: ReadLimits }

/** `POST /payment-runs/{id}/confirmations`. */
export async function confirmationRoutes(app: App, { maxBytes, limits }: Options) {
  const types = fileTypes.filter(type => type !== 'application/json')
  takeFiles(app, { types, maxBytes, folder: limits.spoolFolder })
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
            'application/xml': { schema: { type: 'string' } },
            'application/octet-stream': { schema: { type: 'string', format: 'binary' } }
          }
        }
      },
      schema: {
        operationId: 'confirmPaymentRun',
        tags: ['payment-runs'],
        summary: 'Confirm payments of a run',
        description:
          'Takes what became of payments, by end-to-end id: paid with day and voucher number, or rejected with the reason, which plans the payment again. As JSON, as CSV or another file that imports take, with headings in English or Swedish, or as the bank’s own: `pain.002` (03, 10), `camt.053` and `camt.054` (02, 08), by which what came back is recorded too. One bad row, and nothing is done, also where it says another amount than what was asked of the bank; the same file again changes nothing, but adds a voucher number that was not told before. Rows of no payment of this run are told.',
        params: ById,
        response: { 200: ref(ConfirmationReport) }
      }
    },
    async (request, reply) => {
      // Of a run that is not there nothing is read, however the body looks.
      await findRecord(app.database, paymentRuns, 'payment run', request.params)
      const file = request.sentFile && { source: request.sentFile, contentType: request.headers['content-type'] ?? '' }
      const read = file
        ? await readFile(file, limits)
        : { rows: readConfirmationJson(request.body), ignoredColumns: [] }
      return await write(request, reply, async tx => {
        if ('bank' in read) {
          return { ...(await confirmByBankFile(tx, request.actor, request.params, read.bank)), ignoredColumns: [] }
        }
        const { rows, ignoredColumns } = read
        return { ...(await confirmPaymentRun(tx, request.actor, request.params, rows)), ignoredColumns }
      })
    }
  )
}

/** The bank's own files are told by their content; CSV is read as it always was, every other file by the reader of imports. */
async function readFile(file: SentFile, limits: ReadLimits) {
  const { source, contentType } = await unpacked(file, limits)
  try {
    if (isBankFile(await headOf(source))) return { bank: await readBankFile(source) }
    if (/^text\/csv\b/i.test(contentType)) return readConfirmationCsv(await bytesOf(source))
    return await readConfirmationFile({ source, contentType }, limits)
  } finally {
    await source.close()
  }
}

async function bytesOf(source: Source) {
  if (source.size > MAX_BYTES) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  return await buffer(source.read())
}
