import { listOf } from '../records/list.ts'
import { periodClosings } from './closing-tables.ts'

export const periodClosingList = listOf('period-closings', periodClosings, {
  equal: ['year', 'yearBasis'],
  sorts: ['id', 'updatedAt']
})
