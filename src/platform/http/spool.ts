import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Unavailable } from '../../base/errors.ts'
import { problems } from './problem-rules.ts'

/** Bytes of any number that can be read again from their beginning, in slices of 64 kB. */
export type Source = {
  /** Bytes in all. */
  size: number
  read(): AsyncIterable<Uint8Array>
  /** The bytes, where they are in memory. */
  bytes?: Uint8Array
  /** Else the file that they are in. */
  fd?: number
}

/** A source that whoever has it lets go of. */
export type Spooled = Source & { close(): Promise<void> }

export type SpoolSettings = {
  /** Folder of what does not fit in memory. */
  folder: string
  /** Bytes at most. */
  most: number
  /** What is thrown where there is more. */
  tooLarge: () => Error
}

const SLICE = 65_536
/** So many bytes are kept in memory: nearly all bodies, so that they need no place to be written to. */
const IN_MEMORY = 1_048_576

/** The bytes as a source. */
const inMemory = (bytes: Uint8Array): Source => ({ size: bytes.length, bytes, read: () => slicesOf(bytes) })

/** The same of whoever may have either. */
export const sourceOf = (bytes: Uint8Array | Source): Source => (bytes instanceof Uint8Array ? inMemory(bytes) : bytes)

async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE)
}

/**
 * Keeps what comes until it is closed: in memory while it is small, else in a file. The file's name is taken away as soon as it is open,
 * so that nothing is left of it when the process ends, however it ends.
 * @throws what the parts throw, what `tooLarge` gives, Unavailable (`file-not-kept`) where the disk is full or cannot be written to
 */
export async function spool(parts: AsyncIterable<Uint8Array>, settings: SpoolSettings): Promise<Spooled> {
  const { folder, most, tooLarge } = settings
  let held: Uint8Array[] = []
  let size = 0
  let file: FileHandle | undefined
  try {
    for await (const part of parts) {
      size += part.length
      if (size > most) throw tooLarge()
      // The socket's buffers are used again.
      held.push(Buffer.from(part))
      if (size <= IN_MEMORY) continue
      file ??= await namelessFile(folder)
      await written(file, held)
      held = []
    }
  } catch (error) {
    await file?.close()
    throw error
  }
  return file ? sourceOfFile(file, size) : { ...inMemory(Buffer.concat(held)), close: async () => {} }
}

/** A file of this machine. @throws what the system says of its name */
export async function openSource(path: string): Promise<Spooled> {
  const file = await open(path)
  return sourceOfFile(file, (await file.stat()).size)
}

const sourceOfFile = (file: FileHandle, size: number): Spooled => ({
  size,
  fd: file.fd,
  read: () => slicesOfFile(file),
  close: () => file.close()
})

async function* slicesOfFile(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(SLICE), 0, SLICE, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function namelessFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `partnerskap-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    const file = await open(path, 'wx+', 0o600)
    await unlink(path)
    return file
  } catch (error) {
    throw notKept(error)
  }
}

async function written(file: FileHandle, parts: Uint8Array[]) {
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten
    }
  } catch (error) {
    throw notKept(error)
  }
}

function notKept(error: unknown): Unavailable {
  const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC'
  const problem = new Unavailable(
    problems['file-not-kept'],
    {
      en: `${isFull ? 'The disk is full' : 'The disk cannot be written to'}: the file could not be received. Nothing has changed.`,
      sv: `${isFull ? 'Disken är full' : 'Det går inte att skriva till disken'}: filen kunde inte tas emot. Ingenting har ändrats.`
    },
    60
  )
  return Object.assign(problem, { cause: error })
}
