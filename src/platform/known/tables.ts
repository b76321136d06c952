import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, municipalityCode } from '../database/columns.ts'

/**
 * What records that sums depend on, but that move no money, were known to be, from an instant on: the latest until then
 * counts. Appended at the end of the transaction that changes them (`keep.ts`), with the instant that the ledger's entries of the
 * same transaction have. `states.ts` says what is kept, and reads it.
 */
export const knownStates = pgTable(
  'known_states',
  {
    municipalityCode: municipalityCode(),
    /** The table of the record. */
    relation: text().notNull(),
    id: uuid().notNull(),
    /** Ascends within a municipality, in the order of commits. */
    knownAt: instant().notNull(),
    /** The columns that are kept, without those that are null; null where the record is no longer there. */
    state: jsonb().$type<Record<string, unknown>>()
  },
  table => [
    primaryKey({
      name: 'known_states_pk',
      columns: [table.municipalityCode, table.relation, table.id, table.knownAt]
    }),
    index('known_states_known').on(table.municipalityCode, table.knownAt)
  ]
)
