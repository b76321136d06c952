import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { atEnd, type Transaction } from '../database/connection.ts'
import { nowIn } from '../known/instants.ts'
import { keepStatesOf } from '../known/keep.ts'

/**
 * What one transaction does in a municipality is one change, and changes are numbered in the order of their commits. The number
 * is given by the last statements of the transaction, which lock the municipality's head of the feed until the commit: whoever
 * has seen a number has seen all lower ones, whatever is still open. A transaction that hangs has no number yet and keeps
 * nobody waiting.
 */

const changeIds = new WeakMap<Transaction, string>()

/**
 * The id that events of the transaction carry. Sees to it that what is kept of the records that they are about (`nouns`: what events
 * call them) becomes known, and that its change of the municipality is numbered, before it commits.
 */
export function changeOf(tx: Transaction, municipalityCode: string, ...nouns: readonly string[]): string {
  const changeId = changeIds.get(tx) ?? randomUUID()
  changeIds.set(tx, changeId)
  keepStatesOf(tx, municipalityCode, changeId, nouns)
  atEnd(tx, `number ${municipalityCode}`, () => numberChange(tx, municipalityCode, changeId))
  return changeId
}

/**
 * Events of the change are looked for since its transaction began: it has none of before. Three statements of one row each, which
 * distributed tables send to one node; all in one would need every node.
 */
async function numberChange(tx: Transaction, municipalityCode: string, changeId: string): Promise<void> {
  const { began, now } = await nowIn(tx)
  const { rows: own } = await tx.execute<{ first: string | null; last: string | null }>(sql`
    select min(id) as first, max(id) as last from events
    where municipality_code = ${municipalityCode} and recorded_at >= ${began}::timestamptz and change_id = ${changeId}`)
  const { first, last } = own[0]!
  if (first === null) return
  const { rows: heads } = await tx.execute<{ number: string; at: string }>(sql`
    insert into feed_heads as head (municipality_code, number, recorded_at)
    values (${municipalityCode}, 1, ${now}::timestamptz)
    on conflict (municipality_code) do update set number = head.number + 1, recorded_at = greatest(
      (head.recorded_at at time zone 'UTC' + interval '1 microsecond') at time zone 'UTC', excluded.recorded_at)
    returning number, recorded_at as at`)
  const { number, at } = heads[0]!
  await tx.execute(sql`
    insert into feed_changes (municipality_code, number, change_id, sequence_from, sequence_to, recorded_at)
    values (${municipalityCode}, ${number}, ${changeId}, ${first}, ${last}, ${at}::timestamptz)`)
}
