import pg from 'pg'
import type { Text } from '../../base/language.ts'
import { addressOf } from './session.ts'

/** Milliseconds that PostgreSQL is given to answer. */
const PATIENCE = 1_500

const onlyRead: Text = {
  en: 'The database can only be read just now.',
  sv: 'Databasen kan bara läsas just nu.'
}
const silent: Text = { en: 'The database does not answer.', sv: 'Databasen svarar inte.' }

export type Readiness = { ready: true } | { ready: false; why: Text }

/**
 * Asks PostgreSQL whether it can be written to, over a connection of its own: whoever watches is told of the database, and
 * not of how busy the service is. Questions at the same time share one answer.
 */
export class Probe {
  readonly #pool: pg.Pool
  #asking: Promise<Readiness> | undefined
  #isMoved = false

  readonly #readOnly: boolean

  /** `isPooled`: the address is a pooler's, which refuses settings of a connection. `readOnly`: nobody means to write. */
  constructor(url: string, { isPooled = false, readOnly = false } = {}) {
    this.#readOnly = readOnly
    this.#pool = new pg.Pool({
      connectionString: addressOf(url),
      max: 1,
      application_name: 'partnerskap health',
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      ...(!isPooled && { statement_timeout: PATIENCE })
    })
    this.#pool.on('error', () => {})
    this.#pool.on('connect', client => client.on('error', () => {}))
  }

  /** Whether the database answers and takes writes, where anybody means to write; a standby, or a node that was demoted, does not. */
  async ask(): Promise<Readiness> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return await this.#asking
  }

  async #ask(): Promise<Readiness> {
    let client: pg.PoolClient | undefined
    try {
      client = await this.#pool.connect()
      if (this.#isMoved) {
        this.#isMoved = false
        client.release(true)
        client = await this.#pool.connect()
      }
      const { rows } = await client.query<{ readOnly: boolean }>(
        `select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as "readOnly"`
      )
      client.release()
      return rows[0]!.readOnly && !this.#readOnly ? { ready: false, why: onlyRead } : { ready: true }
    } catch {
      client?.release(true)
      return { ready: false, why: silent }
    }
  }

  /** Asks another address from now on. */
  moveTo(url: string): void {
    // It is one connection: the next is made there.
    this.#isMoved = true
    this.#pool.options.connectionString = addressOf(url)
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}
