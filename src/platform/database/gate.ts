import { commonProblems as problems } from '../../base/common-problems.ts'
import { Unavailable } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'

export type GateSettings = {
  /** How many may be inside at once. */
  places: number
  /** How many places one municipality may hold. */
  share: number
  /** Milliseconds that somebody waits for a place. */
  patience: number
  /** What the places are of, in words, for whoever waited in vain. */
  what: Text
}

type Waiter = { enter: () => void }

/**
 * Hands out places fairly. No municipality holds more than its share, so that others always find a place; and those who
 * wait are served a municipality at a time, in turn, so that a long queue of one does not stand before another's.
 */
export class Gate {
  readonly settings: GateSettings
  /** Called with the milliseconds that each caller waited, also a caller that gave up. */
  onWaited: (milliseconds: number) => void = () => {}
  readonly #held = new Map<string, number>()
  /** Municipalities in the order of their turns, each with those who wait. None without. */
  readonly #queues = new Map<string, Waiter[]>()
  #used = 0
  #waiting = 0

  constructor(settings: GateSettings) {
    this.settings = settings
  }

  /** Places that are taken. */
  get used(): number {
    return this.#used
  }

  /** How many wait for a place. */
  get waiting(): number {
    return this.#waiting
  }

  /**
   * Takes a place for `who`, at once or when it is their turn. Whoever has entered must leave.
   * @throws Unavailable (`busy`) when none came free in time
   */
  async enter(who: string): Promise<void> {
    if (this.#isFree(who) && !this.#queues.has(who)) {
      this.onWaited(0)
      return this.#take(who)
    }
    const began = performance.now()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter: Waiter = { enter: resolve }
    const queue = this.#queues.get(who)
    if (queue) queue.push(waiter)
    else this.#queues.set(who, [waiter])
    this.#waiting++
    const timer = setTimeout(() => {
      this.#remove(who, waiter)
      const { what, patience } = this.settings
      const detail = {
        en: `${what.en} were in use for ${patience / 1000} seconds; nothing was done.`,
        sv: `${what.sv} var upptagna i ${patience / 1000} sekunder; ingenting gjordes.`
      }
      reject(new Unavailable(problems.busy, detail, 2))
    }, this.settings.patience)
    await promise.finally(() => {
      clearTimeout(timer)
      this.onWaited(performance.now() - began)
    })
  }

  /** Gives the place of `who` back, and lets in whose turn it is. */
  leave(who: string): void {
    const held = this.#held.get(who)! - 1
    if (held > 0) this.#held.set(who, held)
    else this.#held.delete(who)
    this.#used--
    this.#letIn()
  }

  #isFree(who: string): boolean {
    return this.#used < this.settings.places && (this.#held.get(who) ?? 0) < this.settings.share
  }

  #take(who: string): void {
    this.#held.set(who, (this.#held.get(who) ?? 0) + 1)
    this.#used++
  }

  #letIn(): void {
    for (const [who, [waiter]] of this.#queues) {
      if (!this.#isFree(who)) continue
      this.#remove(who, waiter!)
      this.#take(who)
      waiter!.enter()
      return
    }
  }

  /** Takes one who waits off the queue; those who wait with them go to the end of the turns. */
  #remove(who: string, waiter: Waiter): void {
    const queue = this.#queues.get(who)!
    queue.splice(queue.indexOf(waiter), 1)
    this.#waiting--
    this.#queues.delete(who)
    if (queue.length > 0) this.#queues.set(who, queue)
  }
}
