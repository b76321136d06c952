import { createServer as createHttpServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildApp } from './app.ts'
import { greet } from './commands/greeting.ts'
import { openCurrent } from './commands/open-current.ts'
import type { Worker } from './commands/worker.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './platform/database/open.ts'
import type { App } from './platform/http/app.ts'
import { problemDocument } from './platform/http/problem.ts'

/** Milliseconds from the cancelling of what has not ended to the end of the process, at most. */
export const LAST_RESORT = 8_000
/** Of those, so many for the answers of what was cancelled; then connections are closed. A busy machine needs seconds for them. */
const LAST_ANSWERS = 6_000

/** Runs the service until it is told to stop: config → port → database → application → listen → jobs → close. */
export async function serve(config: Config): Promise<void> {
  // A port that is taken is found out before a PostgreSQL is started for nothing.
  const releasePort = await holdPort(config)
  const stopped = untilStopped()
  const log = heldLog()
  const notes: Note[] = []
  let say = (note: Note) => {
    notes.push(note)
  }
  const opened = await openCurrent(config, {
    info: message => say({ level: 'info', message }),
    warn: message => say({ level: 'warn', message })
  }).catch(async error => {
    await releasePort()
    throw error
  })
  const { database, url } = opened
  const app = await buildApp({ config, database, log })
  try {
    await app.ready()
    await releasePort()
    const address = await app.listen({ port: config.port, host: config.host })
    await greet({ address: config.publicUrl ?? address, config, database })
  } catch (error) {
    await app.close()
    await opened.close()
    throw error
  }
  log.release()
  say = ({ level, message }) => app.log[level](message)
  for (const note of notes) say(note)
  const worker =
    config.worker === 'inProcess' && !config.readOnly
      ? await (await import('./commands/worker.ts')).startWorker({ url, database, log: app.log, config })
      : undefined
  app.log.info(`stop with ${process.stdin.isTTY ? 'Ctrl-C' : `kill ${process.pid}`}`)

  app.log.info(`${await stopped}: closing`)
  await close({ app, config, worker, opened })
}

type Note = { level: 'info' | 'warn'; message: string }
type Running = { app: App; config: Config; worker: Worker | undefined; opened: OpenDatabase }

/**
 * Closes within SHUTDOWN_DELAY_MS + SHUTDOWN_TIMEOUT_MS + LAST_RESORT: says that it will, refuses what comes, finishes what
 * is under way, and cancels what has not ended by then. What is cancelled is undone, and answered 503.
 */
async function close({ app, config, worker, opened }: Running): Promise<void> {
  const { database } = opened
  app.closing.isAnnounced = true
  await sleep(config.shutdownDelayMs)
  app.closing.isRefusing = true
  const timers = [
    setTimeout(() => database.$client.cancelAll(), config.shutdownTimeoutMs),
    setTimeout(() => app.server.closeAllConnections(), config.shutdownTimeoutMs + LAST_ANSWERS),
    setTimeout(() => {
      app.log.warn('closing took too long; the process ends now, and the database undoes what was not recorded')
      process.exit(1)
    }, config.shutdownTimeoutMs + LAST_RESORT)
  ]
  await Promise.all([worker?.stop(), app.close()])
  await opened.close()
  for (const timer of timers) clearTimeout(timer)
}

/** The signal that asks the service to stop; also one that comes while it starts, which it then does to the end. */
async function untilStopped(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      resolve(name)
      // Whoever is in a hurry asks twice. The embedded PostgreSQL survives that, and the next start takes it over.
      process.once(name, () => process.exit(1))
    })
  }
  return await promise
}

/** Answers 503 on the port while the database starts; answers with how to let go of it. */
async function holdPort({ port, host, publicUrl }: Config): Promise<() => Promise<void>> {
  if (port === 0) return async () => {}
  const problem = {
    status: 503,
    rule: 'starting',
    detail: {
      en: 'The database is being started; try again in a moment.',
      sv: 'Databasen startas; försök igen om en stund.'
    }
  }
  const headers = { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'close' }
  const server = createHttpServer((_request, response) => {
    response.writeHead(503, headers).end(problemDocument(problem, publicUrl ?? '', 'en'))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  return () =>
    new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}

/** Keeps what is logged until the greeting has been printed: the first lines are for people. */
function heldLog() {
  let held: string[] | undefined = []
  return {
    write(line: string) {
      if (held) held.push(line)
      else process.stdout.write(line)
    },
    release() {
      for (const line of held ?? []) process.stdout.write(line)
      held = undefined
    }
  }
}
