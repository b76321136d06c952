/**
 * Messages as a bank writes them, in the versions that are taken: by the message definitions of ISO 20022 (pain.002,
 * camt.053 and camt.054 and their XML schemas), not by any bank's own files. Accounts and ids are made up.
 */

export const IBAN = 'SE4550000000058398257466'
export const bankVersions = { pain: ['03', '10'], camt: ['02', '08'] } as const
export const camts = ['camt.053.001.02', 'camt.053.001.08', 'camt.054.001.02', 'camt.054.001.08'] as const
export const pains = ['pain.002.001.03', 'pain.002.001.10'] as const
export type Camt = (typeof camts)[number]
export type Pain = (typeof pains)[number]

const tag = (name: string, content: string | number | undefined | null) =>
  content === undefined || content === null || content === '' ? '' : `<${name}>${content}</${name}>`
const money = (name: string, amount: number | string, currency = 'SEK') =>
  `<${name} Ccy="${currency}">${typeof amount === 'number' ? amount.toFixed(2) : amount}</${name}>`

const document = (message: string, root: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">\n<${root}>\n${content}\n</${root}>\n</Document>\n`

export type Charge = { amount: number; included?: boolean }
export type Detail = {
  endToEndId?: string
  instructionId?: string
  paymentInformationId?: string
  amount?: number
  instructed?: number
  charge?: Charge
  text?: string
  /** Code of the return. */
  returned?: string
}
export type Entry = {
  amount: number | string
  side?: 'DBIT' | 'CRDT'
  status?: string
  on: string
  reference?: string
  /** Its place in the message (NtryRef). */
  place?: string
  reversal?: boolean
  currency?: string
  charge?: Charge
  batch?: { paymentInformationId?: string; count?: number; total?: number }
  details?: Detail[]
}
export type Statement = {
  iban?: string
  number?: string
  currency?: string
  summary?: string
  entries: Entry[]
}

export function camt(
  message: Camt,
  { messageId = 'BANK-1', statements }: { messageId?: string; statements: Statement[] }
) {
  const isStatement = message.startsWith('camt.053')
  const [root, part] = isStatement ? ['BkToCstmrStmt', 'Stmt'] : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn']
  const header = `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-25T18:00:00</CreDtTm></GrpHdr>`
  const parts = statements.map((statement, at) => {
    const { iban, number, currency, summary, entries } = statement
    const account = number ? `<Othr>${tag('Id', number)}</Othr>` : tag('IBAN', iban ?? IBAN)
    return [
      `<${part}><Id>S-${at}</Id><CreDtTm>2026-11-25T18:00:00</CreDtTm>`,
      `<Acct><Id>${account}</Id>${tag('Ccy', currency)}</Acct>`,
      isStatement ? balance() : '',
      summary ?? '',
      ...entries.map(entry => entryOf(message, entry)),
      `</${part}>`
    ]
      .filter(line => line !== '')
      .join('\n')
  })
  return document(message, root!, [header, ...parts].join('\n'))
}

const balance = () =>
  `<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>${money('Amt', 1_000_000)}<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-25</Dt></Dt></Bal>`

const code = '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>'

function entryOf(message: Camt, entry: Entry) {
  const isNew = message.endsWith('08')
  const {
    amount,
    side = 'DBIT',
    status = 'BOOK',
    on,
    reference,
    place,
    reversal,
    currency,
    charge,
    batch,
    details = []
  } = entry
  const inside = details.map(detail => detailOf(isNew, side, detail)).join('')
  const told = batch
    ? `<Btch>${tag('PmtInfId', batch.paymentInformationId)}${tag('NbOfTxs', batch.count)}${batch.total === undefined ? '' : money('TtlAmt', batch.total)}</Btch>`
    : ''
  return [
    `<Ntry>${tag('NtryRef', place)}${money('Amt', amount, currency)}${tag('CdtDbtInd', side)}${reversal ? '<RvslInd>true</RvslInd>' : ''}`,
    isNew ? `<Sts><Cd>${status}</Cd></Sts>` : tag('Sts', status),
    `<BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>${tag('AcctSvcrRef', reference)}${code}`,
    charge ? chargeOf(isNew, charge) : '',
    told || inside ? `<NtryDtls>${told}${inside}</NtryDtls>` : '',
    '</Ntry>'
  ].join('')
}

function detailOf(isNew: boolean, side: string, detail: Detail) {
  const { endToEndId, instructionId, paymentInformationId, amount, instructed, charge, text, returned } = detail
  const references = `${tag('PmtInfId', paymentInformationId)}${tag('InstrId', instructionId)}${tag('EndToEndId', endToEndId)}`
  const wrapped = (name: string, value: number | undefined) =>
    value === undefined ? '' : `<${name}>${money('Amt', value)}</${name}>`
  const plain = isNew && amount !== undefined ? `${money('Amt', amount)}${tag('CdtDbtInd', side)}` : ''
  const details = tag('AmtDtls', wrapped('InstdAmt', instructed) + wrapped('TxAmt', amount))
  const parties = isNew ? '<Cdtr><Pty><Nm>Anna Hemlig</Nm></Pty></Cdtr>' : '<Cdtr><Nm>Anna Hemlig</Nm></Cdtr>'
  return [
    `<TxDtls>${tag('Refs', references)}${plain}${details}`,
    charge ? chargeOf(isNew, charge) : '',
    `<RltdPties>${parties}</RltdPties>`,
    text ? `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>` : '',
    returned ? `<RtrInf><Rsn><Cd>${returned}</Cd></Rsn></RtrInf>` : '',
    '</TxDtls>'
  ].join('')
}

function chargeOf(isNew: boolean, { amount, included }: Charge) {
  const told = `${money('Amt', amount)}<CdtDbtInd>DBIT</CdtDbtInd>`
  if (!isNew) return `<Chrgs>${told}</Chrgs>`
  const within = included === undefined ? '' : `<ChrgInclInd>${included}</ChrgInclInd>`
  return `<Chrgs><Rcrd>${told}${within}</Rcrd></Chrgs>`
}

export const summaryOf = (count: number, sum: number, side = 'TtlNtries') =>
  `<TxsSummry><${side}><NbOfNtries>${count}</NbOfNtries><Sum>${sum.toFixed(2)}</Sum></${side}></TxsSummry>`

type Reason = { code?: string; own?: string; text?: string }
type Level = { status?: string; reason?: Reason; count?: number; sum?: number; perStatus?: Record<string, number> }
export type Status = {
  endToEndId?: string
  status?: string
  reason?: Reason
  amount?: number
  settledOn?: string
}
export type Report = {
  messageId?: string
  writtenAt?: string
  original: string
  originalPayment?: string
  group?: Level
  payment?: Level
  statuses?: Status[]
}

const reasonOf = (reason: Reason | undefined) =>
  reason
    ? `<StsRsnInf>${tag('Rsn', tag('Cd', reason.code) + tag('Prtry', reason.own))}${tag('AddtlInf', reason.text)}</StsRsnInf>`
    : ''

function levelOf(name: string, { status, reason, count, sum, perStatus = {} }: Level) {
  const counted = Object.entries(perStatus).map(
    ([of, number]) => `<NbOfTxsPerSts>${tag('DtldNbOfTxs', number)}${tag('DtldSts', of)}</NbOfTxsPerSts>`
  )
  const sums = `${tag('OrgnlNbOfTxs', count)}${tag('OrgnlCtrlSum', sum?.toFixed(2))}`
  return `${sums}${tag(name, status)}${reasonOf(reason)}${counted.join('')}`
}

export function painReport(message: Pain, report: Report) {
  const { messageId = 'STATUS-1', writtenAt = '2026-11-25T18:00:00', original, group = {}, payment, statuses } = report
  const named = `${tag('OrgnlMsgId', original)}<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>`
  const rows = (statuses ?? []).map(({ endToEndId, status, reason, amount, settledOn }, at) => {
    const asked = amount === undefined ? '' : `<Amt>${money('InstdAmt', amount)}</Amt>`
    const day = message.endsWith('10') ? tag('ReqdExctnDt', tag('Dt', settledOn)) : tag('ReqdExctnDt', settledOn)
    const transaction = `<StsId>T-${at}</StsId>${tag('OrgnlEndToEndId', endToEndId)}${tag('TxSts', status)}${reasonOf(reason)}`
    return `<TxInfAndSts>${transaction}${tag('OrgnlTxRef', asked + day)}</TxInfAndSts>`
  })
  const ofPayment =
    payment || rows.length > 0
      ? `<OrgnlPmtInfAndSts>${tag('OrgnlPmtInfId', report.originalPayment ?? original)}${levelOf('PmtInfSts', payment ?? {})}\n${rows.join('\n')}</OrgnlPmtInfAndSts>`
      : ''
  return document(
    message,
    'CstmrPmtStsRpt',
    [
      `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${writtenAt}</CreDtTm></GrpHdr>`,
      `<OrgnlGrpInfAndSts>${named}${levelOf('GrpSts', group)}</OrgnlGrpInfAndSts>`,
      ofPayment
    ].join('\n')
  )
}
