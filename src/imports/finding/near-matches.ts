import { sql } from 'drizzle-orm'
import { opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { isGranting } from '../../register/decisions/line-record.ts'
import type { Context } from './context.ts'
import { type NearLine, nearTraits, type Pair, type Trait } from './near-rules.ts'
import { measure } from './working-tables.ts'

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
    const line_id = lines.length === 1 ? lines[0]!.lineId : null
    return { position, line_id, lines, told: lines.map(told).join('; '), told_sv: lines.map(toldInSwedish).join('; ') }
  })
}

const told = ({ lineId, differs, recipient, purpose, decidedOn }: NearLine) =>
  `line ${lineId} of ${decidedOn}, ${recipient}${purpose ? `, ${purpose}` : ''} (${differs.length > 0 ? `differs in ${differs.join(' and ')}` : 'differs in paragraph or diary number'})`

const swedishTraits: Record<Trait, string> = {
  recipient: 'mottagare',
  scheme: 'bidragsform',
  purpose: 'ändamål',
  years: 'år',
  day: 'dag',
  body: 'beslutsorgan'
}

function toldInSwedish({ lineId, differs, recipient, purpose, decidedOn }: NearLine): string {
  const differing =
    differs.length > 0 ? differs.map(trait => swedishTraits[trait]).join(' och ') : 'paragraf eller diarienummer'
  return `raden ${lineId} från ${decidedOn}, ${recipient}${purpose ? `, ${purpose}` : ''} (skiljer i ${differing})`
}

/**
 * Lines that rows without one may be of: those of the same recipients; those of the same decision whose recipients have
 * names that are alike; and those of organisations that a new name is like.
 */
async function candidates({ tx, municipalityCode, source }: Context): Promise<Candidate[]> {
  const openRows = sql`
    select position, decision_id, organisation_ids, scheme_name, scheme_key, body_id, body_name, purpose, purpose_key,
      year_from, year_to, decided_on, decided_on_precision, reference, diary_number
    from staged where violations = '[]' and line_id is null and organisation_ids is not null and decision_id is not null
      and scheme_id is not null and revises_decision is null and revises_line is null`
  const { rowCount } = await tx.execute(sql`insert into import_open ${openRows}`)
  if (rowCount === 0) return []
  await measure(tx, 'import_open', rowCount)
  const { rowCount: possible } = await findPossible({ tx, municipalityCode, source })
  if (possible === 0) return []
  await measure(tx, 'import_possible', possible)
  const { rows } = await tx.execute<Candidate>(sql`
    with known as (
      select line.line_id, array_agg(organisation.id order by organisation.id) as ids,
        string_agg(organisation.name, ', ' order by recipient.position) as names,
        string_agg(organisation.search_key, ' ' order by recipient.position) as search_keys,
        (array_agg(organisation.organisation_number order by recipient.position))[1] as number
      from (select distinct line_id from import_possible) line
      cross join lateral (
        select organisation_id, position from decision_line_recipients recipient
        where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'recipient')} and recipient.line_id = line.line_id offset 0
      ) recipient
      join organisations organisation on ${ofMunicipality(municipalityCode, 'organisation')}
        and organisation.id = recipient.organisation_id
      group by 1
    ), stated as (
      select position, array_agg(organisation_id order by organisation_id) as ids, string_agg(name, ', ' order by at) as names,
        string_agg(search_key, ' ' order by at) as search_keys, (array_agg(number order by at))[1] as number
      from staged_recipients where position in (select position from import_possible) group by 1
    ), compared as (
      select possible.*, known.ids = stated.ids as "sameRecipients", known.names as known_names, stated.names as stated_names,
        known.search_keys as known_keys, stated.search_keys as stated_keys
      from import_possible possible join known using (line_id) join stated using (position)
      where possible.agreeing >= case when known.ids = stated.ids then 3 else 4 end
        -- Two numbers are two organisations, whatever their names.
        and (known.number is null or stated.number is null or known.number = stated.number)
    ), ranked as (
      select *, row_number() over (partition by position order by agreeing desc, line_id) as nth from compared
    )
    select ranked.position, line.id as "lineId", decision.decided_on as "decidedOn", "sameRecipients",
      similarity(stated_keys, known_keys) as likeness,
      json_build_array(stated_names, known_names) as recipients,
      json_build_array(open.scheme_name, scheme.name) as schemes,
      json_build_array(open.purpose, line.purpose) as purposes,
      json_build_array(open.body_name, body.name) as bodies,
      json_build_array(open.decided_on || ' ' || open.decided_on_precision,
        decision.decided_on || ' ' || decision.decided_on_precision) as days,
      json_build_array(open.year_from, line.grant_year_from) as years,
      json_build_array(open.year_to, line.grant_year_to) as "lastYears"
    from ranked join import_open open using (position)
    join decision_lines line on line.municipality_code = ${municipalityCode} and line.id = ranked.line_id
    join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = line.decision_id
    join schemes scheme on scheme.municipality_code = ${municipalityCode} and scheme.id = line.scheme_id
    join bodies body on body.municipality_code = ${municipalityCode} and body.id = decision.body_id
    where nth <= ${COMPARED} order by position, nth`)
  return rows
}

