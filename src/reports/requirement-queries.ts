import { sql } from 'drizzle-orm'
import { type List, recordFilters } from '../http/pagination.ts'
import { reportRequirements } from './tables.ts'

export type RequirementRow = typeof reportRequirements.$inferSelect

export const requirementList: List<RequirementRow> = {
  name: 'report-requirements',
  select: db => db.select().from(reportRequirements).$dynamic(),
  where: sql`${reportRequirements.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(reportRequirements),
    agreementId: value => sql`${reportRequirements.agreementId} = ${value}`,
    ruleVersionId: value => sql`${reportRequirements.ruleVersionId} = ${value}`,
    schemeId: value => sql`${reportRequirements.ruleVersionId} in (
      select id from scheme_rule_versions
      where municipality_code = ${sql.placeholder('municipalityCode')} and scheme_id = ${value})`
  },
  sorts: {
    id: { column: reportRequirements.id, of: row => row.id },
    updatedAt: { column: reportRequirements.updatedAt, of: row => row.updatedAt }
  },
  id: { column: reportRequirements.id, of: row => row.id }
}
