import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { changedUntilColumn, openSessions } from './changed-until.ts'
import { type LogPosition, readLogPosition } from './log-position.ts'
import { addressOf } from './session.ts'

/** Milliseconds that a server is given to answer. */
export const PATIENCE = 1_500

/** What a server says of itself. */
export type ServerState = {
  /** It replays what another writes. */
  isStandby: boolean
  takesWrites: boolean
  /** The same for all servers that were copied from one: a cluster and its standbys. */
  system: string
  /** Raised by each promotion: of two servers that take writes, the one with the higher is the primary. */
  timeline: number
  /** How far it has written, or replayed. */
  position: LogPosition
  /** All that was committed with instants before this one is before the position. Null of a standby that has replayed nothing. */
  changedUntil: string | null
}

type Row = Omit<ServerState, 'position'> & { position: string }

/**
 * The position is read after the sessions have been looked through: what has ended by then is before it. On a standby without the right
 * to see where it streams from (pg_monitor has it), the timeline is that of its last restart point.
 */
const STATE = sql`
  select pg_is_in_recovery() as "isStandby",
    not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean as "takesWrites",
    (select system_identifier::text from pg_control_system()) as system,
    case when pg_is_in_recovery()
      then coalesce((select received_tli from pg_stat_wal_receiver), (select timeline_id from pg_control_checkpoint()))
      else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int end as timeline,
    ${changedUntilColumn} as "changedUntil",
    (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end)::text as position
  from pg_stat_activity where ${openSessions}`

/** One server of PostgreSQL, which is asked how it stands over a connection of its own. */
export class Server {
  readonly url: string
  readonly #pool: pg.Pool
  readonly #database: NodePgDatabase

  constructor(url: string) {
    this.url = url
    this.#pool = new pg.Pool({
      connectionString: addressOf(url),
      max: 1,
      application_name: 'partnerskap health',
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      options: `-c timezone=UTC -c statement_timeout=${PATIENCE}`,
      allowExitOnIdle: true
    })
    this.#pool.on('error', () => {})
    this.#pool.on('connect', client => client.on('error', () => {}))
    this.#database = drizzle({ client: this.#pool })
  }

  /** Host and port, for people. */
  get name(): string {
    return new URL(this.url).host
  }

  /** Undefined where it does not answer. */
  async ask(): Promise<ServerState | undefined> {
    try {
      const { rows } = await this.#database.execute<Row>(STATE)
      const [row] = rows
      const position = readLogPosition(row!.position ?? '')
      return position === undefined ? undefined : { ...row!, position }
    } catch {
      return undefined
    }
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}

/** The server that takes writes; of several the one that was promoted last. `least`: the timeline that was seen already. */
export function primaryOf<S extends { state: ServerState | undefined }>(servers: S[], least = 0): S | undefined {
  return servers
    .filter(({ state }) => state?.takesWrites && state.timeline >= least)
    .sort((one, other) => other.state!.timeline - one.state!.timeline)[0]
}
