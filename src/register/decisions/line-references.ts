import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { applications } from '../applications/record.ts'
import { organisations } from '../organisations/record.ts'
import { schemes } from '../schemes/record.ts'
import { decisionLines, type LinePatch } from './line-record.ts'
import { problems } from './problems.ts'
import { revisingLine } from './queries.ts'
import { decisions } from './record.ts'

/** What a line refers to stands in the municipality. */

/** @throws Invalid `line-not-valid` naming every field, placed in what was sent by `pointer` */
export function refuseViolations(violations: Violation[], pointer: string) {
  if (violations.length === 0) return
  const placed = violations.map(({ field, ...told }) => ({ field: pointer + field, ...told }))
  throw new Invalid(
    problems['line-not-valid'],
    { en: 'The line breaks rules of a decision line.', sv: 'Raden bryter mot reglerna för beslutsrader.' },
    placed
  )
}

/**
 * The scheme stands; the line that this one replaces is a line of the decision that its decision revises, and no other
 * line that stands replaces it. `lineId` is the line itself where it is recorded already. @throws Invalid
 */
export async function checkLineReferences(
  tx: Transaction,
  decision: Ref,
  { schemeId, revisesLineId }: Pick<LinePatch, 'schemeId' | 'revisesLineId'>,
  pointer: string,
  lineId?: string
) {
  const { municipalityCode } = decision
  await checkReferences(tx, municipalityCode, [
    { table: schemes, id: schemeId, field: `${pointer}/schemeId`, what: 'a scheme' }
  ])
  if (!revisesLineId) return
  const refuse = (message: string, sv: string) => refuseViolations([{ field: '/revisesLineId', message, sv }], pointer)
  const mine = and(eq(decisions.municipalityCode, municipalityCode), eq(decisions.id, decision.id))
  const [row] = await tx.select({ revised: decisions.revisesDecisionId }).from(decisions).where(mine)
  if (!row?.revised)
    return refuse(
      'is only for a line of a decision that revises another',
      'är bara för en rad i ett beslut som omprövar ett annat'
    )
  // Another transaction that replaces the same line waits here.
  const [replaced] = await tx
    .select({ id: decisionLines.id })
    .from(decisionLines)
    .where(
      and(
        eq(decisionLines.municipalityCode, municipalityCode),
        eq(decisionLines.id, revisesLineId),
        eq(decisionLines.decisionId, row.revised),
        isNull(decisionLines.withdrawnAt)
      )
    )
    .for('no key update')
  if (!replaced)
    return refuse(
      'is not a line that stands of the decision that is revised',
      'är ingen gällande rad i det beslut som omprövas'
    )
  const other = await revisingLine(tx, { municipalityCode, id: revisesLineId })
  if (other && other !== lineId)
    refuse(`is replaced already, by the line ${other}`, `är redan ersatt, av raden ${other}`)
}

/** A recipient is an organisation of the municipality that stands and was not merged into another. */
export async function checkRecipients(
  tx: Transaction,
  municipalityCode: string,
  recipients: LinePatch['recipients'] & {},
  pointer: string
) {
  const recipientIds = recipients.map(({ organisationId }) => organisationId)
  const rows = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(
      and(
        eq(organisations.municipalityCode, municipalityCode),
        inArray(organisations.id, recipientIds),
        isNull(organisations.withdrawnAt),
        isNull(organisations.mergedIntoId)
      )
    )
    .for('share')
  const found = new Set(rows.map(({ id }) => id))
  const violations = recipientIds.flatMap((id, at) =>
    found.has(id)
      ? []
      : [
          {
            field: `/recipients/${at}/organisationId`,
            message: 'is not an organisation that stands in this municipality',
            sv: 'är ingen gällande organisation i kommunen'
          }
        ]
  )
  refuseViolations(violations, pointer)
}

/**
 * A line answers an application of the municipality that stands. One that its applicant took back is not decided, unless
 * it is opened again. `pointer` leads to the line in what was sent. @throws Invalid
 */
export async function checkApplication(
  tx: Transaction,
  municipalityCode: string,
  id: string | null | undefined,
  pointer: string
): Promise<void> {
  if (!id) return
  const { status, withdrawnAt } = applications
  const [row] = await tx
    .select({ status, withdrawnAt })
    .from(applications)
    .where(and(eq(applications.municipalityCode, municipalityCode), eq(applications.id, id)))
    .for('share')
  const field = `${pointer}/applicationId`
  if (!row || row.withdrawnAt) {
    const message = 'is not an application that stands in this municipality'
    throw new Invalid(
      problems['application-not-found'],
      { en: 'There is no such application.', sv: 'Det finns ingen sådan ansökan.' },
      [{ field, message, sv: 'är ingen gällande ansökan i kommunen' }]
    )
  }
  if (row.status === 'withdrawn') {
    throw new Invalid(
      problems['application-already-withdrawn'],
      { en: 'The application was taken back by who applied.', sv: 'Ansökan är återtagen av den som sökte.' },
      [
        {
          field,
          message: 'was taken back by who applied: open it again first',
          sv: 'är återtagen av den som sökte: öppna den igen först'
        }
      ]
    )
  }
}
