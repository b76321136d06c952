import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import { recordPaidPayments } from '../../money/payment-runs/returns.ts'
import { paymentPlans } from '../../money/payments/plan-record.ts'
import { payments } from '../../money/payments/record.ts'
import { settlePayments } from '../../money/payments/write.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { Context } from '../finding/context.ts'
import { appendEvents, told } from './events.ts'

/**
 * Makes the payments of `import_payments`: a plan `once` of one payment each, planned by whoever imports, who can therefore
 * neither check nor approve it; or, paid already, recorded as such without attestations. Statements for all of them.
 */
export async function makePayments(context: Context, actor: Actor): Promise<void> {
  const { tx, municipalityCode, source, payments: mode } = context
  const happened = (type: string, subject: string, parent: string, after: SQL) =>
    appendEvents(
      context,
      actor,
      sql`select ${type}::text as type, ${subject}::text as subject_type, id, version,
        ${sql.raw(parent)} as parent_id, null::text as reason, null::jsonb as before, ${after} as after from made order by id`
    )
  await tx.execute(sql`
    with made as (
      insert into payment_plans (municipality_code, id, source, award_id, agreement_id, grant_year, grant_year_to, schedule,
        amount)
      select ${municipalityCode}, plan_id, ${source}, award.id, agreement.id, grant_year, grant_year_to, 'once', granted
      from import_payments payment ${ofAward(municipalityCode)}
      order by position returning *
    ) ${happened('paymentPlan.created', 'paymentPlan', 'award_id', sql`jsonb_strip_nulls(${told('made', paymentPlans)})`)}`)
  const { rows } = await tx.execute<{ paymentId: string; eventId: string }>(sql`
    with made as (
      insert into payments (municipality_code, id, source, plan_id, award_id, agreement_id, instalment_number, amount, grant_year,
        grant_year_to, budget_year, due_on, service_period_from, service_period_to, payee_organisation_id, changed_by)
      select ${municipalityCode}, payment_id, ${source}, plan_id, award.id, agreement.id, 1, granted, grant_year, grant_year_to,
        budget_year, payment_day, make_date(grant_year, 1, 1), make_date(coalesce(grant_year_to, grant_year), 12, 31),
        payee_id, array[${actor.principal}::text]
      from import_payments payment ${ofAward(municipalityCode)}
      order by position returning *
    ) ${happened(
      ...(['payment.planned', 'payment', 'plan_id'] as const),
      sql`jsonb_strip_nulls(${told('made', payments)}) || '{"conditions": []}'`
    )} returning subject_id as "paymentId", id as "eventId"`)
  if (mode === 'alreadyPaid') return await recordAsPaid(context, actor)
  await settlePayments(
    tx,
    municipalityCode,
    rows.map(({ paymentId, eventId }) => ({ paymentId, eventId: Number(eventId) }))
  )
}

/** The award of each payment, and the agreement that it funds, where there is one alone that has begun by the day. */
const ofAward = (municipalityCode: string) => sql`
  join awards award on award.municipality_code = ${municipalityCode} and award.line_id = payment.line_id
  left join lateral (
    select (array_agg(agreement.id))[1] as id from agreement_awards funded
    join agreements agreement
      on ${ofMunicipality(municipalityCode, 'agreement')} and agreement.id = funded.agreement_id
    where ${ofMunicipality(municipalityCode, 'funded')} and funded.award_id = award.id
      and agreement.withdrawn_at is null and agreement.starts_earliest <= payment.payment_day
    having count(*) = 1
  ) agreement on true`

/** The ledger follows from what they are then: planned, checked, approved and paid, by the event of having been paid. */
async function recordAsPaid({ tx, municipalityCode }: Context, actor: Actor) {
  const made = await tx
    .select()
    .from(payments)
    .where(
      sql`${payments.municipalityCode} = ${municipalityCode} and ${payments.id} in (select payment_id from import_payments)`
    )
    .orderBy(payments.id)
  const { rows } = await tx.execute<{ id: string; voucherNumber: string | null }>(
    sql`select payment_id as id, voucher_number as "voucherNumber" from import_payments`
  )
  const vouchers = new Map(rows.map(({ id, voucherNumber }) => [id, voucherNumber]))
  await recordPaidPayments(
    tx,
    actor,
    municipalityCode,
    made.map(payment => ({
      payment,
      paidOn: payment.dueOn,
      voucherNumber: vouchers.get(payment.id) ?? null,
      reason: 'Imported as paid already'
    }))
  )
}
