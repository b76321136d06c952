/** Which known names are alike to new ones, as pg_trgm has it, without comparing each with each. Pure. */

export type Named = { id: string; key: string; twinKey: string; trigrams: string[] }

/**
 * Finds of many known names those that are like another. What pg_trgm compares is the share of trigrams that two names have
 * in common; here the names of each trigram are listed once, and a name is met by the lists of its own trigrams.
 */
export class KnownNames<T extends Named> {
  readonly #names: T[]
  readonly #sizes: Int32Array
  readonly #common: Int32Array
  readonly #byTrigram = new Map<string, number[]>()
  readonly #byTwin = new Map<string, number[]>()

  constructor(names: T[]) {
    this.#names = names
    this.#sizes = Int32Array.from(names, ({ trigrams }) => trigrams.length)
    this.#common = new Int32Array(names.length)
    for (const [at, { trigrams, twinKey }] of names.entries()) {
      for (const trigram of trigrams) listed(this.#byTrigram, trigram).push(at)
      listed(this.#byTwin, twinKey).push(at)
    }
  }

  /** The names that are at least so much alike, or have the same twin key: the likest first, then by id, so many at most. */
  likest({ trigrams, twinKey }: Named, least: number, most: number): { name: T; likeness: number }[] {
    const common = this.#common.fill(0)
    for (const trigram of trigrams) {
      for (const at of this.#byTrigram.get(trigram) ?? []) common[at]!++
    }
    const twins = new Set(this.#byTwin.get(twinKey))
    const found: { name: T; likeness: number }[] = []
    for (const [at, name] of this.#names.entries()) {
      const shared = common[at]!
      // A float of four bytes, as PostgreSQL has it: 0.6 is 0.6.
      const all = trigrams.length + this.#sizes[at]! - shared
      const likeness = all === 0 ? 0 : Math.fround(shared / all)
      if (likeness >= least || twins.has(at)) found.push({ name, likeness })
    }
    return found.sort((a, b) => b.likeness - a.likeness || (a.name.id < b.name.id ? -1 : 1)).slice(0, most)
  }
}

function listed(lists: Map<string, number[]>, key: string): number[] {
  const list = lists.get(key)
  if (list) return list
  const fresh: number[] = []
  lists.set(key, fresh)
  return fresh
}
