import type { SQL } from 'drizzle-orm'
import type { Code } from '../../platform/database/municipality.ts'
import type { Columns } from './columns.ts'

/** By what rows of some tables can be chosen; a table says what each means there. */
export const filterNames = ['schemeId', 'organisationId', 'bodyId', 'year'] as const
export type FilterName = (typeof filterNames)[number]
/** The condition, given the municipality and the value: an id or a year. */
export type Filter = (code: Code, value: SQL) => SQL

/** A table as it can be exported: flat, one row a record. */
export type ExportTable = {
  /** As the path names it. */
  name: string
  description: string
  /** Who may read the list may read the table. */
  scope: string
  /** The tables, each compared with the municipality; the first is walked along its key, the others are looked up. */
  from: (code: Code) => SQL
  where: (code: Code) => SQL
  /** Unique within the municipality, with an index that begins with the municipality. */
  key: SQL
  /** When a row was last changed. */
  changedAt: SQL
  /** When a row was withdrawn; undefined where none ever is. */
  withdrawnAt?: SQL
  filters: Partial<Record<FilterName, { description: string; where: Filter }>>
  columns: Columns
}
