import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { matchesTag, tagOfEncoding } from './etag.ts'
import { vary } from './vary.ts'

/**
 * A large text that never changes while the service runs: made and packed once, when somebody asks for it, on another
 * thread; after that it costs no more than its bytes.
 */
export function staticAnswer(make: () => string, type: string) {
  let text: string | undefined
  let tag = ''
  const packed = new Map<string, Promise<Buffer>>()

  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (text === undefined) {
      text = make()
      tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`
    }
    const encoding = encodingOf(request.headers['accept-encoding'])
    vary(reply, 'accept-encoding')
    if (matchesTag(request.headers['if-none-match'], tag)) {
      reply.header('etag', encoding ? tagOfEncoding(tag, encoding) : tag)
      return reply.code(304).send()
    }
    // Where it is packed, the tag is completed with the encoding (headers.ts).
    reply.header('etag', tag).type(type)
    if (!encoding) return reply.send(text)
    const body = packed.get(encoding) ?? pack(text, encoding)
    packed.set(encoding, body)
    return reply.header('content-encoding', encoding).send(await body)
  }
}

function pack(text: string, encoding: 'br' | 'gzip'): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(text)
  return promisify(brotliCompress)(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  })
}

/** The better of two encodings that the client takes; undefined for none. */
function encodingOf(header: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const taken = String(header ?? '')
    .toLowerCase()
    .split(',')
    .map(each => each.split(';').map(part => part.trim()))
    .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
    .map(([name]) => name)
  return taken.includes('br') ? 'br' : taken.includes('gzip') || taken.includes('*') ? 'gzip' : undefined
}
