import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { check, index, pgTable, uuid as uuidColumn } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { answers as dayAnswers } from '../../base/known.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { type Code, listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import {
  Answer,
  Day,
  Instant,
  Money,
  MunicipalityCode,
  Named,
  Nullable,
  OneOf,
  Patch,
  PositiveMoney,
  ref,
  Strict,
  Text,
  Tracked,
  Uuid
} from '../../platform/http/schemas.ts'
import { answeredOf, code, day, money, positiveMoney, text, uuid, year } from '../../platform/records/fields.ts'
import {
  type New,
  onOrAfter,
  onOrBefore,
  recordColumns,
  recordOf,
  schemasOf,
  withMore
} from '../../platform/records/record.ts'
import { awards } from '../../register/decisions/line-record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import { schemeRuleVersions } from '../../register/schemes/version-record.ts'
import { payments } from '../payments/record.ts'
import { reports } from '../reports/record.ts'
import { movementKinds, movementStatuses, type RecoveryStatus, recoveryGrounds, recoveryStatuses } from './rules.ts'

/** Recoveries, and what became of them: derived from their movements, never stored. */

const correctable = {
  clause: text(
    'The clause that it rests on, as written: that of the rules on the day of the decision unless told; null is not stated',
    4000,
    '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.'
  ).optional(),
  dueOn: day('Day by which it is to be repaid', '2023-05-31'),
  note: text('Remark', 4000, 'Föreningen har fått en påminnelse').optional()
}
export const recoveryFields = {
  awardId: uuid('The award of which money is asked back').filter('The award'),
  grantYear: year('Year that the grant was for; demanded only where payments of several were paid').optional(),
  organisationId: uuid('Who is to repay: the payee of what was paid unless told').defaulted().filter('Who is to repay'),
  ground: code(recoveryGrounds, 'Why it is asked back').filter('Why it is asked back'),
  ruleVersionId: uuid(
    'The rules that hold the clause: those of the day of the decision on the grant unless told'
  ).optional(),
  decisionId: uuid('The decision to ask it back; demanded for all but a mistake')
    .optional()
    .filter('The decision to ask it back'),
  decidedOn: day('Day on which it was decided, or a mistake was found', '2023-04-18'),
  amount: positiveMoney('What is asked back', 42000),
  paymentId: uuid('The payment; demanded for a mistake').optional().filter('The payment that was mistaken'),
  reportId: uuid('The report that tells of it').optional(),
  ...correctable,
  grantYearTo: year('Last year, where one amount is for several years together', 2024).answeredOrNull()
}

/** Money of an award that is asked back. What is outstanding of it follows from its movements. */
export const recoveries = pgTable('recoveries', recordColumns(recoveryFields), table => [
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
])
export type RecoveryRow = typeof recoveries.$inferSelect

const movementFields = {
  kind: code(movementKinds, 'Repaid, set off or written off').answered(),
  amount: money('Kronor', 12000).answered(),
  /** Null in the table for a set-off: its day is the day of its payment. */
  movedOn: day('Day of it; of a set-off, when the payment was paid', '2023-05-22').answeredOrNull(),
  paymentId: uuid('The payment that it is set off against').answeredOrNull(),
  decisionId: uuid('The decision to write it off').answeredOrNull(),
  voucherNumber: text('Voucher (verifikation) in the accounts', 100, 'V-2023-4711').answeredOrNull(),
  reason: text('Why it was written off', 1000, 'Föreningen är upplöst').answeredOrNull()
}

