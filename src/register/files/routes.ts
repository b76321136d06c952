import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { Conflict, NotFound, TooLarge } from '../../base/errors.ts'
import { FILE_TYPES } from '../../config.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { fileKinds } from '../../platform/files/media-types.ts'
import { problems as keeping } from '../../platform/files/problems.ts'
import { type FileStore, keyOf, storageFault } from '../../platform/files/store.ts'
import type { App } from '../../platform/http/app.ts'
import { demandScope } from '../../platform/http/authentication.ts'
import { sendParts, sent } from '../../platform/http/csv.ts'
import { matchesTag } from '../../platform/http/etag.ts'
import { takeFiles } from '../../platform/http/files.ts'
import { baseOf } from '../../platform/http/problems.ts'
import { ById, OfMunicipality, ref, Strict } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { withdrawFile } from './actions.ts'
import { isSigned, signFile } from './addresses.ts'
import { removeAtOnce } from './clearing.ts'
import { problems } from './problems.ts'
import { isOfConfidential } from './queries.ts'
import { type Receiving, receiveFile } from './receive.ts'
import { FileAddress, FileQuery, type FileRow, file } from './record.ts'

const tags = ['files']
const kind = { ...file, withdraw: withdrawFile }

type Options = Receiving & {
  maxBytes: number
  spoolFolder: string
  /** Milliseconds after which a download is given up whose client reads nothing. */
  stallMs: number
  /** For how long a signed address holds. */
  addressMinutes: number
  publicUrl: string | undefined
}

/** `/files`. */
export async function fileRoutes(app: App, { prefix: _, ...options }: Options & { prefix?: string }) {
  app.register(receivingRoutes, options)
  collectionRoutes(app, kind)
  app.register(async inner => {
    removeAtOnce(inner as App, options.store)
    recordRoutes(inner as App, kind)
  })
  app.register(contentRoutes, options)
}

const binary = { schema: { type: 'string', format: 'binary' } }
const form = { schema: { type: 'object' } }

/** A file is taken as the bytes it is. */
async function receivingRoutes(app: App, { maxBytes, spoolFolder, ...receiving }: Options) {
  const tooLarge = () =>
    new TooLarge(
      keeping['file-too-large'],
      { en: `A file may hold ${maxBytes} bytes at most.`, sv: `En fil får ha högst ${maxBytes} byte.` },
      [],
      { maxBytes }
    )
  const types = FILE_TYPES.map(name => fileKinds[name].mediaType)
  takeFiles(app, { types, maxBytes, folder: spoolFolder, tooLarge })
  app.post(
    '',
    {
      bodyLimit: maxBytes,
      config: {
        scope: 'files:write',
        content: {
          request: { 'application/octet-stream': binary, 'multipart/form-data': form }
        }
      },
      schema: {
        operationId: 'createKeptFile',
        tags,
        summary: 'Keep a file',
        description:
          'Its bytes with their own Content-Type, or a form. Type, name and bytes must agree: docs/files.md.',
        params: OfMunicipality,
        querystring: FileQuery,
        response: { 201: ref(file.schemas.One) }
      }
    },
    (request, reply) => receiveFile(request, reply, { ...request.params, query: request.query }, receiving)
  )
}

const SignedQuery = Strict({
  expires: Type.Integer({
    minimum: 0,
    maximum: 99_999_999_999,
    description: 'Seconds since 1970',
    example: 1_893_456_000
  }),
  signature: Type.String({ pattern: '^[\\w-]{43}$', description: 'As it was given', example: 'A'.repeat(43) })
})
type SignedQuery = Static<typeof SignedQuery>

