import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lineById } from './by-key.ts'
import { type Context, reject } from './context.ts'
import { findCorrectedDecisions, keepCorrectedDecisions } from './hand-corrections.ts'

/** What tells one decision from another where the file has no reference of its own for it. `body`: the id of its body; `row`: where the rest stands. */
const natural = (body = 'body_id', row = '') =>
  sql.raw(
    `concat_ws(chr(31), ${body}, ${row}decided_on, ${row}decided_on_precision, coalesce(${row}paragraph, ''), coalesce(${row}diary_number, ''))`
  )
const decisionKey = sql`coalesce('reference ' || staged.decision_reference, ${natural('body.id', 'staged.')})`

/** Joins the decision of each row of `staged` (null where it names none) to the row's body. */
export const decisionOfRow = sql`
  left join import_decisions decision on body.id is not null and staged.decided_on is not null
    and decision.key = ${decisionKey}`

/**
 * Finds the decisions of the rows, or sets out to make them. A decision is found by its reference; else by body, meeting
 * date, paragraph and diary number, whoever recorded it.
 */
export async function findDecisions(context: Context): Promise<void> {
  const { tx, municipalityCode, source } = context
  await tx.execute(sql`
    insert into import_decisions
    with named as (
      select distinct on (1) ${decisionKey} as key, decision_reference as reference, ${natural('body.id')} as natural_key,
             decision_kind, body.id as body_id, decided_on, decided_on_precision, planned, paragraph, diary_number, source_url
      from staged join import_bodies body on body.key = staged.body_key and not body.several
      where decided_on is not null order by 1, position
    ), stored as (
      select id, source, reference, withdrawn_at, ${natural()} as natural_key
      from decisions where municipality_code = ${municipalityCode} and standing = 'decided'
        and (decided_on in (select decided_on from named) or reference in (select reference from named))
    ), found as (
      select distinct on (key, withdrawn) key, withdrawn, ids from (
        select named.key, stored.withdrawn_at is not null as withdrawn, 1 as rank, array_agg(stored.id) as ids
        from named join stored on stored.source = ${source} and stored.reference = named.reference group by 1, 2
        union all
        select named.key, stored.withdrawn_at is not null, 2, array_agg(stored.id)
        from named join stored using (natural_key)
        where named.reference is null or stored.reference is null or stored.source <> ${source} group by 1, 2
      ) ranked order by key, withdrawn, rank
    )
    select named.*, coalesce(standing.ids[1], uuid_v7()) as id, standing.ids is null as is_new,
           coalesce(cardinality(standing.ids), 0) > 1 as several,
           standing.ids is null and withdrawn.ids is not null as was_withdrawn, null::uuid as revises_decision_id, false as changed
    from named
    left join found standing on standing.key = named.key and not standing.withdrawn
    left join found withdrawn on withdrawn.key = named.key and withdrawn.withdrawn`)
  await findCorrectedDecisions(context)
}

/** Refuses what the decisions of the rows cannot be. One that was withdrawn is not made anew unless asked for. */
export async function judgeDecisions(context: Context): Promise<void> {
  if (context.columns.decision_reference !== undefined) await refuseReferences(context)
  const { rows } = await context.tx.execute<{ any: boolean }>(
    sql`select exists (select from import_corrected_decisions) as any`
  )
  if (rows[0]!.any) await keepCorrectedDecisions(context)
  await refuseRestartedDecisions(context)
  await reject(
    context,
    'decided_on',
    {
      message: 'fits several decisions of the body: send paragraph, diary number or decision_reference',
      sv: 'passar flera beslut hos organet: ange paragraf, diarienummer eller decision_reference'
    },
    sql`decision_key in (select key from import_decisions where several)`
  )
  if (context.restore) return
  await reject(
    context,
    'decided_on',
    {
      message: 'is a decision that was withdrawn: send restore=true to record it anew',
      sv: 'är ett beslut som har dragits tillbaka: skicka restore=true för att registrera det på nytt'
    },
    sql`decision_key in (select key from import_decisions where was_withdrawn)`
  )
}

