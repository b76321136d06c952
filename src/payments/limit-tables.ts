import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, money, municipalityCode, named, tracked } from '../database/columns.ts'
import { keysOf, refersTo } from '../database/table-keys.ts'
import { decisions } from '../decisions/record.ts'
import type { Attestation } from './rules.ts'

/** How much a key, or whoever bears a role, may check or approve. */
export const approvalLimits = pgTable(
  'approval_limits',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    attestation: text().$type<Attestation>().notNull(),
    /** `key:<id>`, `token:<issuer>#<subject>`, or `role:<name>`. */
    holder: text().notNull(),
    /** Kronor of one payment. */
    maxAmount: money().notNull(),
    validFrom: day(),
    validTo: day(),
    decisionId: uuid(),
    note: text(),
    ...tracked()
  },
  table => [
    ...keysOf('approval_limits', table),
    index('approval_limits_holder').on(table.municipalityCode, table.attestation, table.holder),
    refersTo('approval_limits_decision_fk', table, table.decisionId, decisions),
    check('approval_limits_amount', sql`max_amount >= 0`),
    check('approval_limits_validity', sql`valid_to >= valid_from`)
  ]
)
