import { loadModule, parseSync } from 'libpg-query'

/**
 * What holds of every statement of the service, judged with PostgreSQL's own parser (libpg-query). Distributed PostgreSQL
 * can send such statements to one node, and plain PostgreSQL plans them better.
 *
 * 1. A statement that compares one table with the municipality compares every table with it, and not with its neighbour.
 * 2. No volatile function in the SET of an UPDATE, nor in CASE or COALESCE of a write.
 * 3. No STABLE function of a column in the SET or WHERE of an UPDATE.
 * 4. No time of the clock in CASE or COALESCE of an UPDATE.
 * 5. No CASE that compares its argument with a parameter: a node takes it for a boolean.
 * 6. No subquery in the VALUES of an INSERT.
 */

await loadModule()

type Node = Record<string, unknown>
type Table = { table: string; alias: string }
type Scope = { tables: Table[]; fixed: Set<string>; merged: Set<string>; bare: boolean }

/** Tables that no municipality owns, and those of one transaction. */
const UNOWNED = /^(pg_|import_(?!staged_)|staged(_recipients)?$|api_keys$|municipalities$)/
const VOLATILE = new Set(['clock_timestamp', 'random', 'gen_random_uuid', 'uuid_v7', 'nextval', 'timeofday'])

/** What the statement breaks, in words; nothing for most. */
export function brokenRules(text: string): string[] {
  const tree = parseSync(text) as unknown as Node
  const scopes: Scope[] = []
  collect(tree, new Set(), scopes)
  const isOfMunicipality = scopes.some(({ fixed, bare }) => fixed.size > 0 || bare)
  const loose = scopes.flatMap(scope => scope.tables.filter(({ alias }) => !isFixed(scope, alias)))
  return [
    ...(isOfMunicipality
      ? loose.map(({ table, alias }) => `${table} ${alias} is not compared with the municipality`)
      : []),
    ...volatileIn(tree),
    ...(isOfMunicipality ? [...stableIn(tree), ...timesIn(tree), ...comparingCasesIn(tree), ...subqueriesIn(tree)] : [])
  ]
}

function isFixed({ fixed, merged, bare, tables }: Scope, alias: string) {
  if (fixed.has(alias) || (bare && tables.length === 1)) return true
  return merged.has(alias) && (bare || [...merged].some(other => fixed.has(other)))
}

/** Every SELECT, UPDATE and DELETE within the node is a scope of its own. */
function collect(node: unknown, ctes: ReadonlySet<string>, scopes: Scope[]): void {
  if (Array.isArray(node)) {
    for (const part of node) collect(part, ctes, scopes)
    return
  }
  if (!node || typeof node !== 'object') return
  for (const [kind, value] of Object.entries(node as Node)) {
    const statement = value as Node
    // The sides of a UNION stand there without their kind, as those of a join do.
    const isSide = (kind === 'larg' || kind === 'rarg') && 'op' in statement
    if (!['SelectStmt', 'UpdateStmt', 'DeleteStmt', 'InsertStmt'].includes(kind) && !isSide) {
      collect(value, ctes, scopes)
      continue
    }
    const within = new Set([...ctes, ...ctesOf(statement)])
    if (kind !== 'InsertStmt') scopes.push(scopeOf(isSide ? 'SelectStmt' : kind, statement, within))
    collect(statement, within, scopes)
  }
}

function ctesOf(statement: Node): string[] {
  const list = (statement.withClause as Node | undefined)?.ctes as
    | { CommonTableExpr: { ctename: string } }[]
    | undefined
  return (list ?? []).map(({ CommonTableExpr }) => CommonTableExpr.ctename)
}

function scopeOf(kind: string, statement: Node, ctes: ReadonlySet<string>): Scope {
  const scope: Scope = { tables: [], fixed: new Set(), merged: new Set(), bare: false }
  const add = (relation: Node | undefined) => {
    const { relname, schemaname, alias } = (relation ?? {}) as { relname?: string; schemaname?: string; alias?: Node }
    if (!relname || schemaname || ctes.has(relname) || UNOWNED.test(relname)) return []
    const called = (alias?.aliasname as string | undefined) ?? relname
    scope.tables.push({ table: relname, alias: called })
    return [called]
  }
  const from = (item: Node): string[] => {
    if (item.RangeVar) return add(item.RangeVar as Node)
    if (!item.JoinExpr) return []
    const { larg, rarg, quals, usingClause } = item.JoinExpr as Record<string, Node | undefined>
    const joined = [...from(larg!), ...from(rarg!)]
    if (quals) conditions(quals, scope)
    const using = ((usingClause ?? []) as unknown as { String: { sval: string } }[]).map(({ String: { sval } }) => sval)
    if (using.includes('municipality_code')) for (const alias of joined) scope.merged.add(alias)
    return joined
  }
  if (kind !== 'SelectStmt') add(statement.relation as Node)
  for (const item of [...((statement.fromClause ?? []) as Node[]), ...((statement.usingClause ?? []) as Node[])])
    from(item)
  if (statement.whereClause) conditions(statement.whereClause as Node, scope)
  return scope
}

/** Notes which aliases the conjuncts compare with a parameter or a constant. */
function conditions(node: Node, scope: Scope): void {
  const bool = node.BoolExpr as { boolop: string; args: Node[] } | undefined
  if (bool?.boolop === 'AND_EXPR') for (const arg of bool.args) conditions(arg, scope)
  const { kind, name, lexpr, rexpr } = (node.A_Expr ?? {}) as Record<string, unknown>
  if (kind !== 'AEXPR_OP' && kind !== 'AEXPR_OP_ANY') return
  if ((name as { String: { sval: string } }[])[0]?.String.sval !== '=') return
  for (const [column, value] of [
    [lexpr, rexpr],
    [rexpr, lexpr]
  ] as [Node, Node][]) {
    const fields = (column.ColumnRef as { fields: { String?: { sval: string } }[] } | undefined)?.fields
    const path = fields?.map(field => field.String?.sval)
    if (path?.at(-1) !== 'municipality_code' || !isValue(value)) continue
    if (path.length === 1) scope.bare = true
    else scope.fixed.add(path.at(-2)!)
  }
}

