import { and, eq, isNull } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../database/connection.ts'
import { MunicipalityCode, Strict } from '../http/schemas.ts'
import type { Named } from './kinds.ts'
import type { ListedTable } from './list.ts'

/** The path of a record that is named by the caller's own reference: `…/by-reference/:source/:reference`. */
export const ByReference = Strict({
  municipalityCode: MunicipalityCode,
  source: Type.String({
    maxLength: 100,
    description: 'System whose reference it is; api unless told when registered',
    example: 'api'
  }),
  reference: Type.String({ maxLength: 200, description: "The caller's own reference", example: 'IOP-3' })
})

/** The record that stands under the caller's own reference. `what`: what the error calls it. @throws NotFound */
export async function findByReference(
  db: Connection,
  table: ListedTable & { source: PgColumn; reference: PgColumn },
  what: string,
  { municipalityCode, source, reference }: Named
): Promise<Ref> {
  const [row] = await db
    .select({ id: table.id })
    .from(table as PgTable)
    .where(
      and(
        eq(table.municipalityCode, municipalityCode),
        eq(table.source, source),
        eq(table.reference, reference),
        isNull(table.withdrawnAt)
      )
    )
  if (!row) throw new NotFound(what, `${source}/${reference}`)
  return { municipalityCode, id: row.id as string }
}
