import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bodies } from '../bodies/tables.ts'
import { id, municipalityCode, named, provenance, swedishText, tracked } from '../database/columns.ts'
import { municipalities } from '../municipalities/tables.ts'
import type { SchemeKind } from './rules.ts'

/** Grant schemes (bidragsformer): what can be sought, and from which body. */
export const schemes = pgTable(
  'schemes',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    name: swedishText().notNull(),
    nameKey: text().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: text().array().notNull().default([]),
    kind: text().$type<SchemeKind>().notNull(),
    bodyId: uuid(),
    description: text(),
    needsReview: boolean().notNull().default(false),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'schemes_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('schemes_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('schemes_name_key').on(table.municipalityCode, table.nameKey),
    foreignKey({
      name: 'schemes_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'schemes_body_fk',
      columns: [table.municipalityCode, table.bodyId],
      foreignColumns: [bodies.municipalityCode, bodies.id]
    })
  ]
)
