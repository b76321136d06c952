import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict, ruleNamed } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, isNamedIn, lockRecord, realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { withdrawRecord } from '../../platform/events/changes.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { decisionLines } from '../decisions/line-record.ts'
import { complete, refuseBroken, windowDeadlineOf } from './checks.ts'
import { type Content, columnsOf, guaranteeOf } from './content.ts'
import { problems } from './problems.ts'
import { type Amount, type ApplicationRow, findApplication, findByReference, type Reference } from './queries.ts'
import {
  type ApplicationPatch,
  applications,
  type NewApplication,
  type ReceivedApplication,
  unstated
} from './record.ts'
import { canonical } from './rules.ts'
import { recordStep } from './steps.ts'
import { applicationAmounts, applicationApplicants } from './tables.ts'

const subject = { table: applications, noun: 'application' }

/** Registers an application. @throws Conflict (reference taken), Invalid (each rule of an application) */
export async function createApplication(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  application: NewApplication,
  receivedHash: string | null = null
): Promise<ApplicationRow> {
  const content = complete(columnsOf(application))
  await refuseBroken(tx, municipalityCode, content, content)
  const { applicantIds, amounts, ...values } = content
  const windowClosesOn = await windowDeadlineOf(tx, municipalityCode, content)
  const [row] = await tx
    .insert(applications)
    .values({ ...values, windowClosesOn, municipalityCode, receivedHash })
    .returning()
  const ref = { municipalityCode, id: row!.id }
  await insertApplicants(tx, ref, applicantIds)
  await insertAmounts(tx, ref, amounts)
  await recordStep(tx, actor, ref, { status: 'received', happenedOn: row!.receivedOn })
  await recordEvent(tx, actor, 'application.created', told({ ...row!, applicantIds, amounts }))
  return await findApplication(tx, ref)
}

/**
 * Receives an application by the caller's reference: a new one is made; the same content again leaves it as it now
 * stands, whatever a person has corrected since; other content replaces it, for who says which version it has read,
 * and so does the same content for who says so. `expected` is asked only then; `conditional`: whether it was said. @throws VersionRequired, Stale, Conflict (decided or withdrawn), Invalid
 */
export async function receiveApplication(
  tx: Transaction,
  actor: Actor,
  { municipalityCode, source, reference }: Reference,
  content: ReceivedApplication,
  expected: () => Expected,
  conditional: boolean
): Promise<{ application: ApplicationRow; made: boolean }> {
  const key = JSON.stringify(['application', municipalityCode, source, reference])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
  const receivedHash = createHash('sha256').update(canonical(content)).digest('hex')
  const id = await findByReference(tx, { municipalityCode, source, reference })
  if (!id) {
    const named = { ...content, source, reference }
    return { application: await createApplication(tx, actor, { municipalityCode }, named, receivedHash), made: true }
  }
  const ref = { municipalityCode, id }
  const row = await lockRecord(tx, applications, 'application', ref)
  if (row.receivedHash === receivedHash && !conditional)
    return { application: await findApplication(tx, ref), made: false }
  const { before, changes } = await changesOf(tx, ref, { ...unstated, ...columnsOf(content) })
  if (Object.keys(changes).length > 0) {
    checkVersion(expected(), row.version)
    if (row.status === 'decided' || row.status === 'withdrawn') {
      throw new Conflict(ruleNamed(`application-already-${row.status}`), {
        en: `It is ${row.status}: open it again, or correct the record.`,
        sv: `Den har status ${row.status}: öppna den igen, eller rätta posten.`
      })
    }
    await replace(tx, actor, ref, before, { ...changes, receivedHash })
  }
  return { application: await findApplication(tx, ref), made: false }
}

