import { type SQL, sql } from 'drizzle-orm'
import { opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'

/**
 * Records of the register that rows of a file are, or name, looked up one by one by an index: what an import reads grows with its file,
 * and not with the register. Joined as tables they would be read whole, as nested loops are off for a file of many rows; `offset 0` and a
 * municipality that the planner does not see keep it to the index. To be used after `join lateral`.
 */

/** The line of an id. */
export const lineById = (municipalityCode: string, id: SQL) => sql`(
  select * from decision_lines where municipality_code = ${opaqueToPlanner(municipalityCode)} and id = ${id} offset 0)`

/** The line that stands of a reference of the source. */
export const lineByReference = (municipalityCode: string, source: string, reference: SQL) => sql`(
  select * from decision_lines where municipality_code = ${opaqueToPlanner(municipalityCode)} and source = ${source}
    and reference = ${reference} and reference is not null and withdrawn_at is null offset 0)`

/** The lines of a decision, those that were withdrawn among them. */
export const linesOfDecision = (municipalityCode: string, id: SQL) => sql`(
  select * from decision_lines where municipality_code = ${opaqueToPlanner(municipalityCode)} and decision_id = ${id} offset 0)`

/** The award of a line, while it stands. */
export const awardOfLine = (municipalityCode: string, line: SQL) => sql`(
  select id from awards where municipality_code = ${opaqueToPlanner(municipalityCode)} and line_id = ${line}
    and withdrawn_at is null offset 0)`
