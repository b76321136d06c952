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

// A line that a spreadsheet would take for a formula, also when it has been guarded before.
const formula = /^(?='*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/gm
const guarded = /^'(?='*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/gm

/** A text that no spreadsheet calculates: an apostrophe before each of its lines that begins like a formula. */
const guard = (text: string) => text.replaceAll(formula, "'")

/** The text that was guarded: what imports take off what our own CSV has put on. */
export const unguard = (text: string) => text.replaceAll(guarded, '')

/**
 * CSV in UTF-8 with a byte order mark, by which spreadsheets know the encoding. Every line of a text that begins like a
 * formula is preceded by an apostrophe, so that no name of an association is ever calculated. What holds a separator, a quote,
 * a line break of any kind or blanks at an end is quoted. Lists are joined by ` | `.
 * `head`: with mark and header row; without for what continues an earlier part.
 */
export function toCsv(columns: string[], rows: object[], format: CsvFormat = 'standard', head = true): string {
  return stringify(rows, {
    header: head,
    columns,
    bom: head,
    record_delimiter: 'windows',
    delimiter: format === 'swedish' ? ';' : ',',
    quoted_match: /[\r\n\u2028\u2029\v\f]|^\s|\s$/,
    cast: {
      string: (value, { header }) => (header ? value : guard(value)),
      number: value => (format === 'swedish' ? String(value).replace('.', ',') : String(value)),
      object: value => guard(Array.isArray(value) ? value.join(' | ') : JSON.stringify(value))
    }
  })
}

/** Answers a CSV file, as its parts come. The first part is waited for: what fails before it is answered as a problem. */
export async function sendCsv(reply: FastifyReply, name: string, parts: AsyncGenerator<string>): Promise<never> {
  const first = await parts.next()
  async function* all() {
    yield first.value as string
    yield* parts
  }
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`)
  return sendParts(reply, all())
}

/** Answers something else than the schema of the answer says: whoever returns it to Fastify has answered. */
export const sent = (reply: FastifyReply, content?: string | Buffer | Readable): never => reply.send(content) as never

/** Answers bytes or texts as they come, instead of what the schema of the answer says. */
export const sendParts = (reply: FastifyReply, parts: Iterable<string> | AsyncIterable<string | Buffer>): never =>
  sent(reply, Readable.from(parts, { objectMode: false }))

/** Answers a file instead of what the schema of the answer says. */
export function sendFile(reply: FastifyReply, name: string, mediaType: string, content: string | Buffer): never {
  return sent(reply.type(mediaType).header('content-disposition', `attachment; filename="${name}"`), content)
}
