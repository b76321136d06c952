import type pg from 'pg'
import { statementName } from './statement-name.ts'

/**
 * What a short transaction writes is planned for longer than it is done: an entry of the ledger 6 ms of 8, under the lock of its
 * municipality (docs/benchmarks.md). So a connection that has such a statement before it again prepares it by name, and PostgreSQL
 * keeps its plan where a plan for any values is no dearer. The statements of short transactions begin at the few records that they
 * change, and so do those of an import of few rows; lists, totals and large imports, whose plans depend on how much there is, are
 * planned each time.
 */

/** A statement is named from its third time on a connection. */
const OFTEN = 3
/** So many statements of one connection have names: each plan takes up to a megabyte of the server's memory. */
const MOST = 100
/** Texts that are remembered to be counted; those that have not come again are forgotten first. */
const COUNTED = 500
/** A shorter statement is planned in no time. */
const LONG = 200
/** Plans are made anew after so many milliseconds: the tables may have grown, and nobody may have told the planner. */
const FRESH = 60_000

/** Others may be several statements in one text. */
export const CAN_BE_PLANNED = /^\s*(with|select|insert|update|delete)\b/

/** What a connection has had before it. */
type Kept = { counts: Map<string, number>; names: Map<string, string>; since: number }

const perClient = new WeakMap<pg.ClientBase, Kept>()

/** The connection, for transactions of the kind told above. */
export function withKeptPlans<Client extends pg.ClientBase>(client: Client): Client {
  const kept: Kept = { counts: new Map(), names: new Map(), since: performance.now() }
  perClient.set(client, kept)
  const send = client.query as (...args: unknown[]) => unknown
  const query = (statement: unknown, values: unknown, ...rest: unknown[]) => {
    const name = isUnnamed(statement, values) ? nameOf(kept, statement.text) : undefined
    return send.call(client, name ? { ...(statement as object), name } : statement, values, ...rest)
  }
  return Object.assign(Object.create(client) as Client, { query })
}

/** Has plans that are no longer fresh made anew. Before a transaction begins. */
export async function refreshPlans(client: pg.ClientBase, now = performance.now()): Promise<void> {
  const kept = perClient.get(client)
  if (!kept || now - kept.since < FRESH) return
  kept.since = now
  await client.query('discard plans')
}

/** A list that is planned for each set of values says so by a name that is empty (prepared.ts). */
const isUnnamed = (statement: unknown, values: unknown): statement is { text: string } =>
  typeof statement === 'object' &&
  statement !== null &&
  Array.isArray(values) &&
  'text' in statement &&
  typeof statement.text === 'string' &&
  statement.text.length >= LONG &&
  !('name' in statement && statement.name !== undefined) &&
  CAN_BE_PLANNED.test(statement.text)

function nameOf({ counts, names }: Kept, text: string): string | undefined {
  const name = names.get(text)
  if (name || names.size >= MOST) return name
  const count = (counts.get(text) ?? 0) + 1
  counts.delete(text)
  if (count < OFTEN) {
    counts.set(text, count)
    if (counts.size > COUNTED) counts.delete(counts.keys().next().value!)
    return undefined
  }
  const made = statementName(text)
  names.set(text, made)
  return made
}
