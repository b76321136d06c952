import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import t from 'tap'

// Beside the other tests: the compiler uses one core, and would keep the other waiting for half a minute before them.

t.test('the client is built, and types, lint and format are in order', async t => {
  // tap has each process of Node load what it counts coverage with, and the compiler does not start with it.

  const check = spawn('env', ['-u', 'NODE_OPTIONS', 'npm', 'run', '--silent', 'check'], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [told, faults] = await Promise.all([text(check.stdout), text(check.stderr), once(check, 'close')])
  t.equal(check.exitCode, 0, 'npm run check', { said: `${told}${faults}`.split('\n') })
})
