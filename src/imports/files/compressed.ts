import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { DomainError } from '../../base/errors.ts'
import { type Source, type Spooled, spool } from '../../platform/http/spool.ts'
import { headOf } from './format.ts'
import { type ReadLimits, tooLargeUnpacked, unreadable, usualLimits } from './limits.ts'

/** `source`: the file's bytes, in memory or spooled. */
export type SentFile = { source: Source; contentType: string }
/** A file as it was before it was packed; whoever has it lets go of it. */
export type UnpackedFile = { source: Spooled; contentType: string }

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * The file as it was before it was packed with gzip; one that is not packed, as it is. Unpacked part by part, beside the event loop.
 * @throws Malformed (`import-file`: damaged, cut off, packed twice), TooLarge (`import-file-too-large`)
 */
export async function unpacked(
  { source, contentType }: SentFile,
  { unpackedBytes, spoolFolder }: ReadLimits = usualLimits
): Promise<UnpackedFile> {
  if (!isGzip(await headOf(source))) return { source: { ...source, close: async () => {} }, contentType }

  const plain = await spool(gunzipped(source), {
    folder: spoolFolder,
    most: unpackedBytes,
    tooLarge: () => tooLargeUnpacked(unpackedBytes)
  })
  if (isGzip(await headOf(plain))) {
    await plain.close()
    throw unreadable('is packed with gzip twice; pack it once', 'är packad med gzip två gånger; packa den en gång')
  }
  // A type of what is packed says nothing of what is in it.
  const isOfPacking = /gzip|octet-stream/i.test(contentType)
  return { source: plain, contentType: isOfPacking ? 'application/octet-stream' : contentType }
}

async function* gunzipped(source: Source): AsyncGenerator<Uint8Array> {
  // What fails in one of them fails the other, and is met by whoever reads.
  const plain = pipeline(Readable.from(source.read()), createGunzip(), () => {})
  try {
    yield* plain
  } catch (error) {
    throw error instanceof DomainError
      ? error
      : unreadable('is packed with gzip, and damaged or cut off', 'är packad med gzip, och skadad eller avklippt')
  }
}
