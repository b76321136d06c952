import { jobActor } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Database } from '../../platform/database/connection.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { refreshTerms } from '../../register/agreements/refresh.ts'
import { municipalities } from '../../register/municipalities/tables.ts'
import { expectReports } from './expecting.ts'
import { remindReports } from './reminders.ts'
import { reportRequirements } from './requirement-record.ts'
import { requirementsBehind } from './wanted.ts'

/** Who does what is done daily; events and histories name them. */
const expecter = jobActor('expect-reports')
const reminder = jobActor('remind-reports')

export type FollowUp = { addedCount: number; movedCount: number; withdrawnCount: number; reminders: number }

type Options = {
  /** The day that it is done for; today unless told. */
  on?: string
  /** Ends the work between two transactions. */
  signal?: AbortSignal
}

/**
 * What is done every day for all municipalities: agreements are found by what their terms say today, reports that
 * requirements ask for are expected, then reminders are given.
 * Done again it does nothing; several at once share the work. What fails for one requirement or municipality does not
 * keep the others from theirs. @throws AggregateError of what failed
 */
export async function followUpReports(database: Database, { on = today(), signal }: Options = {}): Promise<FollowUp> {
  const sums: FollowUp = { addedCount: 0, movedCount: 0, withdrawnCount: 0, reminders: 0 }
  const failures: unknown[] = []
  const attempt = async (work: () => Promise<unknown[]>) => {
    signal?.throwIfAborted()
    failures.push(...(await work().catch(error => [error])))
  }
  const codes = await database.select({ code: municipalities.municipalityCode }).from(municipalities)
  for (const { code } of codes) {
    await attempt(() => refreshTerms(database, code, signal).then(() => []))
    await attempt(() => expectAll(database, code, on, sums, signal))
    await attempt(() => remindAll(database, code, on, sums, signal))
  }
  signal?.throwIfAborted()
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of the daily tasks failed`)
  return sums
}

async function expectAll(
  database: Database,
  municipalityCode: string,
  on: string,
  sums: FollowUp,
  signal?: AbortSignal
) {
  const failures: unknown[] = []
  for (const id of await requirementsBehind(database, municipalityCode, on)) {
    signal?.throwIfAborted()
    try {
      const done = await database.transaction(async tx => {
        const row = await lockRecord(tx, reportRequirements, 'reportRequirement', { municipalityCode, id })
        return await expectReports(tx, expecter, row, on)
      })
      for (const name of ['addedCount', 'movedCount', 'withdrawnCount'] as const) sums[name] += done[name]
    } catch (error) {
      failures.push(error)
    }
  }
  return failures
}

async function remindAll(
  database: Database,
  municipalityCode: string,
  on: string,
  sums: FollowUp,
  signal?: AbortSignal
) {
  for (let more = true; more; ) {
    signal?.throwIfAborted()
    const done = await database.transaction(tx => remindReports(tx, reminder, municipalityCode, on))
    sums.reminders += done.given
    more = done.more
  }
  return []
}
