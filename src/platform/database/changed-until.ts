import { sql } from 'drizzle-orm'
import { rfc3339 } from './columns.ts'

/**
 * The instant before which nothing more will be seen to have changed: what a transaction writes bears an instant of its own and is
 * seen when it is committed, so that it is the beginning of the oldest that is open, and otherwise now. Exports write nothing.
 * A standby does not see when transactions began: there it is a day before the last commit that it has replayed, which is longer than
 * any transaction lasts; null where it has replayed none since it started. Asked of `pg_stat_activity`, of `openSessions`.
 */
export const changedUntilColumn = rfc3339(sql`case when pg_is_in_recovery()
  then pg_last_xact_replay_timestamp() - interval '1 day' else least(statement_timestamp(), min(xact_start)) end`)

/** Sessions of the service but this one. */
export const openSessions = sql`datname = current_database() and application_name like 'partnerskap%'
  and pid <> pg_backend_pid() and application_name <> 'partnerskap exports'`
