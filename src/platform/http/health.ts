import type { Database } from '../database/connection.ts'
import type { App } from './app.ts'
import { closingProblem } from './closing.ts'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'

/** For whoever watches over the service. Open, and outside the API: nothing here is about anybody. */

const open = { config: { scope: 'public' }, schema: { hide: true }, logLevel: 'warn' } as const

export async function healthRoutes(app: App, { database }: { database: Database }) {
  // The process answers. Says nothing about the database: restarting the process would not help that.
  app.get('/health/live', open, async () => ({ status: 'ok' }))

  // Requests may be sent here.
  app.get('/health/ready', open, async () => {
    if (app.closing.isAnnounced) throw closingProblem()
    const answer = await database.$client.probe.ask()
    if (!answer.ready) throw new HttpProblem(503, problems['database-unavailable'], answer.why, { 'retry-after': '5' })
    return { status: 'ok' }
  })
}
