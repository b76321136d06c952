import { type SQL, sql } from 'drizzle-orm'
import { nameKey, searchKey } from '../../base/names.ts'
import type { Connection, Transaction } from './connection.ts'

/**
 * Where words of a person stand among the texts of a municipality, whatever table they are in, and how another word takes their
 * place: in records, in what events and versions say of them, in kept answers, in rows of imports and in what was sent to
 * subscribers. The tables are asked of the database, so that one added next year is gone through too.
 */

type Column = { name: string; type: 'text' | 'text[]' | 'jsonb' }
export type TextTable = { table: string; columns: Column[]; isTracked: boolean }

/** Tables of ids, codes and amounts alone, and the one that keeps what is left out elsewhere. */
const WITHOUT_PERSONS = ['ledger_%', 'feed_%', 'known_states', 'confidential_values', 'webhook_subscriptions']

/**
 * Names and numbers by which records are found, which only the act that means this one record changes: another organisation
 * may bear a name that contains this one's, or be paid to the same account.
 */
const OF_ONE_RECORD: Record<string, string[]> = {
  organisations: 'name name_key former_name_keys search_key twin_key organisation_number bankgiro plusgiro'.split(' '),
  organisation_names: ['name', 'name_key', 'search_key'],
  contacts: ['role', 'name', 'email', 'phone'],
  payee_accounts: ['account_number']
}

/**
 * The texts of every table that belongs to municipalities, as far as the role of the service may change them: of events and versions
 * those that say something, and not their codes (migrate.ts). `isTracked`: it says when a row was last changed. `whole`: those of
 * OF_ONE_RECORD too.
 */
export async function textTables(db: Connection, { whole = false } = {}): Promise<TextTable[]> {
  const { rows } = await db.execute<TextTable>(sql`
    select class.relname as table,
      json_agg(json_build_object('name', attribute.attname, 'type', format_type(attribute.atttypid, null))
        order by attribute.attnum) filter (where attribute.attname <> 'municipality_code'
          and format_type(attribute.atttypid, null) in ('text', 'text[]', 'jsonb')
          and has_column_privilege(class.oid, attribute.attnum, 'update')) as columns,
      bool_or(attribute.attname = 'updated_at') as "isTracked"
    from pg_class class join pg_attribute attribute on attribute.attrelid = class.oid
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and attribute.attnum > 0
      and not attribute.attisdropped and attribute.attgenerated = ''
      and class.relname not like all (${sql.param(WITHOUT_PERSONS)}::text[])
    group by class.relname
    having bool_or(attribute.attname = 'municipality_code') order by 1`)
  return rows
    .map(({ columns, ...rest }) => ({
      ...rest,
      columns: (columns ?? []).filter(({ name }) => whole || !OF_ONE_RECORD[rest.table]?.includes(name))
    }))
    .filter(({ columns }) => columns.length > 0)
}

/** Numbers and telephones are written with and without spaces, hyphens and a century. */
const isNumber = (text: string) => /^[+]?[\d ()/.-]+$/.test(text) && text.replace(/\D/g, '').length >= 7

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')

/**
 * The regular expression of PostgreSQL that finds the words; null where there are none. A text of several words, an address
 * or a number is found wherever it stands by itself; one word alone only where it is all that a text says: `Solen` is also a
 * word. `isAnywhere`: one word, too, is found wherever it stands by itself. Case does not matter.
 */
export function patternOf(words: readonly string[], { isAnywhere = false } = {}): string | null {
  const telling = [...new Set(words.map(word => word.trim()).filter(word => word.length >= 3))]
  const forms = telling.flatMap(word => formsOf(word, isAnywhere))
  return forms.length === 0 ? null : [...new Set(forms)].join('|')
}

function formsOf(word: string, isAnywhere: boolean): string[] {
  if (isNumber(word)) {
    const digits = word.replace(/\D/g, '')
    const century = digits.length === 10 ? '(?:16|18|19|20)?' : ''
    return [`(?<![0-9])${century}[+]?${[...digits].join('[ ()/.+-]*')}(?![0-9])`]
  }
  // As it is compared, as it is searched, and as JSON writes it.
  const spelled = new Set([word, nameKey(word), searchKey(word), JSON.stringify(word).slice(1, -1)])
  const isTelling = isAnywhere || /[\s@:/]/.test(word)
  return [...spelled]
    .filter(text => text !== '')
    .map(text =>
      isTelling ? `(?<![[:alnum:]])${literally(text)}s?(?![[:alnum:]])` : `(?:^|(?<="))${literally(text)}(?=$|")`
    )
}

const asText = ({ name }: Column) => sql`${sql.identifier(name)}::text`

/** Whether a row of the table holds what the pattern finds. */
export const mentions = ({ columns }: TextTable, pattern: string): SQL =>
  sql`(${sql.join(
    columns.map(column => sql`${asText(column)} ~* ${pattern}`),
    sql` or `
  )})`

export type Mentions = { table: string; count: number }

/** How many rows of each table hold what the pattern finds. */
export async function countMentions(db: Connection, municipalityCode: string, pattern: string): Promise<Mentions[]> {
  const found: Mentions[] = []
  for (const each of await textTables(db)) {
    const { rows } = await db.execute<Mentions>(sql`
      select ${each.table}::text as table, count(*)::int as count from ${sql.identifier(each.table)}
      where municipality_code = ${municipalityCode} and ${mentions(each, pattern)}`)
    if (rows[0]!.count > 0) found.push(rows[0]!)
  }
  return found
}

type Replacing = { pattern: string; word: string; within?: string[] }

/**
 * Puts the word in the place of all that the pattern finds, and answers in how many rows of each table. `within`: only in rows
 * that name one of these ids. What was done, when and by whom stays in events and versions, of which triggers let the texts
 * alone be changed so.
 */
export async function replaceTexts(
  tx: Transaction,
  municipalityCode: string,
  { pattern, word, within }: Replacing
): Promise<Mentions[]> {
  await tx.execute(sql`select set_config('partnerskap.replaces_texts', 'on', true)`)
  const changed: Mentions[] = []
  for (const each of await textTables(tx)) {
    const sets = each.columns.map(column => {
      const replaced = sql`regexp_replace(${asText(column)}, ${pattern}, ${word}, 'gi')`
      return sql`${sql.identifier(column.name)} = ${column.type === 'text' ? replaced : sql`${replaced}::${sql.identifier(TYPES[column.type])}`}`
    })
    if (each.isTracked) sets.push(sql`updated_at = statement_timestamp()`)
    const { rowCount } = await tx.execute(sql`
      update ${sql.identifier(each.table)} changed set ${sql.join(sets, sql`, `)}
      where changed.municipality_code = ${municipalityCode} and ${mentions(each, pattern)}
        ${within ? sql`and changed::text ~ ${within.join('|')}` : sql``}`)
    if (rowCount) changed.push({ table: each.table, count: rowCount })
  }
  await tx.execute(sql`select set_config('partnerskap.replaces_texts', 'off', true)`)
  return changed
}

/** As pg_type names them. */
const TYPES = { 'text[]': '_text', jsonb: 'jsonb' } as const
