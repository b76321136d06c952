import pg from 'pg'

/**
 * Plans as they were carried out: PostgreSQL tells of each statement that the process sends (auto_explain), with the settings of its
 * connection, whether it was prepared, in a function or a COPY. Only what is heard between `hear` and its end is kept.
 */

export type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  'Index Searches'?: number
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  'Parent Relationship'?: string
  Plans?: Plan[]
}
export type Explained = { statement: string; plan: Plan }

let heard: Explained[] = []
const names = new Set<string>()

const { connect, query } = pg.Client.prototype
pg.Client.prototype.connect = function (this: pg.Client, ...args: unknown[]) {
  this.on('notice', ({ message = '' }) => {
    const [, json] = message.split(/plan:\n/)
    if (json === undefined) return
    const { 'Query Text': statement, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: Plan }
    heard.push({ statement, plan })
  })
  return (connect as (...args: unknown[]) => unknown).apply(this, args)
} as typeof connect
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const { name, text } = (args[0] ?? {}) as { name?: string; text?: string }
  if (name && text) names.add(text)
  return (query as (...args: unknown[]) => unknown).apply(this, args)
} as typeof query

/** Whether the statement was prepared by name, and may have one plan for all values. */
export const isNamed = (statement: string): boolean => names.has(statement)

/** The plans of what was sent meanwhile. */
export async function hear(act: () => Promise<unknown>): Promise<Explained[]> {
  heard = []
  await act()
  return heard
}

/** Has PostgreSQL tell of plans to each connection with the database that is made from now on; the role is a superuser. */
export async function tellPlans(url: string): Promise<void> {
  const settings = {
    session_preload_libraries: 'auto_explain',
    ...{ 'auto_explain.log_min_duration': '0', 'auto_explain.log_analyze': 'on', 'auto_explain.log_buffers': 'on' },
    ...{ 'auto_explain.log_timing': 'off', 'auto_explain.log_format': 'json', 'auto_explain.log_level': 'notice' },
    'auto_explain.log_nested_statements': 'on'
  }
  await set(url, settings)
}

/** Whether statements get the plan for any value at once, which those that are prepared by name would get after their fifth run. */
export const planForAnyValue = (url: string, isOn: boolean) =>
  set(url, { plan_cache_mode: isOn ? 'force_generic_plan' : 'force_custom_plan' })

async function set(url: string, settings: Record<string, string>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const database = client.escapeIdentifier(new URL(url).pathname.slice(1))
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database ${database} set ${name} = ${client.escapeLiteral(value)}`)
  await client.end()
}
