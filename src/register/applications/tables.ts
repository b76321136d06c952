import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Certainty } from '../../base/known.ts'
import { day, instant, money, municipalityCode } from '../../platform/database/columns.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import { organisations } from '../organisations/record.ts'
import { applications } from './record.ts'
import type { ApplicationStatus } from './rules.ts'

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
    refersTo('application_applicants_application_fk', table, table.applicationId, applications),
    refersTo('application_applicants_organisation_fk', table, table.organisationId, organisations)
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
    refersTo('application_amounts_application_fk', table, table.applicationId, applications),
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
    refersTo('application_steps_application_fk', table, table.applicationId, applications)
  ]
)
