import { sql } from 'drizzle-orm'
import { type List, recordFilters } from '../http/pagination.ts'
import { nameKey } from '../names.ts'
import { bodies } from './tables.ts'

export type BodyRow = typeof bodies.$inferSelect

export const bodyList: List<BodyRow> = {
  name: 'bodies',
  select: db => db.select().from(bodies).$dynamic(),
  where: sql`${bodies.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(bodies),
    name: value => sql`${bodies.nameKey} = ${value}`,
    kind: value => sql`${bodies.kind} = ${value}`,
    parentId: value => sql`${bodies.parentId} = ${value}`
  },
  convert: { name: nameKey },
  sorts: {
    name: { column: bodies.name, of: row => row.name },
    updatedAt: { column: bodies.updatedAt, of: row => row.updatedAt }
  },
  id: { column: bodies.id, of: row => row.id }
}
