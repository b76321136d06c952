import type pg from 'pg'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Gate } from '../database/gate.ts'
import { databaseErrorIn } from './failures.ts'

/** Connections, and the gate at which they are waited for. */
export type Watched = { connections: Counted; gate: Gate }
/** How many connections there may be, are, and do nothing; `connect` tells of each that is made. */
type Counted = {
  readonly max: number
  readonly total: number
  readonly idle: number
  on(event: 'connect', tell: (client: pg.Client) => void): unknown
}

/** A pool, as its connections are counted. */
export const countedPool = (pool: pg.Pool): Counted => ({
  max: pool.options.max,
  get total() {
    return pool.totalCount
  },
  get idle() {
    return pool.idleCount
  },
  on: (event, tell) => pool.on(event, tell)
})

const SHORT = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Answers how a pool is watched: its connections by state, who waits for one and how long, and what came of queries. */
export function poolWatcher(register: Registry) {
  const registers = [register]
  const lanes = new Map<string, Watched>()
  const gauge = (name: string, help: string, read: (lane: Watched) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['pool'],
      registers,
      collect() {
        for (const [name, lane] of lanes) this.set({ pool: name }, read(lane))
      }
    })
  gauge('partnerskap_pool_size', 'Connections that the pool may have', ({ connections }) => connections.max)
  gauge('partnerskap_pool_used', 'Connections at work', ({ connections }) => connections.total - connections.idle)
  gauge('partnerskap_pool_idle', 'Connections that are open and free', ({ connections }) => connections.idle)
  gauge('partnerskap_pool_waiting', 'Who waits for a connection', ({ gate }) => gate.waiting)
  const wait = new Histogram({
    name: 'partnerskap_pool_wait_seconds',
    help: 'Time until a connection was had, or was given up',
    labelNames: ['pool'],
    buckets: SHORT,
    registers
  })
  const queries = new Counter({
    name: 'partnerskap_queries_total',
    help: 'Queries by outcome: ok, the class of the SQLSTATE (23 a constraint, 57 stopped …), or connection',
    labelNames: ['pool', 'outcome'],
    registers
  })
  return (name: string, lane: Watched) => {
    const { connections, gate } = lane
    lanes.set(name, lane)
    queries.inc({ pool: name, outcome: 'ok' }, 0)
    gate.onWaited = milliseconds => wait.observe({ pool: name }, milliseconds / 1000)
    connections.on('connect', client =>
      intercept(client, 'query', () => error => queries.inc({ pool: name, outcome: outcomeOf(error) }))
    )
  }
}

function outcomeOf(error: unknown): string {
  if (!error) return 'ok'
  return databaseErrorIn(error)?.code.slice(0, 2) ?? 'connection'
}

type Ended = (error?: unknown) => void
type Callback = (error: unknown, ...rest: unknown[]) => unknown
// biome-ignore lint/suspicious/noExplicitAny: methods of pg, which take a callback, answer a promise, or take a stream
type Method = (...args: any[]) => any

/** Has `begin` called before each call of a method of pg, and what it answers when the call has ended, however that is
 * told: to a callback, by a promise, or by events of what was submitted (COPY). */
function intercept<K extends string>(owner: { [name in K]: Method }, name: K, begin: () => Ended): void {
  const original: Method = owner[name]
  owner[name] = function (this: unknown, ...args) {
    const ended = begin()
    const at = args.findIndex(each => typeof each === 'function')
    if (at >= 0) {
      const callback = args[at] as Callback
      args[at] = (error: unknown, ...rest: unknown[]) => {
        ended(error)
        return callback(error, ...rest)
      }
      return original.apply(this, args)
    }
    const result = original.apply(this, args)
    if (typeof result?.then === 'function') result.then(() => ended(), ended)
    else if (typeof result?.once === 'function') {
      let told = false
      const tell = (error?: unknown) => {
        if (!told) ended(error)
        told = true
      }
      result.once('error', tell)
      for (const event of ['end', 'finish', 'close']) result.once(event, () => tell())
    }
    return result
  } as Method
}
