import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { addDays, today } from '../../base/dates.ts'
import { Conflict, Invalid, type Violation } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { agreements } from '../../register/agreements/record.ts'
import { schemeRuleVersions } from '../../register/schemes/version-record.ts'
import { awaitedBy, refuseLessAwaited } from './actions.ts'
import { repeated } from './content-rules.ts'
import { expectReports } from './expecting.ts'
import { problems } from './problems.ts'
import { reports } from './record.ts'
import {
  type NewReportRequirement,
  type ReportRequirementPatch,
  type RequirementRow,
  reportRequirements
} from './requirement-record.ts'

const subject = { table: reportRequirements, noun: 'reportRequirement' }

/** Registers what is to be reported, and expects the reports. @throws Invalid (subject, days, indicators) */
export async function createReportRequirement(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  requirement: NewReportRequirement
): Promise<RequirementRow> {
  const { agreementId = null, ruleVersionId = null } = requirement
  const violations = checkRequirement({ periodFrom: null, periodTo: null, indicators: [], ...requirement })
  if ((agreementId === null) === (ruleVersionId === null)) {
    violations.push({
      field: '/agreementId',
      message: 'one of agreementId and ruleVersionId must be given, not both',
      sv: 'antingen agreementId eller ruleVersionId måste anges, inte båda'
    })
  }
  refuse(violations)
  await checkReferences(tx, municipalityCode, [
    { table: agreements, id: agreementId, field: '/agreementId', what: 'an agreement' },
    { table: schemeRuleVersions, id: ruleVersionId, field: '/ruleVersionId', what: 'a version of rules' }
  ])
  const row = await createRecord(tx, actor, subject, { ...requirement, municipalityCode })
  await expectReports(tx, actor, row, today())
  return row
}

/** Corrects a requirement; its expected reports follow. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateReportRequirement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: ReportRequirementPatch,
  expected: Expected
): Promise<RequirementRow> {
  const { before, after, eventId } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected })
  refuse(checkRequirement(after))
  if (eventId === undefined) return after
  await moveDueDates(tx, actor, before, after)
  await expectReports(tx, actor, after, today())
  return after
}

/** Withdraws a requirement, and with it the expected reports in which nobody has written. @throws NotFound, Conflict */
export async function withdrawReportRequirement(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await refuseAwaited(tx, ref)
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  await expectReports(tx, actor, after, today())
  return after
}

/** Adds the reports that are missing. @throws NotFound, Conflict (withdrawn) */
export async function expectRequiredReports(tx: Transaction, actor: Actor, ref: Ref) {
  const row = await lockRecord(tx, reportRequirements, 'reportRequirement', ref)
  return { requirementId: row.id, ...(await expectReports(tx, actor, row, today())) }
}

/** Reports that are due as the requirement said, and of the kind that it said, are as it says now; what was agreed for one of them stays. */
async function moveDueDates(tx: Transaction, actor: Actor, before: RequirementRow, after: RequirementRow) {
  if (before.dueDays === after.dueDays && before.kind === after.kind) return
  const rows = await tx
    .select()
    .from(reports)
    .where(
      and(
        eq(reports.municipalityCode, after.municipalityCode),
        eq(reports.requirementId, after.id),
        eq(reports.status, 'expected'),
        isNull(reports.withdrawnAt)
      )
    )
    .orderBy(reports.id)
    .for('update')
  for (const row of rows) {
    const asSaid = row.dueOn === addDays(row.periodTo, before.dueDays)
    const dueOn = asSaid ? addDays(row.periodTo, after.dueDays) : row.dueOn
    const remindedOf = dueOn === row.dueOn ? row.remindedOf : []
    const changes = { dueOn, remindedOf, kind: after.kind }
    const awaited = dueOn > row.dueOn ? await awaitedBy(tx, row) : 0
    await changeRecord(tx, actor, { table: reports, noun: 'report' }, row, { verb: 'moved', changes })
    if (awaited > 0) await refuseLessAwaited(tx, row, awaited)
  }
}

/** Refuses to withdraw a requirement while unpaid payments wait for its reports: they would wait for ever. */
async function refuseAwaited(tx: Transaction, { municipalityCode, id }: Ref) {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(distinct payment.id)::int as count from payment_conditions condition
    join payments payment
      on payment.municipality_code = condition.municipality_code and payment.id = condition.payment_id
    where ${ofMunicipality(municipalityCode, 'condition', 'payment')} and payment.withdrawn_at is null
      and payment.status in ('planned', 'checked', 'approved') and condition.requirement_id = ${id}`)
  const count = rows[0]!.count
  if (count === 0) return
  throw new Conflict(problems['report-requirement-awaited'], {
    en: `${count} unpaid payments wait for reports of this requirement.`,
    sv: `${count} obetalda utbetalningar väntar på redovisningar enligt kravet.`
  })
}

function checkRequirement(row: {
  periodFrom?: string | null
  periodTo?: string | null
  indicators?: { key: string }[]
}): Violation[] {
  const { periodFrom, periodTo, indicators = [] } = row
  const keys = indicators.map(({ key }) => key)
  const violations = repeated(keys, '/indicators', 'key')
  if (periodFrom && periodTo && periodTo < periodFrom) {
    violations.push({
      field: '/periodTo',
      message: 'must not be before periodFrom',
      sv: 'får inte ligga före periodFrom'
    })
  }
  return violations
}

function refuse(violations: Violation[]) {
  if (violations.length === 0) return
  throw new Invalid(
    problems['report-requirement-not-valid'],
    {
      en: 'The requirement breaks rules of a requirement.',
      sv: 'Redovisningskravet bryter mot reglerna för redovisningskrav.'
    },
    violations
  )
}
