import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bodies } from '../bodies/record.ts'
import { day, id, money, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { keysOf, ofPercent, percent, precision, refersTo } from '../database/table-keys.ts'
import { decisions } from '../decisions/record.ts'
import type { Certainty, FigureMeasure, TargetBound, TargetMeasure } from './budget-rules.ts'
import { schemes } from './tables.ts'

/** What a body may grant in a year, under a scheme or under all of them. */
export const budgets = pgTable(
  'budgets',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    bodyId: uuid().notNull(),
    schemeId: uuid(),
    year: integer().notNull(),
    amount: money(),
    certainty: text().$type<Certainty>().notNull(),
    decisionId: uuid(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('budgets', table),
    uniqueIndex('budget_exists_of_scheme')
      .on(table.municipalityCode, table.bodyId, table.year, table.schemeId)
      .where(sql`withdrawn_at is null and scheme_id is not null`),
    uniqueIndex('budget_exists_of_body')
      .on(table.municipalityCode, table.bodyId, table.year)
      .where(sql`withdrawn_at is null and scheme_id is null`),
    refersTo('budgets_body_fk', table, table.bodyId, bodies),
    refersTo('budgets_scheme_fk', table, table.schemeId, schemes),
    refersTo('budgets_decision_fk', table, table.decisionId, decisions),
    check('budgets_certainty', sql`(amount is not null) = (certainty in ('exact', 'approximate'))`),
    check('budgets_not_negative', sql`amount >= 0`)
  ]
)

/** Figures as somebody published them, mostly approximate; in no sum, ever. */
export const publishedFigures = pgTable(
  'published_figures',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    bodyId: uuid(),
    schemeId: uuid(),
    label: text().notNull(),
    measure: text().$type<FigureMeasure>().notNull(),
    amount: money(),
    certainty: text().$type<Certainty>().notNull(),
    amountPer: text().$type<'year' | 'total'>(),
    yearFrom: integer(),
    yearTo: integer(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('published_figures', table),
    refersTo('published_figures_body_fk', table, table.bodyId, bodies),
    refersTo('published_figures_scheme_fk', table, table.schemeId, schemes),
    check('published_figures_years', sql`year_to >= year_from`)
  ]
)

/** What a body wants of its money: “at least 20 % to activities for children and young people”. */
export const targets = pgTable(
  'targets',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    ownerBodyId: uuid().notNull(),
    text: text().notNull(),
    measure: text().$type<TargetMeasure>().notNull(),
    bound: text().$type<TargetBound>().notNull(),
    percent: percent(),
    targetGroup: text(),
    /** Of what the share is, in words; the money of the owner, or of one scheme of it, where it is computed. */
    denominator: text(),
    schemeId: uuid(),
    yearFrom: integer(),
    yearTo: integer(),
    decisionId: uuid(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('targets', table),
    index('targets_owner').on(table.municipalityCode, table.ownerBodyId, table.id),
    refersTo('targets_owner_fk', table, table.ownerBodyId, bodies),
    refersTo('targets_scheme_fk', table, table.schemeId, schemes),
    refersTo('targets_decision_fk', table, table.decisionId, decisions),
    check('targets_years', sql`year_to >= year_from`),
    ofPercent('targets_percent', sql`percent`)
  ]
)

/** What somebody has seen of a target on a day, by hand. */
export const targetObservations = pgTable(
  'target_observations',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    targetId: uuid().notNull(),
    observedOn: day().notNull(),
    observedOnPrecision: precision(),
    /** The year that the observation is of. */
    year: integer(),
    percent: percent(),
    certainty: text().$type<Certainty>().notNull(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('target_observations', table),
    index('target_observations_target').on(table.municipalityCode, table.targetId, table.observedOn),
    refersTo('target_observations_target_fk', table, table.targetId, targets),
    ofPercent('target_observations_percent', sql`percent`),
    check('target_observations_certainty', sql`(percent is not null) = (certainty in ('exact', 'approximate'))`)
  ]
)
