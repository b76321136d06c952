import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { anEmptyDataDir, answers, kill } from '../support/embedded.ts'
import { aService, cli, paste, stop } from './cli.ts'

// The service is started four times.

/** Process and port of the PostgreSQL of a data directory. */
function postgresOf(dataDir: string) {
  const [pid, , , port] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n').map(Number)
  return { pid: pid!, url: `postgres://127.0.0.1:${port}/` }
}

t.test('a person starts the service, pastes what it prints, stops it, and finds everything again', async t => {
  const dataDir = await anEmptyDataDir(t)
  const env = { DATA_DIR: dataDir }
  let curls: string[] = []
  let key = ''
  const totals = (address: string) => paste(curls[3]!.replace(/http:\/\/[^/]+/, address))

  await t.test('the first lines are the address, the documentation, a key and curl lines', async t => {
    const service = await aService(t, env)
    t.match(service.lines[0], /^Partnerskap +http:\/\/127\.0\.0\.1:\d+$/)
    t.equal(service.lines[1]!.split(/ +/)[1], `${service.address}/docs`)
    t.match(service.lines[2], /^API key +psk_\S{40,}$/)
    key = service.lines[2]!.split(/ +/)[2]!
    curls = service.curls
    t.ok(curls.length >= 3)
    const log = service.lines.findIndex(line => line.startsWith('{'))
    t.ok(service.lines.lastIndexOf(curls.at(-1)!) < log, 'and the log comes after them')
    t.equal((await fetch(`${service.address}/docs`)).status, 200)

    const [haninge, imported, awards, sums] = [
      await paste(curls[0]!),
      await paste(curls[1]!),
      await paste(curls[2]!),
      await paste(curls[3]!)
    ]
    t.match(haninge, { municipalityCode: '0136', name: 'Haninge' })
    t.match(imported, { status: 'completed', counts: { createdCount: 8 } })
    t.match(awards, { items: { length: 3 } })
    t.match(sums, { items: [{ year: 2022, schemeName: 'Partnerskapsavtal', granted: 1830000 }] })

    const { url } = postgresOf(dataDir)
    t.ok(await answers(url))
    t.equal(await stop(service.child), 0, 'SIGTERM ends it cleanly')
    t.notOk(await answers(url), 'and PostgreSQL with it')
    t.notOk(existsSync(join(dataDir, 'postgres/postmaster.pid')))
  })

  await t.test('a second start keeps the data and prints no key', async t => {
    const { child, lines, address, curls: again } = await aService(t, env)
    t.same(again, [])
    t.notOk(lines.some(line => line.includes('psk_')))
    t.match(await totals(address), { total: { granted: 1830000 } })
    await kill(child)
    t.ok(await answers(postgresOf(dataDir).url), 'kill -9 leaves PostgreSQL behind')
  })

  await t.test('after kill -9 the next start takes PostgreSQL over', async t => {
    const { pid } = postgresOf(dataDir)
    const { child, address } = await aService(t, env)
    t.equal(postgresOf(dataDir).pid, pid)
    t.match(await totals(address), { total: { granted: 1830000 } })
    process.kill(pid, 'SIGKILL')
    await kill(child)
  })

  await t.test('after kill -9 of PostgreSQL too it recovers, and Ctrl-C ends it', async t => {
    const { child, address, lines } = await aService(t, env)
    t.match(await totals(address), { total: { granted: 1830000 } })
    t.notOk(lines.some(line => line.includes(key)))
    const { url } = postgresOf(dataDir)
    t.equal(await stop(child, 'SIGINT'), 0)
    t.notOk(await answers(url))
  })
})

t.test('a setting that is wrong is named, and nothing is started', async t => {
  const { code, stdout, stderr } = await cli([], { PORT: 'åttio', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' })
  t.equal(code, 1)
  t.equal(stdout, '')
  for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL']) t.match(stderr, new RegExp(`^ +${name} must`, 'm'))
  t.notMatch(stderr, /\n +at /, 'no stack')
})

t.test('a port that is taken is named', async t => {
  const dataDir = await anEmptyDataDir(t)
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as { port: number }
  const { code, stderr } = await cli([], { DATA_DIR: dataDir, PORT: String(port) })
  t.equal(code, 1)
  t.match(stderr, `Port ${port} is taken`)
  t.notOk(existsSync(join(dataDir, 'postgres')), 'and no PostgreSQL was started for nothing')
})
