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

/** What has a reference: what stands, else what was withdrawn last; and what was last received of it. */
export type Standing = { id: string; version: number; contentHash: string | null; isWithdrawn: boolean }
export type Name = { source: string; reference: string }
export type Received = {
  record: Row
  result: 'created' | 'updated' | 'unchanged'
  /** What is to be kept of it (`keepHashes`), where it is another than before. */
  contentHash?: string
}

export const nameOf = ({ source, reference }: Name) => JSON.stringify([source, reference])

/** What of a kind has these references, by `nameOf`. One statement, however many they are. */
export async function findStanding(
  db: Connection,
  { table }: RecordKind,
  municipalityCode: string,
  names: Name[]
): Promise<Map<string, Standing>> {
  const [sources, references] = [names.map(({ source }) => source), names.map(({ reference }) => reference)]
  const named = sql`(record.source, record.reference) in (
    select * from unnest(${sql.param(sources)}::text[], ${sql.param(references)}::text[]))`
  const ofTable = sql`${sql.identifier(getTableName(table))} record`
  const { rows } = await db.execute<Standing & Name>(sql`
    select record.source, record.reference, record.id, record.version, content.content_hash as "contentHash",
           false as "isWithdrawn"
    from ${ofTable}
    left join received_contents content on content.municipality_code = record.municipality_code
      and content.municipality_code = ${municipalityCode} and content.record_id = record.id
    where record.municipality_code = ${municipalityCode} and record.withdrawn_at is null and ${named}
    union all
    select record.source, record.reference, record.id, record.version, null, true
    from ${ofTable}
    where record.municipality_code = ${municipalityCode} and record.withdrawn_at is not null
      and record.reference is not null and ${named}`)
  rows.sort((one, other) => Number(other.isWithdrawn) - Number(one.isWithdrawn) || (one.id < other.id ? -1 : 1))
  return new Map(rows.map(row => [nameOf(row), row]))
}

/** `of`: the record that a new one is made within. `standing`: what has the reference, where that was looked for. */
export type Sent = { named: Named; content: unknown; of?: string; manner: Manner; standing?: Standing | null }

/**
 * Receives one record of the kind. What throws is undone, and the transaction can go on. @throws Malformed, Invalid, Conflict
 * (`reference-withdrawn`, `settled-when-registered`, and what registering and changing it throw), Stale, VersionRequired
 */
export async function receive(
  tx: Transaction,
  request: FastifyRequest,
  kind: RecordKind,
  sent: Sent
): Promise<Received> {
  const { named } = sent
  const { content, stated } = judgedContent(request, kind, sent)
  const look = async () => (await findStanding(tx, kind, named.municipalityCode, [named])).get(nameOf(named))
  const contentHash = createHash('sha256').update(canonical(stated)!).digest('hex')
  const known = sent.standing === undefined ? await look() : sent.standing
  const act = (standing: Standing | null | undefined) =>
    undoable(tx, () => receiveOver(tx, request, kind, { ...sent, content, stated, contentHash }, standing))
  try {
    return await act(known)
  } catch (error) {
    const { code } = databaseErrorIn(error) ?? {}
    // A deadlock or a lost connection ends the transaction.
    if (known || (code !== undefined && code !== '23505')) throw error
    // Somebody else may have registered it meanwhile, so that rules are broken: then it is changed.
    const standing = await look()
    if (!standing || standing.isWithdrawn) throw error
    return await act(standing)
  }
}

type Judged = Sent & { content: Content; stated: Content; contentHash: string }

async function receiveOver(
  tx: Transaction,
  request: FastifyRequest,
  kind: RecordKind,
  judged: Judged,
  found: Standing | null | undefined
): Promise<Received> {
  const { manner, contentHash } = judged
  const standing = !found || found.isWithdrawn ? undefined : found
  if (standing && standing.contentHash === contentHash && !manner.isConditional) {
    return { record: standing, result: 'unchanged' }
  }
  if (kind.receive) return await byItsOwn(tx, request, kind, judged, standing)
  if (found?.isWithdrawn && !manner.restore) {
    const told = {
      en: `The ${kind.noun} of this reference was withdrawn: send restore=true to register it anew.`,
      sv: `Posten med referensen har dragits tillbaka (${kind.noun}): skicka restore=true för att registrera den på nytt.`
    }
    throw new Conflict(problems['reference-withdrawn'], told, [], { existingId: found.id })
  }
  const received = standing
    ? await change(tx, request, kind, judged, standing)
    : await register(tx, request, kind, judged)
  return { ...received, contentHash }
}

