import { sql } from 'drizzle-orm'
import { whether } from '../http/pagination.ts'
import { nameKey } from '../names.ts'
import { listOf } from '../records/list.ts'
import { schemes } from './tables.ts'

export type SchemeRow = typeof schemes.$inferSelect

// Which those are is worked out by openings.ts; the day itself says nothing to the database.
const isAnswered = () => sql`${schemes.id} = any(${sql.placeholder('openIds')}::uuid[])`
const isUnknown = () => sql`${schemes.id} = any(${sql.placeholder('unknownIds')}::uuid[])`

export const schemeList = listOf('schemes', schemes, {
  equal: ['kind', 'bodyId', 'status'],
  filters: {
    name: value => sql`${schemes.nameKey} = ${value}`,
    category: value => sql`${schemes.categories} @> array[${value}]::text[]`,
    open: isAnswered,
    validOn: isAnswered,
    needsReview: whether(sql`${schemes.needsReview}`, sql`not ${schemes.needsReview}`)
  },
  unknown: { open: isUnknown, validOn: isUnknown },
  convert: { name: nameKey },
  sorts: ['name', 'updatedAt']
})
