import { sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import { type BodyRow, bodies } from './record.ts'

type Relative = Pick<BodyRow, 'id' | 'name' | 'kind' | 'validFrom' | 'validTo' | 'successorId'> & {
  successionCount: number
}

/** Everybody that the body took over from, and that took over from it, nearest first. @throws NotFound */
export async function findLineage(db: Connection, ref: Ref) {
  const { id, municipalityCode } = await findRecord(db, bodies, 'body', ref)
  const walk = async (next: string) => {
    const { rows } = await db.execute<Relative>(sql`
      with recursive line as (
        select id, successor_id, 0 as steps from bodies where municipality_code = ${municipalityCode} and id = ${id}
        union
        select body.id, body.successor_id, line.steps + 1
        from line join bodies body on body.municipality_code = ${municipalityCode} and ${sql.raw(next)}
        where line.steps < 100 and body.withdrawn_at is null
      )
      select id, name, kind, valid_from as "validFrom", valid_to as "validTo", body.successor_id as "successorId",
             steps as "successionCount"
      from line join bodies body using (id) where municipality_code = ${municipalityCode} and steps > 0
      order by steps, body.valid_from nulls last, id`)
    return rows
  }
  const predecessors = await walk('body.successor_id = line.id')
  const successors = await walk('body.id = line.successor_id')
  return { bodyId: id, lastSuccessorId: successors.at(-1)?.id ?? id, predecessors, successors }
}
