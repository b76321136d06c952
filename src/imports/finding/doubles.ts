import { sql } from 'drizzle-orm'
import { opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'
import { lineById } from './by-key.ts'
import type { Context } from './context.ts'

/**
 * Warns of new rows that stand already in another decision of the same body: same scheme, recipients, purpose and years
 * (without a stated year: decided in the same year). It may be right; but where a date or § was corrected in a file
 * without references, the money would be there twice, and only a person can tell. Where it is certain, with the same diary
 * number, second-decisions.ts has refused the row.
 */
export async function warnOfDoubles({ tx, municipalityCode }: Context): Promise<void> {
  await tx.execute(sql`
    update staged set warnings = warnings || jsonb_build_array(jsonb_build_object(
      'code', 'same-in-other-decision', 'message', format(
        'the same scheme, recipients, purpose and years stand in the decision of %s%s already: if this row corrects it, ' ||
        'correct that decision, or withdraw it', twin.decided_on, ' § ' || nullif(ltrim(twin.paragraph, '§ '), '')),
      'sv', format(
        'samma bidragsform, mottagare, ändamål och år står redan i beslutet %s%s: om raden rättar det, rätta det beslutet ' ||
        'eller dra tillbaka det', twin.decided_on, ' § ' || nullif(ltrim(twin.paragraph, '§ '), ''))))
    from (
      select distinct on (staged.position) staged.position, decision.decided_on, decision.paragraph
      from (
        select recipient.organisation_id, line.* from (
          select distinct organisation_ids[1] as id from staged where result = 'created'
        ) first
        cross join lateral (
          select organisation_id, line_id from decision_line_recipients
          where municipality_code = ${opaqueToPlanner(municipalityCode)} and organisation_id = first.id offset 0
        ) recipient
        cross join lateral ${lineById(municipalityCode, sql`recipient.line_id`)} line
      ) line
      join staged on staged.organisation_ids[1] = line.organisation_id and staged.scheme_id = line.scheme_id
        and staged.purpose_key = line.purpose_key
      join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = line.decision_id
      where staged.result = 'created' and staged.position not in (select position from import_near)
        and line.grant_year_from is not distinct from staged.year_from
        and line.grant_year_to is not distinct from staged.year_to
        and (staged.year_from is not null
          or extract(year from decision.decided_on) = extract(year from staged.decided_on))
        and decision.body_id = staged.body_id and decision.id <> staged.decision_id
        and line.withdrawn_at is null and decision.withdrawn_at is null
        and line.id not in (select line_id from staged where result in ('updated', 'unchanged'))
        and line.id is distinct from staged.revises_line_id
        and (select array_agg(organisation_id order by organisation_id) from decision_line_recipients every
             where every.municipality_code = ${municipalityCode} and every.line_id = line.id)
          = (select array_agg(id order by id) from unnest(staged.organisation_ids) id)
      order by staged.position, decision.decided_on, decision.id
    ) twin where twin.position = staged.position`)
}
