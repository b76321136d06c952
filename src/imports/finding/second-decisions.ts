import { sql } from 'drizzle-orm'
import { replacedLines } from '../../money/ledger/standing.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import {
  deciding,
  matterOf,
  mattersLock,
  sameSubject,
  sameYears
} from '../../register/decisions/duplicate-decisions.ts'
import type { Context } from './context.ts'
import { rejectDangling } from './revision-results.ts'
import { measure } from './working-tables.ts'

/**
 * Rejects rows that decide a matter which another decision that stands has decided and that they do not revise: exactly
 * where decisions/duplicate-decisions.ts refuses it of a single decision, that is where the two are certainly of one matter. Of two
 * such decisions in the file the one that comes first in it is taken. Rows that change nothing are not judged again.
 * `withdraw`: lines that the file lacks are about to be withdrawn and decide nothing any more.
 */
export async function refuseSecondDecisions(context: Context, withdraw: boolean): Promise<void> {
  const { tx, municipalityCode } = context
  await tx.execute(sql`select pg_advisory_xact_lock(${mattersLock(municipalityCode)})`)
  // What a rejected row would have replaced decides its matter again, so it is judged until nothing more is rejected.
  while (await judge(context, withdraw)) {
    await rejectDangling(context)
    await emptyMatters(tx)
  }
}

/** Before the file is judged once more. */
export async function emptyMatters(tx: Transaction): Promise<void> {
  for (const table of ['import_replaced', 'import_matters', 'import_others']) {
    await tx.execute(sql`delete from ${sql.identifier(table)}`)
  }
}

/** Whether rows were rejected. */
async function judge(context: Context, withdraw: boolean): Promise<boolean> {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    insert into import_replaced
    ${replacedLines(municipalityCode)}
    union select revises_line_id from staged where revises_line_id is not null and result <> 'rejected'`)
  const { rowCount } = await tx.execute(sql`
    insert into import_matters
    select staged.position, staged.line, staged.decision_id, staged.body_id, staged.diary_number, staged.scheme_id,
      staged.purpose_key, year_from, year_to, stored.application_id,
      coalesce(staged.revises_decision_id, decision.revises_decision_id) as revised_id,
      (select array_agg(id order by id) from unnest(organisation_ids) id) as recipients
    from staged
    left join decisions decision on decision.municipality_code = ${municipalityCode}
      and decision.id = staged.decision_id
    left join decision_lines stored on stored.municipality_code = ${municipalityCode}
      and stored.id = staged.line_id and stored.application_id is not null
    where result in ('created', 'updated') and staged.outcome in (${deciding}) and decision.annulment_recorded_at is null
      and (staged.diary_number is not null or stored.application_id is not null)
      and staged.line_id not in (select id from import_replaced)`)
  if (rowCount === 0) return false
  await measure(tx, 'import_matters', rowCount)
  return (await refuseOfOthers(context, withdraw)) || (await refuseOfFile(context))
}

/** What a row that decides again is told, at the column by which it could say what it revises. */
async function refuse(context: Context, twins: ReturnType<typeof sql>): Promise<boolean> {
  const { columns, tx } = context
  const heading = (column: 'revises_decision' | 'revises_line') => columns[column] ?? column
  const { rowCount } = await tx.execute(sql`
    update staged set violations = violations || jsonb_build_array(jsonb_build_object('line', staged.line,
      'field', case when twin.known then ${heading('revises_line')}::text else ${heading('revises_decision')}::text end,
      'message', format('must say which %s: that of %s has decided the same matter', case when twin.known
        then 'line it replaces' else 'decision it revises' end, twin.what),
      'sv', format('måste ange vilken %s: %s har avgjort samma sak', case when twin.known
        then 'rad den ersätter' else 'beslut den omprövar' end, twin.what_sv)))
    from (select distinct on (position) * from (${twins}) every order by position, what) twin
    where twin.position = staged.position`)
  return rowCount! > 0
}

/** The matter of a row of `import_matters`, as decisions/duplicate-decisions.ts tells one. */
const matterOfRow = {
  yearFrom: sql`matter.year_from`,
  yearTo: sql`matter.year_to`,
  purposeKey: sql`matter.purpose_key`,
  schemeId: sql`matter.scheme_id`,
  recipients: sql`matter.recipients`
}

/** Matters that decisions of the register have decided, as they stand when the file is in. */
async function refuseOfOthers(context: Context, withdraw: boolean) {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    insert into import_others
    with other as (
      select id, coalesce(stated.body_id, decision.body_id) as body_id, decision.decided_on, decision.paragraph,
        case when stated.id is null then decision.diary_number else stated.diary_number end as diary_number
      from decisions decision
      left join (select id, body_id, diary_number from import_decisions where changed) stated using (id)
      where municipality_code = ${municipalityCode} and standing = 'decided' and withdrawn_at is null
        and annulment_recorded_at is null and (decision.diary_number is not null or stated.diary_number is not null)
    )
    select position, other.id as decision_id, null::uuid as line_id from import_matters matter
    join other on other.body_id = matter.body_id and other.diary_number = matter.diary_number
      and other.id <> matter.decision_id`)
  const { rows } = await tx.execute<{ any: boolean; answers: boolean }>(sql`
    select exists (select from import_others) as any,
      exists (select from import_matters where application_id is not null) as answers`)
  if (rows[0]!.answers) {
    await tx.execute(sql`
      insert into import_others
      select position, decision.id, line.id from import_matters matter
      join decision_lines line on line.municipality_code = ${municipalityCode}
        and line.application_id = matter.application_id and line.decision_id <> matter.decision_id
      join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = line.decision_id
        and decision.standing = 'decided' and decision.withdrawn_at is null and decision.annulment_recorded_at is null`)
  } else if (!rows[0]!.any) return false
  return await refuse(
    context,
    sql`
    select matter.position, decision.decided_on || coalesce(' § ' || nullif(ltrim(decision.paragraph, '§ '), ''), '')
        as what, 'beslutet ' || decision.decided_on || coalesce(' § ' || nullif(ltrim(decision.paragraph, '§ '), ''), '') as what_sv,
      coalesce(matter.revised_id = decision.id, false) as known
    from import_others other join import_matters matter using (position)
    join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = other.decision_id
    join decision_lines line on line.municipality_code = ${municipalityCode} and line.decision_id = other.decision_id
      and (other.line_id is null or line.id = other.line_id)
    where line.withdrawn_at is null and line.outcome in (${deciding})
      and ${sameYears(matterOf('line', municipalityCode), matterOfRow)}
      and (other.line_id is not null or ${sameSubject(matterOf('line', municipalityCode), matterOfRow)})
      and line.id not in (select id from import_replaced)
      and line.id not in (select line_id from staged where result = 'updated')
      and (not ${withdraw}::boolean or line.id not in (select id from import_missing))`
  )
}

