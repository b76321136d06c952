import { fromOre } from '../../../base/money.ts'
import { refuseSums } from './control-sums.ts'
import type { BankMessage, BankTransaction, Movements, NamedAccount, References } from './messages.ts'
import { reasonAt } from './reason-rules.ts'
import { countAt, dayAt, needed, refuseCurrency, refuseElement, sekAt, sumAt } from './values.ts'
import { all, type Element, first, type Taken, textAt, type Wanted } from './xml.ts'

/** Reads camt.053 (statement) and camt.054 (debit and credit notification), entry by entry. */

type Side = BankTransaction['side']
/** One TxDtls, or the entry itself. Öre; null where it does not say. */
type Detail = Pick<
  BankTransaction,
  'line' | 'references' | 'namedIds' | 'bankReference' | 'returnedReason' | 'reasonCode' | 'transactionCode'
> & {
  side: Side | null
  /** With charges or without. */
  gross: bigint | null
  /** What the payer wrote. */
  instructed: bigint | null
  /** What the bank charges, less what it gives back; and what of it is said to be within `gross`. */
  charges: bigint | null
  included: bigint
}
type Batch = { line: number; references: Partial<References>; count: number | null; total: bigint | null }
type Counted = { count: number; sum: bigint }

/** Who paid and who was paid stays out of memory; and what nothing here asks for. */
const unread = new Set([
  ...['RltdPties', 'RltdAgts', 'RltdRmtInf', 'Avlbty', 'Bal', 'Intrst', 'Tax', 'CardTx', 'CorpActn'],
  ...['SplmtryData', 'TtlNtriesPerBkTxCd', 'Ownr', 'Svcr', 'Orgtr']
])

export class MovementReader {
  readonly wanted: Wanted
  readonly #root: string
  readonly #file: Movements
  readonly #most: () => void
  #account: NamedAccount | undefined
  #summary: Element | undefined
  #counted: Record<Side, Counted> = nothing()
  #entries = 0
  #details: Detail[] = []
  #batches: Batch[] = []

