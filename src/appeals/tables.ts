import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { day, id, municipalityCode, named, provenance, tracked } from '../database/columns.ts'
import type { AnnulmentGround } from '../decisions/decision-rules.ts'
import { decisions } from '../decisions/tables.ts'
import { municipalities } from '../municipalities/tables.ts'
import type { AppealOutcome, AppealParty, UnpaidChoice } from './rules.ts'

/** Appeals against decisions, each with what was chosen for the instalments that are not paid yet. */
export const decisionAppeals = pgTable(
  'decision_appeals',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    decisionId: uuid().notNull(),
    lodgedOn: day().notNull(),
    ground: text().$type<AnnulmentGround>().notNull(),
    lodgedBy: text().$type<AppealParty>().notNull(),
    court: text(),
    caseNumber: text(),
    unpaidInstalments: text().$type<UnpaidChoice>().notNull(),
    /** Role of whoever chose, never a name. */
    chosenBy: text(),
    chosenOn: day(),
    /** Null while nobody has decided. */
    outcome: text().$type<AppealOutcome>(),
    outcomeOn: day(),
    outcomeNote: text(),
    note: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'decision_appeals_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('decision_appeals_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index('decision_appeals_decision').on(table.municipalityCode, table.decisionId, table.id),
    index('decision_appeals_open')
      .on(table.municipalityCode, table.decisionId)
      .where(sql`outcome is null and withdrawn_at is null`),
    index('decision_appeals_lodged').on(table.municipalityCode, table.lodgedOn, table.id),
    foreignKey({
      name: 'decision_appeals_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'decision_appeals_decision_fk',
      columns: [table.municipalityCode, table.decisionId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    }),
    check('decision_appeals_unpaid', sql`unpaid_instalments in ('hold', 'pay', 'notStated')`),
    check('decision_appeals_outcome_on', sql`outcome_on is null or outcome is not null`)
  ]
)
