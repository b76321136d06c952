import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { type FileStore, keyOf } from '../../platform/files/store.ts'
import { trueType } from '../../platform/files/true-type.ts'
import { underCondition } from '../../platform/http/preconditions.ts'
import type { Source } from '../../platform/http/spool.ts'
import { create } from '../../platform/http/write.ts'
import { createFile, newId } from './actions.ts'
import { problems } from './problems.ts'
import type { FileQuery } from './record.ts'

export type Receiving = {
  store: FileStore
  /** Words of FILE_TYPES. */
  types: readonly string[]
  /** @throws Invalid `file-infected`, Unavailable */
  scan: (source: Source) => Promise<void>
}

type Sent = { municipalityCode: string; query: FileQuery }

/**
 * Keeps the file that was sent: it is judged, scanned, put into the storage, and then registered. So no row is without bytes; bytes
 * without a row, of a request that was answered before or that failed, are taken out again, at once or by the job of the night.
 */
export async function receiveFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { municipalityCode, query }: Sent,
  { store, types, scan }: Receiving
) {
  await refuseStale(request)
  const source = request.sentFile
  const name = (query.name ?? request.sentFileName ?? '').normalize('NFC')
  refuseName(name)
  if (!source || source.size === 0) throw notNamed('body', { message: 'is empty', sv: 'är tom' })
  const contentType = request.headers['content-type'] ?? ''
  const { mediaType } = await trueType({ name, contentType, source }, types)
  await scan(source)
  const checksum = await checksumOf(source)
  const id = await newId(request.server.database)
  const key = keyOf({ municipalityCode, id })
  await store.put(key, source, checksum)
  const { organisationId = null } = query
  const kept = { municipalityCode, id, name, mediaType, byteCount: source.size, checksum, organisationId }
  // Once it is inserted only the database knows whether it was committed.
  let mayBeRegistered = false
  try {
    return await create(request, reply, async tx => {
      mayBeRegistered = false
      const row = await createFile(tx, request.actor, kept)
      mayBeRegistered = true
      return row
    })
  } finally {
    if (!mayBeRegistered) {
      await store
        .remove(key)
        .catch(err => request.log.warn({ err }, 'an object without a file was left in the storage'))
    }
  }
}

/** A tag that cannot match is refused before the file is judged. @throws Stale, Malformed */
async function refuseStale(request: FastifyRequest): Promise<void> {
  if (request.headers['if-match'] === undefined) return
  await request.server.database.transaction(tx => underCondition(tx, request, async () => {}))
}

/** @throws Invalid `file-not-named` */
function refuseName(name: string): void {
  if (name === '') {
    throw notNamed('name', {
      message: 'is required, where no form tells the name of the file',
      sv: 'måste anges, när inget formulär anger filens namn'
    })
  }
  if (/[/\\]/.test(name))
    throw notNamed('name', { message: 'must not hold slashes', sv: 'får inte innehålla snedstreck' })
}

function notNamed(field: string, told: Message): Invalid {
  const detail = { en: 'The file has no name, or no bytes.', sv: 'Filen har inget namn, eller inget innehåll.' }
  return new Invalid(problems['file-not-named'], detail, [{ field, ...told }])
}

/** SHA-256 in hexadecimal; other requests go on between the parts. */
async function checksumOf(source: Source): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of source.read()) {
    hash.update(part)
    await setImmediate()
  }
  return hash.digest('hex')
}
