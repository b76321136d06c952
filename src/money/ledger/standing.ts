import { type SQL, sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'

/**
 * Whether the decision line `line` of the decision `decision` (aliases of the query around it) counts: neither it nor its
 * decision is withdrawn, the decision is decided, not merely proposed, and was not annulled, and no line that stands
 * replaces it. Both what counts in the ledger and what has an award follow from this one condition.
 */
export function lineStands(municipalityCode: string): SQL {
  return sql`(${standsItself} and line.id not in (${replacedLines(municipalityCode)}))`
}

const standsItself = sql`line.withdrawn_at is null and decision.withdrawn_at is null
  and decision.annulment_recorded_at is null and decision.standing = 'decided'`

/**
 * Lines that a line which stands replaces, at first or at second hand: where B replaced A and C replaces B, A does not
 * return should B be annulled. Few lines revise another, and they have an index of their own.
 */
export function replacedLines(municipalityCode: string): SQL {
  return sql`
    with recursive replaced as (
      select line.revises_line_id as id
      from decision_lines line
      join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
      where ${ofMunicipality(municipalityCode, 'line', 'decision')} and line.revises_line_id is not null and ${standsItself}
      union
      select line.revises_line_id
      from replaced join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = replaced.id
      where line.revises_line_id is not null
    ) select id from replaced`
}