  /** `most` is asked before each transaction is kept, and throws where there are too many. */
  constructor(message: BankMessage, most: () => void) {
    const isStatement = message.startsWith('camt.053')
    this.#root = isStatement ? 'BkToCstmrStmt/Stmt' : 'BkToCstmrDbtCdtNtfctn/Ntfctn'
    this.#most = most
    this.#file = { kind: 'movements', message, messageId: '', accounts: [], transactions: [] }
    const below = ['', '/Acct', '/TxsSummry', '/Ntry', '/Ntry/NtryDtls/Btch', '/Ntry/NtryDtls/TxDtls']
    this.wanted = { paths: [`${this.#root.split('/')[0]}/GrpHdr`, ...below.map(path => this.#root + path)], unread }
  }

  take({ path, element }: Taken) {
    if (path.endsWith('/GrpHdr')) this.#file.messageId = needed(element, 'MsgId').text
    else if (path.endsWith('/Acct')) this.#takeAccount(element)
    else if (path.endsWith('/TxsSummry')) this.#summary = element
    else if (path.endsWith('/Btch')) this.#batches.push(batchOf(element))
    else if (path.endsWith('/TxDtls')) {
      this.#most()
      this.#details.push(detailOf(element))
    } else if (path.endsWith('/Ntry')) this.#takeEntry(element)
    else this.#endStatement()
  }

  end(): Movements {
    return this.#file
  }

  #takeAccount(element: Element) {
    const currency = first(element, 'Ccy')
    if (currency) refuseCurrency(currency, currency.text)
    const plain = (path: string) => textAt(element, path)?.replaceAll(/[\s-]/g, '').toUpperCase() ?? null
    this.#account = { iban: plain('Id/IBAN'), number: plain('Id/Othr/Id'), line: element.line }
    this.#file.accounts.push(this.#account)
  }

  #takeEntry(entry: Element) {
    const [details, batches] = [this.#details, this.#batches]
    this.#details = []
    this.#batches = []
    if (!this.#account)
      refuseElement(entry, {
        en: 'stands before the account that it is of',
        sv: 'står före det konto som den hör till'
      })
    const side = sideAt(needed(entry, 'CdtDbtInd'))
    const total = sekAt(needed(entry, 'Amt'))
    this.#counted[side].count++
    this.#entries++
    this.#counted[side].sum += total
    refuseDetails(entry, total, side, details, batches)
    const isBatch = details.length === 0 && batches.length === 1
    const whole = detailOf(entry)
    const inside = details.length > 0 ? details : [isBatch ? withReferences(whole, batches[0]!) : whole]
    for (const detail of inside) {
      if (details.length === 0) this.#most()
      const isAlone = inside.length === 1
      if (detail.gross === null && !isAlone)
        refuseElement(entry, { en: 'has details without amounts', sv: 'har detaljer utan belopp' })
      const charged = isAlone && detail.charges === null ? whole : detail
      const amounts = { gross: detail.gross ?? whole.gross!, instructed: detail.instructed ?? whole.instructed }
      const direction = detail.side ?? side
      this.#file.transactions.push({
        line: detail.line,
        entry: this.#entries,
        account: this.#account,
        side: direction,
        status: textAt(entry, 'Sts/Cd') ?? textAt(entry, 'Sts/Prtry') ?? needed(entry, 'Sts').text,
        bookedOn: dayAt(entry, 'BookgDt') ?? dayAt(entry, 'ValDt'),
        amount: fromOre(withoutCharges(direction, amounts, charged)),
        charges: charged.charges === null ? null : fromOre(charged.charges),
        references: withReferences(detail, batches.length === 1 ? batches[0]! : undefined).references,
        namedIds: [...new Set([...detail.namedIds, ...(isAlone ? whole.namedIds : [])])],
        bankReference: detail.bankReference ?? whole.bankReference,
        entryReference: reference(entry, 'NtryRef'),
        transactionCode: detail.transactionCode ?? whole.transactionCode,
        returnedReason: detail.returnedReason ?? (textAt(entry, 'RvslInd') === 'true' ? 'the bank reversed it' : null),
        reasonCode: detail.reasonCode,
        batch: isBatch ? { count: batches[0]!.count } : null
      })
    }
  }

  #endStatement() {
    const { debit, credit } = this.#counted
    const both = { count: debit.count + credit.count, sum: debit.sum + credit.sum }
    const counted = { TtlNtries: both, TtlDbtNtries: debit, TtlCdtNtries: credit }
    for (const [name, { count, sum }] of Object.entries(counted)) {
      const said = this.#summary && first(this.#summary, name)
      if (!said) continue
      refuseSums(said, 'NbOfNtries', countAt(said, 'NbOfNtries'), count)
      refuseSums(said, 'Sum', sumAt(said, 'Sum'), sum)
    }
    this.#account = undefined
    this.#summary = undefined
    this.#counted = nothing()
  }
}

const nothing = (): Record<Side, Counted> => ({ debit: { count: 0, sum: 0n }, credit: { count: 0, sum: 0n } })

function sideAt(element: Element): Side {
  if (element.text === 'DBIT') return 'debit'
  return element.text === 'CRDT'
    ? 'credit'
    : refuseElement(element, { en: 'is neither DBIT nor CRDT', sv: 'är varken DBIT eller CRDT' })
}

/** A batch says how many it holds and what they sum to, and the details of an entry sum to it. @throws Invalid */
function refuseDetails(entry: Element, total: bigint, side: Side, details: Detail[], batches: Batch[]) {
  if (details.length === 0) return
  const sum = details.reduce((sum, { gross, side: own }) => sum + (own && own !== side ? -1n : 1n) * (gross ?? 0n), 0n)
  if (batches.length === 1) {
    refuseSums(entry, 'Btch/NbOfTxs', batches[0]!.count, details.length)
    if (details.every(({ gross }) => gross !== null)) refuseSums(entry, 'Btch/TtlAmt', batches[0]!.total, sum)
  }
  const charged = [chargesOf(entry), ...details].some(({ charges }) => charges !== null)
  if (details.length > 1 && !charged && details.every(({ gross }) => gross !== null))
    refuseSums(entry, 'Amt', total, sum)
}

const reference = (of: Element, path: string): string | null => {
  const said = textAt(of, path)
  return said === null || said.toUpperCase() === 'NOTPROVIDED' ? null : said
}

