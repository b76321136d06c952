import { sql } from 'drizzle-orm'
import { withSums } from '../../money/recoveries/record.ts'
import { obliging } from '../../money/reports/derived.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { decidedBy, isParty, partiesOf, type Source } from './source.ts'

/** What comes up of reports and recoveries. */

const titleOfAgreement = sql`(select agreement.content ->> 'title' from agreements agreement
  where ${ofMunicipality(listedCode, 'agreement')} and agreement.id = reports.agreement_id)`
const recipientsOfAward = sql`(
  select string_agg(organisation.name, ', ' order by organisation.name)
  from awards award
  join decision_line_recipients recipient
    on recipient.municipality_code = award.municipality_code and recipient.line_id = award.line_id
  join organisations organisation
    on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
  where ${ofMunicipality(listedCode, 'award', 'recipient', 'organisation')} and award.id = reports.award_id)`
const whoReports = sql`coalesce(
  (select organisation.name from organisations organisation
    where ${ofMunicipality(listedCode, 'organisation')} and organisation.id = reports.organisation_id),
  ${partiesOf(sql`reports.agreement_id`)}, ${recipientsOfAward})`

/** Each status has a list of its own, along the index of status and day. */
const reportSources = (['expected', 'returned'] as const).map(
  (status): Source => ({
    kind: 'reportDue',
    part: status,
    from: sql`reports cross join lateral (select ${obliging(listedCode)} as somebody offset 0) obliges`,
    where: sql`${ofMunicipality(listedCode, 'reports')} and reports.withdrawn_at is null and reports.status = ${status}
      and obliges.somebody`,
    due: sql`reports.due_on`,
    id: sql`reports.id`,
    name: whoReports,
    parent: {
      id: sql`coalesce(reports.agreement_id, reports.award_id)`,
      name: sql`coalesce(${titleOfAgreement}, ${recipientsOfAward})`
    },
    ofBody: value =>
      sql`(${isParty(sql`reports.agreement_id`, sql`${value}`)} or ${decidedBy(sql`reports.award_id`, sql`${value}`)})`
  })
)

export const moneySources: Source[] = [
  ...reportSources,
  {
    kind: 'recoveryDue',
    from: sql`recoveries ${withSums(listedCode)}
      join organisations organisation on organisation.municipality_code = recoveries.municipality_code
        and organisation.id = recoveries.organisation_id`,
    where: sql`${ofMunicipality(listedCode, 'recoveries', 'organisation')} and recoveries.withdrawn_at is null
      and recoveries.amount > sums.recovered + sums.written_off`,
    due: sql`recoveries.due_on`,
    id: sql`recoveries.id`,
    name: sql`organisation.name`,
    parent: { id: sql`recoveries.award_id`, name: sql`organisation.name` },
    ofBody: value => decidedBy(sql`recoveries.award_id`, sql`${value}`)
  }
]
