import { sql } from 'drizzle-orm'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { isGranting } from '../../register/decisions/line-record.ts'
import type { Context } from './context.ts'
import { type NearLine, nearTraits, type Pair } from './near-rules.ts'

/** How many known lines a row is compared with, and how many of those that it is near are told. */
const COMPARED = 10
const TOLD = 5

type Candidate = Omit<Pair, 'lacksPurpose' | 'lacksYears'> & { position: number; lineId: string; decidedOn: string }

/**
 * Rows that would be new, and agree in all but one or two traits with a known line that the file leaves without a row
 * (`near-rules.ts`), are new or the mended form of that line, and only a person can tell which: they are rejected with the
 * lines, or come in as the option says. Fills `import_near`; whether rows may have become others.
 */
export async function judgeNearMatches(context: Context): Promise<boolean> {
  const { tx, nearMatches } = context
  await tx.execute(
    sql`create temp table import_near (position int, line_id uuid, lines jsonb, told text) on commit drop`
  )
  const near = await findNear(context)
  if (near.length === 0) return false
  await tx.execute(sql`
    insert into import_near select * from jsonb_populate_recordset(null::import_near, ${JSON.stringify(near)})`)
  if (nearMatches === 'add') await warnOfNear(context)
  else {
    if (nearMatches === 'change') await takeNear(context)
    await rejectNear(context)
  }
  return nearMatches === 'change'
}

async function findNear(context: Context) {
  const { columns } = context
  const lacks = {
    lacksPurpose: columns.purpose === undefined,
    lacksYears: !columns.grant_year && !columns.grant_year_from && !columns.grant_year_to
  }
  const byRow = new Map<number, NearLine[]>()
  for (const { position, lineId, ...pair } of await candidates(context)) {
    const differs = nearTraits({ ...pair, ...lacks })
    if (differs === null) continue
    const line: NearLine = {
      lineId,
      differs,
      recipient: pair.recipients[1],
      purpose: pair.purposes[1],
      decidedOn: pair.decidedOn
    }
    byRow.set(position, [...(byRow.get(position) ?? []), line])
  }
  return [...byRow].map(([position, all]) => {
    const lines = all.sort((a, b) => a.differs.length - b.differs.length).slice(0, TOLD)
    return { position, line_id: lines.length === 1 ? lines[0]!.lineId : null, lines, told: lines.map(told).join('; ') }
  })
}

const told = ({ lineId, differs, recipient, purpose, decidedOn }: NearLine) =>
  `line ${lineId} of ${decidedOn}, ${recipient}${purpose ? `, ${purpose}` : ''} (${differs.length > 0 ? `differs in ${differs.join(' and ')}` : 'differs in paragraph or diary number'})`

/**
 * Lines that rows without one may be of: those of the same recipients; those of the same decision whose recipients have
 * names that are alike; and those of organisations that a new name is like.
 */
