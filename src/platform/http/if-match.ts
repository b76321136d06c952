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
    throw new VersionRequired(
      problems['version-required'],
      {
        en: 'Send If-Match with the ETag that you last read.',
        sv: 'Skicka If-Match med den ETag som du senast läste.'
      },
      [{ field: 'If-Match', message: 'is required', sv: 'måste anges' }]
    )
  }
  if (header.trim() === '*') return 'any'
  return header.split(',').map(tag => {
    const [, version] = /^\s*"(\d{1,9})(?:-[\w-]*)?"\s*$/.exec(tag) ?? []
    if (version) return Number(version)
    throw new Malformed(
      problems['header-not-valid'],
      {
        en: 'If-Match is a list of strong ETags as this service gives them.',
        sv: 'If-Match är en lista av starka ETag, så som tjänsten ger dem.'
      },
      [
        {
          field: 'If-Match',
          message: `must be a strong ETag such as "3-Zk0r2mYq1bXw", not ${tag.trim().slice(0, 80)}`,
          sv: `måste vara en stark ETag som "3-Zk0r2mYq1bXw", inte ${tag.trim().slice(0, 80)}`
        }
      ]
    )
  })
}

/**
 * Holds If-Match against the whole of a representation: where it is of more than one record, its version alone does not
 * tell whether it has changed. `bodies`: the representation in each language. @throws VersionRequired, Malformed, Stale
 */
export function checkTag(request: FastifyRequest, version: number, bodies: string[]): void {
  const expected = ifMatch(request)
  const tags = request.headers['if-match']!.split(',').map(unpacked)
  if (tags.includes(`"${version}"`) || bodies.some(body => tags.includes(etagOf(version, body)))) return
  checkVersion(expected === 'any' ? expected : [], version)
}

/** @throws Stale when somebody changed the record since. */
export function checkVersion(expected: Expected, version: number): void {
  if (expected === 'any' || expected.includes(version)) return
  const detail = {
    en: 'Somebody has changed this since you read it: read it again.',
    sv: 'Någon har ändrat det här sedan du läste det: läs det igen.'
  }
  throw new Stale(problems['version-stale'], detail, [], { version })
}
