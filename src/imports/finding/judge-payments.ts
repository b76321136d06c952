import { sql } from 'drizzle-orm'
import { today } from '../../base/dates.ts'
import type { Message } from '../../base/language.ts'
import { fromOre, kronorInSwedish, toOre } from '../../base/money.ts'
import { budgetRoomOf, budgetTold, fallsOn, isBeyond, lockBudgetsWhere } from '../../money/payments/budget-room.ts'
import { dayColumn, type PaymentMode } from '../payment-rules.ts'
import { type Context, reject } from './context.ts'
import { rejectDangling } from './revision-results.ts'
import { emptyMatters } from './second-decisions.ts'
import { measure } from './working-tables.ts'

/**
 * Fills `import_payments` with what the option makes: one payment for each row that stands, gives an exact amount and has
 * nothing planned or paid of it. Rejects rows that give money but do not say when or to whom, and those that go beyond a
 * budget: in the order of the file a row that does not fit is rejected, and a later one that fits is taken. Answers whether
 * rows were rejected; then the file is to be judged again, since what they would have replaced stands.
 */
export async function judgePayments(context: Context): Promise<boolean> {
  const { tx, payments: mode } = context
  if (!mode) return false
  await findPayments(context)
  await refuseIncomplete(context, mode)
  if (mode === 'toPay') await refuseBeyondBudgets(context)
  const { rows } = await tx.execute<{ any: boolean }>(
    sql`select exists (select from staged where violations <> '[]' and result <> 'rejected') as any`
  )
  if (!rows[0]!.any) return false
  await rejectDangling(context)
  await emptyMatters(tx)
  return true
}

/** `import_replaced` is what second-decisions.ts has found: a line that another one replaces gives nothing. */
async function findPayments({ tx, restore }: Context) {
  await tx.execute(sql`delete from import_payments`)
  const { rowCount } = await tx.execute(sql`
    insert into import_payments
    select said.*, staged.body_id, staged.scheme_id, staged.decided_on, staged.payment_day, staged.voucher_number,
      case when said.grant_year is null then extract(year from staged.payment_day)::int
        else least(greatest(extract(year from staged.payment_day)::int, said.grant_year),
          coalesce(said.grant_year_to, said.grant_year)) end as budget_year,
      uuid_v7() as plan_id, uuid_v7() as payment_id
    from import_grants said join staged using (position) left join import_planned planned using (position)
    where staged.result <> 'rejected' and said.gives and not said.annulled and not said.revised_planned
      and said.line_id not in (select id from import_replaced)
      -- What an officer has cancelled is not planned anew by a file that says nothing of it.
      and (planned.position is null or said.several and planned.fitting <= said.year_to - said.year_from
        or ${restore}::boolean and not planned.stands)`)
  await measure(tx, 'import_payments', rowCount)
}

async function refuseIncomplete(context: Context, mode: PaymentMode) {
  const day = dayColumn[mode]
  const of = (condition: ReturnType<typeof sql>) =>
    sql`position in (select position from import_payments payment where ${condition})`
  await reject(
    context,
    day,
    {
      message:
        'is one day, and the grant is for each of several years: send the file with payments=none and plan it a year at a time',
      sv: 'är en enda dag, och bidraget gäller flera år: skicka filen med payments=none och planera ett år i taget'
    },
    of(sql`several`)
  )
  const missing =
    mode === 'toPay'
      ? { message: 'is missing: when is it to be paid', sv: 'saknas: när ska det betalas' }
      : { message: 'is missing: when was it paid', sv: 'saknas: när betalades det' }
  await reject(context, day, missing, of(sql`not several and payment_day is null`))
  const early = { message: 'must not be before the decision', sv: 'får inte vara före beslutet' }
  await reject(context, day, early, of(sql`not several and payment_day < decided_on`))
  if (mode === 'alreadyPaid') {
    const late = { message: 'must not be later than today', sv: 'får inte vara senare än i dag' }
    await reject(context, day, late, of(sql`not several and payment_day > ${today()}::date`))
  }
  const joint = {
    message: 'is missing: the grant is joint, and one of its recipients is to be paid',
    sv: 'saknas: bidraget är gemensamt, och en av mottagarna ska få betalningen'
  }
  await reject(context, 'payee', joint, of(sql`payee_id is null`))
}

export type BeyondBudget = { position: number } & Message

/** Rows whose payments do not fit a budget, in the order of the file; `taking`: what does not fit takes of it all the same. */
export async function findBeyondBudgets({ tx, municipalityCode }: Context, taking: boolean): Promise<BeyondBudget[]> {
  const ids = await lockBudgetsWhere(
    tx,
    municipalityCode,
    sql`(body_id, year) in (select body_id, budget_year from import_payments)`
  )
  if (ids.length === 0) return []
  const budgets = (await budgetRoomOf(tx, municipalityCode, ids)).map(room => ({ room, planned: toOre(room.planned) }))
  const { rows } = await tx.execute<Candidate>(sql`
    select position, payment.body_id as "bodyId", payment.scheme_id as "schemeId", budget_year as year, payment.granted
    from import_payments payment join staged using (position)
    where violations = '[]' and payment.body_id in (
      select body_id from budgets where municipality_code = ${municipalityCode} and id = any(${sql.param(ids)}::uuid[]))
    order by position`)
  const beyond: BeyondBudget[] = []
  for (const row of rows) {
    const amount = toOre(row.granted)
    const own = budgets.filter(({ room }) => fallsOn(row, room))
    const over = own.find(({ room, planned }) => isBeyond(room, planned + amount))
    if (over) {
      const planned = fromOre(over.planned)
      const budget = budgetTold(over.room)
      beyond.push({
        position: row.position,
        message: `${budget.en}, of which ${planned} SEK are planned with the rows before this one: ${row.granted} SEK more go beyond it`,
        sv: `${budget.sv}, varav ${kronorInSwedish(planned)} är planerade med raderna före den här: ytterligare ${kronorInSwedish(row.granted)} överskrider den`
      })
    }
    if (!over || taking) for (const budget of own) budget.planned += amount
  }
  return beyond
}

type Candidate = { position: number; bodyId: string; schemeId: string | null; year: number; granted: string }

async function refuseBeyondBudgets(context: Context) {
  const { tx, columns } = context
  const beyond = await findBeyondBudgets(context, false)
  if (beyond.length === 0) return
  await tx.execute(sql`
    update staged set violations = violations || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'field', ${columns.granted ?? 'granted'}::text, 'message', 'budget-exceeded: ' || over.message,
      'sv', 'budget-exceeded: ' || over.sv, 'line', line, 'sheet', sheet)))
    from jsonb_to_recordset(${JSON.stringify(beyond)}::jsonb) as over (position int, message text, sv text)
    where over.position = staged.position`)
}