/** Of TxDtls, or of an entry as if it were its only detail. */
function detailOf(element: Element): Detail {
  const amount = first(element, 'AmtDtls/TxAmt/Amt') ?? first(element, 'Amt')
  const gross = amount ? sekAt(amount) : null
  const instructed = first(element, 'AmtDtls/InstdAmt/Amt')
  const side = first(element, 'CdtDbtInd')
  const isReturn = first(element, 'RtrInf') !== undefined
  return {
    line: element.line,
    side: side ? sideAt(side) : null,
    gross,
    instructed: instructed?.attributes.Ccy === 'SEK' ? sekAt(instructed) : null,
    ...chargesOf(element),
    references: {
      endToEndId: reference(element, 'Refs/EndToEndId'),
      instructionId: reference(element, 'Refs/InstrId'),
      paymentInformationId: reference(element, 'Refs/PmtInfId'),
      messageId: reference(element, 'Refs/MsgId')
    },
    namedIds: idsIn(element),
    bankReference: reference(element, 'Refs/AcctSvcrRef') ?? reference(element, 'AcctSvcrRef'),
    transactionCode: transactionCodeOf(element),
    returnedReason: isReturn ? (reasonAt(element, 'RtrInf') ?? 'the bank gives no reason') : null,
    reasonCode: reference(element, 'RtrInf/Rsn/Cd') ?? reference(element, 'RtrInf/Rsn/Prtry')
  }
}

/** Domain, family and kind of ISO 20022 (ExternalBankTransaction…Code), or the bank's own code. */
function transactionCodeOf(element: Element): string | null {
  const codes = ['Domn/Cd', 'Domn/Fmly/Cd', 'Domn/Fmly/SubFmlyCd'].flatMap(path => {
    const said = textAt(element, `BkTxCd/${path}`)
    return said === null ? [] : [said]
  })
  return codes.length > 0 ? codes.join('/') : textAt(element, 'BkTxCd/Prtry/Cd')
}

function chargesOf(element: Element): { charges: bigint | null; included: bigint } {
  const records = [...all(element, 'Chrgs/Rcrd'), ...all(element, 'Chrgs').filter(each => first(each, 'Amt'))]
  const amounts = records.map(record => {
    const amount = sekAt(needed(record, 'Amt'))
    const signed = textAt(record, 'CdtDbtInd') === 'CRDT' ? -amount : amount
    return { signed, isIncluded: textAt(record, 'ChrgInclInd') === 'true' }
  })
  const sum = (of: typeof amounts) => of.reduce((sum, { signed }) => sum + signed, 0n)
  const told = first(element, 'Chrgs/TtlChrgsAndTaxAmt')
  const charges = records.length > 0 ? sum(amounts) : told ? sekAt(told) : null
  return { charges, included: sum(amounts.filter(({ isIncluded }) => isIncluded)) }
}

/**
 * Öre that were paid, or came back, without the charges that the amount holds: charges raise a debit and lessen a credit. They
 * are held as ChrgInclInd says; else all of them, where the amount without them is exactly what was instructed (InstdAmt);
 * else none.
 */
function withoutCharges(
  side: Side,
  { gross, instructed }: { gross: bigint; instructed: bigint | null },
  { charges, included }: Pick<Detail, 'charges' | 'included'>
): bigint {
  const less = (held: bigint) => (side === 'debit' ? gross - held : gross + held)
  if (charges === null || included !== 0n) return less(included)
  return instructed !== null && instructed === less(charges) ? instructed : gross
}

/** Texts in which banks repeat what was written to the payee, or the names of what was sent. */
const texts = ['RmtInf/Ustrd', 'RmtInf/Strd/CdtrRefInf/Ref', 'AddtlTxInf', 'AddtlNtryInf', 'NtryRef', 'Refs/TxId']

function idsIn(element: Element): string[] {
  const said = texts.flatMap(path => all(element, path)).map(({ text }) => text)
  return said.flatMap(text => text.match(/\bP[IR][0-9A-F]{32}\b/g) ?? [])
}

function batchOf(element: Element): Batch {
  const total = first(element, 'TtlAmt')
  return {
    line: element.line,
    references: {
      paymentInformationId: reference(element, 'PmtInfId'),
      messageId: reference(element, 'MsgId')
    },
    count: countAt(element, 'NbOfTxs'),
    total: total ? sekAt(total) : null
  }
}

/** What the detail does not say itself its batch says. */
function withReferences(detail: Detail, batch: Batch | undefined): Detail {
  const { references } = detail
  const paymentInformationId = references.paymentInformationId ?? batch?.references.paymentInformationId ?? null
  const messageId = references.messageId ?? batch?.references.messageId ?? null
  return { ...detail, references: { ...references, paymentInformationId, messageId } }
}
