import type { Placeholder, SQL } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { rowMapper, type SelectedField } from './row-mapper.ts'
import { statementName } from './statement-name.ts'

/** A value in a statement: it comes with each call of a prepared one, or stands in it. */
export type InStatement = Placeholder | SQL

/** Anything that Drizzle's `.prepare(name)` answers. */
type Prepared = { execute: (values: Record<string, unknown>) => Promise<unknown> }
/** What Drizzle keeps with it: the columns, and how rows are made of them where that is not its own way. */
type Mapped = { fields?: SelectedField[]; customResultMapper?: (rows: unknown[][]) => unknown }

const perSession = new WeakMap<object, Map<string, Prepared>>()

/** What Drizzle sends through: all transactions of one connection share it. */
const sessionOf = (db: Connection) => (db as unknown as { session: object }).session

/**
 * The query by this name, built once per connection (or pool) and prepared by name in PostgreSQL. Building a query anew
 * for each request halves the throughput of a read by id. Two queries of other text must have other names.
 * `plannedAnew`: the text is kept here, but PostgreSQL plans it for each set of values: after five runs it would keep one
 * plan for any value, which reads the whole table for a day that little has changed since.
 */
export function prepared<P extends Prepared>(
  db: Connection,
  name: string,
  build: () => { prepare(name: string): P },
  plannedAnew = false
): P {
  const session = sessionOf(db)
  let queries = perSession.get(session)
  if (!queries) {
    queries = new Map()
    perSession.set(session, queries)
  }
  let query = queries.get(name)
  if (!query) {
    query = mappedFast(build().prepare(plannedAnew ? '' : statementName(name)))
    queries.set(name, query)
  }
  return query as P
}

/** Rows are made without asking of each value what its column is. */
function mappedFast<P extends Prepared>(query: P): P {
  const mapped = query as Mapped
  if (mapped.fields && !mapped.customResultMapper) mapped.customResultMapper = rowMapper(mapped.fields)
  return query
}
