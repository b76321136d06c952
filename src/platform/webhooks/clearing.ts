import { sql } from 'drizzle-orm'
import { municipalities } from '../../register/municipalities/tables.ts'
import type { Database } from '../database/connection.ts'
import { ofMunicipality } from '../database/municipality.ts'

const AT_ONCE = 10_000

/**
 * Lets go of deliveries that ended more than these days ago, parked ones too: they are a log, and the feed still has the events.
 * Answers how many. `signal`: ends it between two statements.
 */
export async function clearDeliveries(database: Database, days: number, signal?: AbortSignal): Promise<number> {
  const codes = await database.select({ code: municipalities.municipalityCode }).from(municipalities)
  let cleared = 0
  for (const { code } of codes) {
    for (let count = AT_ONCE; count === AT_ONCE; cleared += count) {
      signal?.throwIfAborted()
      const { rowCount } = await database.execute(sql`
        delete from webhook_deliveries where ${ofMunicipality(code, 'webhook_deliveries')} and id = any(array(
          select old.id from webhook_deliveries old where ${ofMunicipality(code, 'old')}
            and old.ended_at < now() - make_interval(days => ${days}) limit ${AT_ONCE}))`)
      count = rowCount ?? 0
    }
  }
  return cleared
}
