import { hash } from 'node:crypto'
import fp from 'fastify-plugin'

/**
 * Every representation answered carries a strong ETag: its version, and a digest of the bytes (a name that the
 * representation borrows from another record may change without its version). If-Match compares versions,
 * If-None-Match the whole tag.
 */
export const etags = fp(async app => {
  app.decorateRequest('answeredVersion', undefined)
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    request.answeredVersion = (payload as { version?: number } | null)?.version
    done(null, payload)
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const isWhole = typeof payload === 'string' || payload instanceof Uint8Array
    if (!isWhole || reply.statusCode >= 300 || reply.hasHeader('etag')) return done(null, payload)
    const tag = etagOf(request.answeredVersion, payload)
    reply.header('etag', tag)
    const asking = request.method === 'GET' || request.method === 'HEAD'
    if (asking && matchesTag(request.headers['if-none-match'], tag)) {
      reply.code(304).removeHeader('content-type').removeHeader('content-length')
      return done(null, '')
    }
    done(null, payload)
  })
})

declare module 'fastify' {
  interface FastifyRequest {
    answeredVersion: number | undefined
  }
}

/** Strong entity tag of a body and the version it shows. */
export function etagOf(version: number | undefined, body: string | Uint8Array): string {
  const digest = hash('sha1', body, 'base64url').slice(0, 12)
  return version === undefined ? `"${digest}"` : `"${version}-${digest}"`
}

/** A packed representation is another one, and has a strong tag of its own (RFC 9110, 8.8.3.3): `"3-Zk0r2mYq1bXw-br"`. */
export function tagOfEncoding(tag: string, encoding: string): string {
  return tag.replace(/"$/, `-${encoding}"`)
}

/** The tag of the representation before it was packed. */
export const unpacked = (tag: string) => tag.trim().replace(/-(br|gzip)"$/, '"')

/** Whether If-None-Match names the tag, weakly compared, of any content encoding; `*` matches every tag. */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some(each => unpacked(each).replace(/^W\//, '') === tag)
}
