import { sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Actor, Ref } from '../../base/actor.ts'
import { isReversed } from '../../base/dates.ts'
import { Invalid, NotFound, ruleNamed } from '../../base/errors.ts'
import { nameKey, searchKey } from '../../base/names.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { findRecord, lockRecord, type RecordTable } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawing, withdrawRecord } from '../../platform/events/changes.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { checkFiles } from '../files/references.ts'
import { merged } from './actions.ts'
import { confidential, erased } from './confidential.ts'
import {
  blankDocument,
  type NewOrganisationDocument,
  type OrganisationDocumentPatch,
  organisationDocument
} from './document-record.ts'
import {
  blankEligibility,
  type EligibilityStatementPatch,
  eligibilityStatement,
  type NewEligibilityStatement
} from './eligibility-record.ts'
import {
  blankName,
  type NewOrganisationName,
  type OrganisationNamePatch,
  type OrganisationNameRow,
  organisationName
} from './name-record.ts'
import { problems } from './problems.ts'
import { organisation, organisations } from './record.ts'
import { checkDeclaration } from './rules.ts'

const former = organisationName.subject
const document = organisationDocument.subject
const eligibility = eligibilityStatement.subject

/** The organisation by its id, or the one that it was merged into: old ids still find it. @throws NotFound */
export async function standing(db: Connection, ref: Ref): Promise<Ref> {
  const { id, mergedIntoId } = await organisation.find(db, ref)
  return { municipalityCode: ref.municipalityCode, id: mergedIntoId ?? id }
}

/**
 * The organisation that something is added to, locked: by what the added row names it. `isCovered`: what tells of a confidential
 * one is taken out of what is added. @throws NotFound, Conflict (withdrawn, merged, confidential)
 */
export async function lockOwner(tx: Transaction, ref: Ref, { isCovered }: { isCovered: boolean }) {
  const { mergedIntoId, confidentialOn, erasedAt } = await lockRecord(tx, organisations, 'organisation', ref)
  if (mergedIntoId) throw merged(mergedIntoId)
  if (erasedAt !== null) throw erased()
  if (!isCovered && confidentialOn !== null) throw confidential()
  return { municipalityCode: ref.municipalityCode, organisationId: ref.id }
}

type PartTable = RecordTable & { organisationId: PgColumn }
type Owned = { organisationId: string; version: number }

/** What belongs to an organisation, locked after the organisation. @throws NotFound, Conflict (withdrawn), Stale */
export async function lockPart<T extends PartTable>(
  tx: Transaction,
  { table, noun }: { table: T; noun: string },
  ref: Ref,
  expected: Expected
): Promise<T['$inferSelect']> {
  const { organisationId: id } = (await findRecord(tx, table, noun, ref)) as Owned
  await lockRecord(tx, organisations, 'organisation', { ...ref, id })
  const row = await lockRecord(tx, table, noun, ref)
  const { organisationId, version } = row as Owned
  if (organisationId !== id) throw new NotFound(noun, ref.id)
  checkVersion(expected, version)
  return row
}

/** A rule that the row breaks. */
export function refusePart(rule: string, field: string, message: string, sv: string): never {
  throw new Invalid(ruleNamed(rule), { en: 'It breaks a rule.', sv: 'Det bryter mot en regel.' }, [
    { field, message, sv }
  ])
}

/** @throws Invalid where the last day is before the first */
export function refuseReversed({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }): void {
  if (isReversed({ from: validFrom, to: validTo })) {
    refusePart('validity-reversed', '/validTo', 'must not be before validFrom', 'får inte ligga före validFrom')
  }
}