/** What became of a recovery, bit by bit. A set-off counts when the payment that it is taken from is paid. */
export const recoveryMovements = pgTable(
  'recovery_movements',
  { ...recordColumns(movementFields), recoveryId: uuidColumn().notNull() },
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

/** A set-off counts once its payment is paid; where the payment is cancelled, it never counts. */
const sumsOf = (code: Code, recovery: string) => sql`lateral (
  select coalesce(sum(movement.amount) filter (where movement.kind = 'repayment' or payment.paid_on is not null), 0)
           as recovered,
         coalesce(sum(movement.amount) filter (
           where movement.kind = 'setOff' and payment.paid_on is null and payment.withdrawn_at is null), 0)
           as set_off_pending,
         coalesce(sum(movement.amount) filter (where movement.kind = 'writeOff'), 0) as written_off
  from recovery_movements movement
  left join payments payment
    on payment.municipality_code = movement.municipality_code and payment.id = movement.payment_id
    and ${ofMunicipality(code, 'payment')}
  where movement.municipality_code = ${sql.identifier(recovery)}.municipality_code and movement.recovery_id = ${sql.identifier(recovery)}.id
    and ${ofMunicipality(code, 'movement')} and movement.withdrawn_at is null
) sums`
const sums = sumsOf(listedCode, 'recoveries')

const outstanding = sql`(recoveries.amount - sums.recovered - sums.written_off)`
const status = sql`case when ${outstanding} = 0 then 'settled' else 'open' end`

/** What of a recovery (of the prepared query around it) was recovered or written off until a day. */
export const movedUntil = (on: unknown) => sql`(
  select coalesce(sum(movement.amount), 0)
  from recovery_movements movement
  left join payments payment
    on payment.municipality_code = movement.municipality_code and payment.id = movement.payment_id
    and ${ofMunicipality(listedCode, 'payment')}
  where movement.municipality_code = recoveries.municipality_code and movement.recovery_id = recoveries.id
    and ${ofMunicipality(listedCode, 'movement')} and movement.withdrawn_at is null
    and coalesce(movement.moved_on, payment.paid_on) <= ${on}::date)`

/** Joins `sums` to recoveries, which a query written by hand has under the alias. */
export const withSums = (code: Code, recovery = 'recoveries'): SQL => sql`cross join ${sumsOf(code, recovery)}`

const awardsOf = (query: SQL) => sql`${recoveries.awardId} in (${query})`
/** The day that `overdue` asks about. */
const on = sql.placeholder('validOn')

const answers = {
  recovered: Money('Repaid, or set off against a payment that was paid', 12000),
  setOffPending: Money('Set off against payments that are not paid yet: outstanding until they are', 10000),
  writtenOff: Money('Given up by decision', 0),
  outstanding: Money('Asked back, and neither recovered nor written off', 30000),
  status: OneOf(recoveryStatuses, 'Settled when nothing is outstanding')
}
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export const recovery = recordOf({
  noun: 'Recovery',
  plural: 'Recoveries',
  address: 'recoveries',
  tag: 'recoveries',
  scope: 'recoveries',
  listed: 'RecoverySummary',
  fields: recoveryFields,
  table: recoveries,
  describes: {
    one: 'A recovery, with what became of it until now',
    created: 'Money of an award that is asked back',
    page: 'A page of recoveries'
  },
  examples: {
    created: {
      awardId: exampleId,
      grantYear: 2022,
      ground: 'unused',
      decisionId: exampleId,
      decidedOn: '2023-04-18',
      amount: 42000,
      dueOn: '2023-05-31',
      reference: 'SN-2023-0077'
    },
    shown: { clause: '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.' }
  },
  answers,
  select: (db: Connection) =>
    db
      .select({
        ...getTableColumns(recoveries),
        recovered: sql<number>`sums.recovered::float8`,
        setOffPending: sql<number>`sums.set_off_pending::float8`,
        writtenOff: sql<number>`sums.written_off::float8`,
        outstanding: sql<number>`${outstanding}::float8`,
        status: sql<RecoveryStatus>`${status}`
      })
      .from(recoveries)
      .innerJoin(sums, sql`true`),
  filters: {
    agreementId: {
      schema: Uuid('An agreement that the award funds'),
      where: value =>
        awardsOf(sql`select award_id from agreement_awards
          where municipality_code = ${listedCode} and agreement_id = ${value}`)
    },
    schemeId: {
      schema: Uuid('The scheme of the award'),
      where: value =>
        awardsOf(sql`select award.id from decision_lines line
          join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
          where ${ofMunicipality(listedCode, 'line', 'award')} and line.scheme_id = ${value}`)
    },
    status: {
      schema: OneOf(recoveryStatuses, 'Whether anything is outstanding'),
      where: value => sql`${status} = ${value}`
    },
    overdue: {
      schema: OneOf(dayAnswers, 'Whether it was due before the day `validOn` and not settled by then: yes or no'),
      where: value => sql`${value} = case when ${recoveries.dueOn} < ${on}::date
        and ${recoveries.amount} > ${movedUntil(on)} then 'yes' else 'no' end`
    },
    validOn: { schema: Day('The day for overdue; today unless told', '2023-06-01'), where: () => sql`true` },
    dueFrom: onOrAfter(recoveries.dueOn, 'Due on this day or later', '2023-01-01'),
    dueTo: onOrBefore(recoveries.dueOn, 'Due on this day or earlier', '2023-12-31')
  },
  reference: 'SN-2023-0077',
  sorts: ['dueOn', 'updatedAt'],
  says: {
    list: [
      'List recoveries',
      'Money that is asked back, by the day on which it is due, with what became of it until now.'
    ],
    get: ['Show a recovery', 'The recovery with its movements and what is outstanding.'],
    withdraw: [
      'Withdraw a recovery',
      'Takes back a recovery that should not have been made, while nothing of it has moved.'
    ]
  }
})
export type NewRecovery = New<typeof recovery>

export const RecoveryPatch = Patch(
  Strict({
    ...answeredOf(correctable),
    amount: PositiveMoney('The right amount; with a correctionReason', 42000),
    correctionReason: Text('Why the amount was wrong', 1000, 'Hyran var redan avdragen')
  }),
  {
    $id: 'RecoveryPatch',
    description: 'What is to change (JSON merge patch)',
    example: { dueOn: '2023-06-30' }
  }
)
export type RecoveryPatch = Static<typeof RecoveryPatch>

const { kind, amount, ...moved } = answeredOf(movementFields)
const RecoveryMovement = Answer(
  {
    id: Uuid('Identity made by the service'),
    source: Text('System whose reference it is', 100, 'api'),
    reference: Nullable(Text("The caller's own reference", 200, 'OCR-77')),
    kind,
    amount,
    status: OneOf(
      movementStatuses,
      'Counted; pending until the payment that it is set off against is paid; void where that was cancelled'
    ),
    ...moved,
    createdAt: Instant('When it was recorded'),
    withdrawnAt: Nullable(Instant('When it was taken back')),
    withdrawnReason: Nullable(Text('Why it was taken back', 1000, 'Inbetalningen gällde ett annat krav'))
  },
  {
    $id: 'RecoveryMovement',
    description: 'What became of a part of a recovery',
    example: { movedOn: '2023-05-22', voucherNumber: 'V-2023-4711' }
  }
)

const movements = Type.Array(ref(RecoveryMovement), { description: 'What became of it, oldest first' })
export const Recovery = withMore(
  recovery.schemas.One,
  { movements },
  { $id: 'Recovery', description: 'A recovery with its movements', example: { movements: [] } }
)

export const RecordedRecovery = Answer(
  {
    municipalityCode: MunicipalityCode,
    id: Uuid('Identity made by the service'),
    ...Type.Required(Type.Object(Named)).properties,
    ...answeredOf(recoveryFields),
    ...answers,
    movements,
    ...Tracked,
    warnings: Type.Array(
      Strict({
        code: Text('What it is about', 100, 'below-repayment-threshold'),
        message: Text('What is out of order', 500, 'The rules ask back only what is more than 5 % of the grant.')
      }),
      { description: 'What the rules say against it: recorded all the same', example: [] }
    )
  },
  {
    $id: 'RecordedRecovery',
    description: 'A recovery as it was recorded, with warnings',
    example: { grantYear: 2022, decisionId: exampleId, movements: [] }
  }
)

export const recoverySchemas = [
  recovery.schemas.New,
  ...schemasOf(recovery),
  RecoveryPatch,
  RecoveryMovement,
  Recovery,
  RecordedRecovery
]
