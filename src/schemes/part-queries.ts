import { sql } from 'drizzle-orm'
import { firstDay, lastDay } from '../database/days.ts'
import { type List, recordFilters } from '../http/pagination.ts'
import { schemeRuleVersions, schemeWindows } from './tables.ts'

/** Lists of what belongs to a scheme, which the path names. */

const ofScheme = (table: typeof schemeWindows | typeof schemeRuleVersions) =>
  sql`${table.municipalityCode} = ${sql.placeholder('municipalityCode')} and ${table.schemeId} = ${sql.placeholder('id')}`

export const windowList: List<typeof schemeWindows.$inferSelect> = {
  name: 'scheme-windows',
  select: db => db.select().from(schemeWindows).$dynamic(),
  where: ofScheme(schemeWindows),
  filters: { ...recordFilters(schemeWindows), kind: value => sql`${schemeWindows.kind} = ${value}` },
  sorts: {
    id: { column: schemeWindows.id, of: row => row.id },
    updatedAt: { column: schemeWindows.updatedAt, of: row => row.updatedAt }
  },
  id: { column: schemeWindows.id, of: row => row.id }
}

export const versionList: List<typeof schemeRuleVersions.$inferSelect> = {
  name: 'scheme-rule-versions',
  select: db => db.select().from(schemeRuleVersions).$dynamic(),
  where: ofScheme(schemeRuleVersions),
  filters: {
    ...recordFilters(schemeRuleVersions),
    validOn: value => sql`(valid_from is null or ${firstDay('valid_from')} <= ${value}::date)
      and (valid_to is null or ${lastDay('valid_to')} >= ${value}::date)`
  },
  sorts: {
    id: { column: schemeRuleVersions.id, of: row => row.id },
    updatedAt: { column: schemeRuleVersions.updatedAt, of: row => row.updatedAt }
  },
  id: { column: schemeRuleVersions.id, of: row => row.id }
}
