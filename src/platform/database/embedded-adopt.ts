import { readFile, realpath, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { NAME } from './embedded-launch.ts'
import { isAlive, isServing } from './embedded-processes.ts'

/** A server that an earlier process left running, after a crash or a kill, is found and taken over. */

type Files = { cluster: string; password: string }

/** The port of the server that runs on this cluster; undefined if none does. Only a connection with the password is
 * proof: postmaster.pid outlives a crash, and its number and its port may be somebody else's by now. */
export async function findRunning(files: Files): Promise<number | undefined> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const pidFile = await readFile(join(files.cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
    if (pidFile === undefined) return undefined
    const [pid, , , port] = pidFile.split('\n').map(Number)
    const cluster = await realpath(files.cluster)
    const url = await urlOf(files, port || 1, 'postgres')
    const answer = await ask(url, 'show data_directory').catch((error: Error) => error)
    if (!(answer instanceof Error) && resolve(answer[0]!.data_directory as string) === cluster) return port
    if (!(await isServing(pid!, cluster))) {
      // PostgreSQL sees itself that a process has gone, but not that another has its number.
      if (isAlive(String(pid))) await rm(join(cluster, 'postmaster.pid'), { force: true })
      return undefined
    }
    // It may be starting, recovering or stopping.
    const reason = answer instanceof Error ? answer.message : 'another server answers on its port'
    if (Date.now() > deadline || /password/.test(reason)) {
      throw new Error(`PostgreSQL runs on ${cluster} (process ${pid}) but cannot be used: ${reason}`)
    }
    await sleep(200)
  }
}

export async function urlOf(files: Files, port: number, database = NAME): Promise<URL> {
  const password = await readFile(files.password, 'utf8').catch(error => {
    throw new Error(`The password of the PostgreSQL in ${files.cluster} cannot be read: ${(error as Error).message}`)
  })
  return new URL(`postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`)
}

export async function ask(url: URL, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
