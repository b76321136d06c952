import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Connection } from './connection.ts'
import { aClient } from './migrate.ts'

/**
 * Does the work if no process does work of this name on the database; answers whether it did. Who does it holds a lock over a
 * connection of its own, which ends with the process: what stands there half done under the lock was left by one that is no more.
 * `lock`: that connection; a statement over it fails when the lock is lost. The lock is the session's, and no transaction's: an index
 * that is made concurrently waits for every transaction that has a snapshot, and this one would last for as long as the process.
 */
export async function alone(
  url: string,
  name: string,
  doWork: (lock: Connection) => Promise<void>,
  applicationName = 'partnerskap worker'
): Promise<boolean> {
  const client = aClient(url, applicationName)
  await client.connect()
  try {
    const lock = drizzle({ client })
    const { rows } = await lock.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as mine`
    )
    if (rows[0]!.mine) await doWork(lock as unknown as Connection)
    return rows[0]!.mine
  } finally {
    await client.end().catch(() => {})
  }
}
