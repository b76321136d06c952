import { type SQL, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { firstDay, lastDay } from '../../platform/database/days.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import {
  Answer,
  Day,
  Money,
  Nullable,
  OfMunicipality,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { computedList } from '../../platform/records/list.ts'

/** Unused money that accepted reports tell of and that the rules would have back: shown, never asked back by itself. */

const percent = (description: string, example: number) => Type.Number({ minimum: 0, description, example })
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

const Query = Strict({
  ...walkedBy(['dueOn']),
  organisationId: Type.Optional(Uuid('Who was paid')),
  schemeId: Type.Optional(Uuid('The scheme')),
  agreementId: Type.Optional(Uuid('The agreement that was reported on')),
  awardId: Type.Optional(Uuid('The award that was reported on'))
})

const RecoveryProposal = Answer(
  {
    reportId: Uuid('The accepted report that tells of unused money'),
    agreementId: Nullable(Uuid('The agreement that it is about')),
    awardIds: Type.Array(Uuid('An award'), { description: 'The awards that it is about', example: [exampleId] }),
    organisationId: Nullable(Uuid('Who was paid; null where several were')),
    schemeId: Nullable(Uuid('The scheme of the award; of several, of the first')),
    periodFrom: Day('First day of what was reported', '2022-01-01'),
    periodTo: Day('Last day of what was reported', '2022-12-31'),
    dueOn: Day('When the report was due', '2023-03-01'),
    acceptedOn: Nullable(Day('When it was accepted', '2023-03-20')),
    unused: Money('Unused by the report', 42000),
    granted: Nullable(Money('Granted for the years of the report; null where it is not known exactly', 380000)),
    paid: Money('Paid of it, less what was returned', 380000),
    claimed: Money('Asked back already, for other reasons', 0),
    unusedPercent: percent(
      'Unused of what was granted, in per cent; of what was paid where the grant is not known',
      11.05
    ),
    thresholdPercent: Nullable(percent('What the rules let an organisation keep; null: they say nothing', 5)),
    ruleVersionId: Nullable(Uuid('The rules on the day of the decision on the grant; null where not known')),
    clause: Nullable(Text('Their clause on repayment', 4000, '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.')),
    amount: Money('What could be asked back: the unused, but no more than what was paid and is not asked back', 42000)
  },
  {
    $id: 'RecoveryProposal',
    description: 'What could be asked back. Nothing is asked back until somebody has decided it.',
    example: { acceptedOn: '2023-03-20', granted: 380000, thresholdPercent: 5 }
  }
)
const RecoveryProposalPage = PageOf(ref(RecoveryProposal), 'RecoveryProposalPage', 'A page of proposals')

/** The rules of `about.scheme_id` that held on `about.decided_on`, as schemes/versions.ts ruleVersionOn finds them. */
const rulesThen: SQL = sql`
  left join lateral (
    select id, repayment_text, repayment_threshold_percent from (
      select *, count(*) over () as held,
             num_nonnulls(valid_from, valid_to) > 0
               and coalesce(${lastDay('valid_from')}, ${firstDay('valid_to')}) <= about.decided_on
               and about.decided_on <= coalesce(${firstDay('valid_to')}, 'infinity') as certain
      from scheme_rule_versions version
      where version.municipality_code = report.municipality_code and version.scheme_id = about.scheme_id
        and ${ofMunicipality(listedCode, 'version')}
        and version.withdrawn_at is null
        and (valid_from is null or ${firstDay('valid_from')} <= about.decided_on)
        and (valid_to is null or ${lastDay('valid_to')} >= about.decided_on)
    ) holding
    where certain or held = 1
    order by certain desc, id limit 1
  ) rules on true`

/** Whether the years of a row of `alias` meet those of the report. */
const meets = (alias: string, from: string, to: string) =>
  sql.raw(`(${alias}.${from} is null or ${alias}.${from} <= years.last and ${to} >= years.first)`)

const proposed = sql`(
  select report.municipality_code, report.id as report_id, report.agreement_id, about.award_ids, money.organisation_id,
         about.scheme_id, report.period_from, report.period_to, report.due_on, report.accepted_on, report.unused,
         about.granted, money.paid, claims.claimed, rules.id as rule_version_id, rules.repayment_text as clause,
         rules.repayment_threshold_percent as threshold, base.amount as base,
         least(report.unused, money.paid - claims.claimed) as amount
  from (
    -- In the order of the list, so that a page is read without working out all that follow.
    select * from reports
    where municipality_code = ${listedCode} and status = 'accepted' and unused > 0 and withdrawn_at is null
    order by due_on, id
  ) report
  cross join lateral (
    select extract(year from report.period_from)::int as first, extract(year from report.period_to)::int as last
  ) years
  cross join lateral (
    -- The awards that the report is about: its own, or those that fund its agreement in its years.
    select array_agg(award.id order by award.id) as award_ids,
           (array_agg(line.scheme_id order by award.id))[1] as scheme_id,
           (array_agg(decision.decided_on order by award.id))[1] as decided_on,
           case when bool_and(line.granted_certainty = 'exact') then sum(line.granted * case line.amount_per
             when 'year' then greatest(
               least(line.grant_year_to, years.last) - greatest(line.grant_year_from, years.first) + 1, 1)
             else 1 end) end as granted
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    where award.municipality_code = report.municipality_code
      and ${ofMunicipality(listedCode, 'award', 'line', 'decision')} and (award.id = report.award_id
      or report.award_id is null and award.id = any(array(
           select award_id from agreement_awards link
           where link.municipality_code = report.municipality_code and link.agreement_id = report.agreement_id
             and ${ofMunicipality(listedCode, 'link')}))
         and ${meets('line', 'grant_year_from', 'line.grant_year_to')})
  ) about
  cross join lateral (
    select coalesce(sum(amount - coalesce(returned_amount, 0)), 0) as paid,
           case when count(distinct payee_organisation_id) = 1
             then (array_agg(payee_organisation_id))[1] end as organisation_id
    from payments payment
    where payment.municipality_code = report.municipality_code and ${ofMunicipality(listedCode, 'payment')}
      and payment.award_id = any(about.award_ids)
      and payment.paid_on is not null and ${meets('payment', 'grant_year', 'coalesce(payment.grant_year_to, payment.grant_year)')}
  ) money
  cross join lateral (
    select coalesce(sum(amount), 0) as claimed from recoveries recovery
    where recovery.municipality_code = report.municipality_code and ${ofMunicipality(listedCode, 'recovery')}
      and recovery.award_id = any(about.award_ids)
      and recovery.withdrawn_at is null and ${meets('recovery', 'grant_year', 'coalesce(recovery.grant_year_to, recovery.grant_year)')}
  ) claims
  cross join lateral (select coalesce(about.granted, money.paid) as amount) base
  ${rulesThen}
  where not exists (select from recoveries recovery
      where recovery.municipality_code = report.municipality_code and recovery.report_id = report.id
        and ${ofMunicipality(listedCode, 'recovery')} and recovery.withdrawn_at is null)
    and least(report.unused, money.paid - claims.claimed) > 0
    and (rules.repayment_threshold_percent is null
      or report.unused * 100 > rules.repayment_threshold_percent * base.amount)
) proposed`

const proposals = computedList<Static<typeof RecoveryProposal>>({
  name: 'recovery-proposals',
  from: proposed,
  columns: {
    reportId: sql<string>`report_id`,
    agreementId: sql<string | null>`agreement_id`,
    awardIds: sql<string[]>`award_ids::text[]`,
    organisationId: sql<string | null>`organisation_id`,
    schemeId: sql<string | null>`scheme_id`,
    periodFrom: sql<string>`period_from::text`,
    periodTo: sql<string>`period_to::text`,
    dueOn: sql<string>`due_on::text`,
    acceptedOn: sql<string | null>`accepted_on::text`,
    unused: sql<number>`unused::float8`,
    granted: sql<number | null>`granted::float8`,
    paid: sql<number>`paid::float8`,
    claimed: sql<number>`claimed::float8`,
    unusedPercent: sql<number>`round(unused * 100 / base, 2)::float8`,
    thresholdPercent: sql<number | null>`threshold::float8`,
    ruleVersionId: sql<string | null>`rule_version_id`,
    clause: sql<string | null>`clause`,
    amount: sql<number>`amount::float8`
  },
  where: sql`municipality_code = ${listedCode}`,
  filters: {
    organisationId: value => sql`organisation_id = ${value}`,
    schemeId: value => sql`scheme_id = ${value}`,
    agreementId: value => sql`agreement_id = ${value}`,
    awardId: value => sql`${value}::uuid = any(award_ids)`
  },
  // Qualified: alone it would be the text that is answered, which no index has.
  sorts: { dueOn: { column: sql`proposed.due_on`, of: row => row.dueOn } },
  id: { column: sql`proposed.report_id`, of: row => row.reportId }
})

export const proposalRoute = (app: App) =>
  app.get(
    '/proposals',
    {
      config: { scope: 'recoveries:read' },
      schema: {
        operationId: 'listRecoveryProposals',
        tags: ['recoveries'],
        summary: 'List what could be asked back',
        description:
          'Accepted reports with more unused money than the rules on the day of the decision let an organisation keep, and for which nothing is asked back yet. Computed and shown: asking back is a decision.',
        params: OfMunicipality,
        querystring: Query,
        response: { 200: ref(RecoveryProposalPage) }
      }
    },
    (request, reply) => page(request, reply, proposals, request.params)
  )

export const proposalSchemas = [RecoveryProposal, RecoveryProposalPage]
