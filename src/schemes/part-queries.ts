import { sql } from 'drizzle-orm'
import { firstDay, lastDay } from '../database/days.ts'
import { listOf } from '../records/list.ts'
import { schemeRuleVersions, schemeWindows } from './tables.ts'

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
