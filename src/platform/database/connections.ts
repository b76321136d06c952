import pg from 'pg'
import { commonProblems as problems } from '../../base/common-problems.ts'
import { Unavailable } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import { Gate } from './gate.ts'
import { overNodes } from './nodes.ts'
import { Pipelines } from './pipelines.ts'
import { pooled, withoutNames } from './pooler.ts'
import { Probe } from './probe.ts'
import { addressOf, type SessionSettings, sessionOptions } from './session.ts'
import { isUnreachable } from './unreachable.ts'
import { currentWork, LANES, type Lane, type ReadFrom, type Work } from './work.ts'

export type ConnectionSettings = {
  url: string
  /** Address of a pooler in transaction mode, through which requests and totals go; absent: they go to the server as well. */
  poolerUrl?: string
  /** Whether the pooler keeps statements that are prepared by name; else they are prepared anew each time. */
  poolerKeepsNames?: boolean
  /** Whether tables are distributed over nodes (nodes.ts). */
  isDistributed?: boolean
  /** Connections for short requests; other lanes have fewer. */
  size: number
  /** Milliseconds that one statement of a request or a total may take; 0 = no limit. */
  statementTimeout: number
  /** Milliseconds that a statement waits for a lock that somebody else holds. */
  lockTimeout?: number
  /** Connections for totals, for imports and for exports. */
  totalsSize?: number
  importsSize?: number
  exportsSize?: number
  /** The service only reads, and is ready where the server only reads as well. */
  readOnly?: boolean
}

const LOCK_TIMEOUT = 10_000
/** Milliseconds that one statement of an import may take, at most. */
const IMPORT_TIMEOUT = 300_000
/** Milliseconds that an export may take, at most: it holds a snapshot of the database meanwhile. */
const EXPORT_TIMEOUT = 3_600_000
const CONNECTING = 5_000
/** Lookups that are on their way at once. */
const LOOKUPS = 128
/** How long after the server should have stopped a statement the client gives it up: the server may be out of reach. */
const BEYOND_TIMEOUT = 10_000

type LaneSettings = SessionSettings & {
  size: number
  patience: number
  what: Text
  /** Connections that stay open when nobody uses them: a new one takes tens of milliseconds to learn what its tables are. */
  kept?: number
  /** Statements set their own limit at the server, by how much they do: the client gives up when the connection is dead. */
  ownLimits?: boolean
}

const connectionsFor: Record<Lane, Text> = {
  requests: { en: 'All connections with the database', sv: 'Alla förbindelser med databasen' },
  totals: { en: 'All connections for totals', sv: 'Alla förbindelser för summor' },
  imports: { en: 'All connections for imports', sv: 'Alla förbindelser för inläsningar' },
  exports: { en: 'All connections for exports', sv: 'Alla förbindelser för exporter' }
}

function lanesOf(settings: ConnectionSettings): Record<Lane, LaneSettings> {
  const { size, statementTimeout, lockTimeout = LOCK_TIMEOUT } = settings
  const { totalsSize = 3, importsSize = 2, exportsSize = 2 } = settings
  const importTimeout = statementTimeout === 0 ? 0 : Math.max(statementTimeout, IMPORT_TIMEOUT)
  return {
    requests: { size, statementTimeout, lockTimeout, patience: 20_000, what: connectionsFor.requests },
    totals: { size: totalsSize, statementTimeout, lockTimeout, patience: 30_000, what: connectionsFor.totals },
    imports: {
      size: importsSize,
      statementTimeout: importTimeout,
      lockTimeout: 60_000,
      patience: 120_000,
      what: connectionsFor.imports,
      ownLimits: true
    },
    exports: {
      size: exportsSize,
      statementTimeout: EXPORT_TIMEOUT,
      lockTimeout,
      walks: true,
      kept: 1,
      patience: 30_000,
      what: connectionsFor.exports,
      // A COPY that is read as a stream never tells pg that it has ended: the clock would go on ticking.
      ownLimits: true
    }
  }
}

/** At least one; half, so that two that ask for all of it leave nobody waiting for a third. */
const shareOf = (size: number): number => Math.ceil(size / 2)

/** Long work holds a connection for as long, and has settings of its own: it goes past the pooler. */
const THROUGH_POOLER: ReadonlySet<Lane> = new Set(['requests', 'totals'])

