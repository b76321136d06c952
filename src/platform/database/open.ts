import pg from 'pg'
import { type Config, serversOf } from '../../config.ts'
import { Cluster, findPrimary, type Log } from './cluster.ts'
import { connect, type Database } from './connection.ts'
import { Connections } from './connections.ts'
import { startEmbedded } from './embedded.ts'
import { guardEmbedded } from './embedded-guard.ts'
import { demandUpToDate, migrate } from './migrate.ts'
import { isDistributed } from './nodes.ts'
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

export type { Log } from './cluster.ts'

/**
 * The database of the configuration, up to date: DATABASE_URL, or an embedded server that is started (or joined) and, should
 * it die, started again. @throws Error that names what the server lacks, or why it cannot be reached
 */
export async function openDatabase(config: Config, log?: Log): Promise<OpenDatabase> {
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  const urls = config.databaseUrl ? serversOf(config.databaseUrl) : [embedded!.url]
  let url = await findPrimary(urls, log)
  let hasMigrated = false
  let found: Found
  try {
    found = await checkServer(url, config)
    if (config.readOnly) await demandUpToDate(url, log)
    else hasMigrated = await migrate(url, { log })
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  const database = connect({ url, poolerUrl: config.databasePoolerUrl, ...found, ...connectionsOf(config) })
  const cluster = watched({ config, database, url, urls, log, onMoved: to => (url = to) })
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
      await cluster?.stop()
      await database.$client.end()
      await embedded?.stop()
    }
  }
}

type Watching = {
  config: Config
  database: Database
  url: string
  urls: readonly string[]
  log: Log | undefined
  onMoved: (url: string) => void
}

/** Has the servers watched where there are several; undefined where there is one, which is asked for nothing more. */
function watched({ config, database, url, urls, log, onMoved }: Watching): Cluster | undefined {
  const { databaseReplicaUrls, replicaMaxLagBytes: maxLagBytes, replicaMaxLagMs: maxLagMs } = config
  if (urls.length === 1 && databaseReplicaUrls.length === 0) return undefined
  const connections = database.$client
  const standbys = databaseReplicaUrls.map(each => ({
    url: each,
    connections: new Connections({ url: each, ...connectionsOf(config) })
  }))
  const nearness = { maxLagBytes, maxLagMs }
  connections.cluster = new Cluster({ connections, urls, standbys, nearness, log, onMoved }, url)
  return connections.cluster
}

function connectionsOf(config: Config) {
  const { databasePoolSize: size, totalsPoolSize: totalsSize, importsPoolSize: importsSize } = config
  const { exportsPoolSize: exportsSize } = config
  const { statementTimeoutMs: statementTimeout, lockTimeoutMs: lockTimeout, readOnly } = config
  return { size, totalsSize, importsSize, exportsSize, statementTimeout, lockTimeout, readOnly }
}

type Found = { poolerKeepsNames: boolean; isDistributed: boolean }

/** Whether there is a pooler that keeps names, and whether tables are distributed. @throws Error that names what the server does not give its sessions */
async function checkServer(url: string, config: Config): Promise<Found> {
  const session = { statementTimeout: config.statementTimeoutMs, lockTimeout: config.lockTimeoutMs }
  const options = sessionOptions(url, session)
  const client = new pg.Client({ connectionString: addressOf(url), options, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await checkSession(client, session)
    const { databasePoolerUrl } = config
    return {
      poolerKeepsNames: databasePoolerUrl !== undefined && (await checkPooler(databasePoolerUrl, client, session)),
      isDistributed: await isDistributed(client)
    }
  } finally {
    await client.end().catch(() => {})
  }
}
