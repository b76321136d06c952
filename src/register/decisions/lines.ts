import { and, eq } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Violation } from '../../base/errors.ts'
import { certaintyOf, isConsistent } from '../../base/known.ts'
import { nameKey } from '../../base/names.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, lockRecord, realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { withdrawRecord } from '../../platform/events/changes.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { type ChangedLine, changedLines, settleDecided } from './awards.ts'
import { refuseSecondDecision } from './duplicate-decisions.ts'
import { decisionLineRecipients, decisionLines, type LinePatch, type LineRow, type NewLine } from './line-record.ts'
import { checkApplication, checkLineReferences, checkRecipients, refuseViolations } from './line-references.ts'
import { checkLine } from './line-rules.ts'
import { findLine, withWarnings } from './queries.ts'
import { decisions } from './record.ts'

const subject = { table: decisionLines, noun: 'decisionLine' }

/** Adds a line to a decision that stands. @throws NotFound, Conflict (withdrawn, reference taken), Invalid */
export async function createDecisionLine(tx: Transaction, actor: Actor, decision: Ref, line: NewLine) {
  await lockRecord(tx, decisions, 'decision', decision)
  const { municipalityCode } = decision
  const inserted = await insertLine(tx, actor, decision, line, '')
  await refuseSecondDecision(tx, decision, { decision: '/revisesLineId', line: () => '/revisesLineId' })
  await settleDecided(tx, municipalityCode, changedLines([inserted]))
  return await withWarnings(tx, await findLine(tx, { municipalityCode, id: inserted.lineId }))
}

/** Inserts a line of a locked decision, for the caller to settle. `pointer` leads to the line in what was sent. */
export async function insertLine(
  tx: Transaction,
  actor: Actor,
  decision: Ref,
  line: NewLine,
  pointer: string
): Promise<ChangedLine> {
  const { municipalityCode } = decision
  const { recipients, ...stated } = complete(line)
  refuseViolations(violationsOf({ ...stated, recipients }), pointer)
  await checkRecipients(tx, municipalityCode, recipients, pointer)
  await checkLineReferences(tx, decision, line, pointer)
  await checkApplication(tx, municipalityCode, stated.applicationId, pointer)
  const [row] = await tx
    .insert(decisionLines)
    .values({ ...stated, municipalityCode, decisionId: decision.id })
    .returning()
  await insertRecipients(tx, municipalityCode, row!.id, recipients)
  const created = { ...row!, recipients }
  const eventId = await recordEvent(tx, actor, 'decisionLine.created', created, { parentId: decision.id })
  return { lineId: row!.id, eventId }
}

/** Corrects what is given; awards and ledger follow. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateDecisionLine(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: LinePatch,
  expected: Expected
) {
  const row = await lockRecord(tx, decisionLines, 'decisionLine', ref)
  checkVersion(expected, row.version)
  await correctLine(tx, actor, row, patch, '')
  const decision = { municipalityCode: ref.municipalityCode, id: row.decisionId }
  await refuseSecondDecision(tx, decision, { decision: '/revisesLineId', line: () => '/revisesLineId' })
  return await withWarnings(tx, await findLine(tx, ref))
}

/** Corrects a locked line. `pointer` leads to it in what was sent. @throws Invalid */
export async function correctLine(
  tx: Transaction,
  actor: Actor,
  row: typeof decisionLines.$inferSelect,
  patch: LinePatch,
  pointer: string
) {
  const { municipalityCode, id } = row
  const ref = { municipalityCode, id }
  const { recipients, revisedByLineId, awardId, ...rest } = await findLine(tx, ref)
  const before = { ...rest, recipients: withoutNames(recipients) }
  const next = complete({ ...restated(before, patch), ...patch } as NewLine)
  refuseViolations(violationsOf(next), pointer)
  const { recipients: others, ...changes } = realChanges<object>(before, next) as Partial<typeof next>
  await checkLineReferences(tx, { municipalityCode, id: row.decisionId }, changes, pointer, id)
  await checkApplication(tx, municipalityCode, changes.applicationId, pointer)
  if (others) {
    await checkRecipients(tx, municipalityCode, others, pointer)
    const ofLine = and(
      eq(decisionLineRecipients.municipalityCode, municipalityCode),
      eq(decisionLineRecipients.lineId, id)
    )
    await tx.delete(decisionLineRecipients).where(ofLine)
    await insertRecipients(tx, municipalityCode, id, others)
  }
  if (others || Object.keys(changes).length > 0) {
    const amended = await amendRecord(tx, decisionLines, ref, changes)
    const after = { ...amended, recipients: next.recipients }
    const eventId = await recordEvent(tx, actor, 'decisionLine.updated', after, { before, parentId: row.decisionId })
    // A line that it no longer replaces counts again.
    const affected = before.revisesLineId && changes.revisesLineId !== undefined ? [id, before.revisesLineId] : [id]
    await settleDecided(tx, municipalityCode, changedLines(affected.map(lineId => ({ lineId, eventId }))))
  }
}

