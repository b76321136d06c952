import fc from 'fast-check'
import t from 'tap'
import { addDays, addMonths } from '../../src/base/dates.ts'
import { aRegister } from '../decisions/register.ts'

/** What is counted of an undertaking equals a plain count over everything that was recorded, by the words of the regulation. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const kinds = ['deMinimis', 'deMinimisSgei', 'blockExemption'] as const
/** Days by which windows begin and end: three years apart to the day, a day beside them, and leap days. */
const EDGES = [
  '2024-02-28',
  '2024-02-29',
  '2024-03-01',
  '2025-06-10',
  '2027-02-28',
  '2027-03-01',
  '2028-02-29',
  '2028-06-10'
]
const edges = [...new Set(EDGES.flatMap(day => [-1, 0, 1].map(by => addDays(day, by))))].filter(
  day => day >= '2024-01-01'
)

const ORGANISATIONS = 5
const history = fc.record({
  aid: fc.array(
    fc.record({
      of: fc.nat(ORGANISATIONS - 1),
      kind: fc.constantFrom(...kinds),
      grantedOn: fc.constantFrom(...edges),
      cents: fc.oneof(fc.constantFrom(15_000_000, 15_000_001, 30_000_000, 1), fc.nat(20_000_000)),
      isKnown: fc.boolean(),
      isWithdrawn: fc.boolean()
    }),
    { maxLength: 9 }
  ),
  links: fc.array(
    fc.record({
      from: fc.nat(ORGANISATIONS - 1),
      to: fc.nat(ORGANISATIONS - 1),
      validFrom: fc.option(fc.constantFrom(...edges)),
      days: fc.option(fc.nat(900))
    }),
    { maxLength: 4 }
  ),
  declarations: fc.array(
    fc.record({
      of: fc.nat(ORGANISATIONS - 1),
      on: fc.constantFrom(...edges),
      told: fc.array(
        fc.record({ before: fc.constantFrom(0, 1, 365, 1095, 1096, 1097, 1200), cents: fc.option(fc.nat(20_000_000)) }),
        { maxLength: 3 }
      )
    }),
    { maxLength: 4 }
  )
})
type History = typeof history extends fc.Arbitrary<infer H> ? H : never

type Counted = { of: number; kind: string; grantedOn: string; cents: number | null }

/** Everything that is counted in some window: own aid that stands, and what the last declaration of each day tells. */
function facts({ aid, declarations }: History): Counted[] {
  const own = aid
    .filter(({ isWithdrawn }) => !isWithdrawn)
    .map(one => ({ ...one, cents: one.isKnown ? one.cents : null }))
  const told = declarations.flatMap(({ of, on, told }, at) => {
    const later = declarations.filter(
      (other, nth) => other.of === of && (other.on > on || (other.on === on && nth > at))
    )
    return told
      .map(({ before, cents }) => ({ of, kind: 'deMinimis', grantedOn: addDays(on, -before), cents }))
      .filter(({ grantedOn }) => !later.some(other => addMonths(other.on, -36) <= grantedOn))
  })
  return [...own, ...told]
}

/** The organisations that are one with it on a day, found by walking until nobody is added. */
function members({ links }: History, of: number, day: string): Set<number> {
  const found = new Set([of])
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const { from, to, validFrom, days } of links) {
      const until = days === null || validFrom === null ? '9999-12-31' : addDays(validFrom, days)
      if (from === to || (validFrom ?? '0001-01-01') > day || until < day) continue
      if (found.has(from)) found.add(to)
      else if (found.has(to)) found.add(from)
    }
  }
  return found
}

