import type { Message } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { bodies } from '../bodies/record.ts'
import { checkFiles } from '../files/references.ts'
import { type DecisionRow, decisions } from './record.ts'

type References = {
  id?: string
  bodyId?: string
  decidedOn?: string
  reportedInDecisionId?: string | null
  resultingDecisionId?: string | null
  revisesDecisionId?: string | null
  fileIds?: readonly string[]
}

/** What a decision refers to stands in the municipality and is fit for it. `id` is the decision itself, once recorded.
 * @throws Invalid `reference-not-found` naming the fields */
export async function checkDecisionReferences(tx: Transaction, municipalityCode: string, stated: References) {
  const { id, bodyId, reportedInDecisionId, resultingDecisionId, revisesDecisionId } = stated
  await checkFiles(tx, municipalityCode, stated)
  const other = (row: DecisionRow) =>
    row.id === id ? { message: 'is the decision itself', sv: 'är beslutet självt' } : null
  const decided = (row: DecisionRow) =>
    other(row) ?? (row.standing === 'proposed' ? { message: 'is a proposal', sv: 'är ett förslag' } : null)
  const delegated = { message: 'is a delegated decision', sv: 'är ett delegationsbeslut' }
  const annulled = { message: 'has been annulled', sv: 'har upphävts' }
  const decision = { table: decisions, what: 'a decision' as const }
  await checkReferences(tx, municipalityCode, [
    { table: bodies, id: bodyId, field: '/bodyId', what: 'a body' },
    {
      ...decision,
      id: reportedInDecisionId,
      field: '/reportedInDecisionId',
      check: (row: DecisionRow) => decided(row) ?? (row.kind === 'delegated' ? delegated : null)
    },
    { ...decision, id: resultingDecisionId, field: '/resultingDecisionId', check: decided },
    {
      ...decision,
      id: revisesDecisionId,
      field: '/revisesDecisionId',
      check: (row: DecisionRow) =>
        decided(row) ?? (row.annulmentRecordedAt ? annulled : null) ?? tooEarly(row, stated.decidedOn)
    }
  ])
}

function tooEarly(revised: DecisionRow, decidedOn: string | undefined): Message | null {
  if (revised.decidedOnPrecision !== 'day' || !decidedOn || decidedOn >= revised.decidedOn) return null
  return {
    message: `was decided on ${revised.decidedOn}, after the decision that is to revise it`,
    sv: `fattades den ${revised.decidedOn}, efter det beslut som ska ompröva det`
  }
}
