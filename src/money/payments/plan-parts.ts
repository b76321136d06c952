import type { Actor, Ref } from '../../base/actor.ts'
import { parsePaymentReference } from '../../base/check-digits.ts'
import { FIRST_DAY, LAST_DAY, today } from '../../base/dates.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import { kronorOf } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import type { Content } from '../../register/agreements/content.ts'
import { agreements } from '../../register/agreements/record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import type { Draft } from './plan-rules.ts'
import { problems } from './problems.ts'
import type { BeforeFinal, Condition, PaymentRow } from './record.ts'
import { budgetYearOf, type Period } from './schedule-rules.ts'
import type { AwardFacts } from './sums.ts'
import { makePayments } from './write.ts'

/** What plans and single payments are checked for and written by. */

export function refuseBroken(violations: Violation[]): void {
  if (violations.length > 0)
    throw new Invalid(
      problems['plan-not-valid'],
      { en: 'The plan breaks rules of a plan.', sv: 'Planen bryter mot reglerna för utbetalningsplaner.' },
      violations
    )
}

/** The period that a plan is of, or what is wrong with the year that was named. */
export function periodOf(award: AwardFacts, year: number | null): Period | Violation {
  const { amountPer, grantYearFrom: from, grantYearTo: to } = award
  const field = '/grantYear'
  if (from === null || to === null) {
    if (year === null) return { grantYear: null, grantYearTo: null }
    return { field, message: 'the award states no year', sv: 'bidraget anger inget år' }
  }
  const perYear = amountPer === 'year'
  if (year === null && perYear && from !== to) {
    return {
      field,
      message: `is required: the award is per year, ${from} to ${to}`,
      sv: `måste anges: bidraget är per år, ${from} till ${to}`
    }
  }
  if (year !== null && (perYear ? year < from || year > to : year !== from)) {
    const [which, whichSv] = perYear && from !== to ? [`${from} to ${to}`, `${from} till ${to}`] : [from, from]
    return {
      field,
      message: `is not a year that the award begins a period in: ${which}`,
      sv: `är inget år som bidraget börjar en period i: ${whichSv}`
    }
  }
  return perYear || from === to ? { grantYear: year ?? from, grantYearTo: null } : { grantYear: from, grantYearTo: to }
}

/** The first day on which a payment may fall due: the day of the decision, or the earliest first day of the agreement. */
export function earliestOf({ decidedOn }: AwardFacts, agreement: AgreementFacts | null): string {
  const begins = agreement && agreement.startsEarliest !== FIRST_DAY ? agreement.startsEarliest : decidedOn
  return begins > decidedOn ? begins : decidedOn
}

/** A due date that no grant has but by a mistyped year: this long after all that it could be of. */
const YEARS_AFTER = 10
/** The last year that a budget can be of. */
const LAST_YEAR = 2199

/**
 * The last day that a payment may fall due: ten years after the last year of the grant, of the agreement where its end is
 * known, and after this year, whichever is latest.
 */
export function latestOf({ grantYearTo }: AwardFacts, agreement: AgreementFacts | null, on = today()): string {
  const ends = agreement && agreement.endsLatest !== LAST_DAY ? agreement.endsLatest : on
  const last = Math.max(grantYearTo ?? 0, ...[ends, on].map(day => Number(day.slice(0, 4))))
  return `${Math.min(last + YEARS_AFTER, LAST_YEAR)}-12-31`
}

export type AgreementFacts = { startsEarliest: string; endsLatest: string; indexClause: Content['indexClause'] }

type Named = {
  agreementId?: string | null
  budgetOverrideDecisionId?: string | null
  payees: { id: string | null | undefined; field: string }[]
}

/**
 * What a plan names stands in the municipality, and money goes only to those who may have it: recipients of the award, its
 * payee, or whom the agreement names as payee or fiscal host. Answers the agreement. @throws Invalid
 */
