import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict, Invalid, ruleNamed, type Violation } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { agreements } from '../../register/agreements/record.ts'
import { awards } from '../../register/decisions/line-record.ts'
import { checkFiles } from '../../register/files/references.ts'
import { organisations } from '../../register/organisations/record.ts'
import { otherCommitments } from './commitments.ts'
import { brokenRule, checkAgainstGrant, checkDates, checkRepeated, type ReportAct } from './content-rules.ts'
import { problems } from './problems.ts'
import { findReport } from './queries.ts'
import { type NewReport, type ReportPatch, type ReportRow, reports, type ShownReport } from './record.ts'

export const reportSubject = { table: reports, noun: 'report' }

/** Registers a report that no requirement asks for; what it holds may be given at once. @throws Invalid */
export async function createReport(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  report: NewReport
): Promise<ShownReport> {
  const { agreementId, awardId, organisationId } = report
  if (!agreementId && !awardId) {
    refuseReport([
      {
        field: '/agreementId',
        message: 'one of agreementId and awardId must be given',
        sv: 'agreementId eller awardId måste anges'
      }
    ])
  }
  refuseReport([...checkDates(report), ...checkRepeated({ indicators: [], beneficiaries: [], ...report })])
  await checkReferences(tx, municipalityCode, [
    { table: agreements, id: agreementId, field: '/agreementId', what: 'an agreement' },
    { table: awards, id: awardId, field: '/awardId', what: 'an award' },
    { table: organisations, id: organisationId, field: '/organisationId', what: 'an organisation' }
  ])
  await checkFiles(tx, municipalityCode, report)
  const row = await createRecord(tx, actor, reportSubject, { kind: 'written', ...report, municipalityCode })
  await refuseContent(tx, row)
  return await findReport(tx, row)
}

/**
 * Saves what is to be reported, or moves the day by which it is due: while it is expected or sent back. Of a new day it is
 * reminded anew. @throws NotFound, Stale, Conflict (submitted, accepted, waived, withdrawn, `report-awaited`), Invalid
 */
export async function updateReport(tx: Transaction, actor: Actor, ref: Ref, patch: ReportPatch, expected: Expected) {
  const { dueOn } = await lockReport(tx, ref, 'update')
  const { organisationId } = patch
  const isLater = patch.dueOn !== undefined && patch.dueOn > dueOn
  const awaited = isLater ? await awaitedBy(tx, ref) : 0
  const { after } = await changeRecord(tx, actor, reportSubject, ref, {
    changes: patch,
    expected,
    derive: before => (patch.dueOn !== undefined && patch.dueOn !== before.dueOn ? { remindedOf: [] } : {})
  })
  refuseReport([...checkDates(after), ...checkRepeated(after)])
  if (isLater) await refuseLessAwaited(tx, ref, awaited)
  await checkReferences(tx, ref.municipalityCode, [
    { table: organisations, id: organisationId, field: '/organisationId', what: 'an organisation' }
  ])
  await checkFiles(tx, ref.municipalityCode, patch)
  await refuseContent(tx, after)
  return await findReport(tx, ref)
}

/** Takes back a report that was recorded in error. One that payments wait for is waived instead. @throws NotFound, Conflict */
export async function withdrawReport(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await lockReport(tx, ref, 'withdraw')
  const { waitingPaymentCount } = await findReport(tx, ref)
  if (waitingPaymentCount > 0) {
    throw new Conflict(problems['report-awaited'], {
      en: `${waitingPaymentCount} unpaid payments wait for this report: waive it instead.`,
      sv: `${waitingPaymentCount} obetalda utbetalningar väntar på redovisningen: efterge den i stället.`
    })
  }
  await withdrawRecord(tx, actor, reportSubject, ref, reason)
  return await findReport(tx, ref)
}

/** How many unpaid payments wait for the report, by name or as one that is due before them. */
export async function awaitedBy(tx: Transaction, ref: Ref): Promise<number> {
  return (await findReport(tx, ref)).waitingPaymentCount
}

/**
 * A later day lets no payment go that waited for the report as one that was due before it: who moves a day does not
 * release money. @throws Conflict `report-awaited`
 */
export async function refuseLessAwaited(tx: Transaction, ref: Ref, awaited: number): Promise<void> {
  const gone = awaited - (await awaitedBy(tx, ref))
  if (gone <= 0) return
  const told = `${gone} unpaid payments that wait for this report are due before that day, and would wait no longer`
  throw new Conflict(problems['report-awaited'], {
    en: `${told}: move them first, or waive the report.`,
    sv: `${gone} obetalda utbetalningar som väntar på redovisningen förfaller före den dagen, och skulle inte längre vänta: flytta dem först, eller efterge redovisningen.`
  })
}

/** The report, locked until the transaction ends, if the act is for its status. @throws NotFound, Conflict */
export async function lockReport(tx: Transaction, ref: Ref, act: ReportAct): Promise<ReportRow> {
  const row = await lockRecord(tx, reports, 'report', ref)
  refuseStatus(row, act)
  return row
}

export function refuseStatus({ status }: ReportRow, act: ReportAct) {
  const rule = brokenRule(status, act)
  if (!rule) return
  const detail = {
    en: `This report is ${status}: that is not done with it now.`,
    sv: `Redovisningen har status ${status}: det går inte att göra med den nu.`
  }
  throw new Conflict(ruleNamed(rule), detail, [], { status })
}

export function refuseReport(violations: Violation[]) {
  if (violations.length === 0) return
  throw new Invalid(
    problems['report-not-valid'],
    { en: 'The report breaks rules of a report.', sv: 'Redovisningen bryter mot reglerna för redovisningar.' },
    violations
  )
}

/** @throws Invalid where it tells of commitments that the agreement does not have, or accounts for more than was given */
export async function refuseContent(tx: Transaction, row: ReportRow) {
  refuseReport(await otherCommitments(tx, row))
  if (row.grantUsed === null && row.unused === null) return
  const { grantForPeriod } = await findReport(tx, row)
  refuseReport(checkAgainstGrant(row, grantForPeriod))
}
