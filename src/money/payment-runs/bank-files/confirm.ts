import { eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../../base/actor.ts'
import { Conflict, DomainError } from '../../../base/errors.ts'
import { oreOf, toNumber, toOre } from '../../../base/money.ts'
import type { Transaction } from '../../../platform/database/connection.ts'
import { paymentSettings } from '../../payee-accounts/settings-record.ts'
import type { KeptReturn, PaymentRow } from '../../payments/record.ts'
import { lockPayments } from '../../payments/write.ts'
import { type Confirmed, lockConfirmable, takeRows } from '../confirmations.ts'
import type { ItemRow } from '../item-record.ts'
import { TOLD } from '../left-out.ts'
import { problems } from '../problems.ts'
import type { RunRow } from '../record.ts'
import { lockAwardsOf } from '../return-queries.ts'
import { byHand, byOtherMessage, pairReturns, returnsOf, type ToldReturn } from '../return-rules.ts'
import { returnPayment } from '../returns.ts'
import { type Found, type Remark, type Return, type Sent, type Unmatched, violationOf } from './findings.ts'
import { matchMovements } from './match-movements.ts'
import { isOfOther, matchStatuses } from './match-statuses.ts'
import type { BankFile, Movements } from './messages.ts'
import { tellOtherRuns } from './other-runs.ts'
import { isAccountOf, suffixOf } from './own-account.ts'
import { kindOf } from './same-entry.ts'

/**
 * Takes what a file of the bank says of the payments of an exported run: its rows are judged like those of any
 * confirmation, and what came back is recorded as returned. What names no payment of the run, and what changes nothing,
 * is told: all of it, for the caller to keep. The same file again changes nothing. `debitedTwice`: payments that earlier files
 * debited a second time; null among them: a batch, which may be any. What comes back of such a one may be the second debit.
 * @throws NotFound, Conflict (not exported, cancelled, of another run, of another account), Invalid (rows, sums)
 */
export async function confirmByBankFile(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  file: BankFile,
  debitedTwice: () => Promise<ReadonlySet<string | null>>
) {
  const { run, items } = await lockConfirmable(tx, ref)
  const sent = sentOf(run, items)
  const found = file.kind === 'statuses' ? statusesOf(file, sent) : await movementsOf(tx, run, file, sent)
  refuseOthers(found)
  const confirmed = await takeAll(tx, actor, run, items, found)
  const message = file.kind === 'statuses' ? '' : kindOf(file.message)
  const { returnedCount, knownCount } = await takeReturns(tx, actor, ref.municipalityCode, message, found, debitedTwice)
  await keepDebits(tx, ref.municipalityCode, found)
  const unchangedCount = confirmed.unchangedCount + found.knownCount + knownCount
  return { report: { ...confirmed, unchangedCount, returnedCount }, run, found }
}

const sentOf = (run: RunRow, items: Map<string, ItemRow>): Sent => ({
  messageId: run.messageId,
  executionOn: run.executionOn,
  transactionCount: run.transactionCount!,
  controlSum: oreOf(run.controlSum!),
  items
})

function statusesOf(file: Extract<BankFile, { kind: 'statuses' }>, sent: Sent): Found {
  if (!isOfOther(file, sent)) return matchStatuses(file, sent)
  const other = file.payments.find(({ originalId }) => originalId !== sent.messageId)?.originalId
  const named = file.originalMessageId !== sent.messageId ? file.originalMessageId : other
  const message = {
    en: `The file answers ${named}, and the message of this run is ${sent.messageId}. Nothing was done.`,
    sv: `Filen svarar på ${named}, och den här körningens meddelande är ${sent.messageId}. Ingenting gjordes.`
  }
  const violation = { field: 'OrgnlMsgId', message: `is ${named}`, sv: `är ${named}`, line: file.group.line }
  throw new Conflict(problems['confirmation-of-another-run'], message, [violation])
}

/** Entries of other accounts than the run's are passed over, where the file is of several. @throws Conflict (`bank-file-of-another-account`) */
async function movementsOf(tx: Transaction, run: RunRow, file: Movements, sent: Sent): Promise<Found> {
  const [settings] = await tx
    .select({ iban: paymentSettings.iban })
    .from(paymentSettings)
    .where(eq(paymentSettings.municipalityCode, run.municipalityCode))
    // One file at a time: what is kept of its entries is compared with what was kept before.
    .for('no key update')
  const isOwn = (account: Movements['accounts'][number]) => isAccountOf(account, run.debtor!, settings?.iban ?? null)
  const own = new Set(file.accounts.filter(isOwn))
  if (own.size > 0) {
    const found = await matchMovements(
      file.message,
      file.transactions.filter(({ account }) => own.has(account)),
      sent
    )
    return { ...found, unmatched: await tellOtherRuns(tx, run, found.unmatched) }
  }
  const violations = file.accounts.slice(0, TOLD).map(account => ({
    field: 'Acct',
    message: `is an account that ends in ${suffixOf(account)}`,
    sv: `är ett konto som slutar på ${suffixOf(account)}`,
    line: account.line
  }))
  const ending = run.debtor!.accountNumber.slice(-4)
  throw new Conflict(
    problems['bank-file-of-another-account'],
    {
      en: `The file is of another account than the ${run.debtor!.accountKind} that ends in ${ending}, from which the run was paid. Nothing was done.`,
      sv: `Filen gäller ett annat konto än det ${run.debtor!.accountKind} som slutar på ${ending}, som körningen betalades från. Ingenting gjordes.`
    },
    violations
  )
}

/** A file of which nothing is of the run, and nothing may be, is that of something else. */
function refuseOthers(found: Found) {
  if (found.isOfRun || found.unmatched.some(({ entry }) => entry)) return
  const violations = found.unmatched.slice(0, TOLD).map(violationOf)
  const message = {
    en: 'Nothing in the file is of a payment of this run; nothing was done.',
    sv: 'Inget i filen hör till en utbetalning i den här körningen; ingenting gjordes.'
  }
  throw new Conflict(problems['confirmation-of-another-run'], message, violations, told(found))
}

async function takeAll(
  tx: Transaction,
  actor: Actor,
  run: RunRow,
  items: Map<string, ItemRow>,
  found: Found
): Promise<Confirmed> {
  const { municipalityCode } = run
  // What comes back locks awards and recoveries, and these are locked before payments.
  await lockAwardsOf(tx, municipalityCode, [...new Set(found.returns.map(({ item }) => item.paymentId))])
  if (found.rows.length > 0) return await takeRows(tx, actor, run, items, found.rows)
  const none = { paidCount: 0, rejectedCount: 0, voucheredCount: 0, unchangedCount: 0 }
  return { runId: run.id, status: run.status, ...none, unmatched: [], unmatchedCount: 0 }
}

type Told = ToldReturn & { entry: Return }
const toldBy = (entry: Return, message: string): Told => {
  const { returnedOn, amount, transaction } = entry
  return { entry, returnedOn, amount: toOre(amount), message, reference: transaction.bankReference }
}

/**
 * Records what came back, after what was paid. What is known, from a file or by hand, changes nothing; what cannot be
 * recorded is told with why, and the rest of the file stands.
 */
async function takeReturns(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  message: string,
  found: Found,
  debitedTwice: () => Promise<ReadonlySet<string | null>>
) {
  const counts = { returnedCount: 0, knownCount: 0 }
  if (found.returns.length === 0) return counts
  const seconds = found.unmatched.filter(({ entry }) => entry?.cause === 'secondDebit')
  const doubles = new Set([...(await debitedTwice()), ...seconds.map(({ entry }) => entry!.item?.paymentId ?? null)])
  const ids = found.returns.map(({ item }) => item.paymentId)
  const told = Map.groupBy(
    found.returns.map(each => toldBy(each, message)),
    ({ entry }) => entry.item.paymentId
  )
  for (const payment of await lockPayments(tx, municipalityCode, ids)) {
    const isDouble = doubles.has(payment.id) || doubles.has(null)
    const taken = await takeReturnsOf(tx, actor, payment, told.get(payment.id)!, isDouble)
    counts.returnedCount += taken.recorded.length
    counts.knownCount += taken.known.length
    found.taken.push(...taken.alike, ...taken.recorded)
    found.unmatched.push(...taken.refused)
  }
  return counts
}

/** The same of one payment. `alike`: those that are known by their day alone, and not by their reference. */
async function takeReturnsOf(tx: Transaction, actor: Actor, payment: PaymentRow, all: Told[], isDouble: boolean) {
  const answer = { known: [] as Return[], alike: [] as Return[], recorded: [] as Return[], refused: [] as Unmatched[] }
  const known = returnsOf(payment)
  const paired = pairReturns(known, all)
  for (const [at, each] of all.entries()) {
    const doubt = paired[at] ? null : doubtOf(known, paired, all.slice(0, at), each, isDouble)
    if (paired[at]) {
      answer.known.push(each.entry)
      if (each.reference === null || paired[at].toldBy?.reference !== each.reference) answer.alike.push(each.entry)
    } else if (doubt !== null) answer.refused.push(refusedOf(each.entry, doubt))
    else {
      const refused = await takeReturn(tx, actor, payment, each)
      if (refused) answer.refused.push(refusedOf(each.entry, refused.message))
      else answer.recorded.push(each.entry)
    }
  }
  return answer
}

/** Why nobody but a person can say whether an entry is a return that is not recorded yet; null where it is one. */
function doubtOf(
  known: KeptReturn[],
  paired: (KeptReturn | undefined)[],
  earlier: Told[],
  told: Told,
  isDouble: boolean
): string | null {
  if (isDouble) return 'The bank debited the payment twice, and this may be the second debit.'
  const hand = byHand(known, paired, told)
  if (hand) return `It may be the one recorded by hand for ${hand.returnedOn}.`
  const other = byOtherMessage(known, paired, told)
  if (other) return `It may be the one that ${other.toldBy!.message} told for ${other.returnedOn}.`
  const isNamed = ({ reference, amount, entry: { transaction } }: Told) =>
    reference !== null &&
    reference === told.reference &&
    amount === told.amount &&
    transaction.entry !== told.entry.transaction.entry
  return earlier.some(isNamed) ? `Another entry of the file has the reference ${told.reference} too.` : null
}

/** Nothing, or why it cannot be recorded: the rules are judged before anything is written. */
async function takeReturn(
  tx: Transaction,
  actor: Actor,
  payment: PaymentRow,
  { returnedOn, message, reference, entry: { amount, reason } }: Told
): Promise<DomainError | undefined> {
  try {
    await returnPayment(tx, actor, payment, { returnedOn, reason, amount: toNumber(amount) }, { message, reference })
    return undefined
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

const refusedOf = ({ line, item, amount, transaction }: Return, why: string): Unmatched => ({
  line,
  endToEndId: item.endToEndId,
  message: `${amount} SEK came back and cannot be recorded: ${why}`,
  entry: { transaction, cause: 'notRecordable', item }
})

/** By which entries payments were debited, where that was not known: a second debit of one is told. */
async function keepDebits(tx: Transaction, municipalityCode: string, { debits }: Found) {
  if (debits.length === 0) return
  const rows = debits.map(({ item, debitedBy }) => ({ id: item.id, debited_by: debitedBy }))
  await tx.execute(sql`
    update payment_run_items item set debited_by = told.debited_by
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told (id uuid, debited_by jsonb)
    where item.municipality_code = ${municipalityCode} and item.id = told.id`)
}

const shown = ({ line, endToEndId, message }: Unmatched | Remark) => ({ line, endToEndId: endToEndId ?? '', message })

/** What is told of it in one answer: the first hundred, and how many there are. */
export const told = ({ unmatched, remarks }: Pick<Found, 'unmatched' | 'remarks'>) => ({
  unmatched: unmatched.slice(0, TOLD).map(shown),
  unmatchedCount: unmatched.length,
  remarks: remarks.slice(0, TOLD).map(shown),
  remarkCount: remarks.length
})
