import type { FastifyRequest } from 'fastify'
import { Malformed, Stale, VersionRequired } from '../../base/errors.ts'
import { etagOf, unpacked } from './etag.ts'
import { problems } from './problem-rules.ts'

/** The versions that the caller says it has read, or any. */
export type Expected = number[] | 'any'

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
