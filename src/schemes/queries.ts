import { sql } from 'drizzle-orm'
import { whether } from '../http/pagination.ts'
import { nameKey } from '../names.ts'
import { listOf } from '../records/list.ts'
import { schemes } from './tables.ts'

export type SchemeRow = typeof schemes.$inferSelect

export const schemeList = listOf('schemes', schemes, {
  equal: ['kind', 'bodyId', 'status'],
  filters: {
    name: value => sql`${schemes.nameKey} = ${value}`,
    category: value => sql`${schemes.categories} @> array[${value}]::text[]`,
    // Which those are is worked out by openings.ts; the day itself says nothing to the database.
    openOn: () => sql`${schemes.id} = any(${sql.placeholder('openIds')}::uuid[])`,
    needsReview: whether(sql`${schemes.needsReview}`, sql`not ${schemes.needsReview}`)
  },
  unknown: { openOn: () => sql`${schemes.id} = any(${sql.placeholder('unknownIds')}::uuid[])` },
  convert: { name: nameKey },
  sorts: ['name', 'updatedAt']
})
