import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Kinds of work, each with connections of its own, so that none keeps another waiting: `requests` are short, `totals` read
 * much, `imports` write much and hold a connection for minutes, `exports` read whole tables as fast as their clients do.
 */
export const LANES = ['requests', 'totals', 'imports', 'exports'] as const
export type Lane = (typeof LANES)[number]

/** A standby that work reads from in the place of the primary (standby.ts). */
export type ReadFrom = {
  /** It has all that was committed with instants before this one. */
  readonly changedUntil: string
  /** It could not answer; it is asked for nothing more until it is seen to be there. */
  lose(): void
}

export type Work = {
  /** `lookups` are statements that read a record by its key, and share connections. Whatever else such work asks is `requests`. */
  lane: Lane | 'lookups'
  /** Whose work it is: a municipality's code; '' for what belongs to none. */
  municipalityCode: string
  /** Absent: the primary. Taken away where the standby cannot answer: the work then goes on at the primary. */
  standby?: ReadFrom
  /** Its statements meet whole tables: each is planned for what there is, and no plan of it is kept (kept-plans.ts). */
  isLarge?: boolean
  /** It was gathered in one turn of the event loop (gathered.ts): nothing more will come in it. */
  isGathered?: boolean
}

/** Whose work is done just now, and of what kind. Connections are handed out by it (connections.ts). */
export const work = new AsyncLocalStorage<Work>()

const NOBODYS: Work = { lane: 'requests', municipalityCode: '' }

export const currentWork = (): Work => work.getStore() ?? NOBODYS
