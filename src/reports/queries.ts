import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { DayAnswer } from '../assignments/rules.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { NotFound } from '../errors.ts'
import { type Filter, type List, recordFilters } from '../http/pagination.ts'
import { warningsOf } from './content-rules.ts'
import { missed, obliging, reports } from './tables.ts'

// Columns are written out: Drizzle leaves the table's name off where a query has one table, and these have more.
type Value = Parameters<Filter>[0]
const municipality = sql.placeholder('municipalityCode')
const on = sql`${sql.placeholder('on')}::date`

/**
 * Whether a report of the query around it was overdue on a day: due before it, and by then neither submitted nor waived.
 * A report that was sent back is not there. The condition holds within `missed`, which has an index.
 */
export const overdueOn = (day: SQL) => sql`(reports.withdrawn_at is null and reports.due_on < ${day} and case
  when reports.status in ('expected', 'returned') then true
  when reports.status = 'waived' then reports.waived_on > ${day} else reports.submitted_on > ${day} end)`

/** What is shown and listed as overdue. Payments are held by every overdue report, also of a draft (payments/holds.ts). */
const isOverdue = sql`(${overdueOn(on)} and ${obliging})`
const overdue = sql<DayAnswer>`case when ${isOverdue} then 'yes' else 'no' end`

/** Of what nobody has submitted it is not known. */
const late = sql<DayAnswer>`case when reports.submitted_on > reports.due_on then 'yes'
  when reports.submitted_on <= reports.due_on then 'no' else 'unknown' end`

const daysLate = sql<number>`(case when ${isOverdue} then ${on} - reports.due_on
  when reports.withdrawn_at is null and reports.status in ('submitted', 'accepted')
  then greatest(reports.submitted_on - reports.due_on, 0) else 0 end)`

const organisations = sql<{ organisationId: string; name: string }[]>`(
  select coalesce(json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name)
    order by organisation.name), '[]')
  from (
    select reports.organisation_id as id where reports.organisation_id is not null
    union select party.organisation_id from agreement_parties party
    where reports.organisation_id is null and party.municipality_code = reports.municipality_code
      and party.agreement_id = reports.agreement_id and party.organisation_id is not null
    union select recipient.organisation_id from awards award
    join decision_line_recipients recipient
      on recipient.municipality_code = award.municipality_code and recipient.line_id = award.line_id
    where reports.organisation_id is null and award.municipality_code = reports.municipality_code
      and award.id = reports.award_id
  ) named
  join organisations organisation
    on organisation.municipality_code = reports.municipality_code and organisation.id = named.id)`

const agreementTitle = sql<string | null>`(select agreement.content->>'title' from agreements agreement
  where agreement.municipality_code = reports.municipality_code and agreement.id = reports.agreement_id)`

/** Kronor that the award, or the awards of the agreement, gave for the years that the period touches; null where any is not exact. */
const grantForPeriod = sql<number | null>`(
  select case when bool_and(line.granted_certainty = 'exact') then sum(line.granted * line.periods) end::float8
  from (
    select reports.award_id as id where reports.award_id is not null
    union all select funding.award_id from agreement_awards funding
    where reports.award_id is null and funding.municipality_code = reports.municipality_code
      and funding.agreement_id = reports.agreement_id
  ) named
  cross join lateral (
    select line.granted, line.granted_certainty, case when line.amount_per = 'year' then
      least(line.grant_year_to, extract(year from reports.period_to)::int)
      - greatest(line.grant_year_from, extract(year from reports.period_from)::int) + 1
      when line.grant_year_from > extract(year from reports.period_to)
        or line.grant_year_to < extract(year from reports.period_from) then 0 else 1 end as periods
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    where award.municipality_code = reports.municipality_code and award.id = named.id and award.withdrawn_at is null
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
    where condition.municipality_code = reports.municipality_code and condition.report_id = reports.id
    union select payment.id from payments payment
    join payment_conditions condition
      on condition.municipality_code = payment.municipality_code and condition.payment_id = payment.id
    where payment.municipality_code = reports.municipality_code and payment.award_id = reports.award_id
      and condition.requirement_id = reports.requirement_id and payment.due_on >= reports.due_on
    union select payment.id from payment_conditions condition
    join payments payment
      on payment.municipality_code = condition.municipality_code and payment.id = condition.payment_id
    where reports.award_id is null and condition.municipality_code = reports.municipality_code
      and condition.requirement_id = reports.requirement_id and payment.due_on >= reports.due_on
    union select payment.id from payments payment
    join payment_conditions condition
      on condition.municipality_code = payment.municipality_code and condition.payment_id = payment.id
    where ${overdueOn(on)} and payment.municipality_code = reports.municipality_code
      and (payment.award_id = reports.award_id or payment.agreement_id = reports.agreement_id)
      and condition.kind = 'noReportOverdue'
  ) named
  join payments payment on payment.municipality_code = reports.municipality_code and payment.id = named.id
  where payment.withdrawn_at is null and payment.status in ('planned', 'checked', 'approved')
    and reports.status not in ('accepted', 'waived') and reports.withdrawn_at is null)`

const columns = {
  ...getTableColumns(reports),
  overdue,
  late,
  daysLate,
  agreementTitle,
  organisations,
  grantForPeriod,
  waitingPaymentCount
}

