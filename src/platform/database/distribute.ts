import type pg from 'pg'
import { type Distribution, distributionOf, type Step, stepsOf } from './distribution.ts'
import { readCatalogue } from './distribution-catalogue.ts'

/** What a server is, as far as tables are to be distributed there. */
export type Server = {
  /** Of the extension citus; null: it is not there. */
  version: string | null
  isCoordinator: boolean
  /** Whether the coordinator is among the nodes: only then it has the rows of reference tables itself. */
  knowsCoordinator: boolean
  /** Nodes that take rows, besides the coordinator. */
  workers: number
  /** Whether tables with triggers may be distributed (citus.enable_unsafe_triggers). */
  takesTriggers: boolean
  /** Whether the role may pass over triggers in a transaction (session_replication_role). */
  mayPassTriggers: boolean
  /** Connections of the service with the database. */
  sessions: number
}

/** The first version in which all that is used here is there. */
const LEAST_VERSION = 12

const PLAIN = `
  select (select extversion from pg_extension where extname = 'citus') as version,
    coalesce(current_setting('citus.enable_unsafe_triggers', true), '') = 'on' as "takesTriggers",
    has_parameter_privilege('session_replication_role', 'set') as "mayPassTriggers",
    (select count(*)::int from pg_stat_activity where datname = current_database() and application_name ~ '^partnerskap( |$)'
       and application_name !~ '^partnerskap (distribute|migrate)') as sessions`
const OF_CITUS = `
  select citus_is_coordinator() as "isCoordinator",
    (select count(*)::int from pg_dist_node where groupid <> 0 and isactive and shouldhaveshards and noderole = 'primary') as workers,
    exists (select from pg_dist_node where groupid = 0) as "knowsCoordinator"`

export async function readServer(client: pg.Client): Promise<Server> {
  const [plain] = (await client.query(PLAIN)).rows
  const without = { isCoordinator: false, knowsCoordinator: false, workers: 0 }
  return { ...plain, ...(plain.version === null ? without : (await client.query(OF_CITUS)).rows[0]) }
}

export type Asked = {
  /** Distributes although not all of the service works on it. */
  trial?: boolean | undefined
}

/** Why tables are not distributed here, a sentence each; nothing where they can be. */
export function whyNot(
  server: Server,
  { obstacles, unsafeTriggers }: Distribution,
  { trial = false }: Asked
): string[] {
  if (server.version === null)
    return [
      'The extension citus is not there: install Citus 12 or newer for this version of PostgreSQL on every node, add citus to shared_preload_libraries, restart, and run "create extension citus" in this database on every node.'
    ]
  const problems: [isSo: boolean, text: string][] = [
    [
      Number.parseInt(server.version, 10) < LEAST_VERSION,
      `The extension citus is ${server.version}: ${LEAST_VERSION} or newer is needed.`
    ],
    [!server.isCoordinator, 'This server is a worker: DATABASE_URL must be the address of the coordinator.'],
    [
      !server.knowsCoordinator,
      "The coordinator is not among the nodes: select citus_set_coordinator_host('its address')."
    ],
    [server.workers === 0, "There is no worker: select citus_add_node('its address', 5432) for each."],
    [
      !server.takesTriggers,
      'Tables with triggers are refused: set citus.enable_unsafe_triggers to on, on every node, and reload.'
    ],
    [!server.mayPassTriggers, 'The role may not set session_replication_role: run this as a superuser.'],
    [
      server.sessions > 0,
      `The service is at work (${server.sessions} connections): stop it everywhere, as foreign keys are away meanwhile.`
    ],
    [
      unsafeTriggers.length > 0,
      `Triggers take an instant or a lock of the node that they run on, so that what is told with knownAt would be wrong: ${unsafeTriggers.join(', ')}.`
    ],
    [
      !trial,
      'Imports of decisions do not work on distributed tables (docs/scaling.md). For a trial without real data: --trial.'
    ]
  ]
  return [...problems.filter(([isSo]) => isSo).map(([, text]) => text), ...obstacles.map(text => `${text}.`)]
}

/**
 * Does what is still to be done, each step in a transaction of its own, and answers how many there were. Whoever calls holds the turn of migrations.
 * @throws Error where something is still to be done afterwards
 */
export async function distribute(client: pg.Client, tell: (step: Step) => void): Promise<number> {
  const steps = stepsOf(await readCatalogue(client))
  for (const step of steps) {
    tell(step)
    await carryOut(client, step)
  }
  await checkPlaced(client)
  return steps.length
}

/** Wholly or not at all. */
async function carryOut(client: pg.Client, { statements }: Step): Promise<void> {
  await client.query('begin')
  try {
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } catch (error) {
    // The connection may be gone, and with it the transaction.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** @throws Error that says what is not as it should be */
async function checkPlaced(client: pg.Client): Promise<void> {
  const catalogue = await readCatalogue(client)
  const { distributed } = distributionOf(catalogue)
  const left = stepsOf(catalogue)
  if (left.length > 0) throw new Error(`Still to be done: ${left.map(({ what }) => what).join('; ')}`)
  const wrong = catalogue.tables.filter(
    ({ name, placed }) => placed !== null && (placed === 'distributed') !== distributed.includes(name)
  )
  if (wrong.length > 0)
    throw new Error(`Placed otherwise than they should: ${wrong.map(({ name }) => name).join(', ')}`)
  const groups = new Set(
    catalogue.tables.filter(({ name }) => distributed.includes(name)).map(({ colocation }) => colocation)
  )
  if (groups.size > 1)
    throw new Error('The tables are in several groups: rows of one municipality lie on several nodes.')
}