/** Whether the stored line says already what the line says. */
export function saysTheSame({ recipients, ...stored }: LineRow, line: NewLine): boolean {
  const before = { ...stored, recipients: withoutNames(recipients) }
  return Object.keys(realChanges<object>(before, complete(line))).length === 0
}

/** Recipients as they are sent. */
const withoutNames = (recipients: LineRow['recipients']) => recipients.map(({ organisationId }) => ({ organisationId }))

/** Takes a line back; its award and its entries go with it. @throws NotFound, Conflict (withdrawn) */
export async function withdrawDecisionLine(tx: Transaction, actor: Actor, ref: Ref, reason: string): Promise<LineRow> {
  const withdrawn = await takeBackLine(tx, actor, ref, reason)
  await settleDecided(tx, ref.municipalityCode, changedLines([withdrawn]))
  return await findLine(tx, ref)
}

/** Withdraws a line, for the caller to settle. @throws NotFound, Conflict (withdrawn) */
export async function takeBackLine(tx: Transaction, actor: Actor, ref: Ref, reason: string): Promise<ChangedLine> {
  const { decisionId } = await findLine(tx, ref)
  const { eventId } = await withdrawRecord(tx, actor, subject, ref, reason, decisionId)
  return { lineId: ref.id, eventId: eventId! }
}

/** Fills in what the caller left out: the last year is the first, and an amount that is there is exact. */
export function complete(line: NewLine) {
  return {
    ...line,
    purposeKey: nameKey(line.purpose ?? ''),
    grantYearTo: line.grantYearTo ?? line.grantYearFrom ?? null,
    appliedCertainty: certaintyOf(line.applied, line.appliedCertainty),
    grantedCertainty: certaintyOf(line.granted, line.grantedCertainty),
    reservedCertainty: certaintyOf(line.reserved, line.reservedCertainty),
    rentCertainty: certaintyOf(line.rent, line.rentCertainty)
  } as const
}

/** The line before a patch, without what follows from properties that the patch states anew. */
function restated<T extends object>(before: T, patch: LinePatch): object {
  const followers = {
    grantYearFrom: 'grantYearTo',
    applied: 'appliedCertainty',
    granted: 'grantedCertainty',
    reserved: 'reservedCertainty',
    rent: 'rentCertainty'
  } as const
  const followed = Object.entries(followers).flatMap(([name, follower]) => (name in patch ? [follower as string] : []))
  return Object.fromEntries(Object.entries(before).filter(([name]) => !followed.includes(name)))
}

type Completed = ReturnType<typeof complete>

/** Every rule that the line breaks. */
function violationsOf(line: Completed): Violation[] {
  const violations: Violation[] = checkLine(line).map(({ field, ...told }) => ({ field: `/${field}`, ...told }))
  const { grantYearFrom = null, grantYearTo, amountPer, payeeOrganisationId, recipients } = line
  const say = (field: string, message: string, sv: string) => violations.push({ field: `/${field}`, message, sv })
  if (grantYearTo != null && grantYearFrom === null)
    say('grantYearFrom', 'is required where grantYearTo is given', 'måste anges när grantYearTo anges')
  if (grantYearTo != null && grantYearFrom !== null && grantYearTo < grantYearFrom) {
    say('grantYearTo', 'must not be before grantYearFrom', 'får inte ligga före grantYearFrom')
  }
  const amounts = [line.applied, line.granted, line.reserved, line.rent]
  if (grantYearFrom !== grantYearTo && !amountPer && amounts.some(amount => amount != null)) {
    say(
      'amountPer',
      'is required where a line spans several years: guessing multiplies money',
      'måste anges när en rad gäller flera år: en gissning mångfaldigar pengar'
    )
  }
  for (const name of ['applied', 'granted', 'reserved', 'rent'] as const) {
    if (!isConsistent(line[name], line[`${name}Certainty`])) {
      say(
        `${name}Certainty`,
        `must be exact or approximate where ${name} is an amount, and something else where not`,
        `måste vara exact eller approximate när ${name} är ett belopp, annars något annat`
      )
    }
  }
  if (payeeOrganisationId && !recipients.some(({ organisationId }) => organisationId === payeeOrganisationId)) {
    say('payeeOrganisationId', 'must be one of the recipients', 'måste vara en av mottagarna')
  }
  return violations
}

async function insertRecipients(
  tx: Transaction,
  municipalityCode: string,
  lineId: string,
  recipients: NewLine['recipients']
) {
  const rows = recipients.map(({ organisationId }, at) => ({
    municipalityCode,
    lineId,
    organisationId,
    position: at + 1
  }))
  await tx.insert(decisionLineRecipients).values(rows)
}
