import { type SQL, sql } from 'drizzle-orm'
import type { Message } from '../../base/language.ts'
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
    {
      message: sql`format('%s SEK are planned or paid of it, which is not what it grants: no payment was changed', live)`,
      sv: sql`format('%s är planerat eller utbetalt av det, vilket inte är vad det beviljar: ingen utbetalning har ändrats', ${swedishAmount(sql`live`)})`
    },
    sql`differs`
  )
  if (!payments) return
  const stands = sql`not annulled and said.line_id not in (select id from import_replaced)`
  await warn(
    context,
    'payment-amount-not-exact',
    constant({
      message: 'what it grants is not known exactly: no payment was made',
      sv: 'vad det beviljar är inte exakt känt: ingen utbetalning har lagts upp'
    }),
    sql`grants and not exact and ${stands}`
  )
  await warn(
    context,
    'revised-line-has-payments',
    constant({
      message: 'money is planned or paid of the line that it replaces: no payment was made, plan what is left by hand',
      sv: 'pengar är planerade eller utbetalda av raden som den ersätter: ingen utbetalning har lagts upp, planera det som återstår för hand'
    }),
    sql`gives and revised_planned and planned.position is null and ${stands}`
  )
  if (!restore) {
    await warn(
      context,
      'plan-cancelled',
      constant({
        message: 'its plan was cancelled: no payment was made, send restore=true to make one',
        sv: 'dess plan har avbrutits: ingen utbetalning har lagts upp, skicka restore=true för att lägga upp en'
      }),
      sql`gives and not several and not planned.stands and ${stands}`
    )
  }
  if (payments === 'toPay') return
  await warn(
    context,
    'plan-not-paid',
    constant({
      message: 'it has a plan of which payments are unpaid: nothing was recorded, and they may still be paid',
      sv: 'det har en plan med obetalda utbetalningar: inget har registrerats, och de kan fortfarande betalas'
    }),
    sql`gives and planned.unpaid > 0`
  )
  await warnBeyondBudgets(context)
}

/** A message as SQL: it may hold a column. */
type Told = { message: SQL; sv: SQL }
const constant = ({ message, sv }: Message): Told => ({ message: sql`${message}::text`, sv: sql`${sv}::text` })

/** An amount as Swedish sets it, with no-break spaces: `18 000,00 kr`. */
const swedishAmount = (amount: SQL) =>
  sql`translate(to_char(${amount}, 'FM999,999,999,990.00'), ',.', ${'\u00a0,'}::text) || ${'\u00a0kr'}::text`

async function warn({ tx }: Context, code: string, told: Told, condition: SQL) {
  await tx.execute(sql`
    update staged set warnings = coalesce(warnings, '[]'::jsonb)
      || jsonb_build_array(jsonb_build_object('code', ${code}::text, 'message', found.message, 'sv', found.sv))
    from (
      select said.position, ${told.message} as message, ${told.sv} as sv
      from import_grants said left join import_planned planned using (position) where ${condition}
    ) found where found.position = staged.position and result <> 'rejected'`)
}

/** What was paid was paid: beyond a budget it is recorded all the same. */
async function warnBeyondBudgets(context: Context) {
  const beyond = await findBeyondBudgets(context, true)
  if (beyond.length === 0) return
  await context.tx.execute(sql`
    update staged set warnings = coalesce(warnings, '[]'::jsonb)
      || jsonb_build_array(jsonb_build_object('code', 'payments-beyond-budget', 'message', over.message, 'sv', over.sv))
    from jsonb_to_recordset(${JSON.stringify(beyond)}::jsonb) as over (position int, message text, sv text)
    where over.position = staged.position`)
}