async function candidates({ tx, municipalityCode, source }: Context): Promise<Candidate[]> {
  const lineOf = sql`
    join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = recipient.line_id
      and line.withdrawn_at is null`
  const { rows } = await tx.execute<Candidate>(sql`
    with open as (
      select position, decision_id, organisation_ids, scheme_key, body_id, purpose, purpose_key, year_from, year_to,
        decided_on, decided_on_precision
      from staged where violations = '[]' and line_id is null and organisation_ids is not null and decision_id is not null
        and scheme_id is not null and revises_decision is null and revises_line is null
    ), twins as (
      select import_organisations.id, (candidate ->> 'id')::uuid as known_id
      from import_candidates join import_organisations using (id)
      cross join jsonb_array_elements(candidates::jsonb) candidate
    ), possible as (
      select open.position, line.id as line_id from open
      join decision_line_recipients recipient on ${ofMunicipality(municipalityCode, 'recipient')}
        and recipient.organisation_id = open.organisation_ids[1] ${lineOf}
      union
      select open.position, line.id from open
      join decision_lines line on line.municipality_code = ${municipalityCode} and line.decision_id = open.decision_id
        and line.withdrawn_at is null
      union
      select open.position, line.id from open join twins on twins.id = any(open.organisation_ids)
      join decision_line_recipients recipient on ${ofMunicipality(municipalityCode, 'recipient')}
        and recipient.organisation_id = twins.known_id ${lineOf}
    ), compared as (
      select open.position, line.id as "lineId", decision.decided_on as "decidedOn",
        known.ids = (select array_agg(id order by id) from unnest(open.organisation_ids) id) as "sameRecipients",
        similarity(stated.search_keys, known.search_keys) as likeness,
        json_build_array(stated.names, known.names) as recipients,
        json_build_array(said.scheme_name, scheme.name) as schemes,
        json_build_array(open.purpose, line.purpose) as purposes,
        json_build_array(said.body_name, body.name) as bodies,
        json_build_array(open.decided_on || ' ' || open.decided_on_precision,
          decision.decided_on || ' ' || decision.decided_on_precision) as days,
        json_build_array(open.year_from, line.grant_year_from) as years,
        json_build_array(open.year_to, line.grant_year_to) as "lastYears",
        (open.scheme_key = scheme.name_key)::int + (open.purpose_key = line.purpose_key)::int
          + (open.year_from is not distinct from line.grant_year_from)::int
          + (open.decided_on = decision.decided_on)::int + (open.body_id = decision.body_id)::int as agreeing
      from possible
      join open using (position)
      join staged said using (position)
      join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = possible.line_id
      join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = line.decision_id
        and decision.standing = 'decided' and decision.withdrawn_at is null and decision.annulment_recorded_at is null
      join schemes scheme on scheme.municipality_code = ${municipalityCode} and scheme.id = line.scheme_id
      join bodies body on body.municipality_code = ${municipalityCode} and body.id = decision.body_id
      cross join lateral (
        select array_agg(organisation.id order by organisation.id) as ids,
          string_agg(organisation.name, ', ' order by recipient.position) as names,
          string_agg(organisation.search_key, ' ' order by recipient.position) as search_keys,
          (array_agg(organisation.organisation_number order by recipient.position))[1] as number
        from decision_line_recipients recipient
        join organisations organisation on ${ofMunicipality(municipalityCode, 'organisation')}
          and organisation.id = recipient.organisation_id
        where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = line.id
      ) known
      cross join lateral (
        select string_agg(name, ', ' order by at) as names, string_agg(search_key, ' ' order by at) as search_keys,
          (array_agg(number order by at))[1] as number
        from staged_recipients where staged_recipients.position = open.position
      ) stated
      where line.id not in (select line_id from staged where line_id is not null)
        -- Two references of one source are two lines.
        and (said.reference is null or line.reference is null or line.source <> ${source})
        -- One diary number is one matter, which second-decisions.ts judges.
        and (said.diary_number is null or said.diary_number is distinct from decision.diary_number
          or decision.id = open.decision_id)
        -- Two numbers are two organisations, whatever their names.
        and (known.number is null or stated.number is null or known.number = stated.number)
        -- What was put off, or rejected, is decided again on another day.
        and (open.decided_on = decision.decided_on or ${isGranting(sql`line.outcome`)})
        and not exists (select from decision_lines later where ${ofMunicipality(municipalityCode, 'later')}
          and later.revises_line_id = line.id and later.withdrawn_at is null)
        and line.id not in (
          select import_lines.id from import_lines join staged using (identity) where staged.violations <> '[]')
    )
    select * from (
      select *, row_number() over (partition by position order by agreeing desc, "lineId") as nth
      from compared where agreeing >= case when "sameRecipients" then 3 else 4 end
    ) ranked where nth <= ${COMPARED} order by position, nth`)
  return rows
}

async function warnOfNear({ tx }: Context) {
  await tx.execute(sql`
    update staged set warnings = warnings || jsonb_build_array(jsonb_build_object('code', 'near-match',
      'message', 'it is added as new, and could have been the mended form of ' || told))
    from import_near where import_near.position = staged.position`)
}

/** A row that is near one line alone, to which no other row is near, is that line; what the file lacks stays as it is. */
async function takeNear({ tx, municipalityCode, columns }: Context) {
  const lacksYears = !columns.grant_year && !columns.grant_year_from && !columns.grant_year_to
  await tx.execute(sql`
    update staged set line_id = line.id,
      purpose_key = case when ${columns.purpose === undefined}::boolean then line.purpose_key else staged.purpose_key end,
      year_from = case when ${lacksYears}::boolean then line.grant_year_from else staged.year_from end,
      year_to = case when ${lacksYears}::boolean then line.grant_year_to else staged.year_to end
    from import_near near join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = near.line_id
    where near.position = staged.position
      and near.line_id not in (
        select (known ->> 'lineId')::uuid from import_near, jsonb_array_elements(lines) known group by 1 having count(*) > 1)`)
  await tx.execute(sql`
    delete from import_near using staged
    where staged.position = import_near.position and staged.line_id is not null`)
}

async function rejectNear({ tx, columns, nearMatches }: Context) {
  const remedy =
    nearMatches === 'change'
      ? 'it is near several lines or rows: correct the line by hand, or give the row a reference'
      : 'say nearMatches=add where such rows are new, or nearMatches=change where they mend the lines'
  await tx.execute(sql`
    update staged set violations = violations || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'field', ${columns.recipient ?? 'recipient'}::text, 'line', line, 'sheet', sheet,
      'message', format('is new, or the mended form of %s? %s', told, ${remedy}::text))))
    from import_near where import_near.position = staged.position`)
}
