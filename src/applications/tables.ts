import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid
} from 'drizzle-orm/pg-core'
import { day, id, instant, money, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import { firstDayText, lastDayText } from '../database/days.ts'
import type { DatePrecision } from '../dates.ts'
import type { Answer, Certainty } from '../known.ts'
import { municipalities } from '../municipalities/tables.ts'
import { organisations } from '../organisations/record.ts'
import { schemes } from '../schemes/record.ts'
import { schemeWindows } from '../schemes/window-record.ts'
import type { ApplicationStatus, Share } from './rules.ts'

export type Attachment = { title: string; url: string; checksum?: string }

// Text for the database, which follows the two columns by itself; rules.ts latenessOf says the same.
const dueOn = 'coalesce(closes_on, window_closes_on)'
const lateness = `case
  when received_on is null or ${dueOn} is null then 'unknown'
  when ${firstDayText('received_on', 'received_on_precision')} > ${dueOn} then 'yes'
  when ${lastDayText('received_on', 'received_on_precision')} <= ${dueOn} then 'no'
  else 'possible' end`

/** What somebody applied for: from one scheme, in one round. */
export const applications = pgTable(
  'applications',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    schemeId: uuid(),
    /** The round, as it is called. */
    round: text(),
    /** Null: it is not known when it came. First day of the span where the precision is coarser than a day. */
    receivedOn: day(),
    receivedOnPrecision: text().$type<DatePrecision>().notNull().default('day'),
    /** The window of the scheme in which it was made. */
    windowId: uuid(),
    /** Last day of the round, as the application's source states it. */
    closesOn: day(),
    /** Last day as it follows from the window and the reception (schemes/deadline-rules.ts); kept with both. */
    windowClosesOn: day(),
    /** The last day that lateness is judged by: the stated one before that of the window. */
    dueOn: day().generatedAlwaysAs(sql.raw(dueOn)),
    late: text().$type<Answer>().generatedAlwaysAs(sql.raw(lateness)),
    purpose: text(),
    targetGroupShares: jsonb().$type<Share[]>().notNull().default([]),
    guarantorOrganisationId: uuid(),
    guarantorScope: text(),
    guarantorLimit: money(),
    guarantorFrom: day(),
    guarantorTo: day(),
    attachments: jsonb().$type<Attachment[]>().notNull().default([]),
    note: text(),
    status: text().$type<ApplicationStatus>().notNull().default('received'),
    /** Last day for what was asked for to come, while a supplement is requested. */
    supplementDueOn: day(),
    /** SHA-256 of what was last received by reference: the same again changes nothing. */
    receivedHash: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'applications_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('applications_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('applications_received').on(table.municipalityCode, table.receivedOn, table.id),
    index('applications_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('applications_scheme').on(table.municipalityCode, table.schemeId, table.id),
    index('applications_status').on(table.municipalityCode, table.status, table.id),
    index('applications_last_day').on(table.municipalityCode, table.dueOn, table.id),
    index('applications_late').on(table.municipalityCode, table.late, table.id),
    index('applications_window').on(table.municipalityCode, table.windowId, table.id),
    index('applications_withdrawn').on(table.municipalityCode, table.id).where(sql`withdrawn_at is not null`),
    index('applications_round').on(table.municipalityCode, table.round, table.id),
    index('applications_guarantor').on(table.municipalityCode, table.guarantorOrganisationId, table.id),
    foreignKey({
      name: 'applications_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'applications_scheme_fk',
      columns: [table.municipalityCode, table.schemeId],
      foreignColumns: [schemes.municipalityCode, schemes.id]
    }),
    foreignKey({
      name: 'applications_window_fk',
      columns: [table.municipalityCode, table.windowId],
      foreignColumns: [schemeWindows.municipalityCode, schemeWindows.id]
    }),
    foreignKey({
      name: 'applications_guarantor_fk',
      columns: [table.municipalityCode, table.guarantorOrganisationId],
      foreignColumns: [organisations.municipalityCode, organisations.id]
    }),
    check('applications_guarantor_period', sql`guarantor_to >= guarantor_from`),
    check('applications_window_scheme', sql`window_id is null or scheme_id is not null`)
  ]
)

/** Who applies: one organisation, or several jointly. */
export const applicationApplicants = pgTable(
  'application_applicants',
  {
    municipalityCode: municipalityCode(),
    applicationId: uuid().notNull(),
    organisationId: uuid().notNull(),
    /** Order as sent, from 1. */
    position: integer().notNull()
  },
  table => [
    primaryKey({
      name: 'application_applicants_pk',
      columns: [table.municipalityCode, table.applicationId, table.organisationId]
    }),
    index('application_applicants_organisation').on(table.municipalityCode, table.organisationId, table.applicationId),
    foreignKey({
      name: 'application_applicants_application_fk',
      columns: [table.municipalityCode, table.applicationId],
      foreignColumns: [applications.municipalityCode, applications.id]
    }),
    foreignKey({
      name: 'application_applicants_organisation_fk',
      columns: [table.municipalityCode, table.organisationId],
      foreignColumns: [organisations.municipalityCode, organisations.id]
    })
  ]
)

/** What is applied for, per year. */
export const applicationAmounts = pgTable(
  'application_amounts',
  {
    municipalityCode: municipalityCode(),
    applicationId: uuid().notNull(),
    position: integer().notNull(),
    /** Null: not stated for which year. */
    year: integer(),
    amount: money(),
    certainty: text().$type<Certainty>().notNull()
  },
  table => [
    primaryKey({
      name: 'application_amounts_pk',
      columns: [table.municipalityCode, table.applicationId, table.position]
    }),
    index('application_amounts_year').on(table.municipalityCode, table.year, table.applicationId),
    foreignKey({
      name: 'application_amounts_application_fk',
      columns: [table.municipalityCode, table.applicationId],
      foreignColumns: [applications.municipalityCode, applications.id]
    }),
    check('application_amounts_known', sql`(amount is not null) = (certainty in ('exact', 'approximate'))`)
  ]
)

/** What was done with an application: each step once, with who, when and why. */
export const applicationSteps = pgTable(
  'application_steps',
  {
    municipalityCode: municipalityCode(),
    applicationId: uuid().notNull(),
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    status: text().$type<ApplicationStatus>().notNull(),
    /** When it was done, which may be before it was recorded; null: not stated. */
    happenedOn: day(),
    reason: text(),
    dueOn: day(),
    actorName: text().notNull(),
    sentBy: text(),
    recordedAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'application_steps_pk', columns: [table.municipalityCode, table.applicationId, table.id] }),
    foreignKey({
      name: 'application_steps_application_fk',
      columns: [table.municipalityCode, table.applicationId],
      foreignColumns: [applications.municipalityCode, applications.id]
    })
  ]
)
