import { type SQL, sql } from 'drizzle-orm'
import type { TSchema } from 'typebox'
import type { Code } from '../../platform/database/municipality.ts'
import type { AnyField } from '../../platform/records/fields.ts'

/**
 * A column of an exported table, declared once: its statement, the heading of CSV, the property of JSON
 * and its line in docs/exports.md all follow from it.
 */

/** What a column holds. `rate`: a number with four decimals. `list`: texts or ids, never null, empty where there are none. */
export type Kind =
  | 'id'
  | 'code'
  | 'text'
  | 'list'
  | 'day'
  | 'instant'
  | 'money'
  | 'percent'
  | 'rate'
  | 'integer'
  | 'flag'
  | 'json'

export type Column = {
  kind: Kind
  description: string
  /** Its value in the query of the table; given the municipality, where it asks further tables. */
  value: (code: Code) => SQL
}
/** By the names that they bear in files. They come in this order; new ones are added at the end. */
export type Columns = Record<string, Column>

export const column = (kind: Kind, description: string, value: SQL | ((code: Code) => SQL)): Column => ({
  kind,
  description,
  value: typeof value === 'function' ? value : () => value
})

/** Names as SQL has them: `decidedOn` is `decided_on`. */
export const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** What an alias has under a name of ours. */
export const at = (alias: string, name: string) => sql`${sql.identifier(alias)}.${sql.identifier(snakeCase(name))}`

/** Columns of a record, as its fields declare them: of the table under this alias, by their names. */
export const fieldsOf =
  <F extends Record<string, AnyField>>(alias: string, fields: F) =>
  (...names: (keyof F & string)[]): Columns =>
    Object.fromEntries(
      names.map(name => {
        const { schema } = fields[name]!
        return [name, column(kindOf(schema), descriptionOf(schema), at(alias, name))]
      })
    )

type Said = {
  type?: string | string[]
  format?: string
  enum?: unknown
  title?: string
  multipleOf?: number
  description?: string
}

const descriptionOf = (schema: TSchema) => ((schema as Said).description ?? '').replace(/ \(SEK\)$/, '')

function kindOf(schema: TSchema): Kind {
  const { type, format, enum: codes, multipleOf, title = '' } = schema as Said
  const [plain] = [type ?? 'object'].flat().filter(each => each !== 'null')
  if (plain === 'string' && codes) return 'code'
  if (plain === 'string')
    return format === 'uuid' ? 'id' : format === 'date' ? 'day' : format === 'date-time' ? 'instant' : 'text'
  if (plain === 'integer') return 'integer'
  if (plain === 'boolean') return 'flag'
  if (plain === 'number') return /Money$/.test(title) || multipleOf === undefined ? 'money' : 'percent'
  return 'json'
}

/** Texts of a query that answers one a row, in its order: never null. */
export const listed = (query: SQL) => sql`array(${query})`

/** Whose row it is, and which. */
export const identified = (alias: string): Columns => ({
  municipalityCode: column('code', 'The municipality (kommunkod)', at(alias, 'municipalityCode')),
  id: column('id', 'Identity of the row', at(alias, 'id'))
})

/** What every record bears: `source` is told as `sourceSystem`, since imports take a heading `source` for an address. */
export const tracked = (alias: string): Columns => ({
  sourceSystem: column('text', 'System whose reference it is (`source` in the API)', at(alias, 'source')),
  reference: column('text', "The caller's own reference", at(alias, 'reference')),
  version: column('integer', 'Rises with every change', at(alias, 'version')),
  createdAt: column('instant', 'When it was made', at(alias, 'createdAt')),
  updatedAt: column('instant', 'When it was last changed: `changedSince` asks about it', at(alias, 'updatedAt')),
  withdrawnAt: column('instant', 'When it was withdrawn', at(alias, 'withdrawnAt')),
  withdrawnReason: column('text', 'Why it was withdrawn', at(alias, 'withdrawnReason'))
})
