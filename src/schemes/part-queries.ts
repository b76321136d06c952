import { sql } from 'drizzle-orm'
import { firstDay, lastDay } from '../database/days.ts'
import type { List } from '../http/pagination.ts'
import { listOf } from '../records/list.ts'
import { schemeRuleVersions, schemeStatusChanges, schemeWindows } from './tables.ts'

/** Lists of what belongs to a scheme, which the path names. */

export const windowList = listOf('scheme-windows', schemeWindows, {
  of: schemeWindows.schemeId,
  equal: ['kind'],
  sorts: ['id', 'updatedAt']
})

export const versionList = listOf('scheme-rule-versions', schemeRuleVersions, {
  of: schemeRuleVersions.schemeId,
  filters: {
    validOn: value => sql`(valid_from is null or ${firstDay('valid_from')} <= ${value}::date)
      and (valid_to is null or ${lastDay('valid_to')} >= ${value}::date)`
  },
  sorts: ['id', 'updatedAt']
})

/** What was said of the status of a scheme, in the order it was recorded. */
export const schemeStatusList: List<typeof schemeStatusChanges.$inferSelect> = {
  name: 'scheme-statuses',
  select: db => db.select().from(schemeStatusChanges).$dynamic(),
  where: sql`${schemeStatusChanges.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${schemeStatusChanges.schemeId} = ${sql.placeholder('id')}`,
  filters: {},
  sorts: { id: { column: schemeStatusChanges.id, of: row => row.id } },
  id: { column: schemeStatusChanges.id, of: row => row.id }
}
