import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { type Code, listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { missedBy, overdueOn } from '../reports/derived.ts'
import { asAllAre, asTheyAre, type HoldSource, isUnpaid } from './hold-records.ts'
import { type Held, type Hold, type HoldKind, holdOf, holdOfCondition } from './hold-words.ts'
import type { Payability } from './rules.ts'

export type { Hold } from './hold-words.ts'

/**
 * Why unpaid payments are held on a day: a query of payment_id, status, kind, ref_id, ref_on, ref_text with a row for
 * each reason; a payment without rows is payable. Nothing of it is stored: a report that becomes overdue holds what waits
 * for it without anyone acting. `which` narrows it to some payments (alias `payment`).
 */
export function holdsQuery(code: Code, on: string | Placeholder, which?: SQL): SQL {
  return holdReasonsQuery(which ? asTheyAre(code, which) : asAllAre(code), sql`${on}::date`)
}

/** The same of any source: records as they are, or as they were known. `today`: the day that is asked about. */
export function holdReasonsQuery({ code, parts, running, kept, decisionOf, rows, mine }: HoldSource, today: SQL): SQL {
  const hold = (kind: HoldKind, refId: SQL, from: SQL, refOn = sql`null::date`, refText = sql`null::text`) => sql`
    select unpaid.id, unpaid.status, ${sql.raw(`'${kind}'`)}, ${refId}, ${refOn}, ${refText} from ${from}`
  // Read once for all kinds of conditions, and with what each payment is: nothing is joined to what waits.
  const waiting = sql`waiting as materialized (
    select unpaid.municipality_code, unpaid.id, unpaid.status, unpaid.award_id, unpaid.agreement_id, unpaid.due_on,
           unpaid.payee_organisation_id, unpaid.before_final, condition.kind as awaited, condition.report_id,
           condition.requirement_id, condition.not_before${kept}
    -- The unpaid ones first: PostgreSQL would read all payments in the order of conditions.
    from (select * from unpaid offset 0) unpaid
    join ${rows('payment_conditions')} condition on condition.municipality_code = unpaid.municipality_code
      and ${mine('condition')} and condition.payment_id = unpaid.id)`
  const waitsFor = (kind: string) => sql`(select * from waiting where awaited = ${sql.raw(`'${kind}'`)})`
  const waits = (kind: string) => sql`${waitsFor(kind)} unpaid`
  /** The same with the decision that each is paid by. */
  const waitsDecided = (kind: string) => sql`${decisionOf(waitsFor(kind))} unpaid`
  const accepted = sql`(report.withdrawn_at is null and report.status in ('accepted', 'waived')
    and coalesce(report.accepted_on, report.waived_on, ${today}) <= ${today})`
  const reportIs = sql`case when report.withdrawn_at is null then report.status else 'withdrawn' end`
  const overdue = (of: string) =>
    hold(
      'report-overdue',
      sql`reports.id`,
      sql`${waits('noReportOverdue')}
        join ${rows('reports')} reports on reports.municipality_code = unpaid.municipality_code
          and ${mine('reports')} and reports.${sql.raw(of)} = unpaid.${sql.raw(of)} and ${missedBy('reports')} and ${overdueOn(today)}`,
      sql`reports.due_on`,
      sql`reports.status`
    )
  const ofAppeal = sql`
    join ${rows('decision_appeals')} appeal on appeal.municipality_code = unpaid.municipality_code
      and ${mine('appeal')} and appeal.decision_id = unpaid.decision_id
      and appeal.withdrawn_at is null and appeal.lodged_on <= ${today}
      and (appeal.outcome is null or appeal.outcome_on > ${today})`
  const valid = sql`account.withdrawn_at is null and coalesce(account.valid_from <= ${today}, true)
    and coalesce(account.valid_to >= ${today}, true)`
  /** Those without a valid account of the payee: of any, or of the one that was checked. */
  const accountless = sql`accountless as materialized (
    select unpaid.municipality_code, unpaid.id, unpaid.status, unpaid.payee_organisation_id, unpaid.payee_account_id
    from unpaid where not exists (
      select from ${rows('payee_accounts')} account where account.municipality_code = unpaid.municipality_code
        and ${mine('account')} and account.organisation_id = unpaid.payee_organisation_id
        and (unpaid.payee_account_id is null or account.id = unpaid.payee_account_id) and ${valid}))`

  /** What the last statement that holds says; null where there is none. */
  const eligible = sql`(array_agg(statement.eligible order by statement.valid_from desc, statement.created_at desc))[1]`

  return sql`
  with ${parts}, ${waiting}, ${accountless}
  select distinct id as payment_id, status, kind, ref_id, ref_on, ref_text from (
    ${hold('award-withdrawn', sql`unpaid.id`, sql`decided unpaid where award_withdrawn_at is not null`)}
    union all
    ${hold(
      'beyond-award',
      sql`unpaid.plan_id`,
      sql`decided unpaid ${running} where running.total > unpaid.granted`,
      sql`null::date`,
      sql`unpaid.granted::text`
    )}
    union all
    ${hold('withheld', sql`unpaid.id`, sql`unpaid where withheld_at is not null`, sql`null::date`, sql`withheld_reason`)}
    union all
    ${hold(
      'account-missing',
      sql`unpaid.payee_organisation_id`,
      sql`accountless unpaid where payee_account_id is null`
    )}
    union all
    ${hold(
      'account-not-valid',
      // An ordered payment is released by cancelling its run.
      sql`coalesce((select item.run_id from payment_run_items item where unpaid.status = 'ordered'
        and item.municipality_code = unpaid.municipality_code and ${ofMunicipality(code, 'item')}
        and item.payment_id = unpaid.id
        and item.status = 'live'), unpaid.id)`,
      sql`accountless unpaid where payee_account_id is not null`
    )}
    union all
    ${hold('appeal-pending', sql`appeal.id`, sql`decided unpaid ${ofAppeal} where appeal.unpaid_instalments = 'hold'`)}
    union all
    ${hold('appeal-not-settled', sql`appeal.id`, sql`${waitsDecided('appealSettled')} ${ofAppeal}`)}
    union all
    ${hold(
      'report-not-accepted',
      sql`case when report.withdrawn_at is null then report.id else unpaid.id end`,
      sql`${waits('reportAccepted')}
        join ${rows('reports')} report on report.municipality_code = unpaid.municipality_code and report.id = unpaid.report_id
          and ${mine('report')}
        where not ${accepted}`,
      sql`report.due_on`,
      reportIs
    )}
    union all
    ${hold(
      'report-not-accepted',
      sql`report.id`,
      sql`${waits('reportAccepted')}
        join ${rows('reports')} report on report.municipality_code = unpaid.municipality_code
          and ${mine('report')} and report.requirement_id = unpaid.requirement_id and report.withdrawn_at is null
          and report.due_on <= unpaid.due_on
          and (report.award_id = unpaid.award_id or report.agreement_id = unpaid.agreement_id)
        where not ${accepted}`,
      sql`report.due_on`,
      reportIs
    )}
    union all
    ${overdue('agreement_id')}
    union all
    ${overdue('award_id')}
    union all
    ${hold('not-before', sql`unpaid.id`, sql`${waits('notBefore')} where unpaid.not_before > ${today}`, sql`unpaid.not_before`)}
    union all
    ${hold(
      'agreement-not-signed',
      sql`unpaid.agreement_id`,
      sql`${waits('agreementSigned')} where not exists (
        select from ${rows('agreements')} agreement where agreement.municipality_code = unpaid.municipality_code
          and ${mine('agreement')} and agreement.id = unpaid.agreement_id and agreement.withdrawn_at is null
          and (agreement.status in ('signed', 'ended', 'terminated') or agreement.content ->> 'signedOn' is not null)
          and coalesce((agreement.content ->> 'signedOn')::date <= ${today}, true))`
    )}
    union all
    ${hold(
      'agreement-ended',
      sql`unpaid.id`,
      sql`unpaid join ${rows('agreements')} agreement on agreement.municipality_code = unpaid.municipality_code
        and ${mine('agreement')} and agreement.id = unpaid.agreement_id
        where agreement.status in ('ended', 'terminated')
          and agreement.ends_latest < coalesce(unpaid.service_period_from, unpaid.due_on)`,
      sql`agreement.ends_latest`
    )}
    union all
    ${hold(
      'decision-not-final',
      sql`unpaid.decision_id`,
      sql`${waitsDecided('decisionFinal')} where unpaid.before_final is null and not exists (
        select from ${rows('decisions')} decision where decision.municipality_code = unpaid.municipality_code
          and ${mine('decision')} and decision.id = unpaid.decision_id and decision.final_confirmed_at is not null
          and coalesce((decision.finality ->> 'finalOn')::date <= ${today}, true))`
    )}
    union all
    ${hold(
      'organisation-not-eligible',
      sql`unpaid.payee_organisation_id`,
      sql`${waits('organisationEligible')}
        left join ${rows('eligibilities')} statement on statement.municipality_code = unpaid.municipality_code
          and ${mine('statement')} and statement.organisation_id = unpaid.payee_organisation_id
          and statement.withdrawn_at is null and statement.valid_from <= ${today}
          and coalesce(statement.expires_on >= ${today}, true)
        group by unpaid.id, unpaid.status, unpaid.payee_organisation_id
        having ${eligible} is not true`,
      sql`null::date`,
      sql`case when ${eligible} is null then 'unknown' else 'no' end`
    )}
  ) holds (id, status, kind, ref_id, ref_on, ref_text)`
}

/**
 * Which conditions of a payment hold it on a day, judged as its payability is. A paid or cancelled payment may be asked about
 * too, for the day on which it was paid. Other rooms ask here whether a condition is met.
 */
export async function conditionHolds(
  db: Connection,
  { municipalityCode, id }: Ref,
  on: string
): Promise<(Hold & Pick<Held, 'refId' | 'refOn'>)[]> {
  const source = asTheyAre(municipalityCode, sql`payment.id = ${id}`, 'any')
  const held = await db
    .select(heldColumns)
    .from(sql`(${holdReasonsQuery(source, sql`${on}::date`)}) held`)
    .orderBy(sql`kind, ref_on, ref_id`)
  const kinds: string[] = Object.values(holdOfCondition)
  return held
    .filter(({ kind }) => kinds.includes(kind))
    .map(row => ({ ...holdOf(row), refId: row.refId, refOn: row.refOn }))
}

const heldColumns = {
  paymentId: sql<Held['paymentId']>`payment_id`,
  status: sql<Held['status']>`status`,
  kind: sql<Held['kind']>`kind`,
  refId: sql<Held['refId']>`ref_id`,
  refOn: sql<Held['refOn']>`ref_on`,
  refText: sql<Held['refText']>`ref_text`
}

/** All unpaid payments that are held on a day, or all that are payable. */
export async function paymentsThatAre(
  db: Connection,
  payability: Payability,
  municipalityCode: string,
  on: string
): Promise<string[]> {
  const held = sql`select distinct payment_id from (${holdsQuery(municipalityCode, on)}) reason`
  const payable = sql`
    select id from payments payment where ${ofMunicipality(municipalityCode, 'payment')} and ${isUnpaid}
      and not exists (select from (${held}) held where held.payment_id = payment.id)`
  const { rows } = await db.execute<{ ids: string[] }>(
    sql`select array(${payability === 'held' ? held : payable}) as ids`
  )
  return rows[0]!.ids
}

/** Why payments are held on a day, by payment; none of what is payable, paid or cancelled. */
export async function heldReasons(
  db: Connection,
  municipalityCode: string,
  paymentIds: string[],
  on: string
): Promise<Map<string, Hold[]>> {
  const reasons = new Map<string, Hold[]>()
  if (paymentIds.length === 0) return reasons
  const query = prepared(db, 'held-reasons', () => {
    const which = sql`payment.id = any(${sql.placeholder('ids')}::uuid[])`
    const held = holdsQuery(listedCode, sql.placeholder('on'), which)
    return db.select(heldColumns).from(sql`(${held}) held`).orderBy(sql`payment_id, kind, ref_on, ref_id`)
  })
  const rows = await query.execute({ municipalityCode, on, ids: paymentIds })
  for (const row of rows) reasons.set(row.paymentId, [...(reasons.get(row.paymentId) ?? []), holdOf(row)])
  return reasons
}
