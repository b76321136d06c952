import type { Readable } from 'node:stream'
import { errorCodes, type FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { takeForm } from './forms.ts'
import { type Spooled, spool } from './spool.ts'

/** Operations whose body is a file: it is kept as the bytes it is, of any size, until the request has been answered. */

declare module 'fastify' {
  interface FastifyRequest {
    /** The file that was sent; let go of when the request is answered. */
    sentFile: Spooled | undefined
    /** Its name, where a form has told it; '' where the form names none. */
    sentFileName: string | undefined
  }
}

type Options = {
  types: string[]
  maxBytes: number
  folder: string
  /** What is answered where there is more; 413 without a figure unless told. */
  tooLarge?: () => Error
}

/**
 * Takes bodies of these types, and forms with one file, as `request.sentFile`; the body is the same.
 * Answers 413 where there is more than `maxBytes`, 503 where there is no room for it.
 */
export function takeFiles(app: App, { types, maxBytes, folder, ...rest }: Options) {
  const tooLarge = rest.tooLarge ?? (() => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
  const settings = { folder, most: maxBytes, tooLarge }
  const keep = (parts: AsyncIterable<Uint8Array>) => spool(parts, settings)
  app.decorateRequest('sentFile', undefined)
  app.decorateRequest('sentFileName', undefined)
  app.addContentTypeParser(types, (request: FastifyRequest, payload: Readable) => received(request, payload, keep))
  app.addContentTypeParser('multipart/form-data', (request: FastifyRequest, payload: Readable) =>
    received(request, payload, parts => takeForm(request, parts, keep))
  )
  app.addHook('onRoute', route => {
    if (route.method !== 'POST') return
    const { handler } = route
    // Also where nobody is there any more to be answered.
    route.handler = async function (request, reply) {
      try {
        return await handler.call(this, request, reply)
      } finally {
        await request.sentFile?.close()
      }
    }
  })
  // What is refused before it is handled.
  app.addHook('onResponse', async request => request.sentFile?.close())

  async function received(
    request: FastifyRequest,
    payload: Readable & { receivedEncodedLength?: number },
    take: (parts: AsyncIterable<Uint8Array>) => Promise<Spooled>
  ): Promise<Spooled> {
    const stated = Number(request.headers['content-length'])
    if (stated > maxBytes) throw tooLarge()
    let size = 0
    async function* parts() {
      // What is not read to its end is answered before the connection is closed.
      for await (const part of payload.iterator({ destroyOnReturn: false })) {
        size += part.length
        yield part as Uint8Array
      }
    }
    try {
      const file = await take(parts())
      request.sentFile = file
      const came = payload.receivedEncodedLength || size
      if (!Number.isNaN(stated) && came !== stated) throw new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH()
      return file
    } catch (error) {
      payload.resume()
      throw error instanceof Error && payload.errored === error ? Object.assign(error, { statusCode: 400 }) : error
    }
  }
}
