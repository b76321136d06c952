import { loadModule, parseSync } from 'libpg-query'
import type { Migration } from '../../src/platform/database/migration-files.ts'

/**
 * What holds of every migration that an earlier version works beside (docs/operating.md, "Changing the schema"), judged with
 * PostgreSQL's own parser. Tables and indexes that the same file makes are empty and nobody's: anything may be done to them.
 */

await loadModule()

type Node = Record<string, unknown>
type Command = { subtype: string; name?: string; def?: { ColumnDef?: Node; Constraint?: Constraint } }

/** What the migration breaks, in words; nothing where it keeps the rules. */
export function brokenMigrationRules({ name, kind, least, isConcurrent, statements }: Migration): string[] {
  const nodes = (parseSync(statements.join(';\n')) as unknown as { stmts: { stmt: Node }[] }).stmts.map(
    ({ stmt }) => stmt
  )
  const made = new Set(nodes.flatMap(({ CreateStmt }) => (CreateStmt ? [tableOf(CreateStmt as Node)] : [])))
  const context = { made, added: new Set(nodes.flatMap(columnsAddedBy)), contracts: kind === 'contract' }
  const told = nodes.flatMap(node => {
    const [[of, statement]] = Object.entries(node) as [[string, Node]]
    if (isConcurrent && !isIndexAlone(of, statement))
      return ['stands in one file with an index that is made concurrently']
    return (RULES[of] ?? (() => [`${of} is not known as an expansion`]))(statement, context)
  })
  const validates = nodes.filter(isValidation).length
  return [
    ...(kind === undefined
      ? ['its first line says neither "-- expand" nor "-- contract, for versions that know …"']
      : []),
    ...(kind === 'contract' && least === null ? ['does not say which versions go on with it'] : []),
    ...(kind === 'expand' && least !== null ? ['expands, and asks versions to know something'] : []),
    ...(validates > 0 && validates < nodes.length
      ? ['validates in the transaction of other changes, whose locks last as long']
      : []),
    ...told
  ].map(broken => `${name}: ${broken}`)
}

/** What the file makes: tables, and `table.column` of tables that were there. */
type Context = { made: ReadonlySet<string>; added: ReadonlySet<string>; contracts: boolean }
type Rule = (statement: Node, context: Context) => string[]

const fine: Rule = () => []
const contracting =
  (what: string): Rule =>
  (_, { contracts }) =>
    contracts ? [] : [`${what}, which the last release may use: a contraction`]

/** Rows of a table that was there: they are many, and written by others meanwhile. */
const writing: Rule = (statement, { made }) =>
  made.has(tableOf(statement)) ? [] : [`writes rows of ${tableOf(statement)}: a job or a command does so in batches`]

const RULES: Record<string, Rule> = {
  CreateStmt: fine,
  CreateFunctionStmt: fine,
  CreateSeqStmt: fine,
  CreateTrigStmt: fine,
  CreateExtensionStmt: fine,
  CommentStmt: fine,
  ViewStmt: fine,
  InsertStmt: writing,
  UpdateStmt: writing,
  DeleteStmt: writing,
  RenameStmt: (statement, context) =>
    statement.renameType === 'OBJECT_TABCONSTRAINT' || statement.renameType === 'OBJECT_INDEX'
      ? []
      : contracting('renames')(statement, context),
  DropStmt: drops,
  IndexStmt: (statement, { made }) => {
    if (made.has(tableOf(statement))) return []
    if (!statement.concurrent)
      return [`makes the index ${statement.idxname} and stops writes meanwhile: concurrently, in a file of its own`]
    return statement.if_not_exists
      ? []
      : [`makes the index ${statement.idxname} without "if not exists": it cannot be run again`]
  },
  AlterTableStmt: (statement, context) => {
    if (context.made.has(tableOf(statement))) return []
    const commands = (statement.cmds as { AlterTableCmd: Command }[]).map(({ AlterTableCmd }) => AlterTableCmd)
    return commands.flatMap(command => altered(command, tableOf(statement), context))
  }
}

function drops(statement: Node, context: Context): string[] {
  const type = statement.removeType as string
  if (type === 'OBJECT_INDEX')
    return statement.concurrent ? [] : ['drops an index and stops everybody meanwhile: concurrently']
  // A trigger is made anew in the same file.
  if (type === 'OBJECT_TRIGGER') return []
  return contracting(`drops ${type.replace('OBJECT_', '').toLowerCase()}`)(statement, context)
}