export type ReportRow = typeof reports.$inferSelect
export type ShownReport = ReportRow & {
  overdue: DayAnswer
  late: DayAnswer
  daysLate: number
  agreementTitle: string | null
  organisations: { organisationId: string; name: string }[]
  grantForPeriod: number | null
  waitingPaymentCount: number
}

const filters: Record<string, Filter> = {
  ...recordFilters(reports),
  status: value => sql`reports.status = ${value}`,
  kind: value => sql`reports.kind = ${value}`,
  dueFrom: value => sql`reports.due_on >= ${value}`,
  dueTo: value => sql`reports.due_on <= ${value}`,
  agreementId: value => sql`reports.agreement_id = ${value}`,
  awardId: value => sql`reports.award_id = ${value}`,
  requirementId: value => sql`reports.requirement_id = ${value}`,
  schemeId: value => sql`reports.award_id in (
    select award.id from decision_lines line
    join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
    where line.municipality_code = ${municipality} and line.scheme_id = ${value})`,
  // As an array: as a set it would be joined to all reports.
  organisationId: value => sql`reports.id = any(array(${ofOrganisation(value)}))`
}

/** What was merged into an organisation is found by it, and it by what was merged. */
function ofOrganisation(value: Value): SQL {
  const asked = sql`(select other.id from organisations asked join organisations other
    on other.municipality_code = asked.municipality_code
    and coalesce(other.merged_into_id, other.id) = coalesce(asked.merged_into_id, asked.id)
    where asked.municipality_code = ${municipality} and asked.id = ${value})`
  return sql`
    select own.id from reports own where own.municipality_code = ${municipality} and own.organisation_id in ${asked}
    union select own.id from agreement_parties party
    join reports own on own.municipality_code = party.municipality_code and own.agreement_id = party.agreement_id
    where party.municipality_code = ${municipality} and party.organisation_id in ${asked} and own.organisation_id is null
    union select own.id from decision_line_recipients recipient
    join awards award on award.municipality_code = recipient.municipality_code and award.line_id = recipient.line_id
    join reports own on own.municipality_code = award.municipality_code and own.award_id = award.id
    where recipient.municipality_code = ${municipality} and recipient.organisation_id in ${asked}
      and own.organisation_id is null`
}

type Asked = { overdue?: DayAnswer; late?: DayAnswer }
// A report is due on a day that is known: it is never possibly overdue.
const overdueConditions: Record<DayAnswer, SQL[]> = {
  yes: [sql`${missed}`, isOverdue],
  no: [sql`not ${isOverdue}`],
  ...{ possible: [sql`false`], unknown: [sql`false`] }
}
const lateConditions: Record<DayAnswer, SQL[]> = {
  yes: [sql`${missed}`, sql`reports.submitted_on > reports.due_on`],
  no: [sql`reports.submitted_on <= reports.due_on`],
  ...{ possible: [sql`false`], unknown: [sql`reports.submitted_on is null`] }
}
const lists = new Map<string, List<ShownReport>>()

/**
 * The list of reports; its values want `on`. Overdue and late reports have lists of their own: their conditions must
 * stand as text in the query for the index of the few reports that were ever missed to be used.
 */
export function reportListOf(asked: Asked): List<ShownReport> {
  const name = `reports${asked.overdue ? ` overdue ${asked.overdue}` : ''}${asked.late ? ` late ${asked.late}` : ''}`
  const known = lists.get(name)
  if (known) return known
  const conditions = [sql`reports.municipality_code = ${municipality}`]
  if (asked.overdue) conditions.push(...overdueConditions[asked.overdue])
  if (asked.late) conditions.push(...lateConditions[asked.late])
  const list: List<ShownReport> = {
    name,
    select: db => db.select(columns).from(reports).$dynamic() as never,
    where: sql.join(conditions, sql` and `),
    filters,
    sorts: {
      dueOn: { column: reports.dueOn, of: row => row.dueOn },
      updatedAt: { column: reports.updatedAt, of: row => row.updatedAt }
    },
    id: { column: reports.id, of: row => row.id }
  }
  lists.set(name, list)
  return list
}

/** A row as it is answered. */
export const withWarnings = (row: ShownReport) => ({ ...row, warnings: warningsOf(row, row.grantForPeriod) })

/** The report as it is on a day. @throws NotFound */
export async function showReport(db: Connection, { municipalityCode, id }: Ref, day: string) {
  const query = prepared(db, 'report', () =>
    db
      .select(columns)
      .from(reports)
      .where(sql`reports.municipality_code = ${municipality} and reports.id = ${sql.placeholder('id')}`)
  )
  const [row] = (await query.execute({ municipalityCode, id, on: day })) as ShownReport[]
  if (!row) throw new NotFound('report', id)
  return withWarnings(row)
}

/** The report by the caller's own reference. @throws NotFound */
export async function findReportByReference(
  db: Connection,
  municipalityCode: string,
  source: string,
  reference: string
) {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from reports where municipality_code = ${municipalityCode} and source = ${source}
      and reference = ${reference} and withdrawn_at is null`)
  if (!rows[0]) throw new NotFound('report', `${source}/${reference}`)
  return { municipalityCode, id: rows[0].id } satisfies Ref
}
