import { type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { findBeyondBudgets } from './judge-payments.ts'

/**
 * Warns of granted rows of which nothing is made, and of plans that no longer match what a row says. A plan is never changed
 * by a file: whoever plans it anew decides what becomes of what is paid.
 */
export async function warnOfPayments(context: Context): Promise<void> {
  const { payments, restore } = context
  await warn(
    context,
    'plan-differs',
    sql`format('%s SEK are planned or paid of it, which is not what it grants: no payment was changed', live)`,
    sql`differs`
  )
  if (!payments) return
  const stands = sql`not annulled and said.line_id not in (select id from import_replaced)`
  await warn(
    context,
    'payment-amount-not-exact',
    sql`'what it grants is not known exactly: no payment was made'::text`,
    sql`grants and not exact and ${stands}`
  )
  await warn(
    context,
    'revised-line-has-payments',
    sql`'money is planned or paid of the line that it replaces: no payment was made, plan what is left by hand'::text`,
    sql`gives and revised_planned and planned.position is null and ${stands}`
  )
  if (!restore) {
    await warn(
      context,
      'plan-cancelled',
      sql`'its plan was cancelled: no payment was made, send restore=true to make one'::text`,
      sql`gives and not several and not planned.stands and ${stands}`
    )
  }
  if (payments === 'toPay') return
  await warn(
    context,
    'plan-not-paid',
    sql`'it has a plan of which payments are unpaid: nothing was recorded, and they may still be paid'::text`,
    sql`gives and planned.unpaid > 0`
  )
  await warnBeyondBudgets(context)
}

async function warn({ tx }: Context, code: string, message: SQL, condition: SQL) {
  await tx.execute(sql`
    update staged set warnings = coalesce(warnings, '[]'::jsonb)
      || jsonb_build_array(jsonb_build_object('code', ${code}::text, 'message', found.message))
    from (
      select said.position, ${message} as message
      from import_grants said left join import_planned planned using (position) where ${condition}
    ) found where found.position = staged.position and result <> 'rejected'`)
}

/** What was paid was paid: beyond a budget it is recorded all the same. */
async function warnBeyondBudgets(context: Context) {
  const beyond = await findBeyondBudgets(context, true)
  if (beyond.length === 0) return
  await context.tx.execute(sql`
    update staged set warnings = coalesce(warnings, '[]'::jsonb)
      || jsonb_build_array(jsonb_build_object('code', 'payments-beyond-budget', 'message', over.message))
    from jsonb_to_recordset(${JSON.stringify(beyond)}::jsonb) as over (position int, message text)
    where over.position = staged.position`)
}
