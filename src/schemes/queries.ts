import { sql } from 'drizzle-orm'
import { type List, recordFilters, whether } from '../http/pagination.ts'
import { nameKey } from '../names.ts'
import { schemes } from './tables.ts'

export type SchemeRow = typeof schemes.$inferSelect

export const schemeList: List<SchemeRow> = {
  name: 'schemes',
  select: db => db.select().from(schemes).$dynamic(),
  where: sql`${schemes.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(schemes),
    name: value => sql`${schemes.nameKey} = ${value}`,
    kind: value => sql`${schemes.kind} = ${value}`,
    bodyId: value => sql`${schemes.bodyId} = ${value}`,
    status: value => sql`${schemes.status} = ${value}`,
    category: value => sql`${schemes.categories} @> array[${value}]::text[]`,
    // Which those are is worked out by openings.ts; the day itself says nothing to the database.
    openOn: () => sql`${schemes.id} = any(${sql.placeholder('openIds')}::uuid[])`,
    needsReview: whether(sql`${schemes.needsReview}`, sql`not ${schemes.needsReview}`)
  },
  unknown: { openOn: () => sql`${schemes.id} = any(${sql.placeholder('unknownIds')}::uuid[])` },
  convert: { name: nameKey },
  sorts: {
    name: { column: schemes.name, of: row => row.name },
    updatedAt: { column: schemes.updatedAt, of: row => row.updatedAt }
  },
  id: { column: schemes.id, of: row => row.id }
}
