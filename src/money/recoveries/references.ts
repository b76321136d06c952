import { and, eq } from 'drizzle-orm'
import { Invalid, type Violation } from '../../base/errors.ts'
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
): string | null {
  if (standing === 'proposed') return 'is only a proposal: nothing was decided by it'
  if (annulmentRecordedAt) return 'was annulled'
  return on < decidedOn ? `was made later, on ${decidedOn}` : null
}

/** @throws Invalid naming everything that the recovery refers to and should not */
export async function checkRecoveryReferences(tx: Transaction, award: AwardFacts, recovery: NewRecovery) {
  const { municipalityCode, decidedOn } = award
  if (recovery.decidedOn < decidedOn) {
    const message = `must not be before ${decidedOn}, when the grant was decided`
    throw refused([{ field: '/decidedOn', message }])
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
        row.awardId !== award.id ? 'is no payment of the award' : wrongWithPayment(row, recovery.decidedOn)
    },
    {
      table: reports,
      id: recovery.reportId,
      field: '/reportId',
      what: 'a report',
      check: (row: ReportRow) =>
        row.awardId === award.id || funded.has(row.agreementId) ? null : 'is no report of the award or its agreement'
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

function wrongWithPayment({ paidOn }: PaymentRow, decidedOn: string): string | null {
  if (!paidOn) return 'has not been paid'
  return paidOn > decidedOn ? `was paid later, on ${paidOn}` : null
}

function wrongWithRules(version: RuleVersionRow, { schemeId, decidedOn }: AwardFacts): string | null {
  if (version.schemeId !== schemeId) return "are not rules of the award's scheme"
  return holdsOn(version, decidedOn) === 'no' ? `did not hold when the grant was decided, on ${decidedOn}` : null
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
  const message = id === undefined ? 'is required: there are several payees' : 'has not received of the award'
  throw refused([{ field: '/organisationId', message }])
}

export const refused = (violations: Violation[]) =>
  new Invalid(
    problems['recovery-not-valid'],
    { en: 'The recovery breaks rules of a recovery.', sv: 'Återkravet bryter mot reglerna för återkrav.' },
    violations
  )
