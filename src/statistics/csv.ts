import type { FastifyReply } from 'fastify'
import { type CsvFormat, toCsv } from '../http/csv.ts'

type Recipients = { organisationId: string; name: string }[]

/** A row with its organisations as two columns: ids ascending, and names in their order. */
function inColumns({ organisations, ...row }: { organisations?: Recipients }): object {
  if (!organisations) return row
  const organisationIds = organisations.map(({ organisationId }) => organisationId).sort()
  return { ...row, organisationIds, organisationNames: organisations.map(({ name }) => name) }
}

/** Answers totals as a CSV file. */
export function sendTotalsCsv(
  reply: FastifyReply,
  name: string,
  columns: string[],
  rows: object[],
  format?: CsvFormat
): never {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(toCsv(columns, rows.map(inColumns), format)) as never
}
