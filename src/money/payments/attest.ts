import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, type DomainError, NotFound } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { findAccounts, type SeenAccount } from '../payee-accounts/queries.ts'
import { payeeAccounts } from '../payee-accounts/record.ts'
import { limitOf } from './approval-limits.ts'
import { refusal, refusalOfAccount, refusalOfRevoking, refusalOfUnseen, type Seen, steps } from './attest-rules.ts'
import { unapproved, unchecked } from './changes.ts'
import { heldReasons } from './hold-reasons.ts'
import { problems } from './problems.ts'
import { type PaymentRow, payments } from './record.ts'
import type { Attestation } from './rules.ts'
import { changePayments, lockPayment, lockPayments } from './write.ts'

type Note = Seen & { note?: string | null }

/** Checks a payment (sakattest) and fixes the account that it goes to. @throws NotFound, Conflict, Forbidden */
export function checkPayment(tx: Transaction, actor: Actor, ref: Ref, note: Note): Promise<PaymentRow> {
  return attestOne(tx, actor, ref, 'check', note)
}

/** Approves a payment that somebody else checked (beslutsattest). @throws NotFound, Conflict (also held), Forbidden */
export function approvePayment(tx: Transaction, actor: Actor, ref: Ref, note: Note): Promise<PaymentRow> {
  return attestOne(tx, actor, ref, 'approve', note)
}

type Many = { paymentIds: string[]; seen?: (Seen & { paymentId: string })[]; note?: string | null }

/** Checks many payments, each by itself: what is refused changes nothing and stops nothing. Answers in the order given. */
export function checkPayments(tx: Transaction, actor: Actor, municipalityCode: string, many: Many) {
  return attest(tx, actor, municipalityCode, many, 'check')
}

/** Approves many payments, each by itself, as checkPayments does. */
export function approvePayments(tx: Transaction, actor: Actor, municipalityCode: string, many: Many) {
  return attest(tx, actor, municipalityCode, many, 'approve')
}

type Because = { reason: string }

/** Takes a check back: the payment is planned again. @throws NotFound, Conflict (not checked, approved, ordered, paid) */
export function revokePaymentCheck(tx: Transaction, actor: Actor, ref: Ref, { reason }: Because) {
  return revoke(tx, actor, ref, 'check', reason)
}

/** Takes an approval back: the payment is checked again. @throws NotFound, Conflict (not approved, ordered, paid) */
export function revokePaymentApproval(tx: Transaction, actor: Actor, ref: Ref, { reason }: Because) {
  return revoke(tx, actor, ref, 'approve', reason)
}

/** What became of a payment that was to be attested: the payment as it is now, or why it was not. */
export type Attested = { paymentId: string } & ({ payment: PaymentRow } | { refused: DomainError })

async function attestOne(tx: Transaction, actor: Actor, ref: Ref, attestation: Attestation, said: Note) {
  const { note, ...seen } = said
  const many = { paymentIds: [ref.id], seen: [{ paymentId: ref.id, ...seen }], note }
  const [one] = await attest(tx, actor, ref.municipalityCode, many, attestation)
  if ('refused' in one!) throw one.refused
  return one!.payment
}

/**
 * The payments are locked in the order of their ids before any of them is judged, so that what was changed meanwhile is
 * judged as it is now; then all that may be attested are written at once.
 */
async function attest(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  { paymentIds, seen = [], note }: Many,
  attestation: Attestation
): Promise<Attested[]> {
  const asked = [...new Set(paymentIds)]
  const seenOf = new Map(seen.map(one => [one.paymentId, one]))
  const rows = await lockPayments(tx, municipalityCode, asked)
  const on = today()
  const limit = await limitOf(tx, actor, municipalityCode, attestation, on)
  const refused = new Map<string, DomainError>()
  let fit = rows.filter(row => {
    const why =
      refusal(row, attestation, actor.principal, limit) ?? refusalOfUnseen(row, undefined, seenOf.get(row.id) ?? {})
    if (why) refused.set(row.id, why)
    return !why
  })
  const accounts = await accountsOf(tx, municipalityCode, fit, attestation, on)
  const holds = attestation === 'approve' ? await heldReasons(tx, municipalityCode, fit.map(idOf), on) : new Map()
  fit = fit.filter(row => {
    const held = holds.get(row.id)
    const account = accounts.get(row.id)
    const why = held
      ? paymentHeld(held)
      : account
        ? (refusalOfAccount(account, attestation, actor.principal) ??
          refusalOfUnseen(row, account.id, seenOf.get(row.id) ?? {}))
        : accountMissing()
    if (why) refused.set(row.id, why)
    return !why
  })
  // The database's clock tells the instant, as it does of the event, so that both tell the same order.
  const at = await instantNow(tx)
  const changes = fit.map(before => {
    const account = accounts.get(before.id)!
    return { before, verb: steps[attestation].to, changes: attested(actor, attestation, at, account.id, note ?? null) }
  })
  const written = new Map((await changePayments(tx, actor, municipalityCode, changes)).map(row => [row.id, row]))
  return asked.map(paymentId => {
    const payment = written.get(paymentId)
    if (payment) return { paymentId, payment }
    return { paymentId, refused: refused.get(paymentId) ?? new NotFound('payment', paymentId) }
  })
}

