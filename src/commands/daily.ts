import type pino from 'pino'
import type { Config } from '../config.ts'
import { clearForgotten } from '../imports/finding/staging.ts'
import { followUpReports } from '../money/reports/jobs.ts'
import { carryOutRetention } from '../personal-data/jobs.ts'
import type { Database } from '../platform/database/connection.ts'
import { openStore } from '../platform/files/open-store.ts'
import { describeError } from '../platform/http/failures.ts'
import { clearDeliveries } from '../platform/webhooks/clearing.ts'
import { remindOfWork } from '../reads/work-list/reminders.ts'
import { clearFiles } from '../register/files/clearing.ts'

export type Log = Pick<pino.BaseLogger, 'debug' | 'info' | 'warn' | 'error'>
export type DailyOptions = {
  database: Database
  log: Log
  /** Says what files of imports may be, where webhooks may be sent, and for how long what was sent is kept. */
  config: Config
}

/** Hour and minute in Sweden at which the daily jobs run; in no night of the year does it come twice or not at all. */
export const DAILY_AT = '05:10'

type Digest = { min: number; hour: number; date: number; month: number }
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', hour: '2-digit', minute: '2-digit' })

/** Whether a minute, which graphile-worker tells in UTC and without its year, is the one at which the daily jobs run. */
export function isDailyTime({ min, hour, date, month }: Digest, year = new Date().getUTCFullYear()): boolean {
  return clock.format(Date.UTC(year, month - 1, date, hour, min)) === DAILY_AT
}

/**
 * What is done each day, and when the service starts: what nobody needs any longer is cleared, what is expected and overdue is followed
 * up, and what comes up is reminded of. `payload`: `on`, the day that is taken for today.
 * @throws Error of the first that failed, after all were tried
 */
export async function doDaily(
  { database, log, config }: DailyOptions,
  payload: unknown,
  signal?: AbortSignal
): Promise<void> {
  const { on } = (payload ?? {}) as { on?: string }
  const failures: unknown[] = []
  /** What fails of one does not keep the others from being done. */
  const attempt = async (failed: string, act: () => Promise<void>) => {
    try {
      await act()
    } catch (error) {
      const errors = error instanceof AggregateError ? error.errors : [error]
      for (const err of errors) log.error({ err }, failed)
      failures.push(...errors)
    }
  }
  await attempt('what is no longer needed was not cleared', async () => {
    const forgotten = await clearDeliveries(database, config.webhookLogDays, signal)
    if (forgotten > 0) log.info({ rows: forgotten }, 'old deliveries of webhooks were cleared')
    const cleared = await clearForgotten(database)
    if (cleared > 0) log.info({ rows: cleared }, 'staged rows of imports that did not end were cleared')
  })
  await attempt('reports were not followed up', async () => {
    log.info(await followUpReports(database, { on, signal }), 'reports followed up')
  })
  await attempt('retention rules were not carried out', async () => {
    const erased = await carryOutRetention(database, { on, signal })
    if (erased > 0) log.info({ erased }, 'personal data past its time were erased')
  })
  await attempt('files were not cleared', async () => {
    const removed = await clearFiles({ database, store: await openStore(config.files) }, { signal })
    if (removed > 0)
      log.info({ objects: removed }, 'bytes of withdrawn files, and of uploads that were cut off, were taken out')
  })
  await attempt('reminders of what is coming up were not given', async () => {
    const given = await remindOfWork(database, { on, signal })
    if (given > 0) log.info({ reminders: given }, 'reminders of what is coming up were given')
  })
  // It is kept with the job: what a query held must not be.
  if (failures.length > 0) throw new Error(describeError(failures[0] as Error).message)
}
