import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Test } from 'tap'
import { stopEmbedded } from '../../src/platform/database/embedded.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A data directory of its own; whatever runs there is stopped when the test ends. */
export async function anEmptyDataDir(t: Test, mode = 0o755) {
  const home = await mkdtemp(join(tmpdir(), 'partnerskap-'))
  await chmod(home, mode)
  const dataDir = join(home, 'data')
  t.teardown(async () => {
    await leave(dataDir)
    const placed = await realpath(join(dataDir, 'postgres')).catch(() => '')
    if (placed.startsWith('/var/lib/partnerskap/')) await rm(dirname(placed), { recursive: true })
    await rm(home, { recursive: true })
  })
  return dataDir
}

/** Stops what was started here, once for each start in this process. */
export async function leave(dataDir: string) {
  for (let starts = 0; starts < 9 && existsSync(join(dataDir, 'postgres.users')); starts++)
    await stopEmbedded({ dataDir })
}

/** Another Node that starts the server of `dataDir` and lives until it is killed. */
export async function anotherProcess(t: Test, dataDir: string, project = root) {
  const { child, stdout } = aProcess(t, dataDir, project)
  const [line] = (await once(stdout, 'data')) as [Buffer]
  return { child, ...(JSON.parse(String(line)) as { url: string; adopted: boolean }) }
}

export function aProcess(t: Test, dataDir: string, project: string) {
  const script = `
    import { startEmbedded } from ${JSON.stringify(join(project, 'src/platform/database/embedded.ts'))}
    const { url, adopted, stop } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
    console.log(JSON.stringify({ url, adopted }))
    process.on('SIGTERM', () => stop().then(() => process.exit()))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => kill(child))
  return { child, stdout: child.stdout }
}

export async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

export async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(sql).finally(() => client.end())
  return rows as Record<string, unknown>[]
}

export function answers(url: string, host = '127.0.0.1') {
  return new Promise<boolean>(resolve => {
    const socket = dial({ host, port: Number(new URL(url).port) }, () => resolve(true)).on('error', () =>
      resolve(false)
    )
    socket.on('close', () => socket.destroy()).unref()
    socket.end()
  })
}
