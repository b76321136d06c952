import pg from 'pg'
import {
  type Catalogue,
  type ForeignKey,
  KEPT_KEYS,
  type KeptKey,
  type Table,
  type Trigger
} from './distribution-catalogue.ts'

/** How the tables are distributed over the nodes of Citus, and by which steps: computed from the catalogue alone. */

/** The column that all rows of one municipality have in common, and that says on which node they lie. */
const COLUMN = 'municipality_code'

export type Distribution = {
  /** Rows lie on the node of their municipality: tables whose primary key begins with its code. */
  distributed: string[]
  /** The same rows on every node: the other tables of the schema public, and the register of municipalities. */
  reference: string[]
  /** On the coordinator: the tables of other schemas (jobs, migrations, readers). */
  local: string[]
  /** What Citus refuses, in words. */
  obstacles: string[]
  /** Triggers of distributed tables that do more than refuse, and stay: on a node they take an instant or a lock of that node. */
  unsafeTriggers: string[]
}

/** Functions of triggers that look at nothing but the row, and refuse. */
const REFUSING = new Set(['refuse_change', 'refuse_change_but_of_texts'])

/** What keeps the states that a release before this one changes (migration 0047): none works on distributed tables. */
const KEEPS_STATES = 'keep_state'

/** Refuses an update unless the transaction has written the row itself, as that function does. */
const APPEND_ONLY = { name: 'known_states_append_only', condition: 'instant_taken' }

/** What a foreign key of the code alone refers to. */
const TO_REGISTER = new RegExp(`^FOREIGN KEY \\(${COLUMN}\\) REFERENCES ([^(]+)\\(`)

export function distributionOf({ tables, foreignKeys, keptKeys }: Catalogue): Distribution {
  const own = tables.filter(({ schema }) => schema === 'public')
  // The register of municipalities has the code as its key as well: others refer to it by the code alone. They do so, too, while the key is away.
  const keys = [...foreignKeys, ...(keptKeys ?? [])]
  const registers = new Set(keys.flatMap(({ definition }) => TO_REGISTER.exec(definition)?.[1] ?? []))
  const isDistributed = ({ name, primaryKey }: Table) => primaryKey[0] === COLUMN && !registers.has(name)
  const distributed = own.filter(isDistributed)
  const names = (of: Table[]) => of.map(({ name }) => name)
  const groups = {
    distributed: names(distributed),
    reference: names(own.filter(table => !isDistributed(table))),
    local: names(tables.filter(({ schema }) => schema !== 'public'))
  }
  const loose = distributed.flatMap(table =>
    table.uniques
      .filter(({ columns }) => !columns.includes(COLUMN))
      .map(({ name }) => `${name} of ${table.name} does not hold ${COLUMN}`)
  )
  const crossing = foreignKeys.flatMap(key => {
    const why = whyRefused(key, groups)
    return why ? [`${key.name} of ${key.table} ${why}`] : []
  })
  return { ...groups, obstacles: [...loose, ...crossing], unsafeTriggers: distributed.flatMap(unsafeTriggersOf) }
}

type Groups = Pick<Distribution, 'distributed' | 'reference' | 'local'>

function whyRefused({ table, to, columns, toColumns, definition }: ForeignKey, groups: Groups): string | undefined {
  const [from, target] = [table, to].map(name =>
    groups.distributed.includes(name) ? 'distributed' : groups.reference.includes(name) ? 'reference' : 'local'
  )
  if (/ ON (DELETE|UPDATE) /.test(definition)) return 'changes rows by itself'
  if (from === 'distributed' && target === 'distributed') {
    if (columns[0] === COLUMN && toColumns[0] === COLUMN) return undefined
    return `does not begin with ${COLUMN}`
  }
  if (target === 'reference' && from !== 'local') return undefined
  return from === 'local' && target === 'local' ? undefined : `refers from a ${from} table to a ${target} one`
}

function unsafeTriggersOf({ name: table, triggers }: Table): string[] {
  return triggers
    .filter(trigger => !goes(trigger) && !isRemade(trigger))
    .filter(({ calls, conditionCalls }) => !REFUSING.has(calls) || conditionCalls.length > 0)
    .map(({ name }) => `${name} on ${table}`)
}

const goes = ({ calls }: Trigger) => calls === KEEPS_STATES
const isRemade = ({ name, conditionCalls }: Trigger) =>
  name === APPEND_ONLY.name &&
  conditionCalls.every(called => called === APPEND_ONLY.condition) &&
  conditionCalls.length > 0

/** The service keeps states by statements of its own, and with values that are the same on every node. */
function withoutKeeping({ name: table, triggers }: Table): Step[] {
  const drop = ({ name }: Trigger) => `drop trigger ${identifier(name)} on ${table}`
  const gone = triggers.filter(goes)
  const remade = triggers.filter(isRemade)
  return [
    ...(gone.length > 0 ? [{ what: `no trigger keeps states of ${table}`, statements: gone.map(drop) }] : []),
    ...remade.map(trigger => ({
      what: `${trigger.name} refuses every update`,
      statements: [
        drop(trigger),
        `create trigger ${identifier(trigger.name)} before update on ${table} for each row execute function refuse_change()`
      ]
    }))
  ]
}

