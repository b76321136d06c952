import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bodies } from '../bodies/record.ts'
import { day, id, instant, municipalityCode, named, provenance, swedishText, tracked } from '../database/columns.ts'
import { keysOf, ofPercent, percent, precision, refersTo } from '../database/table-keys.ts'
import { decisions } from '../decisions/record.ts'
import type { AmountBasis, Referral, SchemeKind, SchemeStatus } from './rules.ts'
import type { AdvanceBasis, ClauseAnswer, DelegationLimit, Eligibility, LateLadder } from './version-rules.ts'
import type { WindowKind } from './window-rules.ts'

/** Grant schemes (bidragsformer): what can be sought, and from which body. */
export const schemes = pgTable(
  'schemes',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    name: swedishText().notNull(),
    nameKey: text().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: text().array().notNull().default([]),
    kind: text().$type<SchemeKind>().notNull(),
    bodyId: uuid(),
    description: text(),
    /** The status that was recorded last; scheme_statuses holds all of them with their days. */
    status: text().$type<SchemeStatus>().notNull().default('notStated'),
    amountBasis: text().$type<AmountBasis>().notNull().default('notStated'),
    categories: text().array().notNull().default([]),
    /** Where those can turn whom the scheme does not help, or no longer helps. */
    referrals: jsonb().$type<Referral[]>().notNull().default([]),
    needsReview: boolean().notNull().default(false),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('schemes', table),
    index('schemes_name_key').on(table.municipalityCode, table.nameKey),
    index('schemes_kind').on(table.municipalityCode, table.kind, table.name, table.id),
    index('schemes_body').on(table.municipalityCode, table.bodyId, table.name, table.id),
    index('schemes_categories').using('gin', table.municipalityCode, table.categories),
    index('schemes_name').on(table.municipalityCode, table.name, table.id),
    index('schemes_needs_review').on(table.municipalityCode, table.name, table.id).where(sql`needs_review`),
    index('schemes_withdrawn').on(table.municipalityCode, table.name, table.id).where(sql`withdrawn_at is not null`),
    index('schemes_status').on(table.municipalityCode, table.status, table.name, table.id),
    refersTo('schemes_body_fk', table, table.bodyId, bodies)
  ]
)

/** What was said of whether a scheme is open, paused or closed. Rows are only added. */
export const schemeStatusChanges = pgTable(
  'scheme_status_changes',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    schemeId: uuid().notNull(),
    status: text().$type<SchemeStatus>().notNull(),
    effectiveOn: day(),
    effectiveOnPrecision: precision(),
    observedOn: day(),
    reason: text(),
    decisionId: uuid(),
    ...provenance(),
    createdAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'scheme_status_changes_pk', columns: [table.municipalityCode, table.id] }),
    index('scheme_status_changes_scheme').on(table.municipalityCode, table.schemeId, table.id),
    refersTo('scheme_status_changes_scheme_fk', table, table.schemeId, schemes),
    refersTo('scheme_status_changes_decision_fk', table, table.decisionId, decisions)
  ]
)

/** The rules of a scheme (bidragsreglemente) as they hold from a day; a change of rules is a new version. */
export const schemeRuleVersions = pgTable(
  'scheme_rule_versions',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    schemeId: uuid().notNull(),
    title: text(),
    /** Null: not stated. */
    validFrom: day(),
    validFromPrecision: precision(),
    /** Null: until replaced. */
    validTo: day(),
    validToPrecision: precision(),
    adoptedByDecisionId: uuid(),
    adoptedOn: day(),
    adoptedOnPrecision: precision(),
    changeReason: text(),
    repaymentClause: text().$type<ClauseAnswer>().notNull().default('notStated'),
    repaymentText: text(),
    repaymentThresholdPercent: percent(),
    criteria: text().array().notNull().default([]),
    eligibility: jsonb().$type<Eligibility[]>().notNull().default([]),
    grantYearsMin: integer(),
    grantYearsMax: integer(),
    lateLadder: jsonb().$type<LateLadder>(),
    delegationLimits: jsonb().$type<DelegationLimit[]>().notNull().default([]),
    amountBasis: text().$type<AmountBasis>().notNull().default('notStated'),
    /** Largest advance, of what was granted the year before. */
    advanceMaxPercent: percent(),
    /** Of what the year before: granted, or paid (and not returned or recovered). */
    advanceBasis: text().$type<AdvanceBasis>().notNull().default('granted'),
    documentUrl: text(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('scheme_rule_versions', table),
    index('scheme_rule_versions_scheme').on(table.municipalityCode, table.schemeId, table.id),
    refersTo('scheme_rule_versions_scheme_fk', table, table.schemeId, schemes),
    refersTo('scheme_rule_versions_decision_fk', table, table.adoptedByDecisionId, decisions),
    ofPercent('scheme_rule_versions_repayment', sql`repayment_threshold_percent`),
    ofPercent('scheme_rule_versions_advance', sql`advance_max_percent`)
  ]
)

/** When applications are taken; null days are not stated. */
export const schemeWindows = pgTable(
  'scheme_windows',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    schemeId: uuid().notNull(),
    kind: text().$type<WindowKind>().notNull(),
    title: text(),
    opensOn: day(),
    closesOn: day(),
    opensMonthDay: text(),
    closesMonthDay: text(),
    closesNextYear: boolean().notNull().default(false),
    everyYears: integer().notNull().default(1),
    firstYear: integer(),
    relativeText: text(),
    validFrom: day(),
    validTo: day(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('scheme_windows', table),
    index('scheme_windows_scheme').on(table.municipalityCode, table.schemeId, table.id),
    refersTo('scheme_windows_scheme_fk', table, table.schemeId, schemes),
    check('scheme_windows_order', sql`closes_on >= opens_on`)
  ]
)
