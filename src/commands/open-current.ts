import type { Config } from '../config.ts'
import { type Log, type OpenDatabase, openDatabase } from '../platform/database/open.ts'

/** The database of the configuration, up to date, and with it the views that migrations have taken away. @throws as openDatabase */
export async function openCurrent(config: Config, log?: Log): Promise<OpenDatabase> {
  const opened = await openDatabase(config, log)
  if (!opened.hasMigrated) return opened
  try {
    const { renewViews } = await import('./bi.ts')
    await renewViews(opened.database)
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}