type LaneOf = { pool: pg.Pool; gate: Gate; isPooled: boolean; keepsNames: boolean }

/**
 * Connections of the process with PostgreSQL: a pool for each lane of work, with a gate before it. What is asked for goes
 * over a connection of the lane, and counts to the municipality, that the current work names (work.ts). A connection that
 * is lost fails the work that used it, and no other: the pool makes another.
 */
export class Connections {
  readonly lanes: Readonly<Record<Lane, LaneOf>>
  /** Shared connections of lookups, and the gate before them. */
  readonly lookups: { pipelines: Pipelines; gate: Gate }
  /** For whoever watches over the service. */
  readonly probe: Probe
  /** Standbys that work may read from in the place of this server (cluster.ts), with their connections; none unless told. */
  readonly standbys = new Map<ReadFrom, Connections>()
  /** Whether nobody means to write. */
  readonly readOnly: boolean
  #moving = new AbortController()

  constructor(settings: ConnectionSettings) {
    const lanes = lanesOf(settings)
    const laneOf = (lane: Lane): LaneOf => {
      const { size, patience, what, ownLimits, kept = 0, ...session } = lanes[lane]
      const patient = ownLimits ? 0 : session.statementTimeout
      const client = clientOf(settings.url, lane, session, patient && patient + BEYOND_TIMEOUT)
      const poolerUrl = THROUGH_POOLER.has(lane) ? settings.poolerUrl : undefined
      const pool = poolOf({ ...(poolerUrl ? pooled(client, poolerUrl) : client), max: size, min: kept })
      if (poolerUrl && !settings.poolerKeepsNames) pool.on('connect', withoutNames)
      if (settings.isDistributed) pool.on('connect', overNodes)
      return {
        pool,
        isPooled: poolerUrl !== undefined,
        keepsNames: poolerUrl === undefined || settings.poolerKeepsNames === true,
        gate: new Gate({ places: size, share: shareOf(size), patience, what })
      }
    }
    this.lanes = {
      requests: laneOf('requests'),
      totals: laneOf('totals'),
      imports: laneOf('imports'),
      exports: laneOf('exports')
    }
    const { size, patience, what, ...session } = lanes.requests
    const patient = session.statementTimeout
    // Over nodes a plan for any values finds none to send the statement to.
    const once = { ...session, plansOnce: !settings.isDistributed }
    this.lookups = {
      pipelines: new Pipelines(clientOf(settings.url, 'lookups', once, patient && patient + BEYOND_TIMEOUT)),
      gate: new Gate({ places: LOOKUPS, share: shareOf(LOOKUPS), patience, what })
    }
    if (settings.isDistributed) this.lookups.pipelines.on('connect', overNodes)
    const { url, poolerUrl, readOnly = false } = settings
    this.readOnly = readOnly
    this.probe = new Probe(poolerUrl ?? url, { isPooled: poolerUrl !== undefined, readOnly })
  }

