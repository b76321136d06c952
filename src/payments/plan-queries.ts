import { getTableColumns, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { byRef } from '../decisions/queries.ts'
import { NotFound } from '../errors.ts'
import { listOf } from '../records/list.ts'
import { isForAgreement } from './funded.ts'
import { paymentsOfPlan } from './queries.ts'
import { paymentPlans } from './tables.ts'

export type PlanRow = Omit<typeof paymentPlans.$inferSelect, 'receivedHash'>

const ofPlan = (sum: string) =>
  sql<number>`(select ${sql.raw(sum)} from payments payment
    where payment.municipality_code = payment_plans.municipality_code and payment.plan_id = payment_plans.id
      and payment.withdrawn_at is null)`

const { receivedHash, ...columns } = getTableColumns(paymentPlans)
const planColumns = {
  ...columns,
  liveAmount: ofPlan('coalesce(sum(payment.amount - coalesce(payment.returned_amount, 0)), 0)::float8'),
  paidAmount: ofPlan(
    'coalesce(sum(payment.amount - coalesce(payment.returned_amount, 0)) filter (where payment.paid_on is not null), 0)::float8'
  ),
  paymentCount: ofPlan('count(*)::int')
}
export type SelectedPlan = PlanRow & { liveAmount: number; paidAmount: number; paymentCount: number }

export const planList = listOf<typeof paymentPlans, SelectedPlan>('payment-plans', paymentPlans, {
  select: db => db.select(planColumns).from(paymentPlans).$dynamic() as never,
  equal: ['awardId'],
  filters: {
    agreementId: value =>
      isForAgreement(
        sql`${sql.placeholder('municipalityCode')}`,
        { agreementId: sql`${paymentPlans.agreementId}`, awardId: sql`${paymentPlans.awardId}` },
        sql`${value}::uuid`
      )
  },
  sorts: ['id', 'updatedAt']
})

/** The plan with its payments, and whether each may be paid on the day. @throws NotFound */
export async function findPlan(db: Connection, ref: Ref, on: string) {
  const query = prepared(db, 'payment-plan', () => db.select(planColumns).from(paymentPlans).where(byRef(paymentPlans)))
  const rows = await query.execute(ref)
  const [row] = rows as SelectedPlan[]
  if (!row) throw new NotFound('payment plan', ref.id)
  return { ...row, payments: await paymentsOfPlan(db, ref, on) }
}

type Received = { id: string; hash: string | null; withdrawn: boolean }

/** The plan that was received under the reference last, also one that was cancelled since. */
export async function findReceived(
  tx: Transaction,
  municipalityCode: string,
  source: string,
  reference: string
): Promise<Received | undefined> {
  const { rows } = await tx.execute<Received>(sql`
    select id, received_hash as hash, withdrawn_at is not null as withdrawn from payment_plans
    where municipality_code = ${municipalityCode} and source = ${source} and reference = ${reference}
    order by withdrawn_at is not null, id desc limit 1`)
  return rows[0]
}
