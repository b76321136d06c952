import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { Stale } from '../../base/errors.ts'
import type { Transaction } from '../database/connection.ts'
import { expectVersion } from '../database/expected.ts'
import { checkVersion, type Expected, ifMatch } from './if-match.ts'
import { problems } from './problem-rules.ts'

/**
 * If-Match of every write but PATCH, which demands it and compares for itself. Where it is sent it speaks of the record
 * that the address names: that of `{id}`, else of the reference. It is compared before anything is
 * done, and again under the lock of the record, so that nobody comes between. What names no record has no version: there
 * a tag cannot match, and `*` does.
 */

/** Tables whose name is not that of the part of the address before the id. */
const TABLES: Record<string, string> = { 'eligibility-statements': 'eligibilities', 'state-aid': 'state_aids' }
/** Records without a version. */
const UNVERSIONED = new Set(['decision-imports'])

/** The table of the record that an address with this pattern names; undefined where it names none. */
export function tableOf(pattern: string): string | undefined {
  const [, segment] =
    /^.*\/([a-z-]+)\/(?::id|by-reference\/:source\/:reference)(?=\/|$)/.exec(pattern) ??
    /\/(municipalities)\/:municipalityCode[^/]*$/.exec(pattern) ??
    /\/(payment-settings|work-list-settings)$/.exec(pattern) ??
    /\/(paper-templates)\/:kind\/:language$/.exec(pattern) ??
    []
  return segment && !UNVERSIONED.has(segment) ? (TABLES[segment] ?? segment.replaceAll('-', '_')) : undefined
}

/** Runs the action if If-Match, where it is sent, holds. @throws Stale, Malformed */
export async function underCondition<T>(
  tx: Transaction,
  request: FastifyRequest,
  action: (tx: Transaction) => Promise<T>
) {
  if (request.method === 'PATCH' || request.headers['if-match'] === undefined) return await action(tx)
  const expected = ifMatch(request)
  const { records } = request.params as { records?: string }
  const table = tableOf((request.routeOptions.url ?? '').replace(':records', records ?? ''))
  const record = table && (await find(tx, table, request.params as Params))
  if (!table || (!record && request.method === 'PUT')) {
    if (expected === 'any' && !table) return await action(tx)
    throw new Stale(problems['version-stale'], {
      en: 'If-Match names a version, and there is no record here yet that could have it.',
      sv: 'If-Match anger en version, men det finns ännu ingen post här som kan ha den.'
    })
  }
  // Of a record that is not there the action says so: 404.
  if (!record) return await action(tx)
  // PUT compares under its own lock where something would change; the same content again is as it should be (RFC 9110, 13.1.1).
  if (request.method === 'PUT') return await action(tx)
  checkVersion(expected, record.version)
  return await whileHeld(tx, { ...record, table }, expected, action)
}

type Params = {
  municipalityCode: string
  id?: string
  source?: string
  reference?: string
  kind?: string
  language?: string
}
type Found = { municipalityCode: string; id: string; version: number }

async function whileHeld<T>(
  tx: Transaction,
  { table, municipalityCode, id }: Found & { table: string },
  expected: Expected,
  action: (tx: Transaction) => Promise<T>
) {
  const check = (version: number) => checkVersion(expected, version)
  const isMet = expectVersion(tx, { table, municipalityCode, id, check })
  const result = await action(tx)
  if (isMet()) return result
  // The action has changed other records than this: it is locked now, so that what was expected holds at the commit.
  const [held] = (
    await tx.execute<Found>(sql`
    select version from ${sql.identifier(table)} where municipality_code = ${municipalityCode} and id = ${id} for update`)
  ).rows
  if (held) check(held.version)
  return result
}

/** The record as it stands, unlocked: what has become stale is refused before anything is waited for. */
async function find(tx: Transaction, table: string, params: Params): Promise<Found | undefined> {
  const { municipalityCode, id, source, reference, kind, language } = params
  const named = id
    ? sql`and id = ${id}`
    : reference
      ? sql`and source = ${source} and reference = ${reference} and withdrawn_at is null`
      : language
        ? sql`and kind = ${kind} and language = ${language}`
        : sql``
  const isKeyed = table === 'municipalities' || table === 'paper_templates' || table.endsWith('_settings')
  const own = isKeyed ? sql`municipality_code` : sql`id`
  const { rows } = await tx.execute<Found>(sql`
    select municipality_code as "municipalityCode", ${own} as id, version from ${sql.identifier(table)}
    where municipality_code = ${municipalityCode} ${named} limit 1`)
  return rows[0]
}
