import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { awards, decisionLines } from '../decisions/line-record.ts'
import { byRef } from '../decisions/queries.ts'
import { decisions } from '../decisions/record.ts'
import { NotFound } from '../errors.ts'
import { organisations } from '../organisations/record.ts'
import { listOf } from '../records/list.ts'
import type { KeptCondition } from './conditions.ts'
import { isForAgreement } from './funded.ts'
import { heldReasons, holdsQuery } from './holds.ts'
import { nextStepOf, unpaidStatuses } from './rules.ts'
import { payments } from './tables.ts'
import type { PaymentRow } from './write.ts'

const conditions = sql<KeptCondition[]>`(
  select coalesce(json_agg(json_build_object('kind', condition.kind, 'reportId', condition.report_id,
    'requirementId', condition.requirement_id, 'notBefore', condition.not_before) order by condition.id), '[]')
  from payment_conditions condition
  where condition.municipality_code = payments.municipality_code and condition.payment_id = payments.id)`

const setOffAmount = sql<number>`(
  select coalesce(sum(movement.amount), 0)::float8 from recovery_movements movement
  where movement.municipality_code = payments.municipality_code and movement.payment_id = payments.id
    and movement.withdrawn_at is null)`

const paymentColumns = {
  ...getTableColumns(payments),
  lineId: awards.lineId,
  decisionId: decisionLines.decisionId,
  bodyId: decisions.bodyId,
  schemeId: decisionLines.schemeId,
  payeeName: organisations.name,
  conditions,
  setOffAmount
}

function selectPayments(db: Connection) {
  return db
    .select(paymentColumns)
    .from(payments)
    .innerJoin(awards, and(eq(awards.municipalityCode, payments.municipalityCode), eq(awards.id, payments.awardId)))
    .innerJoin(
      decisionLines,
      and(eq(decisionLines.municipalityCode, awards.municipalityCode), eq(decisionLines.id, awards.lineId))
    )
    .innerJoin(
      decisions,
      and(eq(decisions.municipalityCode, decisionLines.municipalityCode), eq(decisions.id, decisionLines.decisionId))
    )
    .innerJoin(
      organisations,
      and(
        eq(organisations.municipalityCode, payments.municipalityCode),
        eq(organisations.id, payments.payeeOrganisationId)
      )
    )
    .$dynamic()
}

export type SelectedPayment = PaymentRow & {
  lineId: string
  decisionId: string
  bodyId: string
  schemeId: string | null
  payeeName: string
  conditions: KeptCondition[]
  setOffAmount: number
}

const code = sql.placeholder('municipalityCode')
/** The filter that the day of `payability` is bound to. */
const on = sql.placeholder('on')
const unpaid = sql`(${payments.withdrawnAt} is null and ${payments.status} in ('planned', 'checked', 'approved', 'ordered'))`

/** Payments by the day on which they fall due. `on`, the day of payability, is bound beside the municipality. */
export const paymentList = listOf<typeof payments, SelectedPayment>('payments', payments, {
  select: selectPayments,
  equal: ['planId', 'awardId', 'status', 'kind', 'voucherNumber'],
  filters: {
    agreementId: value =>
      isForAgreement(
        sql`${code}`,
        { agreementId: sql`${payments.agreementId}`, awardId: sql`${payments.awardId}` },
        sql`${value}::uuid`
      ),
    decisionId: value => sql`${decisionLines.decisionId} = ${value}`,
    schemeId: value => sql`${decisionLines.schemeId} = ${value}`,
    bodyId: value => sql`${decisions.bodyId} = ${value}`,
    // Also of those that were merged into it: what was paid stays with the name that it was paid to.
    payeeOrganisationId: value => sql`${payments.payeeOrganisationId} = any(array(select ${value}::uuid union all
      select id from organisations merged where merged.municipality_code = ${code} and merged.merged_into_id = ${value}))`,
    dueFrom: value => sql`${payments.dueOn} >= ${value}`,
    dueTo: value => sql`${payments.dueOn} <= ${value}`,
    paidFrom: value => sql`${payments.paidOn} >= ${value}`,
    paidTo: value => sql`${payments.paidOn} <= ${value}`,
    grantYear: value =>
      sql`${payments.grantYear} <= ${value}::int and coalesce(${payments.grantYearTo}, ${payments.grantYear}) >= ${value}::int`,
    payability: value =>
      sql`(${unpaid} and (${payments.id} in (select payment_id from (${holdsQuery(code, on)}) held)) = (${value} = 'held'))`,
    withheld: value => sql`(${payments.withheldAt} is not null) = ${value}::boolean`
  },
  sorts: ['dueOn', 'updatedAt']
})

/** The payments as they are answered: whether each may be paid on the day, and if not, why. */
export async function presentPayments(db: Connection, municipalityCode: string, rows: SelectedPayment[], on: string) {
  const open = rows.filter(row => !row.withdrawnAt && unpaidStatuses.includes(row.status))
  const holds = await heldReasons(
    db,
    municipalityCode,
    open.map(({ id }) => id),
    on
  )
  const isOpen = new Set(open)
  return rows.map(row => {
    const why = holds.get(row.id) ?? []
    const payability = isOpen.has(row) ? (why.length > 0 ? ('held' as const) : ('payable' as const)) : null
    return { ...row, payability, holds: why, nextStep: nextStepOf(row.status, row.withdrawnAt !== null) }
  })
}
export type PresentedPayment = Awaited<ReturnType<typeof presentPayments>>[number]

/** The payment, and whether it may be paid on the day. @throws NotFound */
export async function findPayment(db: Connection, ref: Ref, on: string): Promise<PresentedPayment> {
  const query = prepared(db, 'payment', () => selectPayments(db).where(byRef(payments)))
  const [row] = (await query.execute(ref)) as SelectedPayment[]
  if (!row) throw new NotFound('payment', ref.id)
  return (await presentPayments(db, ref.municipalityCode, [row], on))[0]!
}

/** The payments of a plan in their order, without cancelled ones. */
export async function paymentsOfPlan(db: Connection, { municipalityCode, id }: Ref, on: string) {
  const rows = (await selectPayments(db)
    .where(
      and(
        eq(payments.municipalityCode, municipalityCode),
        eq(payments.planId, id),
        sql`${payments.withdrawnAt} is null`
      )
    )
    .orderBy(payments.instalmentNumber, payments.id)) as SelectedPayment[]
  return await presentPayments(db, municipalityCode, rows, on)
}
