import type { LogPosition } from './log-position.ts'
import { PATIENCE, type ServerState } from './server.ts'
import type { ReadFrom } from './work.ts'

/** How far behind the primary a standby may be and is read from. */
export type Nearness = {
  /** Bytes of the log that it has not replayed. */
  maxLagBytes: number
  /** Milliseconds after which it has replayed what the primary had written. */
  maxLagMs: number
}

/** Why a standby is not read from. */
export const DISTANCES = {
  unknown: 'has not been asked yet',
  away: 'does not answer',
  noPrimary: 'cannot be compared with the primary, which does not answer',
  promoted: 'is no standby: it was promoted, or is another primary',
  foreign: 'is of another cluster than DATABASE_URL',
  otherTimeline: 'follows a server that is the primary no more',
  ahead: 'has replayed what the primary never wrote',
  behind: 'is too far behind the primary'
} as const
export type Distance = keyof typeof DISTANCES | 'near'

/** A place that the primary's log had come to. */
type Mark = { position: LogPosition; changedUntil: string; at: number }

/** Milliseconds for which a standby that was seen to be near counts as near without being seen again. */
const SEEN_FOR = 2 * PATIENCE + 1_000

/**
 * What is known of a standby. How far it is behind is measured by positions of the log alone: its clock, and that of the process, say nothing
 * of what it has replayed. Positions ascend, so that what it has replayed it has for good.
 */
export class Standby implements ReadFrom {
  readonly name: string
  readonly #nearness: Nearness
  #distance: Distance = 'unknown'
  #seenAt = 0
  #replayed: LogPosition = 0n
  #lagBytes: number | undefined
  /** Of the latest place that was reached; that of a request that began before stays true. */
  #changedUntil = ''
  /** The latest place of the primary that is known to be replayed, and one that is waited for. */
  #reached: Mark | undefined
  #awaited: Mark | undefined

  constructor(name: string, nearness: Nearness) {
    this.name = name
    this.#nearness = nearness
  }

  get distance(): Distance {
    return this.#distance
  }

  /** Bytes that it is behind; undefined where that cannot be told. */
  get lagBytes(): number | undefined {
    return this.#lagBytes
  }

  get replayed(): LogPosition {
    return this.#replayed
  }

  get changedUntil(): string {
    return this.#changedUntil
  }

  isNear(now = performance.now()): boolean {
    return this.#distance === 'near' && now - this.#seenAt < SEEN_FOR
  }

  lose(): void {
    this.#distance = 'away'
  }

  /** Takes in how both stand. The standby was asked before the primary: it cannot have replayed what is not written. */
  see(standby: ServerState | undefined, primary: ServerState | undefined, now = performance.now()): void {
    this.#seenAt = now
    this.#distance = this.#judge(standby, primary, now)
    this.#lagBytes =
      this.#distance === 'near' || this.#distance === 'behind'
        ? Math.max(0, Number(primary!.position - standby!.position))
        : undefined
  }

  #judge(standby: ServerState | undefined, primary: ServerState | undefined, now: number): Distance {
    if (!standby) return 'away'
    if (!primary) return 'noPrimary'
    if (!standby.isStandby) return this.#forget('promoted')
    if (standby.system !== primary.system) return this.#forget('foreign')
    if (standby.timeline < primary.timeline) return this.#forget('otherTimeline')
    if (standby.position > primary.position) return this.#forget('ahead')
    this.#follow(standby.position, { ...primary, changedUntil: primary.changedUntil!, at: now })
    const { maxLagBytes, maxLagMs } = this.#nearness
    const isInBytes = primary.position - standby.position <= BigInt(maxLagBytes)
    const isInTime = this.#reached !== undefined && now - this.#reached.at <= maxLagMs
    return isInBytes && isInTime ? 'near' : 'behind'
  }

  /** What it has replayed is of another history. */
  #forget(distance: Distance): Distance {
    this.#replayed = 0n
    this.#reached = undefined
    this.#awaited = undefined
    return distance
  }

  #follow(replayed: LogPosition, { position, changedUntil, at }: Mark): void {
    // It was started anew from an older copy.
    if (replayed < this.#replayed) this.#forget('behind')
    this.#replayed = replayed
    if (this.#awaited && replayed >= this.#awaited.position) {
      this.#reached = this.#awaited
      this.#awaited = undefined
    }
    if (replayed >= position) this.#reached = { position, changedUntil, at }
    else this.#awaited ??= { position, changedUntil, at }
    if (this.#reached) this.#changedUntil = this.#reached.changedUntil
  }
}