export async function checkNamed(
  tx: Transaction,
  award: AwardFacts,
  { agreementId, budgetOverrideDecisionId, payees }: Named
): Promise<AgreementFacts | null> {
  const { municipalityCode } = award
  let found: AgreementFacts | null = null
  const entitled = new Set([...award.recipientIds, award.payeeOrganisationId])
  const agreement = (row: typeof agreements.$inferSelect) => {
    const content = row.content
    const { startsEarliest, endsLatest } = row
    found = { startsEarliest, endsLatest, indexClause: content.indexClause ?? null }
    for (const { key, role, organisationId } of content.parties ?? []) {
      if (organisationId && (role === 'fiscalHost' || key === content.payeeKey)) entitled.add(organisationId)
    }
    return null
  }
  const payee = (row: typeof organisations.$inferSelect) => {
    if (row.mergedIntoId !== null) {
      return { message: `has been merged into ${row.mergedIntoId}`, sv: `har slagits ihop med ${row.mergedIntoId}` }
    }
    return entitled.has(row.id)
      ? null
      : {
          message: 'is no recipient or payee of the award, nor payee or fiscal host of the agreement',
          sv: 'är varken mottagare av bidraget eller den som avtalets pengar betalas till'
        }
  }
  const decided = (row: typeof decisions.$inferSelect) => {
    if (row.standing === 'proposed') return { message: 'is a proposal', sv: 'är ett förslag' }
    return row.annulmentRecordedAt ? { message: 'has been annulled', sv: 'har upphävts' } : null
  }
  await checkReferences(tx, municipalityCode, [
    { table: agreements, id: agreementId, field: '/agreementId', what: 'an agreement', check: agreement },
    {
      table: decisions,
      id: budgetOverrideDecisionId,
      field: '/budgetOverrideDecisionId',
      what: 'a decision',
      check: decided
    },
    ...payees.map(({ id, field }) => ({
      table: organisations,
      id,
      field,
      what: 'an organisation' as const,
      check: payee
    }))
  ])
  return found
}

export type Planned = Draft & {
  payeeOrganisationId: string
  coding: Record<string, string>
  payeeMessage: string | null
  payeeReference: string | null
  conditions: Condition[]
  reference: string | null
}

export type OfPlan = {
  plan: Ref & { source: string; agreementId: string | null }
  award: AwardFacts
  period: Period
  /** Number of the first of them within the plan. */
  from: number
  beforeFinal: BeforeFinal | null
  /** Principals of who planned or changed what these come in the place of: the work is theirs too. */
  alsoChangedBy?: string[]
}

/** Writes planned payments with what they wait for, an event each, and settles the ledger once. */
export async function insertPayments(
  tx: Transaction,
  actor: Actor,
  { plan, award, period, from, beforeFinal, alsoChangedBy = [] }: OfPlan,
  planned: Planned[]
): Promise<PaymentRow[]> {
  const { municipalityCode } = plan
  const changedBy = [...new Set([...alsoChangedBy, actor.principal])]
  const values = planned.map(({ of, amount, ...draft }, at) => ({
    ...draft,
    ...period,
    municipalityCode,
    source: plan.source,
    planId: plan.id,
    awardId: award.id,
    agreementId: plan.agreementId,
    instalmentNumber: from + at,
    beforeFinal,
    changedBy,
    amount: kronorOf(amount),
    budgetYear: budgetYearOf(period, draft.dueOn)
  }))
  return await makePayments(tx, actor, municipalityCode, 'planned', values)
}

/** A reference as it is kept; undefined where none is told, null where it is to be none. */
export const keptReference = (text: string | null | undefined): string | null | undefined => {
  const read = text == null ? undefined : parsePaymentReference(text)
  return read?.ok ? read.value : text
}

/** References that are neither an OCR number nor an RF reference. */
export function checkPayeeReference(text: string | null | undefined, field: string): Violation[] {
  const read = text == null ? undefined : parsePaymentReference(text)
  return !read || read.ok ? [] : [{ field, message: read.message, sv: read.sv }]
}

type Choice = (Omit<BeforeFinal, 'chosenOn'> & { chosenOn?: string }) | null | undefined

/** A choice lets payments go before the decision is final: one that is still to be made lets nothing go. */
export function checkChosen(beforeFinal: Choice): Violation[] {
  if (!beforeFinal?.chosenOn || beforeFinal.chosenOn <= today()) return []
  return [
    { field: '/beforeFinal/chosenOn', message: 'must not be later than today', sv: 'får inte vara senare än i dag' }
  ]
}

/** A choice to pay before the decision is final, with its day. */
export function chosen(beforeFinal: Choice) {
  return beforeFinal ? { ...beforeFinal, chosenOn: beforeFinal.chosenOn ?? today() } : null
}
