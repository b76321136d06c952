import { sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type List, recordFilters } from '../http/pagination.ts'
import { budgets, publishedFigures, targetObservations, targets } from './budget-tables.ts'

const ofMunicipality = (column: PgColumn) => sql`${column} = ${sql.placeholder('municipalityCode')}`

export const budgetList: List<typeof budgets.$inferSelect> = {
  name: 'budgets',
  select: db => db.select().from(budgets).$dynamic(),
  where: ofMunicipality(budgets.municipalityCode),
  filters: {
    ...recordFilters(budgets),
    bodyId: value => sql`${budgets.bodyId} = ${value}`,
    schemeId: value => sql`${budgets.schemeId} = ${value}`,
    year: value => sql`${budgets.year} = ${value}`
  },
  sorts: {
    id: { column: budgets.id, of: row => row.id },
    updatedAt: { column: budgets.updatedAt, of: row => row.updatedAt }
  },
  id: { column: budgets.id, of: row => row.id }
}

export const figureList: List<typeof publishedFigures.$inferSelect> = {
  name: 'published-figures',
  select: db => db.select().from(publishedFigures).$dynamic(),
  where: ofMunicipality(publishedFigures.municipalityCode),
  filters: {
    ...recordFilters(publishedFigures),
    bodyId: value => sql`${publishedFigures.bodyId} = ${value}`,
    schemeId: value => sql`${publishedFigures.schemeId} = ${value}`,
    measure: value => sql`${publishedFigures.measure} = ${value}`
  },
  sorts: {
    id: { column: publishedFigures.id, of: row => row.id },
    updatedAt: { column: publishedFigures.updatedAt, of: row => row.updatedAt }
  },
  id: { column: publishedFigures.id, of: row => row.id }
}

export const targetList: List<typeof targets.$inferSelect> = {
  name: 'targets',
  select: db => db.select().from(targets).$dynamic(),
  where: ofMunicipality(targets.municipalityCode),
  filters: {
    ...recordFilters(targets),
    ownerBodyId: value => sql`${targets.ownerBodyId} = ${value}`,
    schemeId: value => sql`${targets.schemeId} = ${value}`
  },
  sorts: {
    id: { column: targets.id, of: row => row.id },
    updatedAt: { column: targets.updatedAt, of: row => row.updatedAt }
  },
  id: { column: targets.id, of: row => row.id }
}

export const observationList: List<typeof targetObservations.$inferSelect> = {
  name: 'target-observations',
  select: db => db.select().from(targetObservations).$dynamic(),
  where: sql`${ofMunicipality(targetObservations.municipalityCode)}
    and ${targetObservations.targetId} = ${sql.placeholder('id')}`,
  filters: {
    ...recordFilters(targetObservations),
    year: value => sql`${targetObservations.year} = ${value}`
  },
  sorts: {
    id: { column: targetObservations.id, of: row => row.id },
    updatedAt: { column: targetObservations.updatedAt, of: row => row.updatedAt }
  },
  id: { column: targetObservations.id, of: row => row.id }
}
