import { sql } from 'drizzle-orm'
import fp from 'fastify-plugin'
import type { Database } from '../database/connection.ts'

const HOUR = 3_600_000

/** For how long the first answer to an Idempotency-Key is given again; far longer than anybody retries. */
export const ANSWERS_KEPT = '30 days'

/** Lets go of old answers, once an hour and a few at a time, so that the table does not grow for ever. */
export const retention = fp<{ database: Database }>(async (app, { database }) => {
  const timer = setInterval(async () => {
    try {
      await forgetOldAnswers(database)
    } catch (error) {
      app.log.warn({ err: error }, 'old answers could not be let go of; tried again in an hour')
    }
  }, HOUR)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
})

/** Deletes answers older than ANSWERS_KEPT; answers how many. They are answers, not records: nothing of the register goes. */
export async function forgetOldAnswers(database: Database): Promise<number> {
  const { rowCount } = await database.execute(sql`
    delete from idempotency_keys where ctid in (
      select ctid from idempotency_keys where created_at < now() - ${ANSWERS_KEPT}::interval limit 10000)`)
  return rowCount ?? 0
}
