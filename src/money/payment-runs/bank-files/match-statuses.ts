import { fromOre, oreOf } from '../../../base/money.ts'
import type { ItemRow } from '../item-record.ts'
import { statusTold } from './code-words.ts'
import { type Found, nothingFound, rowOf, type Sent, transferred } from './findings.ts'
import type { LevelStatus, StatusReport } from './messages.ts'
import { refuseCounts } from './status-report.ts'

/** What a payment status report (pain.002) says of the payments of a run. */

type Status = { line: number; status: string | null; reason: string | null; settledOn: string | null }
/** Statuses of a level that say nothing of each payment beneath it. */
const ofParts = new Set(['PART', 'PATC'])

/**
 * The statuses by payment: its own; else that of its payment information, else that of the message, which cover what says
 * nothing itself. Only ACSC is paid and RJCT rejected; the others are told. Of a report on another run see `isOfOther`.
 * @throws Invalid (`bank-file-sums`)
 */
export function matchStatuses(report: StatusReport, sent: Sent): Found {
  const found = { ...nothingFound(), isOfRun: true }
  const listed = new Map<string, Status & { item: ItemRow }>()
  const statuses = new Map<string, number>()
  for (const { endToEndId, of, amount, ...own } of report.transactions) {
    const above = report.payments[of]
    const inherited = coveringOf(above, report.group)
    const status = own.status ?? inherited?.status ?? null
    const reason = own.reason ?? (own.status === null ? (inherited?.reason ?? null) : null)
    if (status) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const item = endToEndId === null ? undefined : sent.items.get(endToEndId)
    if (!item) {
      const message = `${endToEndId ?? 'A status without an id'} is no payment of this run`
      found.unmatched.push({ line: own.line, endToEndId, message })
      continue
    }
    // A row for each: two that contradict each other are refused together.
    take(found, { ...own, status, reason }, item, report, sent, amount)
    listed.set(item.endToEndId, { ...own, status, reason, item })
  }
  const cover = coveringOf(report.payments[0], report.group)
  const covered = cover ? transferred(sent).filter(({ endToEndId }) => !listed.has(endToEndId)) : []
  if (cover && covered.length > 0) {
    statuses.set(cover.status!, (statuses.get(cover.status!) ?? 0) + covered.length)
    if (isFinal(cover.status)) {
      for (const item of covered) take(found, { ...cover, settledOn: null }, item, report, sent, null)
    } else {
      const message = `${statusTold(cover.status!)}, of ${covered.length} payments; nothing is changed by it`
      found.remarks.push({ line: cover.line, endToEndId: null, message })
    }
  }
  const of = { count: sent.transactionCount, sum: sent.controlSum }
  for (const level of [report.group, ...report.payments]) refuseCounts(level, of, statuses)
  return found
}

/** Whether the report answers another message than that of the run. */
export const isOfOther = ({ originalMessageId, payments }: StatusReport, { messageId }: Sent): boolean =>
  originalMessageId !== messageId || payments.some(({ originalId }) => originalId !== messageId)

/** The level whose status covers what lists none: the nearest that has one. */
function coveringOf(payment: LevelStatus | undefined, group: LevelStatus): LevelStatus | undefined {
  return [payment, group].find(level => level?.status && !ofParts.has(level.status))
}

const isFinal = (status: string | null) => status === 'ACSC' || status === 'RJCT'

function take(found: Found, said: Status, item: ItemRow, report: StatusReport, sent: Sent, amount: string | null) {
  const { line, status, reason } = said
  const { endToEndId } = item
  if (status === 'RJCT') {
    found.rows.push(
      rowOf(line, item, { outcome: 'rejected', reason: reason ?? 'RJCT: the bank gives no reason', amount })
    )
  } else if (status !== 'ACSC') {
    const told = status === null ? 'The bank tells no status of it' : statusTold(status)
    found.remarks.push({ line, endToEndId, message: `${told}; nothing is changed by it` })
  } else {
    const day = said.settledOn ?? (report.writtenOn < sent.executionOn ? report.writtenOn : sent.executionOn)
    // The day of a statement is that of the books: a report that comes after it does not contradict it.
    const paidOn = item.status === 'paid' ? item.paidOn : day
    found.rows.push(rowOf(line, item, { outcome: 'paid', paidOn, amount: amount ?? fromOre(oreOf(item.amount)) }))
  }
}
