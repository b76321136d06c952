import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Ref } from '../../base/actor.ts'
import { DomainError, Unavailable } from '../../base/errors.ts'
import type { Connection, Database } from './connection.ts'
import { listedCode } from './municipality.ts'
import { prepared } from './prepared.ts'
import { currentWork, type Work, work } from './work.ts'

/**
 * Reads by id that come in one turn of the event loop, of one kind and one municipality, are asked for together: one statement finds
 * them by an array of ids, and each caller is answered its own. What a statement costs on its way, on both sides of the connection,
 * is most of what a read by its key costs (docs/benchmarks.md). Nobody waits for what is under way, and nobody is answered what was
 * read before it was asked for.
 */

/** So many ids are asked for at once, at most. */
const MOST = 100

/** What is answered of each id; undefined where there is none. What it throws is the failure of that id alone. */
export type Answers<Answer> = (id: string) => Answer | undefined
type Read<Answer> = (ids: readonly string[]) => Promise<Answers<Answer>>

type Gathering = {
  ids: Set<string>
  answers: Promise<Answers<unknown>>
  /** The work as which it is read: its standby goes away where the read went on at the primary. */
  as: Work
}

/** What is being gathered: by the standby that is read from, or the database, and by what is asked. */
const open = new WeakMap<object, Map<string, Gathering>>()

/**
 * What `read` answers of the id. `what` names the question and whatever it is asked with beside the ids: callers who say the same are
 * answered by one `read`. In a transaction it is asked at once, and alone.
 */
export async function gathered<Answer>(
  db: Connection,
  what: string,
  { municipalityCode, id }: Ref,
  read: Read<Answer>
): Promise<Answer | undefined> {
  if (!('$client' in db)) return (await read([id]))(id)
  const { ids, answers, as } = gatheringOf(db, `${municipalityCode} ${what}`, id, read as Read<unknown>)
  let answerOf: Answers<Answer>
  try {
    answerOf = (await answers) as Answers<Answer>
  } catch (error) {
    // What cannot be told of one is no failure of the others: each asks alone.
    if (ids.size === 1 || !isOfRow(error)) throw error
    answerOf = await read([id])
  }
  if (!as.standby) db.$client.goOnHere()
  return answerOf(id)
}

function gatheringOf(db: Database, asked: string, id: string, read: Read<unknown>): Gathering {
  const current = currentWork()
  const owner = current.standby ?? db
  let all = open.get(owner)
  if (!all) {
    all = new Map()
    open.set(owner, all)
  }
  const key = `${current.lane} ${asked}`
  let gathering = all.get(key)
  if (!gathering) {
    const ids = new Set<string>()
    const as = { ...current, isGathered: true }
    const answers = new Promise<Answers<unknown>>((resolve, reject) => {
      setImmediate(() => {
        if (all.get(key) === gathering) all.delete(key)
        work.run(as, () => read([...ids])).then(resolve, reject)
      })
    })
    gathering = { ids, answers, as }
    all.set(key, gathering)
  }
  gathering.ids.add(id)
  if (gathering.ids.size >= MOST) all.delete(key)
  return gathering
}

/** A row that cannot be told: by PostgreSQL (class 22, data exceptions), or here (a sum that is too large). */
function isOfRow(failure: unknown): boolean {
  if (failure instanceof DomainError) return !(failure instanceof Unavailable)
  const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure
  return String((cause as { code?: unknown } | undefined)?.code ?? '').startsWith('22')
}

type Selected<Row> = {
  where(condition: SQL): { prepare(name: string): { execute(values: Record<string, unknown>): Promise<Row[]> } }
}
type Key = { municipalityCode: PgColumn; id: PgColumn }

/** The condition of a statement of many: those of the municipality whose column is one of `ids`. */
export const amongIds = (municipalityCode: PgColumn, column: PgColumn) =>
  sql`${municipalityCode} = ${listedCode} and ${column} = any(${sql.placeholder('ids')}::uuid[])`

/**
 * The row with the id; undefined where there is none. The statement that `select` builds is prepared under the name `what`, and bound to
 * `values` beside the municipality's code and the ids.
 */
export async function readById<Row extends { id: string }>(
  db: Connection,
  what: string,
  { table, select }: { table: Key; select: (db: Connection) => unknown },
  ref: Ref,
  values: Record<string, string> = {}
): Promise<Row | undefined> {
  const asked = [what, ...Object.values(values)].join(' ')
  return await gathered(db, asked, ref, async ids => {
    const query = prepared(db, what, () =>
      (select(db) as Selected<Row>).where(amongIds(table.municipalityCode, table.id))
    )
    return byId(await query.execute({ ...values, municipalityCode: ref.municipalityCode, ids }))
  })
}

/** Answers each id with its row. */
export function byId<Row extends { id: string }>(rows: readonly Row[]): Answers<Row> {
  if (rows.length === 1) {
    const [row] = rows
    return id => (row!.id === id ? row : undefined)
  }
  const found = new Map(rows.map(row => [row.id, row]))
  return id => found.get(id)
}
