import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bodies } from '../bodies/record.ts'
import { day, id, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { type DocumentLink, decisions } from '../decisions/record.ts'
import type { DatePrecision } from '../decisions/rules.ts'
import { municipalities } from '../municipalities/tables.ts'
import type { AssignmentStatus, Recurrence } from './rules.ts'

/** What a political body assigns to another body, or what somebody has proposed that it should. */
export const assignments = pgTable(
  'assignments',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    status: text().$type<AssignmentStatus>().notNull(),
    text: text().notNull(),
    /** Who gives it, or would. */
    givenByBodyId: uuid(),
    /** Who is to carry it out; null where the source does not tell. */
    bodyId: uuid(),
    /** The proposal that it stands in. */
    proposalId: uuid(),
    /** The decision that gave it, or that declined it. */
    decisionId: uuid(),
    givenOn: day(),
    dueOn: day(),
    dueOnPrecision: text().$type<DatePrecision>().notNull().default('day'),
    recurrence: text().$type<Recurrence>(),
    recurrenceText: text(),
    recurrenceEndsOn: day(),
    /** When it was declined, completed or revoked. */
    endedOn: day(),
    endedReason: text(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'assignments_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('assignments_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('assignments_status').on(table.municipalityCode, table.status, table.id),
    index('assignments_body').on(table.municipalityCode, table.bodyId, table.id),
    index('assignments_given_by').on(table.municipalityCode, table.givenByBodyId, table.id),
    index('assignments_due').on(table.municipalityCode, table.dueOn, table.id),
    index('assignments_decision').on(table.municipalityCode, table.decisionId, table.id),
    index('assignments_proposal').on(table.municipalityCode, table.proposalId, table.id),
    index('assignments_changed').on(table.municipalityCode, table.updatedAt, table.id),
    foreignKey({
      name: 'assignments_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'assignments_given_by_fk',
      columns: [table.municipalityCode, table.givenByBodyId],
      foreignColumns: [bodies.municipalityCode, bodies.id]
    }),
    foreignKey({
      name: 'assignments_body_fk',
      columns: [table.municipalityCode, table.bodyId],
      foreignColumns: [bodies.municipalityCode, bodies.id]
    }),
    foreignKey({
      name: 'assignments_proposal_fk',
      columns: [table.municipalityCode, table.proposalId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    }),
    foreignKey({
      name: 'assignments_decision_fk',
      columns: [table.municipalityCode, table.decisionId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    }),
    check('assignments_due_or_recurring', sql`num_nonnulls(due_on, recurrence) < 2`)
  ]
)

/** Reports back on an assignment, meeting by meeting. */
export const assignmentReports = pgTable(
  'assignment_reports',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    assignmentId: uuid().notNull(),
    reportedOn: day().notNull(),
    reportedOnPrecision: text().$type<DatePrecision>().notNull().default('day'),
    /** The body that was reported to; null: the one that gave the assignment. */
    bodyId: uuid(),
    /** What that body decided on it, where it is registered. */
    decisionId: uuid(),
    documents: jsonb().$type<DocumentLink[]>().notNull().default([]),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'assignment_reports_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('assignment_reports_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('assignment_reports_assignment').on(table.municipalityCode, table.assignmentId, table.reportedOn, table.id),
    foreignKey({
      name: 'assignment_reports_assignment_fk',
      columns: [table.municipalityCode, table.assignmentId],
      foreignColumns: [assignments.municipalityCode, assignments.id]
    }),
    foreignKey({
      name: 'assignment_reports_body_fk',
      columns: [table.municipalityCode, table.bodyId],
      foreignColumns: [bodies.municipalityCode, bodies.id]
    }),
    foreignKey({
      name: 'assignment_reports_decision_fk',
      columns: [table.municipalityCode, table.decisionId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    })
  ]
)