const idOf = ({ id }: PaymentRow) => id

/** The account that each payment goes to: the payee's of that day when it is checked, then the one that was seen. */
async function accountsOf(
  tx: Transaction,
  municipalityCode: string,
  rows: PaymentRow[],
  attestation: Attestation,
  on: string
): Promise<Map<string, SeenAccount>> {
  if (attestation === 'approve') return await fixedAccounts(tx, municipalityCode, rows.map(idOf))
  const payees = rows.map(({ payeeOrganisationId }) => payeeOrganisationId)
  const inUse = await findAccounts(tx, municipalityCode, payees, on)
  return new Map(
    rows.flatMap(({ id, payeeOrganisationId }) => {
      const account = inUse.get(payeeOrganisationId)
      return account ? [[id, account] as const] : []
    })
  )
}

/** The accounts that were fixed when payments were checked, by payment. */
async function fixedAccounts(tx: Transaction, municipalityCode: string, ids: string[]) {
  const { id, registeredBy } = payeeAccounts
  const rows = await tx
    .select({ paymentId: payments.id, id, registeredBy })
    .from(payments)
    .innerJoin(
      payeeAccounts,
      and(eq(payeeAccounts.municipalityCode, payments.municipalityCode), eq(id, payments.payeeAccountId))
    )
    .where(
      and(
        eq(payments.municipalityCode, municipalityCode),
        eq(payeeAccounts.municipalityCode, municipalityCode),
        inArray(payments.id, ids)
      )
    )
  return new Map(rows.map(row => [row.paymentId, row]))
}

function paymentHeld(holds: Message[]): DomainError {
  const detail = {
    en: `This payment is held. ${holds.map(({ message }) => message).join(' ')}`,
    sv: `Utbetalningen är stoppad. ${holds.map(({ sv }) => sv).join(' ')}`
  }
  return new Conflict(problems['payment-held'], detail, [], { holds })
}

function accountMissing(): DomainError {
  return new Conflict(problems['payee-account-missing'], {
    en: 'The payee has no account that is valid today: register one first.',
    sv: 'Mottagaren har inget konto som gäller i dag: registrera ett först.'
  })
}

async function instantNow(tx: Transaction): Promise<string> {
  const { rows } = await tx.execute<{ at: string }>(sql`select ${rfc3339(sql`clock_timestamp()`)} as at`)
  return rows[0]!.at
}

/** What the attestation writes in the payment: who, when, and (of a check) the account that was seen. */
function attested(
  actor: Actor,
  attestation: Attestation,
  at: string,
  accountId: string,
  note: string | null
): Partial<PaymentRow> {
  const { to: status } = steps[attestation]
  const { principal, name } = actor
  return attestation === 'check'
    ? {
        status,
        checkedBy: principal,
        checkedByName: name,
        checkedAt: at,
        updatedAt: at,
        checkNote: note,
        payeeAccountId: accountId
      }
    : { status, approvedBy: principal, approvedByName: name, approvedAt: at, updatedAt: at, approvalNote: note }
}

const none = { approve: unapproved, check: unchecked }

async function revoke(tx: Transaction, actor: Actor, ref: Ref, attestation: Attestation, reason: string) {
  const before = await lockPayment(tx, ref)
  const why = refusalOfRevoking(before.status, attestation)
  if (why) throw why
  const changes = { status: steps[attestation].from, ...none[attestation] }
  const verb = attestation === 'check' ? 'checkRevoked' : 'approvalRevoked'
  const [after] = await changePayments(tx, actor, ref.municipalityCode, [{ before, verb, changes, reason }])
  return after!
}
