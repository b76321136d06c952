import { type SQL, sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { searchPatterns } from '../../base/names.ts'
import type { InStatement } from '../database/prepared.ts'

/** A search of names by words: what is alike for all records that are found so (base/names.ts says what a word finds). */

/** How the parameter `search` is asked, and what its value becomes: the patterns that `isFound` compares. */
export const searchAsked = (found: string, example: string) => ({
  schema: Type.String({
    minLength: 1,
    maxLength: 200,
    description: `${found}: all of them, in any order, in parts or inflected. Case, diacritics and punctuation do not matter. A text without a letter or digit is looked for as it is`,
    example
  }),
  convert: searchPatterns
})

/**
 * Whether what is searched is found by the patterns: `key` is its searchKey, of which an index of trigrams begins with the
 * municipality, and `text` the same as it is written. Three patterns stand by themselves, as no index is asked for all of an array;
 * PostgreSQL, which sees the values, leaves out those that are not there.
 */
export const isFound = (patterns: InStatement, key: SQL, text: SQL): SQL => {
  const all = sql`(${patterns}::text[])`
  const ifThere = (pattern: SQL) => sql`(${pattern} is null or ${key} ~ ${pattern})`
  const rest = sql`(${all}[5] is null or ${key} ~ all(${all}[5:]))`
  const words = sql`${key} ~ ${all}[2] and ${ifThere(sql`${all}[3]`)} and ${ifThere(sql`${all}[4]`)} and ${rest}`
  return sql`(${words} or ${text} ilike ${all}[1])`
}

/** The searchKey of an array of texts, computed by PostgreSQL (migrations): it follows from what is stored, whoever writes that. */
export const searchKeyOf = (texts: SQL): SQL => sql`search_key(${texts})`

/** Of a record that keeps the keys of its former names beside its name: whether a search finds one of them. */
export const isNamedNowOrBefore = (patterns: InStatement): SQL => isFound(patterns, keyOfNames, sql`name`)
export const keyOfNames = searchKeyOf(sql`array_prepend(name, former_name_keys)`)
