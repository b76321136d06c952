import { setTimeout as sleep } from 'node:timers/promises'
import type { Connections } from './connections.ts'
import { type LogPosition, readLogPosition } from './log-position.ts'
import { primaryOf, Server, type ServerState } from './server.ts'
import { DISTANCES, type Distance, type Nearness, Standby } from './standby.ts'
import { currentWork, work } from './work.ts'

declare module './connections.ts' {
  interface Connections {
    /** The servers that are watched; absent where there is one. */
    cluster?: Cluster
  }
}

/** Milliseconds between two looks at the servers. */
const LOOK_EVERY = 500

export type Log = { info(message: string): void; warn?(message: string): void }

export type ClusterSettings = {
  /** Connections with the primary, which move with it. */
  connections: Connections
  /** Servers of which one is the primary. */
  urls: readonly string[]
  /** Standbys that may be read from, each with connections of its own. */
  standbys: readonly { url: string; connections: Connections }[]
  nearness: Nearness
  log?: Log
  /** Told where the primary is now. */
  onMoved(url: string): void
}

/** What a question must be answered with. */
export type Demand = {
  municipalityCode: string
  /** Whoever asks has seen, or written, what stands before it. */
  position?: LogPosition
  /** Instants before this one are asked about: all that was known then must be there. */
  instant?: string
}

/**
 * The servers of one cluster as this process sees them: which is the primary, and which standbys are near enough to be read from. A server
 * that takes writes on an older timeline than was seen already is an old primary that nobody has told: it is left alone.
 */
export class Cluster {
  readonly standbys: readonly Standby[]
  readonly #settings: ClusterSettings
  readonly #servers: Server[]
  readonly #asked: Server[]
  readonly #lastWrites = new Map<string, LogPosition>()
  readonly #told = new Map<Standby, Distance>()
  #primary: Server
  #system: string | undefined
  #timeline = 0
  readonly #stopping = new AbortController()
  #looking: Promise<void>

  /** `primary`: the address of the server that was found to be the primary. */
  constructor(settings: ClusterSettings, primary: string) {
    this.#settings = settings
    const { urls, standbys, connections, nearness } = settings
    this.#servers = urls.map(url => new Server(url))
    this.#primary = this.#servers.find(({ url }) => url === primary)!
    this.#asked = standbys.map(({ url }) => new Server(url))
    this.standbys = this.#asked.map(({ name }) => new Standby(name, nearness))
    for (const [index, standby] of this.standbys.entries()) {
      connections.standbys.set(standby, standbys[index]!.connections)
    }
    this.#looking = this.#lookOn()
  }

  /**
   * A standby that is near, and has what is demanded; undefined where the primary is asked. A municipality is sent to one and the same for as
   * long as that is near: its pages stay in that one's memory, and what was seen once is not unseen.
   */
  near({ municipalityCode, position, instant }: Demand): Standby | undefined {
    const fit = this.standbys.filter(
      standby =>
        standby.isNear() &&
        (position === undefined || standby.replayed >= position) &&
        (instant === undefined || Date.parse(instant) < Date.parse(standby.changedUntil))
    )
    return fit.length > 1 ? fit[Number(municipalityCode || 0) % fit.length] : fit[0]
  }

  /** The position behind all that is committed by now. */
  async position(): Promise<LogPosition> {
    const statement = { name: 'log position', text: 'select pg_current_wal_insert_lsn()::text as position' }
    const { municipalityCode } = currentWork()
    const { rows } = await work.run({ lane: 'lookups', municipalityCode }, () =>
      this.#settings.connections.query(statement)
    )
    return readLogPosition(rows[0].position)!
  }

  /** Keeps how far somebody has written; undefined where that could not be told: they read from the primary until they write again. */
  noteWrite(caller: string, position: LogPosition | undefined): void {
    this.#lastWrites.set(caller, position ?? UNKNOWN)
  }

  lastWriteOf(caller: string): LogPosition | undefined {
    return this.#lastWrites.get(caller)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#looking
    const { standbys } = this.#settings
    const ends = standbys.map(({ connections }) => connections.end())
    await Promise.all([...ends, ...[...this.#servers, ...this.#asked].map(server => server.end())])
  }

  async #lookOn(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#look()
      await sleep(LOOK_EVERY, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  async #look(): Promise<void> {
    // Standbys first: what they have replayed was written before the primary is asked.
    const states = await Promise.all(this.#asked.map(server => server.ask()))
    const servers = await askAll(this.#servers)
    const primary = this.#findPrimary(servers)
    for (const [index, standby] of this.standbys.entries()) {
      standby.see(states[index], primary)
      this.#tell(standby)
    }
    this.#forgetWrites()
  }

  /** How the primary stands, which may be another server than before; undefined where there is none. */
  #findPrimary(servers: Asked[]): ServerState | undefined {
    const own = servers.filter(({ state }) => this.#system === undefined || state?.system === this.#system)
    const found = primaryOf(own, this.#timeline)
    if (!found) return undefined
    const { server, state } = found
    this.#system = state!.system
    this.#timeline = state!.timeline
    if (server !== this.#primary) {
      this.#settings.log?.warn?.(`${server.name} is the primary now, and no longer ${this.#primary.name}`)
      this.#primary = server
      this.#settings.connections.moveTo(server.url)
      this.#settings.onMoved(server.url)
    }
    return state
  }

  /** Says when a standby is no longer read from, and why; and when it is again. */
  #tell(standby: Standby): void {
    const { name, distance } = standby
    if (this.#told.get(standby) === distance) return
    this.#told.set(standby, distance)
    const { log } = this.#settings
    if (distance === 'near') log?.info(`the standby ${name} is read from`)
    else log?.warn?.(`the standby ${name} ${DISTANCES[distance]}: it is not read from`)
  }

  /** What all standbys have replayed need not be remembered. */
  #forgetWrites(): void {
    const least = this.standbys.reduce<LogPosition>(
      (least, { replayed }) => (replayed < least ? replayed : least),
      UNKNOWN
    )
    for (const [caller, position] of this.#lastWrites) {
      if (position <= least && position !== UNKNOWN) this.#lastWrites.delete(caller)
    }
  }
}

/** Later than all positions. */
const UNKNOWN: LogPosition = 1n << 64n

type Asked = { server: Server; state: ServerState | undefined }

const askAll = (servers: readonly Server[]): Promise<Asked[]> =>
  Promise.all(servers.map(async server => ({ server, state: await server.ask() })))

/** Milliseconds that servers are given to come up, or to be promoted, when the service starts. */
const START_WITHIN = 30_000

/** The address of the primary among several. @throws Error where none takes writes in time */
export async function findPrimary(urls: readonly string[], log?: Log, within = START_WITHIN): Promise<string> {
  if (urls.length === 1) return urls[0]!
  const servers = urls.map(url => new Server(url))
  const deadline = performance.now() + within
  try {
    for (;;) {
      const found = primaryOf(await askAll(servers))
      if (found) return found.server.url
      if (performance.now() > deadline) {
        throw new Error(
          `None of the servers of DATABASE_URL takes writes: ${servers.map(({ name }) => name).join(', ')}.`
        )
      }
      log?.info('no server of DATABASE_URL takes writes; they are asked again')
      await sleep(LOOK_EVERY)
    }
  } finally {
    await Promise.all(servers.map(server => server.end()))
  }
}
