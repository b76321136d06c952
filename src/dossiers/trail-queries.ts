import { type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import { rfc3339 } from '../database/columns.ts'
import type { Connection } from '../database/connection.ts'
import { NotFound } from '../errors.ts'
import { agreementsOf } from '../payments/funded.ts'
import type { PaymentTrail } from './schemas.ts'

/** What a trail is read from: few statements, each by keys and the indexes on them. No person is named by any. */

/** An object of JSON: each property with its column, an instant as RFC 3339 has it. */
export function json(properties: Record<string, string>): SQL {
  const parts = Object.entries(properties).map(([name, column]) => {
    const value = column.endsWith('_at') ? rfc3339(sql.raw(column)) : sql.raw(column)
    return sql`${sql.raw(`'${name}'`)}, ${value}`
  })
  return sql`json_build_object(${sql.join(parts, sql`, `)})`
}

/** Columns under their own names, as JSON spells them. */
export const own = (alias: string, ...names: string[]) =>
  Object.fromEntries(
    names.map(name => [name, `${alias}.${name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)}`])
  )

export type TrailHead = Pick<
  PaymentTrail,
  'municipalityName' | 'payment' | 'application' | 'decision' | 'decisionLine' | 'award' | 'plan' | 'check' | 'approval'
> & {
  bankReturn: PaymentTrail['bankReturn']
  reissueOfId: string | null
  scheme: { id: string; name: string } | null
  agreement: { id: string; reference: string | null } | null
  /** That it is for, or may be: where it names none, all that its award funds. */
  agreementCount: number
}

/** The payment with everything that it is of, in one row. @throws NotFound */
export async function findTrailHead(db: Connection, { municipalityCode, id }: Ref): Promise<TrailHead> {
  const when = (condition: string, section: SQL) => sql`case when ${sql.raw(condition)} then ${section} end`
  const { rows } = await db.execute<TrailHead>(sql`
    select municipality.name as "municipalityName",
      ${json({
        ...own(
          'payment',
          'id',
          'reference',
          'instalmentNumber',
          'kind',
          'amount',
          'grantYear',
          'grantYearTo',
          'budgetYear'
        ),
        ...own('payment', 'dueOn', 'servicePeriodFrom', 'servicePeriodTo', 'payeeOrganisationId', 'coding', 'status'),
        ...own('payment', 'paidOn', 'voucherNumber', 'withheldReason', 'withdrawnAt', 'withdrawnReason'),
        ...own('payment', 'beforeFinal'),
        payeeName: 'payee.name'
      })} as payment,
      ${json({
        ...own('decision', 'id', 'bodyId', 'decidedOn', 'paragraph', 'diaryNumber', 'title', 'annulmentRecordedAt'),
        bodyName: 'body.name',
        annulledOn: "decision.annulment ->> 'annulledOn'",
        finalConfirmedOn: "decision.finality ->> 'confirmedOn'",
        finalConfirmedBy: "decision.finality ->> 'confirmedBy'",
        appeals: 'appeals.all'
      })} as decision,
      ${json(own('line', 'id', 'outcome', 'granted', 'amountPer', 'grantYearFrom', 'grantYearTo', 'purpose', 'withdrawnAt'))} as "decisionLine",
      ${json(own('award', 'id', 'createdAt', 'withdrawnAt'))} as award,
      ${json(own('plan', 'id', 'reference', 'schedule', 'amount', 'budgetOverrideDecisionId', 'createdAt'))} as plan,
      ${when('application.id is not null', json(own('application', 'id', 'reference', 'receivedOn', 'status')))} as application,
      ${when('scheme.id is not null', json(own('scheme', 'id', 'name')))} as scheme,
      ${when('agreement.id is not null', json(own('agreement', 'id', 'reference')))} as agreement,
      ${when('payment.checked_by is not null', json(own('payment', 'checkedBy', 'checkedByName', 'checkedAt', 'checkNote')))} as "check",
      ${when('payment.approved_by is not null', json(own('payment', 'approvedBy', 'approvedByName', 'approvedAt', 'approvalNote')))} as approval,
      ${when(
        'payment.returned_on is not null',
        json({
          ...own('payment', 'returnedOn', 'returnedAmount', 'returnedReason'),
          reissuedById: 'reissue.id'
        })
      )} as "bankReturn",
      payment.reissue_of_id as "reissueOfId", cardinality(paid_for.ids) as "agreementCount"
    from payments payment
    join municipalities municipality on municipality.municipality_code = payment.municipality_code
    join organisations payee
      on payee.municipality_code = payment.municipality_code and payee.id = payment.payee_organisation_id
    join payment_plans plan on plan.municipality_code = payment.municipality_code and plan.id = payment.plan_id
    join awards award on award.municipality_code = payment.municipality_code and award.id = payment.award_id
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
    left join schemes scheme on scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
    left join applications application
      on application.municipality_code = line.municipality_code and application.id = line.application_id
    cross join lateral (select ${agreementsOf} as ids) paid_for
    left join agreements agreement
      on agreement.municipality_code = payment.municipality_code and agreement.id = paid_for.ids[1]
        and cardinality(paid_for.ids) = 1
    left join payments reissue on reissue.municipality_code = payment.municipality_code
      and reissue.reissue_of_id = payment.id and reissue.withdrawn_at is null
    cross join lateral (
      select coalesce(json_agg(${json(own('appeal', 'id', 'lodgedOn', 'unpaidInstalments', 'outcome', 'outcomeOn'))}
        order by appeal.lodged_on, appeal.id), '[]') as all
      from decision_appeals appeal
      where appeal.municipality_code = decision.municipality_code and appeal.decision_id = decision.id
        and appeal.withdrawn_at is null
    ) appeals
    where payment.municipality_code = ${municipalityCode} and payment.id = ${id}`)
  if (!rows[0]) throw new NotFound('payment', id)
  return rows[0]
}

/** Everything that was done to the payment, oldest first. */
export async function findChanges(db: Connection, { municipalityCode, id }: Ref): Promise<PaymentTrail['events']> {
  const { rows } = await db.execute<{ change: PaymentTrail['events'][number] }>(sql`
    select ${json({ sequence: 'event.id', ...own('event', 'type', 'recordedAt', 'actor', 'actorName', 'reason') })} as change
    from events event where event.municipality_code = ${municipalityCode} and event.subject_id = ${id}
    order by event.id`)
  return rows.map(({ change }) => change)
}

/** By what name whoever did the step of the run was known; steps are told by names, whatever they are kept by. */
const nameOfActor = (did: string) => `(select event.actor_name from events event
  where event.municipality_code = run.municipality_code and event.subject_id = run.id and event.type = 'paymentRun.${did}'
  order by event.id desc limit 1)`

/** The runs that the payment was in, with what the bank answered. */
export async function findRuns(db: Connection, { municipalityCode, id }: Ref): Promise<PaymentTrail['runs']> {
  const { rows } = await db.execute<{ run: PaymentTrail['runs'][number] }>(sql`
    select ${json({
      ...{ runId: 'run.id', runStatus: 'run.status', itemId: 'item.id' },
      ...own('run', 'messageId', 'executionOn', 'lockedAt', 'lockedBy', 'exportedAt', 'exportedBy'),
      ...{ lockedByName: nameOfActor('locked'), exportedByName: nameOfActor('exported') },
      ...own('item', 'endToEndId', 'amount', 'setOffAmount', 'status', 'confirmedAt', 'paidOn', 'voucherNumber'),
      reason: 'coalesce(item.rejected_reason, item.removed_reason)'
    })} as run
    from payment_run_items item
    join payment_runs run on run.municipality_code = item.municipality_code and run.id = item.run_id
    where item.municipality_code = ${municipalityCode} and item.payment_id = ${id}
    order by item.id`)
  return rows.map(({ run }) => run)
}
