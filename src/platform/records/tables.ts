import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { municipalityCode } from '../database/columns.ts'

/** What was last received of a record under its caller's reference: the same again is no change, whatever was corrected since. */
export const receivedContents = pgTable(
  'received_contents',
  {
    municipalityCode: municipalityCode(),
    recordId: uuid().notNull(),
    /** SHA-256 of the content, its members in order; hexadecimal. */
    contentHash: text().notNull()
  },
  table => [primaryKey({ name: 'received_contents_pk', columns: [table.municipalityCode, table.recordId] })]
)
