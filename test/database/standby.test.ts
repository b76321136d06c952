import fc from 'fast-check'
import t from 'tap'
import { type LogPosition, readLogPosition, writeLogPosition } from '../../src/platform/database/log-position.ts'
import { primaryOf, type ServerState } from '../../src/platform/database/server.ts'
import { Standby } from '../../src/platform/database/standby.ts'

const primary = (position: number, more: Partial<ServerState> = {}): ServerState => ({
  ...{ isStandby: false, takesWrites: true, system: '1', timeline: 1 },
  ...{ position: BigInt(position), changedUntil: instantOf(position) },
  ...more
})
const standby = (position: number, more: Partial<ServerState> = {}): ServerState => ({
  ...primary(position),
  ...{ isStandby: true, takesWrites: false, changedUntil: null },
  ...more
})
/** Here the log is written a byte a second, so that all that was committed before the second stands before the position. */
const instantOf = (position: number) => new Date(position * 1000).toISOString()
const nearness = { maxLagBytes: 100, maxLagMs: 5_000 }

t.test('a position is read as PostgreSQL writes it', async t => {
  t.equal(readLogPosition('16/B374D848'), 0x16_b374d848n)
  t.equal(writeLogPosition(0x16_b374d848n), '16/B374D848')
  for (const text of ['', '16', '16/', '/1', '1/2/3', '-1/0', '1/123456789', '0x1/0', '1/g', ' 1/2', '1/2\n']) {
    t.equal(readLogPosition(text), undefined, JSON.stringify(text))
  }
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (position: LogPosition) => {
      t.equal(readLogPosition(writeLogPosition(position)), position)
    })
  )
})

t.test('which standby is read from', async t => {
  const cases: [distance: string, standby: ServerState | undefined, primary: ServerState | undefined][] = [
    ['near', standby(50), primary(50)],
    ['behind', standby(50), primary(151)],
    ['away', undefined, primary(50)],
    ['noPrimary', standby(50), undefined],
    ['promoted', primary(50), primary(50)],
    ['promoted', primary(50, { timeline: 2 }), primary(50)],
    ['foreign', standby(50, { system: '2' }), primary(50)],
    ['otherTimeline', standby(50), primary(50, { timeline: 2 })],
    ['ahead', standby(51), primary(50)]
  ]
  for (const [distance, its, primarys] of cases) {
    const seen = new Standby('one', nearness)
    seen.see(its, primarys, 0)
    t.equal(seen.distance, distance)
    t.equal(seen.isNear(0), distance === 'near')
  }
})

t.test('it is near for as long as it is seen to be, and until it is lost', async t => {
  const seen = new Standby('one', nearness)
  t.notOk(seen.isNear(0))
  seen.see(standby(50), primary(50), 0)
  t.ok(seen.isNear(3_000))
  t.notOk(seen.isNear(10_000), 'nobody has looked for long')
  seen.see(standby(50), primary(50), 10_000)
  t.ok(seen.isNear(10_000))
  seen.lose()
  t.notOk(seen.isNear(10_000))
})

t.test(
  'whatever it replays, it is near only with what was written maxLagMs ago, and says no later instant than it has',
  async () => {
    const steps = fc.array(fc.record({ ms: fc.nat(3_000), written: fc.nat(60), replays: fc.nat(80) }), {
      maxLength: 40
    })
    fc.assert(
      fc.property(steps, all => {
        const seen = new Standby('one', nearness)
        const history: { at: number; written: number }[] = []
        let [now, written, replayed] = [0, 10, 10]
        for (const { ms, written: more, replays } of all) {
          now += ms
          written += more
          replayed = Math.min(written, replayed + replays)
          history.push({ at: now, written })
          seen.see(standby(replayed), primary(written), now)
          if (seen.distance !== 'near') continue
          const before = history.findLast(({ at }) => now - at > nearness.maxLagMs)
          if (before && replayed < before.written) throw new Error(`near without what was written at ${before.at}`)
          if (written - replayed > nearness.maxLagBytes) throw new Error('near with too much to replay')
          if (seen.changedUntil > instantOf(replayed)) throw new Error('it says what it does not have')
        }
      })
    )
  }
)

t.test(
  'of several servers that take writes the latest timeline is the primary, and none that is earlier than was seen',
  async t => {
    const of = (...states: (ServerState | undefined)[]) => states.map(state => ({ state }))
    const [old, promoted] = [primary(90), primary(60, { timeline: 2 })]
    t.equal(primaryOf(of(old, promoted))?.state, promoted)
    t.equal(primaryOf(of(promoted, old))?.state, promoted)
    t.equal(primaryOf(of(undefined, standby(90), old))?.state, old)
    t.equal(primaryOf(of(standby(90), undefined)), undefined)
    t.equal(primaryOf(of(old), 2), undefined)
  }
)
