import { sql } from 'drizzle-orm'
import { type List, recordFilters } from '../http/pagination.ts'
import { decisionAppeals } from './tables.ts'

export type AppealRow = typeof decisionAppeals.$inferSelect

export const appealList: List<AppealRow> = {
  name: 'decision-appeals',
  select: db => db.select().from(decisionAppeals).$dynamic(),
  where: sql`${decisionAppeals.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(decisionAppeals),
    decisionId: value => sql`${decisionAppeals.decisionId} = ${value}`,
    pending: value => sql`(${decisionAppeals.outcome} is null) = ${value}::boolean`,
    outcome: value => sql`${decisionAppeals.outcome} = ${value}`,
    unpaidInstalments: value => sql`${decisionAppeals.unpaidInstalments} = ${value}`
  },
  sorts: {
    lodgedOn: { column: decisionAppeals.lodgedOn, of: row => row.lodgedOn },
    updatedAt: { column: decisionAppeals.updatedAt, of: row => row.updatedAt }
  },
  id: { column: decisionAppeals.id, of: row => row.id }
}
