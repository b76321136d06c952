import { type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import { replacedLines } from '../../money/ledger/standing.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { decidingOutcomes } from './decision-rules.ts'
import { problems } from './problems.ts'

type Places = {
  /** Field that can say which decision is revised. */
  decision: string
  /** Field of a line that can say which line it replaces. */
  line: (lineId: string) => string
}

/** Key of an advisory lock: a single decision takes it shared, an import of a file takes it exclusively. */
export function mattersLock(municipalityCode: string): SQL {
  return sql`hashtextextended(${`matters ${municipalityCode}`}::text, 0)`
}

/** The outcomes that decide a matter, as a list of SQL. */
export const deciding = sql.raw(decidingOutcomes.map(outcome => `'${outcome}'`).join(', '))

/** The recipients of the line under this alias: an array, ordered by id. */
const recipientsOf = (line: string, municipalityCode: string) =>
  sql`(select array_agg(organisation_id order by organisation_id) from decision_line_recipients recipient
    where ${ofMunicipality(municipalityCode, 'recipient')}
      and recipient.municipality_code = ${sql.raw(line)}.municipality_code and recipient.line_id = ${sql.raw(line)}.id)`

/** The expressions by which matters are compared: of a line, or of a row of a file that becomes one. */
type Matter = { yearFrom: SQL; yearTo: SQL; purposeKey: SQL; schemeId: SQL; recipients: SQL }

/** The matter of the line under this alias. */
export const matterOf = (line: string, municipalityCode: string): Matter => ({
  yearFrom: sql.raw(`${line}.grant_year_from`),
  yearTo: sql.raw(`${line}.grant_year_to`),
  purposeKey: sql.raw(`${line}.purpose_key`),
  schemeId: sql.raw(`${line}.scheme_id`),
  recipients: recipientsOf(line, municipalityCode)
})

/** Condition: both are of the same grant years. Without them nothing is of one matter. */
export const sameYears = (one: Matter, other: Matter): SQL =>
  sql`${one.yearFrom} is not distinct from ${other.yearFrom} and ${one.yearTo} is not distinct from ${other.yearTo}`

/** Condition: both name the same recipients, scheme and purpose. Of one body and diary number, that is one matter. */
export const sameSubject = (one: Matter, other: Matter): SQL =>
  sql`${one.purposeKey} = ${other.purposeKey} and ${one.schemeId} is not distinct from ${other.schemeId}
    and ${one.recipients} = ${other.recipients}`

/**
 * Refuses a second decision on a matter that is decided and not revised: money would count twice. Two lines that count
 * are of one matter where that is certain: they answer the same application for the same grant years; or their decisions
 * are of the same body and carry the same diary number, and they name the same recipients, scheme, grant years and
 * purpose. Both must decide it: what was referred back, deferred or reserved left the matter open. Without an application
 * and without a diary number nothing is certain, and nothing is refused.
 * Called last, when all lines of the decision are in place. @throws Invalid `second-decision-on-matter`
 */
export async function refuseSecondDecision(tx: Transaction, ref: Ref, places: Places): Promise<void> {
  const { municipalityCode, id } = ref
  // An import looks for second decisions in a whole file: it waits until this transaction commits, and this one waits for it.
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${mattersLock(municipalityCode)})`)
  // Of two decisions recorded at once the second waits until the first is committed, and then sees it.
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('matter ' || municipality_code || ' ' || diary_number, 0))
    from decisions where municipality_code = ${municipalityCode} and id = ${id} and diary_number is not null`)
  await tx.execute(sql`
    select id from applications where municipality_code = ${municipalityCode} and id in (
      select application_id from decision_lines where municipality_code = ${municipalityCode} and decision_id = ${id})
    order by id for update`)
  const [line, earlier] = [matterOf('line', municipalityCode), matterOf('earlier', municipalityCode)]
  const { rows } = await tx.execute<{ line: string; earlier: string; decision: string; revises: string | null }>(sql`
    with replaced as materialized (${replacedLines(municipalityCode)})
    select line.id as line, earlier.id as earlier, other.id as decision, mine.revises_decision_id as revises
    from decisions mine
    join decision_lines line on line.municipality_code = mine.municipality_code and line.decision_id = mine.id
    cross join lateral (
      select earlier.* from decision_lines earlier
      where ${ofMunicipality(municipalityCode, 'earlier')}
        and earlier.municipality_code = mine.municipality_code and earlier.application_id = line.application_id
      union
      select earlier.* from decisions other
      join decision_lines earlier on earlier.municipality_code = other.municipality_code and earlier.decision_id = other.id
      where ${ofMunicipality(municipalityCode, 'other', 'earlier')}
        and other.municipality_code = mine.municipality_code and other.diary_number = mine.diary_number
        and other.body_id = mine.body_id and ${sameSubject(earlier, line)}
    ) earlier
    join decisions other on other.municipality_code = mine.municipality_code and other.id = earlier.decision_id
    where ${ofMunicipality(municipalityCode, 'mine', 'line', 'other')} and mine.id = ${id} and mine.standing = 'decided'
      and other.id <> mine.id and other.standing = 'decided' and other.withdrawn_at is null and other.annulment_recorded_at is null
      and ${sameYears(earlier, line)}
      and mine.annulment_recorded_at is null and line.withdrawn_at is null and earlier.withdrawn_at is null
      and line.outcome in (${deciding}) and earlier.outcome in (${deciding})
      and line.id not in (select id from replaced) and earlier.id not in (select id from replaced)
    order by line.id, earlier.id`)
  if (rows.length === 0) return
  const violations = rows.map(({ line, earlier, decision, revises }): Violation => {
    return decision === revises
      ? {
          field: places.line(line),
          message: `must say which line it replaces: ${earlier} is on the same matter`,
          sv: `måste ange vilken rad den ersätter: ${earlier} gäller samma sak`
        }
      : {
          field: places.decision,
          message: `must say which decision it revises: ${decision} decided the same matter`,
          sv: `måste ange vilket beslut det omprövar: ${decision} avgjorde samma sak`
        }
  })
  const said = new Set<string>()
  throw new Invalid(
    problems['second-decision-on-matter'],
    {
      en: 'A decision that stands has decided this already (the same application; or the same body, diary number, recipients, scheme, years and purpose).',
      sv: 'Ett gällande beslut har redan avgjort detta (samma ansökan, eller samma organ, diarienummer, mottagare, bidragsform, år och ändamål).'
    },
    violations.filter(({ field, message }) => !said.has(field + message) && said.add(field + message))
  )
}
