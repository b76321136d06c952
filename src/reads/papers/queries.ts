import { getTableColumns, isNull, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { DatePrecision } from '../../base/dates.ts'
import { NotFound } from '../../base/errors.ts'
import type { Certainty } from '../../base/known.ts'
import { lineStands } from '../../money/ledger/standing.ts'
import { setOffAgainst } from '../../money/payments/live.ts'
import { withSums } from '../../money/recoveries/record.ts'
import { derivedColumns, obliging, reportsOfOrganisation } from '../../money/reports/derived.ts'
import { reports } from '../../money/reports/record.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'

/** What papers read beside what the records' own rooms give. Amounts as decimal strings, kronor. */

export type Named = Map<string, { name: string; number: string | null }>

/** Names as they are now, by id, of bodies, schemes and organisations; these with their organisation number. */
export async function findNames(db: Connection, municipalityCode: string, ids: (string | null)[]): Promise<Named> {
  const asked = sql`any(${sql.param(ids.filter(id => id !== null))}::uuid[])`
  const { rows } = await db.execute<{ id: string; name: string; number: string | null }>(sql`
    select body.id, body.name, null as number from bodies body
    where ${ofMunicipality(municipalityCode, 'body')} and body.id = ${asked}
    union all select scheme.id, scheme.name, null from schemes scheme
    where ${ofMunicipality(municipalityCode, 'scheme')} and scheme.id = ${asked}
    union all select organisation.id, organisation.name, organisation.organisation_number from organisations organisation
    where ${ofMunicipality(municipalityCode, 'organisation')} and organisation.id = ${asked}`)
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}

export type FundingRow = {
  awardId: string
  bodyName: string
  decidedOn: string
  decidedOnPrecision: DatePrecision
  paragraph: string | null
  diaryNumber: string | null
  granted: string | null
  certainty: Certainty
  amountPer: string | null
  yearFrom: number | null
  yearTo: number | null
}

const ofDecision = sql`body.name as "bodyName", decision.decided_on as "decidedOn",
  decision.decided_on_precision as "decidedOnPrecision", decision.paragraph, decision.diary_number as "diaryNumber"`

/** Awards with what their lines and decisions say. */
export async function findFunding(db: Connection, municipalityCode: string, awardIds: string[]): Promise<FundingRow[]> {
  const { rows } = await db.execute<FundingRow>(sql`
    select award.id as "awardId", ${ofDecision}, line.granted, line.granted_certainty as certainty,
      line.amount_per as "amountPer", line.grant_year_from as "yearFrom", line.grant_year_to as "yearTo"
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
    where ${ofMunicipality(municipalityCode, 'award', 'line', 'decision', 'body')}
      and award.id = any(${sql.param(awardIds)}::uuid[])
    order by decision.decided_on, award.id`)
  return rows
}

export type AdviceRow = {
  organisationNumber: string | null
  accountKind: string | null
  accountNumber: string | null
  setOff: string
  decidedOnPrecision: DatePrecision
  agreementTitle: string | null
  updatedAt: string
}

/** What an advice tells beside the head of the payment's trail. @throws NotFound */
export async function findAdvice(db: Connection, { municipalityCode, id }: Ref): Promise<AdviceRow> {
  const { rows } = await db.execute<AdviceRow>(sql`
    select payee.organisation_number as "organisationNumber", account.account_kind as "accountKind",
      account.account_number as "accountNumber", ${setOffAgainst(municipalityCode, sql`payment.id`)} as "setOff",
      decision.decided_on_precision as "decidedOnPrecision", agreement.content ->> 'title' as "agreementTitle",
      ${rfc3339(sql`payment.updated_at`)} as "updatedAt"
    from payments payment
    join organisations payee
      on payee.municipality_code = payment.municipality_code and payee.id = payment.payee_organisation_id
    join awards award on award.municipality_code = payment.municipality_code and award.id = payment.award_id
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    left join payee_accounts account on ${ofMunicipality(municipalityCode, 'account')}
      and account.municipality_code = payment.municipality_code and account.id = payment.payee_account_id
    left join agreements agreement on ${ofMunicipality(municipalityCode, 'agreement')}
      and agreement.municipality_code = payment.municipality_code and agreement.id = payment.agreement_id
    where ${ofMunicipality(municipalityCode, 'payment', 'payee', 'award', 'line', 'decision')} and payment.id = ${id}`)
  if (!rows[0]) throw new NotFound('payment', id)
  return rows[0]
}

/** The ids of the organisation, of what it was merged into, and of all that were merged into that. */
export async function findSame(db: Connection, { municipalityCode, id }: Ref): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select same.id from organisations asked
    join organisations same on same.municipality_code = asked.municipality_code
      and (same.id = coalesce(asked.merged_into_id, asked.id) or same.merged_into_id = coalesce(asked.merged_into_id, asked.id))
    where ${ofMunicipality(municipalityCode, 'asked', 'same')} and asked.id = ${id}`)
  return rows.map(each => each.id)
}

/** What is asked of an organisation: its ids (findSame) and a year. */
export type OfYear = { municipalityCode: string; ids: string[]; year: number }

/** Names of those who share it with the organisation, in the order of the source. */
const others = (code: string, table: 'application_applicants' | 'decision_line_recipients', ids: string[]) => {
  const of =
    table === 'application_applicants' ? sql`shared.application_id = application.id` : sql`shared.line_id = line.id`
  return sql`array(select sharing.name from ${sql.identifier(table)} shared
    join organisations sharing on sharing.municipality_code = shared.municipality_code and sharing.id = shared.organisation_id
    where ${ofMunicipality(code, 'shared', 'sharing')} and ${of}
      and shared.organisation_id <> all(${sql.param(ids)}::uuid[])
    order by shared.position)`
}

export type AppliedRow = {
  receivedOn: string | null
  receivedOnPrecision: DatePrecision
  schemeName: string | null
  purpose: string | null
  status: string
  amounts: { year: number | null; amount: string | null; certainty: Certainty }[]
  others: string[]
  updatedAt: string
}

/** Applications that came in the year; those of which the day is not known, where they apply for the year. */
export async function findApplied(db: Connection, { municipalityCode, ids, year }: OfYear): Promise<AppliedRow[]> {
  const { rows } = await db.execute<AppliedRow>(sql`
    select application.received_on as "receivedOn", application.received_on_precision as "receivedOnPrecision",
      scheme.name as "schemeName", application.purpose, application.status,
      (select coalesce(json_agg(json_build_object('year', amount.year, 'amount', amount.amount::text,
          'certainty', amount.certainty) order by amount.position), '[]')
       from application_amounts amount where ${ofMunicipality(municipalityCode, 'amount')}
         and amount.application_id = application.id) as amounts,
      ${others(municipalityCode, 'application_applicants', ids)} as others,
      ${rfc3339(sql`application.updated_at`)} as "updatedAt"
    from applications application
    left join schemes scheme on ${ofMunicipality(municipalityCode, 'scheme')}
      and scheme.municipality_code = application.municipality_code and scheme.id = application.scheme_id
    where ${ofMunicipality(municipalityCode, 'application')} and application.withdrawn_at is null
      and application.id = any(array(select applicant.application_id from application_applicants applicant
        where ${ofMunicipality(municipalityCode, 'applicant')} and applicant.organisation_id = any(${sql.param(ids)}::uuid[])))
      and case when application.received_on is not null
        then application.received_on between make_date(${year}::int, 1, 1) and make_date(${year}::int, 12, 31)
        else exists (select from application_amounts amount where ${ofMunicipality(municipalityCode, 'amount')}
          and amount.application_id = application.id and amount.year = ${year}::int) end
    order by application.received_on nulls last, application.id`)
  return rows
}

export type GrantRow = Omit<FundingRow, 'awardId'> & {
  schemeName: string | null
  purpose: string | null
  outcome: string
  applied: string | null
  appliedCertainty: Certainty
  others: string[]
  updatedAt: string
}

/** Lines that stand and are for the year: by their grant years, or by the day of the decision where they have none. */
export async function findGrants(db: Connection, { municipalityCode, ids, year }: OfYear): Promise<GrantRow[]> {
  const { rows } = await db.execute<GrantRow>(sql`
    select ${ofDecision}, line.granted, line.granted_certainty as certainty, line.amount_per as "amountPer",
      line.grant_year_from as "yearFrom", line.grant_year_to as "yearTo", scheme.name as "schemeName", line.purpose,
      line.outcome, line.applied, line.applied_certainty as "appliedCertainty",
      ${others(municipalityCode, 'decision_line_recipients', ids)} as others, ${rfc3339(sql`line.updated_at`)} as "updatedAt"
    from decision_lines line
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
    left join schemes scheme on ${ofMunicipality(municipalityCode, 'scheme')}
      and scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
    where ${ofMunicipality(municipalityCode, 'line', 'decision', 'body')} and ${lineStands(municipalityCode)}
      and line.id = any(array(select recipient.line_id from decision_line_recipients recipient
        where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.organisation_id = any(${sql.param(ids)}::uuid[])))
      and case when line.grant_year_from is not null then ${year}::int between line.grant_year_from and line.grant_year_to
        else extract(year from decision.decided_on) = ${year}::int end
    order by decision.decided_on, line.id`)
  return rows
}

export type PaidRow = {
  paidOn: string
  amount: string
  setOff: string
  returned: string | null
  voucherNumber: string | null
  schemeName: string | null
  purpose: string | null
  updatedAt: string
}

export async function findPaid(db: Connection, { municipalityCode, ids, year }: OfYear): Promise<PaidRow[]> {
  const { rows } = await db.execute<PaidRow>(sql`
    select payment.paid_on as "paidOn", payment.amount, ${setOffAgainst(municipalityCode, sql`payment.id`)} as "setOff",
      payment.returned_amount as returned, payment.voucher_number as "voucherNumber", scheme.name as "schemeName",
      line.purpose, ${rfc3339(sql`payment.updated_at`)} as "updatedAt"
    from payments payment
    join awards award on award.municipality_code = payment.municipality_code and award.id = payment.award_id
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    left join schemes scheme on ${ofMunicipality(municipalityCode, 'scheme')}
      and scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
    where ${ofMunicipality(municipalityCode, 'payment', 'award', 'line')}
      and payment.payee_organisation_id = any(${sql.param(ids)}::uuid[]) and payment.withdrawn_at is null
      and payment.paid_on between make_date(${year}::int, 1, 1) and make_date(${year}::int, 12, 31)
    order by payment.paid_on, payment.id`)
  return rows
}

const ofReport = getTableColumns(reports)

/** Reports that somebody is obliged to hand in, due by the day `dueTo`, that have not come or were sent back. */
export function findOwed(db: Connection, { municipalityCode, id }: Ref, dueTo: string, validOn: string) {
  const query = prepared(db, 'papers-reports-owed', () =>
    db
      .select({
        periodFrom: ofReport.periodFrom,
        periodTo: ofReport.periodTo,
        dueOn: ofReport.dueOn,
        status: ofReport.status,
        updatedAt: ofReport.updatedAt,
        overdue: derivedColumns.overdue,
        agreementTitle: derivedColumns.agreementTitle,
        schemeName: sql<string | null>`(select scheme.name from awards award
          join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
          join schemes scheme on scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
          where ${ofMunicipality(listedCode, 'award', 'line', 'scheme')} and award.id = reports.award_id)`
      })
      .from(reports)
      .where(
        sql`${ofReport.municipalityCode} = ${listedCode} and ${isNull(ofReport.withdrawnAt)}
          and ${ofReport.status} in ('expected', 'returned') and ${ofReport.dueOn} <= ${sql.placeholder('dueTo')}::date
          and ${obliging(listedCode)}
          and ${ofReport.id} = any(array(${reportsOfOrganisation(sql.placeholder('organisationId'))}))`
      )
      .orderBy(ofReport.dueOn, ofReport.id)
  )
  return query.execute({ municipalityCode, organisationId: id, dueTo, validOn })
}

export type ClaimRow = {
  decidedOn: string
  ground: string
  amount: string
  left: string
  dueOn: string
  updatedAt: string
}

/** What the organisation was asked to repay and has not. */
export async function findClaimed(db: Connection, { municipalityCode, ids }: OfYear): Promise<ClaimRow[]> {
  const left = sql`recoveries.amount - sums.recovered - sums.written_off`
  const { rows } = await db.execute<ClaimRow>(sql`
    select recoveries.decided_on as "decidedOn", recoveries.ground, recoveries.amount, (${left})::numeric(14, 2) as left,
      recoveries.due_on as "dueOn", ${rfc3339(sql`recoveries.updated_at`)} as "updatedAt"
    from recoveries ${withSums(municipalityCode)}
    where ${ofMunicipality(municipalityCode, 'recoveries')} and recoveries.withdrawn_at is null
      and recoveries.organisation_id = any(${sql.param(ids)}::uuid[]) and ${left} > 0
    order by recoveries.due_on, recoveries.id`)
  return rows
}
