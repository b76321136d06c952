import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { addressOf, lackOfSession, type SessionSettings } from './session.ts'

/**
 * A pooler in transaction mode (PgBouncer) lends a connection of the server for one transaction at a time. What a connection
 * asks for when it begins does not reach the server, and what it prepares by name stays with a server's connection that
 * serves somebody else next: 1.18 of PgBouncer does not know of names, 1.21 and later, with `max_prepared_statements`, keep them.
 */

/** The same connection through the pooler: the settings of its session are those of the role. */
export function pooled({ options, ...client }: pg.ClientConfig, poolerUrl: string): pg.ClientConfig {
  return { ...client, connectionString: addressOf(poolerUrl) }
}

/** Statements of the client are prepared under no name, and for one run. */
export function withoutNames(client: pg.Client): void {
  const query = client.query as (...args: unknown[]) => unknown
  client.query = ((statement: unknown, ...rest: unknown[]) =>
    query.call(client, isNamed(statement) ? { ...statement, name: undefined } : statement, ...rest)) as typeof query &
    pg.Client['query']
}

const isNamed = (statement: unknown): statement is pg.QueryConfig =>
  typeof statement === 'object' && statement !== null && 'text' in statement && 'name' in statement

/**
 * Whether the pooler keeps statements that are prepared by name. One that does gives them names of its own at the server, and prepares
 * them at each connection that it lends; one that does not passes the name on, and the server knows the statement by it.
 */
async function keepsNames(client: Pick<pg.Client, 'query'>): Promise<boolean> {
  const name = `partnerskap asks ${randomUUID()}`
  await client.query('begin')
  try {
    await client.query({ name, text: 'select 1' })
    const { rows } = await client.query('select from pg_prepared_statements where name = $1', [name])
    if (rows.length === 0) return true
    // A session of the server's serves somebody else next.
    await client.query(`deallocate ${pg.escapeIdentifier(name)}`)
    return false
  } finally {
    await client.query('rollback')
  }
}

/**
 * Answers whether the pooler keeps names. Holds the sessions that the pooler gives against what they must have, and its server against that of `direct`.
 * @throws Error that says what the owner of the database runs, or that the two are not one database
 */
export async function checkPooler(
  poolerUrl: string,
  direct: Pick<pg.Client, 'query'>,
  settings: SessionSettings
): Promise<boolean> {
  const client = new pg.Client({ connectionString: addressOf(poolerUrl), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const through = await placeOf(client)
    const { begun, name } = await placeOf(direct)
    if (through.begun !== begun || through.name !== name) {
      throw new Error('DATABASE_POOLER_URL leads to another database than DATABASE_URL.')
    }
    const lack = await lackOfSession(client, settings)
    if (lack.length === 0) return await keepsNames(client)
    const told = lack.map(({ parameter, given, asked }) => `${parameter} is ${given}, not ${asked}`).join('; ')
    const whose = `alter role ${pg.escapeIdentifier(through.role)} in database ${pg.escapeIdentifier(name)}`
    const needed = lack.map(({ parameter, asked }) => `${whose} set ${parameter} to ${pg.escapeLiteral(asked)};`)
    throw new Error(
      `The pooler of DATABASE_POOLER_URL gives sessions that lack what they need: ${told}. Run this in the database, then RECONNECT at the pooler's console:\n${needed.join('\n')}`
    )
  } finally {
    await client.end().catch(() => {})
  }
}

type Place = { begun: string; name: string; role: string }

async function placeOf(client: Pick<pg.Client, 'query'>): Promise<Place> {
  const { rows } = await client.query<Place>(
    `select extract(epoch from pg_postmaster_start_time())::text as begun, current_database() as name, current_user as role`
  )
  return rows[0]!
}
