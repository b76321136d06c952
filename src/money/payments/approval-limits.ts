import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Actor, holdsScope, type Municipality, type Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Forbidden, Invalid } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { isValidOn } from '../../platform/database/days.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, lockForChange, withdrawRecord } from '../../platform/events/changes.ts'
import { principalOf } from '../../platform/http/authentication.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { apiKeys } from '../../platform/http/tables.ts'
import { decisions } from '../../register/decisions/record.ts'
import { checkValidity } from '../payee-accounts/rules.ts'
import {
  type ApprovalLimitPatch,
  type ApprovalLimitRow,
  approvalLimits,
  type LimitEffect,
  type NewApprovalLimit
} from './approval-limit-record.ts'
import { type Limit, warningOf } from './attest-rules.ts'
import { problems } from './problems.ts'
import type { Attestation } from './rules.ts'

const subject = { table: approvalLimits, noun: 'approvalLimit' }

/** Registers how much somebody else may check or approve. @throws Invalid (holder, validity, reference), Forbidden */
export async function createApprovalLimit(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  limit: NewApprovalLimit
): Promise<ApprovalLimitRow & { effect: LimitEffect }> {
  const values = { ...limit, municipalityCode, holder: plain(limit.holder) }
  await check(tx, values)
  await refuseOwn(tx, actor, values.holder)
  const row = await createRecord(tx, actor, subject, values)
  return { ...row, effect: await effectOf(tx, row) }
}

/** Who may still check or approve, once a limit is in force, on its first day or today. */
async function effectOf(tx: Transaction, limit: ApprovalLimitRow): Promise<LimitEffect> {
  const { municipalityCode, attestation, validFrom, validTo } = limit
  const on = validFrom !== null && validFrom > today() ? validFrom : today()
  const rows = await tx
    .selectDistinct({ holder: approvalLimits.holder })
    .from(approvalLimits)
    .where(inForce(municipalityCode, attestation, on))
    .orderBy(approvalLimits.holder)
  const named = rows.map(({ holder }) => holder)
  const keys = await liveKeys(tx, municipalityCode, `payments:${attestation}`)
  const isNamed = ({ id, roles }: (typeof keys)[number]) =>
    named.includes(`key:${id}`) || roles.some(role => named.includes(`role:${role}`))
  const [may, mayNot] = [keys.filter(isNamed), keys.filter(key => !isNamed(key))]
  const isOver = validTo !== null && validTo < on
  const warning = isOver ? null : warningOf({ attestation, on, named, may: may.length, mayNot: mayNot.length })
  const told = ({ id, name }: (typeof keys)[number]) => ({ actor: `key:${id}`, actorName: name })
  return { validOn: on, named, keysThatMay: may.map(told), keysThatMayNot: mayNot.map(told), warning }
}

