import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, parseCronItems, run } from 'graphile-worker'
import pg from 'pg'
import pino from 'pino'
import type { Config } from '../config.ts'
import { limitsOf } from '../imports/files/limits.ts'
import { IMPORT_TASK, jobKeyOf, municipalitiesWaiting } from '../imports/job-queue.ts'
import { importQueued, type JobSettings } from '../imports/jobs.ts'
import { addressOf } from '../platform/database/session.ts'
import { databaseErrorIn } from '../platform/http/failures.ts'
import { loggingOptions } from '../platform/http/logging.ts'
import { jobEnded } from '../platform/http/occurrences.ts'
import { addressOf as listenedAt } from '../platform/http/problems.ts'
import { type Dispatching, dispatchWebhooks } from '../platform/webhooks/dispatch.ts'
import { PACE } from '../platform/webhooks/rules.ts'
import { DAILY_AT, type DailyOptions, doDaily, isDailyTime, type Log } from './daily.ts'
import { updateJobsSchema } from './jobs-schema.ts'
import { openCurrent } from './open-current.ts'

/**
 * Jobs: what is done without anybody asking. graphile-worker keeps them in the schema graphile_worker of the same
 * database: it knows what ran when, makes up for a time when nothing ran, and lets several processes share the work.
 */

export type WorkerOptions = DailyOptions & {
  /** Where the database is now. */
  url: () => string
  /** What is other than usual in how webhooks are sent, for tests. */
  sending?: Partial<Pick<Dispatching, 'pace' | 'resolve' | 'base'>>
}
export type Worker = { stop(): Promise<void> }

const HOUR = 3_600_000
/** Milliseconds until jobs that have stopped are begun again. */
const AGAIN = 5_000

/**
 * Runs the jobs until it is stopped, beginning with what is due now. Jobs that stop because the database was lost are begun
 * again when it is back. Where the database refuses it says so in the log, and answers a worker that does nothing: the
 * service runs without.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { log } = options
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Worker | undefined

  async function begin(): Promise<void> {
    try {
      running = await runJobs(options, error => {
        if (isStopped) return
        log.warn({ err: error }, 'jobs have stopped; they are begun again')
        again()
      })
      if (isStopped) await running.stop()
    } catch (error) {
      log.error({ err: error }, explain(error))
      if (!isRefused(error)) again()
    }
  }
  function again() {
    if (isStopped) return
    timer = setTimeout(begin, AGAIN).unref()
  }
  await begin()
  const stopping = new AbortController()
  const sent = sendOn(options, stopping.signal)
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      stopping.abort()
      await running?.stop()
      await sent
    }
  }
}

/** Milliseconds after which it is tried again to send, where another process did. */
const ANOTHER_SENDS = 60_000

/**
 * Sends webhooks for as long as the process runs, or waits while another process does. It is no job of the queue: a job that lasts until
 * the database is lost cannot be said to have failed there, and the queue then ends the process.
 */
async function sendOn(options: WorkerOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const { moved } = options.database.$client
    const rest = await dispatchWebhooks(sendingOf(options, AbortSignal.any([stopping, moved]))).then(
      () => (moved.aborted ? 0 : ANOTHER_SENDS),
      error => {
        options.log.warn({ err: error }, 'sending webhooks was broken off; it is begun again')
        return AGAIN
      }
    )
    await sleep(rest, undefined, { signal: stopping, ref: false }).catch(() => {})
  }
}

