import { stringify } from 'csv-stringify/sync'

/** `standard`: comma and decimal point (RFC 4180); `swedish`: semicolon and decimal comma, as Swedish spreadsheets read. */
export const csvFormats = ['standard', 'swedish'] as const
export type CsvFormat = (typeof csvFormats)[number]

/**
 * CSV in UTF-8 with a byte order mark, by which spreadsheets know the encoding. A text that begins like a formula is
 * preceded by an apostrophe, so that no name of an association is ever calculated. Lists are joined by ` | `.
 */
export function toCsv(columns: string[], rows: object[], format: CsvFormat = 'standard'): string {
  return stringify(rows, {
    header: true,
    columns,
    bom: true,
    record_delimiter: 'windows',
    delimiter: format === 'swedish' ? ';' : ',',
    escape_formulas: true,
    cast: {
      number: value => (format === 'swedish' ? String(value).replace('.', ',') : String(value)),
      object: value => (Array.isArray(value) ? value.join(' | ') : JSON.stringify(value))
    }
  })
}
