import { sql } from 'drizzle-orm'
import { type List, recordFilters } from '../http/pagination.ts'
import { periodClosings } from './closing-tables.ts'

export const periodClosingList: List<typeof periodClosings.$inferSelect> = {
  name: 'period-closings',
  select: db => db.select().from(periodClosings).$dynamic(),
  where: sql`${periodClosings.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(periodClosings),
    year: value => sql`${periodClosings.year} = ${value}`,
    yearBasis: value => sql`${periodClosings.yearBasis} = ${value}`
  },
  sorts: {
    id: { column: periodClosings.id, of: row => row.id },
    updatedAt: { column: periodClosings.updatedAt, of: row => row.updatedAt }
  },
  id: { column: periodClosings.id, of: row => row.id }
}
