import type { Actor } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { events } from './tables.ts'

type Subject = { municipalityCode: string; version: number; id?: string }

type Details = {
  /** The record before the change; absent when it was made. */
  before?: object
  reason?: string | null
  /** The decision of a line. */
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
  'purposeKey'
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

/** The same done to many records, at most a thousand, in one statement. Answers the events' ids in the order given. */
export async function recordEvents(
  tx: Transaction,
  actor: Actor,
  type: string,
  all: (Details & { subject: Subject })[]
): Promise<number[]> {
  if (all.length === 0) return []
  const rows = await tx
    .insert(events)
    .values(
      all.map(({ subject, before, reason, parentId }) => ({
        municipalityCode: subject.municipalityCode,
        type,
        subjectType: type.split('.')[0]!,
        subjectId: subject.id,
        subjectVersion: subject.version,
        parentId,
        ...by(actor),
        reason,
        before: before && differences(before, subject),
        after: before ? differences(subject, before) : differences(subject, {})
      }))
    )
    .returning({ id: events.id })
  return rows.map(({ id }) => id)
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