const refOf = ({ municipalityCode }: Named, { id }: { id: string }): Ref => ({ municipalityCode, id })

type Content = Record<string, unknown>

/** The content as the kind takes it, and the members that the caller states. @throws Malformed, Invalid */
function judgedContent(request: FastifyRequest, kind: RecordKind, { named, content: sent }: Sent) {
  const content = judged(request, contentOf(kind), sent)
  const { source, reference, ...stated } = sent as Content
  const violations = Object.entries({ source, reference })
    .filter(([name, value]) => value !== undefined && value !== named[name as 'source' | 'reference'])
    .map(([name]) => ({
      field: `/${name}`,
      message: 'is another than that under which it is received',
      sv: 'är en annan än den som posten tas emot under'
    }))
  if (violations.length > 0) {
    throw new Invalid(
      problems['reference-contradicted'],
      { en: 'The content has another reference.', sv: 'Innehållet har en annan referens.' },
      violations
    )
  }
  return { content, stated }
}

async function byItsOwn(
  tx: Transaction,
  { actor }: FastifyRequest,
  { receive }: RecordKind,
  { named, content, manner }: Judged,
  standing: Standing | undefined
): Promise<Received> {
  const { row, made, changed = row.version !== standing?.version } = await receive!(tx, actor, named, content, manner)
  return { record: row, result: made ? 'created' : changed ? 'updated' : 'unchanged' }
}

async function register(
  tx: Transaction,
  { actor }: FastifyRequest,
  { create, noun, within }: RecordKind,
  { named, content, of }: Judged
): Promise<Received> {
  const { municipalityCode, source, reference } = named
  if (within && of === undefined) {
    throw new Invalid(
      problems['owner-required'],
      {
        en: `A ${noun} is made within another record: send its id as of.`,
        sv: `Det här (${noun}) registreras inom en annan post: skicka dess id som of.`
      },
      [{ field: 'of', message: 'is required', sv: 'måste anges' }]
    )
  }
  const owner = { municipalityCode, id: of! }
  return { record: await create!(tx, actor, owner, { ...content, source, reference }), result: 'created' }
}

/** Changes what is stated and may change; the rest must be as it is recorded. @throws Conflict `settled-when-registered` */
async function change(
  tx: Transaction,
  { actor }: FastifyRequest,
  kind: RecordKind,
  { named, stated, content, of, manner }: Judged,
  standing: Standing
): Promise<Received> {
  const { update, schemas, find, shown = (row: Row) => row, subject } = kind
  const ref = refOf(named, standing)
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
  const record = await update(tx, actor, ref, patch, expected)
  return { record, result: record.version === standing.version ? 'unchanged' : 'updated' }
}

function refuseSettled({ id }: Ref, fields: string[]): void {
  if (fields.length === 0) return
  const violations = fields.map(field => ({
    field,
    message: 'is settled and cannot be changed',
    sv: 'ligger fast och kan inte ändras'
  }))
  const told = {
    en: 'What was settled when the record was registered is not changed by receiving it again.',
    sv: 'Det som låg fast när posten registrerades ändras inte av att den tas emot igen.'
  }
  throw new Conflict(problems['settled-when-registered'], told, violations, { existingId: id })
}

/** Keeps what was received, so that the same again is known. One statement, however many they are. */
export async function keepHashes(tx: Transaction, municipalityCode: string, received: Received[]): Promise<void> {
  const rows = received.flatMap(({ record, contentHash }) =>
    contentHash === undefined ? [] : [{ municipalityCode, recordId: record.id, contentHash }]
  )
  if (rows.length === 0) return
  const { municipalityCode: code, recordId: id } = receivedContents
  await tx
    .insert(receivedContents)
    .values(rows)
    .onConflictDoUpdate({ target: [code, id], set: { contentHash: sql`excluded.content_hash` } })
}
