import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { findRecord, lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawing } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { bodies } from '../bodies/record.ts'
import { decisions } from '../decisions/record.ts'
import { problems } from './problems.ts'
import {
  type AssignmentPatch,
  type AssignmentRow,
  assignment,
  assignments,
  blankAssignment,
  type Ending,
  type Giving,
  type NewAssignment
} from './record.ts'
import { assignmentReport, type NewAssignmentReport } from './report-record.ts'
import { type AssignmentAct, type AssignmentFacts, checkAssignment, nextStatus } from './rules.ts'

const { subject } = assignment
const report = assignmentReport.subject

/** Records an assignment as its source tells it. @throws Conflict (reference taken), Invalid */
export async function createAssignment(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  given: NewAssignment
) {
  refuseAssignment({ ...blankAssignment, ...given })
  await checkAssignmentReferences(tx, municipalityCode, given)
  return await createRecord(tx, actor, subject, { ...given, municipalityCode })
}

/** Corrects what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateAssignment(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: AssignmentPatch,
  expected: Expected
) {
  await checkAssignmentReferences(tx, ref.municipalityCode, patch)
  const before = await lockRecord(tx, assignments, 'assignment', ref)
  refuseAssignment({ ...before, ...patch })
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected })
  return after
}

/** Records that what was proposed was given. @throws NotFound, Conflict (withdrawn, not proposed), Invalid */
export async function giveAssignment(tx: Transaction, actor: Actor, ref: Ref, { givenOn, decisionId }: Giving) {
  const before = await lockRecord(tx, assignments, 'assignment', ref)
  const status = statusAfter(before, 'give')
  await checkAssignmentReferences(tx, ref.municipalityCode, { decisionId })
  const decidedOn = decisionId ? await dayOf(tx, { ...ref, id: decisionId }) : null
  const changes = { status, givenOn: givenOn ?? decidedOn, decisionId: decisionId ?? before.decisionId }
  refuseAssignment({ ...before, ...changes })
  const { after } = await changeRecord(tx, actor, subject, ref, { verb: 'given', changes })
  return after
}

const verbs = { decline: 'declined', complete: 'completed', revoke: 'revoked' } as const

/** Records that it was declined, completed or revoked. @throws NotFound, Conflict (withdrawn, its status), Invalid */
export async function endAssignment(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  act: keyof typeof verbs,
  { endedOn = null, reason, decisionId }: Ending
) {
  const before = await lockRecord(tx, assignments, 'assignment', ref)
  const status = statusAfter(before, act)
  await checkAssignmentReferences(tx, ref.municipalityCode, { decisionId })
  // The decision that gave it stays with it; one that ends it is told by the event.
  const changes = { status, endedOn, endedReason: reason, decisionId: before.decisionId ?? decisionId ?? null }
  refuseAssignment({ ...before, ...changes })
  const { after } = await changeRecord(tx, actor, subject, ref, { verb: verbs[act], changes, reason })
  return after
}

/** Takes back an assignment recorded in error. @throws NotFound, Conflict (withdrawn) */
export const withdrawAssignment = withdrawing(subject)

/** Records a report back at a meeting. @throws NotFound, Conflict (withdrawn, not given), Invalid */
export async function reportAssignment(tx: Transaction, actor: Actor, ref: Ref, given: NewAssignmentReport) {
  const { status, givenOn } = await lockRecord(tx, assignments, 'assignment', ref)
  if (status === 'proposed' || status === 'declined') {
    throw new Conflict(problems['assignment-not-given'], {
      en: `This assignment is ${status}: there is nothing to report back on.`,
      sv: `Uppdraget har status ${status}: det finns inget att återrapportera.`
    })
  }
  const { municipalityCode, id: assignmentId } = ref
  await checkAssignmentReferences(tx, municipalityCode, given)
  if (givenOn !== null && given.reportedOn < givenOn && (given.reportedOnPrecision ?? 'day') === 'day') {
    throw new Invalid(
      problems['assignment-not-valid'],
      { en: 'It was reported on before it was given.', sv: 'Det återrapporterades innan det gavs.' },
      [
        {
          field: '/reportedOn',
          message: `must not be before ${givenOn}, when it was given`,
          sv: `får inte ligga före ${givenOn}, då det gavs`
        }
      ]
    )
  }
  return await createRecord(tx, actor, report, { ...given, municipalityCode, assignmentId })
}

/** Takes back a report recorded in error. @throws NotFound, Conflict (withdrawn) */
export const withdrawAssignmentReport = withdrawing(report)

function statusAfter({ status }: AssignmentRow, act: AssignmentAct) {
  const next = nextStatus(status, act)
  if (next) return next
  const rule = act === 'give' || act === 'decline' ? 'assignment-not-proposed' : 'assignment-not-given'
  const detail = { en: `This assignment is ${status}.`, sv: `Uppdraget har status ${status}.` }
  throw new Conflict(problems[rule], detail, [], { status })
}

type References = Partial<Record<'bodyId' | 'givenByBodyId' | 'proposalId' | 'decisionId', string | null>>

async function checkAssignmentReferences(tx: Transaction, municipalityCode: string, stated: References) {
  const standing = (wanted: string) => (row: { standing: string }) => {
    if (row.standing === wanted) return null
    return wanted === 'decided'
      ? { message: 'is a proposal: it gives nothing', sv: 'är ett förslag: det ger inget uppdrag' }
      : { message: 'is not a proposal', sv: 'är inget förslag' }
  }
  const [body, decision] = [
    { table: bodies, what: 'a body' },
    { table: decisions, what: 'a decision' }
  ] as const
  await checkReferences(tx, municipalityCode, [
    { ...body, id: stated.bodyId, field: '/bodyId' },
    { ...body, id: stated.givenByBodyId, field: '/givenByBodyId' },
    { ...decision, id: stated.proposalId, field: '/proposalId', check: standing('proposed') },
    { ...decision, id: stated.decisionId, field: '/decisionId', check: standing('decided') }
  ])
}

/** The day of the decision, where the day is known. */
async function dayOf(tx: Transaction, ref: Ref): Promise<string | null> {
  const { decidedOn, decidedOnPrecision } = await findRecord(tx, decisions, 'decision', ref)
  return decidedOnPrecision === 'day' ? decidedOn : null
}

function refuseAssignment(assignment: AssignmentFacts) {
  const violations = checkAssignment(assignment)
  if (violations.length === 0) return
  throw new Invalid(
    problems['assignment-not-valid'],
    { en: 'The assignment breaks rules of an assignment.', sv: 'Uppdraget bryter mot reglerna för uppdrag.' },
    violations
  )
}
