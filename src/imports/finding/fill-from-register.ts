import { sql } from 'drizzle-orm'
import { lineByReference } from './by-key.ts'
import type { Context } from './context.ts'

/**
 * What a file lacks it does not change: where a row names its decision or its line by a reference that is known, what the
 * file has no column for is that of the record. Filled in before anything is compared, so that the decision is found as
 * the one that it is, and no row of a line moves to another for what nobody said.
 */
export async function fillLacking(context: Context): Promise<void> {
  const { reference, decision_reference } = context.columns
  if (reference === undefined && decision_reference === undefined) return
  await fillDecisions(context)
  if (reference !== undefined) await fillLines(context)
}

async function fillDecisions({ tx, municipalityCode, source, columns }: Context) {
  const lacks = (...names: (keyof typeof columns)[]) => names.every(name => columns[name] === undefined)
  // A file with the year alone moves a decision to another year, and takes its day from none.
  const dated = lacks('decided_on')
    ? sql`${lacks('decision_year')}::boolean or extract(year from known.decided_on) = extract(year from staged.decided_on)`
    : sql`false`
  const precise = lacks('decided_on_precision')
    ? sql`known.decided_on = staged.decided_on and staged.decided_on_precision = 'day'`
    : sql`false`
  await tx.execute(sql`
    update staged set
      paragraph = case when ${lacks('paragraph')}::boolean then known.paragraph else staged.paragraph end,
      diary_number = case when ${lacks('diary_number')}::boolean then known.diary_number else staged.diary_number end,
      decided_on = case when ${dated} then known.decided_on else staged.decided_on end,
      decided_on_precision = case when ${dated} or ${precise} then known.decided_on_precision else staged.decided_on_precision end,
      planned = case when ${lacks('decided_on_precision')}::boolean then known.meeting_planned else staged.planned end,
      warnings = case when ${dated} then (
          select coalesce(jsonb_agg(warning), '[]') from jsonb_array_elements(staged.warnings) warning
          where warning ->> 'code' <> 'decision-date-from-year')
        else staged.warnings end
    from (
      select named.position, decision.* from (
        select row.position, line.decision_id as id from staged row
        cross join lateral ${lineByReference(municipalityCode, source, sql`row.reference`)} line
        where row.decision_reference is null and row.reference is not null
        union all
        select row.position, stored.id from staged row
        join decisions stored on stored.municipality_code = ${municipalityCode} and stored.source = ${source}
          and stored.reference = row.decision_reference and stored.withdrawn_at is null
      ) named
      join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = named.id
        and decision.standing = 'decided'
    ) known where known.position = staged.position and staged.decided_on is not null`)
}

async function fillLines({ tx, municipalityCode, source, columns }: Context) {
  const lacksYears = !columns.grant_year && !columns.grant_year_from && !columns.grant_year_to
  await tx.execute(sql`
    update staged set
      purpose_key = case when ${!columns.purpose}::boolean then line.purpose_key else staged.purpose_key end,
      year_from = case when ${lacksYears}::boolean then line.grant_year_from else staged.year_from end,
      year_to = case when ${lacksYears}::boolean then line.grant_year_to else staged.year_to end,
      amount_per = case when ${lacksYears && !columns.amount_per}::boolean then line.amount_per else staged.amount_per end,
      warnings = case when ${lacksYears}::boolean then (
          select coalesce(jsonb_agg(warning), '[]') from jsonb_array_elements(staged.warnings) warning
          where warning ->> 'code' <> 'grant-year-not-stated')
        else staged.warnings end
    from (
      select row.position, line.purpose_key, line.grant_year_from, line.grant_year_to, line.amount_per from staged row
      cross join lateral ${lineByReference(municipalityCode, source, sql`row.reference`)} line
      where row.reference is not null
    ) line where line.position = staged.position`)
}
