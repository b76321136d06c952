import { Column, is, SQL } from 'drizzle-orm'

type Decode = (value: unknown) => unknown
/** A column of a statement, as Drizzle keeps it with what it has prepared. */
export type SelectedField = { path: string[]; field: unknown }

const asItIs: Decode = value => value
const identity = Column.prototype.mapFromDriverValue

/**
 * Makes rows of what a statement answers, as Drizzle does; which column is decoded how is found out once, and not for each value of each
 * row. Undefined where columns are nested in objects: those are for Drizzle.
 */
export function rowMapper(
  fields: readonly SelectedField[]
): ((rows: unknown[][]) => Record<string, unknown>[]) | undefined {
  if (fields.some(({ path }) => path.length > 1)) return undefined
  const names = fields.map(({ path }) => path[0]!)
  const decoders = fields.map(({ field }) => decoderOf(field))
  return rows =>
    rows.map(values => {
      const row: Record<string, unknown> = {}
      for (let at = 0; at < names.length; at++) {
        const value = values[at]
        row[names[at]!] = value === null ? null : decoders[at]!(value)
      }
      return row
    })
}

type Decoder = { mapFromDriverValue: Decode }

function decoderOf(field: unknown): Decode {
  const { decoder, sql } = field as { decoder?: Decoder; sql?: { decoder: Decoder } }
  const own: Decoder = is(field, Column) ? (field as unknown as Decoder) : is(field, SQL) ? decoder! : sql!.decoder
  if (own.mapFromDriverValue === (identity as Decode)) return asItIs
  return value => own.mapFromDriverValue(value)
}
