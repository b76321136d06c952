import { sql } from 'drizzle-orm'
import {
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
import { applications } from '../applications/record.ts'
import { id, instant, money, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { organisations } from '../organisations/record.ts'
import { schemes } from '../schemes/record.ts'
import type { AmountPer, Certainty, Outcome } from './rules.ts'
import { decisions, type TargetGroupShare } from './tables.ts'

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
    index('decision_lines_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
    index('decision_lines_decision').on(table.municipalityCode, table.decisionId, table.id),
    index('decision_lines_scheme').on(table.municipalityCode, table.schemeId, table.id),
    index('decision_lines_revises')
      .on(table.municipalityCode, table.revisesLineId)
      .where(sql`revises_line_id is not null`),
    index('decision_lines_application').on(table.municipalityCode, table.applicationId, table.id),
    index('decision_lines_outcome').on(table.municipalityCode, table.outcome, table.id),
    index('decision_lines_answer')
      .on(table.municipalityCode, table.outcome, table.applicationId)
      .where(sql`application_id is not null`),
    index('decision_lines_grant_year').on(table.municipalityCode, table.grantYearFrom, table.id),
    index('decision_lines_grant_years')
      .on(table.municipalityCode, table.grantYearFrom, table.grantYearTo)
      .where(sql`grant_year_to > grant_year_from`),
    index('decision_lines_withdrawn').on(table.municipalityCode, table.id).where(sql`withdrawn_at is not null`),
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
    index('awards_withdrawn').on(table.municipalityCode, table.id).where(sql`withdrawn_at is not null`),
    foreignKey({
      name: 'awards_line_fk',
      columns: [table.municipalityCode, table.lineId],
      foreignColumns: [decisionLines.municipalityCode, decisionLines.id]
    })
  ]
)
