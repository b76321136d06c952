import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createDatabase } from './support/database.ts'

const cli = join(import.meta.dirname, '../bin/partnerskap.js')

/** The service as a process of its own, and what it prints. */
function start(t: Test, env: Record<string, string>) {
  const child = spawn(process.execPath, [cli], { cwd: t.testdir(), env: { PATH: process.env.PATH, PORT: '0', ...env } })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (printed += text))
  t.teardown(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  return {
    child,
    printed: () => printed,
    async until(pattern: RegExp) {
      while (!pattern.test(printed) && child.exitCode === null) await new Promise(resolve => setTimeout(resolve, 20))
      return pattern.exec(printed)?.[1]
    },
    async end() {
      const [code] = await ended
      return code
    }
  }
}

t.test('the service says where it is before anything else, answers, and ends cleanly when asked to', async t => {
  const service = start(t, { DATABASE_URL: await createDatabase(t) })
  const address = await service.until(/^Partnerskap +(http:\S+)\nDocumentation +\S+\/docs\n/)
  t.ok(address, service.printed())
  t.equal((await fetch(`${address}/health/ready`)).status, 200)
  service.child.kill('SIGTERM')
  t.equal(await service.end(), 0)
  t.match(service.printed(), /SIGTERM: closing/)
})

t.test('a port that is taken is told in a line, before a PostgreSQL is started', async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => taken.close())
  const { port } = taken.address() as AddressInfo
  const service = start(t, { PORT: String(port) })
  t.equal(await service.end(), 1)
  t.match(service.printed(), new RegExp(`^Port ${port} is taken: .*\n$`))
  t.notOk(existsSync(join(t.testdirName, '.data')))
})

t.test('a database that does not answer and a wrong setting are told in a line, without the password', async t => {
  const away = start(t, { DATABASE_URL: 'postgres://u:hemligt@127.0.0.1:1/x' })
  t.equal(await away.end(), 1)
  t.match(away.printed(), /^Nothing answers at the address of DATABASE_URL/)
  t.notMatch(away.printed(), /hemligt/)
  const wrong = start(t, { PORT: 'many' })
  t.equal(await wrong.end(), 1)
  t.match(wrong.printed(), /PORT must be a whole number/)
})
