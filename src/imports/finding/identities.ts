import { type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'

/** What rows are told apart by, and what they say: both as one hash, so that whole files are compared by a join. */

/**
 * Identity of a row without a reference: decision, scheme, recipients, purpose and years. Occurrence comes in pairing.
 * `ids`: the recipients in order, as one text.
 */
export const identityOf = (decision: SQL, ids: SQL, from: string, to: string) =>
  sql`md5(concat_ws(chr(31), ${decision}, coalesce(scheme_id::text, ''), ${ids}, purpose_key,
    coalesce(${sql.raw(from)}::text, ''), coalesce(${sql.raw(to)}::text, '')))`

/** What the file can change of a line, by the column of the file that says it; what a file lacks, it does not change. */
const contents = [
  ['outcome', 'outcome', 'outcome'],
  ['applied', 'applied', 'applied'],
  ['granted', 'granted', 'granted'],
  ['granted', 'reserved', 'reserved'],
  ['rent', 'rent', 'rent'],
  ['granted', 'amount_per', 'amount_per'],
  ['purpose', 'purpose', 'purpose'],
  ['note', 'note', 'note'],
  ['source_url', 'source_url', 'source_url'],
  ['payee', 'payee_id', 'payee_organisation_id']
] as const

/** The contents that this file speaks of: [column of staged, column of decision_lines]. */
export function spokenOf({ columns }: Context): [string, string][] {
  return contents
    .filter(
      ([column]) => columns[column] !== undefined || column === 'outcome' || (column === 'granted' && columns.reserved)
    )
    .map(([, staged, stored]) => [staged, stored])
}

export const contentOf = (names: string[]) =>
  sql.raw(`md5(concat_ws(chr(31), ${names.map(name => `coalesce(${name}::text, chr(30))`).join(', ')}))`)

const recipientsOfRow = sql`case when cardinality(organisation_ids) = 1 then organisation_ids[1]::text
  else (select string_agg(id::text, ',' order by id) from unnest(organisation_ids) id) end`

/** Content and identity of the rows, as they are compared with those of lines. `of`: the id of the row's decision. */
export function identitiesOf(context: Context, of: SQL): SQL {
  return sql`content = ${contentOf(spokenOf(context).map(([staged]) => staged))},
    identity = case when ${of} is not null and scheme_id is not null and organisation_ids is not null
      then ${identityOf(of, recipientsOfRow, 'year_from', 'year_to')} end`
}

/** Anew, where rows have become others since their decisions were found. */
export async function setIdentities(context: Context): Promise<void> {
  await context.tx.execute(sql`update staged set ${identitiesOf(context, sql`decision_id`)}`)
}
