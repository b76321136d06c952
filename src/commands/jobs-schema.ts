import { Logger, type RunnerOptions, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { inTurn } from '../platform/database/migrate.ts'
import { addressOf } from '../platform/database/session.ts'

/** Any number that nothing else in the database locks. */
const JOBS_LOCK = 7_275_017_003

/** Tables of the jobs that say by rows who may see them, and have not said who. */
const UNSAID = `
  select class.oid::regclass::text as name from pg_class class
  where relnamespace = to_regnamespace('graphile_worker') and relrowsecurity
    and relowner = (select oid from pg_roles where rolname = current_user)
    and not exists (select from pg_policy where polrelid = class.oid)`

/**
 * Makes the schema graphile_worker, or brings it up to date, over a connection of its own. graphile-worker closes its tables
 * to all but their owner (row security without a policy); here who may use them follows from grants, as with every other table.
 * @throws what PostgreSQL answers to a role that may not make it
 */
export async function makeJobsSchema(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: addressOf(url), max: 2, application_name: 'partnerskap migrate' })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  try {
    await updateJobsSchema(url, { pgPool: pool, logger: new Logger(() => () => {}) })
    const { rows } = await pool.query<{ name: string }>(UNSAID)
    for (const { name } of rows) {
      await pool.query(`create policy by_grants on ${name} using (true) with check (true)`)
    }
  } finally {
    await pool.end()
  }
}

/** Brings the schema up to date; asks for nothing that only its owner may do where nothing is to be done. */
export async function updateJobsSchema(url: string, shared: Pick<RunnerOptions, 'pgPool' | 'logger'>): Promise<void> {
  // Two processes that start at once take turns, as with migrations of the register.
  await inTurn(url, JOBS_LOCK, () => runMigrations(shared))
}
