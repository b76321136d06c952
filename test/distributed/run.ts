import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../support/embedded.ts'

/**
 * `npm run test:distributed`: the whole flow on Citus, at `TEST_CITUS_URL`: the address of an empty database of a coordinator, with citus and its
 * workers (docs/operating.md). Without one it says so, and has shown nothing.
 */

const url = process.env.TEST_CITUS_URL
if (url) {
  // The flow first: it distributes the tables, which the others find.
  const files = ['flow', 'known', 'nodes'].map(name => `test/distributed/${name}.citus.ts`)
  const tap = spawn('tap', ['run', '--timeout=900', '--jobs=1', ...files], { cwd: root, stdio: 'inherit' })
  const [code] = await once(tap, 'exit')
  process.exitCode = (code as number | null) ?? 1
} else {
  console.log('Skipped: TEST_CITUS_URL names no coordinator of Citus, and nothing was tried on distributed tables.')
}
