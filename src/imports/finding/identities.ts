import { type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'

/** What rows are told apart by, and what they say: both as one hash, so that whole files are compared by a join. */

/**
 * Identity of a row without a reference: decision, scheme, recipients, purpose and years. Occurrence comes in pairing.
 * `ids`: the recipients in order, as one text.
 */
export const identityOf = (decision: SQL, scheme: SQL, ids: SQL, from: string, to: string) =>
  sql`md5(concat_ws(chr(31), ${decision}, coalesce(${scheme}::text, ''), ${ids}, purpose_key,
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

const inOrder = (ids: SQL) => sql`case when cardinality(${ids}) = 1 then (${ids})[1]::text
  else (select string_agg(id::text, ',' order by id) from unnest(${ids}) id) end`

/** Where what a row was found to be stands: ids of decision and scheme, those of the recipients, the column of the payee. */
type Found = { decision: SQL; scheme: SQL; recipients: SQL; payee: string }

/** Content and identity of the rows, as they are compared with those of lines. */
export function identitiesOf(context: Context, { decision, scheme, recipients, payee }: Found): SQL {
  const said = spokenOf(context).map(([staged]) => (staged === 'payee_id' ? payee : staged))
  return sql`content = ${contentOf(said)},
    identity = case when ${decision} is not null and ${scheme} is not null and ${recipients} is not null
      then ${identityOf(decision, scheme, inOrder(recipients), 'year_from', 'year_to')} end`
}

/** Anew, where rows have become others since their decisions were found. */
export async function setIdentities(context: Context): Promise<void> {
  const columns = {
    decision: sql`decision_id`,
    scheme: sql`scheme_id`,
    recipients: sql`organisation_ids`,
    payee: 'payee_id'
  }
  await context.tx.execute(sql`update staged set ${identitiesOf(context, columns)}`)
}
