import { sql } from 'drizzle-orm'
import { ALIKE } from '../../register/organisations/rules.ts'
import { breathe } from '../files/raw.ts'
import { KnownNames, type Named } from './alike.ts'
import type { Context } from './context.ts'

/** How many known organisations are offered for a new one. */
const OFFERED = 5

/** Up to so many new names are looked up by the index of names; more are compared with all names, read once. */
const FEW = 8

/** Milliseconds for which comparing keeps other work of the process waiting. */
const LONGEST_TURN = 20

type Known = Named & { name: string }

/**
 * Existing organisations that new ones may be: offered to a person, never merged by guess. The index of trigrams finds
 * nearly all names for names that begin alike (`Föreningen …`) and PostgreSQL then compares each with each: 400 of them
 * against 5 400 took most of a minute.
 */
export async function findCandidates({ tx, municipalityCode }: Context): Promise<void> {
  const { rows: fresh } = await tx.execute<Named>(sql`
    select distinct on (id) id, search_key as key, twin_key as "twinKey", show_trgm(search_key) as trigrams
    from import_organisations where is_new order by id, position`)
  if (fresh.length === 0) return
  await tx.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(ALIKE)}, true)`)
  const few = fresh.length <= FEW
  const looked = sql.join(
    fresh.map(({ key, twinKey }) => sql`search_key % ${key} or twin_key = ${twinKey}`),
    sql` or `
  )
  const { rows: known } = await tx.execute<Known>(sql`
    select id, name, search_key as key, twin_key as "twinKey", show_trgm(search_key) as trigrams from organisations
    where municipality_code = ${municipalityCode} and withdrawn_at is null and merged_into_id is null
      ${few ? sql`and (${looked})` : sql``}`)
  if (known.length === 0) return
  const names = new KnownNames(known)
  const offered: { id: string; candidates: { id: string; name: string }[] }[] = []
  let since = performance.now()
  for (const name of fresh) {
    const candidates = names.likest(name, ALIKE, OFFERED).map(({ name: { id, name } }) => ({ id, name }))
    if (candidates.length > 0) offered.push({ id: name.id, candidates })
    if (performance.now() - since < LONGEST_TURN) continue
    await breathe()
    since = performance.now()
  }
  await tx.execute(sql`
    insert into import_candidates select * from jsonb_populate_recordset(null::import_candidates, ${JSON.stringify(offered)})`)
}
