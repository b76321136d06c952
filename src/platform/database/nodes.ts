import type pg from 'pg'

/**
 * A coordinator of distributed tables (Citus) sends a statement to the node of its municipality, which it must see in it; and what the
 * node answers of an error names the part of the table that lies there (docs/scaling.md).
 */

/** Whether tables of the database are distributed. */
export async function isDistributed(client: Pick<pg.Client, 'query'>): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(`select to_regclass('pg_dist_partition') is not null as is`)
  if (!rows[0]!.is) return false
  return (await client.query(`select from pg_dist_partition where partmethod = 'h' limit 1`)).rowCount === 1
}

/** How a statement hides a value from the planner (`opaqueToPlanner`): from the coordinator, too. */
const HIDDEN = /\(select (\$\d+::text)\)/g
/** The number of a part of a table, behind the names of it and of what belongs to it. */
const PART = /_\d{5,}$/

type Told = Error & { constraint?: string; table?: string }

/** The client shows the coordinator which municipality a statement is about, and tells of errors by the names of whole tables. */
export function overNodes(client: pg.Client): void {
  const query = client.query as (...args: unknown[]) => unknown
  client.query = ((statement: unknown, ...rest: unknown[]) => {
    const answer = query.call(client, shown(statement), ...rest)
    return answer instanceof Promise ? answer.catch(error => Promise.reject(wholeNames(error))) : answer
  }) as typeof query & pg.Client['query']
}

function shown(statement: unknown): unknown {
  if (typeof statement === 'string') return statement.replaceAll(HIDDEN, '$1')
  if (typeof statement !== 'object' || statement === null) return statement
  const { text } = statement as pg.QueryConfig
  return typeof text === 'string' && !('submit' in statement)
    ? { ...statement, text: text.replaceAll(HIDDEN, '$1') }
    : statement
}

function wholeNames(error: Told): Told {
  if (error.constraint) error.constraint = error.constraint.replace(PART, '')
  if (error.table) error.table = error.table.replace(PART, '')
  return error
}
