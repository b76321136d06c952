import { and, eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { swedishDay, today } from '../../base/dates.ts'
import { Conflict, Invalid, type Violation } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import {
  addsVoucher,
  agrees,
  type Confirmation,
  isOfOtherAmount,
  isSame,
  type RawRow,
  readConfirmation
} from './confirmation-rules.ts'
import { type ItemRow, paymentRunItems } from './item-record.ts'
import { TOLD } from './left-out.ts'
import { lockItems, type Move, movePayments } from './payments.ts'
import { problems } from './problems.ts'
import { paymentRuns, type RunRow } from './record.ts'

/**
 * Takes what became of payments of an exported run: paid ones get their day and voucher, rejected ones are planned again.
 * Everything is judged before anything is done, and the same file again changes nothing, but for a voucher that was not
 * told before: it is added. Rows that name no payment of this run are told. @throws NotFound, Conflict (`run-not-exported`, cancelled, `confirmation-of-another-run`), Invalid
 */
export async function confirmPaymentRun(tx: Transaction, actor: Actor, ref: Ref, rows: RawRow[]) {
  const { run, items } = await lockConfirmable(tx, ref)
  return {
    ...(await takeRows(tx, actor, run, items, rows)),
    returnedCount: 0,
    recordedCount: 0,
    remarks: [],
    remarkCount: 0
  }
}

/** The run, locked, and its items by end-to-end id. @throws NotFound, Conflict (`run-not-exported`, cancelled) */
export async function lockConfirmable(
  tx: Transaction,
  ref: Ref
): Promise<{ run: RunRow; items: Map<string, ItemRow> }> {
  const run = await lockRecord(tx, paymentRuns, 'paymentRun', ref)
  refuseUnexported(run)
  return { run, items: await findItems(tx, run) }
}

/** Judges rows and does what they say, whatever they were read from. @throws Conflict (`confirmation-of-another-run`), Invalid */
export async function takeRows(
  tx: Transaction,
  actor: Actor,
  run: RunRow,
  items: Map<string, ItemRow>,
  rows: RawRow[]
) {
  const { matched, unmatched } = judge(rows, run, items)
  const news = matched.filter(({ row, item }) => item.status === 'live' || addsVoucher(row, item))
  const answered = news.filter(({ item }) => item.status === 'live')
  const counts = {
    paidCount: answered.filter(({ row }) => row.outcome === 'paid').length,
    rejectedCount: answered.filter(({ row }) => row.outcome === 'rejected').length,
    voucheredCount: news.length - answered.length,
    unchangedCount: rows.length - unmatched.length - news.length
  }
  const status = news.length > 0 ? await record(tx, actor, run, news, counts) : run.status
  return { runId: run.id, status, ...counts, ...told(unmatched) }
}
export type Confirmed = Awaited<ReturnType<typeof takeRows>>

const told = (unmatched: Confirmation[]) => ({
  unmatched: unmatched.slice(0, TOLD).map(({ line, endToEndId }) => ({ line, endToEndId })),
  unmatchedCount: unmatched.length
})

/** @throws NotFound; Conflict: it waits for its export, or was cancelled */
function refuseUnexported({ status }: RunRow) {
  if (status === 'cancelled')
    throw new Conflict(problems['payment-run-cancelled'], {
      en: 'The run was cancelled and never exported.',
      sv: 'Körningen avbröts och exporterades aldrig.'
    })
  if (status !== 'exported' && status !== 'confirmed') {
    throw new Conflict(problems['run-not-exported'], {
      en: `The run is ${status}: nothing of it can have been paid yet.`,
      sv: `Körningen har status ${status}: inget i den kan ha betalats ännu.`
    })
  }
}

/** The items of the run by end-to-end id, without those that left it before it was exported. */
async function findItems(tx: Transaction, { municipalityCode, id }: RunRow): Promise<Map<string, ItemRow>> {
  const items = await tx
    .select()
    .from(paymentRunItems)
    .where(and(eq(paymentRunItems.municipalityCode, municipalityCode), eq(paymentRunItems.runId, id)))
  return new Map(items.filter(item => item.status !== 'removed').map(item => [item.endToEndId, item]))
}

type Match = { row: Confirmation; item: ItemRow }

function judge(raw: RawRow[], { lockedAt, executionOn }: RunRow, items: Map<string, ItemRow>) {
  const bounds = { lockedOn: swedishDay(lockedAt!), latest: [today(), executionOn].sort()[1]! }
  const violations: Violation[] = []
  const matched = new Map<string, Match>()
  const unmatched: { row: Confirmation; violation: Violation }[] = []
  for (const each of raw) {
    const row = readConfirmation(each, bounds)
    if (Array.isArray(row)) {
      violations.push(...row)
      continue
    }
    const violation = (message: string, sv: string, name = 'endToEndId') => ({
      field: each.field(name),
      message,
      sv,
      line: each.line
    })
    const refuse = (message: string, sv: string, name?: string) => violations.push(violation(message, sv, name))
    const item = items.get(row.endToEndId)
    const first = matched.get(row.endToEndId)
    if (!item) {
      const none = `${row.endToEndId} is no payment of this run`
      unmatched.push({ row, violation: violation(none, `${row.endToEndId} är ingen utbetalning i körningen`) })
    } else if (isOfOtherAmount(row, item.amount)) {
      const asked = item.amount.toFixed(2)
      refuse(
        `is ${row.amount}, but the bank was asked for ${asked}`,
        `är ${row.amount}, men banken fick i uppdrag att betala ${asked}`,
        'amount'
      )
    } else if (first && !isSame(first.row, row)) {
      refuse(`says something else than line ${first.row.line}`, `säger något annat än rad ${first.row.line}`)
    } else if (item.status !== 'live' && !agrees(row, item)) {
      const { en, sv } = standing(item)
      refuse(`contradicts what was confirmed: ${en}`, `strider mot det som har bekräftats: ${sv}`)
    } else if (!first) matched.set(row.endToEndId, { row, item })
  }
  if (raw.length === 0) {
    violations.push({ field: '/rows', message: 'must have at least one row', sv: 'måste ha minst en rad' })
  }
  if (violations.length > 0) {
    throw new Invalid(
      problems['confirmation-not-valid'],
      {
        en: 'Rows of the confirmation are wrong; nothing was done.',
        sv: 'Rader i återrapporteringen är fel; ingenting gjordes.'
      },
      violations
    )
  }
  const others = unmatched.map(({ row }) => row)
  if (matched.size === 0) {
    const listed = unmatched.slice(0, TOLD).map(({ violation }) => violation)
    const detail = {
      en: 'No row names a payment of this run; nothing was done.',
      sv: 'Ingen rad gäller en utbetalning i körningen; ingenting gjordes.'
    }
    throw new Conflict(problems['confirmation-of-another-run'], detail, listed, told(others))
  }
  return { matched: [...matched.values()], unmatched: others }
}

function standing({ status, paidOn, voucherNumber }: ItemRow): Text {
  if (status !== 'paid') return { en: status, sv: status }
  return {
    en: `paid on ${paidOn}${voucherNumber ? ` with voucher ${voucherNumber}` : ''}`,
    sv: `betald ${paidOn}${voucherNumber ? ` med verifikation ${voucherNumber}` : ''}`
  }
}

async function record(
  tx: Transaction,
  actor: Actor,
  run: RunRow,
  news: Match[],
  counts: { paidCount: number; rejectedCount: number; voucheredCount: number }
): Promise<RunRow['status']> {
  const { municipalityCode } = run
  const found = await lockItems(tx, municipalityCode, run.id, counts.voucheredCount > 0 ? ['live', 'paid'] : undefined)
  const said = new Map(news.map(({ row, item }) => [item.id, row]))
  const moves = found.flatMap(({ item, payment }): Move[] => {
    const row = said.get(item.id)
    if (!row) return []
    const through = `Payment run ${run.messageId}`
    if (item.status === 'paid') {
      const { voucherNumber } = row
      // A payment that came back since then stays returned.
      return [{ payment, verb: 'vouchered', status: payment.status, voucherNumber, reason: through }]
    }
    if (payment.status !== 'ordered')
      throw new Conflict(problems['payment-not-ordered'], {
        en: `${payment.id} is ${payment.status}.`,
        sv: `${payment.id} har status ${payment.status}.`
      })
    const { outcome, paidOn, voucherNumber, reason } = row
    if (outcome === 'rejected') return [{ payment, verb: outcome, status: 'planned', reason: reason! }]
    return [{ payment, verb: outcome, status: 'paid', paidOn: paidOn!, voucherNumber, reason: through }]
  })
  await movePayments(tx, actor, municipalityCode, moves)
  await answerItems(tx, municipalityCode, news)
  const waiting = found.filter(({ item }) => item.status === 'live' && !said.has(item.id))
  const done = run.status === 'exported' && waiting.length === 0
  const changes = done ? { status: 'confirmed' as const, confirmedAt: new Date().toISOString() } : {}
  const after = await amendRecord(tx, paymentRuns, run, changes)
  const vouchers = counts.voucheredCount > 0 ? `, ${counts.voucheredCount} vouchered` : ''
  const reason = `${counts.paidCount} paid, ${counts.rejectedCount} rejected${vouchers}`
  await recordEvent(tx, actor, 'paymentRun.confirmed', after, { before: run, reason })
  return after.status
}

async function answerItems(tx: Transaction, municipalityCode: string, news: Match[]) {
  const rows = news.map(({ row, item }) => ({
    id: item.id,
    status: row.outcome,
    paid_on: row.paidOn,
    voucher_number: row.voucherNumber,
    reason: row.reason
  }))
  await tx.execute(sql`
    update payment_run_items item
    set status = answer.status, paid_on = answer.paid_on, voucher_number = answer.voucher_number,
        rejected_reason = case when answer.status = 'rejected' then answer.reason end,
        confirmed_at = least(item.confirmed_at, statement_timestamp())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as answer
      (id uuid, status text, paid_on date, voucher_number text, reason text)
    where item.municipality_code = ${municipalityCode} and item.id = answer.id`)
}
