import { and, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../src/database/connection.ts'
import type { List } from '../src/http/pagination.ts'

/** How PostgreSQL reads the first page of a list: for the tables of docs/benchmarks.md. */

type Plan = {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  'Actual Rows': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}
type Explained = [{ Plan: Plan; 'Execution Time': number }]

export const heading = '| filter | rows of the page | ms | buffers | read by |\n|---|--:|--:|--:|---|'

/** A line of the table; in the list's default order. The second of two runs is told: the first fills the cache. */
export async function explain<Row>(
  database: Database,
  list: List<Row>,
  what: string,
  filters: string[],
  values: Record<string, unknown>
): Promise<string> {
  const conditions: SQL[] = filters.map(name => list.filters[name]!(sql.placeholder(name)))
  const order = Object.values(list.sorts)[0]!.column
  const query = list
    .select(database)
    .where(and(list.where, ...conditions))
    .orderBy(sql`${order} asc`, sql`${list.id.column} asc`)
    .limit(21) as unknown as { toSQL(): { sql: string; params: unknown[] } }
  const { sql: text, params } = query.toSQL()
  const given = params.map(param => {
    const { name } = (param ?? {}) as { name?: string }
    return name === undefined ? param : values[name]
  })
  const read = async () =>
    (await database.$client.query(`explain (analyze, buffers, format json) ${text}`, given)).rows[0]['QUERY PLAN']
  await read()
  const [{ Plan: plan, 'Execution Time': ms }] = (await read()) as Explained
  const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  return `| ${what} | ${plan['Actual Rows']} | ${ms.toFixed(1)} | ${buffers} | ${[...new Set(scans(plan))].join(', ')} |`
}

function scans(plan: Plan): string[] {
  const own = plan['Index Name'] ?? (plan['Node Type'] === 'Seq Scan' ? `all of ${plan['Relation Name']}` : undefined)
  return [...(own ? [own] : []), ...(plan.Plans ?? []).flatMap(scans)]
}
