import { deepStrictEqual as deepEqual } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { eachHistory } from '../support/histories.ts'
import { keptSumsAreThoseOfTheEntries } from '../support/identities.ts'
import { aRegister, type Client, made } from '../support/register.ts'
import { answeredTotals, expectedTotals, type Grouping, type ModelLine } from './model.ts'
import { type Content, World } from './world.ts'

const QUESTIONS: [Grouping[], string][] = [
  [['year'], 'decision'],
  [['year', 'outcome'], 'grant'],
  [['organisation'], 'decision'],
  [['legalForm', 'year'], 'decision'],
  [['scheme', 'body', 'organisation'], 'grant']
]

const ore = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 99_999_999_999 }))
const known = fc.option(ore, { freq: 6 })
const years = fc.option(
  fc
    .record({ from: fc.integer({ min: 2020, max: 2023 }), span: fc.nat(2), per: fc.constantFrom('year', 'total') })
    .map(({ from, span, per }) => ({ from, to: from + span, per: span > 0 ? (per as 'year' | 'total') : null })),
  { freq: 6 }
)
const content: fc.Arbitrary<Content> = fc
  .record({
    outcome: fc.constantFrom('granted', 'granted', 'partlyGranted', 'rejected', 'reserved'),
    ...{ years, applied: known, amount: known }
  })
  .map(({ outcome, years, applied, amount }) => ({
    ...{ outcome: outcome as Content['outcome'], years, applied },
    granted: outcome === 'granted' || outcome === 'partlyGranted' ? amount : null,
    reserved: outcome === 'reserved' ? amount : null
  }))

const acts = {
  newRows: async (world: World, chances: number[], content: Content) => {
    world.addRows(chances, content)
    await world.send({})
  },
  onlyTheNewRows: async (world: World, chances: number[], content: Content) => {
    world.addRows(chances, content)
    await world.send({ last: chances.length })
  },
  sameFileAgain: (world: World) => world.send({}),
  correctedFile: async (world: World, chances: number[], content: Content) => {
    world.changeRows(chances, content)
    await world.send({})
  },
  completeFile: async (world: World, chances: number[]) => {
    world.dropRows(chances)
    await world.send({ complete: true })
  },
  recordedDecision: (world: World, chances: number[], content: Content) => world.record(chances, content),
  correctedLine: (world: World, [chance]: number[], content: Content) => world.correct(chance!, content),
  correctedLineToo: (world: World, [chance]: number[], content: Content) => world.correct(chance! + 3, content),
  movedDecision: (world: World, [chance]: number[]) => world.moveDecision(chance!),
  withdrawnLine: (world: World, [chance]: number[]) => world.withdrawLine(chance!),
  withdrawnDecision: (world: World, [chance]: number[]) => world.withdrawDecision(chance!),
  mergedOrganisations: (world: World, [chance]: number[]) => world.merge(chance!)
}
const step = fc.record({
  act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  chances: fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
  content
})

t.test('totals are those of the lines that stand, now and at every instant before, whatever happened', async t => {
  const { admin, database } = await aRegister(t)
  let code = 2999
  let compared = 0
  const history = async (steps: { act: keyof typeof acts; chances: number[]; content: Content }[]) => {
    const municipality = String(++code)
    await made(admin('PUT', `/municipalities/${municipality}`, { name: `Kommun ${municipality}` }))
    const ask: Client = (method, path, body, headers) => admin(method, `/${municipality}${path}`, body, headers)
    const world = new World(ask)
    await world.open()
    world.addRows([0, 1, 2, 3, 6], steps[0]!.content)
    const remembered: { knownAt: string; lines: ModelLine[] }[] = []

    const compare = async (lines: ModelLine[], [groupBy, basis]: (typeof QUESTIONS)[number], knownAt?: string) => {
      const query = `groupBy=${groupBy}&yearBasis=${basis}${knownAt ? `&knownAt=${knownAt}` : ''}`
      const answer = await made(ask('GET', `/statistics/grant-totals?${query}`))
      const [answered, expected] = [
        answeredTotals(answer, groupBy, basis),
        expectedTotals(lines, groupBy, basis, world.forms)
      ]
      deepEqual(answered, expected, `${query}: ${JSON.stringify({ answered, expected }, null, 1)}`)
      compared++
      return answer.meta.knownAt as string
    }

    /** What is kept answers as the entries do, whatever is asked. */
    const compareKept = async ([first, second, third]: number[]) => {
      const groupBy = ['year', 'scheme', 'body', 'outcome'].filter((_, bit) => ((1 + (first! % 15)) >> bit) & 1)
      const [from, to] = [2019 + (second! % 5), 2020 + ((third ?? first!) % 5)]
      const within =
        first! % 3 ? `&yearFrom=${Math.min(from, to)}${first! % 2 ? `&yearTo=${Math.max(from, to)}` : ''}` : ''
      const query = `groupBy=${groupBy}&yearBasis=${second! % 4 ? 'grant' : 'decision'}${within}`
      const kept = await made(ask('GET', `/statistics/grant-totals?${query}`))
      const live = await made(ask('GET', `/statistics/grant-totals?${query}&knownAt=${kept.meta.knownAt}`))
      deepEqual(kept, live, query)
      compared++
    }

    await world.send({})
    for (const [nth, { act, chances, content }] of steps.entries()) {
      await acts[act](world, chances, content)
      await compareKept([chances[0]! + nth, (chances[1] ?? 7) + 3 * nth])
      let knownAt = ''
      for (const question of QUESTIONS) knownAt = await compare(world.lines, question)
      remembered.push({ knownAt, lines: structuredClone(world.lines) })
    }
    for (const [at, { knownAt, lines }] of remembered.entries()) {
      await compare(lines, QUESTIONS[at % QUESTIONS.length]!, knownAt)
    }
    await keptSumsAreThoseOfTheEntries(database, municipality)
  }
  await eachHistory(t, fc.array(step, { minLength: 3, maxLength: 12 }), history, { count: 30, seed: 20_211_214 })
  t.comment(`${compared} answers compared`)
})
