import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { Conflict, Invalid, type Violation } from '../../base/errors.ts'
import { certaintyOf } from '../../base/known.ts'
import { kronorOf, oreOf } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { findRecord, lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, lockForChange, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { type Award, findAward } from '../decisions/award-queries.ts'
import { awards } from '../decisions/line-record.ts'
import { decisions } from '../decisions/record.ts'
import { problems } from './problems.ts'
import { laterWarnings } from './queries.ts'
import {
  type AidRegistration,
  blankAid,
  type NewStateAid,
  type StateAidPatch,
  type StateAidRow,
  stateAid,
  stateAids
} from './record.ts'
import { type AidWarning, checkAid, inEuros, registerDueOn } from './rules.ts'

const { subject } = stateAid
type Kept = typeof stateAids.$inferSelect

/** Records what an award was judged to be, for one recipient. @throws Conflict (reference taken, recorded already), Invalid */
export async function createStateAid(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  sent: NewStateAid
) {
  const award = await lockAward(tx, municipalityCode, sent.awardId)
  const organisationId = (sent.organisationId ?? award.recipients[0]!.organisationId).toLowerCase()
  const { decidedOn, decidedOnPrecision } = await decisionOf(tx, award)
  const violations: Violation[] = []
  if (award.recipients.length > 1 && !sent.organisationId) violations.push(mustSay('organisationId'))
  if (!sent.grantedOn && decidedOnPrecision !== 'day') violations.push(mustSay('grantedOn'))
  const isWhole = (sent.instrument ?? 'grant') === 'grant' && award.recipients.length === 1
  if (sent.amount === undefined && sent.kind !== 'notAid' && !isWhole) violations.push(mustSay('amount'))
  if (violations.length > 0) throw notValid(violations)
  const whole = sent.kind === 'notAid' || sent.amount !== undefined ? {} : wholeOf(award)
  const values = complete({ ...blankAid, grantedOn: decidedOn, ...whole, ...sent, organisationId, municipalityCode })
  await refuseBroken(tx, values, award)
  const row = await createRecord(tx, actor, subject, values)
  await refuseSecond(tx, row)
  return await told(tx, row)
}

/** Corrects what is given. @throws NotFound, Stale, Conflict (withdrawn, recorded already), Invalid */
export async function updateStateAid(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: StateAidPatch,
  expected: Expected
) {
  const before = await lockForChange(tx, subject, ref, expected)
  const award = await findAward(tx, { ...ref, id: before.awardId })
  const known = patch.amount === undefined ? before.certainty : undefined
  const rateOn = patch.eurRate === undefined ? {} : { eurRateOn: patch.eurRate === null ? null : undefined }
  const next = complete({ ...before, certainty: known, ...rateOn, ...patch })
  await tx
    .select()
    .from(awards)
    .where(byRef({ ...ref, id: before.awardId }))
    .for('update')
  await refuseBroken(tx, next, award)
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: next })
  await refuseSecond(tx, after)
  const registered = ['kind', 'organisationId', 'grantedOn', 'instrument', 'sector', 'amountEur'] as const
  const isOther = before.registeredOn !== null && registered.some(name => before[name] !== after[name])
  return await told(tx, after, isOther ? [registeredBefore] : [])
}

/** Takes back what was recorded in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawStateAid(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return { ...(await stateAid.find(tx, ref)), told: after.registeredOn === null ? [] : [registeredBefore] }
}

/** Records that aid was registered in the central register, or corrects that. @throws NotFound, Conflict (withdrawn, no duty), Invalid */
export async function registerStateAid(tx: Transaction, actor: Actor, ref: Ref, sent: AidRegistration) {
  const { registerDueOn: dueOn, grantedOn } = await lockRecord(tx, stateAids, subject.noun, ref)
  if (dueOn === null) {
    throw new Conflict(problems['state-aid-not-registered'], {
      en: 'This aid is not registered in the central register.',
      sv: 'Stödet registreras inte i det centrala registret.'
    })
  }
  if (sent.registeredOn < grantedOn) {
    const [message, sv] = [
      `must not be before ${grantedOn}, when it was granted`,
      `får inte ligga före ${grantedOn}, då det beviljades`
    ]
    throw notValid([{ field: '/registeredOn', message, sv }])
  }
  const changes = { registerReference: null, ...sent }
  await changeRecord(tx, actor, subject, ref, { verb: 'registered', changes })
  return await stateAid.find(tx, ref)
}

const registeredBefore: AidWarning = {
  code: 'aid-registered-before',
  message: 'It is in the central register as it was before: correct it there, too.',
  sv: 'Det står i det centrala registret så som det var tidigare: rätta det där också.'
}

