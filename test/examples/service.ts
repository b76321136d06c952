import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { aService } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { root } from '../support/embedded.ts'

/** The service as a process of its own over a database that holds nothing, and a key for all. */
export async function aStartedService(t: Test, env: Record<string, string> = {}) {
  const url = await createDatabase(t)
  const settings = { ALLOW_PRIVATE_ADDRESSES: 'on', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'info', WORKER: 'none' }
  const { address, lines } = await aService(t, { DATABASE_URL: url, ...settings, ...env })
  const key = lines.find(line => line.startsWith('API key'))!.split(/ +/)[2]!
  const api = `${address}/partnerskap/v1`
  /** Asks as the holder of the key; the body of an answer that must be a success. */
  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(api + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers
      },
      ...(body !== undefined && { body: JSON.stringify(body) })
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
    return (await response.json()) as any
  }
  return { address, api, key, url, ask }
}

/** Runs a program in the project's folder, and answers what came of it. */
export async function ran(program: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(program, args, { cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** Commands of a document: its indented blocks, in order. */
export function blocksOf(file: string): string[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  const blocks: string[][] = []
  let before = ''
  for (const line of lines) {
    const isCode = /^ {4,}\S/.test(line)
    if (isCode && before === '') blocks.push([line.trim()])
    else if (isCode && /^ {4,}\S/.test(before)) blocks.at(-1)!.push(line.trim())
    before = line
  }
  return blocks.map(block => block.join('\n'))
}