  /** Connections with the standby that the current work reads from; undefined: it works here. */
  get #elsewhere(): Connections | undefined {
    const { standby } = currentWork()
    return standby && this.standbys.get(standby)
  }

  /** Whether the current work reads from a standby. */
  get isElsewhere(): boolean {
    return this.#elsewhere !== undefined
  }

  /** Has the current work go on here where the standby that it reads from failed for reasons of its own; answers whether it was so. */
  returns(failure: unknown): boolean {
    const current = currentWork()
    if (!this.isElsewhere || !isOfStandby(failure)) return false
    // A statement that was in the way of the log says nothing of the others.
    if (codeOf(failure) !== IN_THE_WAY) current.standby!.lose()
    this.goOnHere()
    return true
  }

  /** Has the current work read from here from now on, where it reads from a standby that has come less far. */
  goOnHere(): void {
    currentWork().standby = undefined
  }

  /** Aborted when the connections move to another address. */
  get moved(): AbortSignal {
    return this.#moving.signal
  }

  /** Whether connections for the current work keep plans of what they are asked again (kept-plans.ts). */
  get keepsPlans(): boolean {
    if (this.#elsewhere) return this.#elsewhere.keepsPlans
    const { lane, isLarge } = currentWork()
    return (
      (lane === 'imports' && !isLarge) ||
      ((lane === 'requests' || lane === 'lookups') && this.lanes.requests.keepsNames)
    )
  }

  /** A connection to work with until it is released. @throws Unavailable (`busy`), or why PostgreSQL cannot be reached */
  async connect(): Promise<pg.PoolClient> {
    if (this.#elsewhere) {
      try {
        return await this.#elsewhere.connect()
      } catch (error) {
        if (!this.returns(error)) throw error
      }
    }
    const { lane, municipalityCode } = currentWork()
    const { pool, gate } = this.lanes[lane === 'lookups' ? 'requests' : lane]
    await gate.enter(municipalityCode)
    let client: pg.PoolClient
    try {
      client = await here(pool)
    } catch (error) {
      gate.leave(municipalityCode)
      throw error
    }
    const release = client.release
    client.release = broken => {
      gate.leave(municipalityCode)
      release.call(client, broken)
    }
    return client
  }

  /** One statement outside any transaction. */
  async query(...given: unknown[]): Promise<pg.QueryResult> {
    if (this.#elsewhere) {
      try {
        return await this.#elsewhere.query(...given)
      } catch (error) {
        if (!this.returns(error)) throw error
      }
    }
    const { lane, municipalityCode } = currentWork()
    const [statement] = given as [pg.QueryConfig]
    const isShared = lane === 'lookups' && statement.name && !this.lanes.requests.isPooled
    if (isShared) return await this.#lookUp(municipalityCode, statement, given.slice(1))
    return await this.#queryAlone(given)
  }

  /** Over a shared connection; over one of its own where all are stuck. */
  async #lookUp(municipalityCode: string, statement: pg.QueryConfig, rest: unknown[]): Promise<pg.QueryResult> {
    const { pipelines, gate } = this.lookups
    await gate.enter(municipalityCode)
    // Chosen when its turn has come: what was free before may be stuck by now, or lost.
    const pipeline = pipelines.free()
    try {
      if (!pipeline) return await this.#queryAlone([statement, ...rest])
      return await pipeline.query(statement, ...rest)
    } catch (error) {
      if (connectionLoss(error)) pipeline?.drop()
      throw error
    } finally {
      gate.leave(municipalityCode)
    }
  }

  async #queryAlone(given: unknown[]): Promise<pg.QueryResult> {
    const client = await this.connect()
    let failure: unknown
    try {
      return await (client.query as (...args: unknown[]) => Promise<pg.QueryResult>)(...given)
    } catch (error) {
      failure = error
      throw error
    } finally {
      client.release(connectionLoss(failure))
    }
  }

  /**
   * Connects to another address from now on; for a server that was started again on another port, or one that was promoted. What runs
   * ends where it is. A pooler follows by itself.
   */
  moveTo(url: string): void {
    for (const { pool, isPooled } of Object.values(this.lanes)) {
      if (!isPooled) pool.options.connectionString = addressOf(url)
    }
    this.lookups.pipelines.moveTo(addressOf(url))
    if (!this.lanes.requests.isPooled) this.probe.moveTo(url)
    this.#moving.abort(new Error('the database is at another address now'))
    this.#moving = new AbortController()
  }

  /** Stops all running statements: their transactions are rolled back. For a process that must end. */
  async cancelAll(): Promise<void> {
    await Promise.all([this.#cancelHere(), ...[...this.standbys.values()].map(standby => standby.cancelAll())])
  }

  async #cancelHere(): Promise<void> {
    const { connectionString } = this.lanes.imports.pool.options
    const lanes = LANES.map(lane => this.lanes[lane])
    // A pooler makes numbers of its own up. It ends what runs for a connection that is gone.
    for (const { pool } of lanes.filter(({ isPooled }) => isPooled)) {
      for (const client of busyClients(pool)) client.end().catch(() => {})
    }
    const direct = lanes.filter(({ isPooled }) => !isPooled).flatMap(({ pool }) => busyClients(pool))
    const pids = [...direct.flatMap(({ processID }) => processID ?? []), ...this.lookups.pipelines.busyPids]
    if (pids.length === 0) return
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 4_000, query_timeout: 4_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select pg_cancel_backend(pid) from unnest($1::int[]) pid', [pids])
    } catch {
      // The server is away, and with it what ran there.
    } finally {
      client.end().catch(() => {})
    }
  }

  /** Ends the connections once those who use them have released them. */
  async end(): Promise<void> {
    const pools = Object.values(this.lanes).map(({ pool }) => pool.end())
    await Promise.all([...pools, this.lookups.pipelines.end(), this.probe.end()])
  }
}