/**
 * Fills `import_possible` with pairs of open rows and such lines that agree in all but two traits at most; names, which cost
 * most to compare, are asked only of these.
 */
function findPossible({ tx, municipalityCode, source }: Pick<Context, 'tx' | 'municipalityCode' | 'source'>) {
  return tx.execute(sql`
    insert into import_possible
    with named as (
      select position, organisation_id, at from staged_recipients where position in (select position from import_open)
    ), twins as (
      select import_candidates.id, (candidate ->> 'id')::uuid as known_id
      from import_candidates cross join jsonb_array_elements(candidates::jsonb) candidate
    ), asked as (
      select position, organisation_id from named where at = 0
      union
      select position, known_id from named join twins on twins.id = named.organisation_id
    ), left_over as (
      select line.id, line.decision_id, line.purpose_key, line.year_from, scheme.name_key as scheme_key
      from import_free line join schemes scheme on scheme.municipality_code = ${municipalityCode}
        and scheme.id = line.scheme_id
    ), near as (
      select asked.position, recipient.line_id from (select distinct organisation_id from asked) organisation
      cross join lateral (
        select line_id from decision_line_recipients recipient
        where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'recipient')}
          and recipient.organisation_id = organisation.organisation_id offset 0
      ) recipient
      join asked using (organisation_id)
      union
      -- Of other recipients: they agree in two of these three at least.
      select open.position, left_over.id from import_open open join left_over using (decision_id, scheme_key, purpose_key)
      union
      select open.position, left_over.id from import_open open join left_over on left_over.decision_id = open.decision_id
        and left_over.scheme_key = open.scheme_key and coalesce(left_over.year_from, 0) = coalesce(open.year_from, 0)
      union
      select open.position, left_over.id from import_open open join left_over on left_over.decision_id = open.decision_id
        and left_over.purpose_key = open.purpose_key and coalesce(left_over.year_from, 0) = coalesce(open.year_from, 0)
    ), stated as materialized (
      ${standingLines(municipalityCode)}
    ), traits as (
      select open.position, line.line_id, (open.scheme_key = line.scheme_key)::int
          + (open.purpose_key = line.purpose_key)::int
          + (open.year_from is not distinct from line.grant_year_from)::int
          + (open.decided_on = line.decided_on)::int + (open.body_id = line.body_id)::int as agreeing
      from near join stated line using (line_id) join import_open open using (position)
      -- Two references of one source are two lines.
      where (open.reference is null or line.reference is null or line.source <> ${source})
        -- One diary number is one matter, which second-decisions.ts judges.
        and (open.diary_number is null or open.diary_number is distinct from line.diary_number
          or line.decision_id = open.decision_id)
        -- What was put off, or rejected, is decided again on another day.
        and (open.decided_on = line.decided_on or line.grants)
    )
    select * from traits where agreeing >= 3`)
}

/** The lines of `near` that stand, are of no row and are not replaced, with what tells them apart. */
const standingLines = (municipalityCode: string) => sql`
      select line.id as line_id, line.decision_id, line.reference, line.source, line.purpose_key, line.grant_year_from,
        scheme.name_key as scheme_key, decision.decided_on, decision.body_id, decision.diary_number,
        ${isGranting(sql`line.outcome`)} as grants
      from (select distinct line_id from near) asked
      cross join lateral (
        select * from decision_lines line
        where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'line')} and line.id = asked.line_id offset 0
      ) line
      join decisions decision on decision.municipality_code = ${municipalityCode} and decision.id = line.decision_id
        and decision.standing = 'decided' and decision.withdrawn_at is null and decision.annulment_recorded_at is null
      join schemes scheme on scheme.municipality_code = ${municipalityCode} and scheme.id = line.scheme_id
      where line.withdrawn_at is null
        and line.id not in (select line_id from staged where line_id is not null)
        and not exists (select from decision_lines later where ${ofMunicipality(municipalityCode, 'later')}
          and later.revises_line_id = line.id and later.withdrawn_at is null)
        and line.id not in (
          select import_lines.id from import_lines join staged using (identity) where staged.violations <> '[]')`

async function warnOfNear({ tx }: Context) {
  await tx.execute(sql`
    update staged set warnings = warnings || jsonb_build_array(jsonb_build_object('code', 'near-match',
      'message', 'it is added as new, and could have been the mended form of ' || told,
      'sv', 'den läggs till som ny, men kan vara en rättad form av ' || told_sv))
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
      ? {
          en: 'it is near several lines or rows: correct the line by hand, or give the row a reference',
          sv: 'den liknar flera rader: rätta raden för hand, eller ge raden i filen en referens'
        }
      : {
          en: 'say nearMatches=add where such rows are new, or nearMatches=change where they mend the lines',
          sv: 'ange nearMatches=add om sådana rader är nya, eller nearMatches=change om de rättar raderna'
        }
  await tx.execute(sql`
    update staged set violations = violations || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'field', ${columns.recipient ?? 'recipient'}::text, 'line', line, 'sheet', sheet,
      'message', format('is new, or the mended form of %s? %s', told, ${remedy.en}::text),
      'sv', format('är ny, eller en rättad form av %s? %s', told_sv, ${remedy.sv}::text))))
    from import_near where import_near.position = staged.position`)
}
