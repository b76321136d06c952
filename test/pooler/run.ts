import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { root } from '../support/embedded.ts'
import { canKeepNames, startPooler } from '../support/pooler.ts'

/**
 * `npm run test:pooler [-- files]`: a server of its own, PgBouncer before it, and the tests through that; without files all. Where PgBouncer
 * (or the one of TEST_PGBOUNCER) can keep statements by name it does.
 */

const home = await mkdtemp(join(tmpdir(), 'partnerskap-'))
const server = await startEmbedded({ dataDir: join(home, 'data'), durable: false })
try {
  const pooler = await startPooler(server.url, { keptNames: 200 })
  const files = process.argv.slice(2)
  const env = {
    ...process.env,
    TEST_DATABASE_URL: server.url,
    TEST_POOLER_URL: pooler.url,
    TEST_POOLER_KEEPS_NAMES: `${canKeepNames()}`
  }
  const asked =
    files.length > 0
      ? files
      : [
          'test/pooler/through.pooler.ts',
          'test/parts/[0-9].ts',
          'test/check.test.ts',
          'test/*.long.ts',
          'test/*/*.long.ts'
        ]
  const tap = spawn('tap', ['run', ...asked], { cwd: root, env, stdio: 'inherit' })
  const [code] = await once(tap, 'exit')
  process.exitCode = (code as number | null) ?? 1
  await pooler.stop()
} finally {
  await server.stop()
  await rm(home, { recursive: true, force: true })
}
