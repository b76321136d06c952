import type { FastifyReply } from 'fastify'
import { type CsvFormat, sendFile, toCsv } from '../../platform/http/csv.ts'

type Recipients = { organisationId: string; name: string }[]

/** A row with its recipients as two columns, each in the order of the recipients: what stands at one place is of one. */
function inColumns({ recipients, ...row }: { recipients?: Recipients }): object {
  if (!recipients) return row
  const organisationIds = recipients.map(({ organisationId }) => organisationId)
  return { ...row, organisationIds, organisationNames: recipients.map(({ name }) => name) }
}

/** Answers totals as a CSV file. */
export function sendTotalsCsv(
  reply: FastifyReply,
  name: string,
  columns: string[],
  rows: object[],
  format?: CsvFormat
): never {
  return sendFile(reply, `${name}.csv`, 'text/csv; charset=utf-8', toCsv(columns, rows.map(inColumns), format))
}
