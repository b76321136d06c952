import { Conflict, type DomainError, Forbidden, ruleNamed } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import { kronorInSwedish, kronorOf, oreOf } from '../../base/money.ts'
import { problems } from './problems.ts'
import type { Attestation, PaymentStatus } from './rules.ts'

/**
 * Check (sakattest) and approval (beslutsattest). Pure. No one alone can make money move. A person who planned or changed a
 * payment, or registered its account, neither checks nor approves it; the person who checked it does not approve it.
 * Kommunallagen (2017:725) 6:6 makes each board answer for its internal control; two persons for every payment is what
 * municipalities' own rules of attestation (attestreglemente) ask for. Persons are told apart by principal (actor.ts), which
 * is authenticated; X-Sent-By, where a caller says for whom it acts, counts for nothing here.
 */

/** Null: no limit is in force for anybody. A maxAmount of null: limits are in force, and none names the actor. */
export type Limit = { maxAmount: number | null } | null

type Attested = {
  id: string
  status: PaymentStatus
  amount: number
  changedBy: string[]
  checkedBy: string | null
  withdrawnAt: string | null
}

/** Where an attestation leads from and to. */
export const steps = {
  check: { from: 'planned', to: 'checked' },
  approve: { from: 'checked', to: 'approved' }
} as const satisfies Record<Attestation, { from: PaymentStatus; to: PaymentStatus }>

const words = {
  check: { en: 'check', sv: 'sakattestera' },
  approve: { en: 'approve', sv: 'beslutsattestera' }
} as const satisfies Record<Attestation, Text>

/** Why the payment cannot be attested by this principal, or null. What it waits for and its account are asked elsewhere. */
export function refusal(payment: Attested, attestation: Attestation, principal: string, limit: Limit) {
  return (
    refusalOfState(payment, attestation) ??
    refusalOfPerson(payment, attestation, principal) ??
    refusalOfAmount(payment, attestation, limit)
  )
}

const saidOf: Record<PaymentStatus, Text> = {
  planned: { en: 'is planned', sv: 'är planerad' },
  checked: { en: 'has been checked already', sv: 'är redan sakattesterad' },
  approved: { en: 'has been approved already', sv: 'är redan beslutsattesterad' },
  ordered: { en: 'is in a payment run', sv: 'är med i en betalningskörning' },
  paid: { en: 'has been paid', sv: 'är betald' },
  returned: { en: 'was paid and came back', sv: 'betalades och kom i retur' }
}

function refusalOfState({ status, withdrawnAt }: Attested, attestation: Attestation): DomainError | null {
  if (withdrawnAt)
    return new Conflict(problems['payment-withdrawn'], {
      en: 'This payment has been withdrawn.',
      sv: 'Utbetalningen har dragits tillbaka.'
    })
  if (status === steps[attestation].from) return null
  if (status === 'planned') {
    return new Conflict(problems['payment-not-checked'], {
      en: 'This payment has not been checked: somebody else checks it first.',
      sv: 'Utbetalningen är inte sakattesterad: någon annan sakattesterar den först.'
    })
  }
  const { en, sv } = saidOf[status]
  return new Conflict(ruleNamed(`payment-${status}`), { en: `This payment ${en}.`, sv: `Utbetalningen ${sv}.` })
}

function refusalOfPerson({ changedBy, checkedBy }: Attested, attestation: Attestation, principal: string) {
  const verb = words[attestation]
  if (changedBy.includes(principal)) {
    return new Forbidden(problems['attester-changed-payment'], {
      en: `You planned or changed this payment: somebody else is to ${verb.en} it.`,
      sv: `Du har planerat eller ändrat utbetalningen: någon annan ska ${verb.sv} den.`
    })
  }
  if (attestation === 'approve' && checkedBy === principal) {
    return new Forbidden(problems['attester-checked-payment'], {
      en: 'You checked this payment: somebody else is to approve it.',
      sv: 'Du har sakattesterat utbetalningen: någon annan ska beslutsattestera den.'
    })
  }
  return null
}

/** What somebody had before their eyes when they attested; what they do not say is not held against what is. */
export type Seen = { version?: number; payeeAccountId?: string }

