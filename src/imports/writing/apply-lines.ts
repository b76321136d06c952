import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { Actor } from '../../base/actor.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { decisionLines } from '../../register/decisions/line-record.ts'
import { lineById } from '../finding/by-key.ts'
import type { Context } from '../finding/context.ts'
import { spokenOf } from '../finding/identities.ts'
import { measure } from '../finding/working-tables.ts'
import { appendEvents, told } from './events.ts'

const certainty = (amount: string) => sql.raw(`case when ${amount} is null then 'notStated' else 'exact' end`)

/**
 * The version that an import leaves, of a record that it changes. Where somebody has corrected the record since an import,
 * the older version stays, so that the corrections are still told from what files have said.
 */
export const leftBy = (record: string) =>
  sql.raw(
    `case when ${record}.imported_version <> ${record}.version then ${record}.imported_version else ${record}.version + 1 end`
  )

/** What a new line says, by column of decision_lines: the columns of `staged`. */
const stated: Record<string, string> = {
  ...{ decision_id: 'decision_id', reference: 'reference', scheme_id: 'scheme_id', payee_organisation_id: 'payee_id' },
  ...{ purpose: 'purpose', purpose_key: 'purpose_key', grant_year_from: 'year_from', grant_year_to: 'year_to' },
  ...{ amount_per: 'amount_per', outcome: 'outcome', applied: 'applied', granted: 'granted', reserved: 'reserved' },
  ...{ rent: 'rent', note: 'note', source_url: 'source_url', revises_line_id: 'revises_line_id' }
}

/** Columns that are always given a value. */
const certainties = ['applied', 'granted', 'reserved', 'rent'] as const
const given = new Set(['id', 'source', 'imported_version', ...certainties.map(amount => `${amount}_certainty`)])

/** Columns that a table has a default for, though none is said. */
const defaulted = new Set(
  Object.values(getTableColumns(decisionLines)).flatMap(column => (column.hasDefault ? [toSnakeCase(column.name)] : []))
)

/** The columns of `staged` that any new line says something in. */
async function saidOf({ tx }: Context): Promise<Set<string>> {
  const columns = Object.values(stated)
  const { rows } = await tx.execute<Record<string, boolean>>(sql`
    select ${sql.raw(columns.map(name => `bool_or(${name} is not null) as ${name}`).join(', '))}
    from staged where result = 'created'`)
  return new Set(columns.filter(name => rows[0]![name]))
}

/** The recipients of a row as an event tells them, in their order. */
const recipientsTold = sql`
  case when cardinality(staged.organisation_ids) = 1
    then jsonb_build_array(jsonb_build_object('organisationId', staged.organisation_ids[1]))
    else (select jsonb_agg(jsonb_build_object('organisationId', id) order by place)
      from unnest(staged.organisation_ids) with ordinality recipient (id, place)) end`

/** Inserts the new lines with their events, as `import_created`, and their recipients. */
export async function createLines(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  const said = await saidOf(context)
  if (said.size === 0) return
  const columns = Object.keys(stated).filter(column => said.has(stated[column]!))
  const isNull = (column: string) =>
    column in stated ? !columns.includes(column) : !given.has(column) && !defaulted.has(column)
  const after = told('made', decisionLines, isNull, [sql`'recipients'`, recipientsTold])
  const { rowCount } = await tx.execute(sql`
    with made as (
      insert into decision_lines (municipality_code, id, source, imported_version,
        ${sql.raw(certainties.map(amount => `${amount}_certainty`).join(', '))}, ${sql.raw(columns.join(', '))})
      select ${municipalityCode}, line_id, ${source}, 1, ${sql.join(certainties.map(certainty), sql`, `)},
        ${sql.raw(columns.map(column => stated[column]).join(', '))}
      from staged where result = 'created' order by position returning *
    ), happened as (${appendEvents(
      context,
      actor,
      sql`
      select 'decisionLine.created' as type, 'decisionLine' as subject_type, made.id, made.version,
        made.decision_id as parent_id, null::text as reason, null::jsonb as before,
        jsonb_strip_nulls(${after}) as after
      from made join staged on staged.line_id = made.id order by position`
    )} returning subject_id, id)
    insert into import_created select * from happened`)
  await measure(tx, 'import_created', rowCount)
  await insertRecipients(context, sql`result = 'created'`)
}

async function insertRecipients({ tx, municipalityCode }: Context, rows: SQL) {
  await tx.execute(sql`
    insert into decision_line_recipients (municipality_code, line_id, organisation_id, position)
    select ${municipalityCode}, line_id, organisation_id, at + 1
    from staged join staged_recipients using (position) where ${rows}`)
}

/** The lines that change: as a list they are looked up by the key, and the register's other lines are not read. */
const updated = sql`array(select line_id from staged where result = 'updated')`

/** Changes the lines that differ, in what the file speaks of. */
export async function updateLines(context: Context, actor: Actor) {
  const { tx, municipalityCode, source } = context
  const recipients = sql`(select jsonb_build_object('recipients',
      jsonb_agg(jsonb_build_object('organisationId', organisation_id) order by recipient.position))
    from decision_line_recipients recipient
    where ${ofMunicipality(municipalityCode, 'recipient')} and recipient.line_id = stored.id)`
  await tx.execute(sql`
    insert into import_before
    select stored.id, ${told('stored', decisionLines)} || ${recipients} as told
    from decision_lines stored
    where stored.municipality_code = ${municipalityCode} and stored.id = any(${updated})`)
  const spoken = new Map(spokenOf(context).map(([staged, column]) => [column, `staged.${staged}`]))
  const certainties = (['applied', 'granted', 'reserved', 'rent'] as const)
    .filter(name => spoken.has(name))
    .map(name => [
      // An empty cell does not say why: what is recorded of an amount that is not known stays.
      `${name}_certainty`,
      `case when staged.${name} is not null then 'exact' when stored.${name} is null then stored.${name}_certainty else 'notStated' end`
    ])
  const sets = [...spoken, ...certainties].map(([column, value]) => `${column} = ${value}`).join(', ')
  await tx.execute(sql`
    update decision_lines stored set ${sql.raw(sets)}, decision_id = staged.decision_id, scheme_id = staged.scheme_id,
      purpose_key = staged.purpose_key, grant_year_from = year_from, grant_year_to = year_to,
      revises_line_id = coalesce(stored.revises_line_id, staged.revises_line_id),
      reference = case when stored.source = ${source} then coalesce(staged.reference, stored.reference) else stored.reference end, imported_version = ${leftBy('stored')}, version = version + 1, updated_at = statement_timestamp()
    from staged
    where result = 'updated' and stored.municipality_code = ${municipalityCode} and stored.id = staged.line_id
      and stored.id = any(${updated})`)
  await tx.execute(sql`
    delete from decision_line_recipients recipient
    where recipient.municipality_code = ${municipalityCode} and recipient.line_id = any(${updated})`)
  await insertRecipients(context, sql`result = 'updated'`)
  const { rowCount } = await tx.execute(sql`
    with happened as (${appendEvents(
      context,
      actor,
      sql`
      select 'decisionLine.updated' as type, 'decisionLine' as subject_type, stored.id, stored.version,
        stored.decision_id as parent_id, null::text as reason,
        changed_keys(import_before.told, now.told) as before,
        changed_keys(now.told, import_before.told) as after
      from import_before
      cross join lateral ${lineById(municipalityCode, sql`import_before.id`)} stored
      cross join lateral (select ${told('stored', decisionLines)} || ${recipients} as told) now`
    )} returning subject_id, id)
    insert into import_events select * from happened`)
  await measure(tx, 'import_events', rowCount)
}
