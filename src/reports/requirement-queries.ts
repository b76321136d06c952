import { sql } from 'drizzle-orm'
import { listOf } from '../records/list.ts'
import { reportRequirements } from './tables.ts'

export type RequirementRow = typeof reportRequirements.$inferSelect

export const requirementList = listOf('report-requirements', reportRequirements, {
  equal: ['agreementId', 'ruleVersionId'],
  filters: {
    schemeId: value => sql`${reportRequirements.ruleVersionId} in (
      select id from scheme_rule_versions
      where municipality_code = ${sql.placeholder('municipalityCode')} and scheme_id = ${value})`
  },
  sorts: ['id', 'updatedAt']
})
