import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { aService, stop } from '../commands/cli.ts'
import { leave } from '../support/embedded.ts'
import { aKey, asking, aWorld, nothingIsLost, traffic, until } from './traffic.ts'

// Five minutes are enough for all files on a machine with nothing else to do; a busy one is given more.
/** A file system of 160 MB; undefined where none may be mounted. */
async function aSmallDisk(t: import('tap').Test): Promise<string | undefined> {
  const home = await mkdtemp(join(tmpdir(), 'partnerskap-disk-'))
  await chmod(home, 0o755)
  const disk = join(home, 'disk')
  await mkdir(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=0755', 'tmpfs', disk]).status === 0
  t.teardown(async () => {
    if (mounted) spawnSync('umount', ['-l', disk])
    await rm(home, { recursive: true, force: true })
  })
  return mounted ? disk : undefined
}

t.test(
  'a full disk: writes are answered 503, nothing acknowledged is lost, and all goes on when there is room',
  async t => {
    const disk = await aSmallDisk(t)
    if (!disk) return t.comment('no file system may be mounted here: not tried')
    const dataDir = join(disk, 'data')
    const { url } = await startEmbedded({ dataDir })
    t.teardown(() => leave(dataDir))
    const { child, address, output } = await aService(t, {
      DATABASE_URL: url,
      WORKER: 'none',
      PRINT_FIRST_KEY: 'false'
    })
    const ask = asking(() => address, await aKey(url))
    const world = await aWorld(ask, ['0136', '0780'])
    const ballast = join(disk, 'ballast')
    const clients = traffic(t, ask, world)
    await sleep(500)
    await fill(ballast)
    await until('writes are refused', async () => (clients.statuses.get(503) ?? 0) > 5, 90_000)
    await rm(ballast)
    await until('ready', async () => (await ask('GET', '/health/ready')).status === 200)
    const before = clients.acknowledged.length
    await until('writes are taken again', async () => clients.acknowledged.length > before + 5)
    await clients.stop()
    t.same(clients.lost, [], 'every request was answered')
    await clients.sendAgain()
    await nothingIsLost(t, url, clients)
    t.notMatch(output(), /"status":500/)
    t.equal(await stop(child), 0)
  }
)

/** Takes all room that there is. */
async function fill(file: string) {
  const part = Buffer.alloc(1_048_576)
  await writeFile(file, part)
  for (let failed = 0; failed < 3; ) {
    await writeFile(file, part, { flag: 'a' }).catch(() => failed++)
  }
}