async function contentRoutes(app: App, { store, stallMs, addressMinutes, publicUrl }: Options) {
  const content = { response: { 'application/octet-stream': binary } }
  const sending = { store, stallMs }

  app.get(
    '/:id/content',
    {
      compress: false,
      config: { scope: 'files:read', asKept: true, content, problems: [409] },
      schema: {
        operationId: 'getKeptFileContent',
        tags,
        summary: 'Fetch a file',
        description:
          'Its bytes, with their own Content-Type. Of a confidential organisation also `personal-data:read` is demanded.',
        params: ById
      }
    },
    async (request, reply) => {
      const row = await shownTo(app.database, request)
      return await sendContent(request, reply, row, sending)
    }
  )

  app.post(
    '/:id/address',
    {
      config: { scope: 'files:read', problems: [409] },
      schema: {
        operationId: 'signKeptFile',
        tags,
        summary: 'Make a short-lived address of a file',
        description: 'Anybody fetches the file there, for FILE_ADDRESS_MINUTES.',
        params: ById,
        response: { 200: ref(FileAddress) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const row = await shownTo(tx, request)
        const signed = await signFile(tx, request.actor, row, addressMinutes)
        const asked = new URLSearchParams({ expires: String(signed.expires), signature: signed.signature })
        const path = request.url.split('?')[0]!.replace(/address$/, 'signed-content')
        const expiresAt = new Date(signed.expires * 1000).toISOString()
        return { url: `${baseOf(app, publicUrl)}${path}?${asked}`, expiresAt }
      })
  )

  app.get(
    '/:id/signed-content',
    {
      compress: false,
      config: { scope: 'public', asKept: true },
      // What signKeptFile answers is asked for as it is.
      schema: {
        hide: true,
        params: ById,
        querystring: SignedQuery
      }
    },
    async (request, reply) => {
      const row = await signedRow(app, request.params, request.query)
      return await sendContent(request, reply, row, sending)
    }
  )
}

/** The file, where its bytes are shown to the caller. @throws NotFound, Conflict `file-gone`, Forbidden */
async function shownTo(db: Connection, { params, actor }: FastifyRequest): Promise<FileRow> {
  const row = await file.find(db, params as Ref)
  if (row.withdrawnAt) {
    throw new Conflict(problems['file-withdrawn'], {
      en: 'The file was withdrawn: its bytes are erased.',
      sv: 'Filen är tillbakadragen: innehållet är raderat.'
    })
  }
  if (await isOfConfidential(db, row)) demandScope(actor, 'personal-data:read')
  return row
}

/** Whatever is wrong with the address is answered alike. @throws NotFound */
async function signedRow({ database }: App, params: Static<typeof ById>, signed: SignedQuery): Promise<FileRow> {
  const isHeld = await isSigned(database, params, signed)
  const row = isHeld ? await file.find(database, params) : undefined
  if (!row || row.withdrawnAt) throw new NotFound('address', params.id)
  return row
}

type Sending = { store: FileStore; stallMs: number }

/** Answers the bytes as the client reads them. A browser keeps them as a file, and shows or runs nothing of them. */
async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  row: FileRow,
  { store, stallMs }: Sending
): Promise<never> {
  const { name, mediaType, byteCount, checksum } = row
  const tag = `"${checksum}"`
  reply.header('etag', tag).header('content-security-policy', "default-src 'none'; sandbox")
  if (matchesTag(request.headers['if-none-match'], tag)) return sent(reply.code(304))
  reply.type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType)
  reply.header('content-length', byteCount).header('content-disposition', attached(name))
  // An empty text would be counted.
  if (request.method === 'HEAD') return sendParts(reply, [])
  const bytes = await store.read(keyOf(row))
  if (!bytes) throw storageFault('missing')
  reply.raw.once('close', () => bytes.destroy())
  reply.raw.setTimeout(stallMs, () => {
    request.log.warn({ stallMs }, 'a download was given up: its client has stopped reading')
    reply.raw.destroy()
  })
  return sent(reply, bytes)
}

/** The name in ASCII, and as it is (RFC 6266, RFC 8187). */
function attached(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\%]/g, '_')
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
