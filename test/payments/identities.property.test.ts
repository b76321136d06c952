import { deepStrictEqual as deepEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { today } from '../../src/base/dates.ts'
import { eachHistory } from '../support/histories.ts'
import { holdAlike } from '../support/holds.ts'
import {
  allQuestions,
  type Basis,
  bases,
  groupings,
  identitiesHold,
  inOre,
  keptSumsAreThoseOfTheEntries,
  type Question,
  questionOf,
  type Totals
} from '../support/identities.ts'
import { aRegister, type Client, made } from '../support/register.ts'
import { answeredRows, expectedRows, factsOf, kinds } from './money-model.ts'
import { acts, MoneyWorld, type Step } from './money-world.ts'

const step: fc.Arbitrary<Step> = fc.record({
  ...{ act: fc.constantFrom(...acts), a: fc.nat(1000), b: fc.nat(1000) },
  öre: fc.oneof(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 10_000_000 }))
})

/** Comes first, so that money has gone every way whatever chance brings. */
const everyWay = (
  [
    ['setOffAndPay', 0, 0, 500_000],
    ['sendBack', 1, 1, 1],
    ['reissue', 0, 0, 1],
    ['sendBack', 0, 2, 70_000],
    ['sendBack', 0, 3, 1],
    ['reissue', 0, 0, 1],
    ['payOut', 0, 0, 1],
    ['correct', 0, 0, 10_000_051],
    ['plan', 0, 0, 1],
    ['replan', 0, 1, 1],
    ['repay', 0, 0, 100],
    ['writeOff', 0, 0, 200],
    ['moveDecision', 0, 1, 1],
    ['close', 1, 1, 1],
    ['merge', 0, 0, 1],
    ['annul', 0, 0, 1],
    ['recover', 1, 1, 700]
  ] as const
).map(([act, a, b, öre]) => ({ act, a, b, öre }))

t.test('the sums of money hang together and are those of the records, now and at every instant before', async t => {
  const { admin, client, database } = await aRegister(t)
  const [checker, approver] = [await client({ name: 'sakattest' }), await client({ name: 'beslutsattest' })]
  const counts = { done: {} as Record<string, number>, refused: {} as Record<string, number> }
  let code = 2999
  let compared = 0

  const history = async (steps: Step[]) => {
    const municipality = String(++code)
    await made(admin('PUT', `/municipalities/${municipality}`, { name: `Kommun ${municipality}` }))
    const within =
      (client: Client): Client =>
      (method, path, body, headers) =>
        client(method, `/${municipality}${path}`, body, headers)
    const ask = within(admin)
    const world = new MoneyWorld(ask, within(checker), within(approver), counts)
    await world.open()
    const remembered: Known[] = []
    const taken: Step[] = []

    /** Every row by every thing, and each basis by one thing, in turn; every question where `all`. */
    const look = async (all = false) => {
      const turn = remembered.length % 4
      const asked = all
        ? allQuestions
        : allQuestions.filter(({ groupBy }) => [turn, 4, 5, 6].includes(groupings.indexOf(groupBy)))
      const answers = await identitiesHold(ask, asked)
      const facts = factsOf(world)
      for (const [at, { groupBy, basis }] of asked.entries()) {
        const answered = answeredRows(answers[at]!.items, groupBy, basis)
        deepEqual(answered, expectedRows(facts, groupBy, basis), `${groupBy} by ${basis}`)
        compared++
      }
      await keptSumsAreThoseOfTheEntries(database, municipality)
      await holdAlike(database, municipality, today())
      remembered.push({ knownAt: answers[0]!.meta.knownAt, asked, answers })
    }
    try {
      await look()
      for (const each of steps) {
        taken.push(each)
        if (await world.act(each)) await look()
      }
      await look(true)
      for (const basis of bases) await closedAndAdjusted(ask, basis)
      for (const [at, known] of remembered.entries()) {
        await toldAgain(ask, known, at)
        await changesBetween(ask, remembered[Math.floor(at / 2)]!, known)
      }
    } catch (error) {
      throw new Error(`${(error as Error).message}\nafter ${JSON.stringify(taken.slice(-6))}`, { cause: error })
    }
  }

  type Known = { knownAt: string; asked: Question[]; answers: Totals[] }
  /** The same figures again, with what was payable and held then. */
  async function toldAgain(ask: Client, { knownAt, asked, answers }: Known, turn: number) {
    const which = [turn, turn + 1].map(at => at % asked.length)
    const again = await identitiesHold(
      ask,
      which.map(at => asked[at]!),
      knownAt
    )
    for (const [at, { items, total }] of again.entries()) {
      const then = answers[which[at]!]!
      deepEqual([...items, total].map(inOre), [...then.items, then.total].map(inOre), `as known at ${knownAt}`)
      compared++
    }
  }

  /** What closed years were closed at, and what was recorded of them since, sum to what they are now. */
  async function closedAndAdjusted(ask: Client, basis: Basis) {
    const kept = await made(ask('GET', questionOf('year', basis, '&closings=keep')))
    const { total } = await made(ask('GET', questionOf('year', basis)))
    for (const kind of kinds) {
      const later = kept.adjustments.filter((one: { kind: string }) => one.kind === kind)
      const adjusted = later.reduce(
        (sum: number, { amount }: { amount: number }) => sum + Math.round(amount * 100),
        Math.round(kept.total[kind] * 100)
      )
      deepEqual(adjusted, Math.round(total[kind] * 100), `${kind} of closed years by ${basis}`)
    }
  }

  /** What changed between two instants sums to the difference of the figures. */
  async function changesBetween(ask: Client, earlier: Known, later: Known) {
    const asked = `knownFrom=${earlier.knownAt}&knownTo=${later.knownAt}&limit=1`
    const { byKind } = await made(ask('GET', `/statistics/changes?${asked}`))
    const totalOf = ({ answers }: Known) => inOre(answers[0]!.total)
    const [was, is] = [totalOf(earlier), totalOf(later)]
    for (const kind of kinds) {
      const changed = byKind.find((one: { kind: string }) => one.kind === kind)?.amount ?? 0
      const difference = (is[kind as keyof typeof is] ?? 0) - (was[kind as keyof typeof was] ?? 0)
      deepEqual(Math.round(changed * 100), difference, `${kind} changed from ${earlier.knownAt} to ${later.knownAt}`)
    }
  }

  const chance = fc.array(step, { minLength: 20, maxLength: 30, size: 'max' })
  await eachHistory(t, chance, history, { count: 8, seed: 20_220_103, first: [everyWay] })
  t.comment(`${compared} answers compared; ${JSON.stringify(counts)}`)
  for (const { act } of everyWay) t.ok(counts.done[act], act)
})
