import { deepStrictEqual as deepEqual, equal, ok } from 'node:assert/strict'
import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../src/platform/database/connection.ts'
import type { Client } from './register.ts'

/** The identities between sums of money, as docs/domain.md tells them under "Money has one way"; amounts in integer öre. */

export const bases = ['decision', 'grant', 'payment'] as const
export type Basis = (typeof bases)[number]
/** Every way to tell rows apart by one thing, and by all at once. */
export const groupings = ['year', 'scheme', 'organisation', 'body', 'year,scheme,organisation,body'] as const

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
  const byPayment = question.includes('yearBasis=payment') && /groupBy=[a-z,]*year/.test(question)
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

/** Sums that are kept beside the entries and differ from the sums of the entries. */
const keptApart = (municipalityCode: string): SQL => sql`
  select * from (
    select kind, nullif(scheme_id, '00000000-0000-0000-0000-000000000000') as scheme_id, body_id, decision_year,
           nullif(grant_year, 0) as grant_year, nullif(grant_year_to, 0) as grant_year_to,
           nullif(payment_year, 0) as payment_year, amount, facts, unknown
    from ledger_totals where municipality_code = ${municipalityCode}
    except all
    select kind, scheme_id, body_id, decision_year, grant_year, grant_year_to, payment_year, sum(amount), sum(facts),
           sum(unknown)
    from ledger_entries where municipality_code = ${municipalityCode} group by 1, 2, 3, 4, 5, 6, 7
  ) apart`

export async function keptSumsAreThoseOfTheEntries(database: Database, municipalityCode: string) {
  const { rows } = await database.execute(keptApart(municipalityCode))
  deepEqual(rows, [], 'the sums that are kept are those of the entries')
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
