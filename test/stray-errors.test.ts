import { spawnSync } from 'node:child_process'
import t from 'tap'

const fixture = new URL('fixtures/stray-errors.ts', import.meta.url).pathname

t.test('an error that nobody catches fails the test that runs, at once, and the others go on', async t => {
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, fixture], { encoding: 'utf8' })
  t.not(status, 0, 'the process fails')
  const results = [...stdout.matchAll(/^ *((?:not )?ok) \d+ - ([a-z, ]+?)(?: # time.*)?$/gm)]
  t.strictSame(
    results.map(([, is, what]) => `${is}: ${what}`),
    [
      ...['ok: passes', 'ok: before'],
      ...['not ok: one', 'not ok: thrown by a timer'],
      ...['not ok: two', 'not ok: a rejection that nobody handles'],
      ...['not ok: three', 'not ok: within', 'ok: goes on', 'not ok: around'],
      ...['ok: passes, too', 'ok: after']
    ]
  )
})
