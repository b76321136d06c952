import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { openapiFiles } from '../../src/commands/openapi.ts'

/**
 * The document as others use it: three generators make clients of it, the clients compile together with what somebody writes
 * upon them (use/), and two linters report no error. They are installed here, beside the project and not in it.
 */

const folder = fileURLToPath(new URL('.', import.meta.url))
const document = './generated/openapi.json'
const run = promisify(execFile)
// They would ask for newer versions of themselves, and tell where they run.
const env = { ...process.env, CI: 'true', REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', NO_COLOR: '1' }

/** Runs a program, and answers with what it wrote and with its exit code. */
async function tried(program: string, ...args: string[]) {
  const options = { cwd: folder, env, maxBuffer: 2 ** 26 }
  return await run(program, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: `${stdout}${stderr}` })
  )
}
const installed = (program: string, ...args: string[]) => tried(`node_modules/.bin/${program}`, ...args)

const generators = {
  'openapi-typescript': ['openapi-typescript', document, '-o', 'generated/openapi-typescript/types.ts'],
  '@hey-api/openapi-ts': ['openapi-ts', '-i', document, '-o', 'generated/hey-api'],
  orval: ['orval', '--config', 'orval.config.mjs']
}
const linters = {
  "Redocly's recommended rules": ['redocly', 'lint', document, '--extends', 'recommended'],
  "Spectral's rules of OpenAPI": [
    'spectral',
    'lint',
    document,
    '--ruleset',
    'spectral.yaml',
    '--fail-severity',
    'error'
  ]
}
type Program = keyof typeof generators | keyof typeof linters

/** What each of them came to. All are started at once: none waits for another, and each works on one core alone. */
let ran: Record<Program, ReturnType<typeof tried>>

t.before(async () => {
  await rm(`${folder}generated`, { recursive: true, force: true })
  const { code, said } = await tried('npm', 'ci', '--no-audit', '--no-fund')
  if (code !== 0) throw new Error(said)
  await mkdir(`${folder}generated`)
  await writeFile(`${folder}generated/openapi.json`, (await openapiFiles())['openapi.json']!)
  const started = Object.entries({ ...generators, ...linters }).map(([name, [program, ...args]]) => [
    name,
    installed(program!, ...args)
  ])
  ran = Object.fromEntries(started)
})

for (const name of Object.keys(generators) as Program[]) {
  t.test(`${name} makes a client`, async t => {
    t.match(await ran[name], { code: 0 })
  })
}

t.test('the clients compile, and so does what is written upon them', async t => {
  t.strictSame(await installed('tsc', '--project', '.'), { code: 0, said: '' })
})

for (const name of Object.keys(linters) as Program[]) {
  t.test(`${name} report no error`, async t => {
    t.match(await ran[name], { code: 0 })
  })
}
