import { type SQL, sql } from 'drizzle-orm'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'
import { type KeptRelation, stateKnown, statesKnown } from '../../platform/known/states.ts'
import { grantedOf, liveOf } from './live.ts'

/**
 * Where the reasons of holds (hold-reasons.ts) are read from: parts of a WITH that give `unpaid`, the payments that are asked about,
 * and `decided`, the same with the decision and with what their award gives for the period (`granted`); `running`, which joins how much
 * of it is used up with each of `decided` (`total`); and the other tables, as `rows`. `mine` compares an alias of those with the
 * municipality; parts of the WITH hold nothing of others. `decisionOf` gives a query of what waits its `decision_id`; `kept` is what that
 * takes of `unpaid`, behind a comma.
 */
export type HoldSource = {
  code: Code
  parts: SQL
  running: SQL
  kept: SQL
  decisionOf: (query: SQL) => SQL
  rows: (relation: KeptRelation) => SQL
  mine: (alias: string) => SQL
}

/** Condition on `payment`: it waits to be paid. */
export const isUnpaid = sql`payment.withdrawn_at is null and payment.status in ('planned', 'checked', 'approved', 'ordered')`

const ofPayment = sql`payment.municipality_code, payment.id, payment.status, payment.plan_id, payment.award_id,
           payment.agreement_id, payment.due_on, payment.payee_organisation_id, payment.payee_account_id,
           payment.withheld_at, payment.withheld_reason, payment.before_final, payment.service_period_from,
           payment.grant_year, payment.grant_year_to, payment.instalment_number`
const ofAward = sql`award.withdrawn_at as award_withdrawn_at, line.decision_id, ${grantedOf} as granted`
const withAward = (code: Code, payment: SQL) => sql`
    join awards award on award.municipality_code = ${payment}.municipality_code and award.id = ${payment}.award_id
      and ${ofMunicipality(code, 'award')}
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
      and ${ofMunicipality(code, 'line')}`

/** Records as they are. `which` narrows the payments (alias `payment`); only what is unpaid is asked about, unless `any`. */
export function asTheyAre(code: Code, which: SQL, of: 'unpaid' | 'any' = 'unpaid'): HoldSource {
  const unpaid = sql`unpaid as materialized (
    select ${ofPayment}, ${ofAward} from payments payment ${withAward(code, sql`payment`)}
    where ${ofMunicipality(code, 'payment')} and ${of === 'any' ? sql`true` : isUnpaid} and ${which}
  ), decided as not materialized (
    select * from unpaid
  )`
  return present(code, unpaid, { kept: sql`, unpaid.decision_id`, decisionOf: query => query, mayBeCrowded: sql`true` })
}

/**
 * Records as they are, of all that is unpaid: each reason is found from the side that has fewer rows, the reports that are overdue or the
 * accounts that are not there, and not by looking at each payment. What is planned goes beyond an award only where its line was changed
 * after it was made: whoever writes payments keeps them within it (sums.ts).
 */
export function asAllAre(code: Code): HoldSource {
  const unpaid = sql`unpaid as not materialized (
    select ${ofPayment} from payments payment where ${ofMunicipality(code, 'payment')} and ${isUnpaid}
  ), decided as not materialized (
    select payment.*, ${ofAward}, line.version > 1 as is_line_changed from unpaid payment ${withAward(code, sql`payment`)}
  )`
  return present(code, unpaid, {
    kept: sql``,
    decisionOf: query => sql`(select each.*, line.decision_id from ${query} each ${withAward(code, sql`each`)})`,
    mayBeCrowded: sql`is_line_changed`
  })
}

type Present = Pick<HoldSource, 'kept' | 'decisionOf'> & {
  /** A condition on `decided` that holds for all whose award may have more planned than it gives. */
  mayBeCrowded: SQL
}

