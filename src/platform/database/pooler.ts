import pg from 'pg'
import { addressOf, lackOfSession, type SessionSettings } from './session.ts'

/**
 * A pooler in transaction mode (PgBouncer) lends a connection of the server for one transaction at a time. What a connection
 * asks for when it begins does not reach the server, and what it prepares by name stays with a server's connection that
 * serves somebody else next.
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
 * Holds the sessions that the pooler gives against what they must have, and its server against that of `direct`.
 * @throws Error that says what the owner of the database runs, or that the two are not one database
 */
export async function checkPooler(
  poolerUrl: string,
  direct: Pick<pg.Client, 'query'>,
  settings: SessionSettings
): Promise<void> {
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
    if (lack.length === 0) return
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
