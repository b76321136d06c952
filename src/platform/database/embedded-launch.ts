import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, accountFor, findPrograms, giveTo, type Log, placeCluster, run } from './embedded-programs.ts'

/** The superuser and the database. */
export const NAME = 'partnerskap'

type Files = { cluster: string; password: string; port: string }
type Launch = { files: Files; durable: boolean; log: Log; beforeStart: () => Promise<void> }

/** Starts the server of a cluster that none runs on, and makes the cluster first if there is none; answers with its
 * port. `beforeStart` runs when all is ready to start.
 * @throws Error with the end of the server's log. */
export async function launch({ files, durable, log, beforeStart }: Launch): Promise<number> {
  const account = await accountFor(files.cluster)
  const bin = await findPrograms(account, log)
  const cluster = await placeCluster(files.cluster, account, log)
  if (await isMissing(join(cluster, 'PG_VERSION'))) {
    log.info(`Creating a PostgreSQL cluster in ${cluster}`)
    await initialise(bin, cluster, account, files, durable)
  } else if ((await stat(cluster)).uid === 0) await giveTo(account, cluster)
  await beforeStart()

  const logFile = `${cluster}.log`
  const { size: before } = await stat(logFile).catch(() => ({ size: 0 }))
  if (before > 8_388_608) await rm(logFile)
  await appendFile(logFile, '', { mode: 0o600 })
  await giveTo(account, logFile)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(Number(await readFile(files.port, 'utf8').catch(() => 0)))
    const args = ['start', '-w', '-t', '300', '-D', cluster, '-l', logFile, '-o', settings(port, durable)]
    const { size } = await stat(logFile)
    const { code } = await run(join(bin, 'pg_ctl'), args, account, { quiet: true })
    if (code === 0) {
      await writeFile(files.port, String(port))
      return port
    }
    // Somebody took the port in between, or a process of a server that was killed has not ended yet.
    const tail = await logTail(cluster, size)
    if (attempt > 5 || !/could not bind|pre-existing shared memory/.test(tail)) {
      throw new Error(`PostgreSQL did not start on ${cluster}:\n${tail}`)
    }
    await sleep(attempt * 500)
  }
}

function settings(port: number, durable: boolean): string {
  // The log must not hold values: no statements, no details of violated constraints.
  const all = ['timezone=UTC', 'log_timezone=UTC', 'log_min_error_statement=panic', 'log_error_verbosity=terse']
  if (!durable) all.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=128MB')
  return `-p ${port} -h 127.0.0.1 -k "" ${all.map(setting => `-c ${setting}`).join(' ')}`
}

/** Under another name first: what is interrupted here never looks like a cluster. */
async function initialise(bin: string, cluster: string, account: Account, files: Files, durable: boolean) {
  // A name of its own each time: an initdb whose starter was killed may still be at work in an earlier one.
  for (const name of await readdir(dirname(cluster))) {
    const leftOver = join(dirname(cluster), name)
    if (leftOver.startsWith(`${cluster}.new-`)) await rm(leftOver, { recursive: true, force: true }).catch(() => {})
  }
  const fresh = await mkdtemp(`${cluster}.new-`)
  await giveTo(account, fresh)
  const [secret, password] = [`${fresh}.secret`, randomBytes(24).toString('base64url')]
  // The account may be another, and not allowed to read the lasting one.
  for (const file of [files.password, secret]) await writeFile(file, password, { mode: 0o600 })
  await giveTo(account, secret)
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  // Iterations make a password that people chose costly to guess. This one cannot be guessed; each connection counts them.
  const access = ['-U', NAME, '-A', 'scram-sha-256', `--pwfile=${secret}`, '-c', 'scram_iterations=1']
  const args = ['-D', fresh, ...access, '--no-instructions', ...locale]
  const { code, output } = await run(join(bin, 'initdb'), durable ? args : [...args, '--no-sync'], account)
  await rm(secret, { force: true })
  if (code !== 0) throw new Error(`initdb failed in ${dirname(cluster)}:\n${output}`)
  await rename(fresh, cluster)
}

/** `wanted`, or any other where that is taken. Only ports of 127.0.0.1. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', error => (wanted ? resolve(freePort(0)) : reject(error)))
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function isMissing(file: string): Promise<boolean> {
  const error = await stat(file).catch((error: NodeJS.ErrnoException) => error)
  if (!(error instanceof Error)) return false
  if (error.code === 'ENOENT') return true
  throw error
}

/** The last lines of the server's log, of what was written after byte `from`. */
export async function logTail(cluster: string, from = 0): Promise<string> {
  const text = await readFile(`${cluster}.log`).catch(() => Buffer.alloc(0))
  return text.subarray(from).toString().split('\n').slice(-20).join('\n').trim()
}
