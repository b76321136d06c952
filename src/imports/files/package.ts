import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, fromFdPromise, type ZipFile } from 'yauzl'
import { DomainError } from '../../base/errors.ts'
import { MOST_ENTRIES, type ReadLimits, tooLarge, tooLargeUnpacked, unreadable } from './limits.ts'

/** The files within a zip, each read as a stream and held to what it says of itself. */
export class Package {
  readonly #zip: ZipFile
  /** By name in lower case: writers differ in it, and readers do not mind. */
  readonly #entries: Map<string, Entry>

  constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  get names(): string[] {
    return [...this.#entries.values()].map(({ fileName }) => fileName)
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  /** Unpacks a file of the package. @throws Malformed: no such file, broken, or another size or checksum than it says */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name.toLowerCase())
    if (!entry) throw unreadable(`is damaged: it lacks ${name}`, `är skadad: den saknar ${name}`)
    let sum = 0
    try {
      // yauzl ends the stream where there is more in it than the entry says.
      for await (const part of await this.#zip.openReadStreamPromise(entry)) {
        sum = crc32(part, sum)
        yield part
      }
    } catch (error) {
      throw error instanceof DomainError
        ? error
        : unreadable(`is damaged: ${name} cannot be unpacked`, `är skadad: ${name} kan inte packas upp`)
    }
    if (sum !== entry.crc32)
      throw unreadable(
        `is damaged: ${name} is not what it was when it was packed`,
        `är skadad: ${name} är inte vad det var när det packades`
      )
  }
}

/**
 * Opens a zip: its bytes, or the number of the file that they are in. Nothing is unpacked yet; what it says of its sizes is held against the limits, and later against what comes.
 * @throws Malformed: no zip, cut off, protected by a password; TooLarge
 */
export async function openPackage(file: Uint8Array | number, { unpackedBytes }: ReadLimits): Promise<Package> {
  const entries = new Map<string, Entry>()
  let size = 0
  try {
    const options = { lazyEntries: true, autoClose: false }
    const zip =
      typeof file === 'number'
        ? await fromFdPromise(file, options)
        : await fromBufferPromise(Buffer.from(file.buffer, file.byteOffset, file.byteLength), options)
    if (zip.entryCount > MOST_ENTRIES)
      throw tooLarge({
        en: `The file holds more than ${MOST_ENTRIES} files.`,
        sv: `Filen innehåller fler än ${MOST_ENTRIES} filer.`
      })
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted())
        throw unreadable('is protected by a password; save it without one', 'är skyddad med lösenord; spara den utan')
      size += entry.uncompressedSize
      if (size > unpackedBytes) {
        throw tooLargeUnpacked(unpackedBytes)
      }
      entries.set(entry.fileName.toLowerCase(), entry)
    }
    return new Package(zip, entries)
  } catch (error) {
    throw error instanceof DomainError
      ? error
      : unreadable(
          'is a workbook, or another zip file, that is damaged or cut off',
          'är en arbetsbok, eller en annan zip-fil, som är skadad eller avklippt'
        )
  }
}
