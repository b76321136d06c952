import type { ExtractTablesWithRelations, SQL } from 'drizzle-orm'
import { drizzle, type NodePgDatabase, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgTransaction, PgTransactionConfig } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import { type ConnectionSettings, Connections, connectionLoss, isNodeLoss, outcomeUnknown } from './connections.ts'
import { refreshPlans, withKeptPlans } from './kept-plans.ts'

export type Database = NodePgDatabase & { $client: Connections }
/** Without Drizzle's nested transactions, which are objects of their own: what is done last in this one (`atEnd`) would be forgotten (savepoint.ts). */
export type Transaction = Omit<
  PgTransaction<NodePgQueryResultHKT, Record<string, never>, ExtractTablesWithRelations<Record<string, never>>>,
  'transaction'
>
/** Whatever a query can run on; first parameter of every query and action. */
export type Connection = Database | Transaction

const casing = 'snake_case'

/** The database of the process. Its transactions are those of this module, not Drizzle's own. */
export function connect(settings: ConnectionSettings): Database {
  const connections = new Connections(settings)
  const database = drizzle({ client: connections as unknown as pg.Pool, casing })
  const transaction = <T>(action: (tx: Transaction) => Promise<T>, config?: PgTransactionConfig) =>
    orHere(connections, () => transact(connections, action, config))
  return Object.assign(database, { transaction, $client: connections }) as unknown as Database
}

/** Does the work; where the standby that it reads from fails for reasons of its own, from the beginning here. There nothing is written. */
async function orHere<T>(connections: Connections, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (!connections.returns(error)) throw error
    return await action()
  }
}

const endings = new WeakMap<Transaction, Map<string, () => Promise<unknown>>>()

/**
 * Has something done last in a transaction, before it commits: once for each name, and in the order of names, so that two
 * transactions lock what they lock in one order.
 */
export function atEnd(tx: Transaction, name: string, ending: () => Promise<unknown>): void {
  const named = endings.get(tx) ?? new Map<string, () => Promise<unknown>>()
  endings.set(tx, named.set(name, named.get(name) ?? ending))
}

/**
 * Runs the action in a transaction of a connection of its own. What throws is undone. Drizzle's own transaction would keep
 * the connection for ever where `begin` fails, and tell of a failed rollback instead of what went wrong.
 * @throws what the action throws; Unavailable (`outcome-unknown`) where the connection was lost during the commit
 */
async function transact<T>(
  connections: Connections,
  action: (tx: Transaction) => Promise<T>,
  config?: PgTransactionConfig,
  keepsPlans = connections.keepsPlans
): Promise<T> {
  const client = await connections.connect()
  let isCommitting = false
  let lost: Error | undefined
  let failure: unknown
  const lose = (error: Error) => {
    lost ??= error
  }
  client.on('error', lose)
  try {
    await refreshPlans(client)
    return await drizzleOf(client, keepsPlans).transaction(async tx => {
      try {
        const result = await action(tx)
        for (const [, ending] of [...(endings.get(tx) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1)))
          await ending()
        isCommitting = true
        return result
      } catch (error) {
        failure = error
        throw error
      }
    }, config)
  } catch (error) {
    lost ??= connectionLoss(error) ?? connectionLoss(failure)
    if (isCommitting && (lost || isNodeLoss(error))) throw outcomeUnknown()
    // A rollback that fails, for want of a connection, says less than what it was for.
    throw failure ?? error
  } finally {
    client.off('error', lose)
    client.release(lost)
  }
}

/** Reads in a transaction: the one that is given, or one of its own. */
export async function inTransaction<T>(
  db: Connection,
  read: (tx: Transaction) => Promise<T>,
  config?: PgTransactionConfig
): Promise<T> {
  return '$client' in db ? await db.transaction(read, config) : await read(db)
}

/** Reads at one instant by several statements whose plans for any values are kept, as executeKept says. */
export async function readKept<T>(db: Connection, read: (connection: Connection) => Promise<T>): Promise<T> {
  if (!('$client' in db)) return await read(db)
  const connections = db.$client
  const config = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const
  return await orHere(connections, () => transact(connections, read, config, true))
}

/**
 * One statement whose plan for any values is kept (kept-plans.ts): one that reads little, found by keys, whatever the municipality.
 * In a transaction it is planned as the others are.
 */
export async function executeKept<Row>(db: Connection, statement: SQL): Promise<Row[]> {
  if (!('$client' in db)) return (await db.execute(statement)).rows as Row[]
  return await orHere(db.$client, () => executeOn<Row>(db.$client, statement))
}

async function executeOn<Row>(connections: Connections, statement: SQL): Promise<Row[]> {
  const client = await connections.connect()
  let failure: unknown
  try {
    await refreshPlans(client)
    return (await drizzleOf(client, true).execute(statement)).rows as Row[]
  } catch (error) {
    failure = error
    throw error
  } finally {
    client.release(connectionLoss(failure))
  }
}

type Made = WeakMap<pg.PoolClient, NodePgDatabase>
const [keeping, planning]: [Made, Made] = [new WeakMap(), new WeakMap()]

/** Drizzle over one connection, which keeps plans or has each statement planned; kept with it, as it is made anew for no statement. */
function drizzleOf(client: pg.PoolClient, keepsPlans: boolean): NodePgDatabase {
  const perClient = keepsPlans ? keeping : planning
  let made = perClient.get(client)
  if (!made) {
    made = drizzle({ client: keepsPlans ? withKeptPlans(client) : client, casing })
    perClient.set(client, made)
  }
  return made
}
