import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { amongIds, byId, gathered } from '../../platform/database/gathered.ts'
import { listedCode } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { type CsvFormat, toCsv } from '../../platform/http/csv.ts'
import { heldReasons } from './hold-reasons.ts'
import { paymentPlan } from './plan-record.ts'
import { payments, type SelectedPayment, selectPayments } from './record.ts'
import { nextStepOf, unpaidStatuses } from './rules.ts'

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
  const { municipalityCode } = ref
  const found = await gathered(db, `payment ${on}`, ref, async ids => {
    const query = prepared(db, 'payments-by-id', () =>
      selectPayments(db).where(amongIds(payments.municipalityCode, payments.id))
    )
    return byId(await presentPayments(db, municipalityCode, await query.execute({ municipalityCode, ids }), on))
  })
  if (!found) throw new NotFound('payment', ref.id)
  return found
}

/** The payments of a plan in their order, without cancelled ones. */
export async function paymentsOfPlan(db: Connection, { municipalityCode, id }: Ref, on: string) {
  const ofPlan = and(
    eq(payments.municipalityCode, listedCode),
    eq(payments.planId, sql.placeholder('id')),
    isNull(payments.withdrawnAt)
  )
  const query = prepared(db, 'payments of plan', () =>
    selectPayments(db).where(ofPlan).orderBy(payments.instalmentNumber, payments.id)
  )
  const rows = await query.execute({ municipalityCode, id })
  return await presentPayments(db, municipalityCode, rows, on)
}

/** The plan with its payments, and whether each may be paid on the day. @throws NotFound */
export async function findPlan(db: Connection, ref: Ref, on: string) {
  return { ...(await paymentPlan.find(db, ref)), payments: await paymentsOfPlan(db, ref, on) }
}

type Done<Sent> = (tx: Transaction, actor: Actor, ref: Ref, sent: Sent) => Promise<Ref>

/** Does something to a payment, and answers it as of today. */
export const shownToday =
  <Sent>(done: Done<Sent>): ((...of: Parameters<Done<Sent>>) => Promise<PresentedPayment>) =>
  async (tx, actor, ref, sent) =>
    findPayment(tx, await done(tx, actor, ref, sent), today())

/** `holds` are the kinds of what holds it. Amounts in kronor. */
const csvColumns = `id planId awardId agreementId decisionId bodyId schemeId instalmentNumber kind grantYear grantYearTo
  budgetYear dueOn amount setOffAmount servicePeriodFrom servicePeriodTo payeeOrganisationId payeeName coding status
  payability holds nextStep checkedByName approvedByName withheldReason paidOn voucherNumber returnedOn returnedAmount
  note source reference version createdAt updatedAt withdrawnAt withdrawnReason`.split(/\s+/)

/** Payments as a flat table, in parts as they are read. */
export async function* paymentsCsv(
  pages: AsyncGenerator<PresentedPayment[]>,
  format?: CsvFormat
): AsyncGenerator<string> {
  let head = true
  for await (const page of pages) {
    const rows = page.map(payment => ({
      ...payment,
      coding: Object.entries(payment.coding).map(([name, value]) => `${name}=${value}`),
      holds: [...new Set(payment.holds.map(({ kind }) => kind))]
    }))
    yield toCsv(csvColumns, rows, format, head)
    head = false
  }
}
