import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { runCommand } from '../../src/commands/run.ts'
import { kill, root } from '../support/embedded.ts'
import { poolerUrlOf } from '../support/pooler.ts'

type Env = Record<string, string>

/** Settings of the test's own; what the surroundings and a .env say is overruled. */
const environment = (env: Env) => ({
  ...process.env,
  ...{ PORT: '0', HOST: '', DATABASE_URL: '', PUBLIC_URL: '', LOG_LEVEL: 'info', DOCS: '', PRINT_FIRST_KEY: 'true' },
  LC_ALL: 'C',
  // What tap has each process of Node load.
  NODE_OPTIONS: '',
  DATABASE_POOLER_URL: poolerUrlOf(env.DATABASE_URL ?? '') ?? '',
  ...env
})

type Ended = { code: number; stdout: string; stderr: string }

/** Runs a command to its end, in a process of its own: for what a process adds, its exit code and its streams. */
export function cli(args: string[], env: Env): Promise<Ended> {
  return new Promise(resolve => {
    const options = { cwd: root, env: environment(env), timeout: 600_000 }
    execFile(process.execPath, [join(root, 'bin/partnerskap.js'), ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    )
  })
}

/** Runs a command to its end in this process, which is started already: one after the other, as they share its environment. */
export async function here(t: Test, args: string[], env: Env): Promise<Ended> {
  const before = { ...process.env }
  const streams = [t.capture(console, 'log'), t.capture(console, 'error')] as const
  Object.assign(process.env, environment(env))
  try {
    const code = await runCommand(['node', 'partnerskap', ...args])
    const [stdout, stderr] = streams.map(
      stream =>
        `${stream()
          .map(({ args }) => args.join(' '))
          .join('\n')}\n`
    )
    return { code, stdout: stdout!, stderr: stderr! }
  } finally {
    for (const stream of streams) stream.restore()
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/**
 * Starts the service and waits until it says that it is there; `lines` are what it had printed by then. `project`: a checkout of another
 * version, with its modules.
 */
export async function aService(t: Test, env: Env, project = root) {
  const child = spawn(process.execPath, [join(project, 'bin/partnerskap.js')], {
    cwd: project,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe']
  })
  t.teardown(() => kill(child))
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk
      // The first line of the log comes after everything that is for people.
      if (text.includes('"stop with')) resolve()
    })
    child.once('exit', code => reject(new Error(`ended with ${code}: ${text}`)))
  })
  const lines = text.split('\n')
  // What a test has the process say of itself comes before.
  const address = /^Partnerskap +(http:\S+)$/m.exec(text)![1]!
  /** All that it has printed by now. */
  const output = () => text
  return { child, lines, address, output, curls: lines.filter(line => line.startsWith('curl ')) }
}

/** Tells the service to stop, and answers with its exit code. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = await ended
  return code as number | null
}

const hasCurl = spawnSync('curl', ['--version']).status === 0

/** Does what a person does who pastes the line: runs it in a shell; where there is no curl, asks what it says. */
export async function paste(line: string) {
  if (!hasCurl) return await ask(line)
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line.replace(/^curl /, 'curl -sS ')], {
    cwd: root,
    encoding: 'utf8'
  })
  if (status !== 0) throw new Error(`${line}: ${stderr}`)
  return JSON.parse(stdout)
}

async function ask(line: string) {
  // Words as a shell parts them: runs of what is quoted and what is not.
  const words = [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", '')).slice(1)
  const headers: Record<string, string> = {}
  let [method, body, address]: (string | undefined)[] = []
  while (words.length > 0) {
    const word = words.shift()!
    if (word === '-X') method = words.shift()
    else if (word === '-H') {
      const [name, value] = words.shift()!.split(/: (.*)/)
      headers[name!] = value!
    } else if (word === '-d') body = words.shift()
    else if (word === '--data-binary') body = readFileSync(join(root, words.shift()!.slice(1)), 'utf8')
    else address = word
  }
  const response = await fetch(address!, { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, body })
  return await response.json()
}
