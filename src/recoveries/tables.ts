import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, money, municipalityCode, named, tracked } from '../database/columns.ts'
import { keysOf, refersTo } from '../database/table-keys.ts'
import { awards } from '../decisions/line-tables.ts'
import { decisions } from '../decisions/tables.ts'
import { organisations } from '../organisations/tables.ts'
import { payments } from '../payments/record.ts'
import { reports } from '../reports/tables.ts'
import { schemeRuleVersions } from '../schemes/tables.ts'
import type { MovementKind, RecoveryGround } from './rules.ts'

/** Money of an award that is asked back. What is outstanding of it follows from its movements. */
export const recoveries = pgTable(
  'recoveries',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    awardId: uuid().notNull(),
    /** The payment that was mistaken, where one was. */
    paymentId: uuid(),
    /** The report that told of unused money. */
    reportId: uuid(),
    organisationId: uuid().notNull(),
    grantYear: integer(),
    grantYearTo: integer(),
    ground: text().$type<RecoveryGround>().notNull(),
    /** The clause that it rests on, and the rules that hold it: those of the day of the decision. */
    clause: text(),
    ruleVersionId: uuid(),
    decisionId: uuid(),
    decidedOn: day().notNull(),
    amount: money().notNull(),
    dueOn: day().notNull(),
    note: text(),
    ...tracked()
  },
  table => [
    ...keysOf('recoveries', table),
    index('recoveries_award').on(table.municipalityCode, table.awardId, table.id),
    index('recoveries_organisation').on(table.municipalityCode, table.organisationId, table.dueOn, table.id),
    index('recoveries_due').on(table.municipalityCode, table.dueOn, table.id),
    index('recoveries_decision').on(table.municipalityCode, table.decisionId).where(sql`decision_id is not null`),
    index('recoveries_payment').on(table.municipalityCode, table.paymentId).where(sql`payment_id is not null`),
    index('recoveries_report').on(table.municipalityCode, table.reportId).where(sql`report_id is not null`),
    refersTo('recoveries_award_fk', table, table.awardId, awards),
    refersTo('recoveries_payment_fk', table, table.paymentId, payments),
    refersTo('recoveries_report_fk', table, table.reportId, reports),
    refersTo('recoveries_organisation_fk', table, table.organisationId, organisations),
    refersTo('recoveries_rules_fk', table, table.ruleVersionId, schemeRuleVersions),
    refersTo('recoveries_decision_fk', table, table.decisionId, decisions),
    check('recoveries_amount', sql`amount > 0`),
    check('recoveries_ground', sql`ground in ('unused', 'conditionBroken', 'earlyEnd', 'mistake', 'annulledDecision')`)
  ]
)

/** What became of a recovery, bit by bit. A set-off counts when the payment that it is taken from is paid. */
export const recoveryMovements = pgTable(
  'recovery_movements',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    recoveryId: uuid().notNull(),
    kind: text().$type<MovementKind>().notNull(),
    amount: money().notNull(),
    /** Day of the repayment or of the write-off; null for a set-off, whose day is that of the payment. */
    movedOn: day(),
    /** setOff: the payment that it is taken from. */
    paymentId: uuid(),
    /** writeOff: the decision. */
    decisionId: uuid(),
    voucherNumber: text(),
    reason: text(),
    ...tracked()
  },
  table => [
    ...keysOf('recovery_movements', table),
    index('recovery_movements_recovery').on(table.municipalityCode, table.recoveryId, table.id),
    index('recovery_movements_payment').on(table.municipalityCode, table.paymentId).where(sql`payment_id is not null`),
    refersTo('recovery_movements_recovery_fk', table, table.recoveryId, recoveries),
    refersTo('recovery_movements_payment_fk', table, table.paymentId, payments),
    refersTo('recovery_movements_decision_fk', table, table.decisionId, decisions),
    check('recovery_movements_amount', sql`amount > 0`),
    check('recovery_movements_payment_named', sql`(payment_id is not null) = (kind = 'setOff')`),
    check('recovery_movements_day', sql`(moved_on is null) = (kind = 'setOff')`),
    check('recovery_movements_decision', sql`decision_id is null or kind = 'writeOff'`)
  ]
)
