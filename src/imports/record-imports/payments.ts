import { and, eq, inArray, isNull } from 'drizzle-orm'
import { kronorInSwedish, toNumber, toOre } from '../../base/money.ts'
import { movePayments } from '../../money/payment-runs/payments.ts'
import { recordPaidPayments } from '../../money/payment-runs/returns.ts'
import { createPaymentPlan } from '../../money/payments/plans.ts'
import { type PaymentRow, payments } from '../../money/payments/record.ts'
import { lockPayments } from '../../money/payments/write.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { Directory } from './directory.ts'
import { attempt, type RecordKind, type Row, refuseRow, standing, type Writing, warnRow } from './kind.ts'
import { type AwardFound, awardMeant, awardsOf } from './payment-awards.ts'
import { type PaymentColumn, type PaymentValue, paymentWords, readPayment } from './payment-rows.ts'

type PaymentRowOfFile = Row<PaymentColumn, PaymentValue> & { value: PaymentValue }
/** A row whose recipient and award are known. */
type Meant = { row: PaymentRowOfFile; organisationId: string; award: AwardFound }

const THROUGH = 'Imported as paid already'

async function write(writing: Writing, rows: Row<PaymentColumn, PaymentValue>[]): Promise<void> {
  const { tx, actor, municipalityCode } = writing
  const meant = await meantBy(writing, standing(rows))
  const known = await knownPayments(tx, municipalityCode, meant)
  const stated = new Map<string, Meant>()
  const vouchered: { payment: PaymentRow; row: PaymentRowOfFile }[] = []
  const made: { planId: string; row: PaymentRowOfFile }[] = []
  for (const one of meant) {
    if (isStatedTwice(one, stated)) continue
    const payment = findPayment(writing, one, known)
    if (one.row.violations.length > 0) continue
    if (payment) {
      keep(one.row, payment)
      if (one.row.result === 'updated') vouchered.push({ payment, row: one.row })
    } else {
      warnOfDoubles(one, known)
      const planId = await plan(writing, one)
      if (planId !== undefined) made.push({ planId, row: one.row })
    }
  }
  await addVouchers(writing, vouchered)
  const planned = await paymentsOfPlans(
    tx,
    municipalityCode,
    made.map(({ planId }) => planId)
  )
  const paid = made.map(({ planId, row }) => {
    const payment = planned.get(planId)!
    row.result = 'created'
    row.recordId = payment.id
    const { paidOn, voucherNumber } = row.value
    return { payment, paidOn, voucherNumber, reason: THROUGH }
  })
  await recordPaidPayments(tx, actor, municipalityCode, paid)
}

/** The rows whose recipient and award can be told; of the others it is told why not. */
async function meantBy({ tx, municipalityCode, source }: Writing, rows: PaymentRowOfFile[]): Promise<Meant[]> {
  const asked = rows.map(({ value: { recipient, number } }) => ({ name: recipient, number }))
  const directory = await Directory.of(tx, municipalityCode, { meant: asked })
  const found = rows.map((row, at) => {
    const { organisation, fault, warning } = directory.find(asked[at]!)
    if (warning) warnRow(row, warning.code, warning)
    if (fault) refuseRow(row, fault.of === 'name' ? 'recipient' : 'organisation_number', fault)
    else if (!organisation)
      refuseRow(row, 'recipient', {
        message: 'is no organisation of the register: import it, or its decision, first',
        sv: 'är ingen organisation i registret: läs först in den, eller dess beslut'
      })
    return { row, organisationId: organisation?.id }
  })
  const ids = [...new Set(found.flatMap(({ organisationId }) => organisationId ?? []))]
  const awards = await awardsOf(tx, municipalityCode, ids)
  return found.flatMap(({ row, organisationId }) => {
    if (organisationId === undefined) return []
    const chosen = awardMeant(awards, row.value, organisationId, source)
    if ('award' in chosen) return [{ row, organisationId, award: chosen.award }]
    refuseRow(row, chosen.column, chosen)
    return []
  })
}

type Known = { all: PaymentRow[]; claimed: Set<string> }

