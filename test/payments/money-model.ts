/** What totals of money should be, told a second time and plainly: sums over records as they are, in integer öre. */

export type ModelLine = {
  id: string
  awardId: string
  decision: ModelDecision
  schemeId: string
  recipients: string[]
  years: { from: number; to: number; per: 'year' | 'total' | null }
  /** Granted; null where the line grants nothing any longer. */
  granted: number | null
}
export type ModelDecision = { id: string; bodyId: string; decidedOn: string; annulled: boolean }
export type ModelPayment = {
  id: string
  planId: string
  line: ModelLine
  amount: number
  status: 'planned' | 'checked' | 'approved' | 'ordered' | 'paid' | 'returned' | 'cancelled'
  dueOn: string
  payeeId: string
  grantYear: number
  grantYearTo: number | null
  paidOn: string | null
  /** What came back, bit by bit. */
  returned: { on: string; amount: number }[]
  /** Imported as paid already: nobody has checked or approved it here. */
  recorded: boolean
  withheld: boolean
  /** Of what came back, in öre. */
  reissued: number
}
export type ModelMovement = {
  id: string
  kind: 'repayment' | 'setOff' | 'writeOff'
  amount: number
  movedOn: string | null
  payment: ModelPayment | null
  withdrawn: boolean
}
export type ModelRecovery = {
  id: string
  payment: ModelPayment
  organisationId: string
  amount: number
  decidedOn: string
  withdrawn: boolean
  movements: ModelMovement[]
}
export type ModelState = { lines: ModelLine[]; payments: ModelPayment[]; recoveries: ModelRecovery[] }

export const kinds = [
  ...['granted', 'planned', 'checked', 'approved', 'recorded', 'paid', 'returned', 'claimed', 'recovered', 'writtenOff']
] as const
type Fact = {
  kind: string
  amount: number
  line: ModelLine
  grantYear: number
  grantYearTo: number | null
  paymentYear: number | null
  /** `2022-03`; null of what is only decided. */
  month: string | null
}

/** Öre that came back of a payment. */
export const backOf = ({ returned }: Pick<ModelPayment, 'returned'>) =>
  returned.reduce((sum, { amount }) => sum + amount, 0)
const yearOf = (day: string) => Number(day.slice(0, 4))
export const liveSetOffs = ({ recoveries }: Pick<ModelState, 'recoveries'>, payment: ModelPayment) =>
  recoveries
    .flatMap(({ movements }) => movements)
    .filter(movement => movement.payment === payment && !movement.withdrawn)
    .reduce((sum, { amount }) => sum + amount, 0)

export function factsOf({ lines, payments, recoveries }: ModelState): Fact[] {
  const facts: Fact[] = []
  for (const line of lines) {
    if (line.granted === null || line.decision.annulled) continue
    const { from, to, per } = line.years
    const of = { kind: 'granted', amount: line.granted, line, paymentYear: null, month: null }
    if (per === 'year')
      for (let year = from; year <= to; year++) facts.push({ ...of, grantYear: year, grantYearTo: null })
    else facts.push({ ...of, grantYear: from, grantYearTo: to > from ? to : null })
  }
  for (const { status, amount, paidOn, dueOn, returned, ...of } of payments) {
    if (status === 'cancelled') continue
    const tell = (kind: string, öre: number, day: string) =>
      facts.push({ ...of, kind, amount: öre, paymentYear: yearOf(day), month: day.slice(0, 7) })
    const reached = ['planned', 'checked', 'approved', 'ordered', 'paid', 'returned'].indexOf(status)
    const come = of.recorded ? ['planned', 'recorded'] : ['planned', 'checked', 'approved'].slice(0, reached + 1)
    for (const kind of come) tell(kind, amount, paidOn ?? dueOn)
    if (paidOn) tell('paid', amount, paidOn)
    for (const { on, amount: back } of returned) {
      for (const kind of come) tell(kind, -back, on)
      tell('returned', back, on)
    }
  }
  for (const { payment: about, amount, decidedOn, movements, withdrawn } of recoveries) {
    if (withdrawn) continue
    const tell = (kind: string, öre: number, day: string) =>
      facts.push({ ...about, kind, amount: öre, paymentYear: yearOf(day), month: day.slice(0, 7) })
    tell('claimed', amount, decidedOn)
    for (const { kind, amount: moved, movedOn, payment, withdrawn } of movements) {
      const day = kind === 'setOff' ? payment!.paidOn : movedOn
      if (!withdrawn && day) tell(kind === 'writeOff' ? 'writtenOff' : 'recovered', moved, day)
    }
  }
  return facts
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Row = any
export type Rows = Record<string, Record<string, number>>

/** Sums by the key of each row; rows of nothing fall out. */
export function expectedRows(facts: Fact[], groupBy: string, basis: string): Rows {
  const year = { decision: yearOfDecision, grant: yearsOfGrant, payment: ({ paymentYear }: Fact) => [paymentYear] }
  const parts: Record<string, (fact: Fact) => unknown> = {
    year: year[basis as keyof typeof year],
    scheme: ({ line }) => line.schemeId,
    organisation: ({ line }) => line.recipients.toSorted(),
    body: ({ line }) => line.decision.bodyId,
    month: ({ month }) => month,
    legalForm: () => [null],
    focusArea: () => [],
    kindOfWork: () => [],
    targetGroup: () => [],
    delegate: () => ['committee', null]
  }
  const rows: Rows = {}
  for (const fact of facts) {
    const key = JSON.stringify(groupBy.split(',').map(grouping => parts[grouping]!(fact)))
    rows[key] ??= Object.fromEntries(kinds.map(kind => [kind, 0]))
    rows[key][fact.kind]! += fact.amount
  }
  return withoutEmpty(rows)
}
const yearOfDecision = ({ line }: Fact) => [yearOf(line.decision.decidedOn)]
const yearsOfGrant = ({ grantYear, grantYearTo }: Fact) => [grantYear, grantYearTo]

/** The same of an answer of the service. */
export function answeredRows(items: Row[], groupBy: string, basis: string): Rows {
  const parts: Record<string, (row: Row) => unknown> = {
    year: row => (basis === 'grant' ? [row.year, row.yearTo] : [row.year]),
    scheme: row => row.schemeId,
    organisation: row => row.recipients.map(({ organisationId }: Row) => organisationId).toSorted(),
    body: row => row.bodyId,
    month: row => row.month,
    legalForm: row => row.legalForms,
    focusArea: row => row.focusAreaEntries,
    kindOfWork: row => row.kindOfWorkEntries,
    targetGroup: row => row.targetGroupEntries,
    delegate: row => [row.decisionKind, row.delegateRole]
  }
  const each = items.map(row => [
    JSON.stringify(groupBy.split(',').map(grouping => parts[grouping]!(row))),
    Object.fromEntries(kinds.map(kind => [kind, Math.round(row[kind] * 100)]))
  ])
  return withoutEmpty(Object.fromEntries(each))
}

function withoutEmpty(rows: Rows): Rows {
  const full = Object.entries(rows).filter(([, row]) => Object.values(row).some(amount => amount !== 0))
  return Object.fromEntries(full.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
