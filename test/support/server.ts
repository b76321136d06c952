import type { Test } from 'tap'
import { type Config, loadConfig } from '../../src/config.ts'
import type { App } from '../../src/platform/http/app.ts'
import { methodsNotAllowed } from '../../src/platform/http/methods.ts'
import { problemPages } from '../../src/platform/http/problems.ts'
import { createServer } from '../../src/platform/http/server.ts'
import { requester } from './app.ts'

/** The shell with routes of a test's own, and no database. */
export async function aServer(t: Test, routes: (app: App) => Promise<void>, settings: Partial<Config> = {}) {
  const lines: string[] = []
  const config = { ...loadConfig({ LOG_LEVEL: 'info' }), ...settings }
  const app = await createServer(config, { log: { write: line => lines.push(line) } })
  app.register(problemPages)
  app.register(routes)
  app.register(methodsNotAllowed)
  t.teardown(() => app.close())
  return { app, request: requester(app), log: () => lines.map(line => JSON.parse(line)) }
}
