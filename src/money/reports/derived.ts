import { type SQL, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { type Answer, answers } from '../../base/known.ts'
import { type Code, listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { Filter } from '../../platform/http/pagination.ts'
import { Money, Nullable, OneOf, ref, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { sameAs } from '../../register/organisations/record.ts'

/**
 * Readers of a report are told these beside its columns, most of them for a day (`validOn`). The SQL names the table of every
 * column itself, because Drizzle leaves the name off in a query of one table, and the queries within these have more.
 */

const Reporting = Strict(
  { organisationId: Uuid('The organisation'), name: Text('Its name', 300, 'Haninge Kvinnojour') },
  { $id: 'ReportingOrganisation', description: 'Who reports' }
)
const Warning = Strict(
  { field: Text('JSON pointer', 200, '/grantUsed'), message: Text('What to look at', 1000, 'cannot be checked') },
  { $id: 'ReportWarning', description: 'What an officer should look at' }
)
export const derivedSchemas = [Reporting, Warning]

export const derived = {
  overdue: OneOf(answers, 'Whether it was due and not there on the day asked for'),
  late: OneOf(answers, 'Whether it was submitted after it was due; unknown where nobody has submitted it'),
  daysLate: Type.Integer({
    minimum: 0,
    description: 'Days from dueOn until it came, or until the day asked for',
    example: 0
  }),
  agreementTitle: Nullable(Text('Title of the agreement', 500, 'Idéburet offentligt partnerskap')),
  organisations: Type.Array(ref(Reporting), { description: 'Who reports', example: [] }),
  grantForPeriod: Nullable(Money('What the awards gave for the years of the period; null where not known', 380_000)),
  waitingPaymentCount: Type.Integer({ minimum: 0, description: 'Unpaid payments that wait for it', example: 1 }),
  warnings: Type.Array(ref(Warning), { description: 'What an officer should look at', example: [] })
}

type Value = Parameters<Filter>[0]
const on = sql`${sql.placeholder('validOn')}::date`

/** A report that can be overdue on some day: nobody has submitted or waived it, or somebody did too late. */
export const missed = missedOf('')
/** The same of the alias. */
export const missedBy = (alias: string) => missedOf(`${alias}.`)

function missedOf(of: string): SQL {
  return sql.raw(
    `${of}withdrawn_at is null and (${of}status in ('expected', 'returned') or ${of}submitted_on > ${of}due_on or ${of}waived_on > ${of}due_on)`
  )
}

/** Condition on `reports`: somebody is obliged to report. Draft agreements, and agreements and awards withdrawn, oblige nobody. */
export const obliging = (code: Code) => sql`(not exists (
    select from agreements agreement
    where ${ofMunicipality(code, 'agreement')} and agreement.municipality_code = reports.municipality_code
      and agreement.id = reports.agreement_id and (agreement.status = 'draft' or agreement.withdrawn_at is not null))
  and not exists (
    select from awards award
    where ${ofMunicipality(code, 'award')} and award.municipality_code = reports.municipality_code
      and award.id = reports.award_id and award.withdrawn_at is not null))`

/**
 * Whether a report of the query around it was overdue on a day: due before it, and by then neither submitted nor waived.
 * A report that was sent back is not there. The condition holds within `missed`, which has an index.
 */
export const overdueOn = (day: SQL) => sql`(reports.withdrawn_at is null and reports.due_on < ${day} and case
  when reports.status in ('expected', 'returned') then true
  when reports.status = 'waived' then reports.waived_on > ${day} else reports.submitted_on > ${day} end)`

/** Reads and lists show such a report as overdue. Payments are held by overdue reports of drafts too (payments/hold-reasons.ts). */
export const isOverdue = sql`(${overdueOn(on)} and ${obliging(listedCode)})`
const overdue = sql<Answer>`case when ${isOverdue} then 'yes' else 'no' end`

/** `unknown` while the report is not submitted: it may come in time. */
const late = sql<Answer>`case when reports.submitted_on > reports.due_on then 'yes'
  when reports.submitted_on <= reports.due_on then 'no' else 'unknown' end`

const daysLate = sql<number>`(case when ${isOverdue} then ${on} - reports.due_on
  when reports.withdrawn_at is null and reports.status in ('submitted', 'accepted')
  then greatest(reports.submitted_on - reports.due_on, 0) else 0 end)`

const organisations = sql<Static<typeof Reporting>[]>`(
  select coalesce(json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name)
    order by organisation.name), '[]')
  from (
    select reports.organisation_id as id where reports.organisation_id is not null
    union select party.organisation_id from agreement_parties party
    where reports.organisation_id is null and ${ofMunicipality(listedCode, 'party')}
      and party.municipality_code = reports.municipality_code and party.agreement_id = reports.agreement_id
      and party.organisation_id is not null
    union select recipient.organisation_id from awards award
    join decision_line_recipients recipient
      on recipient.municipality_code = award.municipality_code and recipient.line_id = award.line_id
    where reports.organisation_id is null and ${ofMunicipality(listedCode, 'award', 'recipient')}
      and award.municipality_code = reports.municipality_code and award.id = reports.award_id
  ) named
  join organisations organisation
    on organisation.municipality_code = reports.municipality_code and organisation.id = named.id
  where ${ofMunicipality(listedCode, 'organisation')})`

const agreementTitle = sql<string | null>`(select agreement.content->>'title' from agreements agreement
  where ${ofMunicipality(listedCode, 'agreement')}
    and agreement.municipality_code = reports.municipality_code and agreement.id = reports.agreement_id)`

/** Kronor that the award, or the awards of the agreement, gave for the years that the period touches; null where any is not exact. */
const grantForPeriod = sql<number | null>`(
  select case when bool_and(line.granted_certainty = 'exact') then sum(line.granted * line.periods) end::float8
  from (
    select reports.award_id as id where reports.award_id is not null
    union all select funding.award_id from agreement_awards funding
    where reports.award_id is null and ${ofMunicipality(listedCode, 'funding')}
      and funding.municipality_code = reports.municipality_code and funding.agreement_id = reports.agreement_id
  ) named
  cross join lateral (
    select line.granted, line.granted_certainty, case when line.amount_per = 'year' then
      least(line.grant_year_to, extract(year from reports.period_to)::int)
      - greatest(line.grant_year_from, extract(year from reports.period_from)::int) + 1
      when line.grant_year_from > extract(year from reports.period_to)
        or line.grant_year_to < extract(year from reports.period_from) then 0 else 1 end as periods
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    where ${ofMunicipality(listedCode, 'award', 'line')}
      and award.municipality_code = reports.municipality_code and award.id = named.id and award.withdrawn_at is null
    offset 0
  ) line
  where line.periods > 0)`

/**
 * Payments that are not ordered yet and that wait for the report: whose conditions name it, or the requirement that it is of;
 * and, while it is overdue, those of its award or agreement that are paid only when no report is (noReportOverdue).
 */
const waitingPaymentCount = sql<number>`(
  select count(*)::int from (
    select condition.payment_id as id from payment_conditions condition
    where ${ofMunicipality(listedCode, 'condition')}
      and condition.municipality_code = reports.municipality_code and condition.report_id = reports.id
    union select payment.id from payments payment
    join payment_conditions condition
      on condition.municipality_code = payment.municipality_code and condition.payment_id = payment.id
    where ${ofMunicipality(listedCode, 'payment', 'condition')}
      and payment.municipality_code = reports.municipality_code and payment.award_id = reports.award_id
      and condition.requirement_id = reports.requirement_id and payment.due_on >= reports.due_on
    union select payment.id from payment_conditions condition
    join payments payment
      on payment.municipality_code = condition.municipality_code and payment.id = condition.payment_id
    where reports.award_id is null and ${ofMunicipality(listedCode, 'condition', 'payment')}
      and condition.municipality_code = reports.municipality_code
      and condition.requirement_id = reports.requirement_id and payment.due_on >= reports.due_on
    union select payment.id from payments payment
    join payment_conditions condition
      on condition.municipality_code = payment.municipality_code and condition.payment_id = payment.id
    where ${overdueOn(on)} and ${ofMunicipality(listedCode, 'payment', 'condition')}
      and payment.municipality_code = reports.municipality_code
      and (payment.award_id = reports.award_id or payment.agreement_id = reports.agreement_id)
      and condition.kind = 'noReportOverdue'
  ) named
  join payments payment on payment.municipality_code = reports.municipality_code and payment.id = named.id
  where ${ofMunicipality(listedCode, 'payment')}
    and payment.withdrawn_at is null and payment.status in ('planned', 'checked', 'approved')
    and reports.status not in ('accepted', 'waived') and reports.withdrawn_at is null)`

export const derivedColumns = {
  overdue,
  late,
  daysLate,
  agreementTitle,
  organisations,
  grantForPeriod,
  waitingPaymentCount
}

/** An organisation also finds the reports of those merged into it, and each of those finds the reports of all. */
export function reportsOfOrganisation(value: Value): SQL {
  const asked = sql`(${sameAs(value)})`
  return sql`
    select own.id from reports own where own.municipality_code = ${listedCode} and own.organisation_id in ${asked}
    union select own.id from agreement_parties party
    join reports own on own.municipality_code = party.municipality_code and own.agreement_id = party.agreement_id
    where ${ofMunicipality(listedCode, 'party', 'own')}
      and party.organisation_id in ${asked} and own.organisation_id is null
    union select own.id from decision_line_recipients recipient
    join awards award on award.municipality_code = recipient.municipality_code and award.line_id = recipient.line_id
    join reports own on own.municipality_code = award.municipality_code and own.award_id = award.id
    where ${ofMunicipality(listedCode, 'recipient', 'award', 'own')}
      and recipient.organisation_id in ${asked} and own.organisation_id is null`
}
