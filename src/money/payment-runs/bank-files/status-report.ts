import { fromOre } from '../../../base/money.ts'
import { refuseSums } from './control-sums.ts'
import type { BankMessage, LevelStatus, StatusReport, TransactionStatus } from './messages.ts'
import { reasonAt } from './reason-rules.ts'
import { countAt, dayAt, needed, sekAt, sumAt } from './values.ts'
import { all, type Element, first, type Taken, textAt, type Wanted } from './xml.ts'

/** Reads pain.002 (payment status report), transaction by transaction. */

const ROOT = 'CstmrPmtStsRpt'

export class StatusReader {
  readonly wanted: Wanted = {
    paths: ['GrpHdr', 'OrgnlGrpInfAndSts', 'OrgnlPmtInfAndSts', 'OrgnlPmtInfAndSts/TxInfAndSts'].map(
      name => `${ROOT}/${name}`
    ),
    // Who paid and who was paid, of the transaction as it was sent.
    unread: new Set(['Dbtr', 'UltmtDbtr', 'Cdtr', 'UltmtCdtr', 'RmtInf', 'Orgtr', 'SplmtryData'])
  }
  readonly #file: StatusReport
  readonly #most: () => void

  /** `most` is asked before each transaction is kept, and throws where there are too many. */
  constructor(message: BankMessage, most: () => void) {
    this.#most = most
    const group = { line: 1, status: null, reason: null, count: null, sum: null, perStatus: [] }
    const said = { messageId: '', writtenOn: '', originalMessageId: '' }
    this.#file = { kind: 'statuses', message, ...said, group, payments: [], transactions: [] }
  }

  take({ path, element }: Taken) {
    if (path.endsWith('/TxInfAndSts')) {
      this.#most()
      this.#file.transactions.push(transactionOf(element, this.#file.payments.length))
    } else if (path.endsWith('/GrpHdr')) {
      this.#file.messageId = needed(element, 'MsgId').text
      needed(element, 'CreDtTm')
      this.#file.writtenOn = dayAt(element, 'CreDtTm')!
    } else if (path.endsWith('/OrgnlGrpInfAndSts')) {
      this.#file.originalMessageId = needed(element, 'OrgnlMsgId').text
      this.#file.group = levelOf(element, 'GrpSts')
    } else {
      const originalId = needed(element, 'OrgnlPmtInfId').text
      this.#file.payments.push({ ...levelOf(element, 'PmtInfSts'), originalId })
    }
  }

  end(): StatusReport {
    return this.#file
  }
}

function levelOf(element: Element, name: string): LevelStatus {
  const perStatus = all(element, 'NbOfTxsPerSts').map(each => ({
    line: each.line,
    status: needed(each, 'DtldSts').text,
    count: countAt(each, 'DtldNbOfTxs') ?? Number(needed(each, 'DtldNbOfTxs').text)
  }))
  const { line } = first(element, name) ?? element
  return {
    line,
    status: textAt(element, name),
    reason: reasonAt(element, 'StsRsnInf'),
    count: countAt(element, 'OrgnlNbOfTxs'),
    sum: sumAt(element, 'OrgnlCtrlSum'),
    perStatus
  }
}

function transactionOf(element: Element, of: number): TransactionStatus {
  const amount = first(element, 'OrgnlTxRef/Amt/InstdAmt')
  const day = (path: string) => dayAt(element, path)
  return {
    line: element.line,
    endToEndId: textAt(element, 'OrgnlEndToEndId') ?? textAt(element, 'OrgnlInstrId'),
    status: textAt(element, 'TxSts'),
    reason: reasonAt(element, 'StsRsnInf'),
    settledOn: day('OrgnlTxRef/IntrBkSttlmDt') ?? day('OrgnlTxRef/ReqdExctnDt'),
    amount: amount ? fromOre(sekAt(amount)) : null,
    of
  }
}

/**
 * Holds what a level says of what was sent and of the statuses beneath it against the run and against the file. A status
 * may be counted of payments that the file does not list, but not of fewer than it lists; rejections are all listed.
 * @throws Invalid
 */
export function refuseCounts(
  level: LevelStatus,
  run: { count: number; sum: bigint },
  statuses: ReadonlyMap<string, number>
) {
  refuseSums(level, 'OrgnlNbOfTxs', level.count, run.count, 'the run has')
  refuseSums(level, 'OrgnlCtrlSum', level.sum, run.sum, 'the run has')
  for (const { line, status, count } of level.perStatus) {
    const listed = statuses.get(status) ?? 0
    if (listed > count || (status === 'RJCT' && listed < count)) {
      refuseSums({ line }, `DtldNbOfTxs of ${status}`, count, listed)
    }
  }
}
