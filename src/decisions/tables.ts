import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid
} from 'drizzle-orm/pg-core'
import { applications } from '../applications/tables.ts'
import { bodies } from '../bodies/tables.ts'
import { day, id, instant, money, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { municipalities } from '../municipalities/tables.ts'
import { organisations } from '../organisations/tables.ts'
import { schemes } from '../schemes/tables.ts'
import type { AnnulmentGround, ProposalOutcome, Standing } from './decision-rules.ts'
import type { AmountPer, Certainty, DatePrecision, DecisionKind, Outcome } from './rules.ts'

/** A decision of a body at a meeting, or of a delegate; its lines hold the outcomes. */
export const decisions = pgTable(
  'decisions',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    kind: text().$type<DecisionKind>().notNull(),
    bodyId: uuid().notNull(),
    /** First day of the month, season or year where the precision is coarser than a day. */
    meetingDate: day().notNull(),
    meetingDatePrecision: text().$type<DatePrecision>().notNull().default('day'),
    /** The source names the day of a meeting that was planned, not that it was held then. */
    meetingPlanned: boolean().notNull().default(false),
    paragraph: text(),
    diaryNumber: text(),
    title: text(),
    documents: jsonb().$type<DocumentLink[]>().notNull().default([]),
    note: text(),
    standing: text().$type<Standing>().notNull().default('decided'),
    /** What came of a proposal; null for a decision. */
    proposalOutcome: text().$type<ProposalOutcome>(),
    resultingDecisionId: uuid(),
    /** The decision that this one revises; which lines replace which, the lines say. */
    revisesDecisionId: uuid(),
    delegateRole: text(),
    delegationBasis: text(),
    delegationLimit: money(),
    delegationLimitText: text(),
    reportedInDecisionId: uuid(),
    reportedMeetingDate: day(),
    minutesApprovedOn: day(),
    noticeUpOn: day(),
    noticeDownOn: day(),
    recusals: jsonb().$type<Recusal[]>().notNull().default([]),
    /** Set where the decision was annulled: neither its lines nor its awards stand. */
    annulledAt: instant(),
    annulment: jsonb().$type<Annulment>(),
    finalConfirmedAt: instant(),
    finality: jsonb().$type<Finality>(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'decisions_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('decisions_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('decisions_meeting').on(table.municipalityCode, table.meetingDate, table.id),
    index('decisions_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('decisions_body').on(table.municipalityCode, table.bodyId, table.meetingDate),
    index('decisions_diary_number').on(table.municipalityCode, table.diaryNumber).where(sql`diary_number is not null`),
    index('decisions_revises')
      .on(table.municipalityCode, table.revisesDecisionId)
      .where(sql`revises_decision_id is not null`),
    index('decisions_reported_in')
      .on(table.municipalityCode, table.reportedInDecisionId)
      .where(sql`reported_in_decision_id is not null`),
    index('decisions_proposed')
      .on(table.municipalityCode, table.meetingDate, table.id)
      .where(sql`standing = 'proposed'`),
    foreignKey({
      name: 'decisions_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'decisions_body_fk',
      columns: [table.municipalityCode, table.bodyId],
      foreignColumns: [bodies.municipalityCode, bodies.id]
    }),
    foreignKey({
      name: 'decisions_resulting_fk',
      columns: [table.municipalityCode, table.resultingDecisionId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    foreignKey({
      name: 'decisions_revises_fk',
      columns: [table.municipalityCode, table.revisesDecisionId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    foreignKey({
      name: 'decisions_reported_in_fk',
      columns: [table.municipalityCode, table.reportedInDecisionId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    check('decisions_standing', sql`standing in ('decided', 'proposed')`),
    check('decisions_proposal_outcome', sql`(proposal_outcome is not null) = (standing = 'proposed')`),
    check('decisions_annulment', sql`(annulled_at is null) = (annulment is null)`),
    check('decisions_finality', sql`(final_confirmed_at is null) = (finality is null)`)
  ]
)

export type DocumentLink = { title: string; url: string; checksum?: string }
/** Who took no part for conflict of interest (jäv): by role, never by name. */
export type Recusal = { role: string; note?: string | null }
export type Annulment = {
  on: string
  ground: AnnulmentGround
  by: string
  reason: string
  caseNumber: string | null
}
export type Finality = { finalOn: string | null; confirmedOn: string; confirmedBy: string; note: string | null }

export type TargetGroupShare = { targetGroup: string; percent: number }

/** One application or recipient within a decision, with what was sought and what was decided. */
export const decisionLines = pgTable(
  'decision_lines',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    decisionId: uuid().notNull(),
    ...named(),
    /** The line of the revised decision that this one replaces; while this one stands, that one does not count. */
    revisesLineId: uuid(),
    schemeId: uuid(),
    /** The application that the line answers. */
    applicationId: uuid(),
    /** Who is paid where the recipients are several. */
    payeeOrganisationId: uuid(),
    purpose: text(),
    /** The purpose as it is compared (names.ts nameKey). */
    purposeKey: text().notNull().default(''),
    grantYearFrom: integer(),
    grantYearTo: integer(),
    /** Whether the amounts are per year or for all the years; null while the line has at most one year. */
    amountPer: text().$type<AmountPer>(),
    outcome: text().$type<Outcome>().notNull(),
    applied: money(),
    appliedCertainty: text().$type<Certainty>().notNull(),
    granted: money(),
    grantedCertainty: text().$type<Certainty>().notNull(),
    reserved: money(),
    rent: money(),
    /** How much of the money goes to which groups, in per cent; groups may overlap. Targets count them. */
    targetGroupShares: jsonb().$type<TargetGroupShare[]>().notNull().default([]),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'decision_lines_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('decision_lines_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('decision_lines_decision').on(table.municipalityCode, table.decisionId, table.id),
    index('decision_lines_scheme').on(table.municipalityCode, table.schemeId, table.id),
    index('decision_lines_revises')
      .on(table.municipalityCode, table.revisesLineId)
      .where(sql`revises_line_id is not null`),
    index('decision_lines_application').on(table.municipalityCode, table.applicationId, table.id),
    index('decision_lines_changed').on(table.municipalityCode, table.updatedAt, table.id),
    foreignKey({
      name: 'decision_lines_decision_fk',
      columns: [table.municipalityCode, table.decisionId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    }),
    foreignKey({
      name: 'decision_lines_revises_fk',
      columns: [table.municipalityCode, table.revisesLineId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    foreignKey({
      name: 'decision_lines_scheme_fk',
      columns: [table.municipalityCode, table.schemeId],
      foreignColumns: [schemes.municipalityCode, schemes.id]
    }),
    foreignKey({
      name: 'decision_lines_application_fk',
      columns: [table.municipalityCode, table.applicationId],
      foreignColumns: [applications.municipalityCode, applications.id]
    }),
    foreignKey({
      name: 'decision_lines_payee_fk',
      columns: [table.municipalityCode, table.payeeOrganisationId],
      foreignColumns: [organisations.municipalityCode, organisations.id]
    }),
    check('decision_lines_years', sql`grant_year_to >= grant_year_from`),
    check('decision_lines_years_both', sql`num_nulls(grant_year_from, grant_year_to) in (0, 2)`),
    check('decision_lines_amount_per', sql`amount_per in ('year', 'total')`),
    check('decision_lines_not_negative', sql`least(applied, granted, reserved, rent) >= 0`),
    check('decision_lines_applied', sql`(applied is not null) = (applied_certainty in ('exact', 'approximate'))`),
    check('decision_lines_granted', sql`(granted is not null) = (granted_certainty in ('exact', 'approximate'))`)
  ]
)

/** Who receives: one organisation, or several jointly with no split. */
export const decisionLineRecipients = pgTable(
  'decision_line_recipients',
  {
    municipalityCode: municipalityCode(),
    lineId: uuid().notNull(),
    organisationId: uuid().notNull(),
    /** Order as in the source, from 1. */
    position: integer().notNull()
  },
  table => [
    primaryKey({
      name: 'decision_line_recipients_pk',
      columns: [table.municipalityCode, table.lineId, table.organisationId]
    }),
    index('decision_line_recipients_organisation').on(table.municipalityCode, table.organisationId, table.lineId),
    foreignKey({
      name: 'decision_line_recipients_line_fk',
      columns: [table.municipalityCode, table.lineId],
      foreignColumns: [decisionLines.municipalityCode, decisionLines.id]
    }),
    foreignKey({
      name: 'decision_line_recipients_organisation_fk',
      columns: [table.municipalityCode, table.organisationId],
      foreignColumns: [organisations.municipalityCode, organisations.id]
    })
  ]
)

/**
 * What a granted line gives. Years and amounts are the line's, so that they cannot disagree with it; the award has
 * an identity of its own, which agreements and payments refer to and which survives every correction of the line.
 */
export const awards = pgTable(
  'awards',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    lineId: uuid().notNull(),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    /** Set while the line does not stand, or is not granted. */
    withdrawnAt: instant()
  },
  table => [
    primaryKey({ name: 'awards_pk', columns: [table.municipalityCode, table.id] }),
    unique('awards_line').on(table.municipalityCode, table.lineId),
    foreignKey({
      name: 'awards_line_fk',
      columns: [table.municipalityCode, table.lineId],
      foreignColumns: [decisionLines.municipalityCode, decisionLines.id]
    })
  ]
)
