import { createServer as createHttpServer } from 'node:http'
import { buildApp } from './app.ts'
import { greet } from './commands/greeting.ts'
import { startWorker } from './commands/worker.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database/open.ts'
import { problemDocument } from './http/problem.ts'

/** Milliseconds that requests under way are given to end when the service closes. */
const PATIENCE = 10_000

/** Runs the service until it is told to stop: config → port → database → application → listen → jobs → close. */
export async function serve(config: Config): Promise<void> {
  // A port that is taken is found out before a PostgreSQL is started for nothing.
  const releasePort = await holdPort(config)
  const stopped = untilStopped()
  const log = heldLog()
  const notes: string[] = []
  const { database, url, close } = await openDatabase(config, { info: note => notes.push(note) }).catch(async error => {
    await releasePort()
    throw error
  })
  const app = await buildApp({ config, database, log })
  try {
    await app.ready()
    await releasePort()
    const address = await app.listen({ port: config.port, host: config.host })
    await greet({ address: config.publicUrl ?? address, config, database })
  } catch (error) {
    await app.close()
    await close()
    throw error
  }
  log.release()
  for (const note of notes) app.log.info(note)
  const worker = config.worker === 'inProcess' ? await startWorker({ url, database, log: app.log }) : undefined
  app.log.info(`stop with ${process.stdin.isTTY ? 'Ctrl-C' : `kill ${process.pid}`}`)

  app.log.info(`${await stopped}: closing`)
  const timer = setTimeout(() => app.server.closeAllConnections(), PATIENCE)
  await Promise.all([worker?.stop(), app.close()])
  clearTimeout(timer)
  await close()
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
  const problem = { status: 503, rule: 'starting', detail: 'The database is being started; try again in a moment.' }
  const headers = { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'close' }
  const server = createHttpServer((_request, response) => {
    response.writeHead(503, headers).end(problemDocument(problem, publicUrl ?? ''))
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
