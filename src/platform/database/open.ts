import pg from 'pg'
import type { Config } from '../../config.ts'
import { connect, type Database } from './connection.ts'
import { startEmbedded } from './embedded.ts'
import { guardEmbedded } from './embedded-restart.ts'
import { migrate } from './migrate.ts'
import { checkPooler } from './pooler.ts'
import { addressOf, checkSession, sessionOptions } from './session.ts'

export type OpenDatabase = {
  database: Database
  /** For who needs connections of its own; where the server is now. Holds the password. */
  url: () => string
  /** Whether there were migrations to run. */
  hasMigrated: boolean
  /** Ends the connections, and stops the embedded server unless somebody else uses it. */
  close(): Promise<void>
}

export type Log = { info(message: string): void; warn?(message: string): void }

/**
 * The database of the configuration, up to date: DATABASE_URL, or an embedded server that is started (or joined) and, should
 * it die, started again. @throws Error that names what the server lacks, or why it cannot be reached
 */
export async function openDatabase(config: Config, log?: Log): Promise<OpenDatabase> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  let url = config.databaseUrl ?? embedded!.url
  let hasMigrated = false
  try {
    await checkServer(url, config)
    hasMigrated = await migrate(url)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  const database = connect({ url, poolerUrl: config.databasePoolerUrl, ...connectionsOf(config) })
  const guard = embedded && guardEmbedded({ dataDir: config.dataDir, log, onStarted: moved })
  function moved(to: string) {
    url = to
    database.$client.moveTo(to)
  }
  return {
    database,
    url: () => url,
    hasMigrated,
    async close() {
      await guard?.stop()
      await database.$client.end()
      await embedded?.stop()
    }
  }
}

function connectionsOf(config: Config) {
  const { databasePoolSize: size, totalsPoolSize: totalsSize, importsPoolSize: importsSize } = config
  const { exportsPoolSize: exportsSize } = config
  const { statementTimeoutMs: statementTimeout, lockTimeoutMs: lockTimeout } = config
  return { size, totalsSize, importsSize, exportsSize, statementTimeout, lockTimeout }
}

/** @throws Error that names what the server does not give its sessions */
async function checkServer(url: string, config: Config): Promise<void> {
  const session = { statementTimeout: config.statementTimeoutMs, lockTimeout: config.lockTimeoutMs }
  const options = sessionOptions(url, session)
  const client = new pg.Client({ connectionString: addressOf(url), options, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await checkSession(client, session)
    if (config.databasePoolerUrl) await checkPooler(config.databasePoolerUrl, client, session)
  } finally {
    await client.end().catch(() => {})
  }
}
