import { type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Connection, Database, Transaction } from '../database/connection.ts'
import { ofMunicipality } from '../database/municipality.ts'
import { MOST_WAITING } from './rules.ts'

/** Of which events a subscription is told. */
export type Wanted = { eventTypes: string[]; subjectTypes: string[]; subjectIds: string[] }

/** Changes of the feed, from the first to the last; of the first only what comes after the event `passed`. */
export type Range = { from: number; to: number; passed: number }

/** Changes that are read at a time, for one subscription. */
const CHANGES_AT_ONCE = 1_000

/**
 * Reads on in the feed for a subscription: each event that it is told of becomes a delivery, and the position moves, in one
 * transaction. So nothing that was committed is ever missed, and nothing is read twice, whenever the process ends. It reads to the
 * head, but stops while much waits: the rest stays in the feed.
 */
export async function readFeed(database: Database, ref: Ref, wanted: Wanted): Promise<void> {
  for (let more = true; more; ) more = await database.transaction(tx => readStep(tx, ref, wanted))
}

/** Whether there is more to read. */
async function readStep(tx: Transaction, ref: Ref, wanted: Wanted): Promise<boolean> {
  const { municipalityCode, id } = ref
  const { rows } = await tx.execute<{ number: number; sequence: number | null; head: number; waiting: number }>(sql`
    select state.change_number::float8 as number, state.event_sequence::float8 as sequence, head.number::float8 as head, (
        select count(*)::int from (
          select from webhook_deliveries delivery where ${ofMunicipality(municipalityCode, 'delivery')}
            and delivery.subscription_id = ${id} and delivery.status = 'waiting' limit ${MOST_WAITING}
        ) waiting
      ) as waiting
    from webhook_states state join feed_heads head on ${ofMunicipality(municipalityCode, 'head')}
    where ${ofMunicipality(municipalityCode, 'state')} and state.subscription_id = ${id} for update of state`)
  const [state] = rows
  if (!state || state.waiting >= MOST_WAITING) return false
  const { number, sequence, head } = state
  const from = sequence === null ? number + 1 : number
  if (from > head) return false
  const to = Math.min(head, from + CHANGES_AT_ONCE - 1)
  await tx.execute(sql`
    insert into webhook_deliveries (municipality_code, subscription_id, change_number, event_sequence, type, subject)
    select ${municipalityCode}, ${id}, found.*
    from (${eventsIn(municipalityCode, { from, to, passed: sequence ?? 0 }, wanted)}) found
    on conflict (municipality_code, subscription_id, event_sequence) do nothing`)
  await tx.execute(sql`
    update webhook_states state set change_number = ${to}, event_sequence = null, due_at = statement_timestamp()
    where ${ofMunicipality(municipalityCode, 'state')} and state.subscription_id = ${id}`)
  return to < head
}

/** Deliveries of the events of a range that a subscription is told of, as rows of number, sequence, type and subject, in order. */
export function eventsIn(municipalityCode: string, { from, to, passed }: Range, wanted: Wanted): SQL {
  const { eventTypes, subjectTypes, subjectIds } = wanted
  const conditions = [
    sql`true`,
    ...(eventTypes.length > 0 ? [sql`event.type = any(${sql.param(eventTypes)}::text[])`] : []),
    ...(subjectTypes.length > 0 ? [sql`event.subject_type = any(${sql.param(subjectTypes)}::text[])`] : []),
    ...(subjectIds.length > 0
      ? [
          sql`(event.subject_id = any(${sql.param(subjectIds)}::uuid[]) or event.parent_id = any(${sql.param(subjectIds)}::uuid[]))`
        ]
      : [])
  ]
  return sql`
    select change.number, event.id, event.type, concat_ws('/', event.subject_type, event.subject_id::text)
    from feed_changes change join events event on ${ofMunicipality(municipalityCode, 'event')}
      and event.id between change.sequence_from and change.sequence_to
      and event.change_id is not distinct from change.change_id
    where ${ofMunicipality(municipalityCode, 'change')} and change.number between ${from}::bigint and ${to}::bigint
      and (change.number > ${from}::bigint or event.id > ${passed}::bigint)
      and ${sql.join(conditions, sql` and `)}
    order by change.number, event.id`
}

/** How many events of a range a subscription is told of; counts no further than `most`. */
export async function countIn(
  db: Connection,
  municipalityCode: string,
  range: Range,
  wanted: Wanted,
  most: number
): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (${eventsIn(municipalityCode, range, wanted)} limit ${most}) found`)
  return rows[0]!.count
}
