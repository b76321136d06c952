import type { Readable } from 'node:stream'
import { Unavailable } from '../../base/errors.ts'
import type { Source } from '../http/spool.ts'
import { problems } from './problems.ts'

/** Where the bytes of files are kept. Objects are named by municipality and id; a name is used once. */

export type FileStore = {
  /** Keeps the bytes, whole or not at all. `checksum`: SHA-256 of them, in hexadecimal. @throws Unavailable */
  put(key: string, source: Source, checksum: string): Promise<void>
  /** The bytes, as they are asked for; undefined where there is no such object. @throws Unavailable */
  read(key: string): Promise<Readable | undefined>
  /** Takes the object away; nothing where there is none. @throws Unavailable */
  remove(key: string): Promise<void>
  /** All objects of a municipality, also what an upload that was cut off has left. @throws Unavailable */
  list(municipalityCode: string): AsyncIterable<{ key: string; changedAt: Date }>
}

/** `0136/0f/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60`: of a folder for each last byte of the id, none grows too large. */
export const keyOf = ({ municipalityCode, id }: { municipalityCode: string; id: string }) =>
  `${municipalityCode}/${id.slice(-2)}/${id}`

/** The id in the name of an object; undefined of what is no object but was left by an upload. */
export const idOf = (key: string) => /^\d{4}\/[0-9a-f]{2}\/([0-9a-f-]{36})$/.exec(key)?.[1]

const FULL = new Set(['ENOSPC', 'EDQUOT', 507])

/** `why`: the code of the system, or the status that was answered. */
export function storageFault(why: string | number | undefined, cause?: unknown): Unavailable {
  const isFull = FULL.has(why ?? '')
  const fault = new Unavailable(
    problems['file-storage-unavailable'],
    {
      en: isFull ? 'The storage of files is full.' : 'The storage of files does not answer as it should.',
      sv: isFull ? 'Fillagringen är full.' : 'Fillagringen svarar inte som den ska.'
    },
    60
  )
  return Object.assign(fault, { cause: cause ?? new Error(`the storage answered ${why}`) })
}
