import { ruleNamed } from '../../base/errors.ts'
import { exampleBase } from './openapi-info.ts'

/** The problems that an operation can answer with, and how they are documented. */

export const Problem = {
  type: 'object',
  description: 'What went wrong (RFC 9457)',
  required: ['type', 'title', 'status'],
  properties: {
    type: {
      type: 'string',
      format: 'uri',
      description: 'The rule, as the address of a page that explains it',
      example: `${exampleBase}/problems/validation`
    },
    title: { type: 'string', description: 'The rule in words', example: 'The request is not valid' },
    status: { type: 'integer', description: 'Status of the answer', example: 400 },
    detail: { type: 'string', description: 'What it is in this case', example: '/name is required.' },
    instance: {
      type: 'string',
      format: 'uri-reference',
      description: 'This occurrence: the path and the request id',
      example: '/partnerskap/v1/0136/bodies#5f0c1d1e-8a52-4b0b-9d53-0a4b1c2d3e4f'
    },
    existingId: {
      type: 'string',
      format: 'uuid',
      description: 'The record of the municipality that has what was sent already (409)',
      example: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    },
    violations: {
      type: 'array',
      description: 'Everything that is wrong with what was sent',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string', description: 'JSON pointer, parameter, header or column', example: '/name' },
          message: { type: 'string', description: 'What is wrong with it', example: 'is required' },
          line: { type: 'integer', description: 'Line of a file, counted from 1', example: 17 }
        }
      }
    }
  }
}

type Case = { status: number; rule: string; description: string; detail: string; violations?: object[] }

const CASES: Case[] = [
  {
    status: 400,
    rule: 'validation',
    description: 'The request is malformed; violations lists everything that is wrong',
    detail: '/name is required.',
    violations: [{ field: '/name', message: 'is required' }]
  },
  {
    status: 401,
    rule: 'credentials-required',
    description: 'No valid API key or access token was sent',
    detail: 'Send an API key or access token as Authorization: Bearer ….'
  },
  {
    status: 403,
    rule: 'scope-missing',
    description: 'The caller does not hold the scope',
    detail: 'This demands the scope bodies:read.'
  },
  {
    status: 404,
    rule: 'not-found',
    description: 'There is no such thing, or the caller is not for this municipality',
    detail: 'There is no body 01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60 here.'
  },
  {
    status: 406,
    rule: 'not-acceptable',
    description: 'The answer can be had in none of the forms that Accept names',
    detail: 'This can be had as application/json.'
  },
  {
    status: 409,
    rule: 'idempotency-key-in-progress',
    description: 'The state of the record does not allow it, or something like it exists already',
    detail: 'A request with this Idempotency-Key is being worked on.'
  },
  {
    status: 410,
    rule: 'position-gone',
    description: 'What was asked to go on from is not there; the answer says where to begin again',
    detail: 'The feed has not come so far.'
  },
  {
    status: 412,
    rule: 'version-stale',
    description: 'Somebody has changed it since it was read',
    detail: 'Somebody has changed this since you read it: read it again.'
  },
  {
    status: 413,
    rule: 'body-too-large',
    description: 'The body is too large',
    detail: 'The body is larger than this operation takes.'
  },
  {
    status: 415,
    rule: 'media-type-not-supported',
    description: 'The media type of the body is not supported',
    detail: 'This operation does not take a body of this media type.'
  },
  {
    status: 422,
    rule: 'reference-not-found',
    description: 'The request can be read but breaks a rule of the register',
    detail: 'The request refers to something that is not there (bodies_parent_fk).'
  },
  {
    status: 428,
    rule: 'version-required',
    description: 'If-Match is missing',
    detail: 'Send If-Match with the ETag that you last read.'
  },
  {
    status: 429,
    rule: 'too-many-requests',
    description: 'The caller has asked too often, or its address sent too many keys that were refused',
    detail: 'This key or subject may ask 12000 times a minute; wait 17 seconds.'
  },
  {
    status: 503,
    rule: 'database-unavailable',
    description: 'The service cannot answer just now; Retry-After says when to try again',
    detail: 'The database does not answer just now.'
  }
]

/**
 * What any operation can answer, whatever it does: who asks may not, or too often; there is no such thing; the form of what is sent or wanted
 * is not to be had. It is told of once, by the answer `default` of each.
 */
export const OF_ANY_OPERATION = new Set([400, 401, 403, 404, 406, 413, 415, 429, 503])

const documented = (description: string, headers: object, examples: Case[]) => {
  const shown = examples.map(({ status, rule, detail, violations }) => ({
    type: `${exampleBase}/problems/${rule}`,
    title: ruleNamed(rule).title,
    status,
    detail,
    instance: Problem.properties.instance.example,
    ...(violations && { violations })
  }))
  const example =
    shown.length === 1
      ? { example: shown[0] }
      : { examples: Object.fromEntries(shown.map(value => [String(value.status), { value }])) }
  return {
    description,
    headers: { traceparent: { $ref: '#/components/headers/traceparent' }, ...headers },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, ...example } }
  }
}

const ofAny = CASES.filter(({ status }) => OF_ANY_OPERATION.has(status))

/** `components.responses` of all problems, by status; `problem` is the answer `default`. */
export const problemResponses = {
  ...Object.fromEntries(
    CASES.filter(each => !OF_ANY_OPERATION.has(each.status)).map(each => [
      String(each.status),
      documented(each.description, {}, [each])
    ])
  ),
  problem: documented(
    `Every other status is a problem, too. ${ofAny.map(({ status, description }) => `${status}: ${description}`).join('. ')}`,
    { 'Retry-After': { $ref: '#/components/headers/retryAfter' } },
    ofAny
  )
}

/** `write`: it changes something; `act`: by POST, with If-Match if the caller likes; `conditional`: it demands If-Match. */
type Kind = {
  write: boolean
  act: boolean
  conditional: boolean
}

/** Statuses of the problems that an operation of this kind can answer with, beside those of any operation. */
export function problemStatuses({ write, act, conditional }: Kind): number[] {
  return [
    ...(write ? [409] : []),
    ...(conditional || act ? [412] : []),
    ...(write ? [422] : []),
    ...(conditional ? [428] : [])
  ]
}
