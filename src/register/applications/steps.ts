import { Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { spanOf, today } from '../../base/dates.ts'
import { Conflict, Invalid, ruleNamed, type Violation } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { Day, Nullable, Strict, Text } from '../../platform/http/schemas.ts'
import { problems } from './problems.ts'
import { type ApplicationRow, findApplication } from './queries.ts'
import { applications } from './record.ts'
import { nextStatus, pendingOutcomes, statusRules, transitions } from './rules.ts'
import { applicationSteps } from './tables.ts'

const happenedOn = Type.Optional(Nullable(Day('When it was done; null: not stated')))
const reason = (example: string) => Text('Why', 2000, example)

export const SupplementRequest = Strict(
  {
    reason: reason('Årsredovisning saknas'),
    happenedOn,
    dueOn: Type.Optional(Nullable(Day('Last day to answer', '2021-10-15')))
  },
  {
    $id: 'SupplementRequest',
    description: 'What is missing, and until when it can come',
    example: { reason: 'Årsredovisning saknas', happenedOn: '2021-10-01', dueOn: '2021-10-15' }
  }
)
export const ApplicationStep = Strict(
  { happenedOn, reason: Type.Optional(Nullable(reason('Allt har kommit'))) },
  { $id: 'ApplicationStep', description: 'A step, when it was taken and why', example: { happenedOn: '2021-10-10' } }
)
export const ReasonedStep = Strict(
  { reason: reason('Föreningen ställer in'), happenedOn },
  {
    $id: 'ReasonedStep',
    description: 'A step that wants a reason',
    example: { reason: 'Föreningen ställer in', happenedOn: '2021-10-10' }
  }
)
type Step = { happenedOn?: string | null; reason?: string | null; dueOn?: string | null }

export const stepSchemas = [SupplementRequest, ApplicationStep, ReasonedStep]

type NewStep = Omit<typeof applicationSteps.$inferInsert, 'municipalityCode' | 'applicationId' | 'actorName' | 'id'>

/** Notes a step of an application, with who recorded it. */
export async function recordStep(
  tx: Transaction,
  { name, sentBy }: Actor,
  { municipalityCode, id }: Ref,
  step: NewStep
) {
  await tx.insert(applicationSteps).values({ ...step, municipalityCode, applicationId: id, actorName: name, sentBy })
}

/** Asks who applied for what is missing. @throws NotFound, Conflict (asked already, decided, withdrawn), Invalid (days) */
export const requestApplicationSupplement = taking('requestSupplement')

/** Notes that everything has come. @throws NotFound, Conflict (complete already, decided, withdrawn), Invalid (days) */
export const completeApplication = taking('complete')

/**
 * Notes that it has been decided, which a decision line that stands must say; the service decides nothing.
 * @throws NotFound, Conflict (no line with an outcome, decided already, withdrawn), Invalid (days)
 */
export const decideApplication = taking('decide')

/** Notes that who applied takes it back. @throws NotFound, Conflict (decided, withdrawn already), Invalid (days) */
export const retractApplication = taking('retract')

/** Opens what was decided or withdrawn. @throws NotFound, Conflict (still open), Invalid (days) */
export const reopenApplication = taking('reopen')

function taking(step: keyof typeof transitions) {
  return async (tx: Transaction, actor: Actor, ref: Ref, { happenedOn = null, reason = null, dueOn = null }: Step) => {
    const before = await lockRecord(tx, applications, 'application', ref)
    const status = nextStatus(before.status, step)
    if (!status) {
      throw new Conflict(ruleNamed(statusRules[before.status]), {
        en: `Its status is ${before.status}.`,
        sv: `Den har status ${before.status}.`
      })
    }
    const application = await findApplication(tx, ref)
    refuseDays(application, happenedOn, dueOn)
    if (step === 'decide') refuseUndecided(application)
    await recordStep(tx, actor, ref, { status, happenedOn, reason, dueOn })
    const after = await amendRecord(tx, applications, ref, { status, supplementDueOn: dueOn })
    const verb = `application.${transitions[step].verb}`
    await recordEvent(tx, actor, verb, after, { before, reason: reason ?? undefined })
    return await findApplication(tx, ref)
  }
}

function refuseDays(
  { receivedOn, receivedOnPrecision }: ApplicationRow,
  happenedOn: string | null,
  dueOn: string | null
) {
  const violations: Violation[] = []
  if (happenedOn && happenedOn > today())
    violations.push({
      field: '/happenedOn',
      message: 'must not be later than today',
      sv: 'får inte vara senare än i dag'
    })
  if (happenedOn && receivedOn && happenedOn < spanOf(receivedOn, receivedOnPrecision).earliest) {
    violations.push({
      field: '/happenedOn',
      message: `must not be before the application came, ${receivedOn}`,
      sv: `får inte ligga före dagen då ansökan kom in, ${receivedOn}`
    })
  }
  if (dueOn && dueOn < (happenedOn ?? receivedOn ?? dueOn)) {
    violations.push({
      field: '/dueOn',
      message: 'must not be before it was asked for',
      sv: 'får inte ligga före dagen då kompletteringen begärdes'
    })
  }
  if (violations.length > 0)
    throw new Invalid(
      problems['step-day-not-possible'],
      { en: 'The step cannot be of that day.', sv: 'Steget kan inte vara från den dagen.' },
      violations
    )
}

function refuseUndecided({ outcome }: ApplicationRow) {
  const pending: readonly string[] = pendingOutcomes
  if (outcome !== null && !pending.includes(outcome)) return
  const state = outcome === null ? 'No decision line answers it' : `The latest line that answers it is ${outcome}`
  const stateSv =
    outcome === null ? 'Ingen beslutsrad besvarar den' : `Den senaste rad som besvarar den har utfallet ${outcome}`
  throw new Conflict(problems['application-without-outcome'], {
    en: `${state}: record the decision, with its applicationId, first.`,
    sv: `${stateSv}: registrera först beslutet, med dess applicationId.`
  })
}
