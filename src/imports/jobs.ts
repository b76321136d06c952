import { and, eq, inArray, sql } from 'drizzle-orm'
import { DomainError, ruleNamed, type Violation } from '../base/errors.ts'
import { alone } from '../platform/database/alone.ts'
import type { Database, Transaction } from '../platform/database/connection.ts'
import { work } from '../platform/database/work.ts'
import { type Problem, problemOf } from '../platform/http/problem.ts'
import { spool } from '../platform/http/spool.ts'
import { importDecisions, importFile, type Progress } from './actions.ts'
import { type ReadLimits, tooLarge } from './files/limits.ts'
import { endJob, isImport, isJob, jobsOf, keptFile } from './job-queue.ts'
import { problems } from './problems.ts'
import { unended } from './rules.ts'
import type { ImportQuery } from './schemas.ts'
import { decisionImportJobs, decisionImports, type ImportProgress } from './tables.ts'

/** Doing what is queued: a municipality's imports one after the other, by one process at a time. */

export type JobSettings = {
  database: Database
  /** Where the database is now. */
  url: () => string
  maxRows: number
  limits: ReadLimits
  log: { info(what: object, message: string): void; warn(what: object, message: string): void }
  /** Aborted when the process is to end: what is under way is put back. */
  signal?: AbortSignal
}

/** How often an import is begun; each time but the last its process was killed, or the database was away. */
const MOST_ATTEMPTS = 5

/**
 * Does the imports of a municipality that are queued, and begins anew those whose process is no more. Where another process does them
 * it does nothing: that one looks again before it ends.
 */
export async function importQueued(settings: JobSettings, municipalityCode: string): Promise<void> {
  const { database, url, signal } = settings
  for (;;) {
    let isLater = false
    const isMine = await alone(url(), `imports of ${municipalityCode}`, async () => {
      for (;;) {
        const [next] = await inRequests(municipalityCode, () => jobsOf(database, municipalityCode))
        if (!next || isLater || signal?.aborted) return
        isLater = !(await doJob(settings, next))
      }
    })
    if (!isMine || isLater || signal?.aborted) return
    if ((await inRequests(municipalityCode, () => jobsOf(database, municipalityCode))).length === 0) return
  }
}

type Queued = Awaited<ReturnType<typeof jobsOf>>[number]

/** What is written beside the import's transaction goes over the connections of short requests. */
const inRequests = <T>(municipalityCode: string, doWork: () => Promise<T>) =>
  // Drizzle asks for a connection where it is awaited.
  work.run({ lane: 'requests', municipalityCode }, async () => await doWork())

/** Whether it has ended; else it stays queued. */
async function doJob(settings: JobSettings, { job, options }: Queued): Promise<boolean> {
  const run = new Run(settings, job)
  if (job.isCancelled) return await run.end('cancelled')
  if (job.attempt >= MOST_ATTEMPTS) return await run.end('failed', givenUp)
  if (!(await run.begin())) return true
  try {
    await importOf(settings, job, options as ImportQuery, run)
    return true
  } catch (error) {
    return await run.failed(error)
  } finally {
    run.stopWatching()
  }
}

const givenUp: Problem = {
  status: 500,
  rule: problems['import-given-up'].code,
  detail: {
    en: `The import was begun ${MOST_ATTEMPTS} times and did not end.`,
    sv: `Inläsningen påbörjades ${MOST_ATTEMPTS} gånger och blev inte klar.`
  }
}

type Job = typeof decisionImportJobs.$inferSelect

async function importOf({ database, maxRows, limits, log }: JobSettings, job: Job, options: ImportQuery, run: Run) {
  const { municipalityCode, importId, contentType } = job
  const actor = { ...job.actor, scopes: new Set(job.actor.scopes), roles: new Set(job.actor.roles) }
  const kept = await spool(keptFile(database, job), {
    folder: limits.spoolFolder,
    most: Number.MAX_SAFE_INTEGER,
    tooLarge: () => tooLarge({ en: 'The file is too large.', sv: 'Filen är för stor.' })
  })
  try {
    const reading = { database, municipalityCode, options, maxRows, limits, progress: run.progress }
    const result = await work.run({ lane: 'imports', municipalityCode }, () =>
      importFile(
        reading,
        { source: kept, contentType },
        read =>
          database
            .transaction(async tx => {
              await run.working(tx)
              const claim = (tx: Transaction) => run.claim(tx)
              return await importDecisions(tx, actor, municipalityCode, read, run.progress, { importId, claim })
            })
            .finally(() => run.idle()),
        Number.POSITIVE_INFINITY
      )
    )
    const status = 'id' in result ? result.status : 'refused'
    log.info({ municipalityCode, importId, status }, 'an import was done')
  } finally {
    await kept.close()
  }
}

class Cancelled extends Error {}

const COUNTED = { reading: 'readCount', finding: 'resolvedCount', writing: 'writtenCount' } as const

/** One attempt: tells how far it has come, and looks whether it is to end. */
class Run {
  readonly #settings: JobSettings
  readonly #job: Job
  readonly #began = Date.now()
  readonly #counts = { readCount: 0, resolvedCount: 0, writtenCount: 0 }
  #attempt = 0
  #told = 0
  /** The server's process that does the import's statements. */
  #pid: number | undefined
  #isCancelled = false
  #watch: NodeJS.Timeout | undefined

  constructor(settings: JobSettings, job: Job) {
    this.#settings = settings
    this.#job = job
  }

  get #ref() {
    return { municipalityCode: this.#job.municipalityCode, id: this.#job.importId }
  }