/** What is paid of the awards of these rows already. */
async function knownPayments(tx: Transaction, municipalityCode: string, meant: Meant[]): Promise<Known> {
  const ids = [...new Set(meant.map(({ award }) => award.id))]
  if (ids.length === 0) return { all: [], claimed: new Set() }
  const all = await tx
    .select()
    .from(payments)
    .where(
      and(eq(payments.municipalityCode, municipalityCode), inArray(payments.awardId, ids), isNull(payments.withdrawnAt))
    )
    .orderBy(payments.id)
  return { all: all.filter(({ paidOn }) => paidOn !== null), claimed: new Set() }
}

/** A row that says what one above it says is that payment again, unless each has a reference of its own. */
function isStatedTwice(one: Meant, stated: Map<string, Meant>): boolean {
  const { reference, amount, paidOn, voucherNumber } = one.row.value
  const key = JSON.stringify([one.award.id, one.organisationId, amount, paidOn, voucherNumber])
  const first = stated.get(key)
  if (!first) stated.set(key, one)
  if (!first || (reference !== null && first.row.value.reference !== null && reference !== first.row.value.reference))
    return false
  refuseRow(one.row, 'amount', {
    message: `is the payment of line ${first.row.line} again: the same award, recipient, amount, day and voucher; give each a reference if both were paid`,
    sv: `är utbetalningen på rad ${first.row.line} igen: samma bidrag, mottagare, belopp, dag och verifikation; ge var och en en referens om båda har betalats`
  })
  return true
}

const isSame = ({ award, organisationId, row: { value } }: Meant, payment: PaymentRow) =>
  payment.awardId === award.id &&
  payment.payeeOrganisationId === organisationId &&
  toOre(payment.amount.toFixed(2)) === toOre(value.amount) &&
  payment.paidOn === value.paidOn

/** Vouchers that are both stated and differ are of two payments. */
const agreesOn = (one: string | null, other: string | null) => one === null || other === null || one === other

/** The payment that the row is of, where it is recorded: by its reference, else by what it says. */
function findPayment({ source }: Writing, one: Meant, { all, claimed }: Known): PaymentRow | undefined {
  const { reference, voucherNumber } = one.row.value
  const referred = all.find(
    payment => reference !== null && payment.reference === reference && payment.source === source
  )
  if (referred) {
    if (!isSame(one, referred) || !agreesOn(voucherNumber, referred.voucherNumber)) {
      const amount = referred.amount.toFixed(2)
      const voucher = (word: string) => (referred.voucherNumber ? `, ${word} ${referred.voucherNumber}` : '')
      refuseRow(one.row, 'reference', {
        message: `is of a payment of ${amount} SEK on ${referred.paidOn}${voucher('voucher')}: what was paid is not changed by a file; record its return, or correct the file`,
        sv: `hör till en utbetalning om ${kronorInSwedish(amount)} den ${referred.paidOn}${voucher('verifikation')}: det som är betalt ändras inte av en fil; registrera returen, eller rätta filen`
      })
    }
    return referred
  }
  const alike = all.filter(
    payment =>
      !claimed.has(payment.id) &&
      isSame(one, payment) &&
      agreesOn(voucherNumber, payment.voucherNumber) &&
      (reference === null || payment.reference === null || payment.source !== source)
  )
  const found = alike.find(payment => payment.voucherNumber === voucherNumber) ?? alike[0]
  if (found) claimed.add(found.id)
  return found
}

/** A payment that is known stays as it is; a voucher number that was not told before is added. */
function keep(row: PaymentRowOfFile, payment: PaymentRow) {
  const adds = payment.voucherNumber === null && row.value.voucherNumber !== null && payment.status === 'paid'
  row.result = adds ? 'updated' : 'unchanged'
  row.recordId = payment.id
  if (payment.status !== 'paid') {
    warnRow(row, 'changed-since-import', {
      message: `the payment is ${payment.status} since it was paid, which is kept`,
      sv: `utbetalningen har efter betalningen fått status ${payment.status}, vilket behålls`
    })
  }
}

/** A payment of the same recipient, amount and day that is another by its award or its voucher: told, for a person to judge. */
function warnOfDoubles(one: Meant, { all }: Known) {
  const { organisationId, row } = one
  const twin = all.find(
    payment =>
      payment.payeeOrganisationId === organisationId &&
      payment.paidOn === row.value.paidOn &&
      toOre(payment.amount.toFixed(2)) === toOre(row.value.amount)
  )
  if (!twin) return
  const voucher = (word: string) => (twin.voucherNumber === null ? '' : ` (${word} ${twin.voucherNumber})`)
  warnRow(row, 'possible-double', {
    message: `as much was paid to the recipient on the same day already${voucher('voucher')}: is it the same payment?`,
    sv: `lika mycket har redan betalats till mottagaren samma dag${voucher('verifikation')}: är det samma utbetalning?`
  })
}

