import type { Test } from 'tap'

const Real = Date
const format = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')!
/** Milliseconds by which the process is ahead; one for all that move it, or one mover would add to the other. */
let ahead = 0
let movers = 0

class Moved extends Real {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [Moved.now()] : given) as [number]))
  }
  static override now() {
    return Real.now() + ahead
  }
}

const formatOf = function (this: Intl.DateTimeFormat) {
  const told = format.get!.call(this) as (date?: Date) => string
  return (date = new Moved() as Date) => told(date)
}

/**
 * Moves the clock of this process, and so of the service within it, to the morning of a day; the database keeps its own,
 * so that `knownAt` stays an instant that was. What the service derives of a day is then asked on that day.
 */
export function aClock(t: Test) {
  movers++
  globalThis.Date = Moved as DateConstructor
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', { ...format, get: formatOf })
  t.teardown(() => {
    if (--movers > 0) return
    ahead = 0
    globalThis.Date = Real
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', format)
  })
  /** To the morning of the day; back to what it is when none is named. */
  return (day?: string) => {
    ahead = day === undefined ? 0 : Real.parse(`${day}T09:00:00Z`) - Real.now()
  }
}
