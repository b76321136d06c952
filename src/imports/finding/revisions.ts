import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { type Context, reject } from './context.ts'
import { rejectDangling } from './revision-results.ts'

/**
 * Finds the decisions and lines that rows say they revise, by their references in the file or in its source, and rejects
 * rows that say what cannot be. A row that names the decision only replaces the one line of it for the same scheme,
 * recipients, purpose and years. What a line replaces, and a decision revises, does not change once it is recorded; a
 * decision that was recorded as revising nothing can still be said to, since the rest of it may have been rejected for
 * not saying so.
 */
export async function resolveRevisions(context: Context): Promise<void> {
  const { columns } = context
  if (columns.revises_decision === undefined && columns.revises_line === undefined) return
  await findRevised(context)
  await findLinesByMatter(context)
  await checkDecisions(context)
  await checkLines(context)
  await rejectDangling(context)
}

/** The lines that the revised decisions will hold: of the file where it has them, else as they stand. */
async function findRevised(context: Context) {
  const { tx, municipalityCode, source } = context
  await tx.execute(sql`
    update staged set revises_decision_id = found.id
    from (
      select distinct on (reference) reference, id from (
        select reference, id, 1 as rank from import_decisions where reference is not null and not several
        union all
        select reference, id, 2 from decisions
        where municipality_code = ${municipalityCode} and source = ${source} and withdrawn_at is null
          and reference in (select revises_decision from staged where revises_decision is not null)
      ) known order by reference, rank
    ) found where staged.revises_decision = found.reference`)
  const unknown = {
    message: 'is the reference of no decision that stands, nor of one in the file',
    sv: 'är inte referensen till något gällande beslut, och inte till något i filen'
  }
  await reject(context, 'revises_decision', unknown, sql`revises_decision is not null and revises_decision_id is null`)
  await tx.execute(sql`
    insert into import_revised
    select distinct on (reference) reference, line_id, decision_id from (
      select reference, line_id, decision_id, 1 as rank from staged where result <> 'rejected'
        and reference in (select revises_line from staged where revises_line is not null)
      union all
      select reference, id, decision_id, 2 from decision_lines
      where municipality_code = ${municipalityCode} and source = ${source} and withdrawn_at is null
        and reference in (select revises_line from staged where revises_line is not null)
    ) known order by reference, rank`)
  await tx.execute(sql`
    update staged set revises_line_id = import_revised.line_id,
      revises_decision_id = coalesce(revises_decision_id, import_revised.decision_id)
    from import_revised where revises_line = import_revised.reference`)
  const none = {
    message: 'is the reference of no line that stands, nor of one in the file',
    sv: 'är inte referensen till någon gällande rad, och inte till någon i filen'
  }
  await reject(context, 'revises_line', none, sql`revises_line is not null and revises_line_id is null`)
  await reject(
    context,
    'revises_line',
    {
      message: 'is a line of another decision than the one that is revised',
      sv: 'är en rad i ett annat beslut än det som omprövas'
    },
    sql`revises_line_id is not null and revises_decision_id <> (
      select decision_id from import_revised where import_revised.reference = revises_line)`
  )
}