/** Corrects what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateApplication(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: ApplicationPatch,
  expected: Expected
): Promise<ApplicationRow> {
  const { version } = await lockRecord(tx, applications, 'application', ref)
  checkVersion(expected, version)
  const { before, changes } = await changesOf(tx, ref, columnsOf(patch))
  if (Object.keys(changes).length > 0) await replace(tx, actor, ref, before, changes)
  return await findApplication(tx, ref)
}

/** Takes back an application registered in error. @throws NotFound, Conflict (withdrawn, or lines that stand name it) */
export async function withdrawApplication(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await withdrawRecord(tx, actor, subject, ref, reason)
  if (await isNamedIn(tx, decisionLines, decisionLines.applicationId, ref)) {
    throw new Conflict(problems['application-in-use'], {
      en: 'Decision lines answer this application: correct or withdraw them first.',
      sv: 'Beslutsrader besvarar ansökan: rätta eller dra tillbaka dem först.'
    })
  }
  return await findApplication(tx, ref)
}

type Before = ReturnType<typeof beforeOf>
type Changes = Partial<Before>

function beforeOf(application: ApplicationRow) {
  const { applicants, amounts, steps, decisionLines, outcome, dueOn, late, ...row } = application
  return { ...row, applicantIds: applicants.map(({ organisationId }) => organisationId), amounts }
}

/** The record as it is, and what of it would become another; held against the rules. @throws Invalid */
async function changesOf(tx: Transaction, ref: Ref, patch: object): Promise<{ before: Before; changes: Changes }> {
  const before = beforeOf(await findApplication(tx, ref))
  const next = complete({ ...before, ...patch } as unknown as Content)
  // PostgreSQL keeps the members of a JSON object in an order of its own: that is no change.
  const real = Object.entries(realChanges<object>(before, next))
  const was = before as Record<string, unknown>
  const changes = Object.fromEntries(
    real.filter(([name, value]) => canonical(value) !== canonical(was[name]))
  ) as Changes
  if (Object.keys(changes).length > 0) {
    await refuseBroken(tx, ref.municipalityCode, next, changes)
    const windowClosesOn = await windowDeadlineOf(tx, ref.municipalityCode, next)
    if (windowClosesOn !== before.windowClosesOn) changes.windowClosesOn = windowClosesOn
  }
  return { before, changes }
}

/** Writes changes as the next version, and the event of them. */
async function replace(tx: Transaction, actor: Actor, ref: Ref, before: Before, changes: Changes): Promise<void> {
  const { applicantIds, amounts, ...values } = changes
  const parts = (table: typeof applicationApplicants | typeof applicationAmounts) =>
    and(eq(table.municipalityCode, ref.municipalityCode), eq(table.applicationId, ref.id))
  if (applicantIds) {
    await tx.delete(applicationApplicants).where(parts(applicationApplicants))
    await insertApplicants(tx, ref, applicantIds)
  }
  if (amounts) {
    await tx.delete(applicationAmounts).where(parts(applicationAmounts))
    await insertAmounts(tx, ref, amounts)
  }
  const row = await amendRecord(tx, applications, ref, values)
  const after = { ...row, applicantIds: applicantIds ?? before.applicantIds, amounts: amounts ?? before.amounts }
  await recordEvent(tx, actor, 'application.updated', told(after), { before: told(before) })
}

/** An application as events hold it: without the digest of what was received, and without computed fields. */
function told(application: Omit<Before, 'dueOn' | 'late'>) {
  const { receivedHash, windowClosesOn, applicantIds, ...rest } = application
  const { guarantorOrganisationId, guarantorScope, guarantorLimit, guarantorFrom, guarantorTo, ...row } = rest
  const { dueOn, late, ...stated } = row as typeof row & { dueOn?: unknown; late?: unknown }
  const applicants = applicantIds.map(organisationId => ({ organisationId }))
  return { ...stated, applicants, guarantee: guaranteeOf(application) }
}

async function insertApplicants(tx: Transaction, { municipalityCode, id }: Ref, organisationIds: string[]) {
  const rows = organisationIds.map((organisationId, at) => ({
    municipalityCode,
    applicationId: id,
    organisationId,
    position: at + 1
  }))
  await tx.insert(applicationApplicants).values(rows)
}

async function insertAmounts(tx: Transaction, { municipalityCode, id }: Ref, amounts: Amount[]) {
  if (amounts.length === 0) return
  const rows = amounts.map((amount, at) => ({ ...amount, municipalityCode, applicationId: id, position: at + 1 }))
  await tx.insert(applicationAmounts).values(rows)
}
