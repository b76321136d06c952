import { sql } from 'drizzle-orm'
import { liveOf } from '../../money/payments/live.ts'
import { isGranting } from '../../register/decisions/line-record.ts'
import type { Context } from './context.ts'
import { spokenOf } from './identities.ts'
import { measure } from './working-tables.ts'

/** What the rows grant, as their lines will say it, and what is planned of their awards already. */

/** Whether a payment or plan (`planned`) is of a period of the row's grant (`said`). */
const fits = sql`case when said.several
    then planned.grant_year_to is null and planned.grant_year between said.year_from and said.year_to
    else planned.grant_year is not distinct from said.grant_year
      and planned.grant_year_to is not distinct from said.grant_year_to end`

/**
 * Fills `import_grants`, a row for each row of the file that is not rejected, and `import_planned`, one for each of them
 * whose award has payments or plans. Without the option only rows that change are looked at. The awards are locked before
 * their plans are read, as by whoever makes a plan.
 */
export async function findGrants(context: Context): Promise<void> {
  const { tx, municipalityCode, payments } = context
  const spoken = new Set(spokenOf(context).map(([staged]) => staged))
  // What a file has no column for stays as the line has it.
  const stated = (column: string, stored: string) =>
    sql.raw(
      spoken.has(column) ? `staged.${column}` : `case when result = 'created' then staged.${column} else ${stored} end`
    )
  const exact = sql.raw(
    spoken.has('granted')
      ? 'staged.granted is not null'
      : `case when result = 'created' then staged.granted is not null else coalesce(stored.granted_certainty = 'exact', false) end`
  )
  if (payments) {
    await tx.execute(sql`
      select from awards where municipality_code = ${municipalityCode}
        and line_id in (select line_id from staged where result in ('updated', 'unchanged')) order by id for update`)
  }
  const { rowCount } = await tx.execute(sql`
    insert into import_grants
    select said.*, coalesce(grants and exact and granted > 0, false) as gives
    from (
      select staged.position, staged.line_id, award.id as award_id, decision.annulment_recorded_at is not null as annulled,
        ${isGranting(sql`staged.outcome`)} as grants, ${stated('granted', 'stored.granted')} as granted,
        ${exact} as exact, staged.year_from, staged.year_to, staged.year_from as grant_year,
        nullif(staged.year_to, staged.year_from) as grant_year_to,
        coalesce(${stated('amount_per', 'stored.amount_per')} = 'year' and staged.year_to > staged.year_from, false) as several,
        coalesce(${stated('payee_id', 'stored.payee_organisation_id')},
          case when cardinality(staged.organisation_ids) = 1 then staged.organisation_ids[1] end) as payee_id,
        coalesce(stored.revises_line_id, staged.revises_line_id) as revises_line_id, false as revised_planned
      from staged
      left join decision_lines stored on stored.municipality_code = ${municipalityCode} and stored.id = staged.line_id
      left join awards award on award.municipality_code = ${municipalityCode} and award.line_id = staged.line_id
      left join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = staged.decision_id
      where result <> 'rejected' and (${payments !== undefined}::boolean or result = 'updated'
        and (select exists (select from payment_plans where municipality_code = ${municipalityCode})))
    ) said`)
  await measure(tx, 'import_grants', rowCount)
  await findPlanned(context)
  await findRevisedPlans(context)
}

/** By row: whether a plan stands, how many periods of the grant have one, what is live, and whether that is the grant. */
async function findPlanned({ tx, municipalityCode }: Context) {
  await tx.execute(sql`
    insert into import_planned
    with planned as (
      select award_id, grant_year, grant_year_to, 0 as live, 0 as unpaid, withdrawn_at is null as stands
      from payment_plans where municipality_code = ${municipalityCode}
        and award_id in (select award_id from import_grants where award_id is not null)
      union all
      select award_id, grant_year, grant_year_to, ${liveOf}, (payment.paid_on is null)::int, true
      from payments payment where municipality_code = ${municipalityCode} and withdrawn_at is null
        and award_id in (select award_id from import_grants where award_id is not null)
    ), periods as (
      select said.position, planned.grant_year, planned.grant_year_to, ${fits} as fits, bool_or(stands) as stands,
        sum(live) as live, sum(unpaid) as unpaid,
        case when ${fits} and said.grants and said.exact then said.granted else 0 end as granted
      from import_grants said join planned using (award_id) group by said.position, 2, 3, 4, 8
    )
    select position, bool_or(stands) as stands, count(*) filter (where fits and stands) as fitting,
      sum(live) as live, sum(unpaid) as unpaid, bool_or(stands and live <> granted) as differs
    from periods group by position`)
}

/** A row that takes the place of a line of which money is planned or paid: paid in whole, it would be paid twice. */
async function findRevisedPlans({ tx, municipalityCode }: Context) {
  const { rows } = await tx.execute<{ any: boolean }>(
    sql`select exists (select from import_grants where revises_line_id is not null) as any`
  )
  if (!rows[0]!.any) return
  await tx.execute(sql`
    update import_grants set revised_planned = true where position in (
      with recursive back as (
        select position, revises_line_id as line_id from import_grants where revises_line_id is not null
        union
        select back.position, coalesce(stored.revises_line_id, staged.revises_line_id)
        from back
        left join decision_lines stored on stored.municipality_code = ${municipalityCode} and stored.id = back.line_id
        left join staged on staged.line_id = back.line_id
        where coalesce(stored.revises_line_id, staged.revises_line_id) is not null
      )
      select back.position from back
      join awards award on award.municipality_code = ${municipalityCode} and award.line_id = back.line_id
      join payments payment on payment.municipality_code = ${municipalityCode} and payment.award_id = award.id
      where payment.withdrawn_at is null group by 1 having sum(${liveOf}) > 0)`)
}
