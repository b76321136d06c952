import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import type { Content } from '../agreements/content-rules.ts'
import { agreements } from '../agreements/tables.ts'
import type { Transaction } from '../database/connection.ts'
import { lockRecord } from '../database/records.ts'
import { by } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import { events } from '../events/tables.ts'
import { schemeRuleVersions } from '../schemes/tables.ts'
import { type Expected, endOf, expectedOf, reportedOfTerm, reportedOfYears, rulesAt } from './period-rules.ts'
import type { ReportRow } from './queries.ts'
import type { RequirementRow } from './requirement-queries.ts'
import { reports } from './tables.ts'

/** Reports that requirements ask for: they are made when the requirement is, and kept up with terms and awards. */

type Wanted = Expected & { agreementId: string | null; awardId: string | null }
const keyOf = ({ agreementId, awardId, periodFrom }: Pick<Wanted, 'agreementId' | 'awardId' | 'periodFrom'>) =>
  `${awardId ?? agreementId} ${periodFrom}`

/** By which those are known that the service withdrew, and may expect again. */
const NO_LONGER_EXPECTED = 'No longer asked for by the requirement'
const ROWS = 1_000
const subject = { table: reports, noun: 'report' }

/**
 * Brings the expected reports of a locked requirement to what it asks for, as terms and awards are known on the day `on`.
 * What is missing is added. Of what is there only reports that nobody has written in are touched: one whose period ends
 * on another day is moved, one that is no longer asked for is withdrawn unless a payment waits for it. Does nothing when
 * done again. Answers how many of each.
 */
export async function expectReports(tx: Transaction, actor: Actor, requirement: RequirementRow, on: string) {
  const wanted = requirement.withdrawnAt ? [] : await wantedReports(tx, requirement, on)
  const there = await tx
    .select({
      ...{ id: reports.id, agreementId: reports.agreementId, awardId: reports.awardId, status: reports.status },
      ...{ periodFrom: reports.periodFrom, periodTo: reports.periodTo },
      ...{ withdrawnAt: reports.withdrawnAt, withdrawnReason: reports.withdrawnReason }
    })
    .from(reports)
    .where(and(eq(reports.municipalityCode, requirement.municipalityCode), eq(reports.requirementId, requirement.id)))
    .orderBy(reports.id)
  const known = new Map(
    there.filter(row => row.withdrawnReason !== NO_LONGER_EXPECTED).map(row => [keyOf(row), row] as const)
  )
  const asked = new Map(wanted.map(one => [keyOf(one), one] as const))
  const added = wanted.filter(one => !known.has(keyOf(one)))
  let moved = 0
  let withdrawn = 0
  const awaited = await awaitedReports(tx, requirement)
  for (const seen of known.values()) {
    const one = asked.get(keyOf(seen))
    if (seen.withdrawnAt || seen.status !== 'expected' || one?.periodTo === seen.periodTo) continue
    const row = await lockRecord(tx, reports, 'report', { ...seen, municipalityCode: requirement.municipalityCode })
    if (row.status !== 'expected') continue
    if (one) {
      const { periodTo, dueOn } = one
      await changeRecord(tx, actor, subject, row, { verb: 'moved', changes: { periodTo, dueOn, remindedOf: [] } })
      moved++
    } else if (isEmpty(row) && !awaited.has(row.id)) {
      await withdrawRecord(tx, actor, subject, row, NO_LONGER_EXPECTED)
      withdrawn++
    }
  }
  return { added: await addReports(tx, actor, requirement, added), moved, withdrawn }
}

