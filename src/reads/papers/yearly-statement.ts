import { fromOre, toOre } from '../../base/money.ts'
import { findRecord } from '../../platform/database/records.ts'
import { isGranted, type Outcome } from '../../register/decisions/outcomes.ts'
import { organisations } from '../../register/organisations/record.ts'
import { formatOrganisationNumber } from '../../register/organisations/rules.ts'
import type { DataOfKind } from './names.ts'
import {
  type AppliedRow,
  findApplied,
  findClaimed,
  findGrants,
  findOwed,
  findPaid,
  findSame,
  type GrantRow,
  type PaidRow
} from './queries.ts'
import { type Asked, labelOf, type Told } from './told.ts'
import { dayText, jointlyText, knownMoney, marked, moneyText, paragraphText, periodText, yearsText } from './words.ts'

type Statement = DataOfKind<'yearlyStatement'>

/** What an organisation applied for, got and was paid in a year, and what it owes. What was merged into it counts. @throws NotFound */
export async function yearlyStatement(asked: Asked): Promise<Told<'yearlyStatement'>> {
  const { db, ref, language, municipality, today } = asked
  const { municipalityCode } = ref
  const year = asked.year ?? Number(today.slice(0, 4))
  const organisation = await findRecord(db, organisations, 'organisation', ref)
  const of = { municipalityCode, ids: await findSame(db, ref), year }
  const [applied, grants, paid, owed, claimed] = await Promise.all([
    findApplied(db, of),
    findGrants(db, of),
    findPaid(db, of),
    findOwed(db, ref, `${year}-12-31`, today),
    findClaimed(db, of)
  ])
  const { organisationNumber: number } = organisation
  const data: Statement = {
    municipality,
    municipalityCode,
    madeOn: dayText(today, language),
    organisation: organisation.name,
    organisationNumber: number ? formatOrganisationNumber(number) : '',
    year: String(year),
    applications: applied.map(row => applicationOf(row, asked)),
    grants: grants.map(row => grantOf(row, asked)),
    ...sumsOf(grants, paid, asked),
    payments: paid.map(row => paymentOf(row, asked)),
    reports: owed.map(row => ({
      of: row.agreementTitle ?? row.schemeName ?? '',
      period: periodText(row.periodFrom, row.periodTo, language),
      dueOn: dayText(row.dueOn, language),
      overdue: marked(row.overdue === 'yes'),
      status: labelOf(asked, 'ReportStatus', row.status)
    })),
    recoveries: claimed.map(row => ({
      decidedOn: dayText(row.decidedOn, language),
      ground: labelOf(asked, 'RecoveryGround', row.ground),
      amount: moneyText(row.amount, language),
      left: moneyText(row.left, language),
      dueOn: dayText(row.dueOn, language)
    }))
  }
  const instants = [organisation, ...applied, ...grants, ...paid, ...owed, ...claimed].map(({ updatedAt }) => updatedAt)
  return { data, madeAt: instants.toSorted().at(-1)! }
}

const sumOf = (amounts: (string | null)[]) => amounts.reduce((sum, amount) => sum + toOre(amount ?? '0'), 0n)

/** Only exact amounts are summed, and what is shared apart: nobody has said how much of it is whose. */
function sumsOf(
  grants: GrantRow[],
  paid: PaidRow[],
  { language }: Asked
): Pick<Statement, 'granted' | 'grantedJointly' | 'uncertain' | 'paid' | 'setOff'> {
  const given = grants.filter(({ outcome }) => isGranted(outcome as Outcome))
  const exact = given.filter(({ certainty }) => certainty === 'exact')
  const sum = (rows: GrantRow[]) => moneyText(fromOre(sumOf(rows.map(({ granted }) => granted))), language)
  const shared = exact.filter(({ others }) => others.length > 0)
  const setOff = sumOf(paid.map(row => row.setOff))
  const net = sumOf(paid.map(({ amount }) => amount)) - sumOf(paid.map(({ returned }) => returned))
  return {
    granted: sum(exact.filter(({ others }) => others.length === 0)),
    grantedJointly: shared.length > 0 ? sum(shared) : '',
    uncertain: given.length > exact.length ? String(given.length - exact.length) : '',
    paid: moneyText(fromOre(net), language),
    setOff: setOff > 0n ? moneyText(fromOre(setOff), language) : ''
  }
}

function applicationOf(row: AppliedRow, asked: Asked): Statement['applications'][number] {
  const { language } = asked
  const amounts = row.amounts.map(({ year, amount, certainty }) => {
    const told = knownMoney(amount, certainty, language)
    return year !== null && row.amounts.length > 1 ? `${year}: ${told}` : told
  })
  return {
    receivedOn: dayText(row.receivedOn, language, row.receivedOnPrecision),
    scheme: row.schemeName ?? '',
    purpose: row.purpose ?? '',
    status: labelOf(asked, 'ApplicationStatus', row.status),
    applied: amounts.length > 0 ? amounts.join('\n') : knownMoney(null, 'notStated', language),
    jointly: jointlyText(row.others, language)
  }
}

function grantOf(row: GrantRow, asked: Asked): Statement['grants'][number] {
  const { language } = asked
  return {
    body: row.bodyName,
    decidedOn: dayText(row.decidedOn, language, row.decidedOnPrecision),
    paragraph: paragraphText(row.paragraph),
    diaryNumber: row.diaryNumber ?? '',
    scheme: row.schemeName ?? '',
    purpose: row.purpose ?? '',
    outcome: labelOf(asked, 'LineOutcome', row.outcome),
    years: yearsText(row.yearFrom, row.yearTo),
    applied: row.appliedCertainty === 'notStated' ? '' : knownMoney(row.applied, row.appliedCertainty, language),
    granted: isGranted(row.outcome as Outcome)
      ? knownMoney(row.granted, row.certainty, language)
      : moneyText(row.granted, language),
    per: row.yearFrom === row.yearTo ? '' : labelOf(asked, 'AmountPer', row.amountPer),
    jointly: jointlyText(row.others, language)
  }
}

const paymentOf = (row: PaidRow, { language }: Asked): Statement['payments'][number] => ({
  paidOn: dayText(row.paidOn, language),
  amount: moneyText(row.amount, language),
  setOff: toOre(row.setOff) > 0n ? moneyText(row.setOff, language) : '',
  returned: moneyText(row.returned, language),
  voucher: row.voucherNumber ?? '',
  scheme: row.schemeName ?? '',
  purpose: row.purpose ?? ''
})
