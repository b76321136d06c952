import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Source, spool } from '../../src/platform/http/spool.ts'

/** What is sent is kept where it fits, can be read again and again, and leaves nothing behind. */

async function aFolder(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'partnerskap-spool-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function* partsOf(bytes: Buffer, size = 50_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function bytesOf(source: Source) {
  const parts: Uint8Array[] = []
  for await (const part of source.read()) parts.push(part)
  return Buffer.concat(parts)
}

const settings = (folder: string, most = 10_000_000) => ({ folder, most, tooLarge: () => new Error('too large') })
const bytes = (size: number) => Buffer.from(Array.from({ length: size }, (_, at) => (at * 7_919) % 251))

t.test('small and large alike are read again from the beginning; a file has no name', async t => {
  const folder = await aFolder(t)
  for (const [size, isFile] of [
    [0, false],
    [1, false],
    [1_048_576, false],
    [1_048_577, true],
    [3_000_000, true]
  ] as const) {
    const sent = bytes(size)
    const kept = await spool(partsOf(sent), settings(folder))
    t.equal(kept.size, size)
    t.equal(kept.fd !== undefined, isFile, `${size} bytes`)
    t.same(await readdir(folder), [])
    for (const _ of ['first', 'again']) t.ok((await bytesOf(kept)).equals(sent), `${size} bytes`)
    await kept.close()
  }
})

t.test('too much, and a sender that fails, are told, and nothing stays open', async t => {
  const folder = await aFolder(t)
  // Its own files: others of this process come and go meanwhile.
  const open = async () => {
    if (process.platform !== 'linux') return []
    const paths = (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
    return (await Promise.all(paths)).filter(path => path.startsWith(folder))
  }
  const kept = await spool(partsOf(bytes(2_000_000)), settings(folder))
  if (process.platform === 'linux') t.equal((await open()).length, 1, 'one that is open is seen')
  await kept.close()
  await t.rejects(spool(partsOf(bytes(2_000_000)), settings(folder, 1_999_999)), { message: 'too large' })
  async function* leaving() {
    yield* partsOf(bytes(2_000_000))
    throw new Error('gone')
  }
  await t.rejects(spool(leaving(), settings(folder)), { message: 'gone' })
  t.same(await readdir(folder), [])
  t.same(await open(), [])
})

t.test('a place that cannot be written to is told, and only where it is needed', async t => {
  const file = join(await aFolder(t), 'no-folder')
  await writeFile(file, '')
  const small = await spool(partsOf(bytes(1_000)), settings(file))
  t.equal(small.size, 1_000)
  const refused = { name: 'Unavailable', rule: 'file-not-kept', message: /cannot be written to/ }
  await t.rejects(spool(partsOf(bytes(2_000_000)), settings(file)), refused)
})

t.test('a full disk is told, and what was written is gone', async t => {
  const disk = join(await aFolder(t), 'disk')
  await mkdir(disk)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0)
    return t.comment('no file system may be mounted here: not tried')
  t.teardown(() => spawnSync('umount', ['-l', disk]))
  const full = { name: 'Unavailable', rule: 'file-not-kept', message: /The disk is full/ }
  for (const _ of ['first', 'again']) await t.rejects(spool(partsOf(bytes(4_000_000)), settings(disk)), full)
  const kept = await spool(partsOf(bytes(1_500_000)), settings(disk))
  t.equal((await bytesOf(kept)).length, 1_500_000, 'there is room again')
  await kept.close()
})
