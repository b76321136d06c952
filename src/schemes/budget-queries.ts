import { listOf } from '../records/list.ts'
import { budgets, publishedFigures, targetObservations, targets } from './budget-tables.ts'

export const budgetList = listOf('budgets', budgets, {
  equal: ['bodyId', 'schemeId', 'year'],
  sorts: ['id', 'updatedAt']
})

export const figureList = listOf('published-figures', publishedFigures, {
  equal: ['bodyId', 'schemeId', 'measure'],
  sorts: ['id', 'updatedAt']
})

export const targetList = listOf('targets', targets, {
  equal: ['ownerBodyId', 'schemeId'],
  sorts: ['id', 'updatedAt']
})

export const observationList = listOf('target-observations', targetObservations, {
  of: targetObservations.targetId,
  equal: ['year'],
  sorts: ['id', 'updatedAt']
})
