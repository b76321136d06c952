import { sql } from 'drizzle-orm'
import t from 'tap'
import { rfc3339 } from '../../src/platform/database/columns.ts'
import { aGrantRegister } from '../support/grants.ts'
import { made } from '../support/register.ts'

/** The instant itself: what is known at it, what is recorded until it, what came after it. To the microsecond. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const { haninge, aDecision, line, database, patch } = await aGrantRegister(t)
const { lines } = await aDecision([line({ granted: 1_000 })])
await made(patch(`/decision-lines/${lines[0].id}`, { granted: 1_500 }))

/** The instants of the two amounts, and a microsecond to each side of the second. */
const { rows } = await database.execute<Record<'first' | 'before' | 'at' | 'after', string>>(sql`
  select ${rfc3339(sql`min(recorded_at)`)} as first,
         ${rfc3339(sql`(max(recorded_at) - interval '1 microsecond')`)} as before,
         ${rfc3339(sql`max(recorded_at)`)} as at,
         ${rfc3339(sql`(max(recorded_at) + interval '1 microsecond')`)} as after
  from ledger_entries`)
const { first, before, at, after } = rows[0]!
const get = async (path: string): Promise<Any> => await made(haninge('GET', `/statistics/${path}`))

t.test('totals hold what was recorded at the instant itself, and nothing later', async t => {
  for (const kind of ['grant-totals', 'payment-totals']) {
    for (const groupBy of ['year', 'scheme', 'organisation', 'body']) {
      const granted = async (knownAt: string) =>
        (await get(`${kind}?knownAt=${knownAt}&groupBy=${groupBy}`)).total.granted
      const told = [await granted(first), await granted(before), await granted(at), await granted(after)]
      t.strictSame(told, [1_000, 1_000, 1_500, 1_500], `${kind} by ${groupBy}`)
    }
  }
})

t.test('changes since an instant leave it out, until an instant they have it', async t => {
  const sum = async (query: string) => {
    const { items, byKind } = await get(`changes?${query}&kind=granted&limit=1000`)
    const told = items.reduce((total: number, { amount }: Any) => total + amount, 0)
    t.equal(byKind[0]?.amount ?? 0, told, query)
    return told
  }
  t.equal(await sum(`knownFrom=${before}`), 500)
  t.equal(await sum(`knownFrom=${at}`), 0)
  t.equal(await sum(`knownFrom=2020-01-01T00:00:00Z&knownTo=${before}`), 1_000)
  t.equal(await sum(`knownFrom=2020-01-01T00:00:00Z&knownTo=${at}`), 1_500)
  t.equal(await sum(`knownFrom=${before}&knownTo=${at}`), 500)
})

t.test('a closing has what was recorded at its own instant, and the rest is an adjustment', async t => {
  const closing = await made(haninge('POST', '/period-closings', { year: 2022, yearBasis: 'grant' }))
  const closedAt = async (instant: string) => {
    await database.execute(sql`update period_closings set known_at = ${instant} where id = ${closing.id}`)
    const one = await made(haninge('GET', `/period-closings/${closing.id}`))
    const kept = await get('payment-totals?closings=keep&yearFrom=2022&yearTo=2022')
    t.equal(kept.total.granted, one.closed.granted, instant)
    const adjusted = one.adjustments.filter(({ kind }: Any) => kind === 'granted')
    const told = adjusted.reduce((total: number, { amount }: Any) => total + amount, 0)
    t.equal(one.closed.granted + told, one.present.granted, instant)
    return [one.closed.granted, told]
  }
  t.strictSame(await closedAt(before), [1_000, 500])
  t.strictSame(await closedAt(at), [1_500, 0])
  t.strictSame(await closedAt(after), [1_500, 0])
  t.strictSame(await closedAt(first), [1_000, 500])
})
