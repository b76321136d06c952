import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'tap'
import { connect, type Database } from '../../src/platform/database/connection.ts'
import type { Connections } from '../../src/platform/database/connections.ts'
import { dropDatabase, newDatabase } from './database.ts'
import { emptying } from './emptying.ts'
import { poolerKeepsNames, poolerUrlOf } from './pooler.ts'

/** A database that holds nothing, with connections to it. */
export type Lent = { url: string; database: Database }

type Owned = { lent: Lent; giveBack: () => Promise<boolean>; drop: () => Promise<void> }

/** Those of this process that nobody uses. */
const free: Owned[] = []

/**
 * Lends a database that nobody else uses and that holds nothing, and takes it back when the test ends. A new one takes longer
 * than the usual test: each of its connections reads the whole catalogue before it plans its first statements.
 */
export async function lendDatabase(t: Test): Promise<Lent> {
  const owned = free.pop() ?? (await make())
  t.teardown(async () => {
    if (t.passing() && (await owned.giveBack())) free.push(owned)
    else await owned.drop()
  })
  return owned.lent
}

async function make(): Promise<Owned> {
  const url = await newDatabase()
  const database = aPatientDatabase(url)
  const { $client } = database
  const pools = Object.values($client.lanes).map(({ pool }) => pool)
  // The process may end while connections wait for another test.
  for (const pool of pools) pool.options.allowExitOnIdle = true
  const listeners = pools.map(pool => pool.listeners('connect'))
  const asLent = stateOf($client)
  const empty = await emptying($client)
  return {
    lent: { url, database },
    giveBack: async () => {
      // Nobody waits for the note that a key was used.
      for (let waits = 0; waits < 100 && !isAtRest($client); waits++) await sleep(10)
      if (!isDeepStrictEqual(stateOf($client), asLent)) return false
      // Those of the application that watched over them.
      $client.lookups.pipelines.removeAllListeners()
      for (const [index, pool] of pools.entries()) {
        pool.removeAllListeners('connect')
        for (const listener of listeners[index]!) pool.on('connect', listener as () => void)
      }
      return await empty()
    },
    drop: async () => {
      await $client.end().catch(() => {})
      await dropDatabase(url)
    }
  }
}

const isAtRest = ({ lanes, lookups }: Connections) =>
  [...Object.values(lanes), lookups].every(({ gate }) => gate.used === 0)

/** What a test may have changed of the connections, and whether they are at rest. */
function stateOf($client: Connections) {
  const lanes = Object.values($client.lanes).map(({ pool, gate: { settings, used, waiting } }) => {
    const { connectionString, max, connectionTimeoutMillis } = pool.options
    const { ended, totalCount, idleCount } = pool
    const busy = totalCount - idleCount
    return { ...settings, used, waiting, connectionString, max, connectionTimeoutMillis, ended, busy }
  })
  return { ...$client, probe: undefined, lanes }
}

const MINUTES = 600_000

/** Nobody is told to come back because the machine is slow: what a test asks for at once is answered, however long it takes. */
export function aPatientDatabase(url: string): Database {
  const database = connect({
    url,
    poolerUrl: poolerUrlOf(url),
    poolerKeepsNames,
    size: 5,
    statementTimeout: MINUTES,
    lockTimeout: MINUTES
  })
  for (const { pool, gate } of Object.values(database.$client.lanes)) {
    gate.settings.patience = MINUTES
    pool.options.connectionTimeoutMillis = MINUTES
  }
  database.$client.lookups.gate.settings.patience = MINUTES
  return database
}
