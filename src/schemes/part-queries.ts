import { sql } from 'drizzle-orm'
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

/** The last day that an end of this precision may be, as day-rules.ts spanOf. */
const lastDay = sql`${schemeRuleVersions.validTo} + case ${schemeRuleVersions.validToPrecision}
  when 'month' then interval '1 month - 1 day' when 'season' then interval '3 months - 1 day'
  when 'year' then interval '1 year - 1 day' else interval '0' end`

export const versionList: List<typeof schemeRuleVersions.$inferSelect> = {
  name: 'scheme-rule-versions',
  select: db => db.select().from(schemeRuleVersions).$dynamic(),
  where: ofScheme(schemeRuleVersions),
  filters: {
    ...recordFilters(schemeRuleVersions),
    validOn: value => sql`(${schemeRuleVersions.validFrom} is null or ${schemeRuleVersions.validFrom} <= ${value}::date)
      and (${schemeRuleVersions.validTo} is null or ${lastDay} >= ${value}::date)`
  },
  sorts: {
    id: { column: schemeRuleVersions.id, of: row => row.id },
    updatedAt: { column: schemeRuleVersions.updatedAt, of: row => row.updatedAt }
  },
  id: { column: schemeRuleVersions.id, of: row => row.id }
}