const byRef = ({ municipalityCode, id }: Ref) => and(eq(awards.municipalityCode, municipalityCode), eq(awards.id, id))

/** The award that stands, locked: of one award and recipient there is one record. @throws Invalid */
async function lockAward(tx: Transaction, municipalityCode: string, id: string): Promise<Award> {
  // Locked before it is referred to: who holds a share of it and wants it alone waits for another who does the same.
  await tx.select().from(awards).where(byRef({ municipalityCode, id })).for('update')
  await checkReferences(tx, municipalityCode, [{ table: awards, what: 'an award', id, field: '/awardId' }])
  return await findAward(tx, { municipalityCode, id })
}

const decisionOf = (tx: Transaction, { municipalityCode, decisionId }: Award) =>
  findRecord(tx, decisions, 'decision', { municipalityCode, id: decisionId })

/**
 * The whole of the award, in all its years: the right to them arises together. Aid that is paid in instalments may be discounted to its
 * value on the day of granting (article 3.6); undiscounted it is never too little, and whoever has discounted it states the amount.
 */
function wholeOf({ amount, certainty, periods }: Award) {
  return { amount: amount === null ? null : kronorOf(oreOf(amount) * BigInt(periods.length)), certainty }
}

type Stated = Omit<Partial<Kept>, 'eurRateOn' | 'certainty'> &
  Pick<Kept, 'kind' | 'grantedOn' | 'awardId' | 'organisationId' | 'municipalityCode'> & {
    certainty?: Kept['certainty'] | undefined
    eurRateOn?: string | null | undefined
  }

/** With what follows from what is stated: the day of the rate, the certainty, the amount in euros, the last day to register. */
function complete(stated: Stated) {
  const { amount = null, eurRate = null, instrument = 'grant', kind, grantedOn } = stated
  const certainty = certaintyOf(amount, stated.certainty)
  const eurRateOn = eurRate === null ? (stated.eurRateOn ?? null) : (stated.eurRateOn ?? grantedOn)
  const amountEur = amount === null || eurRate === null ? null : inEuros(amount, eurRate)
  return {
    ...stated,
    amount,
    eurRate,
    instrument,
    certainty,
    eurRateOn,
    amountEur,
    registerDueOn: registerDueOn({ kind, grantedOn })
  }
}

/** @throws Invalid (rules, no recipient) */
async function refuseBroken(tx: Transaction, aid: ReturnType<typeof complete>, award: Award): Promise<void> {
  const violations = checkAid(aid, await decisionOf(tx, award))
  if (!award.recipients.some(({ organisationId }) => organisationId === aid.organisationId)) {
    const [message, sv] = ['is no recipient of the award', 'är ingen mottagare av bidraget']
    violations.push({ field: '/organisationId', message, sv })
  }
  if (violations.length > 0) throw notValid(violations)
}

/** Of one award and recipient there is one record: a reference that is taken is told before. @throws Conflict */
async function refuseSecond(tx: Transaction, aid: Kept): Promise<void> {
  const [other] = await tx
    .select({ id: stateAids.id })
    .from(stateAids)
    .where(
      and(
        eq(stateAids.municipalityCode, aid.municipalityCode),
        eq(stateAids.awardId, aid.awardId),
        eq(stateAids.organisationId, aid.organisationId),
        isNull(stateAids.withdrawnAt),
        ne(stateAids.id, aid.id)
      )
    )
  if (!other) return
  throw new Conflict(
    problems['state-aid-of-award'],
    { en: 'It is recorded already for this recipient.', sv: 'Det är redan registrerat för mottagaren.' },
    [],
    { existingId: other.id }
  )
}

function notValid(violations: Violation[]): Invalid {
  return new Invalid(
    problems['state-aid-not-valid'],
    { en: 'The state aid breaks rules of state aid.', sv: 'Statsstödet bryter mot reglerna för statsstöd.' },
    violations
  )
}

const reasons = {
  organisationId: { message: 'is required: the award is joint', sv: 'måste anges: bidraget är gemensamt' },
  grantedOn: {
    message: 'is required: the day of the decision is not known',
    sv: 'måste anges: beslutets dag är inte känd'
  },
  amount: {
    message: 'is required, or null where it is not known: it is not the whole award',
    sv: 'måste anges, eller null när det inte är känt: det är inte hela bidraget'
  }
}
const mustSay = (field: keyof typeof reasons): Violation => ({ field: `/${field}`, ...reasons[field] })

/** The record as it is answered, with what is told of later days. */
async function told(tx: Transaction, { municipalityCode, id }: Kept, more: AidWarning[] = []) {
  const row: StateAidRow = await stateAid.find(tx, { municipalityCode, id })
  return { ...row, told: [...(await laterWarnings(tx, row)), ...more] }
}