async function addReports(tx: Transaction, actor: Actor, requirement: RequirementRow, wanted: Wanted[]) {
  const { municipalityCode, id: requirementId, kind } = requirement
  let count = 0
  for (let at = 0; at < wanted.length; at += ROWS) {
    const rows = await tx
      .insert(reports)
      .values(wanted.slice(at, at + ROWS).map(one => ({ municipalityCode, requirementId, kind, ...one })))
      .onConflictDoNothing()
      .returning()
    count += rows.length
    if (rows.length === 0) continue
    await tx.insert(events).values(
      rows.map(({ id, agreementId, awardId, periodFrom, periodTo, dueOn, status }) => ({
        ...{ municipalityCode, type: 'report.expected', subjectType: 'report', subjectId: id, subjectVersion: 1 },
        ...by(actor),
        after: { requirementId, agreementId, awardId, kind, periodFrom, periodTo, dueOn, status }
      }))
    )
  }
  return count
}

function isEmpty(row: ReportRow): boolean {
  const amounts = [row.costs, row.ownContribution, row.grantUsed, row.unused, row.rent, row.childrenAndYoungPercent]
  const lists = [row.indicators, row.beneficiaries, row.attachments]
  return row.narrative === null && amounts.every(amount => amount === null) && lists.every(list => list.length === 0)
}

/** Reports of the requirement that payments wait for by name: withdrawn, they would be waited for in vain. */
async function awaitedReports(tx: Transaction, { municipalityCode, id }: RequirementRow): Promise<Set<string>> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select distinct report.id from reports report
    join payment_conditions condition
      on condition.municipality_code = report.municipality_code and condition.report_id = report.id
    join payments payment
      on payment.municipality_code = condition.municipality_code and payment.id = condition.payment_id
    where report.municipality_code = ${municipalityCode} and report.requirement_id = ${id}
      and payment.withdrawn_at is null`)
  return new Set(rows.map(row => row.id))
}

async function wantedReports(tx: Transaction, requirement: RequirementRow, on: string): Promise<Wanted[]> {
  if (requirement.ruleVersionId) return await wantedOfAwards(tx, requirement, requirement.ruleVersionId)
  const [row] = await tx
    .select()
    .from(agreements)
    .where(
      and(
        eq(agreements.municipalityCode, requirement.municipalityCode),
        eq(agreements.id, requirement.agreementId!),
        isNull(agreements.withdrawnAt)
      )
    )
  if (!row) return []
  const { term, endedOn, endedOnPrecision } = row.content as Content
  const ending = { endedOn, endedOnPrecision }
  return expectedOf(requirement, reportedOfTerm(term, ending, on), endOf(ending)).map(one => ({
    ...one,
    agreementId: row.id,
    awardId: null
  }))
}

type Awarded = { id: string; meetingDate: string; yearFrom: number | null; yearTo: number | null }

/** Of every standing award under the scheme that was decided while the rules held. */
async function wantedOfAwards(tx: Transaction, requirement: RequirementRow, ruleVersionId: string): Promise<Wanted[]> {
  const { municipalityCode } = requirement
  const versions = await tx
    .select()
    .from(schemeRuleVersions)
    .where(
      and(
        eq(schemeRuleVersions.municipalityCode, municipalityCode),
        isNull(schemeRuleVersions.withdrawnAt),
        sql`${schemeRuleVersions.schemeId} = (select scheme_id from scheme_rule_versions
          where municipality_code = ${municipalityCode} and id = ${ruleVersionId})`
      )
    )
  const schemeId = versions.find(({ id }) => id === ruleVersionId)?.schemeId
  if (!schemeId) return []
  const { rows } = await tx.execute<Awarded>(sql`
    select award.id, decision.meeting_date as "meetingDate", line.grant_year_from as "yearFrom",
           line.grant_year_to as "yearTo"
    from decision_lines line
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
    where line.municipality_code = ${municipalityCode} and line.scheme_id = ${schemeId} and award.withdrawn_at is null
    order by award.id`)
  return rows
    .filter(({ meetingDate }) => rulesAt(versions, meetingDate) === ruleVersionId)
    .flatMap(({ id, yearFrom, yearTo }) =>
      expectedOf(requirement, reportedOfYears(yearFrom, yearTo)).map(one => ({
        ...one,
        agreementId: null,
        awardId: id
      }))
    )
}
