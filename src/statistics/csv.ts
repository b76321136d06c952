import type { FastifyReply } from 'fastify'
import { type CsvFormat, toCsv } from '../http/csv.ts'

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
    .send(toCsv(columns, rows, format)) as never
}
