import pg from 'pg'
import t from 'tap'
import { createDatabase } from '../support/database.ts'
import { here } from './cli.ts'

/** Statements that pass through any connection of the process while it works. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype
  let count = 0
  pg.Client.prototype.query = function (this: pg.Client, ...sent: unknown[]) {
    count++
    return Reflect.apply(query, this, sent)
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return count
}

t.test('the sample is loaded by so many statements, whatever the machine, and asks of each list once', async t => {
  const env = { DATABASE_URL: await createDatabase(t) }
  const load = async () => t.match(await here(t, ['sample'], env), { code: 0, stderr: '\n' })
  const first = await statementsOf(load)
  const again = await statementsOf(load)
  t.comment(`${first} statements, and ${again} where it is loaded`)
  t.ok(first > 2_000 && first < 4_300, `${first} statements`)
  t.ok(again > 100 && again < 900, `${again} statements where it is loaded already`)
})