async function refuseReferences(context: Context) {
  const { municipalityCode, source } = context
  await reject(
    context,
    'decision_reference',
    {
      message: 'is the reference of rows that state different decisions',
      sv: 'är referensen på rader som anger olika beslut'
    },
    sql`decision_reference in (
      select decision_reference from staged where body_id is not null and decided_on is not null and decision_reference is not null
      group by 1 having count(distinct ${natural()}) > 1)`
  )
  await reject(
    context,
    'decision_reference',
    {
      message: 'is the reference of a proposal: what was decided is a record of its own',
      sv: 'är referensen till ett förslag: det som beslutades är en egen post'
    },
    sql`decision_reference in (
      select reference from decisions where municipality_code = ${municipalityCode} and source = ${source}
        and standing = 'proposed' and withdrawn_at is null)`
  )
}

/** A decision's reference that starts over: of another day or body, and of none of the recipients that are recorded. */
async function refuseRestartedDecisions(context: Context) {
  const { municipalityCode, columns } = context
  if (columns.decision_reference === undefined) return
  await reject(
    context,
    'decision_reference',
    {
      message:
        'is the reference of another decision, of other recipients: does the numbering start over? Send the file with a source of its own, or correct the decision by hand',
      sv: 'är referensen till ett annat beslut, med andra mottagare: börjar numreringen om? Skicka filen med en egen källa (source), eller rätta beslutet för hand'
    },
    sql`decision_reference is not null and exists (
      select from import_decisions stated
      join decisions stored on stored.municipality_code = ${municipalityCode} and stored.id = stated.id
      where stated.key = staged.decision_key and not is_new
        and (stored.body_id, stored.decided_on) is distinct from (stated.body_id, stated.decided_on)
        and exists (select from decision_lines line where line.municipality_code = ${municipalityCode}
          and line.decision_id = stored.id and line.withdrawn_at is null)
        and not exists (
          select from staged other
          join decision_lines line on line.municipality_code = ${municipalityCode} and line.decision_id = stored.id
          join decision_line_recipients recipient on ${ofMunicipality(municipalityCode, 'recipient')}
            and recipient.line_id = line.id and recipient.organisation_id = any(other.organisation_ids)
          where other.decision_key = staged.decision_key))`
  )
}

/**
 * Rows found by their references may together be all that stands of another decision: then that decision was recorded
 * with a mistyped date, paragraph or diary number, and is corrected in place instead of being left empty. Whether one was.
 */
export async function correctDecisionsInPlace({ tx, municipalityCode, source, columns }: Context): Promise<boolean> {
  await tx.execute(sql`delete from import_moves`)
  await tx.execute(sql`
    insert into import_moves
    select moved.key, moved.old_id from (
      select decision_key as key, min(line.decision_id::text)::uuid as old_id, count(*) as lines
      from staged cross join lateral ${lineById(municipalityCode, sql`staged.line_id`)} line
      where violations = '[]' and staged.line_id is not null group by 1 having count(distinct line.decision_id) = 1
    ) moved join import_decisions on import_decisions.key = moved.key and import_decisions.is_new
    where moved.lines = (
      select count(*) from decision_lines standing
      where standing.municipality_code = ${municipalityCode} and standing.decision_id = moved.old_id
        and standing.withdrawn_at is null)
      and 1 = (select count(distinct other.decision_key) from staged other join decision_lines line
        on line.municipality_code = ${municipalityCode} and line.id = other.line_id and line.decision_id = moved.old_id)`)
  const { rowCount } = await tx.execute(sql`
    update import_decisions set id = old_id, is_new = false from import_moves where import_moves.key = import_decisions.key`)
  if (rowCount! > 0) {
    await tx.execute(sql`
      update staged set decision_id = old_id from import_moves where import_moves.key = staged.decision_key`)
  }
  if (columns.decided_on_precision === undefined) {
    await tx.execute(sql`
      update import_decisions stated set planned = decisions.meeting_planned from decisions
      where decisions.municipality_code = ${municipalityCode} and decisions.id = stated.id and not is_new`)
  }
  await tx.execute(sql`
    update import_decisions stated set changed = true from decisions
    where decisions.municipality_code = ${municipalityCode} and decisions.id = stated.id and not is_new
      and ((stated.body_id, stated.decided_on, stated.decided_on_precision, stated.planned, stated.paragraph,
            stated.diary_number) is distinct from (decisions.body_id, decisions.decided_on,
            decisions.decided_on_precision, decisions.meeting_planned, decisions.paragraph, decisions.diary_number)
        or stated.reference is not null and decisions.reference is null and decisions.source = ${source})`)
  return rowCount! > 0
}
