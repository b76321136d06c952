import type { Config } from '../config.ts'
import { openDatabase } from '../database/open.ts'

/** Brings the database up to date and ends. */
export async function migrateCommand(config: Config): Promise<void> {
  const { close } = await openDatabase(config, console)
  await close()
  console.log('The database is up to date.')
}
