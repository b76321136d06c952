import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Embedded, startEmbedded } from '../../src/platform/database/embedded.ts'
import { anEmptyDataDir, anotherProcess, answers, aProcess, kill, leave, query, root } from '../support/embedded.ts'

const shared = anEmptyDataDir(t)

/** One that tests take turns with: initdb takes longer than all else here. */
async function aDataDir(t: Test) {
  const dataDir = await shared
  t.teardown(() => leave(dataDir))
  return dataDir
}

const pidFile = (dataDir: string) => join(dataDir, 'postgres', 'postmaster.pid')
const postmaster = async (dataDir: string) => Number((await readFile(pidFile(dataDir), 'utf8')).split('\n')[0])

/** As a crash of the machine would end it. */
async function crash(dataDir: string, { url }: Embedded) {
  process.kill(await postmaster(dataDir), 'SIGKILL')
  while (await answers(url)) await sleep(20)
}

t.test('a UTF-8 database of a durable PostgreSQL 18 in UTC is there, and stops', async t => {
  const dataDir = await aDataDir(t)
  const server = await startEmbedded({ dataDir })
  t.equal(server.adopted, false)
  const settings = `current_setting('server_version_num')::int / 10000 as version, current_setting('timezone') as zone,
    current_setting('fsync') as fsync, current_setting('server_encoding') as encoding, current_database() as name`
  t.strictSame(await query(server.url, `select ${settings}`), [
    { version: 18, zone: 'UTC', fsync: 'on', encoding: 'UTF8', name: 'partnerskap' }
  ])
  await server.stop()
  t.notOk(await answers(server.url))
  await server.stop()
})

t.test('the server listens on no public interface and demands its password', async t => {
  const dataDir = await aDataDir(t)
  const { url } = await startEmbedded({ dataDir, durable: false })
  t.match(await query(url, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }])
  t.match(await query(url, 'show unix_socket_directories'), [{ unix_socket_directories: '' }])
  for (const { address, internal } of Object.values(networkInterfaces()).flatMap(each => each ?? [])) {
    if (!internal && !address.startsWith('fe80')) t.notOk(await answers(url, address), address)
  }
  const wrong = new URL(url)
  wrong.password = 'wrong'
  await t.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
  t.equal((await stat(join(dataDir, 'postgres.password'))).mode & 0o777, 0o600)
})

t.test('data and port survive a restart', async t => {
  const dataDir = await aDataDir(t)
  const first = await startEmbedded({ dataDir, durable: false })
  await query(first.url, 'create table if not exists kept as select 1 as n')
  await first.stop()
  const second = await startEmbedded({ dataDir })
  t.equal(second.adopted, false)
  t.equal(second.url, first.url)
  t.strictSame(await query(second.url, 'table kept'), [{ n: 1 }])
})

t.test('another port is taken when the last one is in use', async t => {
  const dataDir = await aDataDir(t)
  const first = await startEmbedded({ dataDir, durable: false })
  await first.stop()
  const other: Server = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const second = await startEmbedded({ dataDir, durable: false })
  t.not(second.url, first.url)
  t.strictSame(await query(second.url, 'select 1 as n'), [{ n: 1 }])
})

t.test('an orphaned server is adopted and stopped', async t => {
  const dataDir = await aDataDir(t)
  const { child, url } = await anotherProcess(t, dataDir)
  await kill(child)
  t.ok(await answers(url), 'it outlives the process that was killed')
  const server = await startEmbedded({ dataDir })
  t.match(server, { adopted: true, url })
  await server.stop()
  t.notOk(await answers(url))
})

t.test('a server whose owner lives is borrowed, and stopped by whoever leaves last', async t => {
  const dataDir = await aDataDir(t)
  const { child, url } = await anotherProcess(t, dataDir)
  const borrowed = await startEmbedded({ dataDir })
  t.match(borrowed, { adopted: true, url })
  await borrowed.stop()
  t.ok(await answers(url), 'the owner still uses it')
  const again = await startEmbedded({ dataDir })
  await kill(child, 'SIGTERM')
  t.ok(await answers(url), 'the owner has left, the borrower has not')
  await again.stop()
  t.notOk(await answers(url))
})

