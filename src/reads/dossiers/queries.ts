import { type SQL, sql } from 'drizzle-orm'
import { alias, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import { type Static, type TObject, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import { ledgerEntries } from '../../money/ledger/record.ts'
import { paymentRunItems } from '../../money/payment-runs/item-record.ts'
import { paymentRuns } from '../../money/payment-runs/record.ts'
import { agreementsOf } from '../../money/payments/funded.ts'
import { paymentPlans } from '../../money/payments/plan-record.ts'
import { paymentConditions, payments } from '../../money/payments/record.ts'
import { recoveries, recoveryMovements } from '../../money/recoveries/record.ts'
import { overdueOn } from '../../money/reports/derived.ts'
import { reports } from '../../money/reports/record.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { events } from '../../platform/events/tables.ts'
import { agreements } from '../../register/agreements/record.ts'
import { decisionAppeals } from '../../register/appeals/record.ts'
import { applications } from '../../register/applications/record.ts'
import { awards, decisionLines } from '../../register/decisions/line-record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { schemes } from '../../register/schemes/record.ts'
import {
  AgreementSection,
  AppealSection,
  ApplicationSection,
  Approval,
  AwardSection,
  Check,
  ConditionSection,
  DecisionSection,
  EntrySection,
  EventSection,
  LineSection,
  MovementSection,
  PaymentSection,
  type PaymentTrail,
  PlanSection,
  RecoverySection,
  ReportSection,
  ReturnSection,
  RunSection,
  SchemeSection,
  SetOffSection
} from './schemas.ts'

/** A trail is read in few statements, each by keys and the indexes on them. None of them reads the name of a person. */

const payment = alias(payments, 'payment')
const decision = alias(decisions, 'decision')
const line = alias(decisionLines, 'line')
const award = alias(awards, 'award')
const plan = alias(paymentPlans, 'plan')
const application = alias(applications, 'application')
const scheme = alias(schemes, 'scheme')
const agreement = alias(agreements, 'agreement')
const appeal = alias(decisionAppeals, 'appeal')
const event = alias(events, 'event')
const run = alias(paymentRuns, 'run')
const item = alias(paymentRunItems, 'item')
const movement = alias(recoveryMovements, 'movement')
const recovery = alias(recoveries, 'recovery')
const entry = alias(ledgerEntries, 'entry')
const condition = alias(paymentConditions, 'condition')

type Value = SQL | PgColumn
/** Values of the properties of a section that its table has no column for, or that are not read from the column of that name. */
type Others<S, T> = { [K in Exclude<keyof S, keyof T>]: Value } & { [K in keyof S & keyof T]?: Value }

/** The section as an object of JSON: its properties are the columns of those names, and the others. */
function json<S extends TObject, T extends PgTable>(section: S, table: T, others: Others<Static<S>, T>): SQL
function json<S extends TObject, T extends { [K in keyof Static<S>]: PgColumn }>(section: S, table: T): SQL
function json(section: TObject, table: object, others: object = {}): SQL {
  const values = { ...table, ...others } as Record<string, Value>
  const parts = Object.keys(section.properties).map(name => sql`${sql.raw(`'${name}'`)}, ${told(values[name]!)}`)
  return sql`json_build_object(${sql.join(parts, sql`, `)})`
}

/** Writes an instant as RFC 3339 does, and anything else as PostgreSQL writes it in JSON. */
const told = (value: Value) =>
  'getSQLType' in value && value.getSQLType() === 'timestamp with time zone' ? rfc3339(sql`${value}`) : value

export type TrailHead = Pick<
  PaymentTrail,
  'municipalityName' | 'payment' | 'application' | 'decision' | 'decisionLine' | 'award' | 'plan' | 'check' | 'approval'
> & {
  bankReturn: PaymentTrail['bankReturn']
  reissueOfId: string | null
  scheme: { id: string; name: string } | null
  agreement: { id: string; reference: string | null } | null
  /** How many agreements the payment is for, or may be: where it names none, all that its award funds count. */
  agreementCount: number
}

const SchemeHead = Type.Pick(SchemeSection, ['id', 'name'])
const AgreementHead = Type.Pick(AgreementSection, ['id', 'reference'])

const ofReturn = { reissuedById: sql`reissues.last`, reissues: sql`reissues.all` }

/** The payment with everything that it is of, in one row. @throws NotFound */
export async function findTrailHead(db: Connection, { municipalityCode, id }: Ref): Promise<TrailHead> {
  const when = (stated: PgColumn, section: SQL) => sql`case when ${stated} is not null then ${section} end`
  const ofDecision = {
    bodyName: sql`body.name`,
    annulledOn: sql`${decision.annulment} ->> 'annulledOn'`,
    finalConfirmedOn: sql`${decision.finality} ->> 'confirmedOn'`,
    finalConfirmedBy: sql`${decision.finality} ->> 'confirmedBy'`,
    appeals: sql`appeals.all`
  }
  const { rows } = await db.execute<TrailHead>(sql`
    select municipality.name as "municipalityName",
      ${json(PaymentSection, payment, { payeeName: sql`payee.name` })} as payment,
      ${json(DecisionSection, decision, ofDecision)} as decision,
      ${json(LineSection, line)} as "decisionLine",
      ${json(AwardSection, award)} as award,
      ${json(PlanSection, plan)} as plan,
      ${when(application.id, json(ApplicationSection, application))} as application,
      ${when(scheme.id, json(SchemeHead, scheme))} as scheme,
      ${when(agreement.id, json(AgreementHead, agreement))} as agreement,
      ${when(payment.checkedBy, json(Check, payment))} as "check",
      ${when(payment.approvedBy, json(Approval, payment))} as approval,
      ${when(payment.returnedOn, json(ReturnSection, payment, ofReturn))} as "bankReturn",
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
    left join schemes scheme on ${ofMunicipality(municipalityCode, 'scheme')}
      and scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
    left join applications application
      on ${ofMunicipality(municipalityCode, 'application')}
        and application.municipality_code = line.municipality_code and application.id = line.application_id
    cross join lateral (select ${agreementsOf(municipalityCode)} as ids) paid_for
    left join agreements agreement
      on ${ofMunicipality(municipalityCode, 'agreement')} and agreement.municipality_code = payment.municipality_code
        and agreement.id = paid_for.ids[1] and cardinality(paid_for.ids) = 1
    cross join lateral (
      select max(reissue.id::text) as last,
        coalesce(json_agg(json_build_object('id', reissue.id, 'amount', reissue.amount) order by reissue.id), '[]') as all
      from payments reissue
      where ${ofMunicipality(municipalityCode, 'reissue')} and reissue.municipality_code = payment.municipality_code
        and reissue.reissue_of_id = payment.id and reissue.withdrawn_at is null
    ) reissues
    cross join lateral (
      select coalesce(json_agg(${json(AppealSection, appeal)}
        order by appeal.lodged_on, appeal.id), '[]') as all
      from decision_appeals appeal
      where ${ofMunicipality(municipalityCode, 'appeal')} and appeal.municipality_code = decision.municipality_code
        and appeal.decision_id = decision.id and appeal.withdrawn_at is null
    ) appeals
    where ${ofMunicipality(municipalityCode, 'payment', 'payee', 'plan', 'award', 'line', 'decision', 'body')}
      and payment.id = ${id}`)
  if (!rows[0]) throw new NotFound('payment', id)
  return rows[0]
}

/** Everything that was done to the payment, oldest first. */
export async function findChanges(db: Connection, { municipalityCode, id }: Ref): Promise<PaymentTrail['events']> {
  const { rows } = await db.execute<{ change: Static<typeof EventSection> }>(sql`
    select ${json(EventSection, event)} as change
    from events event where event.municipality_code = ${municipalityCode} and event.subject_id = ${id}
    order by event.id`)
  return rows.map(({ change }) => change)
}

/** The name of the actor who did the step of the run: the run keeps an id, and trails show names. */
const nameOfActor = (municipalityCode: string, did: string) => sql`(select event.actor_name from events event
  where ${ofMunicipality(municipalityCode, 'event')} and event.municipality_code = run.municipality_code
    and event.subject_id = run.id and event.type = ${sql.raw(`'paymentRun.${did}'`)}
  order by event.id desc limit 1)`

/** The runs that the payment was in, with what the bank answered. */
export async function findRuns(db: Connection, { municipalityCode, id }: Ref): Promise<PaymentTrail['runs']> {
  const ofRun = {
    runId: run.id,
    runStatus: run.status,
    itemId: item.id,
    messageId: run.messageId,
    executionOn: run.executionOn,
    lockedAt: run.lockedAt,
    lockedBy: run.lockedBy,
    lockedByName: nameOfActor(municipalityCode, 'locked'),
    exportedAt: run.exportedAt,
    exportedBy: run.exportedBy,
    exportedByName: nameOfActor(municipalityCode, 'exported'),
    reason: sql`coalesce(item.rejected_reason, item.removed_reason)`
  }
  const { rows } = await db.execute<{ run: Static<typeof RunSection> }>(sql`
    select ${json(RunSection, item, ofRun)} as run
    from payment_run_items item
    join payment_runs run on run.municipality_code = item.municipality_code and run.id = item.run_id
    where ${ofMunicipality(municipalityCode, 'item', 'run')} and item.payment_id = ${id}
    order by item.id`)
  return rows.map(({ run }) => run)
}

type Asked = { municipalityCode: string; paymentId: string; awardId: string }

/** A set-off happens on the day of its payment. Movements that were taken back are shown too. */
const ofMovement = {
  movedOn: sql`coalesce(movement.moved_on, paid.paid_on)`,
  decisionBodyName: sql`body.name`,
  decisionDecidedOn: decision.decidedOn,
  decisionParagraph: decision.paragraph
}
const ofRecovery = { recovered: sql`sums.recovered`, writtenOff: sql`sums.written_off`, movements: sql`moved.all` }

/** Set-offs against the payment, and recoveries of its award: where one names a payment, only those of this one. */
export async function findClaims(db: Connection, { municipalityCode, paymentId, awardId }: Asked) {
  const { rows } = await db.execute<Pick<PaymentTrail, 'setOffs' | 'recoveries'>>(sql`
    select (
      select coalesce(json_agg(${json(SetOffSection, movement)}
        order by movement.id), '[]')
      from recovery_movements movement
      where movement.municipality_code = ${municipalityCode} and movement.payment_id = ${paymentId}
    ) as "setOffs", (
      select coalesce(json_agg(${json(RecoverySection, recovery, ofRecovery)} order by recovery.id), '[]')
      from recoveries recovery
      cross join lateral (
        select coalesce(sum(movement.amount) filter (where movement.kind = 'repayment' or paid.paid_on is not null), 0)
                 as recovered,
               coalesce(sum(movement.amount) filter (where movement.kind = 'writeOff'), 0) as written_off
        from recovery_movements movement
        left join payments paid on ${ofMunicipality(municipalityCode, 'paid')}
          and paid.municipality_code = movement.municipality_code and paid.id = movement.payment_id
        where ${ofMunicipality(municipalityCode, 'movement')}
          and movement.municipality_code = recovery.municipality_code and movement.recovery_id = recovery.id
          and movement.withdrawn_at is null
      ) sums
      cross join lateral (
        select coalesce(json_agg(${json(MovementSection, movement, ofMovement)} order by movement.id), '[]') as all
        from recovery_movements movement
        left join payments paid on ${ofMunicipality(municipalityCode, 'paid')}
          and paid.municipality_code = movement.municipality_code and paid.id = movement.payment_id
        left join decisions decision
          on ${ofMunicipality(municipalityCode, 'decision')}
            and decision.municipality_code = movement.municipality_code and decision.id = movement.decision_id
        left join bodies body on ${ofMunicipality(municipalityCode, 'body')}
          and body.municipality_code = decision.municipality_code and body.id = decision.body_id
        where ${ofMunicipality(municipalityCode, 'movement')}
          and movement.municipality_code = recovery.municipality_code and movement.recovery_id = recovery.id
      ) moved
      where recovery.municipality_code = ${municipalityCode} and recovery.award_id = ${awardId}
        and coalesce(recovery.payment_id, ${paymentId}) = ${paymentId}
    ) as recoveries`)
  return rows[0]!
}

/** The entries of the payment, in the order in which they became known. */
export async function findEntries(
  db: Connection,
  { municipalityCode, paymentId }: Asked
): Promise<PaymentTrail['ledgerEntries']> {
  const { rows } = await db.execute<{ entry: Static<typeof EntrySection> }>(sql`
    select ${json(EntrySection, entry)} as entry
    from ledger_entries entry
    where entry.municipality_code = ${municipalityCode} and entry.payment_id = ${paymentId}
    order by entry.id`)
  return rows.map(({ entry }) => entry)
}

const Unjudged = Type.Omit(ConditionSection, ['met', 'because'])
export type FoundCondition = Static<typeof Unjudged>

/**
 * What the payment waits for, with the reports that it rests on: the one named, all of a requirement that are due by the
 * payment's due date, or (noReportOverdue) all of the award and the agreement that were due by `day`. `day` is that on which
 * the payment was paid, or today. Each report says whether it was overdue on that day, by the same rule as holds.
 */
export async function findConditions(
  db: Connection,
  { municipalityCode, id }: Ref,
  day: string
): Promise<FoundCondition[]> {
  const { rows } = await db.execute<{ condition: FoundCondition }>(sql`
    select ${json(Unjudged, condition, { judgedOn: sql`payment.day`, reports: sql`found.all` })}
           as condition
    from payment_conditions condition
    cross join lateral (
      select award_id, agreement_id, due_on, ${day}::date as day from payments
      where municipality_code = ${municipalityCode} and municipality_code = condition.municipality_code
        and id = condition.payment_id
    ) payment
    cross join lateral (
      select coalesce(json_agg(${json(ReportSection, reports, { overdue: sql`seen.overdue` })} order by reports.due_on, reports.id), '[]') as all
      from reports cross join lateral (
        select case when ${overdueOn(sql`payment.day`)} then 'yes' else 'no' end as overdue) seen
      where ${ofMunicipality(municipalityCode, 'reports')}
        and reports.municipality_code = condition.municipality_code and reports.withdrawn_at is null
        and case condition.kind
          when 'reportAccepted' then reports.id = condition.report_id
            or reports.requirement_id = condition.requirement_id and reports.due_on <= payment.due_on
              and (reports.award_id = payment.award_id or reports.agreement_id = payment.agreement_id)
          when 'noReportOverdue' then reports.due_on <= payment.day
            and (reports.award_id = payment.award_id or reports.agreement_id = payment.agreement_id) end
    ) found
    where condition.municipality_code = ${municipalityCode} and condition.payment_id = ${id}
    order by condition.id`)
  return rows.map(({ condition }) => condition)
}
