import type { Config } from '../config.ts'
import { narrowGrants } from '../platform/database/migrate.ts'
import { makeJobsSchema } from './jobs-schema.ts'
import { openCurrent } from './open-current.ts'

/**
 * Brings the database up to date and ends: the schema, that of the jobs, and what roles other than the owner may do. After
 * it the service can run as a role that owns nothing (docs/operating.md).
 */
export async function migrateCommand(config: Config): Promise<void> {
  const { url, close } = await openCurrent(config, console)
  try {
    await makeJobsSchema(url())
    await narrowGrants(url())
  } finally {
    await close()
  }
  console.log('The database is up to date.')
}
