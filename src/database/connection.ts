import type { ExtractTablesWithRelations } from 'drizzle-orm'
import { drizzle, type NodePgDatabase, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import pg from 'pg'

export type Database = NodePgDatabase & { $client: pg.Pool }
export type Transaction = PgTransaction<
  NodePgQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>
/** Whatever a query can run on; first parameter of every query and action. */
export type Connection = Database | Transaction

export type ConnectionSettings = { url: string; size: number; statementTimeout: number }

/** One pool for the process. `statementTimeout` in milliseconds; imports and exports set their own. */
export function connect({ url, size, statementTimeout }: ConnectionSettings): Database {
  const client = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: 'partnerskap',
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: 60_000,
    // Taken as they are needed: without them staging tables, and the totals of a large municipality, go over the disk.
    options: '-c timezone=UTC -c default_transaction_isolation=read\\ committed -c temp_buffers=64MB -c work_mem=32MB'
  })
  // An idle client that dies (the server restarts) must not take the process with it: the pool makes another.
  client.on('error', () => {})
  return drizzle({ client, casing: 'snake_case' })
}
