import { and, eq, inArray } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Text as Told } from '../../base/language.ts'
import { kronorInSwedish, oreOf } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { Nullable, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { reasonTold } from '../payment-runs/bank-files/reason-rules.ts'
import type { RawRow } from '../payment-runs/confirmation-rules.ts'
import { lockConfirmable, takeRows } from '../payment-runs/confirmations.ts'
import { type ItemRow, paymentRunItems } from '../payment-runs/item-record.ts'
import { returnPayment } from '../payment-runs/returns.ts'
import { payments } from '../payments/record.ts'
import { problems } from './problems.ts'
import { type BankEntryRow, bankEntries, bankEntry, subject } from './record.ts'

export const BankEntryMatch = Strict(
  {
    paymentId: Uuid('The payment that it is of'),
    reason: Type.Optional(
      Nullable(Text('Why the bank sent it back, of a credit without a code', 1000, 'Kontot är avslutat'))
    ),
    isAnother: Type.Optional(
      Type.Boolean({
        description:
          'Of a credit: it is another return than one that is recorded alike (`return-recorded`); false unless said'
      })
    )
  },
  {
    $id: 'BankEntryMatch',
    description: 'Which payment an entry of the bank is of',
    example: { paymentId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61' }
  }
)
type Match = Static<typeof BankEntryMatch>

/**
 * Says by hand which payment an entry is of: a debit confirms it, a credit records it as returned, both judged as from a
 * file. What was dismissed can be matched still.
 * @throws NotFound, Conflict (`bank-entry-matched`, `bank-entry-of-no-payment`; of a return as returnPayment), Invalid (payment, amount, days)
 */
export async function matchBankEntry(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { paymentId, reason, isAnother = false }: Match
) {
  const entry = await lockRecord(tx, bankEntries, 'bankEntry', ref)
  if (entry.status === 'matched')
    throw new Conflict(problems['bank-entry-matched'], {
      en: `The entry was matched with ${entry.paymentId}.`,
      sv: `Posten är matchad med ${entry.paymentId}.`
    })
  const { municipalityCode } = ref
  await checkReferences(tx, municipalityCode, [
    { table: payments, id: paymentId, field: '/paymentId', what: 'a payment' }
  ])
  if (entry.direction === 'debit') await confirm(tx, actor, entry, paymentId)
  else {
    const returned = { returnedOn: entry.bookedOn, amount: entry.amount, reason: reasonTold(entry.reasonCode, reason) }
    const toldBy = { message: entry.messageKind, reference: entry.bankReference }
    // Somebody may have recorded it by hand, or another message of the bank told it.
    await returnPayment(tx, actor, { municipalityCode, id: paymentId }, returned, toldBy, !isAnother)
  }
  const undismissed = { dismissedAt: null, dismissedBy: null, dismissedReason: null }
  const matched = { status: 'matched' as const, matchedAt: new Date().toISOString(), matchedBy: actor.principal }
  const { after } = await changeRecord(tx, actor, subject, ref, {
    verb: 'matched',
    changes: { ...matched, paymentId, ...undismissed },
    reason: reason ?? undefined
  })
  return after
}

/** By the run that the payment is in, and the judge of every confirmation; what is paid already gets the entry that paid it. */
async function confirm(tx: Transaction, actor: Actor, entry: BankEntryRow, paymentId: string) {
  const { municipalityCode, bookedOn, amount, messageKind, bankReference } = entry
  if (entry.cause === 'reversedDebit')
    refuse({
      en: 'The entry is said to be a return or a reversal, and pays nobody.',
      sv: 'Posten anges vara en retur eller en återföring, och betalar ingen.'
    })
  const sent = await findSent(tx, municipalityCode, paymentId)
  const { run, items } = await lockConfirmable(tx, { municipalityCode, id: sent.runId })
  const item = items.get(sent.endToEndId)!
  if (oreOf(amount) !== oreOf(item.amount)) {
    const message = `is of ${item.amount.toFixed(2)} kronor, and the entry of ${amount.toFixed(2)}`
    const sv = `är på ${kronorInSwedish(item.amount.toFixed(2))}, och posten på ${kronorInSwedish(amount.toFixed(2))}`
    const told = { en: 'The amounts are not the same.', sv: 'Beloppen är inte desamma.' }
    throw new Invalid(problems['bank-entry-of-another-amount'], told, [{ field: '/paymentId', message, sv }])
  }
  if (item.debitedBy)
    refuse({
      en: `Another entry debited the payment on ${item.debitedBy.bookedOn}.`,
      sv: `En annan post drog utbetalningen ${item.debitedBy.bookedOn}.`
    })
  if (item.status === 'live') await takeRows(tx, actor, run, items, [rowOf(item, bookedOn)])
  const debitedBy = { message: messageKind, reference: bankReference, bookedOn }
  await tx
    .update(paymentRunItems)
    .set({ debitedBy })
    .where(and(eq(paymentRunItems.municipalityCode, municipalityCode), eq(paymentRunItems.id, item.id)))
}

function refuse(message: Told): never {
  throw new Conflict(problems['bank-entry-of-no-payment'], message)
}

/** By what the payment went to the bank, or is to go. @throws Conflict where it is in no run */
async function findSent(tx: Transaction, municipalityCode: string, paymentId: string) {
  const { runId, endToEndId, status } = paymentRunItems
  const [item] = await tx
    .select({ runId, endToEndId })
    .from(paymentRunItems)
    .where(
      and(
        eq(paymentRunItems.municipalityCode, municipalityCode),
        eq(paymentRunItems.paymentId, paymentId),
        inArray(status, ['live', 'paid'])
      )
    )
  return (
    item ??
    refuse({
      en: 'The payment is in no run that was handed to the bank.',
      sv: 'Utbetalningen finns inte i någon körning som har lämnats till banken.'
    })
  )
}

const rowOf = ({ endToEndId }: ItemRow, paidOn: string): RawRow => ({
  line: 1,
  values: { endToEndId, outcome: 'paid', paidOn },
  field: () => '/paymentId',
  readAmount: () => ({ ok: false, message: 'is judged before', sv: 'är redan bedömt' })
})

export const matchRoute = (app: App) =>
  act(app, bankEntry, 'match', {
    operationId: 'matchBankEntry',
    says: [
      'Match an entry of the bank with a payment',
      'By hand: a debit confirms the payment as paid on the day of booking, a credit records it as returned, all or a part, by the rules by which a file does. The amount of a debit is that of the payment, to the öre. What was dismissed can be matched still.'
    ],
    body: BankEntryMatch,
    run: matchBankEntry
  })
