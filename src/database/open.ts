import type { Config } from '../config.ts'
import { connect, type Database } from './connection.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

export type OpenDatabase = {
  database: Database
  /** For who needs connections of its own. Holds the password. */
  url: string
  /** Ends the connections, and stops the embedded server unless somebody else uses it. */
  close(): Promise<void>
}

type Log = { info(message: string): void }

/** The database of the configuration, up to date: DATABASE_URL, or an embedded server that is started (or joined). */
export async function openDatabase(config: Config, log?: Log): Promise<OpenDatabase> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  const url = config.databaseUrl ?? embedded!.url
  try {
    await migrate(url)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  const database = connect({ url, size: config.databasePoolSize, statementTimeout: config.statementTimeoutMs })
  return {
    database,
    url,
    async close() {
      await database.$client.end()
      await embedded?.stop()
    }
  }
}