async function findLinesByMatter(context: Context) {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    insert into import_replaceable
    select row.position, array_agg(line.id) as ids
    from staged row join (
      select line_id as id, decision_id, scheme_id, purpose_key, year_from, year_to,
             (select array_agg(id order by id) from unnest(organisation_ids) id) as recipients
      from staged where result <> 'rejected'
        and decision_id in (select revises_decision_id from staged where revises_line is null)
      union all
      select id, decision_id, scheme_id, purpose_key, grant_year_from, grant_year_to,
             (select array_agg(organisation_id order by organisation_id) from decision_line_recipients recipient
              where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = line.id)
      from decision_lines line
      where municipality_code = ${municipalityCode} and withdrawn_at is null
        and decision_id in (select revises_decision_id from staged where revises_line is null)
        and id not in (select line_id from staged where result in ('updated', 'unchanged'))
    ) line on line.decision_id = row.revises_decision_id and line.scheme_id is not distinct from row.scheme_id
      and line.purpose_key = row.purpose_key and line.year_from is not distinct from row.year_from
      and line.year_to is not distinct from row.year_to
      and line.recipients = (select array_agg(id order by id) from unnest(row.organisation_ids) id)
    where row.result <> 'rejected' and row.revises_line is null
      and not exists (select from decision_lines stored where stored.municipality_code = ${municipalityCode}
        and stored.id = row.line_id and stored.revises_line_id is not null)
    group by 1`)
  await reject(
    context,
    'revises_decision',
    {
      message:
        'holds several lines of this recipient, purpose and year: say with revises_line which of them the row replaces',
      sv: 'har flera rader med samma mottagare, ändamål och år: ange med revises_line vilken av dem raden ersätter'
    },
    sql`position in (select position from import_replaceable where cardinality(ids) > 1)`
  )
  await tx.execute(sql`
    update staged set revises_line_id = ids[1] from import_replaceable
    where import_replaceable.position = staged.position and cardinality(ids) = 1`)
}

/** The revised decision stands and is not later; the revising one says no other, and none is revised by what it revises. */
async function checkDecisions(context: Context) {
  const { municipalityCode } = context
  const say = (message: string, sv: string, condition: ReturnType<typeof sql>) =>
    reject(context, 'revises_decision', { message, sv }, sql`revises_decision_id is not null and (${condition})`)
  const stored = (id: 'decision_id' | 'revises_decision_id') =>
    sql`decisions.municipality_code = ${municipalityCode} and decisions.id = staged.${sql.raw(id)}`
  await say('is the decision of the row itself', 'är radens eget beslut', sql`revises_decision_id = decision_id`)
  await say(
    'differs from what other rows of the decision revise',
    'skiljer sig från vad andra rader i beslutet omprövar',
    sql`decision_id in (select decision_id from staged where revises_decision_id is not null
      group by 1 having count(distinct revises_decision_id) > 1)`
  )
  await say(
    'is not what the decision was recorded as revising: that is settled',
    'är inte vad beslutet är registrerat som en omprövning av: det ligger fast',
    sql`exists (select from decisions where ${stored('decision_id')}
      and decisions.revises_decision_id <> staged.revises_decision_id)`
  )
  await say(
    'is a proposal, or has been annulled',
    'är ett förslag, eller har upphävts',
    sql`exists (select from decisions where ${stored('revises_decision_id')}
      and (standing = 'proposed' or annulment_recorded_at is not null))`
  )
  await say(
    'was decided after the decision that is to revise it',
    'fattades efter det beslut som ska ompröva det',
    sql`decided_on < coalesce(
      (select decided_on from import_decisions where id = revises_decision_id and decided_on_precision = 'day'),
      (select decisions.decided_on from decisions where ${stored('revises_decision_id')}
        and decided_on_precision = 'day'))`
  )
  await say(
    'revises, at first or at second hand, the decision of the row',
    'omprövar, direkt eller indirekt, radens beslut',
    sql`revises_decision_id <> decision_id and revises_decision_id in (
      with recursive pair as (
        select distinct decision_id, revises_decision_id from staged where revises_decision_id is not null
        union
        select id, revises_decision_id from decisions
        where municipality_code = ${municipalityCode} and revises_decision_id is not null
      ), above as (
        select decision_id, revises_decision_id from pair
        union
        select above.decision_id, pair.revises_decision_id
        from above join pair on pair.decision_id = above.revises_decision_id
      ) select decision_id from above where decision_id = revises_decision_id)`
  )
}

async function checkLines(context: Context) {
  const { municipalityCode } = context
  const say = (message: string, sv: string, condition: ReturnType<typeof sql>) =>
    reject(
      context,
      context.columns.revises_line === undefined ? 'revises_decision' : 'revises_line',
      { message, sv },
      sql`revises_line_id is not null and (${condition})`
    )
  await say(
    'is replaced by several rows of the file',
    'ersätts av flera rader i filen',
    sql`revises_line_id in (select revises_line_id from staged group by 1 having count(*) > 1)`
  )
  await say(
    'is not the line that this one was recorded as replacing: that is settled',
    'är inte den rad som den här är registrerad att ersätta: det ligger fast',
    sql`exists (select from decision_lines stored where stored.municipality_code = ${municipalityCode}
      and stored.id = line_id and stored.revises_line_id <> staged.revises_line_id)`
  )
  await say(
    'is replaced by another line already',
    'är redan ersatt av en annan rad',
    sql`exists (
      select from decision_lines other
      join decisions on ${ofMunicipality(municipalityCode, 'decisions')} and decisions.id = other.decision_id
      where other.municipality_code = ${municipalityCode} and other.revises_line_id = staged.revises_line_id
        and other.id <> staged.line_id and other.withdrawn_at is null
        and decisions.withdrawn_at is null and decisions.annulment_recorded_at is null)`
  )
}
