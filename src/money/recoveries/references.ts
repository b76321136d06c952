import { and, eq } from 'drizzle-orm'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { agreementAwards } from '../../register/agreements/link-tables.ts'
import { decisions } from '../../register/decisions/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import { schemeRuleVersions } from '../../register/schemes/version-record.ts'
import { holdsOn } from '../../register/schemes/version-rules.ts'
import { ruleVersionOn } from '../../register/schemes/versions.ts'
import { payments } from '../payments/record.ts'
import type { AwardFacts } from '../payments/sums.ts'
import { reports } from '../reports/record.ts'
import { problems } from './problems.ts'
import type { NewRecovery } from './record.ts'

/** What a recovery refers to: it stands in the municipality, and has to do with the award. */

type DecisionRow = typeof decisions.$inferSelect
type PaymentRow = typeof payments.$inferSelect
type ReportRow = typeof reports.$inferSelect
type RuleVersionRow = typeof schemeRuleVersions.$inferSelect

/** What is wrong with a decision that asks back, or gives up, on a day; null: nothing. */
export function wrongWithDecision(
  { standing, annulmentRecordedAt, decidedOn }: DecisionRow,
  on: string
): Message | null {
  if (standing === 'proposed') {
    return { message: 'is only a proposal: nothing was decided by it', sv: 'är bara ett förslag: inget beslutades' }
  }
  if (annulmentRecordedAt) return { message: 'was annulled', sv: 'har upphävts' }
  return on < decidedOn ? { message: `was made later, on ${decidedOn}`, sv: `fattades senare, den ${decidedOn}` } : null
}

/** @throws Invalid naming everything that the recovery refers to and should not */
export async function checkRecoveryReferences(tx: Transaction, award: AwardFacts, recovery: NewRecovery) {
  const { municipalityCode, decidedOn } = award
  if (recovery.decidedOn < decidedOn) {
    const message = `must not be before ${decidedOn}, when the grant was decided`
    const sv = `får inte ligga före ${decidedOn}, då bidraget beslutades`
    throw refused([{ field: '/decidedOn', message, sv }])
  }
  const funded = recovery.reportId ? await agreementsOf(tx, award) : new Set<string | null>()
  await checkReferences(tx, municipalityCode, [
    {
      table: decisions,
      id: recovery.decisionId,
      field: '/decisionId',
      what: 'a decision',
      check: (row: DecisionRow) => wrongWithDecision(row, recovery.decidedOn)
    },
    {
      table: payments,
      id: recovery.paymentId,
      field: '/paymentId',
      what: 'a payment',
      check: (row: PaymentRow) =>
        row.awardId !== award.id
          ? { message: 'is no payment of the award', sv: 'är ingen utbetalning av bidraget' }
          : wrongWithPayment(row, recovery.decidedOn)
    },
    {
      table: reports,
      id: recovery.reportId,
      field: '/reportId',
      what: 'a report',
      check: (row: ReportRow) =>
        row.awardId === award.id || funded.has(row.agreementId)
          ? null
          : {
              message: 'is no report of the award or its agreement',
              sv: 'är ingen redovisning för bidraget eller dess avtal'
            }
    },
    { table: organisations, id: recovery.organisationId, field: '/organisationId', what: 'an organisation' },
    {
      table: schemeRuleVersions,
      id: recovery.ruleVersionId,
      field: '/ruleVersionId',
      what: 'rules',
      check: (row: RuleVersionRow) => wrongWithRules(row, award)
    }
  ])
}

function wrongWithPayment({ paidOn }: PaymentRow, decidedOn: string): Message | null {
  if (!paidOn) return { message: 'has not been paid', sv: 'är inte betald' }
  return paidOn > decidedOn ? { message: `was paid later, on ${paidOn}`, sv: `betalades senare, den ${paidOn}` } : null
}

function wrongWithRules(version: RuleVersionRow, { schemeId, decidedOn }: AwardFacts): Message | null {
  if (version.schemeId !== schemeId) {
    return { message: "are not rules of the award's scheme", sv: 'är inte regler för bidragets bidragsform' }
  }
  if (holdsOn(version, decidedOn) !== 'no') return null
  return {
    message: `did not hold when the grant was decided, on ${decidedOn}`,
    sv: `gällde inte när bidraget beslutades, den ${decidedOn}`
  }
}

async function agreementsOf(tx: Transaction, { municipalityCode, id }: AwardFacts): Promise<Set<string | null>> {
  const rows = await tx
    .select({ id: agreementAwards.agreementId })
    .from(agreementAwards)
    .where(and(eq(agreementAwards.municipalityCode, municipalityCode), eq(agreementAwards.awardId, id)))
  return new Set(rows.map(row => row.id))
}

/** The rules that the award was decided under: those named, else those that held on the day of the decision. */
export async function rulesOf(
  tx: Transaction,
  { municipalityCode, schemeId, decidedOn }: AwardFacts,
  ruleVersionId: string | null | undefined
): Promise<RuleVersionRow | undefined> {
  if (ruleVersionId) {
    const [row] = await tx
      .select()
      .from(schemeRuleVersions)
      .where(and(eq(schemeRuleVersions.municipalityCode, municipalityCode), eq(schemeRuleVersions.id, ruleVersionId)))
    return row
  }
  if (!schemeId) return undefined
  return (await ruleVersionOn(tx, { municipalityCode, id: schemeId }, decidedOn))?.version
}

/** Who repays: who is told, and has received of the award; else the one payee of what was paid. @throws Invalid */
export function repayerOf(organisationId: string | undefined, payeeIds: string[], { recipientIds }: AwardFacts) {
  if (organisationId === undefined && payeeIds.length === 1) return payeeIds[0]!
  const id = organisationId?.toLowerCase()
  if (id !== undefined && (payeeIds.includes(id) || recipientIds.includes(id))) return id
  const fault =
    id === undefined
      ? { message: 'is required: there are several payees', sv: 'måste anges: det finns flera mottagare' }
      : { message: 'has not received of the award', sv: 'har inte fått något av bidraget' }
  throw refused([{ field: '/organisationId', ...fault }])
}

export const refused = (violations: Violation[]) =>
  new Invalid(
    problems['recovery-not-valid'],
    { en: 'The recovery breaks rules of a recovery.', sv: 'Återkravet bryter mot reglerna för återkrav.' },
    violations
  )