/** Runs the jobs over connections of their own; `onEnd` is told when they have stopped unasked. */
async function runJobs(options: WorkerOptions, onEnd: (error?: unknown) => void): Promise<Worker> {
  const { url, database, log } = options
  // One of the connections listens for ever; each job takes one now and then.
  const pool = new pg.Pool({
    connectionString: addressOf(url()),
    max: JOBS_AT_ONCE + 2,
    application_name: 'partnerskap worker',
    connectionTimeoutMillis: 10_000,
    keepAlive: true
  })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  const shared = { pgPool: pool, logger: loggerOf(log) }
  const { moved } = database.$client
  try {
    await updateJobsSchema(url(), shared)
    const runner = await run({
      ...shared,
      noHandleSignals: true,
      concurrency: JOBS_AT_ONCE,
      taskList: {
        followUpReports: (payload, { abortSignal }) => doDaily(options, payload, abortSignal),
        [IMPORT_TASK]: (payload, { abortSignal }) =>
          importQueued(importsOf(options, abortSignal), (payload as { municipalityCode: string }).municipalityCode),
        importsLeft: async (_payload, { addJob }) => {
          for (const municipalityCode of await municipalitiesWaiting(database)) {
            await addJob(IMPORT_TASK, { municipalityCode }, { jobKey: jobKeyOf(municipalityCode), maxAttempts: 1 })
          }
        }
      },
      parsedCronItems: parseCronItems([
        { task: 'followUpReports', match: digest => isDailyTime(digest), options: { backfillPeriod: 36 * HOUR } },
        // What a process that was killed has left, or was put off.
        { task: 'importsLeft', match: '* * * * *' }
      ])
    })
    const end = async () => {
      // What a job that has ended still tells of itself; a pool that is told to end serves nobody who waits.
      for (const until = Date.now() + AGAIN; pool.waitingCount > 0 && Date.now() < until; ) await sleep(20)
      await pool.end().catch(() => {})
    }
    runner.promise.then(
      () => end().then(() => onEnd()),
      error => end().then(() => onEnd(error))
    )
    // Another server takes writes now: they are begun again there.
    moved.addEventListener('abort', () => void runner.stop().catch(() => {}), { once: true })
    runner.events.on('job:success', ({ job }) => jobEnded({ task: job.task_identifier, outcome: 'done' }))
    runner.events.on('job:error', ({ job }) => jobEnded({ task: job.task_identifier, outcome: 'failed' }))
    // What came due while nothing ran, also before the first start; one job however many processes start.
    await runner.addJob('followUpReports', {}, { jobKey: 'followUpReports at start' })
    await runner.addJob('importsLeft', {}, { jobKey: 'importsLeft at start' })
    return {
      async stop() {
        await runner.stop().catch(() => {})
        await runner.promise.catch(() => {})
      }
    }
  } catch (error) {
    await pool.end().catch(() => {})
    throw error
  }
}

/** Municipalities whose imports this process does at the same time. */
const IMPORTS_AT_ONCE = 2
/** Those, and what is done daily. */
const JOBS_AT_ONCE = IMPORTS_AT_ONCE + 1

function importsOf({ url, database, log, config }: WorkerOptions, signal?: AbortSignal): JobSettings {
  return { url, database, log, signal, maxRows: config.importMaxRows, limits: limitsOf(config) }
}

function sendingOf({ url, database, log, config, sending }: WorkerOptions, stopping: AbortSignal): Dispatching {
  const { publicUrl, host, port, allowPrivateAddresses: allowPrivate, webhookTimeoutMs: timeoutMs } = config
  const base = publicUrl ?? listenedAt(host, port)
  return { url, database, log, base, allowPrivate, timeoutMs, pace: PACE, stopping, ...sending }
}

const INSUFFICIENT_PRIVILEGE = '42501'

const isRefused = (error: unknown) => databaseErrorIn(error)?.code === INSUFFICIENT_PRIVILEGE

function explain(error: unknown): string {
  if (!isRefused(error)) return 'jobs could not be started: nothing is reminded of'
  return `jobs could not be started: the role of DATABASE_URL may not make or use the schema graphile_worker. Run "partnerskap migrate" as the owner of the database, or set WORKER=none and have cron run "partnerskap worker --once" every day`
}

/** What graphile-worker says, in the log of the service; its every step only for who looks closely. */
function loggerOf(log: Log): Logger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const
  return new Logger(scope => (level, message) => {
    log[levels[level as keyof typeof levels] ?? 'debug']({ job: scope.jobId, task: scope.taskIdentifier }, message)
  })
}

/** `partnerskap worker`: the jobs beside the service, until SIGTERM; with `once` what is due, and then it ends. */
export async function workerCommand(config: Config, { once, on }: { once?: boolean; on?: string }): Promise<number> {
  if (config.readOnly) throw new Error('Jobs write: READ_ONLY must be off where they run.')
  const log = pino((loggingOptions(config.logLevel).logger || { level: 'silent' }) as pino.LoggerOptions)
  const stopped = once ? undefined : untilStopped()
  const { database, url, close } = await openCurrent(config, { info: note => log.info(note) })
  try {
    if (once) {
      // No queue: a role that may not make its schema reminds all the same.
      await doDaily({ database, log, config }, { on })
      for (const code of await municipalitiesWaiting(database)) {
        await importQueued(importsOf({ url, database, log, config }), code)
      }
      const never = new AbortController().signal
      await dispatchWebhooks({ ...sendingOf({ url, database, log, config }, never), once: true })
      return 0
    }
    const worker = await startWorker({ url, database, log, config })
    log.info(`jobs run daily at ${DAILY_AT}; stop with kill ${process.pid}`)
    log.info(`${await stopped}: closing`)
    await worker.stop()
    return 0
  } finally {
    await close()
  }
}

async function untilStopped(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name))
  return await promise
}
