import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Connection } from './connection.ts'
import { aClient } from './migrate.ts'

/**
 * Does the work if no process does work of this name on the database; answers whether it did. Who does it holds a lock over a
 * connection of its own, which ends with the process: what stands there half done under the lock was left by one that is no more.
 * `lock`: that connection; a statement over it fails when the lock is lost.
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
    return await drizzle({ client }).transaction(async tx => {
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      const { rows } = await tx.execute<{ mine: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`
      )
      if (rows[0]!.mine) await doWork(tx as unknown as Connection)
      return rows[0]!.mine
    })
  } finally {
    await client.end().catch(() => {})
  }
}
