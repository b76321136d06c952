import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Malformed, Stale, VersionRequired } from '../../base/errors.ts'
import { problems } from './problem-rules.ts'

/** The versions that the caller says it has read, or any. */
export type Expected = number[] | 'any'

/**
 * Every representation answered carries a strong ETag: its version, and a digest of the bytes (a name that the
 * representation borrows from another record may change without its version). If-Match compares versions,
 * If-None-Match the whole tag.
 */
export const etags = fp(async app => {
  app.decorateRequest('answeredVersion', undefined)
  app.addHook('preSerialization', async (request, _reply, payload) => {
    request.answeredVersion = (payload as { version?: number } | null)?.version
    return payload
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || reply.statusCode >= 300 || reply.hasHeader('etag')) return payload
    const tag = etagOf(request.answeredVersion, payload)
    reply.header('etag', tag)
    const asking = request.method === 'GET' || request.method === 'HEAD'
    if (asking && matchesTag(request.headers['if-none-match'], tag)) {
      reply.code(304).removeHeader('content-type').removeHeader('content-length')
      return ''
    }
    return payload
  })
})

declare module 'fastify' {
  interface FastifyRequest {
    answeredVersion: number | undefined
  }
}

/** Strong entity tag of a body and the version it shows. */
export function etagOf(version: number | undefined, body: string): string {
  const digest = createHash('sha1').update(body).digest('base64url').slice(0, 12)
  return version === undefined ? `"${digest}"` : `"${version}-${digest}"`
}

/** A packed representation is another one, and has a strong tag of its own (RFC 9110, 8.8.3.3): `"3-Zk0r2mYq1bXw-br"`. */
export function tagOfEncoding(tag: string, encoding: string): string {
  return tag.replace(/"$/, `-${encoding}"`)
}

/** The tag of the representation before it was packed. */
const unpacked = (tag: string) => tag.trim().replace(/-(br|gzip)"$/, '"')

/** Whether If-None-Match names the tag, weakly compared, in whatever encoding it was had; `*` names them all. */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some(each => unpacked(each).replace(/^W\//, '') === tag)
}

/** What If-Match says. @throws VersionRequired without it, Malformed when it is not a list of strong tags. */
export function ifMatch(request: FastifyRequest): Expected {
  const header = request.headers['if-match']
  if (!header) {
    throw new VersionRequired(problems['version-required'], 'Send If-Match with the ETag that you last read.', [
      { field: 'If-Match', message: 'is required' }
    ])
  }
  if (header.trim() === '*') return 'any'
  return header.split(',').map(tag => {
    const [, version] = /^\s*"(\d{1,9})(?:-[\w-]*)?"\s*$/.exec(tag) ?? []
    if (version) return Number(version)
    throw new Malformed(
      problems['header-not-valid'],
      'If-Match is a list of strong ETags as this service gives them.',
      [{ field: 'If-Match', message: `must be a strong ETag such as "3-Zk0r2mYq1bXw", not ${tag.trim().slice(0, 80)}` }]
    )
  })
}

/**
 * Holds If-Match against the whole of a representation: where it is of more than one record, its version alone does not
 * tell whether it has changed. @throws VersionRequired, Malformed, Stale
 */
export function checkTag(request: FastifyRequest, version: number, body: string): void {
  const expected = ifMatch(request)
  const tags = request.headers['if-match']!.split(',').map(unpacked)
  if (tags.includes(etagOf(version, body)) || tags.includes(`"${version}"`)) return
  checkVersion(expected === 'any' ? expected : [], version)
}

/** @throws Stale when somebody changed the record since. */
export function checkVersion(expected: Expected, version: number): void {
  if (expected === 'any' || expected.includes(version)) return
  throw new Stale(problems['version-stale'], 'Somebody has changed this since you read it: read it again.', [], {
    version
  })
}
