import { type SQL, sql } from 'drizzle-orm'
import { opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lineById, lineByReference, linesOfDecision } from './by-key.ts'
import { type Context, reject } from './context.ts'
import { findCorrectedLines, keepCorrections } from './hand-corrections.ts'
import { contentOf, identityOf, setIdentities, spokenOf } from './identities.ts'
import { judgeNearMatches } from './near-matches.ts'
import { correctDecisionsInPlace } from './resolve-decisions.ts'
import { refuseTurnedReferences } from './turned-references.ts'
import { measure } from './working-tables.ts'

const good = sql`violations = '[]'`

/**
 * Finds for each row the line that it is, and decides what is to happen: created, updated, unchanged or rejected. Rows
 * with a reference are found by it. Of the others equal ones are paired first; a single row that remains for a single
 * line is a change of that line; anything else could mean two different rows and is refused as ambiguous.
 */
export async function matchLines(context: Context): Promise<void> {
  const spoken = spokenOf(context)
  if (context.columns.reference !== undefined) {
    await matchReferences(context)
    await refuseRestartedReferences(context)
  }
  if (await correctDecisionsInPlace(context)) await setIdentities(context)
  await findLines(context, spoken)
  await pairRows(context)
  await refuseTurnedReferences(context)
  await findCorrectedLines(context)
  await refuseWithdrawn(context)
  await refuseIdentical(context)
  const near = await judgeNearMatches(context)
  const moved = await takeMoved(context)
  const kept = await keepCorrections(context, new Set(spoken.map(([staged]) => staged)))
  const anew = near || moved || kept
  if (anew) await setIdentities(context)
  await decideResults(context, spoken, anew)
}

/** Rows without a reference may be any line; rows with one only a line that has none of their source. */
async function pairRows(context: Context) {
  const { rows } = await context.tx.execute<{ any: boolean }>(sql`select exists (select from import_free) as any`)
  if (!rows[0]!.any) return
  await pairEqual(context, sql`reference is null`, sql`true`, true)
  await pairChanged(context, sql`reference is null`, sql`true`)
  if (context.columns.reference === undefined) return
  const unreferenced = sql`(reference is null or source <> ${context.source})`
  await pairEqual(context, sql`reference is not null`, unreferenced, false)
  await pairChanged(context, sql`reference is not null`, unreferenced)
}

/** Fills `import_lines` with the lines that rows may be: those of their decisions, and withdrawn ones of their references. */
async function findLines({ tx, municipalityCode, source }: Context, spoken: [string, string][]) {
  // Each line's recipients are looked up by its key: of a municipality of which the planner knows nothing it would read all
  // recipients for each line.
  const { rowCount } = await tx.execute(sql`
    insert into import_lines
    select id, source, reference, withdrawn_at is not null as withdrawn, decision_id, scheme_id, purpose_key,
           grant_year_from as year_from,
           ${identityOf(sql`decision_id`, sql`scheme_id`, sql`recipients.ids`, 'grant_year_from', 'grant_year_to')} as identity,
           ${contentOf(spoken.map(([, stored]) => stored))} as content
    from (
      select line.* from import_decisions decision
      cross join lateral ${linesOfDecision(municipalityCode, sql`decision.id`)} line where not decision.is_new
      union all
      select line.* from decision_lines line
      where line.municipality_code = ${municipalityCode} and line.withdrawn_at is not null and line.source = ${source}
        and line.reference in (select reference from staged where reference is not null)
        and line.decision_id not in (select id from import_decisions where not is_new)
    ) line
    cross join lateral (
      select string_agg(organisation_id::text, ',' order by organisation_id) as ids from decision_line_recipients recipient
      where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'recipient')} and recipient.line_id = line.id
    ) recipients`)
  await measure(tx, 'import_lines', rowCount)
}