t.test('sums of three years are those of a plain count, with links, declarations and both edges', async t => {
  const register = await aRegister()
  const { ask, line, decision } = register
  let nth = 0

  async function record(told: History): Promise<string[]> {
    nth += 1
    const ids: string[] = []
    for (let n = 0; n < ORGANISATIONS; n++)
      ids.push((await ask('POST', '/organisations', { name: `F ${nth} ${n}` })).body.id)
    for (let n = 0; n < ORGANISATIONS; n++) {
      const controlledBy = told.links
        .filter(({ from, to }) => from === n && to !== n)
        .map(({ to, validFrom, days }) => ({
          ...{ organisationId: ids[to], basis: 'votes', validFrom },
          validTo: days === null || validFrom === null ? null : addDays(validFrom, days)
        }))
      await ask('PATCH', `/organisations/${ids[n]}`, { controlledBy }, { 'if-match': '*' })
    }
    for (const { of, on, told: others } of told.declarations) {
      const declaredAid = others.map(({ before, cents }) => ({
        ...{ granter: 'Region', kind: 'deMinimis', grantedOn: addDays(on, -before) },
        amountEur: cents === null ? null : cents / 100
      }))
      const sent = { kind: 'aidDeclaration', title: 'Försäkran', validFrom: on, declaredAid }
      t.equal((await ask('POST', `/organisations/${ids[of]}/documents`, sent)).status, 201)
    }
    for (const { of, kind, grantedOn, cents, isKnown, isWithdrawn } of told.aid) {
      const recipients = [{ organisationId: ids[of] }]
      const lines = [line({ granted: 1, recipients, purpose: `${nth} ${Math.random()}` })]
      const { awardId } = (await ask('POST', '/decisions', decision({ decidedOn: grantedOn, lines }))).body.lines[0]
      // Ten kronor are a euro: an öre is a tenth of a cent.
      const sent = { awardId, kind, eurRate: 10, amount: isKnown ? cents / 10 : null }
      const made = await ask('POST', '/state-aid', sent)
      t.equal(made.status, 201)
      if (isWithdrawn) await ask('POST', `/state-aid/${made.body.id}/withdraw`, { reason: 'Fel' })
    }
    return ids
  }

  async function compare(told: History) {
    const ids = await record(told)
    const all = facts(told)
    for (const day of edges) {
      for (const who of [0, 3]) {
        const { ceilings, members: found } = (await ask('GET', `/organisations/${ids[who]}/state-aid?validOn=${day}`))
          .body
        const one = members(told, who, day)
        t.same(found.map((each: Any) => ids.indexOf(each.organisationId)).sort(), [...one].sort())
        const within = all.filter(
          fact => one.has(fact.of) && fact.grantedOn <= day && fact.grantedOn >= addMonths(day, -36)
        )
        const sumOf = (...kinds: string[]) => within.filter(({ kind }) => kinds.includes(kind))
        for (const [at, counted, ceiling] of [
          [0, sumOf('deMinimis'), 30_000_000],
          [1, sumOf('deMinimis', 'deMinimisSgei'), 75_000_000]
        ] as const) {
          const cents = counted.reduce((sum, fact) => sum + (fact.cents ?? 0), 0)
          const inexactCount = counted.filter(fact => fact.cents === null).length
          t.match(ceilings[at], { countedEur: cents / 100, inexactCount }, JSON.stringify({ told, day, who }))
          t.equal(ceilings[at].exceeded === 'yes', cents > ceiling)
        }
      }
    }
    // The filter of the list is of the same mind as the rows, each on its own day.
    const { items } = (await ask('GET', '/state-aid?exceeded=true&limit=1000')).body
    for (const { organisationId, warnings } of items.filter((row: Any) => ids.includes(row.organisationId))) {
      t.ok(
        warnings.some(({ code }: Any) => code === 'aid-ceiling-exceeded'),
        organisationId
      )
    }
    const others = (await ask('GET', '/state-aid?exceeded=false&limit=1000')).body.items
    t.notOk(others.some(({ warnings }: Any) => warnings.some(({ code }: Any) => code === 'aid-ceiling-exceeded')))
  }

  await fc.assert(fc.asyncProperty(history, compare), { numRuns: 12 })
})