  /** Counts the attempt; whether it is to be made. */
  async begin(): Promise<boolean> {
    const { database } = this.#settings
    const begun = await inRequests(this.#job.municipalityCode, () =>
      database.transaction(async tx => {
        const [job] = await tx
          .update(decisionImportJobs)
          .set({ attempt: sql`${decisionImportJobs.attempt} + 1` })
          .where(and(isJob(this.#job), eq(decisionImportJobs.isCancelled, false)))
          .returning()
        if (job) await tx.update(decisionImports).set({ status: 'reading', progress: null }).where(isImport(this.#ref))
        return job
      })
    )
    if (!begun) return false
    this.#attempt = begun.attempt
    this.#watch = setInterval(() => this.#look().catch(() => {}), 1_000).unref()
    return true
  }

  stopWatching() {
    clearInterval(this.#watch)
  }

  /** Ends the statement under way where somebody has cancelled the import, or the process is to end. */
  async #look() {
    const { database, signal } = this.#settings
    const [job] = await inRequests(this.#job.municipalityCode, () =>
      database.select().from(decisionImportJobs).where(isJob(this.#job))
    )
    this.#isCancelled ||= job?.isCancelled === true
    if (!this.#isCancelled && !signal?.aborted) return
    if (this.#pid === undefined) return
    await inRequests('', () => database.execute(sql`select pg_cancel_backend(${this.#pid}::int)`))
  }

  /** The transaction in which the import is done. */
  async working(tx: Transaction) {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    this.#pid = rows[0]!.pid
  }

  /** The transaction has ended: its connection is somebody else's. */
  idle() {
    this.#pid = undefined
  }

  readonly progress: Progress = async (step, rows) => {
    if (this.#isCancelled || this.#settings.signal?.aborted) throw new Cancelled()
    this.#counts[COUNTED[step]] = rows
    if (Date.now() - this.#told < 1_000) return
    this.#told = Date.now()
    const status = step === 'reading' ? 'reading' : 'running'
    await inRequests(this.#job.municipalityCode, () =>
      this.#settings.database
        .update(decisionImports)
        .set({ status, progress: this.#pace() })
        .where(and(isImport(this.#ref), inArray(decisionImports.status, ['reading', 'running'])))
    )
  }

  /** At the pace so far, of which reading and finding are a fifth each; while the file is read nobody knows its rows. */
  #pace(): ImportProgress {
    const { readCount, resolvedCount, writtenCount } = this.#counts
    const elapsed = Math.max(1, Date.now() - this.#began)
    const share = resolvedCount === 0 ? 0 : 0.2 + (0.2 * resolvedCount + 0.6 * writtenCount) / readCount
    const rows = share === 0 ? readCount : readCount * share
    return {
      ...this.#counts,
      rowsPerSecond: Math.round((rows * 1_000) / elapsed),
      endsAt: share === 0 ? null : new Date(this.#began + elapsed / share).toISOString()
    }
  }

  /** In the import's transaction: from here on it is this attempt's, and nobody else's to cancel. @throws Cancelled */
  async claim(tx: Transaction) {
    this.stopWatching()
    this.idle()
    const mine = await tx
      .delete(decisionImportJobs)
      .where(
        and(isJob(this.#job), eq(decisionImportJobs.attempt, this.#attempt), eq(decisionImportJobs.isCancelled, false))
      )
      .returning()
    if (mine.length === 0) {
      this.#isCancelled = true
      throw new Cancelled()
    }
    await endJob(tx, this.#job)
    const { readCount } = this.#counts
    await tx
      .update(decisionImports)
      .set({ progress: { ...this.#pace(), resolvedCount: readCount, endsAt: null } })
      .where(isImport(this.#ref))
  }

  /** What becomes of an import that did not come to its end: whether it has ended so. */
  async failed(error: unknown): Promise<boolean> {
    const { log, signal } = this.#settings
    if (this.#isCancelled) return await this.end('cancelled')
    if (signal?.aborted) return await this.later()
    const problem = problemOf(error as Error)
    const { importId } = this.#job
    log.warn({ importId, err: error }, 'an import did not come to its end')
    if (problem.status === 503 && this.#attempt < MOST_ATTEMPTS) return await this.later()
    const isRefusal = error instanceof DomainError && problem.status < 500
    return await this.end(isRefusal ? 'refused' : 'failed', problem, problem.violations)
  }

  async later(): Promise<boolean> {
    await inRequests(this.#job.municipalityCode, () =>
      this.#settings.database
        .update(decisionImports)
        .set({ status: 'queued', progress: null })
        .where(and(isImport(this.#ref), inArray(decisionImports.status, [...unended])))
    )
    return false
  }

  async end(
    status: 'cancelled' | 'refused' | 'failed',
    problem?: Problem,
    violations: Violation[] = []
  ): Promise<boolean> {
    const rule = ruleNamed(problem?.rule ?? '')
    // Both languages: it is told in that of whoever asks.
    const told = problem && {
      ...problem.extra,
      type: `/problems/${problem.rule}`,
      title: { en: rule.title, sv: rule.sv.title },
      status: problem.status,
      detail: problem.detail
    }
    await inRequests(this.#job.municipalityCode, () =>
      this.#settings.database.transaction(async tx => {
        await endJob(tx, this.#job)
        await tx
          .update(decisionImports)
          .set({ status, violations, problem: told ?? null })
          .where(and(isImport(this.#ref), inArray(decisionImports.status, [...unended])))
      })
    )
    return true
  }
}