/** `givenUpAfter`: milliseconds after which the client gives a statement up; 0: never. */
function clientOf(url: string, lane: Work['lane'], session: SessionSettings, givenUpAfter: number): pg.ClientConfig {
  return {
    connectionString: addressOf(url),
    application_name: lane === 'requests' ? 'partnerskap' : `partnerskap ${lane}`,
    connectionTimeoutMillis: CONNECTING,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(givenUpAfter > 0 && { query_timeout: givenUpAfter }),
    options: sessionOptions(url, session)
  }
}

/** The address that a connection was made to. */
const addresses = new WeakMap<pg.ClientBase, string | undefined>()

function poolOf(settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(settings)
  pool.on('error', () => {})
  pool.on('connect', client => {
    addresses.set(client, pool.options.connectionString)
    // A lost connection fails the statement that runs on it. Without this listener it would also end the process.
    client.on('error', () => {})
  })
  return pool
}

/** A connection with the address that the pool has now; those with an earlier one are parted with. */
async function here(pool: pg.Pool): Promise<pg.PoolClient> {
  for (;;) {
    const client = await pool.connect()
    if (addresses.get(client) === pool.options.connectionString) return client
    client.release(true)
  }
}

/** The server takes no connections: it starts, has none left, or lets nobody in. */
const TAKES_NONE = /^(57P03|53300|3D000|28...)$/
/** A statement was stopped on a standby, as it was in the way of what is replayed; of no other reading is it a failure. */
const IN_THE_WAY = '40001'

const codeOf = (failure: unknown): string => String(toldOf(failure)?.code ?? '')

/** Whether a standby failed for reasons that the primary does not share. */
function isOfStandby(failure: unknown): boolean {
  const code = codeOf(failure)
  return code === IN_THE_WAY || TAKES_NONE.test(code) || isUnreachable(failure) || connectionLoss(failure) !== undefined
}

/** With these the server ends the connection: of the classes 57 and 25, whoever is told; 08 is a connection that failed. */
const ENDS_CONNECTION = /^(57P0[1-5]|25P0[34]|08.{3})$/

/** The failure that a statement came to, as the driver tells it. */
function toldOf(failure: unknown): (Error & { code?: string; severity?: string }) | undefined {
  const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure
  return cause instanceof Error ? cause : undefined
}

/**
 * Whether the server told, over a connection that goes on, that another node which has the rows was lost to it (Citus): PostgreSQL ends its
 * own connections by FATAL.
 */
export function isNodeLoss(failure: unknown): boolean {
  const { code = '', severity } = toldOf(failure) ?? {}
  return severity === 'ERROR' && ENDS_CONNECTION.test(code)
}

/**
 * The failure of a statement after which its connection is of no use to anybody: the server ended it, which the socket
 * tells only later, or the client gave the statement up, which runs on in it. Undefined where the connection goes on.
 */
export function connectionLoss(failure: unknown): Error | undefined {
  const cause = toldOf(failure)
  if (!cause || isNodeLoss(failure)) return undefined
  const { code = '', severity = '' } = cause
  const ended = ENDS_CONNECTION.test(code) || /^(FATAL|PANIC)$/.test(severity)
  return ended || cause.message === 'Query read timeout' ? cause : undefined
}

/** The connections that are in use. */
function busyClients(pool: pg.Pool): Client[] {
  const { _clients, _idle } = pool as unknown as { _clients: Client[]; _idle: { client: Client }[] }
  const idle = new Set(_idle.map(({ client }) => client))
  return _clients.filter(client => !idle.has(client))
}
/** `processID`: of the server's side; null until it is connected. */
type Client = pg.Client & { processID: number | null }

/** The connection was lost during the commit: it is unknown whether the transaction was committed. */
export function outcomeUnknown(): Unavailable {
  return new Unavailable(
    problems['outcome-unknown'],
    {
      en: 'The connection with the database was lost while this was being recorded: it may have been, or not. Send it again with the same Idempotency-Key, if it had one, and the answer tells; otherwise look before you send it again.',
      sv: 'Förbindelsen med databasen bröts medan det här registrerades: det kan ha registrerats, eller inte. Skicka det igen med samma Idempotency-Key, om det hade en, så visar svaret det; titta annars efter innan du skickar det igen.'
    },
    5
  )
}
