import { sql } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import type { Transaction } from '../database/connection.ts'
import { changeOf } from './change-numbers.ts'
import { events } from './tables.ts'

type Subject = { municipalityCode: string; version: number; id?: string }

type Details = {
  /** The record before the change; absent when it was made. */
  before?: object
  reason?: string | null
  /** What the record belongs to, whose history tells of the event too. */
  parentId?: string
}

/** Columns that say nothing to a reader of the history: keys derived from names, and what the event itself tells. */
export const UNTOLD: ReadonlySet<string> = new Set([
  'municipalityCode',
  'version',
  'createdAt',
  'updatedAt',
  'nameKey',
  'formerNameKeys',
  'searchKey',
  'twinKey',
  'purposeKey',
  'importedVersion',
  'messageKind',
  'referenceKey',
  'contentKey'
])

/**
 * Appends what was done to a record, in the transaction that does it. `type` is noun and verb (`scheme.withdrawn`).
 * Answers the event's id, which ledger entries carry.
 */
export async function recordEvent(
  tx: Transaction,
  actor: Actor,
  type: string,
  subject: Subject,
  details: Details = {}
): Promise<number> {
  const [id] = await recordEvents(tx, actor, type, [{ subject, ...details }])
  return id!
}

/**
 * The same done to many records, at most some thousand, in one statement with one parameter: ten thousand events that each
 * bring their own cost more to write down than to keep. Answers the events' ids in the order given.
 */
export async function recordEvents(
  tx: Transaction,
  actor: Actor,
  type: string,
  all: (Details & { subject: Subject })[]
): Promise<number[]> {
  if (all.length === 0) return []
  const noun = type.split('.')[0]!
  const happened = all.map(({ subject, before, reason, parentId }, place) => ({
    place,
    municipality_code: subject.municipalityCode,
    change_id: changeOf(tx, subject.municipalityCode, noun),
    subject_id: subject.id,
    subject_version: subject.version,
    parent_id: parentId,
    reason,
    before: before && differences(before, subject),
    after: differences(subject, before ?? {})
  }))
  const { actor: id, actorName, sentBy, requestId } = by(actor)
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into ${events} (municipality_code, type, subject_type, subject_id, subject_version, parent_id,
      actor, actor_name, sent_by, request_id, reason, before, after, change_id)
    select municipality_code, ${type}, ${noun}, subject_id, subject_version, parent_id,
           ${id}, ${actorName}, ${sentBy}, ${requestId}, reason, before, after, change_id
    from jsonb_to_recordset(${JSON.stringify(happened)}::jsonb) as happened (place integer, municipality_code text,
      change_id uuid, subject_id uuid, subject_version integer, parent_id uuid, reason text, before jsonb, after jsonb)
    order by place
    returning id`)
  return rows.map(({ id }) => Number(id))
}

/** The actor as events and other records of who did it carry it. */
export function by(actor: Actor) {
  return { actor: actor.id, actorName: actor.name, sentBy: actor.sentBy, requestId: actor.requestId }
}

function differences(one: object, other: object): Record<string, unknown> {
  const others = other as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(one).filter(
      ([name, value]) => !UNTOLD.has(name) && JSON.stringify(value ?? null) !== JSON.stringify(others[name] ?? null)
    )
  )
}
