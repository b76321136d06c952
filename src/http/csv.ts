import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { OneOf } from './schemas.ts'

/** `standard`: comma and decimal point (RFC 4180); `swedish`: semicolon and decimal comma, as Swedish spreadsheets read. */
export const csvFormats = ['standard', 'swedish'] as const
export type CsvFormat = (typeof csvFormats)[number]

/** Query parameter of what can be had as CSV. */
export const CsvFormatAsked = Type.Optional(
  OneOf(
    csvFormats,
    'CSV with comma and decimal point, or with semicolon and decimal comma as Swedish spreadsheets read'
  )
)

/**
 * CSV in UTF-8 with a byte order mark, by which spreadsheets know the encoding. A text that begins like a formula is
 * preceded by an apostrophe, so that no name of an association is ever calculated. Lists are joined by ` | `.
 * `head`: with mark and header row; without for what continues an earlier part.
 */
export function toCsv(columns: string[], rows: object[], format: CsvFormat = 'standard', head = true): string {
  return stringify(rows, {
    header: head,
    columns,
    bom: head,
    record_delimiter: 'windows',
    delimiter: format === 'swedish' ? ';' : ',',
    escape_formulas: true,
    cast: {
      number: value => (format === 'swedish' ? String(value).replace('.', ',') : String(value)),
      object: value => (Array.isArray(value) ? value.join(' | ') : JSON.stringify(value))
    }
  })
}

/** CSV only for who asks for it before JSON; everybody else gets JSON. */
export function wantsCsv(accept = ''): boolean {
  const csv = accept.indexOf('text/csv')
  const json = accept.indexOf('application/json')
  return csv >= 0 && (json < 0 || csv < json)
}

/** Answers a CSV file, as its parts come. The first part is waited for: what fails before it is answered as a problem. */
export async function sendCsv(reply: FastifyReply, name: string, parts: AsyncGenerator<string>) {
  const first = await parts.next()
  async function* all() {
    yield first.value as string
    yield* parts
  }
  return reply
    .type('text/csv; charset=utf-8')
    .header('vary', 'accept')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(all()))
}
