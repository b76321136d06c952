import { fromOre, oreOf, toOre } from '../../base/money.ts'
import { formatOrganisationNumber } from '../../register/organisations/rules.ts'
import { findTrailHead } from '../dossiers/queries.ts'
import { findPaymentTrail } from '../dossiers/trail.ts'
import { findAdvice } from './queries.ts'
import { type Asked, labelOf, type Told } from './told.ts'
import { dayText, marked, maskedText, moneyText, paragraphText, periodText, timeText } from './words.ts'

/** What a payee is told of one payment. @throws NotFound */
export async function paymentAdvice(asked: Asked): Promise<Told<'paymentAdvice'>> {
  const { db, ref, language, municipality, today } = asked
  const [head, advice] = await Promise.all([findTrailHead(db, ref), findAdvice(db, ref)])
  const { payment, decision, decisionLine: line, scheme, bankReturn } = head
  const setOff = toOre(advice.setOff)
  const { organisationNumber: number, accountNumber } = advice
  const data = {
    municipality,
    municipalityCode: ref.municipalityCode,
    madeOn: dayText(today, language),
    payee: payment.payeeName,
    organisationNumber: number ? formatOrganisationNumber(number) : '',
    account: accountNumber ? `${accountName(advice.accountKind!)} ${maskedText(accountNumber)}` : '',
    amount: moneyText(payment.amount, language),
    setOff: setOff > 0n ? moneyText(fromOre(setOff), language) : '',
    toPay: moneyText(fromOre(oreOf(payment.amount) - setOff), language),
    status: labelOf(asked, 'PaymentStatus', payment.status),
    cancelled: marked(payment.withdrawnAt !== null),
    dueOn: dayText(payment.dueOn, language),
    paidOn: dayText(payment.paidOn, language),
    voucher: payment.voucherNumber ?? '',
    returnedOn: dayText(bankReturn?.returnedOn ?? null, language),
    returned: moneyText(bankReturn?.returnedAmount ?? null, language),
    period: periodText(payment.servicePeriodFrom, payment.servicePeriodTo, language),
    instalment: String(payment.instalmentNumber),
    purpose: line.purpose ?? '',
    scheme: scheme?.name ?? '',
    agreement: advice.agreementTitle ?? '',
    body: decision.bodyName,
    decidedOn: dayText(decision.decidedOn, language, advice.decidedOnPrecision),
    paragraph: paragraphText(decision.paragraph),
    diaryNumber: decision.diaryNumber ?? '',
    coding: Object.entries(payment.coding).map(([dimension, value]) => ({ dimension, value }))
  }
  return { data, madeAt: advice.updatedAt }
}

/** Proper names, the same in both languages. */
const accountName = (kind: string) => (kind === 'iban' ? 'IBAN' : `${kind[0]!.toUpperCase()}${kind.slice(1)}`)

/** The trail of a krona. @throws NotFound */
export async function paymentTrail(asked: Asked): Promise<Told<'paymentTrail'>> {
  const { db, ref, language, municipality, today } = asked
  const { payment, ledgerEntries, events, steps, missing } = await findPaymentTrail(db, ref, asked.labels)
  const data = {
    municipality,
    municipalityCode: ref.municipalityCode,
    madeOn: dayText(today, language),
    payee: payment.payeeName,
    amount: moneyText(payment.amount, language),
    dueOn: dayText(payment.dueOn, language),
    paidOn: dayText(payment.paidOn, language),
    status: labelOf(asked, 'PaymentStatus', payment.status),
    voucher: payment.voucherNumber ?? '',
    steps: steps.map(({ kind, text, happenedOn, recordedAt, doneBy }) => ({
      kind: labelOf(asked, 'TrailStepKind', kind),
      text: text[language],
      happenedOn: dayText(happenedOn, language),
      recordedAt: timeText(recordedAt),
      by: doneBy ?? ''
    })),
    missing: missing.map(text => ({ text: text[language] })),
    entries: ledgerEntries.map(entry => ({
      sequence: String(entry.sequence),
      recordedAt: timeText(entry.recordedAt),
      kind: labelOf(asked, 'EntryKind', entry.kind),
      amount: moneyText(entry.amount, language),
      year: entry.paymentYear === null ? '' : String(entry.paymentYear)
    }))
  }
  const instants = [...events.map(({ recordedAt }) => recordedAt), ...ledgerEntries.map(({ recordedAt }) => recordedAt)]
  return { data, madeAt: instants.toSorted().at(-1)! }
}
