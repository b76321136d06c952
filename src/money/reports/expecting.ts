import { and, eq, sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { by } from '../../platform/events/actions.ts'
import { changeOf } from '../../platform/events/change-numbers.ts'
import { changeRecord, withdrawRecord } from '../../platform/events/changes.ts'
import { events } from '../../platform/events/tables.ts'
import { type ReportRow, reports } from './record.ts'
import type { RequirementRow } from './requirement-record.ts'
import { NO_LONGER_EXPECTED, type Wanted, wantedReports } from './wanted.ts'

/** Reports that requirements ask for: they are made when the requirement is, and kept up with terms and awards. */

const keyOf = ({ agreementId, awardId, periodFrom }: Pick<Wanted, 'agreementId' | 'awardId' | 'periodFrom'>) =>
  `${awardId ?? agreementId} ${periodFrom}`

const ROWS = 1_000
const subject = { table: reports, noun: 'report' }

/**
 * Brings the expected reports of a locked requirement to what it asks for, as terms and awards are known on the day `on`.
 * It adds the reports that are missing. It changes only reports without content: it moves one whose period ends
 * on another day, and withdraws one that is no longer asked for, unless a payment waits for it. Does nothing when
 * done again. Answers how many of each.
 */
export async function expectReports(tx: Transaction, actor: Actor, requirement: RequirementRow, on: string) {
  const wanted = requirement.withdrawnAt ? [] : await wantedReports(tx, requirement, on)
  const there = await tx
    .select({
      id: reports.id,
      agreementId: reports.agreementId,
      awardId: reports.awardId,
      status: reports.status,
      periodFrom: reports.periodFrom,
      periodTo: reports.periodTo,
      withdrawnAt: reports.withdrawnAt,
      withdrawnReason: reports.withdrawnReason
    })
    .from(reports)
    .where(and(eq(reports.municipalityCode, requirement.municipalityCode), eq(reports.requirementId, requirement.id)))
    .orderBy(reports.id)
  const known = new Map(
    there.filter(row => row.withdrawnReason !== NO_LONGER_EXPECTED).map(row => [keyOf(row), row] as const)
  )
  const asked = new Map(wanted.map(one => [keyOf(one), one] as const))
  const added = wanted.filter(one => !known.has(keyOf(one)))
  let movedCount = 0
  let withdrawnCount = 0
  for (const seen of known.values()) {
    const one = asked.get(keyOf(seen))
    if (seen.withdrawnAt || seen.status !== 'expected' || one?.periodTo === seen.periodTo) continue
    const row = await lockRecord(tx, reports, 'report', { ...seen, municipalityCode: requirement.municipalityCode })
    if (row.status !== 'expected') continue
    if (one) {
      const { periodTo, dueOn } = one
      await changeRecord(tx, actor, subject, row, { verb: 'moved', changes: { periodTo, dueOn, remindedOf: [] } })
      movedCount++
    } else if (isEmpty(row) && !(await isAwaited(tx, row))) {
      await withdrawRecord(tx, actor, subject, row, NO_LONGER_EXPECTED)
      withdrawnCount++
    }
  }
  const addedCount = await addReports(tx, actor, requirement, added)
  return { addedCount, movedCount, withdrawnCount }
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
        municipalityCode,
        type: 'report.expected' as const,
        subjectType: 'report',
        subjectId: id,
        subjectVersion: 1,
        ...by(actor),
        changeId: changeOf(tx, municipalityCode, 'report'),
        after: { requirementId, agreementId, awardId, kind, periodFrom, periodTo, dueOn, status }
      }))
    )
  }
  return count
}

function isEmpty(row: ReportRow): boolean {
  const amounts = [row.costs, row.ownContribution, row.grantUsed, row.unused, row.rent, row.childrenAndYoungPercent]
  const lists = [row.indicators, row.beneficiaries, row.attachments, row.fileIds]
  return row.narrative === null && amounts.every(amount => amount === null) && lists.every(list => list.length === 0)
}

/** Whether conditions of payments name the report: were it withdrawn, those payments would wait for ever. */
async function isAwaited(tx: Transaction, { municipalityCode, id }: ReportRow): Promise<boolean> {
  const { rows } = await tx.execute<{ awaited: boolean }>(sql`
    select exists (
      select from payment_conditions condition
      join payments payment
        on payment.municipality_code = condition.municipality_code and payment.id = condition.payment_id
      where ${ofMunicipality(municipalityCode, 'condition', 'payment')} and condition.report_id = ${id}
        and payment.withdrawn_at is null) as awaited`)
  return rows[0]!.awaited
}
