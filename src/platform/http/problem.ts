import type { ErrorObject } from 'ajv'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import {
  Conflict,
  DomainError,
  Forbidden,
  Invalid,
  Malformed,
  NotFound,
  type Rule,
  ruleNamed,
  Stale,
  TooLarge,
  toldIn,
  Unauthenticated,
  Unavailable,
  VersionRequired,
  type Violation,
  violationIn,
  wordsIn
} from '../../base/errors.ts'
import type { Language, Text } from '../../base/language.ts'
import { isUnreachable } from '../database/unreachable.ts'
import { type DatabaseError, databaseErrorIn } from './failures.ts'
import { answeringIn } from './language.ts'
import { violationsOf } from './violations.ts'

/** The only place that gives an error its status. Answers are RFC 9457's `application/problem+json`. */

export type Problem = {
  status: number
  rule: string
  detail?: Text
  violations?: Violation[]
  extra?: Record<string, unknown>
  headers?: Record<string, string>
}

/** For what only HTTP knows: 405, 406, 413, 415, 429, 503. */
export class HttpProblem extends DomainError {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(
    status: number,
    rule: Rule,
    detail: Text,
    headers: Record<string, string> = {},
    extra: Record<string, unknown> = {}
  ) {
    super(rule, detail, [], extra)
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

export const nothingHere: Text = {
  en: 'There is nothing at this address.',
  sv: 'Det finns ingenting på den här adressen.'
}

export const addressNotEncoded: Text = {
  en: 'The address is not encoded as UTF-8 with %XX.',
  sv: 'Adressen är inte kodad som UTF-8 med %XX.'
}

/** Fastify's own errors, by status: the rule, and what to say. Its messages quote what was sent, so ours are used. */
const FRAMEWORK: Record<number, [rule: string, detail: Text]> = {
  400: ['malformed', { en: 'The request cannot be read.', sv: 'Anropet kan inte läsas.' }],
  404: ['not-found', nothingHere],
  408: [
    'request-timeout',
    { en: 'The request took too long to arrive.', sv: 'Anropet tog för lång tid på sig att komma fram.' }
  ],
  413: [
    'body-too-large',
    { en: 'The body is larger than this operation takes.', sv: 'Innehållet är större än vad anropet tar emot.' }
  ],
  414: [
    'address-too-long',
    { en: 'The address, or a part of it, is too long.', sv: 'Adressen, eller en del av den, är för lång.' }
  ],
  415: [
    'media-type-not-supported',
    {
      en: 'This operation does not take a body of this media type.',
      sv: 'Anropet tar inte emot innehåll av den här typen.'
    }
  ],
  431: ['headers-too-large', { en: 'The headers are too large.', sv: 'Huvudena är för stora.' }]
}

/** The problem that an error is answered with, also an unexpected error. */
export function problemOf(error: Error): Problem {
  if (error instanceof HttpProblem) {
    const { status, rule, detail, violations, extra, headers } = error
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
    const violations = [
      {
        field: 'Content-Encoding',
        message: 'does not tell how the body is packed',
        sv: 'säger inte hur innehållet är packat'
      }
    ]
    return {
      status: 400,
      rule: 'malformed',
      detail: {
        en: 'The body is not packed as Content-Encoding says.',
        sv: 'Innehållet är inte packat så som Content-Encoding säger.'
      },
      violations
    }
  }
  if (code.startsWith('FST_ERR_BAD_URL')) {
    return {
      status: 400,
      rule: 'address-malformed',
      detail: addressNotEncoded
    }
  }
  if (code.startsWith('FST_') && statusCode in FRAMEWORK) {
    const [rule, detail] = FRAMEWORK[statusCode]!
    return { status: statusCode, rule, detail }
  }
  if (statusCode === 400) return { status: 400, rule: 'malformed', detail: FRAMEWORK[400]![1] }
  return unavailable(error) ?? { status: 500, rule: 'internal-error' }
}

/** An error of the domain, also where a query wraps it that did not get a connection. */
function domainErrorIn(error: Error): DomainError | undefined {
  return [error, error.cause].find(each => each instanceof DomainError)
}

function domainProblem(error: DomainError): Problem {
  const { rule, message, detail, violations, extra, retryAfter } = error
  const [, status = 422] = [...STATUS].find(([kind]) => error instanceof (kind as typeof DomainError)) ?? []
  const headers: Record<string, string> = {}
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  // RFC 6750, section 3: who has sent no credentials is told of no error.
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="partnerskap"'
  if (rule === 'credentials-not-valid') {
    headers['www-authenticate'] =
      `Bearer realm="partnerskap", error="invalid_token", error_description="${message.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')}"`
  }
  if (rule === 'scope-missing') headers['www-authenticate'] = 'Bearer realm="partnerskap", error="insufficient_scope"'
  return { status, rule, detail, violations, extra, headers }
}

/** The first violation, and how many more there are. */
export function summary(violations: Violation[]): Text {
  const [first] = violations
  if (!first) return { en: 'The request is not valid.', sv: 'Anropet är inte giltigt.' }
  const { field, message, sv } = first
  const moreCount = violations.length - 1
  return {
    en: `${field || 'The body'} ${message}${moreCount > 0 ? ` (and ${moreCount} more)` : ''}.`,
    sv: `${field || 'Innehållet'} ${sv}${moreCount > 0 ? ` (och ${moreCount} till)` : ''}.`
  }
}

/** The document of a problem. `base` is the scheme and host that its type is found at; `instance` this occurrence. */
export const problemDocument = (problem: Problem, base: string, language: Language, instance?: string) =>
  JSON.stringify(problemMembers(problem, base, language, instance))

const unexpected: Text = {
  en: 'Something went wrong here. It has been noted; say the request id when you ask about it.',
  sv: 'Något gick fel här. Felet är noterat; uppge anropets id om du frågar om det.'
}

/** The members of the document: what people read is in the language, and everything else the same in all. */
export function problemMembers(problem: Problem, base: string, language: Language, instance?: string) {
  const { status, rule, detail = unexpected, violations, extra } = problem
  return {
    ...toldIn(extra, language),
    type: `${base}/problems/${rule}`,
    title: wordsIn(ruleNamed(rule), language).title,
    status,
    detail: detail[language],
    instance,
    ...(violations && violations.length > 0 && { violations: violations.map(each => violationIn(each, language)) })
  }
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
    .send(problemDocument(problem, base, answeringIn(request, reply), `${referenceOf(path!)}#${request.id}`))
}

/** PostgreSQL's errors as problems. Of an error only its code, constraint and column are ever told, never a value. */

const RETRY = { 'retry-after': '1' }
const LATER = { 'retry-after': '5' }

/** What is answered for an error of PostgreSQL, by its SQLSTATE. */
export function databaseProblem({ code, constraint, detail }: DatabaseError): Problem {
  const named = constraint?.replaceAll('_', '-')
  switch (code) {
    case '23505':
    case '23P01':
      return {
        status: 409,
        rule: named ?? 'already-exists',
        detail: { en: `This exists already (${constraint}).`, sv: `Det finns redan (${constraint}).` },
        violations: violationOf(detail, { en: 'is taken already', sv: 'är redan upptaget' })
      }
    case '23503':
      return {
        status: 422,
        rule: 'reference-not-found',
        detail: {
          en: `The request refers to something that is not there (${constraint}).`,
          sv: `Anropet hänvisar till något som inte finns (${constraint}).`
        },
        violations: violationOf(detail, {
          en: 'is of nothing that this municipality has',
          sv: 'hör inte till något som kommunen har'
        })
      }
    case '23502':
    case '23514':
      return {
        status: 422,
        rule: named ?? 'value-not-allowed',
        detail: { en: 'A value breaks a rule of the register.', sv: 'Ett värde bryter mot en regel i registret.' }
      }
    case '40001':
    case '40P01':
      return {
        status: 503,
        rule: 'try-again',
        detail: { en: 'Somebody else was changing the same thing.', sv: 'Någon annan ändrade samma sak.' },
        headers: RETRY
      }
    case '55P03':
      return {
        status: 503,
        rule: 'locked',
        detail: {
          en: 'Somebody else is working on the same records, and did not end in time. Nothing was done.',
          sv: 'Någon annan arbetar med samma poster och blev inte klar i tid. Ingenting gjordes.'
        },
        headers: RETRY
      }
    // Stopped by the limit of a statement, or of a transaction that did nothing.
    case '57014':
    case '25P03':
      return {
        status: 503,
        rule: 'took-too-long',
        detail: { en: 'This took too long and was stopped.', sv: 'Det tog för lång tid och avbröts.' },
        headers: LATER
      }
    case '54000':
      return notStorable
  }
  if (code.startsWith('22')) return notStorable
  // No connections left, shutting down or starting, connection lost, read-only after a failover, out of resources.
  if (/^(08|53|57P|25006)/.test(code)) return databaseAway
  return { status: 500, rule: 'internal-error' }
}

/** The field is the last column of the key, as it follows on the municipality and is what tells the rows apart.
 * `detail` is in the server's language: `Key (municipality_code, body_id)=(0136, …) is not present in table "bodies".` */
function violationOf(detail: string | undefined, { en: message, sv }: Text): Violation[] {
  const [, column] = /\((?:[a-z_]+, )*([a-z_]+)\)=\(/.exec(detail ?? '') ?? []
  if (column === undefined || column === 'id') return []
  return [{ field: `/${column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`, message, sv }]
}

const notStorable: Problem = {
  status: 400,
  rule: 'value-not-storable',
  detail: {
    en: 'A value is out of range or of a form that cannot be stored.',
    sv: 'Ett värde är för stort, för litet eller har en form som inte kan sparas.'
  }
}

export const databaseAway: Problem = {
  status: 503,
  rule: 'database-unavailable',
  detail: { en: 'The database does not answer just now.', sv: 'Databasen svarar inte just nu.' },
  headers: LATER
}

/** The answer where the database cannot be reached. */
export const unavailable = (error: Error): Problem | undefined => (isUnreachable(error) ? databaseAway : undefined)
