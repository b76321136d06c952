import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ask, findRunning, urlOf } from './embedded-adopt.ts'
import { launch, logTail, NAME } from './embedded-launch.ts'
import { identify, isAlive, isServing, withLock } from './embedded-processes.ts'
import { accountFor, findPrograms, type Log, run } from './embedded-programs.ts'

export type Embedded = {
  url: string
  /** Whether the server ran already. */
  adopted: boolean
  /** Leaves the server, and stops it if nobody else uses it. May be called twice. */
  stop(): Promise<void>
}

type Options = {
  dataDir: string
  log?: Log
  /** False: a crash of the machine may cost the data. For tests. */
  durable?: boolean
  /** The process that uses the server; the server is never stopped while one of them lives. Default: this one. */
  user?: number
  /** The process uses the server already, and found that it had ended. */
  again?: boolean
}

const silent: Log = { info: () => {} }

const filesIn = (dataDir: string) => ({
  /** The cluster, or a symbolic link to where it had to be placed. */
  cluster: join(resolve(dataDir), 'postgres'),
  password: join(resolve(dataDir), 'postgres.password'),
  port: join(resolve(dataDir), 'postgres.port'),
  /** One line for each process that uses the server. Absent: somebody started it by hand, and it is not ours to stop. */
  users: join(resolve(dataDir), 'postgres.users'),
  lock: join(resolve(dataDir), 'postgres.lock')
})
type Files = ReturnType<typeof filesIn>

/** Starts the PostgreSQL of a data directory, or joins the one that runs there, and answers with the URL of the
 * database `partnerskap`. It survives this process when that is killed: the next start takes it over.
 * @throws EmbeddedUnavailable when none can run on this machine; Error with the end of the server's log otherwise. */
export async function startEmbedded(options: Options): Promise<Embedded> {
  const { dataDir, log = silent, durable = true, user = process.pid, again = false } = options
  const files = filesIn(dataDir)
  // Who comes back is counted once.
  const othersOf = (users: string[]) => users.filter(each => isAlive(each) && !(again && each === identify(user)))
  await mkdir(dataDir, { recursive: true })
  return await withLock(files.lock, async () => {
    const running = await findRunning(files)
    if (running) {
      const users = await readUsers(files)
      if (users) await writeUsers(files, [...othersOf(users), identify(user)])
      log.info(
        `PostgreSQL runs already on port ${running}${users?.some(isAlive) ? '' : ', left by an earlier process'}`
      )
    }
    // Written before the start: a server whose start was interrupted belongs to nobody alive, not to somebody unknown.
    // A server that died and is started again keeps its users.
    const beforeStart = async () => {
      const others = again ? othersOf((await readUsers(files)) ?? []) : []
      await writeUsers(files, [...others, identify(user)])
    }
    const port = running ?? (await launch({ files, durable, log, beforeStart }))
    const url = await urlOf(files, port)
    await createDatabase(url)
    let stopped: Promise<unknown> | undefined
    const stop = async () => {
      stopped ??= stopEmbedded({ dataDir, log, user })
      await stopped
    }
    return { url: url.href, adopted: running !== undefined, stop }
  })
}

/** Whether the process of the server of this data directory lives; nothing is said of whether it answers. */
export async function isEmbeddedAlive(dataDir: string): Promise<boolean> {
  const { cluster } = filesIn(dataDir)
  const pidFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid] = pidFile.split('\n')
  return pid !== undefined && /^\d+$/.test(pid) && (await isServing(Number(pid), await realpath(cluster)))
}

/** Takes `user` off the users of the server, and stops it if none is left; true when it was stopped. A server that
 * somebody else started by hand is left alone.
 * @throws Error with the end of the server's log when it does not stop. */
export async function stopEmbedded({ dataDir, log = silent, user = process.pid }: Options): Promise<boolean> {
  const files = filesIn(dataDir)
  return await withLock(files.lock, async () => {
    const users = await readUsers(files)
    if (!users) return false
    const mine = users.indexOf(identify(user))
    const others = users.filter((each, at) => at !== mine && isAlive(each))
    if (others.length > 0) {
      await writeUsers(files, others)
      return false
    }
    if (await findRunning(files)) {
      const cluster = await realpath(files.cluster)
      const account = await accountFor(cluster)
      const bin = await findPrograms(account, log)
      const args = ['stop', '-D', cluster, '-m', 'fast', '-t', '120']
      const { code, output } = await run(join(bin, 'pg_ctl'), args, account)
      if (code !== 0) throw new Error(`PostgreSQL did not stop: ${output}\n${await logTail(cluster)}`)
      log.info('PostgreSQL stopped')
    }
    await rm(files.users, { force: true })
    return true
  })
}

const readUsers = (files: Files) =>
  readFile(files.users, 'utf8').then(
    text => text.split('\n').filter(Boolean),
    () => undefined
  )

/** In one step, and also where another user wrote the present one. */
async function writeUsers(files: Files, users: string[]): Promise<void> {
  await writeFile(`${files.users}.new`, users.join('\n'))
  await rename(`${files.users}.new`, files.users)
}

async function createDatabase(url: URL): Promise<void> {
  const maintenance = new URL('/postgres', url)
  if ((await ask(maintenance, `select from pg_database where datname = '${NAME}'`)).length > 0) return
  await ask(maintenance, `create database ${NAME} template template0 encoding 'UTF8'`)
}
