import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Conflict } from '../base/errors.ts'
import type { Transaction } from '../platform/database/connection.ts'
import { problems } from './problems.ts'

/**
 * Imports of a municipality take turns. Whoever waits holds no connection: within the process in a queue, beside other
 * processes by asking again.
 */

/** How many may wait for a municipality's turn: each holds its file. */
const MOST_WAITING = 20
/** Milliseconds that one waits, and between two questions whether another process has done. */
const PATIENCE = 120_000
const ASK_AGAIN = 250
/** Seconds after which it is worth sending the file again. */
const RETRY_AFTER = 10

/** Another process imports into the municipality. */
export class Taken extends Error {}

const turns = new Map<string, { last: Promise<unknown>; waiting: number }>()

/**
 * Does an import when it is its turn: reads the file once, then does what was read of it, again where another process had
 * the turn (`takeTurn` throws, and nothing has changed). `patience`: milliseconds.
 * @throws Conflict (`import-in-progress`) when the turn did not come in time, or too many wait
 */
export async function inTurn<R, T>(
  municipalityCode: string,
  read: () => Promise<R>,
  importing: (file: R) => Promise<T>,
  patience = PATIENCE
): Promise<T> {
  const turn = turns.get(municipalityCode) ?? { last: Promise.resolve(), waiting: 0 }
  if (turn.waiting >= MOST_WAITING) throw inProgress()
  turns.set(municipalityCode, turn)
  turn.waiting++
  const deadline = Date.now() + patience
  const mine = turn.last.then(async () => {
    if (Date.now() > deadline) throw inProgress()
    const file = await read()
    return await attempt(() => importing(file), deadline)
  })
  turn.last = mine.catch(() => {})
  try {
    return await mine
  } finally {
    turn.waiting--
    if (turn.waiting === 0) turns.delete(municipalityCode)
  }
}

async function attempt<T>(importing: () => Promise<T>, deadline: number): Promise<T> {
  for (;;) {
    try {
      return await importing()
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      if (Date.now() > deadline) throw inProgress()
      await sleep(ASK_AGAIN)
    }
  }
}

/** Takes the municipality's turn beside other processes, until the transaction ends. @throws what `inTurn` waits for */
export async function takeTurn(tx: Transaction, municipalityCode: string): Promise<void> {
  const lock = sql`hashtextextended(${`import ${municipalityCode}`}, 0)`
  const { rows } = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lock}) as mine`)
  if (!rows[0]!.mine) throw new Taken('Another process imports into the municipality.')
}

function inProgress(): Conflict {
  const detail = {
    en: 'Other files are being imported into this municipality; this one was not begun. Send it again later.',
    sv: 'Andra filer läses in i kommunen; den här har inte påbörjats. Skicka den igen senare.'
  }
  return new Conflict(problems['import-in-progress'], detail, [], {}, RETRY_AFTER)
}