/** Where rows that change lines have taken all lines of a decision to another day, that decision is corrected in place. */
async function takeMoved(context: Context): Promise<boolean> {
  const { rows } = await context.tx.execute<{ any: boolean }>(sql`
    select exists (select from staged where line_id is not null
      and decision_id in (select id from import_decisions where is_new)) as any`)
  return rows[0]!.any && (await correctDecisionsInPlace(context))
}

/** A reference that starts over each year would overwrite last year's line with another association's. */
async function refuseRestartedReferences(context: Context) {
  const { tx, municipalityCode } = context
  await reject(
    context,
    'reference',
    {
      message:
        'is the reference of a line of another recipient, or of another year, in another decision: does the numbering start over? Send the file with a source of its own, or correct the line by hand',
      sv: 'är referensen till en rad med en annan mottagare, eller ett annat år, i ett annat beslut: börjar numreringen om? Skicka filen med en egen källa (source), eller rätta raden för hand'
    },
    sql`line_id is not null and organisation_ids is not null and exists (
      select from decision_lines line
      where line.municipality_code = ${municipalityCode} and line.id = staged.line_id
        and line.decision_id is distinct from staged.decision_id
        and (not exists (select from decision_line_recipients recipient
            where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = line.id
              and recipient.organisation_id = any(staged.organisation_ids))
          or exists (select from decisions decision
            where decision.municipality_code = ${municipalityCode} and decision.id = line.decision_id
              and extract(year from staged.decided_on) - extract(year from decision.decided_on) <> 0
              and extract(year from staged.decided_on) - extract(year from decision.decided_on)
                = coalesce(staged.year_from - line.grant_year_from, extract(year from staged.decided_on) - extract(year from decision.decided_on)))))`
  )
  await tx.execute(sql`update staged set line_id = null where line_id is not null and not (${good})`)
}

/** Of new rows that are equal in everything the first is taken; the others were pasted twice, unless told that they are meant. */
async function refuseIdentical(context: Context) {
  if (context.keepIdentical) return
  await reject(
    context,
    'recipient',
    {
      message:
        'is equal to another row of the file in everything: was it pasted twice? Say identicalRows=keep where both are meant',
      sv: 'är helt lika en annan rad i filen: har den klistrats in två gånger? Ange identicalRows=keep om båda är avsedda'
    },
    sql`line_id is null and position in (
      select position from (
        select position, row_number() over (
          partition by identity, decision_key, reference, purpose, outcome, applied, granted, reserved, rent, amount_per,
            payee_id, payment_day, voucher_number, source_url, note
          order by line_id is null, position) as nth
        from staged where ${good} and identity is not null
      ) equal where nth > 1)`
  )
}

async function matchReferences(context: Context) {
  const { tx, municipalityCode, source } = context
  await reject(
    context,
    'reference',
    { message: 'is the reference of several rows of the file', sv: 'är referensen till flera rader i filen' },
    sql`reference in (select reference from staged where reference is not null group by 1 having count(*) > 1)`
  )
  await tx.execute(sql`
    update staged set line_id = found.id
    from (
      select position, line.id from staged
      cross join lateral ${lineByReference(municipalityCode, source, sql`staged.reference`)} line
      where staged.reference is not null and ${good}
    ) found where found.position = staged.position`)
}

/** `settled`: rows that equal their lines change nothing, which is written with the line: nearly all of a file that is sent again. */
async function pairEqual({ tx }: Context, rows: SQL, lines: SQL, settled: boolean) {
  await tx.execute(sql`
    update staged set line_id = pair.id, result = ${settled ? 'unchanged' : null}::text
    from (
      select position, line.id from (
        select position, identity, content, row_number() over (partition by identity, content order by position) as nth
        from staged where ${good} and line_id is null and identity is not null and ${rows}
      ) row join (
        select id, identity, content, row_number() over (partition by identity, content order by id) as nth
        from import_free where ${lines}
      ) line using (identity, content, nth)
    ) pair where pair.position = staged.position`)
  await claim({ tx })
}

/** The lines that rows were found to be are no other row's. */
async function claim({ tx }: Pick<Context, 'tx'>) {
  await tx.execute(sql`
    insert into import_claimed
    select line_id from staged where line_id is not null
    except select line_id from import_claimed`)
}

