import { gunzip } from 'node:zlib'
import { type ReadLimits, tooLarge, unreadable, usualLimits } from './limits.ts'

export type SentFile = { bytes: Uint8Array; contentType: string }

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * The file as it was before it was packed with gzip; one that is not packed, as it is. Unpacked beside the event loop.
 * @throws Malformed (`import-file`: damaged, cut off, packed twice), TooLarge (`import-file-too-large`)
 */
export async function unpacked(file: SentFile, { unpackedBytes }: ReadLimits = usualLimits): Promise<SentFile> {
  if (!isGzip(file.bytes)) return file
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    gunzip(file.bytes, { maxOutputLength: unpackedBytes }, (error, result) => {
      if (!error) resolve(result)
      else if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE')
        reject(unreadable('is packed with gzip, and damaged or cut off'))
      else
        reject(
          tooLarge(`The file is larger than ${unpackedBytes} bytes when it is unpacked (IMPORT_MAX_UNPACKED_BYTES).`)
        )
    })
  })
  if (isGzip(bytes)) throw unreadable('is packed with gzip twice; pack it once')
  // A type of what is packed says nothing of what is in it.
  const isOfPacking = /gzip|octet-stream/i.test(file.contentType)
  return { bytes, contentType: isOfPacking ? 'application/octet-stream' : file.contentType }
}
