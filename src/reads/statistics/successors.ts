import { type SQL, sql } from 'drizzle-orm'

/** How many successions are followed: more than there can be, should a cycle ever come to be stored. */
const MOST = 100

/** Each body of the municipality, `body_id`, and the one that took over from it last, `heir_id`: itself if none did. */
export function heirs(municipalityCode: string): SQL {
  return sql`
    with recursive line as (
      select id as body_id, id as heir_id, 0 as step from bodies where municipality_code = ${municipalityCode}
      union all
      select line.body_id, body.successor_id, line.step + 1
      from line join bodies body on body.municipality_code = ${municipalityCode} and body.id = line.heir_id
      where body.successor_id is not null and line.step < ${MOST}
    )
    select distinct on (body_id) body_id, heir_id from line order by body_id, step desc`
}

/** Condition: the body of the entry has come to be the same as this one. */
export function sameHeir(municipalityCode: string, bodyId: string): SQL {
  const heir = sql`select heir_id from (${heirs(municipalityCode)}) own where own.body_id = ${bodyId}`
  return sql`heirs.heir_id = (${heir})`
}
