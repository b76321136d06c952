import { sql } from 'drizzle-orm'
import type { Database } from '../database/connection.ts'
import { HttpProblem } from './problem.ts'
import type { App } from './server.ts'

/** For whoever watches over the service. Open, and outside the API: nothing here is about anybody. */

const PATIENCE = 2_000
const open = { config: { scope: 'public' }, schema: { hide: true }, logLevel: 'warn' } as const

export async function healthRoutes(app: App, { database }: { database: Database }) {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })

  // The process answers. Says nothing about the database: restarting the process would not help that.
  app.get('/health/live', open, async () => ({ status: 'ok' }))

  // Requests may be sent here.
  app.get('/health/ready', open, async () => {
    if (closing || !(await answers(database))) {
      const why = closing ? 'The service is closing.' : 'The database does not answer.'
      throw new HttpProblem(503, closing ? 'closing' : 'database-unavailable', why, { 'retry-after': '5' })
    }
    return { status: 'ok' }
  })
}

async function answers(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(resolve, PATIENCE, false)
  })
  const answer = database.execute(sql`select 1`).then(
    () => true,
    () => false
  )
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
