import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { NotFound } from '../errors.ts'
import { payments } from '../payments/record.ts'
import { listOf } from '../records/list.ts'
import type { movementStatuses, recoveryStatuses } from './rules.ts'
import { recoveries, recoveryMovements } from './tables.ts'

/** Recoveries with what became of them: derived from their movements, never stored. */

/** A set-off counts once its payment is paid; that of a cancelled payment comes to nothing. */
const sums = sql`lateral (
  select coalesce(sum(movement.amount) filter (where movement.kind = 'repayment' or payment.paid_on is not null), 0)
           as recovered,
         coalesce(sum(movement.amount) filter (
           where movement.kind = 'setOff' and payment.paid_on is null and payment.withdrawn_at is null), 0)
           as set_off_pending,
         coalesce(sum(movement.amount) filter (where movement.kind = 'writeOff'), 0) as written_off
  from recovery_movements movement
  left join payments payment
    on payment.municipality_code = movement.municipality_code and payment.id = movement.payment_id
  where movement.municipality_code = recoveries.municipality_code and movement.recovery_id = recoveries.id
    and movement.withdrawn_at is null
) sums`

const outstanding = sql`(recoveries.amount - sums.recovered - sums.written_off)`
const status = sql`case when ${outstanding} = 0 then 'settled' else 'open' end`

/** What of a recovery (of the query around it) was recovered or written off until a day. */
export const movedUntil = (on: unknown) => sql`(
  select coalesce(sum(movement.amount), 0)
  from recovery_movements movement
  left join payments payment
    on payment.municipality_code = movement.municipality_code and payment.id = movement.payment_id
  where movement.municipality_code = recoveries.municipality_code and movement.recovery_id = recoveries.id
    and movement.withdrawn_at is null and coalesce(movement.moved_on, payment.paid_on) <= ${on}::date)`

/** Joins `sums` to recoveries, in a query written by hand. */
export const withSums: SQL = sql`cross join ${sums}`

const columns = {
  ...getTableColumns(recoveries),
  recovered: sql<number>`sums.recovered::float8`,
  setOffPending: sql<number>`sums.set_off_pending::float8`,
  writtenOff: sql<number>`sums.written_off::float8`,
  outstanding: sql<number>`${outstanding}::float8`,
  status: sql<(typeof recoveryStatuses)[number]>`${status}`
}

const selectRecoveries = (db: Connection) => db.select(columns).from(recoveries).innerJoin(sums, sql`true`).$dynamic()

export type RecoveryRow = typeof recoveries.$inferSelect
export type RecoverySummaryRow = Awaited<ReturnType<typeof selectRecoveries>>[number]

export const recoveryList = listOf<typeof recoveries, RecoverySummaryRow>('recoveries', recoveries, {
  select: db => selectRecoveries(db) as never,
  equal: ['organisationId', 'awardId', 'decisionId', 'paymentId', 'ground'],
  filters: {
    agreementId: value => sql`${recoveries.awardId} in (
      select award_id from agreement_awards
      where municipality_code = ${sql.placeholder('municipalityCode')} and agreement_id = ${value})`,
    schemeId: value => sql`${recoveries.awardId} in (
      select award.id from decision_lines line
      join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
      where line.municipality_code = ${sql.placeholder('municipalityCode')} and line.scheme_id = ${value})`,
    status: value => sql`${status} = ${value}`,
    overdue: value => sql`${value} = case when ${recoveries.dueOn} < ${sql.placeholder('on')}::date
      and ${recoveries.amount} > ${movedUntil(sql.placeholder('on'))} then 'yes' else 'no' end`,
    dueFrom: value => sql`${recoveries.dueOn} >= ${value}`,
    dueTo: value => sql`${recoveries.dueOn} <= ${value}`
  },
  sorts: ['dueOn', 'updatedAt']
})

const {
  municipalityCode: _code,
  recoveryId: _recovery,
  version: _version,
  updatedAt: _updated,
  ...ofMovement
} = getTableColumns(recoveryMovements)

function selectMovements(db: Connection) {
  const payment = and(
    eq(payments.municipalityCode, recoveryMovements.municipalityCode),
    eq(payments.id, recoveryMovements.paymentId)
  )
  return db
    .select({
      ...ofMovement,
      movedOn: sql<string | null>`coalesce(${recoveryMovements.movedOn}, ${payments.paidOn})::text`,
      status: sql<(typeof movementStatuses)[number]>`case
        when ${recoveryMovements.withdrawnAt} is not null then 'withdrawn'
        when ${recoveryMovements.kind} <> 'setOff' or ${payments.paidOn} is not null then 'counted'
        when ${payments.withdrawnAt} is not null then 'void' else 'pending' end`
    })
    .from(recoveryMovements)
    .leftJoin(payments, payment)
    .where(
      and(
        eq(recoveryMovements.municipalityCode, sql.placeholder('municipalityCode')),
        eq(recoveryMovements.recoveryId, sql.placeholder('id'))
      )
    )
    .orderBy(recoveryMovements.id)
}

/** The recovery with its movements. @throws NotFound */
export async function findRecovery(db: Connection, ref: Ref) {
  const one = and(
    eq(recoveries.municipalityCode, sql.placeholder('municipalityCode')),
    eq(recoveries.id, sql.placeholder('id'))
  )
  const [row] = await prepared(db, 'recovery', () => selectRecoveries(db).where(one)).execute(ref)
  if (!row) throw new NotFound('recovery', ref.id)
  const movements = await prepared(db, 'recovery movements', () => selectMovements(db)).execute(ref)
  return { ...row, movements }
}
export type RecoveryWithMovements = Awaited<ReturnType<typeof findRecovery>>
