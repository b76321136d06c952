import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, opendir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { Source } from '../http/spool.ts'
import { type FileStore, storageFault } from './store.ts'

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'
const faultOf = (error: unknown) => storageFault((error as NodeJS.ErrnoException).code, error)

/**
 * A folder of the machine, or one that several share. An object is written beside its place, brought to the disk, and then named: under
 * its name it is whole, also after the power was lost.
 */
export function folderStore(folder: string): FileStore {
  const root = resolve(folder)
  const pathOf = (key: string) => join(root, ...key.split('/'))

  async function put(key: string, source: Source) {
    const path = pathOf(key)
    const beside = `${path}.${randomUUID()}.part`
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await written(beside, source)
      await rename(beside, path)
      await synced(dirname(path))
    } catch (error) {
      await unlink(beside).catch(() => {})
      throw faultOf(error)
    }
  }

  async function read(key: string) {
    try {
      return (await open(pathOf(key))).createReadStream()
    } catch (error) {
      if (isMissing(error)) return undefined
      throw faultOf(error)
    }
  }

  async function remove(key: string) {
    await unlink(pathOf(key)).catch(error => {
      if (!isMissing(error)) throw faultOf(error)
    })
  }

  async function* list(municipalityCode: string) {
    try {
      const entries = await opendir(join(root, municipalityCode), { recursive: true })
      for await (const entry of entries) {
        if (!entry.isFile()) continue
        const path = join(entry.parentPath, entry.name)
        const found = await stat(path).catch(() => undefined)
        if (found) yield { key: relative(root, path).replaceAll('\\', '/'), changedAt: found.mtime }
      }
    } catch (error) {
      if (!isMissing(error)) throw faultOf(error)
    }
  }

  return { put, read, remove, list }
}

async function written(path: string, source: Source) {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const part of source.read()) await writtenWhole(file, part)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writtenWhole(file: FileHandle, part: Uint8Array) {
  for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten
}

/** Brings the names of a folder to the disk, where the system can. */
async function synced(folder: string) {
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
