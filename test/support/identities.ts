import { deepStrictEqual as deepEqual, equal, ok } from 'node:assert/strict'
import { verifyKeptSums } from '../../src/money/ledger/kept-sums.ts'
import type { Database } from '../../src/platform/database/connection.ts'
import type { Client } from './register.ts'

/** The identities between sums of money, as docs/domain.md tells them under "Money has one way"; amounts in integer öre. */

export const bases = ['decision', 'grant', 'payment'] as const
export type Basis = (typeof bases)[number]
/** Every way to tell rows apart by one thing, and by all at once. */
const ofLines = 'legalForm,focusArea,kindOfWork,targetGroup,delegate'
export const groupings = [
  ...['year', 'scheme', 'organisation', 'body', 'year,scheme,organisation,body', 'month', `scheme,month,${ofLines}`]
] as const

const amounts = [
  ...['granted', 'reserved', 'planned', 'payable', 'held', 'checked', 'approved', 'recorded', 'paid', 'returned'],
  ...['claimed', 'recovered', 'writtenOff', 'outstanding', 'unpaidOfGranted', 'budgeted', 'unspentOfBudget']
] as const
type Amount = (typeof amounts)[number]
export type Figures = Record<Amount, number | null>
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Row = any
export type Totals = { items: Row[]; total: Row; meta: { knownAt: string } }

/** Amounts of a row in öre; null where it tells none. */
export const inOre = (row: Row) =>
  Object.fromEntries(amounts.map(name => [name, row[name] === null ? null : Math.round(row[name] * 100)])) as Figures

export const questionOf = (groupBy: string, basis: Basis, more = '') =>
  `/statistics/payment-totals?groupBy=${groupBy}&yearBasis=${basis}${more}`

/** Throws where the answer to one question breaks an identity, in a row or in all. */
export function holdTogether({ items, total }: Totals, question: string) {
  const byPayment =
    /groupBy=[a-zA-Z,]*month/.test(question) ||
    (question.includes('yearBasis=payment') && /groupBy=[a-zA-Z,]*year/.test(question))
  for (const row of [...items, total]) {
    const told = `${question}: ${JSON.stringify(row)}`
    const at = inOre(row)
    const [granted, planned, checked, approved] = [at.granted!, at.planned!, at.checked!, at.approved!]
    const net = at.paid! - at.returned!
    const recorded = at.recorded!
    ok(
      planned >= checked + recorded && checked >= approved,
      `planned ≥ checked + recorded, checked ≥ approved: ${told}`
    )
    ok(approved + recorded >= net, `approved + recorded ≥ paid: ${told}`)
    if (at.payable !== null) equal(at.payable + at.held!, planned - net, `payable + held: ${told}`)
    if (at.unpaidOfGranted !== null) equal(at.unpaidOfGranted, granted - net, `unpaid of granted: ${told}`)
    equal(at.outstanding, at.claimed! - at.recovered! - at.writtenOff!, `outstanding: ${told}`)
    // What is asked back in one year may come in in another.
    if (!byPayment || row === total) ok(at.outstanding! >= 0, `outstanding is not less than nothing: ${told}`)
    equal(at.unspentOfBudget, at.budgeted === null ? null : at.budgeted - net + at.recovered!, `unspent: ${told}`)
  }
  const all = inOre(total)
  for (const name of amounts) {
    // A body with a budget for all its schemes is counted by that one.
    if ((name === 'budgeted' && question.includes('scheme')) || name === 'unspentOfBudget') continue
    if (name === 'unpaidOfGranted' && byPayment) continue
    const rows = items.map(row => inOre(row)[name])
    if (all[name] === null) ok(rows.every(amount => amount === null))
    else
      equal(
        rows.reduce<number>((sum, amount) => sum + amount!, 0),
        all[name],
        `rows sum to the total: ${name}, ${question}`
      )
  }
}

/** The sums and sets that are kept beside the entries are those that the entries give. */
export async function keptSumsAreThoseOfTheEntries(database: Database, municipalityCode: string) {
  deepEqual(await verifyKeptSums(database, municipalityCode), { totals: 0, months: 0, organisations: 0 })
}

export type Question = { groupBy: (typeof groupings)[number]; basis: Basis }
export const allQuestions: Question[] = bases.flatMap(basis => groupings.map(groupBy => ({ groupBy, basis })))

/**
 * Asks questions of the municipality, now or as known at an instant, and throws where an identity does not hold, or where
 * two questions have different sums. `ask`: by a path within the municipality. Answers the answers, in their order.
 */
export async function identitiesHold(ask: Client, questions = allQuestions, knownAt?: string): Promise<Totals[]> {
  const answers: Totals[] = []
  let first: Row
  for (const { groupBy, basis } of questions) {
    const question = questionOf(groupBy, basis, knownAt ? `&knownAt=${knownAt}` : '')
    const { status, body } = await ask('GET', question)
    equal(status, 200, `${question}: ${JSON.stringify(body)}`)
    holdTogether(body, question)
    const { budgeted, unspentOfBudget, unpaidOfGranted, ...same } = inOre(body.total)
    first ??= same
    deepEqual(same, first, `every question has the same total: ${question}`)
    answers.push(body)
  }
  return answers
}

/** All of it: every question now, and the sums that are kept beside the entries. */
export async function sumsHangTogether(ask: Client, database: Database, municipalityCode: string) {
  await identitiesHold(ask)
  await keptSumsAreThoseOfTheEntries(database, municipalityCode)
}
