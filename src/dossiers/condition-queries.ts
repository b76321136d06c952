import { sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { overdueOn } from '../reports/derived.ts'
import type { PaymentTrail } from './schemas.ts'
import { json, own } from './trail-queries.ts'

export type FoundCondition = Omit<PaymentTrail['conditions'][number], 'met' | 'because'>

const ofReport = {
  ...own('reports', 'id', 'periodFrom', 'periodTo', 'dueOn', 'status', 'submittedOn', 'acceptedOn', 'acceptedBy'),
  ...{ waivedOn: 'reports.waived_on', overdue: 'seen.overdue' }
}

/**
 * What the payment waits for, with the reports that it rests on: the one named, all of a requirement that are due by the
 * payment's due date, or (noReportOverdue) all of the award and the agreement that were due by `day`: that on which it was
 * paid, or today. Of each, whether it was overdue on that day: the rule by which holds are told.
 */
export async function findConditions(
  db: Connection,
  { municipalityCode, id }: Ref,
  day: string
): Promise<FoundCondition[]> {
  const { rows } = await db.execute<{ condition: FoundCondition }>(sql`
    select ${json({ ...own('condition', 'id', 'kind', 'notBefore', 'reportId', 'requirementId'), judgedOn: 'payment.day', reports: 'found.all' })}
           as condition
    from payment_conditions condition
    cross join lateral (
      select award_id, agreement_id, due_on, ${day}::date as day from payments
      where municipality_code = condition.municipality_code and id = condition.payment_id
    ) payment
    cross join lateral (
      select coalesce(json_agg(${json(ofReport)} order by reports.due_on, reports.id), '[]') as all
      from reports cross join lateral (
        select case when ${overdueOn(sql`payment.day`)} then 'yes' else 'no' end as overdue) seen
      where reports.municipality_code = condition.municipality_code and reports.withdrawn_at is null
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