/** Keys that are for the municipality, hold the scope, and work now. */
async function liveKeys(tx: Transaction, municipalityCode: string, scope: string) {
  const { revokedAt, expiresAt, name, id } = apiKeys
  const keys = await tx
    .select()
    .from(apiKeys)
    .where(sql`${revokedAt} is null and (${expiresAt} is null or ${expiresAt} > now())`)
    .orderBy(name, id)
  return keys.filter(
    key =>
      (key.municipalityCodes?.includes(municipalityCode) ?? true) && holdsScope({ scopes: new Set(key.scopes) }, scope)
  )
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid, Forbidden (a limit of one's own) */
export async function updateApprovalLimit(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: ApprovalLimitPatch,
  expected: Expected
) {
  const before = await lockForChange(tx, subject, ref, expected)
  const changes = { ...patch, ...(patch.holder !== undefined && { holder: plain(patch.holder) }) }
  await check(tx, { ...before, ...changes })
  for (const holder of new Set([before.holder, changes.holder ?? before.holder])) await refuseOwn(tx, actor, holder)
  const { after } = await changeRecord(tx, actor, subject, ref, { changes })
  return after
}

/** Takes a limit away at once. @throws NotFound, Conflict (withdrawn), Forbidden (a limit of one's own) */
export async function withdrawApprovalLimit(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { holder } = await lockRecord(tx, approvalLimits, 'approvalLimit', ref)
  await refuseOwn(tx, actor, holder)
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return after
}

/** Nobody sets, changes or lifts a limit of their own: by key, by another key of the same person, or by a role. */
async function refuseOwn(tx: Transaction, actor: Actor, holder: string): Promise<void> {
  const named = holder.startsWith('key:') ? await findKey(tx, holder.slice(4)) : undefined
  const isOwn =
    holder === actor.id ||
    (named ? principalOf(named) : holder) === actor.principal ||
    (holder.startsWith('role:') && actor.roles.has(holder.slice(5)))
  if (!isOwn) return
  throw new Forbidden(problems['approval-limit-of-oneself'], {
    en: 'This is a limit of yours: somebody else sets, changes or lifts it.',
    sv: 'Det här är din egen beloppsgräns: någon annan sätter, ändrar eller tar bort den.'
  })
}

/** Ids of keys are compared as they are written; names of roles and subjects have capitals of their own. */
const plain = (holder: string) => (holder.startsWith('key:') ? holder.toLowerCase() : holder)

type Checked = Pick<NewApprovalLimit, 'holder' | 'validFrom' | 'validTo' | 'decisionId'> & { municipalityCode: string }

async function check(tx: Transaction, limit: Checked) {
  const { municipalityCode, holder, decisionId } = limit
  const violations = checkValidity(limit)
  if (holder.startsWith('key:') && !(await isKeyOf(tx, municipalityCode, holder.slice(4)))) {
    violations.push({
      field: '/holder',
      message: 'is no key that is for this municipality',
      sv: 'är ingen nyckel som gäller för kommunen'
    })
  }
  if (violations.length > 0) {
    throw new Invalid(
      problems['approval-limit-not-valid'],
      { en: 'The limit breaks rules of a limit.', sv: 'Beloppsgränsen bryter mot reglerna för beloppsgränser.' },
      violations
    )
  }
  await checkReferences(tx, municipalityCode, [
    { table: decisions, what: 'a decision', id: decisionId, field: '/decisionId' }
  ])
}

/** A limit for a mistyped key would be in force and name nobody, and then nobody could attest. */
async function isKeyOf(tx: Transaction, municipalityCode: string, id: string): Promise<boolean> {
  const key = await findKey(tx, id)
  return key !== undefined && (key.municipalityCodes?.includes(municipalityCode) ?? true)
}

async function findKey(tx: Transaction, id: string) {
  const [key] = await tx.select().from(apiKeys).where(eq(apiKeys.id, id))
  return key
}

/**
 * What the limits in force on a day let the actor do: null where none is in force, else the greatest amount in kronor of
 * those that name the actor by key, token or role, which is null when none does.
 */
export async function limitOf(
  db: Connection,
  actor: Actor,
  municipalityCode: string,
  attestation: Attestation,
  on: string
): Promise<Limit> {
  const { holder, maxAmount } = approvalLimits
  const holders = [actor.id, ...[...actor.roles].map(role => `role:${role}`)]
  const [row] = await db
    .select({
      inForce: sql<number>`count(*)::int`,
      maxAmount: sql<string | null>`max(${maxAmount}) filter (where ${inArray(holder, holders)})`
    })
    .from(approvalLimits)
    .where(inForce(municipalityCode, attestation, on))
  if (row!.inForce === 0) return null
  return { maxAmount: row!.maxAmount === null ? null : Number(row!.maxAmount) }
}

/** Condition: limits of the attestation that are in force on the day, its first and last day included. */
function inForce(municipalityCode: string, attestation: Attestation, on: string) {
  return and(
    eq(approvalLimits.municipalityCode, municipalityCode),
    eq(approvalLimits.attestation, attestation),
    isNull(approvalLimits.withdrawnAt),
    isValidOn(approvalLimits, on)
  )
}
