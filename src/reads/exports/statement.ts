import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { CsvFormat } from '../../platform/http/csv.ts'
import type { Kind } from './columns.ts'
import { type ExportTable, type FilterName, filterNames } from './table.ts'

/**
 * The statements of an export. COPY takes no parameters: values are written as literals, of which the schema of the query has
 * made sure that they are what they should be.
 */

export type Asked = Partial<Record<FilterName, string | number>> & {
  changedSince?: string
  withdrawn?: 'exclude' | 'include' | 'only'
}
/** How rows are written. `array`: JSON, each row after a comma. `cells`: a row is an array of JSON, for parquet.ts. */
export type Writing = { as: 'csv'; csvFormat: CsvFormat } | { as: 'ndjson' | 'array' | 'cells' }

/** The text of a statement, with its values as literals. */
export const textOf = (statement: SQL) =>
  new PgDialect({ casing: 'snake_case' }).sqlToQuery(statement.inlineParams()).sql

/** `COPY … TO STDOUT` of the rows that are asked for, in the order of the key. */
export function copyStatement(table: ExportTable, municipalityCode: string, asked: Asked, writing: Writing): string {
  const rows = sql`${rowsOf(table, sql`${municipalityCode}`, asked)} order by ${table.key}`
  const written = (toValue: Valued) =>
    sql.join(
      Object.entries(table.columns).map(([name, { kind }]) => {
        const value = sql`${sql.identifier(name)}`
        return sql`${toValue(kind, value)} as ${value}`
      }),
      sql`, `
    )
  if (writing.as === 'csv') {
    const delimiter = sql`${writing.csvFormat === 'swedish' ? ';' : ','}`
    const cells = sql`select ${written(csvValue(writing.csvFormat))} from (${rows}) exported`
    return textOf(sql`copy (${cells}) to stdout (format csv, header, delimiter ${delimiter})`)
  }
  if (writing.as === 'cells') {
    const cells = sql.join(
      Object.entries(table.columns).map(([name, { kind }]) => cellValue(kind, sql.identifier(name))),
      sql`, `
    )
    return jsonLines(sql`select json_build_array(${cells})::text from (${rows}) exported`)
  }
  const before = writing.as === 'array' ? sql`',' || ` : sql``
  return jsonLines(sql`select ${before}row_to_json(told)::text
    from (select ${written(jsonValue)} from (${rows}) exported) told`)
}

/** A text of JSON holds neither of these characters: nothing is quoted, and nothing escaped that would have to be undone. */
const jsonLines = (texts: SQL) =>
  textOf(sql`copy (${texts}) to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`)

/** The rows of a table, with the types that its columns have in the database; `code`: the municipality. */
export function rowsOf(table: ExportTable, code: SQL, asked: Asked = {}): SQL {
  const columns = Object.entries(table.columns).map(
    ([name, { value }]) => sql`${value(code)} as ${sql.identifier(name)}`
  )
  const conditions = [table.where(code), ...conditionsOf(table, code, asked)]
  return sql`select ${sql.join(columns, sql`, `)} from ${table.from(code)}
    where ${sql.join(conditions, sql` and `)}`
}

function* conditionsOf(table: ExportTable, code: SQL, asked: Asked): Generator<SQL> {
  const { changedSince, withdrawn = 'exclude' } = asked
  if (table.withdrawnAt && withdrawn === 'exclude') yield sql`${table.withdrawnAt} is null`
  if (table.withdrawnAt && withdrawn === 'only') yield sql`${table.withdrawnAt} is not null`
  if (changedSince !== undefined) yield sql`${table.changedAt} >= ${changedSince}::timestamptz`
  for (const name of filterNames) {
    const [value, filter] = [asked[name], table.filters[name]]
    if (value === undefined || !filter) continue
    yield filter.where(code, name === 'year' ? sql`${value}::int` : sql`${value}::uuid`)
  }
}

type Valued = (kind: Kind, value: SQL) => SQL

const instant = (value: SQL) => sql`replace(replace(${value}::text, ' ', 'T'), '+00', 'Z')`
const asIs = (value: SQL) => value
const decimalComma = (value: SQL) => sql`replace(${value}::text, '.', ',')`

/** A place where a line begins that a spreadsheet would take for a formula, also when it has been guarded before. */
const FORMULA = sql.raw(String.raw`e'(?<![^\n\r\u2028\u2029])(?=\'*[-=+@\t\r\uff1d\uff0b\uff0d\uff20])'`)
const FIRST = sql.raw(String.raw`e'-=+@\'\t\r\n\u2028\u2029\uff1d\uff0b\uff0d\uff20'`)
const LINE_ENDS = [String.raw`\n`, String.raw`\r`, String.raw`\u2028`, String.raw`\u2029`].map(end =>
  sql.raw(`e'${end}'`)
)

/** As all CSV of the service is guarded (platform/http/csv.ts). Most texts show by a look that they need no regular expression. */
function guarded(text: SQL): SQL {
  const lines = LINE_ENDS.map(end => sql`strpos(${text}, ${end}) > 0`)
  return sql`case when strpos(${FIRST}, left(${text}, 1)) > 0 or ${sql.join(lines, sql` or `)}
    then regexp_replace(${text}, ${FORMULA}, '''', 'g') else ${text} end`
}

function csvValue(format: CsvFormat): Valued {
  const decimal = format === 'swedish' ? decimalComma : asIs
  const ways: Record<Kind, (value: SQL) => SQL> = {
    ...{ id: asIs, code: asIs, day: asIs, integer: asIs, instant, money: decimal, percent: decimal, rate: decimal },
    flag: value => sql`${value}::text`,
    text: guarded,
    list: value => guarded(sql`nullif(array_to_string(${value}, ' | '), '')`),
    json: value => guarded(sql`${value}::text`)
  }
  return (kind, value) => ways[kind](value)
}

const jsonValue: Valued = (kind, value) => (kind === 'instant' ? instant(value) : value)

/** Whole numbers as texts, of any size: hundredths of what has two decimals, ten thousandths of rates, microseconds and days since 1970. */
function cellValue(kind: Kind, value: SQLWrapper): SQL {
  const hundredths = sql`(${value} * 100)::bigint::text`
  const ways: Partial<Record<Kind, SQL>> = {
    ...{ money: hundredths, percent: hundredths, rate: sql`(${value} * 10000)::bigint::text` },
    integer: sql`${value}::text`,
    instant: sql`(extract(epoch from ${value}) * 1000000)::bigint::text`,
    day: sql`${value} - date '1970-01-01'`,
    json: sql`${value}::text`
  }
  return ways[kind] ?? sql`${value}`
}
