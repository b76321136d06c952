import type { Connection } from './connection.ts'

/** Anything that Drizzle's `.prepare(name)` answers. */
type Prepared = { execute: (values: Record<string, unknown>) => Promise<unknown> }

const perConnection = new WeakMap<object, Map<string, Prepared>>()

/**
 * The query by this name, built once per connection source and prepared by name in PostgreSQL. Building a query anew
 * for each request halves the throughput of a read by id. Two queries of other text must have other names.
 */
export function prepared<P extends Prepared>(
  db: Connection,
  name: string,
  build: () => { prepare(name: string): P }
): P {
  let queries = perConnection.get(db)
  if (!queries) {
    queries = new Map()
    perConnection.set(db, queries)
  }
  let query = queries.get(name)
  if (!query) {
    query = build().prepare(name)
    queries.set(name, query)
  }
  return query as P
}
