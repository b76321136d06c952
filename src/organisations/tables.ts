import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import {
  day,
  id,
  instant,
  money,
  municipalityCode,
  named,
  provenance,
  swedishText,
  tracked
} from '../database/columns.ts'
import type { Certainty } from '../known.ts'
import { municipalities } from '../municipalities/tables.ts'

/** Associations, foundations, study associations: with an organisation number, or without one. */
export const organisations = pgTable(
  'organisations',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    name: swedishText().notNull(),
    /** From when it bears the name; null: not stated. */
    nameValidFrom: day(),
    /** The name as it is compared (rules.ts nameKey), searched and held against likely twins. */
    nameKey: text().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: text().array().notNull().default([]),
    searchKey: text().notNull(),
    twinKey: text().notNull(),
    /** Ten digits, no hyphen. */
    organisationNumber: text(),
    legalForm: text(),
    bankgiro: text(),
    plusgiro: text(),
    /** Of an umbrella organisation: fee per member and year. Null certainty: no fee is spoken of. */
    membershipFee: money(),
    membershipFeeCertainty: text().$type<Certainty>(),
    /** Last day of a board chosen for the time being. */
    interimBoardEndsOn: day(),
    note: text(),
    needsReview: boolean().notNull().default(false),
    mergedIntoId: uuid(),
    mergedAt: instant(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'organisations_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('organisations_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    uniqueIndex('organisations_number')
      .on(table.municipalityCode, table.organisationNumber)
      .where(sql`merged_into_id is null and withdrawn_at is null`),
    index('organisations_name_key').on(table.municipalityCode, table.nameKey),
    index('organisations_former_names').using('gin', table.municipalityCode, table.formerNameKeys),
    index('organisations_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('organisations_twin_key').on(table.municipalityCode, table.twinKey),
    index('organisations_name').on(table.municipalityCode, table.name, table.id),
    index('organisations_search').using('gin', table.municipalityCode, sql`search_key gin_trgm_ops`),
    index('organisations_merged_into').on(table.municipalityCode, table.mergedIntoId),
    foreignKey({
      name: 'organisations_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'organisations_merged_into_fk',
      columns: [table.municipalityCode, table.mergedIntoId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    check('organisations_not_into_itself', sql`merged_into_id <> id`),
    check('organisations_number_format', sql`organisation_number ~ '^[0-9]{10}$'`)
  ]
)