/** A parameter, also as `(select $1::text)`, which hides it from the planner. */
function isValue(node: Node): boolean {
  if ('ParamRef' in node || 'A_Const' in node) return true
  if ('TypeCast' in node) return isValue((node.TypeCast as { arg: Node }).arg)
  const query = (node.SubLink as { subselect: { SelectStmt: Node } } | undefined)?.subselect.SelectStmt
  const [target] = (query?.targetList ?? []) as { ResTarget: { val: Node } }[]
  return target !== undefined && !query!.fromClause && isValue(target.ResTarget.val)
}

/** Those that are used; `pg_proc.provolatile` tells (test/statements.test.ts). */
export const STABLE = new Set(
  `to_jsonb to_json jsonb_build_object jsonb_build_array json_build_object json_build_array jsonb_agg json_agg row_to_json
  array_to_json to_char to_timestamp concat concat_ws format array_to_string`.split(/\s+/)
)

/** Whether the check holds of a node beneath this one. */
function has(node: unknown, check: (kind: string, value: Node) => boolean): boolean {
  if (Array.isArray(node)) return node.some(part => has(part, check))
  if (!node || typeof node !== 'object') return false
  return Object.entries(node as Node).some(([kind, value]) => check(kind, value as Node) || has(value, check))
}

/** Every node of the kind beneath this one. */
function all(node: unknown, wanted: string): Node[] {
  if (Array.isArray(node)) return node.flatMap(part => all(part, wanted))
  if (!node || typeof node !== 'object') return []
  return Object.entries(node as Node).flatMap(([kind, value]) => [
    ...(kind === wanted ? [value as Node] : []),
    ...all(value, wanted)
  ])
}

const nameOf = (call: Node) => (call.funcname as { String: { sval: string } }[]).at(-1)!.String.sval

/** The updates of tables that municipalities own. */
const updatesIn = (tree: unknown) =>
  all(tree, 'UpdateStmt').filter(({ relation }) => !UNOWNED.test((relation as { relname: string }).relname))

const TIMES = new Set(['now', 'statement_timestamp', 'transaction_timestamp'])

function timesIn(tree: unknown): string[] {
  return updatesIn(tree).flatMap(({ targetList, whereClause }) =>
    ['CaseExpr', 'CoalesceExpr']
      .flatMap(kind => all([targetList, whereClause], kind))
      .flatMap(guard => all(guard, 'FuncCall'))
      .filter(call => TIMES.has(nameOf(call)))
      .map(call => `${nameOf(call)}() in a CASE or a COALESCE of an UPDATE`)
  )
}

function stableIn(tree: unknown): string[] {
  return updatesIn(tree).flatMap(({ targetList, whereClause }) =>
    all([targetList, whereClause], 'FuncCall')
      .filter(call => STABLE.has(nameOf(call)) && has(call.args, kind => kind === 'ColumnRef'))
      .map(call => `${nameOf(call)}() of a column in an UPDATE`)
  )
}

function comparingCasesIn(tree: unknown): string[] {
  const cases = all(tree, 'CaseExpr').filter(({ arg }) => arg !== undefined)
  const compares = ({ args }: Node) =>
    (args as { CaseWhen: { expr: Node } }[]).some(({ CaseWhen: { expr } }) => 'ParamRef' in expr)
  return cases.filter(compares).map(() => 'a CASE compares its argument with a parameter')
}

function subqueriesIn(tree: unknown): string[] {
  return all(tree, 'InsertStmt')
    .filter(({ relation }) => !UNOWNED.test((relation as { relname: string }).relname))
    .filter(({ selectStmt }) =>
      has(
        (selectStmt as Node | undefined)?.SelectStmt,
        (kind, value) => kind === 'valuesLists' && has(value, each => each === 'SubLink')
      )
    )
    .map(() => 'a subquery in the VALUES of an INSERT')
}

function volatileIn(tree: unknown): string[] {
  const found: string[] = []
  const walk = (node: unknown, isWrite: boolean, isGuarded: boolean): void => {
    if (Array.isArray(node)) for (const part of node) walk(part, isWrite, isGuarded)
    if (!node || typeof node !== 'object' || Array.isArray(node)) return
    for (const [kind, value] of Object.entries(node as Node)) {
      if (kind === 'FuncCall' && isGuarded) {
        const name = (value as { funcname: { String: { sval: string } }[] }).funcname.at(-1)!.String.sval
        if (VOLATILE.has(name)) found.push(`${name}() in the SET, a CASE or a COALESCE of a write`)
      }
      const writes = isWrite || kind === 'UpdateStmt' || kind === 'InsertStmt'
      const guards = kind === 'CaseExpr' || kind === 'CoalesceExpr'
      const written = (value as { relation?: { relname: string } } | null)?.relation?.relname
      if (written && UNOWNED.test(written) && (kind === 'UpdateStmt' || kind === 'InsertStmt')) return
      if (kind === 'UpdateStmt') {
        const { targetList, ...rest } = value as Node
        walk(targetList, true, true)
        walk(Object.values(rest), true, isGuarded)
      } else walk(value, writes, isGuarded || (writes && guards))
    }
  }
  walk(tree, false, false)
  return found
}
