import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { day, id, municipalityCode, named, provenance, swedishText, tracked } from '../database/columns.ts'
import { municipalities } from '../municipalities/tables.ts'
import type { BodyKind } from './rules.ts'

/** Council, executive board, committees, departments: those who decide. */
export const bodies = pgTable(
  'bodies',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    name: swedishText().notNull(),
    nameKey: text().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: text().array().notNull().default([]),
    kind: text().$type<BodyKind>().notNull(),
    parentId: uuid(),
    successorId: uuid(),
    validFrom: day(),
    validTo: day(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'bodies_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('bodies_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('bodies_name_key').on(table.municipalityCode, table.nameKey),
    index('bodies_parent').on(table.municipalityCode, table.parentId),
    index('bodies_successor').on(table.municipalityCode, table.successorId),
    foreignKey({
      name: 'bodies_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'bodies_parent_fk',
      columns: [table.municipalityCode, table.parentId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    foreignKey({
      name: 'bodies_successor_fk',
      columns: [table.municipalityCode, table.successorId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    check('bodies_not_above_itself', sql`parent_id <> id`),
    check('bodies_not_after_itself', sql`successor_id <> id`),
    check('bodies_validity', sql`valid_to >= valid_from`)
  ]
)
