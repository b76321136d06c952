import { sql } from 'drizzle-orm'
import type { Municipality } from '../../base/actor.ts'
import type { Connection, Database } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { type FileStore, idOf, keyOf } from '../../platform/files/store.ts'
import type { App } from '../../platform/http/app.ts'
import { municipalities } from '../municipalities/tables.ts'

/** What is taken out of the storage: bytes of withdrawn files, and what uploads that were cut off have left. */

const AT_ONCE = 500
/** Milliseconds after which an object without a row is of no upload that goes on. */
const DAY = 86_400_000

/**
 * Takes the bytes of withdrawn files out of the storage, and notes of each that it was done: what one process has not come to, the next does.
 * Answers how many. @throws Unavailable
 */
export async function removeWithdrawn(
  { database, store }: { database: Database; store: FileStore },
  municipalityCode: string,
  signal?: AbortSignal
): Promise<number> {
  for (let removed = 0; ; ) {
    const { rows } = await database.execute<{ id: string }>(sql`
      select gone.id from files gone where ${ofMunicipality(municipalityCode, 'gone')}
        and gone.withdrawn_at is not null and gone.removed_at is null order by gone.id limit ${AT_ONCE}`)
    for (const { id } of rows) {
      signal?.throwIfAborted()
      await store.remove(keyOf({ municipalityCode, id }))
      await database.execute(sql`
        update files set removed_at = statement_timestamp() where municipality_code = ${municipalityCode} and id = ${id}`)
    }
    removed += rows.length
    if (rows.length < AT_ONCE) return removed
  }
}

/** Takes out objects that are older than a day and of no file: an upload ended between object and row. Answers how many. */
export async function removeOrphans(
  { database, store }: { database: Database; store: FileStore },
  municipalityCode: string,
  { now = Date.now(), signal }: { now?: number | undefined; signal?: AbortSignal | undefined } = {}
): Promise<number> {
  let removed = 0
  let held: string[] = []
  const remove = async () => {
    const known = await knownOf(
      database,
      municipalityCode,
      held.flatMap(key => idOf(key) ?? [])
    )
    for (const key of held) {
      signal?.throwIfAborted()
      if (known.has(idOf(key) ?? '')) continue
      await store.remove(key)
      removed += 1
    }
    held = []
  }
  for await (const { key, changedAt } of store.list(municipalityCode)) {
    if (now - changedAt.getTime() < DAY) continue
    held.push(key)
    if (held.length === AT_ONCE) await remove()
  }
  await remove()
  return removed
}

/** Those of the ids that are files whose bytes are kept. */
async function knownOf(db: Connection, municipalityCode: string, ids: string[]): Promise<Set<string>> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select kept.id from files kept where ${ofMunicipality(municipalityCode, 'kept')} and kept.removed_at is null
      and kept.id = any(${sql.param(ids)}::uuid[])`)
  return new Set(rows.map(({ id }) => id))
}

/** Both, of every municipality. @throws AggregateError of what failed, after all were tried */
export async function clearFiles(
  of: { database: Database; store: FileStore },
  options: { now?: number | undefined; signal?: AbortSignal | undefined } = {}
): Promise<number> {
  const failures: unknown[] = []
  let removed = 0
  for (const { code } of await of.database.select({ code: municipalities.municipalityCode }).from(municipalities)) {
    options.signal?.throwIfAborted()
    try {
      removed += await removeWithdrawn(of, code, options.signal)
      removed += await removeOrphans(of, code, options)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `files of ${failures.length} municipalities`)
  return removed
}

/** Before an act of these routes is answered, the bytes of what it withdrew are taken out; where the storage is down the job of the night does it. */
export function removeAtOnce(app: App, store: FileStore): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.method !== 'POST' || reply.statusCode !== 200) return
    const { municipalityCode } = request.params as Municipality
    await removeWithdrawn({ database: app.database, store }, municipalityCode).catch(err =>
      request.log.warn({ err }, 'bytes of withdrawn files are still in the storage')
    )
  })
}