/** What is done in one transaction. */
export type Step = { what: string; statements: string[] }

/**
 * The steps that are still to be done, in order; none where all is as it should be. Each leaves the catalogue so that the steps
 * computed anew go on behind it: a distribution that was killed is gone on with.
 */
export function stepsOf(catalogue: Catalogue): Step[] {
  const { distributed, reference } = distributionOf(catalogue)
  const { tables, foreignKeys, keptKeys } = catalogue
  const tableOf = new Map(tables.map(table => [table.name, table]))
  const toPlace = new Set([...distributed, ...reference].filter(name => tableOf.get(name)!.placed === null))
  const triggers = distributed.flatMap(name => withoutKeeping(tableOf.get(name)!))
  if (toPlace.size === 0 && keptKeys === null) return triggers

  const dropped = foreignKeys.filter(({ table, to }) => toPlace.has(table) || toPlace.has(to))
  const kept = [...(keptKeys ?? []), ...dropped.filter(key => !keptKeys?.some(other => isSame(key, other)))]
  const first = distributed.find(name => tableOf.get(name)!.placed === 'distributed') ?? distributed[0]
  return [
    ...(keptKeys === null || kept.length > keptKeys.length ? [writeDown(dropped)] : []),
    ...dropped.map(dropKey),
    ...triggers,
    ...[...reference, ...distributed].flatMap(name => (toPlace.has(name) ? numberPlainly(tableOf.get(name)!) : [])),
    ...reference.filter(name => toPlace.has(name)).map(refer),
    ...distributed.filter(name => toPlace.has(name)).map(name => distribute(name, first!)),
    ...[...reference, ...distributed].filter(name => tableOf.get(name)!.holdsLocalRows).map(clear),
    ...kept.flatMap(key => addKey(key, dropped.some(other => isSame(key, other)) ? undefined : foreignKeys)),
    { what: 'the foreign keys are there again', statements: [`drop table ${KEPT_KEYS}`] }
  ]
}

const isSame = (one: KeptKey, other: KeptKey) => one.table === other.table && one.name === other.name
const { escapeLiteral: text, escapeIdentifier: identifier } = pg

function writeDown(keys: KeptKey[]): Step {
  const rows = keys.map(({ table, name, definition }) => `(${text(table)}, ${text(name)}, ${text(definition)})`)
  return {
    what: `write down ${keys.length} foreign keys`,
    statements: [
      `create table if not exists ${KEPT_KEYS} (table_name text, name text, definition text not null, primary key (table_name, name))`,
      ...(rows.length > 0
        ? [
            `insert into ${KEPT_KEYS} (table_name, name, definition) values\n  ${rows.join(',\n  ')}\n  on conflict do nothing`
          ]
        : [])
    ]
  }
}

const dropKey = ({ table, name }: KeptKey): Step => ({
  what: `drop ${name}`,
  statements: [`alter table ${table} drop constraint ${identifier(name)}`]
})

/** Older versions of Citus do not place tables with identity columns, and 14 does not alter them afterwards: a sequence gives the same numbers, from where they stand. */
function numberPlainly({ name, identities }: Table): Step[] {
  return identities.map(({ column, type, sequence }) => {
    const own = identifier(`${name}_${column}_numbers`)
    return {
      what: `number ${name}.${column} by a sequence`,
      statements: [
        `create sequence ${own} as ${type} owned by ${name}.${column}`,
        `select setval(${text(own)}, last_value, is_called) from ${sequence}`,
        `alter table ${name} alter column ${column} drop identity`,
        `alter table ${name} alter column ${column} set default nextval(${text(own)})`
      ]
    }
  })
}

const refer = (name: string): Step => ({
  what: `${name} on every node`,
  statements: [`select create_reference_table(${text(name)})`]
})

/** The first one makes the group that the others join. */
const distribute = (name: string, first: string): Step => ({
  what: `distribute ${name}`,
  statements: [
    `select create_distributed_table(${text(name)}, '${COLUMN}', colocate_with => ${text(name === first ? 'none' : first)})`
  ]
})

/**
 * Rows that lay on the coordinator stay there as a copy that nobody sees, also of what is erased later. Triggers that refuse to empty
 * a table are passed over, and only in this transaction.
 */
const clear = (name: string): Step => ({
  what: `clear the copy of ${name} on the coordinator`,
  statements: [
    'set local session_replication_role = replica',
    `select truncate_local_data_after_distributing_table(${text(name)})`
  ]
})

/** Added and validated apart: adding holds the table only for a moment. `there`: the keys that are; undefined: it is not. */
function addKey({ table, name, definition }: KeptKey, there: ForeignKey[] | undefined): Step[] {
  const found = there?.find(key => key.table === table && key.name === name)
  const add = `alter table ${table} add constraint ${identifier(name)} ${definition} not valid`
  const validate = `alter table ${table} validate constraint ${identifier(name)}`
  return [
    ...(found ? [] : [{ what: `add ${name}`, statements: [add] }]),
    ...(found?.isValidated ? [] : [{ what: `validate ${name}`, statements: [validate] }])
  ]
}
