import type { ErrorObject } from 'ajv'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import {
  Conflict,
  DomainError,
  Forbidden,
  Invalid,
  Malformed,
  NotFound,
  Stale,
  TooLarge,
  Unauthenticated,
  Unavailable,
  VersionRequired,
  type Violation
} from '../errors.ts'
import { databaseErrorIn } from './logging.ts'
import { databaseProblem, unavailable } from './problem-database.ts'
import { titleOf } from './problem-rules.ts'
import { violationsOf } from './violations.ts'

/** The only place that gives an error its status. Answers are RFC 9457's `application/problem+json`. */

export type Problem = {
  status: number
  rule: string
  detail?: string
  violations?: Violation[]
  extra?: Record<string, unknown>
  headers?: Record<string, string>
}

/** For what only HTTP knows: 405, 406, 413, 415, 429, 503. */
export class HttpProblem extends DomainError {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(status: number, rule: string, detail: string, headers: Record<string, string> = {}) {
    super(rule, detail)
    this.status = status
    this.headers = headers
  }
}

const STATUS = new Map<unknown, number>([
  [Malformed, 400],
  [Unauthenticated, 401],
  [Forbidden, 403],
  [NotFound, 404],
  [Conflict, 409],
  [Stale, 412],
  [TooLarge, 413],
  [Invalid, 422],
  [VersionRequired, 428],
  [Unavailable, 503]
])

/** Fastify's own errors, by status: the rule, and what to say. Its messages quote what was sent, so ours are used. */
const FRAMEWORK: Record<number, [rule: string, detail: string]> = {
  400: ['malformed', 'The request cannot be read.'],
  404: ['not-found', 'There is nothing at this address.'],
  408: ['request-timeout', 'The request took too long to arrive.'],
  413: ['body-too-large', 'The body is larger than this operation takes.'],
  414: ['address-too-long', 'The address, or a part of it, is too long.'],
  415: ['media-type-not-supported', 'This operation does not take a body of this media type.'],
  431: ['headers-too-large', 'The headers are too large.']
}

/** What is answered for an error, whatever it is. */
export function problemOf(error: Error): Problem {
  if (error instanceof HttpProblem) {
    const { status, rule, message: detail, violations, extra, headers } = error
    return { status, rule, detail, violations, extra, headers }
  }
  const domain = domainErrorIn(error)
  if (domain) return domainProblem(domain)
  const { validation, validationContext = 'body', code = '', statusCode = 500 } = error as FastifyError
  if (validation) {
    const violations = violationsOf(validation as ErrorObject[], validationContext)
    return { status: 400, rule: 'validation', detail: summary(violations), violations }
  }
  const failure = databaseErrorIn(error)
  if (failure) return databaseProblem(failure)
  if (code === 'FST_CP_ERR_INVALID_CONTENT') {
    const violations = [{ field: 'Content-Encoding', message: 'does not tell how the body is packed' }]
    return { status: 400, rule: 'malformed', detail: 'The body is not packed as Content-Encoding says.', violations }
  }
  if (code.startsWith('FST_ERR_BAD_URL')) {
    return { status: 400, rule: 'address-malformed', detail: 'The address is not encoded as UTF-8 with %XX.' }
  }
  if (code.startsWith('FST_') && statusCode in FRAMEWORK) {
    const [rule, detail] = FRAMEWORK[statusCode]!
    return { status: statusCode, rule, detail }
  }
  if (statusCode === 400) return { status: 400, rule: 'malformed', detail: 'The request cannot be read.' }
  return unavailable(error) ?? { status: 500, rule: 'internal-error' }
}

/** An error of the domain, also where a query wraps it that did not get a connection. */
function domainErrorIn(error: Error): DomainError | undefined {
  return [error, error.cause].find(each => each instanceof DomainError)
}

function domainProblem(error: DomainError): Problem {
  const { rule, message: detail, violations, extra, retryAfter } = error
  const [, status = 422] = [...STATUS].find(([kind]) => error instanceof (kind as typeof DomainError)) ?? []
  const headers: Record<string, string> = {}
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  // RFC 6750, section 3: who has sent no credentials is told of no error.
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="partnerskap"'
  if (rule === 'credentials-not-valid') {
    headers['www-authenticate'] =
      `Bearer realm="partnerskap", error="invalid_token", error_description="${detail.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')}"`
  }
  if (rule === 'scope-missing') headers['www-authenticate'] = 'Bearer realm="partnerskap", error="insufficient_scope"'
  return { status, rule, detail, violations, extra, headers }
}

function summary(violations: Violation[]): string {
  const [first] = violations
  if (!first) return 'The request is not valid.'
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : ''
  return `${first.field || 'The body'} ${first.message}${more}.`
}

/** The document of a problem. `base` is the scheme and host that its type is found at; `instance` this occurrence. */
export function problemDocument({ status, rule, detail, violations, extra }: Problem, base: string, instance?: string) {
  return JSON.stringify({
    ...extra,
    type: `${base}/problems/${rule}`,
    title: titleOf(rule),
    status,
    detail: detail ?? 'Something went wrong here. It has been noted; say the request id when you ask about it.',
    instance,
    ...(violations && violations.length > 0 && { violations })
  })
}

/** The path as a URI reference (RFC 3986): what was sent may be none. What cannot stand in one is written as %XX. */
function referenceOf(path: string): string {
  const written = path.replaceAll(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@%/]/gi, found => encodeURIComponent(found))
  // Two slashes would begin a host.
  return written.replace(/^\/{2,}/, '/')
}

/** Answers with a problem, whatever the handler had begun to say. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem, base: string) {
  for (const name of ['etag', 'location', 'link', 'content-disposition', 'content-encoding', 'content-length']) {
    reply.removeHeader(name)
  }
  const path = request.url.split('?', 1)[0]
  reply.problemRule = problem.rule
  return reply
    .code(problem.status)
    .headers({ ...problem.headers, 'cache-control': 'no-store' })
    .type('application/problem+json')
    .send(problemDocument(problem, base, `${referenceOf(path!)}#${request.id}`))
}
