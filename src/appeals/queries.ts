import { sql } from 'drizzle-orm'
import { listOf } from '../records/list.ts'
import { decisionAppeals } from './tables.ts'

export type AppealRow = typeof decisionAppeals.$inferSelect

export const appealList = listOf('decision-appeals', decisionAppeals, {
  equal: ['decisionId', 'outcome', 'unpaidInstalments'],
  filters: {
    pending: value => sql`(${decisionAppeals.outcome} is null) = ${value}::boolean`
  },
  sorts: ['lodgedOn', 'updatedAt']
})
