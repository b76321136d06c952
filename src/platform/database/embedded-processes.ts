import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const SQLITE_BUSY = 5

/** A process by its number and, where Linux tells, when it began: numbers are used again. */
export function identify(pid: number): string {
  return `${pid} ${beganAt(pid)}`.trim()
}

/** Whether the process that `identify` named still lives. */
export function isAlive(identity: string): boolean {
  const [pid = '', began] = identity.trim().split(' ')
  if (!/^[1-9]\d*$/.test(pid) || !exists(Number(pid))) return false
  const now = beganAt(Number(pid))
  return !began || !now || began === now
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether the process is the PostgreSQL of this cluster, as far as its command line tells. */
export async function isServing(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(String(pid))) return false
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return command.split('\0').includes(cluster)
  }
  const [program, ...args] =
    process.platform === 'win32' ? ['tasklist', '/FI', `PID eq ${pid}`] : ['ps', '-o', 'command=', '-p', String(pid)]
  const { stdout } = await promisify(execFile)(program!, args).catch(() => ({ stdout: '' }))
  return stdout.includes(process.platform === 'win32' ? 'postgres' : cluster)
}

/** Clock ticks from the start of the machine to that of the process; '' where there is no /proc. */
function beganAt(pid: number): string {
  try {
    // The name of the program stands in parentheses and may hold anything: count from the last one.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!.split(' ')
    // A zombie has ended, although its number is still taken.
    return fields[0] === 'Z' ? 'ended' : fields[19]!
  } catch {
    return ''
  }
}

/** Runs `work` while this process alone holds the lock file, and waits for another that does. The lock is the
 * kernel's, which SQLite knows how to take on every platform: it ends with its process, however that dies.
 * @throws Error when it is still held after `patience` milliseconds. */
export async function withLock<T>(file: string, work: () => Promise<T>, patience = 600_000): Promise<T> {
  const deadline = Date.now() + patience
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    while (!take(lock)) {
      if (Date.now() > deadline) throw new Error(`${file} is held by another process`)
      await sleep(30)
    }
    return await work()
  } finally {
    lock.close()
  }
}

function take(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin exclusive')
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false
    throw error
  }
}
