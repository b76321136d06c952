import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { aService, cli, stop } from '../commands/cli.ts'
import { query, root } from '../support/embedded.ts'
import { figures, people, playAll, registered } from '../support/whole-flow.ts'

// Run by `npm run test:distributed` with the address of a coordinator whose database is empty.

const url = process.env.TEST_CITUS_URL!
const env = { DATABASE_URL: url, WORKER: 'inProcess', PRINT_FIRST_KEY: 'false' }

/** Kills a distribution once it has told of so many steps; answers whether it was still at work. */
async function distributeUntil(lines: number): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, 'bin/partnerskap.js'), 'distribute', '--trial'], {
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let told = 0
  child.stdout.on('data', (chunk: Buffer) => {
    told += String(chunk).split('\n').length - 1
    if (told >= lines) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'exit')
  return signal === 'SIGKILL'
}

t.test(
  'an empty database is migrated and distributed, also by who is killed half way, and again without anything to be done',
  async t => {
    const tables = await query(
      url,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    )
    t.same(tables, [], 'TEST_CITUS_URL must name a database without tables of its own: the test leaves its own there')
    if (tables.length > 0) return t.bailout('the database is not empty')
    const migrated = await cli(['migrate'], env)
    t.equal(migrated.code, 0, migrated.stderr)
    for (const lines of [20, 150, 200, 100]) t.ok(await distributeUntil(lines), `killed at line ${lines}`)
    const first = await cli(['distribute', '--trial'], env)
    t.equal(first.code, 0, first.stderr)
    const second = await cli(['distribute', '--trial'], env)
    t.match(second, { code: 0, stdout: /-- 0 steps done/ })
    const places = (await query(
      url,
      `select count(*)::int as tables, count(distinct colocationid)::int as groups from pg_dist_partition where partmethod = 'h'`
    )) as { tables: number; groups: number }[]
    t.ok(places[0]!.tables > 70)
    t.equal(places[0]!.groups, 1)
  }
)

t.test('the whole flow is played but for imports, and what was known is told again', async t => {
  const { child, address } = await aService(t, env)
  const asked = await people(t, url, address)
  const { knownAt, told } = await playAll(asked, registered)
  t.same(await figures(asked.admin, knownAt), told)
  t.equal(await stop(child), 0)
})