/** Why the payment is not the one that was seen, or null: it was changed, or would go to another account. */
export function refusalOfUnseen({ version }: { version: number }, accountId: string | undefined, seen: Seen) {
  if (seen.version !== undefined && seen.version !== version) {
    const told = {
      en: `You saw version ${seen.version} of this payment; it is now version ${version}.`,
      sv: `Du såg version ${seen.version} av utbetalningen; nu är den version ${version}.`
    }
    return new Conflict(problems['payment-not-as-seen'], told, [], { version })
  }
  if (accountId === undefined || seen.payeeAccountId === undefined || seen.payeeAccountId === accountId) return null
  const told = {
    en: `You saw the account ${seen.payeeAccountId}; this payment would go to ${accountId}.`,
    sv: `Du såg kontot ${seen.payeeAccountId}; utbetalningen skulle gå till ${accountId}.`
  }
  return new Conflict(problems['payment-not-as-seen'], told, [], { payeeAccountId: accountId })
}

/** Why the caller, who registered the account of the payment, cannot attest it; null where the caller did not. */
export function refusalOfAccount(
  { registeredBy }: { registeredBy: string },
  attestation: Attestation,
  principal: string
) {
  if (registeredBy !== principal) return null
  const verb = words[attestation]
  const told = {
    en: `You registered the account that this payment goes to: somebody else is to ${verb.en} it.`,
    sv: `Du har registrerat kontot som utbetalningen går till: någon annan ska ${verb.sv} den.`
  }
  return new Forbidden(problems['attester-registered-account'], told)
}

function refusalOfAmount({ amount }: Attested, attestation: Attestation, limit: Limit) {
  if (limit === null) return null
  const { maxAmount } = limit
  const verb = words[attestation]
  if (maxAmount === null) {
    return new Forbidden(problems['approval-limit-missing'], {
      en: `Limits are in force, and none lets you ${verb.en} anything.`,
      sv: `Beloppsgränser gäller, och ingen av dem låter dig ${verb.sv} något.`
    })
  }
  if (oreOf(amount) <= oreOf(maxAmount)) return null
  const told = {
    en: `You may ${verb.en} at most ${maxAmount} SEK; this payment is ${amount} SEK.`,
    sv: `Du får ${verb.sv} högst ${kronorInSwedish(maxAmount.toFixed(2))}; utbetalningen är på ${kronorInSwedish(amount.toFixed(2))}.`
  }
  return new Forbidden(problems['approval-limit-exceeded'], told, [], { amount, maxAmount })
}

/** The sum of amounts in kronor, exact. */
export const sumOf = (amounts: number[]) => kronorOf(amounts.reduce((sum, amount) => sum + oreOf(amount), 0n))

/** Why an attestation cannot be taken back, or null: only the last one, and only until the payment is ordered. */
export function refusalOfRevoking(status: PaymentStatus, attestation: Attestation): DomainError | null {
  const { to } = steps[attestation]
  if (status === to) return null
  if (status === 'planned' || status === 'checked') {
    return new Conflict(ruleNamed(`payment-not-${to}`), {
      en: `This payment has not been ${to}.`,
      sv: `Utbetalningen är inte ${to === 'checked' ? 'sakattesterad' : 'beslutsattesterad'}.`
    })
  }
  const { en, sv } = saidOf[status]
  const first =
    status === 'approved'
      ? { en: ': revoke the approval first', sv: ': ta tillbaka beslutsattesten först' }
      : { en: ' and cannot be called back here', sv: ' och kan inte återkallas här' }
  return new Conflict(ruleNamed(`payment-${status}`), {
    en: `This payment ${en}${first.en}.`,
    sv: `Utbetalningen ${sv}${first.sv}.`
  })
}

type Left = { attestation: Attestation; on: string; named: string[]; may: number; mayNot: number }

/** A warning in words where limits in force shut somebody out, or leave nobody who may attest; else null. */
export function warningOf({ attestation, on, named, may, mayNot }: Left): string | null {
  if (may > 0 && mayNot === 0) return null
  const only = `On ${on} only those whom limits name may ${attestation}: ${named.join(', ')}.`
  const out = mayNot === 0 ? '' : ` Keys that hold payments:${attestation} and may ${attestation} nothing: ${mayNot}.`
  const left = may === 0 ? ` Of the keys that there are none may ${attestation}; access tokens that are named may.` : ''
  return only + out + left
}
