import fc from 'fast-check'
import t from 'tap'
import { Gate } from '../../src/platform/database/gate.ts'

const aGate = (places: number, share: number, patience = 1_000) =>
  new Gate({ places, share, patience, what: { en: 'Places', sv: 'Platser' } })
/** Lets whoever was let in go on. */
const settled = () => new Promise(resolve => setImmediate(resolve))

t.test('nobody holds more than a share, and others are let in at once', async t => {
  const gate = aGate(4, 2)
  const inside: string[] = []
  const enter = (who: string) =>
    gate.enter(who).then(
      () => inside.push(who),
      () => {}
    )
  for (let n = 0; n < 10; n++) enter('0136')
  await settled()
  t.same(inside, ['0136', '0136'])
  enter('0780')
  enter('0180')
  await settled()
  t.same(inside, ['0136', '0136', '0780', '0180'])
  t.match(gate, { used: 4, waiting: 8 })
})

t.test('those who wait are served a municipality at a time, in turn', async t => {
  const gate = aGate(1, 1)
  const inside: string[] = []
  const enter = (who: string) => gate.enter(who).then(() => inside.push(who))
  await enter('first')
  for (const who of ['a', 'a', 'a', 'b', 'c', 'b']) enter(who)
  for (const who of ['first', 'a', 'b', 'c', 'a', 'b']) {
    gate.leave(who)
    await settled()
  }
  t.same(inside, ['first', 'a', 'b', 'c', 'a', 'b', 'a'])
})

t.test('whoever waits in vain is told so, and takes no place that comes free later', async t => {
  const gate = aGate(1, 1, 20)
  await gate.enter('0136')
  await t.rejects(gate.enter('0780'), { name: 'Unavailable', rule: 'busy', retryAfter: 2 })
  t.equal(gate.waiting, 0)
  gate.leave('0136')
  t.equal(gate.used, 0)
})

t.test('whatever comes and goes: never too many, never more than a share, and everybody gets in', async t => {
  const who = fc.constantFrom('a', 'b', 'c')
  const history = fc.array(fc.oneof(who, fc.constant('leave')), { minLength: 20, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 4 }), async (steps, places) => {
      const share = Math.ceil(places / 2)
      const gate = aGate(places, share)
      const inside: string[] = []
      let entered = 0
      const leave = async () => {
        const [first] = inside.splice(0, 1)
        if (first) gate.leave(first)
        await settled()
      }
      for (const step of steps) {
        if (step === 'leave') await leave()
        else gate.enter(step).then(() => inside.push(step) && entered++)
        await settled()
        const held = Map.groupBy(inside, each => each)
        t.ok(inside.length <= places && [...held.values()].every(each => each.length <= share))
        t.equal(gate.used, inside.length)
      }
      while (inside.length > 0) await leave()
      t.equal(entered, steps.filter(step => step !== 'leave').length)
      t.match(gate, { used: 0, waiting: 0 })
    }),
    { numRuns: 30 }
  )
})
