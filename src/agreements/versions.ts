import { getTableColumns, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, holdsScope, type Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import { Invalid } from '../errors.ts'
import { type List, page } from '../http/pagination.ts'
import { asOf, differencesOf, withheld } from './content-rules.ts'
import { allNames, findVersions } from './queries.ts'
import { agreements, agreementVersions, type VersionRow } from './tables.ts'

const versionList: List<VersionRow & { id: number }> = {
  name: 'agreement-versions',
  select: db =>
    db
      .select({ ...getTableColumns(agreementVersions), id: agreementVersions.number })
      .from(agreementVersions)
      .$dynamic(),
  where: sql`${agreementVersions.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${agreementVersions.agreementId} = ${sql.placeholder('id')}`,
  filters: {},
  sorts: { id: { column: agreementVersions.number, of: row => row.id } },
  id: { column: agreementVersions.number, of: row => row.id }
}

/** What was done to the agreement, each with what it changed. @throws NotFound */
export async function listVersions(request: FastifyRequest, reply: FastifyReply, ref: Ref) {
  const { database } = request.server
  await findRecord(database, agreements, 'agreement', ref)
  const { items, meta } = await page(request, reply, versionList, ref)
  const versions = await findVersions(database, ref)
  const contentOf = (at: number) => readable(request.actor, asOf(versions.slice(0, at + 1), allNames, null).content)
  const changesOf = (version: number) => {
    const at = versions.findIndex(({ number }) => number === version)
    return differencesOf(at === 0 ? {} : contentOf(at - 1), at === 0 ? stated(contentOf(0)) : contentOf(at))
  }
  return {
    items: items.map(({ patch, municipalityCode, agreementId, id, number: version, ...one }) => {
      return { version, ...one, changes: changesOf(version) }
    }),
    meta
  }
}

/** What differs between two versions. @throws NotFound, Invalid (no such version) */
export async function compareVersions(
  db: Connection,
  actor: Actor,
  ref: Ref,
  { versionFrom, versionTo }: { versionFrom: number; versionTo: number }
) {
  await findRecord(db, agreements, 'agreement', ref)
  const versions = await findVersions(db, ref)
  const violations = Object.entries({ versionFrom, versionTo }).flatMap(([field, asked]) =>
    versions.some(({ number }) => number === asked) ? [] : [{ field, message: 'is not a version of this agreement' }]
  )
  if (violations.length > 0) throw new Invalid('version-not-found', 'There is no such version.', violations)
  const at = (number: number) => {
    const known = versions.filter(version => version.number <= number)
    return { ...readable(actor, asOf(known, allNames, null).content), status: known.at(-1)!.status }
  }
  return { versionFrom, versionTo, differences: differencesOf(at(versionFrom), at(versionTo)) }
}

const readable = (actor: Actor, content: Record<string, unknown>) =>
  holdsScope(actor, 'agreements:write') ? content : withheld(content)

/** Only what the first version states. */
function stated(content: Record<string, unknown>): Record<string, unknown> {
  const says = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(content).filter(([, value]) => says(value)))
}
