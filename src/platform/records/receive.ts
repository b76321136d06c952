import { createHash } from 'node:crypto'
import { getTableName, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { canonical } from '../database/records.ts'
import { undoable } from '../database/savepoint.ts'
import { databaseErrorIn } from '../http/failures.ts'
import { judged } from '../http/judged.ts'
import { contentOf, type Manner, type Named, type RecordKind, type Row } from './kinds.ts'
import { problems } from './received-problems.ts'
import { receivedContents } from './tables.ts'

/**
 * A record as its caller has it, received under the caller's own reference. Nothing has the reference: it is registered. Something
 * has it: what is sent is changed, null clears, and what is not sent stays. The same content as was received last changes nothing,
 * whatever a person has corrected since, unless the caller says which version it has read.
 */

/** What stands under a reference, and what was last received of it. */
export type Standing = { id: string; version: number; contentHash: string | null }
export type Name = { source: string; reference: string }
export type Received = { record: Row; result: 'created' | 'updated' | 'unchanged' }

export const nameOf = ({ source, reference }: Name) => JSON.stringify([source, reference])

/** What stands of a kind under these references, by `nameOf`. One statement, however many they are. */
export async function findStanding(
  db: Connection,
  { table }: RecordKind,
  municipalityCode: string,
  names: Name[]
): Promise<Map<string, Standing>> {
  const { rows } = await db.execute<Standing & Name>(sql`
    select record.source, record.reference, record.id, record.version, content.content_hash as "contentHash"
    from ${sql.identifier(getTableName(table))} record
    left join received_contents content on content.municipality_code = record.municipality_code
      and content.municipality_code = ${municipalityCode} and content.record_id = record.id
    where record.municipality_code = ${municipalityCode} and record.withdrawn_at is null
      and (record.source, record.reference) in (${pairsOf(names)})`)
  return new Map(rows.map(row => [nameOf(row), row]))
}

const pairsOf = (names: Name[]) => {
  const [sources, references] = [names.map(({ source }) => source), names.map(({ reference }) => reference)]
  return sql`select * from unnest(${sql.param(sources)}::text[], ${sql.param(references)}::text[])`
}

/** @throws Conflict `reference-withdrawn`, with the record that was withdrawn last */
async function refuseWithdrawn(tx: Transaction, { table, noun }: RecordKind, named: Named): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from ${sql.identifier(getTableName(table))}
    where municipality_code = ${named.municipalityCode} and withdrawn_at is not null and reference is not null
      and source = ${named.source} and reference = ${named.reference} order by id desc limit 1`)
  if (!rows[0]) return
  const told = `The ${noun} of this reference was withdrawn: send restore=true to register it anew.`
  throw new Conflict(problems['reference-withdrawn'], told, [], { existingId: rows[0].id })
}

/** `of`: the record that a new one is made within. `standing`: what is known to stand under the reference; looked for unless told. */
export type Sent = { named: Named; content: unknown; of?: string; manner: Manner; standing?: Standing | null }

/**
 * Receives one record of the kind. @throws Malformed, Invalid, Conflict (`reference-withdrawn`, `settled-when-registered`, and what
 * registering and changing it throw), Stale, VersionRequired
 */
export async function receive(
  tx: Transaction,
  request: FastifyRequest,
  kind: RecordKind,
  sent: Sent
): Promise<Received> {
  const { named, manner } = sent
  const { content, stated } = judgedContent(request, kind, sent)
  const contentHash = createHash('sha256').update(canonical(stated)!).digest('hex')
  const standing =
    sent.standing === undefined
      ? (await findStanding(tx, kind, named.municipalityCode, [named])).get(nameOf(named))
      : sent.standing
  if (standing && standing.contentHash === contentHash && !manner.isConditional) {
    return { record: standing, result: 'unchanged' }
  }
  if (!standing && !manner.restore && !kind.receive) await refuseWithdrawn(tx, kind, named)
  const received = kind.receive
    ? await byItsOwn(tx, request, kind, named, content, manner, standing)
    : standing
      ? await change(tx, request, kind, { ref: refOf(named, standing), stated, content, of: sent.of, manner, standing })
      : await register(tx, request, kind, { ...sent, content, stated })
  if (!kind.receive) await keepHash(tx, named.municipalityCode, received.record.id, contentHash)
  return received
}

const refOf = ({ municipalityCode }: Named, { id }: { id: string }): Ref => ({ municipalityCode, id })

type Content = Record<string, unknown>

/** The content as the kind takes it, and the members that the caller states. @throws Malformed, Invalid */
function judgedContent(request: FastifyRequest, kind: RecordKind, { named, content: sent }: Sent) {
  const content = judged(request, contentOf(kind), sent)
  const { source, reference, ...stated } = sent as Content
  const violations = Object.entries({ source, reference })
    .filter(([name, value]) => value !== undefined && value !== named[name as 'source' | 'reference'])
    .map(([name]) => ({ field: `/${name}`, message: 'is another than that under which it is received' }))
  if (violations.length > 0) {
    throw new Invalid(problems['reference-contradicted'], 'The content has another reference.', violations)
  }
  return { content, stated }
}

async function byItsOwn(
  tx: Transaction,
  { actor }: FastifyRequest,
  { receive }: RecordKind,
  named: Named,
  content: Content,
  manner: Manner,
  standing: Standing | null | undefined
): Promise<Received> {
  const {
    row,
    made,
    changed = row.version !== standing?.version
  } = await receive!(tx, actor, named, content as never, manner)
  return { record: row, result: made ? 'created' : changed ? 'updated' : 'unchanged' }
}

/** Registers it; where somebody else has done so meanwhile, under the same reference, changes what that one made. */
async function register(
  tx: Transaction,
  request: FastifyRequest,
  kind: RecordKind,
  { named, content, stated, of, manner }: Sent & { content: Content; stated: Content }
): Promise<Received> {
  const { municipalityCode, source, reference } = named
  if (kind.within && of === undefined) {
    throw new Invalid(problems['owner-required'], `A ${kind.noun} is made within another record: send its id as of.`, [
      { field: 'of', message: 'is required' }
    ])
  }
  const owner = { municipalityCode, id: of! }
  const values = { ...content, source, reference } as never
  try {
    return {
      record: await undoable(tx, () => kind.create!(tx, request.actor, owner, values)),
      result: 'created'
    }
  } catch (error) {
    const { code } = databaseErrorIn(error) ?? {}
    // A deadlock or a lost connection ends the transaction. A rule may be broken by what the other one made.
    if (code !== undefined && code !== '23505') throw error
    const standing = (await findStanding(tx, kind, municipalityCode, [named])).get(nameOf(named))
    if (!standing) throw error
    return await change(tx, request, kind, { ref: refOf(named, standing), stated, content, of, manner, standing })
  }
}

type Changing = { ref: Ref; stated: Content; content: Content; of?: string; manner: Manner; standing: Standing }

/** Changes what is stated and may change; the rest must be as it is recorded. @throws Conflict `settled-when-registered` */
async function change(
  tx: Transaction,
  { actor }: FastifyRequest,
  kind: RecordKind,
  { ref, stated, content, of, manner, standing }: Changing
): Promise<Received> {
  const { update, schemas, find, shown = (row: Row) => row, subject } = kind
  const changeable = update && schemas.Patch ? (schemas.Patch as unknown as TObject).properties : {}
  const names = Object.keys(stated)
  const patch = Object.fromEntries(names.filter(name => name in changeable).map(name => [name, content[name]]))
  const settled = names.filter(name => !(name in changeable))
  if (settled.length > 0 || of !== undefined) {
    const recorded = shown(await find!(tx, ref, {}), {}) as Content
    const owner = of !== undefined && subject?.parent && recorded[subject.parent] !== of ? ['of'] : []
    const differing = settled.filter(name => canonical(content[name] ?? null) !== canonical(recorded[name] ?? null))
    refuseSettled(ref, [...owner, ...differing.map(name => `/${name}`)])
  }
  if (!update || Object.keys(patch).length === 0) return { record: standing, result: 'unchanged' }
  const expected = manner.isConditional ? manner.expected() : 'any'
  const record = await update(tx, actor, ref, patch as never, expected)
  return { record, result: record.version === standing.version ? 'unchanged' : 'updated' }
}

function refuseSettled({ id }: Ref, fields: string[]): void {
  if (fields.length === 0) return
  const violations = fields.map(field => ({ field, message: 'is settled and cannot be changed' }))
  const told = 'What was settled when the record was registered is not changed by receiving it again.'
  throw new Conflict(problems['settled-when-registered'], told, violations, { existingId: id })
}

async function keepHash(tx: Transaction, municipalityCode: string, recordId: string, contentHash: string) {
  const { municipalityCode: code, recordId: id } = receivedContents
  await tx
    .insert(receivedContents)
    .values({ municipalityCode, recordId, contentHash })
    .onConflictDoUpdate({ target: [code, id], set: { contentHash } })
}
