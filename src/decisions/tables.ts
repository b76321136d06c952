import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid
} from 'drizzle-orm/pg-core'
import { bodies } from '../bodies/record.ts'
import { day, id, instant, money, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { municipalities } from '../municipalities/tables.ts'
import type { AnnulmentGround, ProposalOutcome, Standing } from './decision-rules.ts'
import type { DatePrecision, DecisionKind } from './rules.ts'

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
    decidedOn: day().notNull(),
    decidedOnPrecision: text().$type<DatePrecision>().notNull().default('day'),
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
    delegationMaxAmount: money(),
    delegationLimitText: text(),
    reportedInDecisionId: uuid(),
    reportedOn: day(),
    minutesApprovedOn: day(),
    noticeUpOn: day(),
    noticeDownOn: day(),
    recusals: jsonb().$type<Recusal[]>().notNull().default([]),
    /** Set where the decision was annulled: neither its lines nor its awards stand. */
    annulmentRecordedAt: instant(),
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
    index('decisions_by_reference').on(table.municipalityCode, table.reference),
    index('decisions_meeting').on(table.municipalityCode, table.decidedOn, table.id),
    index('decisions_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('decisions_body').on(table.municipalityCode, table.bodyId, table.decidedOn),
    index('decisions_diary_number').on(table.municipalityCode, table.diaryNumber).where(sql`diary_number is not null`),
    index('decisions_revises')
      .on(table.municipalityCode, table.revisesDecisionId)
      .where(sql`revises_decision_id is not null`),
    index('decisions_reported_in')
      .on(table.municipalityCode, table.reportedInDecisionId)
      .where(sql`reported_in_decision_id is not null`),
    index('decisions_kind').on(table.municipalityCode, table.kind, table.decidedOn, table.id),
    index('decisions_paragraph')
      .on(table.municipalityCode, table.paragraph, table.decidedOn, table.id)
      .where(sql`paragraph is not null`),
    index('decisions_delegate_role')
      .on(table.municipalityCode, table.delegateRole, table.decidedOn, table.id)
      .where(sql`delegate_role is not null`),
    index('decisions_proposal_outcome')
      .on(table.municipalityCode, table.proposalOutcome, table.decidedOn, table.id)
      .where(sql`proposal_outcome is not null`),
    // Few of all decisions, each asked for by a Choice (http/pagination.ts).
    index('decisions_proposed').on(table.municipalityCode, table.decidedOn, table.id).where(sql`standing = 'proposed'`),
    index('decisions_unreported')
      .on(table.municipalityCode, table.decidedOn, table.id)
      .where(sql`kind = 'delegated' and reported_in_decision_id is null and reported_on is null`),
    index('decisions_annulled')
      .on(table.municipalityCode, table.decidedOn, table.id)
      .where(sql`annulment_recorded_at is not null`),
    index('decisions_final')
      .on(table.municipalityCode, table.decidedOn, table.id)
      .where(sql`final_confirmed_at is not null`),
    index('decisions_not_final')
      .on(table.municipalityCode, table.decidedOn, table.id)
      .where(sql`final_confirmed_at is null`),
    index('decisions_withdrawn')
      .on(table.municipalityCode, table.decidedOn, table.id)
      .where(sql`withdrawn_at is not null`),
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
    check('decisions_annulment', sql`(annulment_recorded_at is null) = (annulment is null)`),
    check('decisions_finality', sql`(final_confirmed_at is null) = (finality is null)`)
  ]
)

export type DocumentLink = { title: string; url: string; checksum?: string }
/** Who took no part for conflict of interest (jäv): by role, never by name. */
export type Recusal = { role: string; note?: string | null }
export type Annulment = {
  annulledOn: string
  ground: AnnulmentGround
  annulledBy: string
  reason: string
  caseNumber: string | null
}
export type Finality = { finalOn: string | null; confirmedOn: string; confirmedBy: string; note: string | null }

export type TargetGroupShare = { targetGroup: string; percent: number }
