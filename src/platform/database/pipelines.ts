import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { availableParallelism } from 'node:os'
import pg from 'pg'
import { currentWork } from './work.ts'

/** Connections that are shared; a backend works on one statement at a time, and each core can keep one or two busy. */
const MOST = Math.min(8, Math.max(2, availableParallelism()))
/** A connection whose oldest statement has been at work for longer takes no more, in milliseconds: what waits behind waits for it. */
const STUCK = 20
/** Statements that one connection has before it at most. */
const DEEP = 32

/**
 * A few connections that many short reads share: each is sent at once, behind those that are on their way, and what is asked in
 * one turn of the event loop is one packet. Half of what a read by its key costs is to wake up a connection that does nothing
 * else, on both sides (docs/benchmarks.md). A statement that fails fails alone; a connection that is lost fails all that were
 * on their way in it. For single statements outside transactions, named, and short: nothing here can hold a lock or a setting.
 * Tells of each connection that it makes (`connect`).
 */
export class Pipelines extends EventEmitter<{ connect: [client: pg.Client] }> {
  readonly #open = new Set<Pipeline>()
  readonly #settings: pg.ClientConfig

  constructor(settings: pg.ClientConfig) {
    super()
    this.#settings = settings
  }

  get max(): number {
    return MOST
  }

  get total(): number {
    return this.#open.size
  }

  get idle(): number {
    return [...this.#open].filter(({ depth }) => depth === 0).length
  }

  /** Process numbers of the server's side of the connections that are in use. */
  get busyPids(): number[] {
    return [...this.#open].flatMap(({ depth, processId }) => (depth > 0 && processId ? [processId] : []))
  }

  /** The connection with the least before it; undefined where each is stuck, or has its fill: the statement goes another way. */
  free(): Pipeline | undefined {
    const now = performance.now()
    let best: Pipeline | undefined
    for (const pipeline of this.#open) {
      if (!pipeline.isUsable) this.#open.delete(pipeline)
      else if (!pipeline.isStuck(now) && pipeline.depth < (best?.depth ?? DEEP)) best = pipeline
    }
    return best && (best.depth === 0 || this.#open.size === MOST) ? best : (this.#opened() ?? best)
  }

  #opened(): Pipeline | undefined {
    if (this.#open.size >= MOST) return undefined
    const client = new pg.Client({ ...this.#settings, pipeline: true } as pg.ClientConfig) as SharedClient
    this.emit('connect', client)
    const pipeline = new Pipeline(client)
    this.#open.add(pipeline)
    return pipeline
  }

  /** Connects to another address from now on. */
  moveTo(connectionString: string): void {
    this.#settings.connectionString = connectionString
    for (const pipeline of this.#open) pipeline.end()
    this.#open.clear()
  }

  /** Ends the connections once what is on its way has been answered. */
  async end(): Promise<void> {
    await Promise.all([...this.#open].map(pipeline => pipeline.end()))
    this.#open.clear()
  }
}

/** What pg has beside what its types tell of. */
type SharedClient = pg.Client & {
  processID: number | null
  connection: { stream: Socket }
  ref(): void
  unref(): void
}

/** A connection that is shared. */
class Pipeline {
  readonly #client: SharedClient
  readonly #connected: Promise<unknown>
  /** When each statement that is on its way was sent, the oldest first. */
  readonly #sent: number[] = []
  #isHeld = false
  /** Whoever waits for the answers of all that is on its way. */
  #idle: PromiseWithResolvers<void> | undefined
  isUsable = true

  constructor(client: SharedClient) {
    this.#client = client
    client.on('error', () => this.drop())
    client.on('end', () => this.drop())
    this.#connected = client.connect().catch(error => {
      this.drop()
      throw error
    })
    // Whoever waits for it is told; where nobody does, nobody is.
    this.#connected.catch(() => {})
  }

  get depth(): number {
    return this.#sent.length
  }

  get processId(): number | null {
    return this.#client.processID
  }

  isStuck(now: number): boolean {
    return this.#sent.length > 0 && now - this.#sent[0]! > STUCK
  }

  async query(statement: pg.QueryConfig, ...rest: unknown[]): Promise<pg.QueryResult> {
    if (this.#sent.push(performance.now()) === 1) this.#client.ref()
    try {
      await this.#connected
      this.#hold()
      return await (this.#client.query as (...args: unknown[]) => Promise<pg.QueryResult>)(statement, ...rest)
    } finally {
      // Answers come in the order of what was sent.
      this.#sent.shift()
      // As those of a pool may be: a process may end while nobody asks anything.
      if (this.#sent.length === 0) {
        this.#client.unref()
        this.#idle?.resolve()
      }
    }
  }

  /** Keeps what is written until this turn of the event loop is over; what was gathered in one already is sent at once. */
  #hold() {
    if (this.#isHeld) return
    const { stream } = this.#client.connection
    this.#isHeld = true
    stream.cork()
    const send = () => {
      this.#isHeld = false
      stream.uncork()
    }
    if (currentWork().isGathered) process.nextTick(send)
    else setImmediate(send)
  }

  /** Takes it out of use; what is on its way fails by itself. */
  drop(): void {
    this.isUsable = false
    this.#client.end().catch(() => {})
  }

  /** What waits for the connection is on its way, too. */
  async end(): Promise<void> {
    this.isUsable = false
    if (this.depth > 0) {
      this.#idle ??= Promise.withResolvers()
      await this.#idle.promise
    }
    // Whoever waits for the end is told of it.
    this.#client.ref()
    await this.#client.end().catch(() => {})
  }
}