/** Adds a former name to an organisation. @throws NotFound, Conflict (withdrawn, merged), Invalid */
export async function createOrganisationName(tx: Transaction, actor: Actor, ref: Ref, sent: NewOrganisationName) {
  const owner = await lockOwner(tx, ref, { isCovered: false })
  const values = { ...blankName, ...sent, ...owner }
  refuseReversed(values)
  return await createRecord(tx, actor, former, { ...values, ...(await keepName(tx, ref, sent.name)) })
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateOrganisationName(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: OrganisationNamePatch,
  expected: Expected
) {
  const before = await lockPart(tx, former, ref, expected)
  refuseReversed({ ...before, ...patch })
  const isRenamed = patch.name !== undefined && patch.name !== before.name
  if (isRenamed) await lockOwner(tx, { ...ref, id: before.organisationId }, { isCovered: false })
  const keys = isRenamed ? await keepName(tx, { ...ref, id: before.organisationId }, patch.name!) : {}
  const { after } = await changeRecord(tx, actor, former, ref, { changes: { ...patch, ...keys } })
  if (isRenamed) await dropName(tx, before)
  return after
}

/** Takes back a name that was registered in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawOrganisationName(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { before, after } = await withdrawRecord(tx, actor, former, ref, reason)
  await dropName(tx, before)
  return after
}

/** A former name finds its organisation in imports, too. */
async function keepName(tx: Transaction, { municipalityCode, id }: Ref, name: string) {
  const key = nameKey(name)
  await tx.execute(sql`
    update organisations set former_name_keys = array_append(former_name_keys, ${key})
    where municipality_code = ${municipalityCode} and id = ${id} and not former_name_keys @> array[${key}]`)
  return { nameKey: key, searchKey: searchKey(name) }
}

/** A name that it never bore no longer finds it, unless another entry says that it did. */
async function dropName(
  tx: Transaction,
  { municipalityCode, organisationId, ...former }: Omit<OrganisationNameRow, 'valid'>
) {
  await tx.execute(sql`
    update organisations set former_name_keys = array_remove(former_name_keys, ${former.nameKey})
    where municipality_code = ${municipalityCode} and id = ${organisationId} and not exists (
      select from organisation_names former where former.municipality_code = organisations.municipality_code
        and ${ofMunicipality(municipalityCode, 'former')}
        and former.organisation_id = organisations.id and former.name_key = ${former.nameKey}
        and former.withdrawn_at is null)`)
}

/** Adds a document to an organisation. @throws NotFound, Conflict (withdrawn, merged), Invalid */
export async function createOrganisationDocument(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  sent: NewOrganisationDocument
) {
  const values = { ...blankDocument, ...sent, ...(await lockOwner(tx, ref, { isCovered: true })) }
  refuseDocument(values)
  await checkFiles(tx, ref.municipalityCode, sent)
  return await createRecord(tx, actor, document, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateOrganisationDocument(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: OrganisationDocumentPatch,
  expected: Expected
) {
  refuseDocument({ ...(await lockPart(tx, document, ref, expected)), ...patch })
  await checkFiles(tx, ref.municipalityCode, patch)
  return (await changeRecord(tx, actor, document, ref, { changes: patch })).after
}

/** @throws Invalid where the days are reversed, or what is declared of aid is not fit */
function refuseDocument(document: Parameters<typeof checkDeclaration>[0] & { validTo: string | null }) {
  refuseReversed(document)
  const violations = checkDeclaration(document)
  if (violations.length === 0) return
  throw new Invalid(
    problems['declaration-not-valid'],
    { en: 'The document cannot declare aid so.', sv: 'Handlingen kan inte försäkra om stöd så.' },
    violations
  )
}

/** Takes back a document that was registered in error. @throws NotFound, Conflict (withdrawn) */
export const withdrawOrganisationDocument = withdrawing(document)

/** Adds a statement on eligibility to an organisation. @throws NotFound, Conflict (withdrawn, merged), Invalid */
export async function createEligibilityStatement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  sent: NewEligibilityStatement
) {
  const values = { ...blankEligibility, ...sent, ...(await lockOwner(tx, ref, { isCovered: true })) }
  refuseReversed(values)
  return await createRecord(tx, actor, eligibility, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateEligibilityStatement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: EligibilityStatementPatch,
  expected: Expected
) {
  refuseReversed({ ...(await lockPart(tx, eligibility, ref, expected)), ...patch })
  return (await changeRecord(tx, actor, eligibility, ref, { changes: patch })).after
}

/** Takes back a statement that was registered in error. @throws NotFound, Conflict (withdrawn) */
export const withdrawEligibilityStatement = withdrawing(eligibility)