/** Of a table that was there. */
function altered({ subtype, name, def }: Command, table: string, context: Context): string[] {
  const what = `${table}.${name ?? ''}`
  switch (subtype) {
    case 'AT_AddColumn':
      return added(def!.ColumnDef!, table)
    case 'AT_AddConstraint':
      return constrained(def!.Constraint!, table, context)
    case 'AT_ColumnDefault':
    case 'AT_DropNotNull':
    case 'AT_ValidateConstraint':
    case 'AT_SetStatistics':
    case 'AT_SetRelOptions':
      return []
    case 'AT_DropConstraint':
      return []
    case 'AT_DropColumn':
      return contracting(`drops ${what}`)({}, context)
    case 'AT_SetNotNull':
      return contracting(`demands ${what}`)({}, context)
    case 'AT_AlterColumnType':
      return [`writes all rows of ${table} anew: a column of another name is added and filled`]
    default:
      return [`${subtype} of ${what} is not known as an expansion`]
  }
}

type Constraint = {
  contype: string
  conname?: string
  /** Of a check and of a default. */
  raw_expr?: Node
  /** Of a reference. */
  fk_attrs?: { String: { sval: string } }[]
  /** NOT VALID. */
  skip_validation?: boolean
  /** USING INDEX. */
  indexname?: string
}

function added(column: Node, table: string): string[] {
  const constraints = ((column.constraints ?? []) as { Constraint: Constraint }[]).map(({ Constraint }) => Constraint)
  const given = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')
  const what = `${table}.${column.colname}`
  return constraints.flatMap(({ contype }) => {
    if (contype === 'CONSTR_DEFAULT')
      return isConstant(given!.raw_expr!)
        ? []
        : [`gives ${what} a default that is computed for each row: all are written anew`]
    if (contype === 'CONSTR_NULL') return []
    if (contype === 'CONSTR_NOTNULL') return given ? [] : [`demands ${what}, which the last release does not write`]
    if (contype === 'CONSTR_GENERATED') return [`computes ${what} for each row: all are written anew`]
    return [`gives ${what} a constraint that is proved at once: not valid, and validated by a file of its own`]
  })
}

function constrained(constraint: Constraint, table: string, { added, contracts }: Context): string[] {
  const { contype, conname, skip_validation, indexname } = constraint
  if (contype !== 'CONSTR_CHECK' && contype !== 'CONSTR_FOREIGN') {
    return indexname
      ? []
      : [`makes the index of ${conname} while ${table} is locked: concurrently, in a file of its own`]
  }
  if (!skip_validation)
    return [`proves ${conname} while ${table} is locked: not valid, and validated by a file of its own`]
  const isOfNew = columnsOf(constraint).some(column => added.has(`${table}.${column}`))
  return isOfNew || contracts ? [] : [`${conname} refuses what the last release may write to ${table}: a contraction`]
}

/** The columns that a check or a reference names. */
function columnsOf({ raw_expr, fk_attrs = [] }: Constraint): string[] {
  const named = JSON.stringify(raw_expr ?? {}).matchAll(/"ColumnRef":\{"fields":\[\{"String":\{"sval":"(\w+)"/g)
  return [...[...named].map(([, column]) => column!), ...fk_attrs.map(({ String: { sval } }) => sval)]
}

const isConstant = (expression: Node): boolean => {
  const [[kind, value]] = Object.entries(expression) as [[string, Node]]
  return kind === 'A_Const' || (kind === 'TypeCast' && isConstant(value.arg as Node))
}

const isIndexAlone = (of: string, statement: Node) =>
  Boolean(statement.concurrent) &&
  (of === 'IndexStmt' || (of === 'DropStmt' && statement.removeType === 'OBJECT_INDEX'))

function columnsAddedBy({ AlterTableStmt }: Node): string[] {
  if (!AlterTableStmt) return []
  const { cmds } = AlterTableStmt as { cmds: { AlterTableCmd: Command }[] }
  return cmds.flatMap(({ AlterTableCmd: { subtype, def } }) =>
    subtype === 'AT_AddColumn' ? [`${tableOf(AlterTableStmt as Node)}.${def!.ColumnDef!.colname}`] : []
  )
}

function isValidation(node: Node): boolean {
  const commands = ((node.AlterTableStmt as Node | undefined)?.cmds ?? []) as { AlterTableCmd: Command }[]
  return commands.some(({ AlterTableCmd }) => AlterTableCmd.subtype === 'AT_ValidateConstraint')
}

function tableOf({ relation }: Node): string {
  return (relation as { relname?: string } | undefined)?.relname ?? ''
}
