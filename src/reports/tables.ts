import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { agreements } from '../agreements/tables.ts'
import { day, id, instant, money, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { keysOf, percent, refersTo } from '../database/table-keys.ts'
import { awards } from '../decisions/line-tables.ts'
import { decisions } from '../decisions/tables.ts'
import { organisations } from '../organisations/record.ts'
import { schemeRuleVersions } from '../schemes/version-record.ts'
import type { ReportFrequency, ReportKind, ReportPart, ReportStatus } from './rules.ts'

/** What is to be reported, how often and how soon: of an agreement, or of every grant under rules of a scheme. */
export const reportRequirements = pgTable(
  'report_requirements',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    /** Exactly one of the two. */
    agreementId: uuid(),
    ruleVersionId: uuid(),
    kind: text().$type<ReportKind>().notNull().default('written'),
    frequency: text().$type<ReportFrequency>().notNull(),
    /** Days after the period by which the report is due. */
    dueDays: integer().notNull(),
    /** First and last day of what is to be reported; null: those of the agreement's term or of the grant's years. */
    periodFrom: day(),
    periodTo: day(),
    parts: jsonb().$type<ReportPart[]>().notNull().default([]),
    /** What is to be counted, against which goal or commitment. */
    indicators: jsonb().$type<ExpectedIndicator[]>().notNull().default([]),
    text: text(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('report_requirements', table),
    index('report_requirements_agreement').on(table.municipalityCode, table.agreementId, table.id),
    index('report_requirements_by_reference')
      .on(table.municipalityCode, table.reference)
      .where(sql`reference is not null`),
    index('report_requirements_rules').on(table.municipalityCode, table.ruleVersionId, table.id),
    refersTo('report_requirements_agreement_fk', table, table.agreementId, agreements),
    refersTo('report_requirements_rules_fk', table, table.ruleVersionId, schemeRuleVersions),
    check('report_requirements_of_one', sql`num_nonnulls(agreement_id, rule_version_id) = 1`),
    check('report_requirements_period', sql`period_to >= period_from`),
    check('report_requirements_due', sql`due_days between 0 and 3660`)
  ]
)

/** A report that can be overdue on some day: nobody has submitted or waived it, or somebody did too late. */
export const missed = sql.raw(
  "withdrawn_at is null and (status in ('expected', 'returned') or submitted_on > due_on or waived_on > due_on)"
)

/** Whether anybody is obliged to report: drafts and withdrawn agreements and awards oblige nobody. Within the query around it. */
export const obliging = sql`(not exists (
    select from agreements agreement
    where agreement.municipality_code = reports.municipality_code and agreement.id = reports.agreement_id
      and (agreement.status = 'draft' or agreement.withdrawn_at is not null))
  and not exists (
    select from awards award
    where award.municipality_code = reports.municipality_code and award.id = reports.award_id
      and award.withdrawn_at is not null))`

/** A report that is expected, or was sent in all the same. */
export const reports = pgTable(
  'reports',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    /** Null where nobody demanded it. */
    requirementId: uuid(),
    agreementId: uuid(),
    awardId: uuid(),
    /** Who reports; null: the parties of the agreement, or all recipients of the award. */
    organisationId: uuid(),
    kind: text().$type<ReportKind>().notNull(),
    periodFrom: day().notNull(),
    periodTo: day().notNull(),
    dueOn: day().notNull(),
    status: text().$type<ReportStatus>().notNull().default('expected'),
    /** Day of the latest submission. */
    submittedOn: day(),
    /** Principal (actor.ts) that submitted it last. */
    submittedBy: text(),
    narrative: text(),
    indicators: jsonb().$type<Indicator[]>().notNull().default([]),
    beneficiaries: jsonb().$type<Beneficiaries[]>().notNull().default([]),
    childrenAndYoungPercent: percent(),
    /** Kronor; null is not stated. `unused` is what is left of the grant. */
    costs: money(),
    ownContribution: money(),
    grantUsed: money(),
    unused: money(),
    rent: money(),
    attachments: jsonb().$type<Attachment[]>().notNull().default([]),
    /** What is missing, where it was sent back. */
    returnedOn: day(),
    returnedReason: text(),
    missing: jsonb().$type<string[]>().notNull().default([]),
    acceptedOn: day(),
    /** Principal (actor.ts) that accepted it. */
    acceptedBy: text(),
    acceptanceNote: text(),
    waivedOn: day(),
    waivedReason: text(),
    waivedDecisionId: uuid(),
    /** Reminders that were given, each once: `dueInThirtyDays`, `dueInSevenDays`, `overdue`. */
    remindedOf: jsonb().$type<string[]>().notNull().default([]),
    submittedAt: instant(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...keysOf('reports', table),
    uniqueIndex('reports_of_agreement')
      .on(table.municipalityCode, table.requirementId, table.agreementId, table.periodFrom)
      .where(sql`withdrawn_at is null and award_id is null and requirement_id is not null`),
    uniqueIndex('reports_of_award')
      .on(table.municipalityCode, table.requirementId, table.awardId, table.periodFrom)
      .where(sql`withdrawn_at is null and award_id is not null and requirement_id is not null`),
    index('reports_due').on(table.municipalityCode, table.dueOn, table.id),
    index('reports_status').on(table.municipalityCode, table.status, table.dueOn, table.id),
    index('reports_agreement').on(table.municipalityCode, table.agreementId, table.dueOn, table.id),
    index('reports_award').on(table.municipalityCode, table.awardId, table.dueOn, table.id),
    index('reports_organisation').on(table.municipalityCode, table.organisationId, table.dueOn, table.id),
    index('reports_requirement').on(table.municipalityCode, table.requirementId, table.dueOn, table.id),
    index('reports_kind').on(table.municipalityCode, table.kind, table.dueOn, table.id),
    index('reports_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
    // What an officer works through: what is or was late, and what is still to come (queries.ts).
    index('reports_missed').on(table.municipalityCode, table.dueOn, table.id).where(missed),
    refersTo('reports_requirement_fk', table, table.requirementId, reportRequirements),
    refersTo('reports_agreement_fk', table, table.agreementId, agreements),
    refersTo('reports_award_fk', table, table.awardId, awards),
    refersTo('reports_organisation_fk', table, table.organisationId, organisations),
    refersTo('reports_waived_decision_fk', table, table.waivedDecisionId, decisions),
    check('reports_of_something', sql`num_nonnulls(agreement_id, award_id) >= 1`),
    check('reports_period', sql`period_to >= period_from`),
    check('reports_status_known', sql`status in ('expected', 'submitted', 'returned', 'accepted', 'waived')`),
    check('reports_not_negative', sql`least(costs, own_contribution, grant_used, unused, rent) >= 0`),
    check('reports_share', sql`children_and_young_percent between 0 and 100`)
  ]
)

export type ExpectedIndicator = { key: string; description: string; unit?: string | null; target?: number | null }
export type Indicator = {
  key?: string | null
  description: string
  /** The goal or commitment of the agreement that it is held against, in words. */
  against?: string | null
  unit?: string | null
  target?: number | null
  achieved?: number | null
  comment?: string | null
}
export type Beneficiaries = { targetGroup: string; count?: number | null; percent?: number | null }
export type Attachment = { title: string; url: string; checksum?: string | null }