/** Matters that an earlier row of the file decides, in another decision. */
async function refuseOfFile(context: Context) {
  const { tx } = context
  const { rows } = await tx.execute<{ any: boolean }>(sql`
    select exists (
      select from import_matters where application_id is not null
      union all
      select from import_decisions where diary_number is not null
      group by body_id, diary_number having count(*) > 1) as any`)
  if (!rows[0]!.any) return false
  const same = sql`body_id, diary_number, scheme_id, purpose_key, recipients, year_from, year_to`
  const answering = sql`application_id, year_from, year_to`
  const twins = (key: typeof same, condition: typeof same) => sql`
    select position, first_date || coalesce(' § ' || nullif(ltrim(first_paragraph, '§ '), ''), '') || ', on line ' || first_line
        || ' of the file,' as what,
      'beslutet ' || first_date || coalesce(' § ' || nullif(ltrim(first_paragraph, '§ '), ''), '') || ' på rad ' || first_line
        || ' i filen' as what_sv, coalesce(revised_id = first_id, false) as known
    from (
      select matter.position, matter.decision_id, revised_id, first_value(matter.decision_id) over same as first_id,
        first_value(matter.line) over same as first_line, first_value(decided_on) over same as first_date,
        first_value(paragraph) over same as first_paragraph
      from import_matters matter join (
        select position, decided_on, paragraph from staged where result <> 'rejected'
      ) left_over using (position)
      where ${condition}
      window same as (partition by ${key} order by matter.position)
    ) row where decision_id <> first_id`
  return await refuse(
    context,
    sql`${twins(same, sql`diary_number is not null`)} union all ${twins(answering, sql`application_id is not null`)}`
  )
}