/** Where the rules of plans say something, the column that it is of; a sum that is too great is told of the amount. */
function columnAt(pointer: string): PaymentColumn {
  if (/dueOn$/.test(pointer)) return 'paid_on'
  if (/payeeOrganisationId$/.test(pointer)) return 'recipient'
  if (/grantYear$/.test(pointer)) return 'grant_year'
  return 'amount'
}

/** A plan of one payment, planned by whoever imports; sums are kept within the award. Answers the id of the plan. */
async function plan(writing: Writing, { row, organisationId, award }: Meant): Promise<string | undefined> {
  const { actor, municipalityCode, source } = writing
  const { reference, amount, paidOn, coding, years, note } = row.value
  const begun = award.agreements.filter(({ startsEarliest }) => startsEarliest <= paidOn)
  const perYear = award.amountPer === 'year' && award.yearFrom !== award.yearTo
  const sent = {
    awardId: award.id,
    agreementId: begun.length === 1 ? begun[0]!.id : null,
    grantYear: perYear ? (years?.from ?? null) : null,
    schedule: 'custom' as const,
    instalments: [
      { dueOn: paidOn, amount: toNumber(amount), payeeOrganisationId: organisationId, coding, reference, note }
    ],
    source
  }
  const made = await attempt(writing, row, columnAt, () =>
    createPaymentPlan(writing.tx, actor, municipalityCode, sent, true)
  )
  return made?.id
}

async function paymentsOfPlans(
  tx: Transaction,
  municipalityCode: string,
  planIds: string[]
): Promise<Map<string, PaymentRow>> {
  if (planIds.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.municipalityCode, municipalityCode), inArray(payments.planId, planIds)))
  return new Map(rows.map(row => [row.planId, row]))
}

async function addVouchers(
  { tx, actor, municipalityCode }: Writing,
  all: { payment: PaymentRow; row: PaymentRowOfFile }[]
) {
  if (all.length === 0) return
  const numbers = new Map(all.map(({ payment, row }) => [payment.id, row.value.voucherNumber]))
  const locked = await lockPayments(tx, municipalityCode, [...numbers.keys()])
  const moves = locked.map(payment => ({
    payment,
    verb: 'vouchered',
    status: payment.status,
    voucherNumber: numbers.get(payment.id)!,
    reason: THROUGH
  }))
  await movePayments(tx, actor, municipalityCode, moves)
}

/** Files of payments that were made before the service was taken into use. */
export const paymentKind: RecordKind<PaymentColumn, PaymentValue> = {
  name: 'payments',
  words: paymentWords,
  naming: { column: 'recipient', tells: { en: 'who was paid', sv: 'vem som fick betalt' } },
  telling: new Set(['amount', 'paid_on']),
  filled: new Set(['body', 'scheme', 'grant_year']),
  ofTheRow: ['reference', 'recipient', 'organisation_number', 'line_reference', 'amount'],
  summed: { column: 'amount', of: ({ amount }) => amount },
  scopes: ['payments:write', 'payment-runs:write'],
  read: readPayment,
  write,
  file: 'utbetalningar',
  template: {
    sheet: 'Utbetalningar',
    columns: [
      ['reference', 'Referens', null],
      ['recipient', 'Mottagare', 'Exempelföreningen'],
      ['organisation_number', 'Organisationsnummer', '802000-1239'],
      ['body', 'Nämnd', 'Kultur- och fritidsnämnden'],
      ['scheme', 'Bidragsform', 'Verksamhetsbidrag'],
      ['grant_year', 'Bidragsår', 2024],
      ['purpose', 'Ändamål', null],
      ['amount', 'Belopp', 15000],
      ['paid_on', 'Utbetalningsdag', '2024-04-02'],
      ['voucher_number', 'Verifikationsnummer', 'V-2024-101'],
      ['konto', 'Konto', '4580'],
      ['ansvar', 'Ansvar', '3100'],
      ['verksamhet', 'Verksamhet', null],
      ['projekt', 'Projekt', null]
    ],
    codes: []
  }
}