/** The rows of a group that the file held when it was last imported count too, those that were rejected among them. */
async function pairChanged(context: Context, rows: SQL, lines: SQL) {
  const { tx, municipalityCode } = context
  await tx.execute(sql`
    insert into import_groups
    with remaining as (
      select identity, count(*) as rows, min(position) as position from staged
      where ${good} and line_id is null and identity is not null and ${rows} group by 1
    ), free as (
      select identity, count(*) as lines, min(id::text)::uuid as id from import_free
      where ${lines} group by 1
    ), whole as (
      select identity, count(*) as rows, count(*) filter (where not (${good})) as rejected
      from staged where identity is not null group by 1
    ), seen as (
      select distinct on (identity) identity, rows from (
        select remaining.identity, import_id, count(*) as rows from remaining join free using (identity)
        cross join lateral (
          select import_id from decision_import_rows where municipality_code = ${opaqueToPlanner(municipalityCode)}
            and identity = remaining.identity and is_applied and line is not null offset 0
        ) before
        group by 1, 2
      ) imports order by identity, import_id desc
    )
    select identity, position, free.id,
           remaining.rows = 1 and free.lines = 1 and whole.rejected = 0 and whole.rows >= coalesce(seen.rows, 0) as plain
    from remaining join free using (identity) join whole using (identity) left join seen using (identity)`)
  await tx.execute(sql`
    update staged set line_id = import_groups.id from import_groups
    where plain and import_groups.position = staged.position`)
  await reject(
    context,
    'recipient',
    {
      message:
        'is ambiguous: it could mean several rows that are known. Send all rows of this recipient, purpose and year, or a reference',
      sv: 'är tvetydig: den kan vara flera kända rader. Skicka alla rader med samma mottagare, ändamål och år, eller en referens'
    },
    sql`line_id is null and ${rows} and identity in (select identity from import_groups where not plain)`
  )
  await tx.execute(sql`delete from import_groups`)
  await claim(context)
}

async function refuseWithdrawn(context: Context) {
  if (context.restore) return
  await reject(
    context,
    'recipient',
    {
      message: 'is a row that was withdrawn: send restore=true to record it anew',
      sv: 'är en rad som har dragits tillbaka: skicka restore=true för att registrera den på nytt'
    },
    sql`${good} and line_id is null and exists (
      select from import_lines where withdrawn
        and (import_lines.identity = staged.identity
          or import_lines.source = ${context.source} and import_lines.reference = staged.reference))`
  )
}

/**
 * What is to happen to each row. A line found by its reference may have changed in everything, its recipients too. `anew`: rows have
 * become others since they were found to be equal to their lines.
 */
async function decideResults({ tx, municipalityCode, source }: Context, spoken: [string, string][], anew: boolean) {
  await tx.execute(sql`update staged set result = 'rejected' where not (${good})`)
  await tx.execute(
    sql`update staged set result = 'created', line_id = uuid_v7() where result is null and line_id is null`
  )
  const differs = spoken.map(([staged, stored]) => `staged.${staged} is distinct from line.${stored}`).join(' or ')
  const open = anew ? sql`coalesce(staged.result, 'unchanged') = 'unchanged'` : sql`staged.result is null`
  await tx.execute(sql`
    update staged set result = compared.result
    from (
      select position, case when ${sql.raw(differs)}
          or staged.identity is distinct from import_lines.identity
          or staged.reference is not null and line.source = ${source} and line.reference is distinct from staged.reference
          or import_lines.id is null
        then 'updated' else 'unchanged' end as result
      from staged cross join lateral ${lineById(municipalityCode, sql`staged.line_id`)} line
      left join import_lines on import_lines.id = line.id
      where ${open} and staged.line_id is not null
    ) compared where compared.position = staged.position`)
  await tx.execute(sql`
    update staged set result = 'updated'
    where result = 'unchanged' and decision_key in (select key from import_decisions where changed)`)
}
