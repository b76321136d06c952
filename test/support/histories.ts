import fc from 'fast-check'
import type { Test } from 'tap'

type Options<T> = {
  /** How many histories are tried, `first` among them; however long that takes. */
  count: number
  seed: number
  /** Histories that come before those of chance, so that each act is done at least once. */
  first?: T[]
}

/**
 * Tries a property of histories, as many as are told and never for a time: what is tried must not follow from the speed of
 * the machine. The seed is printed, by fast-check too when a history fails. Fails where not all of them were tried.
 */
export async function eachHistory<T>(
  t: Test,
  arbitrary: fc.Arbitrary<T>,
  holds: (history: T) => Promise<void>,
  { count, seed, first = [] }: Options<T>
): Promise<void> {
  let tried = 0
  const property = fc.asyncProperty(arbitrary, async history => {
    await holds(history)
    tried++
  })
  await fc.assert(property, { seed, numRuns: count, examples: first.map(one => [one]), endOnFailure: true })
  t.ok(tried > 0 && tried === count, `${tried} of ${count} histories were tried, of seed ${seed}`)
}
