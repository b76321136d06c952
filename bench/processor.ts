import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'

/** Seconds of processor that this process and a PostgreSQL of this machine have used, as Linux counts them: in hundredths. */
export type Processor = { process: number; server: number }

const TICKS = 100

/**
 * Tells what has been used so far, whenever it is asked. A shared machine takes longer on the clock than the same work takes alone, and
 * as long by the processor. Where there is no `/proc` the server's is 0.
 */
export async function processorOf(client: pg.Client): Promise<() => Promise<Processor>> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const postmaster = (await statOf(String(rows[0]!.pid)))?.parent
  return async () => {
    const { user, system } = process.cpuUsage()
    return { process: (user + system) / 1e6, server: postmaster === undefined ? 0 : await childrenOf(postmaster) }
  }
}

/** Of all processes that the server has now, and of those that have ended. */
async function childrenOf(postmaster: string): Promise<number> {
  const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const stats = await Promise.all(names.map(statOf))
  const own = stats.filter(stat => stat?.parent === postmaster).reduce((sum, stat) => sum + stat!.used, 0)
  const ended = (await statOf(postmaster))?.ofEnded ?? 0
  return (own + ended) / TICKS
}

/** A line of `/proc/PID/stat`: behind the name, which may hold blanks, state, parent … and ticks of user and system. */
async function statOf(pid: string) {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (line === undefined) return undefined
  const cells = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const ticks = (at: number) => Number(cells[at]) + Number(cells[at + 1])
  return { parent: cells[1]!, used: ticks(11), ofEnded: ticks(13) }
}
