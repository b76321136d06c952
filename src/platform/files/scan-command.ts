import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { addAbortSignal, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Scan } from './scanner.ts'

/** Characters of what a command says that are read. */
const MOST_SAID = 10_000

/**
 * A command that reads the file from its standard input and ends with 0 where it finds nothing and with 1 where it finds something, as
 * clamdscan and clamscan do (`stream: Eicar-Signature FOUND`). It is run as it is, by no shell.
 */
export const commandScan =
  ([program, ...args]: readonly string[]): Scan =>
  async (source, signal) => {
    const running = spawn(program!, args, { stdio: ['pipe', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL' })
    const ended = once(running, 'close') as Promise<[code: number | null]>
    ended.catch(() => {})
    // One that has found something need not read on.
    pipeline(Readable.from(source.read(), { objectMode: false }), running.stdin).catch(() => {})
    let said = ''
    // What the command started may hold its output open when it is ended.
    addAbortSignal(signal, running.stdout)
    for await (const part of running.stdout.setEncoding('utf8')) if (said.length < MOST_SAID) said += part
    const [code] = await ended
    if (code === 0) return null
    if (code === 1) return /: (.+) FOUND/.exec(said)?.[1] ?? said.split('\n', 1)[0]!
    throw new Error(`the scanner ended with ${code}`)
  }