function present(code: Code, unpaid: SQL, { mayBeCrowded, ...given }: Present): HoldSource {
  const parts = sql`${unpaid}, crowded as materialized (
    -- Once for each award by its index. Few have more planned than granted, and only of these each payment is looked at.
    select award.* from (
      select distinct award_id, grant_year, grant_year_to, granted from decided where ${mayBeCrowded}
    ) award
    cross join lateral (${liveWithin(code, 'award')}) live where live.total > award.granted
  )`
  const running = sql`
    join crowded on crowded.award_id = unpaid.award_id and crowded.grant_year is not distinct from unpaid.grant_year
      and crowded.grant_year_to is not distinct from unpaid.grant_year_to
    cross join lateral (${liveWithin(code, 'unpaid')}
      and (${comesBefore(sql`payment.status`)}, payment.due_on, payment.instalment_number, payment.id)
        <= (${comesBefore(sql`unpaid.status`)}, unpaid.due_on, unpaid.instalment_number, unpaid.id)) running`
  const rows = (relation: KeptRelation) => sql.identifier(relation) as unknown as SQL
  return { code, ...given, parts, running, rows, mine: alias => ofMunicipality(code, alias) }
}

/** What is live (`total`) of the award and the period that a row of `alias` names. */
const liveWithin = (code: Code, alias: 'award' | 'unpaid') => {
  const of = sql.raw(alias)
  return sql`
    select sum(${liveOf}) as total from payments payment
    where ${ofMunicipality(code, 'payment')} and payment.withdrawn_at is null and payment.award_id = ${of}.award_id
      and payment.grant_year is not distinct from ${of}.grant_year
      and payment.grant_year_to is not distinct from ${of}.grant_year_to`
}

/** Paid payments use up the award first, then those that have come furthest, then those that are due first. */
const comesBefore = (
  status: SQL
) => sql`case ${status} when 'ordered' then 1 when 'approved' then 2 when 'checked' then 3
        when 'planned' then 3 else 0 end`

/**
 * Records as they were known at an instant. The ledger tells what was planned, paid and granted by then: `money` is a query
 * of payment_id, award_id, decision_id, grant_year, grant_year_to, live and open, with one row for each payment.
 */
export function asKnownAt(municipalityCode: SQL, knownAt: SQL, money: SQL): HoldSource {
  const name = (relation: KeptRelation) => sql.raw(`known_${relation}`)
  const relations: KeptRelation[] = [
    ...(['payment_conditions', 'reports', 'decision_appeals', 'payee_accounts'] as const),
    ...(['eligibilities', 'agreements', 'decisions'] as const)
  ]
  const known = relations.map(
    relation => sql`${name(relation)} as materialized (${statesKnown(relation, municipalityCode, knownAt)})`
  )
  const parts = sql`money as materialized (${money}), granted as (
    select award_id, grant_year, grant_year_to, sum(amount) as amount from ledger_entries
    where municipality_code = ${municipalityCode} and kind = 'granted' and recorded_at <= ${knownAt}
      and award_id in (select award_id from money where open <> 0)
    group by award_id, grant_year, grant_year_to
  ), unpaid as materialized (
    select ${municipalityCode}::text as municipality_code, money.payment_id as id, state.status, null::uuid as plan_id,
           money.award_id, state.agreement_id, state.due_on, state.payee_organisation_id, state.payee_account_id,
           state.withheld_at, null::text as withheld_reason, state.before_final, state.service_period_from,
           null::timestamptz as award_withdrawn_at,
           money.decision_id, coalesce(granted.amount, 0) as granted, state.instalment_number
    from money
    cross join lateral (${stateKnown('payments', municipalityCode, sql`money.payment_id`, knownAt)}) state
    left join granted on granted.award_id = money.award_id and granted.grant_year is not distinct from money.grant_year
      and granted.grant_year_to is not distinct from money.grant_year_to
    where money.open <> 0
  ), decided as not materialized (
    select * from unpaid
  ), running as (
    select money.payment_id as id, sum(money.live) over (
      partition by money.award_id, money.grant_year, money.grant_year_to
      order by ${comesBefore(sql`unpaid.status`)}, unpaid.due_on, unpaid.instalment_number, money.payment_id) as total
    from money left join unpaid on unpaid.id = money.payment_id
  ), ${sql.join(known, sql`, `)}`
  const running = sql`join running on running.id = unpaid.id`
  const kept = sql`, unpaid.decision_id`
  return { code: municipalityCode, parts, running, kept, decisionOf: query => query, rows: name, mine: () => sql`true` }
}