t.test('a server that somebody started by hand is used and left alone', async t => {
  const dataDir = await aDataDir(t)
  const { url } = await startEmbedded({ dataDir, durable: false })
  const users = join(dataDir, 'postgres.users')
  const mine = await readFile(users)
  await rm(users)
  const server = await startEmbedded({ dataDir })
  t.match(server, { adopted: true, url })
  await server.stop()
  t.ok(await answers(url))
  await writeFile(users, mine)
})

t.test('two starts at once share one server', async t => {
  const dataDir = await anEmptyDataDir(t)
  const here = [startEmbedded({ dataDir, durable: false }), startEmbedded({ dataDir, durable: false })]
  const all = await Promise.all([...here, anotherProcess(t, dataDir), anotherProcess(t, dataDir)])
  t.equal(new Set(all.map(({ url }) => url)).size, 1)
  t.equal(all.filter(({ adopted }) => !adopted).length, 1)
})

t.test('a stale pid file does not prevent the start', async t => {
  const dataDir = await aDataDir(t)
  const first = await startEmbedded({ dataDir })
  await query(first.url, 'create table if not exists kept as select 1 as n')
  const lines = (await readFile(pidFile(dataDir), 'utf8')).split('\n')
  await crash(dataDir, first)
  t.equal(await postmaster(dataDir), Number(lines[0]), 'the crash leaves the file')
  const second = await startEmbedded({ dataDir })
  t.equal(second.adopted, false)
  t.strictSame(await query(second.url, 'table kept'), [{ n: 1 }])
})

t.test('a stale pid file whose number and port are somebody else’s by now neither', async t => {
  const dataDir = await aDataDir(t)
  const stranger: Server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  t.teardown(() => stranger.close())
  const { port } = stranger.address() as { port: number }
  const first = await startEmbedded({ dataDir, durable: false })
  const lines = (await readFile(pidFile(dataDir), 'utf8')).split('\n')
  await crash(dataDir, first)
  // The account of PostgreSQL owns it: only then PostgreSQL believes the number.
  const { uid } = await stat(join(dataDir, 'postgres'))
  const sleeper = spawn('sleep', ['60'], { uid })
  t.teardown(() => kill(sleeper))
  await writeFile(pidFile(dataDir), lines.with(0, String(sleeper.pid)).with(3, String(port)).join('\n'))
  const second = await startEmbedded({ dataDir, durable: false })
  t.equal(second.adopted, false)
  t.strictSame(await query(second.url, 'select 1 as n'), [{ n: 1 }])
  await second.stop()
  t.equal(sleeper.exitCode, null, 'and is not killed')
})

t.test('a process that dies while it makes the cluster does not prevent the start', async t => {
  const dataDir = await anEmptyDataDir(t)
  const { child } = aProcess(t, dataDir, root)
  while (!(await readdir(dataDir).catch(() => [] as string[])).some(name => name.includes('.new-'))) await sleep(5)
  await sleep(100)
  await kill(child)
  t.notOk(existsSync(join(dataDir, 'postgres')))
  const all = await Promise.all(Array.from({ length: 5 }, () => startEmbedded({ dataDir, durable: false })))
  t.equal(all.filter(({ adopted }) => !adopted).length, 1)
})

t.test('what PostgreSQL says is told when it does not start', async t => {
  const dataDir = await aDataDir(t)
  const file = join(dataDir, 'postgres', 'postgresql.auto.conf')
  await writeFile(file, 'no_such_setting = on\n')
  t.teardown(() => writeFile(file, ''))
  await t.rejects(startEmbedded({ dataDir }), /unrecognized configuration parameter "no_such_setting"/)
})
