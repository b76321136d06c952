import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { listedCode } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { payments } from '../payments/record.ts'
import { type Recovery, recovery, recoveryMovements } from './record.ts'
import type { movementStatuses } from './rules.ts'

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
    eq(payments.municipalityCode, listedCode),
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
      and(eq(recoveryMovements.municipalityCode, listedCode), eq(recoveryMovements.recoveryId, sql.placeholder('id')))
    )
    .orderBy(recoveryMovements.id)
}

/** The recovery with its movements. @throws NotFound */
export async function findRecovery(db: Connection, ref: Ref): Promise<RecoveryWithMovements> {
  const row = await recovery.find(db, ref)
  return { ...row, movements: await prepared(db, 'recovery movements', () => selectMovements(db)).execute(ref) }
}
export type RecoveryWithMovements = Static<typeof Recovery>
