import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, type PgColumn, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, instant, money, municipalityCode, provenance, swedishText, tracked } from '../database/columns.ts'
import type { DatePrecision } from '../dates.ts'
import type { Certainty } from '../known.ts'
import type { DocumentKind, Sensitivity } from './rules.ts'
import { organisations } from './tables.ts'

type PartColumns = { municipalityCode: PgColumn; id: PgColumn; organisationId: PgColumn }

/** Key and foreign key of what belongs to an organisation. */
function partOf(name: string, table: PartColumns) {
  return [
    primaryKey({ name: `${name}_pk`, columns: [table.municipalityCode, table.id] }),
    index(`${name}_organisation`).on(table.municipalityCode, table.organisationId, table.id),
    foreignKey({
      name: `${name}_organisation_fk`,
      columns: [table.municipalityCode, table.organisationId],
      foreignColumns: [organisations.municipalityCode, organisations.id]
    })
  ]
}

/** Names that an organisation bore before. */
export const organisationNames = pgTable(
  'organisation_names',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    organisationId: uuid().notNull(),
    name: swedishText().notNull(),
    nameKey: text().notNull(),
    searchKey: text().notNull(),
    validFrom: day(),
    validTo: day(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...partOf('organisation_names', table),
    index('organisation_names_search').using('gin', table.municipalityCode, sql`search_key gin_trgm_ops`),
    check('organisation_names_validity', sql`valid_to >= valid_from`)
  ]
)

/** Who is a member of which umbrella organisation, and when. */
export const memberships = pgTable(
  'memberships',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    /** The member. */
    organisationId: uuid().notNull(),
    umbrellaId: uuid().notNull(),
    validFrom: day(),
    validFromPrecision: text().$type<DatePrecision>().notNull().default('day'),
    validTo: day(),
    validToPrecision: text().$type<DatePrecision>().notNull().default('day'),
    /** Kronor per year. */
    fee: money(),
    feeCertainty: text().$type<Certainty>().notNull().default('notStated'),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...partOf('memberships', table),
    index('memberships_umbrella').on(table.municipalityCode, table.umbrellaId, table.id),
    foreignKey({
      name: 'memberships_umbrella_fk',
      columns: [table.municipalityCode, table.umbrellaId],
      foreignColumns: [organisations.municipalityCode, organisations.id]
    }),
    check('memberships_not_of_itself', sql`umbrella_id <> organisation_id`),
    check('memberships_fee', sql`(fee is not null) = (fee_certainty in ('exact', 'approximate'))`)
  ]
)

/** Whom to turn to: personal data, in a table of its own. Its values stand nowhere else, and can be erased. */
export const contacts = pgTable(
  'contacts',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    organisationId: uuid().notNull(),
    role: text(),
    name: text(),
    email: text(),
    phone: text(),
    sensitivity: text().$type<Sensitivity>().notNull(),
    validFrom: day(),
    validTo: day(),
    erasedAt: instant(),
    ...tracked()
  },
  table => [
    ...partOf('contacts', table),
    check('contacts_validity', sql`valid_to >= valid_from`),
    check('contacts_erased', sql`erased_at is null or num_nonnulls(role, name, email, phone) = 0`)
  ]
)

/** Statutes, annual reports, audit reports, minutes: links, with the day on which each expires. */
export const organisationDocuments = pgTable(
  'organisation_documents',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    organisationId: uuid().notNull(),
    kind: text().$type<DocumentKind>().notNull(),
    title: text().notNull(),
    url: text(),
    checksum: text(),
    validFrom: day(),
    validTo: day(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    ...partOf('organisation_documents', table),
    index('organisation_documents_expiry').on(table.municipalityCode, table.validTo, table.id),
    check('organisation_documents_validity', sql`valid_to >= valid_from`)
  ]
)

/** Whether somebody found that the organisation may have grants, and until when that holds. */
export const eligibilities = pgTable(
  'eligibilities',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    organisationId: uuid().notNull(),
    eligible: boolean().notNull(),
    decidedBy: text(),
    decidedOn: day(),
    validFrom: day().notNull(),
    /** The column has the name by which its known states are kept (ledger/known-states.ts). */
    validTo: day('expires_on'),
    reason: text(),
    ...provenance(),
    ...tracked()
  },
  table => [...partOf('eligibilities', table), check('eligibilities_validity', sql`expires_on >= valid_from`)]
)
