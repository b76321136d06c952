import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import pg from 'pg'
import t, { type Test } from 'tap'
import { commonProblems } from '../../src/base/common-problems.ts'
import { TooLarge, Unavailable } from '../../src/base/errors.ts'
import { connect, type Database } from '../../src/platform/database/connection.ts'
import { gathered, readById } from '../../src/platform/database/gathered.ts'
import { type Work, work } from '../../src/platform/database/work.ts'
import { bodies } from '../../src/register/bodies/record.ts'
import { createDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

/** Reads by id that come in one turn are one statement, and each caller is answered its own. */

const codes = ['0136', '0780']
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
const ref = (code: string, number: number) => ({ municipalityCode: code, id: idOf(number) })

async function register(t: Test) {
  const url = await createDatabase(t)
  const db = connect({ url, size: 4, statementTimeout: 60_000 })
  t.teardown(() => db.$client.end())
  for (const code of codes) {
    await db.execute(sql`insert into municipalities (municipality_code, name) values (${code}, ${code})`)
    await db.execute(sql`
      insert into bodies (municipality_code, id, name, name_key, kind)
      select ${code}, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, ${code} || ' ' || n, n::text, 'committee'
      from generate_series(1, 30) n`)
  }
  return { db, url }
}

const lookingUp = <T>(code: string, ask: () => Promise<T>, lane: Work['lane'] = 'lookups') =>
  work.run({ lane, municipalityCode: code }, ask)
const nameOf = (db: Database, code: string, number: number) =>
  lookingUp(code, async () => {
    const select = (db: unknown) => (db as Database).select({ id: bodies.id, name: bodies.name }).from(bodies)
    return (await readById<{ id: string; name: string }>(db, 'name', { table: bodies, select }, ref(code, number)))
      ?.name
  })

t.test('whatever is asked for at once, each is answered what it asked', async t => {
  const { db } = await register(t)
  const asked = fc.array(fc.record({ code: fc.constantFrom(...codes), number: fc.integer({ min: 1, max: 40 }) }), {
    maxLength: 250
  })
  await fc.assert(
    fc.asyncProperty(asked, async all => {
      const names = await Promise.all(all.map(({ code, number }) => nameOf(db, code, number)))
      for (const [at, { code, number }] of all.entries()) {
        if (names[at] !== (number > 30 ? undefined : `${code} ${number}`)) return false
      }
      return true
    }),
    { numRuns: 40 }
  )
})

t.test('of one municipality and one kind they are one statement; of two they are two', async t => {
  const { db } = await register(t)
  const calls: string[][] = []
  const ask = (code: string, number: number, what = 'count') =>
    lookingUp(code, () =>
      gathered(db, what, ref(code, number), async ids => {
        calls.push([code, what, ...ids])
        return id => id
      })
    )
  t.strictSame(await Promise.all([1, 2, 2, 3].map(number => ask('0136', number))), [1, 2, 2, 3].map(idOf))
  t.strictSame(calls.splice(0), [['0136', 'count', idOf(1), idOf(2), idOf(3)]])
  await Promise.all([ask('0136', 1), ask('0780', 1), ask('0136', 1, 'other')])
  t.equal(calls.splice(0).length, 3, 'neither municipalities nor questions are mixed')
  await Promise.all(Array.from({ length: 250 }, (_, at) => ask('0136', at)))
  t.strictSame(
    calls.map(({ length }) => length - 2),
    [100, 100, 50],
    'no statement asks for more than a hundred'
  )
})

t.test('what was committed before the question is in the answer', async t => {
  const { db, url } = await register(t)
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  t.teardown(() => other.end())
  for (let times = 0; times < 20; times++) {
    const earlier = nameOf(db, '0136', 1)
    await new Promise(resolve => setImmediate(resolve))
    await other.query('update bodies set name = $1 where municipality_code = $2 and id = $3', [
      `new ${times}`,
      '0136',
      idOf(1)
    ])
    t.equal(await nameOf(db, '0136', 1), `new ${times}`)
    await earlier
  }
})

t.test('a value that cannot be computed with fails its own caller alone', async t => {
  const { db } = await register(t)
  const share = (number: number) =>
    lookingUp('0136', () =>
      gathered(db, 'share', ref('0136', number), async ids => {
        const { rows } = await db.execute<{ id: string; share: number }>(sql`
          select id, 60 / (right(id::text, 2)::int - 7) as share from bodies
          where municipality_code = '0136' and id = any(${sql.param([...ids])}::uuid[])`)
        const shares = new Map(rows.map(({ id, share }) => [id, share]))
        return id => shares.get(id)
      })
    )
  const answers = await Promise.allSettled([6, 7, 8, 9].map(share))
  t.match(answers, [
    { status: 'fulfilled', value: -60 },
    { status: 'rejected', reason: { cause: { code: '22012' } } },
    { status: 'fulfilled', value: 60 },
    { status: 'fulfilled', value: 30 }
  ])
})

t.test(
  'a row that cannot be told fails its own caller alone; what is unavailable is so for all, and asked once',
  async t => {
    const { db } = await register(t)
    const tooLarge = new TooLarge(commonProblems['sum-too-large'], { en: 'too large', sv: 'för stort' })
    const busy = new Unavailable(commonProblems.busy, { en: 'busy', sv: 'upptaget' }, 1)
    for (const [failure, ofOthers, reads] of [
      [tooLarge, { status: 'fulfilled' }, 4],
      [busy, { status: 'rejected', reason: busy }, 1]
    ] as const) {
      let count = 0
      const ask = (number: number) =>
        lookingUp('0136', () =>
          gathered(db, 'fails', ref('0136', number), async ids => {
            count++
            if (ids.includes(idOf(2))) throw failure
            return id => id
          })
        )
      const answers = await Promise.allSettled([1, 2, 3].map(ask))
      t.match(answers, [ofOthers, { status: 'rejected', reason: failure }, ofOthers])
      t.equal(count, reads)
    }
  }
)

t.test('what throws of one answer fails its own caller alone', async t => {
  const { db } = await register(t)
  const ask = (number: number) =>
    lookingUp('0136', () =>
      gathered(db, 'throws', ref('0136', number), async () => id => {
        if (id === idOf(2)) throw new RangeError('two')
        return id
      })
    )
  t.match(await Promise.allSettled([1, 2, 3].map(ask)), [
    { status: 'fulfilled' },
    { status: 'rejected', reason: { message: 'two' } },
    { status: 'fulfilled' }
  ])
})

t.test('a connection that is lost fails all that were asked for together, and none that come later', async t => {
  const { db, url } = await register(t)
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  t.teardown(() => other.end())
  let reads = 0
  const wait = (number: number) =>
    lookingUp('0136', () =>
      gathered(db, 'waits', ref('0136', number), async () => {
        reads++
        await db.$client.query({ name: 'waits', text: 'select pg_sleep(62)', values: [] })
        return id => id
      })
    )
  const lost = Promise.allSettled([1, 2, 3].map(wait))
  await until(async () => {
    const { rowCount } = await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like '%pg_sleep(62)%' and state = 'active' and pid <> pg_backend_pid()`
    )
    return rowCount === 1
  })
  for (const answer of await lost) t.match(answer, { status: 'rejected', reason: { code: '57P01' } })
  t.equal(reads, 1, 'none is asked again alone')
  t.equal(await nameOf(db, '0136', 4), '0136 4')
})

t.test('in a transaction it is asked there', async t => {
  const { db } = await register(t)
  const found = await db.transaction(async tx => {
    await tx.execute(sql`update bodies set name = 'inside' where municipality_code = '0136' and id = ${idOf(1)}`)
    const select = (db: unknown) => (db as Database).select({ id: bodies.id, name: bodies.name }).from(bodies)
    const table = { table: bodies, select }
    return await Promise.all([
      readById<{ id: string; name: string }>(tx, 'name', table, ref('0136', 1)),
      nameOf(db, '0136', 1)
    ])
  })
  t.match(found, [{ name: 'inside' }, '0136 1'])
})
