import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '../database/connection.ts'
import type { RecordTable } from '../database/records.ts'
import { type Choice, type Filter, type List, recordFilters } from '../http/pagination.ts'

/** Records of a municipality; `source` and `reference` where the caller finds them again by a reference of its own. */
export type ListedTable = RecordTable & { source?: PgColumn; reference?: PgColumn }
type Name<T extends ListedTable> = keyof T['$inferSelect'] & string

type Told<T extends ListedTable, Row> = Pick<List<Row>, 'unknown' | 'convert' | 'sifts' | 'findings'> & {
  /** The column of the record that these belong to and that the path names, where there is one. */
  of?: PgColumn
  /** Columns that are filtered by as they are, each by the parameter of its name. */
  equal?: readonly Name<T>[]
  /** Those of them that have a few values, which the schema names. */
  ofFew?: readonly string[]
  /** Filters that ask more than that. */
  filters?: Record<string, Filter | Choice>
  /** Columns in whose order the list can be walked, none of them null; the first unless told. */
  sorts: readonly Name<T>[]
  /** Where a row is more than its columns. */
  select?: (db: Database) => unknown
}

/**
 * The list of a table's records in one municipality, or of one of its records: with the filters that every list of records
 * has, those by its columns, and those of its own.
 */
export function listOf<T extends ListedTable, Row extends { id: string } = T['$inferSelect'] & { id: string }>(
  name: string,
  table: T,
  { of, equal = [], ofFew = [], filters = {}, sorts, select, ...more }: Told<T, Row>
): List<Row> {
  const columnOf = (column: string) => (table as unknown as Record<string, PgColumn>)[column]!
  const isEqual = (column: string): Filter => {
    const named = columnOf(column)
    const filter: Filter = value => sql`${named} = ${value}`
    return ofFew.includes(column) ? Object.assign(filter, { ofFew: true as const }) : filter
  }
  const everything = (db: Database) =>
    db
      .select()
      .from(table as PgTable)
      .$dynamic()
  const sorted = (column: Name<T>) => ({ column: columnOf(column), of: (row: Row) => row[column as keyof Row] })
  const ofMunicipality = sql`${table.municipalityCode} = ${sql.placeholder('municipalityCode')}`
  return {
    name,
    select: (select ?? everything) as List<Row>['select'],
    where: of ? sql`${ofMunicipality} and ${of} = ${sql.placeholder('id')}` : ofMunicipality,
    filters: {
      ...recordFilters(table),
      ...Object.fromEntries(equal.map(column => [column, isEqual(column)])),
      ...filters
    },
    sorts: Object.fromEntries(sorts.map(column => [column, sorted(column)])),
    id: { column: table.id, of: row => row.id },
    ...more
  }
}

type Computed<Row> = Omit<List<Row>, 'select'> & { from: SQL; columns: { [K in keyof Row]: SQL<Row[K]> } }

/** A list of rows that are computed: `from` is a query in brackets with its alias, and `columns` says each property. */
export const computedList = <Row extends object>({ from, columns, ...list }: Computed<Row>): List<Row> => ({
  ...list,
  select: ((db: Database) =>
    db
      .select(columns as Record<string, SQL>)
      .from(from)
      .$dynamic()) as unknown as List<Row>['select']
})
