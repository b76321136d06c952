import { and, sql } from 'drizzle-orm'
import type { Database } from '../src/platform/database/connection.ts'
import { conditionOf, type List } from '../src/platform/http/pagination.ts'

type Plan = {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  'Parent Relationship'?: string
  'Actual Rows': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}

/**
 * EXPLAIN (ANALYZE, BUFFERS) of the first page of a list by every filter that has a value, as rows of a table.
 * Filters of a value are planned for it, as the service has them planned.
 */
export async function explainList<Row>(database: Database, list: List<Row>, values: Record<string, unknown>) {
  const seen = Object.keys(values).map(key => [key, key.split('.')[0]!] as const)
  console.log(`\n${list.name}\n\n| filter | rows of the page | ms | buffers | read by |\n|---|--:|--:|--:|---|`)
  console.log(await explain(database, list, undefined, undefined, values))
  for (const [key, name] of seen) {
    if (list.filters[name]) console.log(await explain(database, list, key, name, values))
  }
}

async function explain<Row>(
  database: Database,
  list: List<Row>,
  key: string | undefined,
  name: string | undefined,
  values: Record<string, unknown>
) {
  const said = key === undefined ? undefined : values[key]
  const [sort] = Object.values(list.sorts)
  const filter = name && list.filters[name]!
  // As the service asks: without what was withdrawn, unless told.
  const standing = name === 'withdrawn' ? undefined : conditionOf(list.filters.withdrawn!, 'withdrawn', 'exclude')
  const query = list
    .select(database)
    .where(and(list.where, standing, filter ? conditionOf(filter, name, said) : undefined))
    .orderBy(sql`${sort!.column} asc`, sql`${list.id.column} asc`)
    .limit(21) as unknown as { toSQL(): { sql: string; params: unknown[] } }
  const { sql: text, params } = query.toSQL()
  const given = params.map(param => {
    const asked = ((param ?? {}) as { name?: string }).name
    return asked === undefined ? param : asked === name ? said : values[asked]
  })
  const client = await database.$client.connect()
  try {
    const literal = (value: unknown) => client.escapeLiteral(String(value))
    const run = async () => {
      const { rows } = await client.query(
        `explain (analyze, buffers, format json) execute asked (${given.map(literal).join(', ')})`
      )
      return rows[0]['QUERY PLAN'][0] as { Plan: Plan; 'Execution Time': number }
    }
    await client.query('set plan_cache_mode = force_custom_plan')
    await client.query(`prepare asked as ${text}`)
    await run()
    const { Plan: plan, 'Execution Time': ms } = await run()
    const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    const by = [...new Set(scans(plan))].join(', ')
    const what = filter ? (typeof filter === 'function' ? key : `${name}=${said}`) : 'none'
    return `| ${what} | ${plan['Actual Rows']} | ${ms.toFixed(1)} | ${buffers} | ${by} |`
  } finally {
    await client.query('deallocate all')
    client.release()
  }
}

function scans(plan: Plan): string[] {
  const own = plan['Index Name'] ?? (plan['Node Type'] === 'Seq Scan' ? `all of ${plan['Relation Name']}` : undefined)
  // What is looked up for each row of the page is not how the page is found.
  const finding = (plan.Plans ?? []).filter(part => part['Parent Relationship'] !== 'SubPlan')
  return [...(own ? [own] : []), ...finding.flatMap(scans)]
}
