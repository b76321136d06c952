import { type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { Message } from '../../base/language.ts'
import { opaqueToPlanner } from '../../money/ledger/ledger-facts.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { lineById } from './by-key.ts'
import { type Context, reject } from './context.ts'

/**
 * What an officer has corrected by hand since the last import is kept, told (`changed-since-import`), and never doubled. A
 * line and a decision know which version the last import left (`imported_version`); the events after it hold what they said
 * before. Where the file says something new of what was corrected, the two contradict each other and the row is rejected.
 */

const fields = [
  'outcome',
  'applied',
  'granted',
  'reserved',
  'rent',
  'amountPer',
  'purpose',
  'note',
  'sourceUrl',
  'payeeOrganisationId',
  'schemeId',
  'grantYearFrom',
  'grantYearTo',
  'recipients'
] as const
type Field = (typeof fields)[number]
type Values = Partial<Record<Field, unknown>>

/** Columns of `staged` for the fields whose names there differ. */
const stagedColumn: Partial<Record<Field, string>> = {
  payeeOrganisationId: 'payee_id',
  grantYearFrom: 'year_from',
  grantYearTo: 'year_to',
  recipients: 'organisation_ids'
}
const columnInFile = (field: Field) => stagedColumn[field] ?? toSnakeCase(field)

/**
 * A row whose line was corrected in its recipients, scheme, purpose or years no longer finds it by what it says. It is found
 * by what the row said when it was last imported, where that is certain: one row and one line.
 */
export async function findCorrectedLines({ tx, municipalityCode }: Context): Promise<void> {
  await tx.execute(sql`
    with said_before as (
      select distinct staged.position, staged.identity, line.id
      from staged
      cross join lateral (
        select line_id from decision_import_rows where municipality_code = ${opaqueToPlanner(municipalityCode)}
          and identity = staged.identity and is_applied and line_id is not null group by 1 offset 0
      ) before
      cross join lateral ${lineById(municipalityCode, sql`before.line_id`)} line
      where staged.violations = '[]' and staged.line_id is null and staged.identity is not null
        and line.withdrawn_at is null and line.version > line.imported_version
        and line.id not in (select line_id from staged where line_id is not null)
    ), certain as (
      select min(position) as position, min(id::text)::uuid as id from said_before
      group by identity having count(distinct position) = 1 and count(distinct id) = 1
    )
    update staged set line_id = certain.id from certain where certain.position = staged.position`)
}

/** What a record said when the last import left it, of the fields that were corrected since: by field, in the events' words. */
const saidAtImport = (municipalityCode: string, record: SQL, type: string) => sql`
  select jsonb_object_agg(key, value) as before from (
    select distinct on (key) key, value from events event cross join lateral jsonb_each(event.before)
    where ${ofMunicipality(municipalityCode, 'event')} and event.subject_id = ${record}.id
      and event.type = ${type} and event.subject_version > ${record}.imported_version
    order by key, event.subject_version
  ) first`

/**
 * The same of decisions: one that was corrected in its body, day, paragraph or diary number is found by what it said before,
 * and what was corrected is kept.
 */
export async function findCorrectedDecisions({ tx, municipalityCode }: Context): Promise<void> {
  const { rowCount } = await tx.execute(sql`
    insert into import_corrected_decisions
    select decision.id, decision.body_id, decision.decided_on, decision.decided_on_precision, decision.meeting_planned,
      decision.paragraph, decision.diary_number, first.before,
      concat_ws(chr(31), coalesce(first.before ->> 'bodyId', decision.body_id::text),
        coalesce(first.before ->> 'decidedOn', decision.decided_on::text),
        coalesce(first.before ->> 'decidedOnPrecision', decision.decided_on_precision),
        coalesce(case when first.before ? 'paragraph' then first.before ->> 'paragraph' else decision.paragraph end, ''),
        coalesce(case when first.before ? 'diaryNumber' then first.before ->> 'diaryNumber' else decision.diary_number end, '')
      ) as natural_key
    from decisions decision
    cross join lateral (
      ${saidAtImport(municipalityCode, sql`decision`, 'decision.updated')}
    ) first
    where decision.municipality_code = ${municipalityCode} and decision.standing = 'decided'
      and decision.withdrawn_at is null and decision.version > decision.imported_version
      and first.before ?| array['bodyId', 'decidedOn', 'decidedOnPrecision', 'paragraph', 'diaryNumber']`)
  if (rowCount === 0) return
  await tx.execute(sql`
    update import_decisions stated set id = known.id, is_new = false, several = false, was_withdrawn = false,
      body_id = known.body_id, decided_on = known.decided_on, decided_on_precision = known.decided_on_precision,
      planned = known.meeting_planned, paragraph = known.paragraph, diary_number = known.diary_number
    from import_corrected_decisions known
    where known.natural_key = stated.natural_key and (stated.is_new or stated.id = known.id)
      and 1 = (select count(*) from import_corrected_decisions twin where twin.natural_key = known.natural_key)`)
}

/** Keeps in the rows what was corrected in their decisions, and rejects those that say something else of it. */
export async function keepCorrectedDecisions(context: Context): Promise<void> {
  await context.tx.execute(sql`
    update staged set body_id = stated.body_id, decided_on = stated.decided_on,
      decided_on_precision = stated.decided_on_precision, planned = stated.planned, paragraph = stated.paragraph,
      diary_number = stated.diary_number,
      warnings = warnings || jsonb_build_array(jsonb_build_object('code', 'changed-since-import', 'message', format(
        'the decision was corrected by hand since the last import: it is of %s%s, which is kept', stated.decided_on,
        ' § ' || nullif(ltrim(stated.paragraph, '§ '), '')), 'sv', format(
        'beslutet har rättats för hand sedan den senaste inläsningen: det är från %s%s, vilket behålls', stated.decided_on,
        ' § ' || nullif(ltrim(stated.paragraph, '§ '), ''))))
    from import_decisions stated join import_corrected_decisions known using (id, natural_key)
    where staged.decision_key = stated.key and not stated.is_new`)
  await reject(
    context,
    'decided_on',
    {
      message:
        'is of a decision that was corrected by hand since the last import, and the file now says something else of it: correct the decision, or the file to what the decision says',
      sv: 'hör till ett beslut som har rättats för hand sedan den senaste inläsningen, och filen säger nu något annat om det: rätta beslutet, eller filen efter beslutet'
    },
    sql`exists (
      select from import_decisions stated join import_corrected_decisions known on known.id = stated.id
      where stated.key = staged.decision_key and not stated.is_new and known.natural_key <> stated.natural_key
        and ((known.before ? 'bodyId' and known.body_id <> stated.body_id)
          or (known.before ? 'decidedOn' and known.decided_on <> stated.decided_on)
          or (known.before ? 'paragraph' and known.paragraph is distinct from stated.paragraph)
          or (known.before ? 'diaryNumber' and known.diary_number is distinct from stated.diary_number)))`
  )
}

type Corrected = { position: number; said: Values; stands: Values; before: Values; spoken: Field[] }

/** Keeps what was corrected by hand in the lines that rows are of; whether anything was. `spoken`: columns of `staged` that the file speaks of. */
export async function keepCorrections(context: Context, spoken: ReadonlySet<string>): Promise<boolean> {
  const found = await correctedLines(context)
  const judged = found
    .map(row => judge(row, context, spoken))
    .filter(({ kept, clash }) => kept.length + clash.length > 0)
  if (judged.length === 0) return false
  const { tx, municipalityCode, importId, columns } = context
  await tx.execute(sql`
    insert into import_kept
    select * from jsonb_to_recordset(${JSON.stringify(judged)}) as kept (position int, kept jsonb, clash jsonb, message text, sv text)`)
  await tx.execute(sql`
    update staged set ${sql.join(
      fields
        .filter(field => field !== 'recipients')
        .map(field => {
          const column = sql.identifier(columnInFile(field))
          return sql`${column} = case when kept ? ${field} then line.${sql.identifier(toSnakeCase(field))} else staged.${column} end`
        }),
      sql`, `
    )},
      purpose_key = case when kept ? 'purpose' then line.purpose_key else staged.purpose_key end,
      organisation_ids = case when kept ? 'recipients' then (
          select array_agg(organisation_id order by recipient.position) from decision_line_recipients recipient
          where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = line.id)
        else staged.organisation_ids end,
      warnings = warnings || case when kept = '[]' then '[]' else jsonb_build_array(jsonb_build_object(
        'code', 'changed-since-import', 'message', import_kept.message, 'sv', import_kept.sv)) end,
      violations = violations || case when clash = '[]' then '[]' else jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'field', ${columns.recipient ?? 'recipient'}::text, 'message', import_kept.message, 'sv', import_kept.sv, 'line', staged.line, 'sheet', sheet))) end
    from import_kept, decision_lines line
    where import_kept.position = staged.position and line.municipality_code = ${municipalityCode} and line.id = staged.line_id`)
  await tx.execute(sql`
    delete from import_staged_recipients recipient using import_kept
    where recipient.municipality_code = ${municipalityCode} and recipient.import_id = ${importId}
      and recipient.position = import_kept.position and kept ? 'recipients'`)
  await tx.execute(sql`
    insert into import_staged_recipients (municipality_code, import_id, position, at, name, name_key, search_key, twin_key,
      is_payee, organisation_id)
    select ${municipalityCode}, ${importId}, staged.position, ids.place - 1, organisation.name, organisation.name_key, organisation.search_key,
      organisation.twin_key, organisation.id = staged.payee_id, organisation.id
    from import_kept join staged using (position)
    cross join lateral unnest(staged.organisation_ids) with ordinality ids (id, place)
    join organisations organisation on ${ofMunicipality(municipalityCode, 'organisation')} and organisation.id = ids.id
    where kept ? 'recipients'`)
  return true
}

/** Lines of rows that have events after the version that the last import left: what the row says, what stands, what stood. */
async function correctedLines({ tx, municipalityCode }: Context): Promise<Corrected[]> {
  const object = (value: (field: Field) => string) =>
    sql.raw(`jsonb_build_object(${fields.map(field => `'${field}', ${value(field)}`).join(', ')})`)
  const said = object(field =>
    field === 'recipients'
      ? '(select jsonb_agg(id order by id) from unnest(staged.organisation_ids) id)'
      : `staged.${columnInFile(field)}`
  )
  const stands = object(field => (field === 'recipients' ? 'recipients.ids' : `line.${toSnakeCase(field)}`))
  const { rows } = await tx.execute<Corrected>(sql`
    select staged.position, ${said} as said, ${stands} as stands, corrected.before
    from staged
    cross join lateral ${lineById(municipalityCode, sql`staged.line_id`)} line
    cross join lateral (
      select jsonb_agg(organisation_id order by organisation_id) as ids from decision_line_recipients recipient
      where ${ofMunicipality(opaqueToPlanner(municipalityCode), 'recipient')} and recipient.line_id = line.id
    ) recipients
    cross join lateral (
      ${saidAtImport(municipalityCode, sql`line`, 'decisionLine.updated')}
    ) corrected
    where staged.violations = '[]' and staged.line_id is not null and line.version > line.imported_version
      and corrected.before is not null`)
  return rows
}

function judge({ position, said, stands, before }: Corrected, { columns }: Context, spoken: ReadonlySet<string>) {
  const kept: Field[] = []
  const clash: Field[] = []
  const lacksYears = !columns.grant_year && !columns.grant_year_from && !columns.grant_year_to
  for (const field of fields) {
    if (!(field in before)) continue
    const isIdentity = ['schemeId', 'recipients', 'purpose', 'grantYearFrom', 'grantYearTo'].includes(field)
    if (!isIdentity && !spoken.has(columnInFile(field))) continue
    const [now, then, row] = [stands[field], before[field], said[field]].map(value => comparable(value))
    if (row === now) continue
    const isSilent = (field === 'purpose' && !columns.purpose) || (field.startsWith('grantYear') && lacksYears)
    if (row === then || isSilent) kept.push(field)
    else clash.push(field)
  }
  const list = (names: Field[]) => names.join(', ')
  const told: Message =
    clash.length > 0
      ? {
          message: `the line was corrected by hand since the last import (${list([...kept, ...clash])}), and the file now says something else of ${list(clash)}: correct the line, or the file to what the line says`,
          sv: `raden har rättats för hand sedan den senaste inläsningen (${list([...kept, ...clash])}), och filen säger nu något annat om ${list(clash)}: rätta raden, eller filen efter raden`
        }
      : {
          message: `the line was corrected by hand since the last import (${list(kept)}): what was corrected is kept`,
          sv: `raden har rättats för hand sedan den senaste inläsningen (${list(kept)}): det som rättades behålls`
        }
  return { position, kept: clash.length > 0 ? [] : kept, clash, ...told }
}

/** Amounts are numbers in one place and decimals in the other, recipients objects or ids; not stated is null. */
function comparable(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) {
    const ids = value.map(item =>
      typeof item === 'object' ? (item as { organisationId: string }).organisationId : item
    )
    return ids.toSorted().join(' ')
  }
  const text = String(value)
  return /^\d+(?:\.\d+)?$/.test(text) ? String(Number(text)) : text
}
