import type { RouteOptions } from 'fastify'
import { hasCsv } from './negotiation.ts'
import { exampleOf, type Schema, type Schemas } from './openapi-examples.ts'
import { OF_ANY_OPERATION, problemStatuses } from './openapi-problems.ts'

/** What every operation of a kind has in common is added here, once; routes only say what is their own. */

export type MediaType = { schema: Schema; example?: unknown }
export type Content = Record<string, MediaType>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bodies besides those of `schema`, which only knows JSON: CSV, NDJSON, streams. Documented, not validated. */
    content?: { request?: Record<string, object>; response?: Record<string, object> }
    /** OpenAPI links of the successful answer: where its ids lead. */
    links?: Record<string, object>
    /** Statuses of problems besides those of every operation of its kind: 409 of a read whose answer depends on a state. */
    problems?: number[]
    /** If-Match is heeded where it is sent, as of every POST. */
    heedsIfMatch?: boolean
  }
}

export type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: Schema }
export type Reference = { $ref: string }
export type Answer = { description: string; headers?: object; content?: Content; links?: object }
export type Operation = {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  security?: object[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Answer | Reference>
}

export type OpenapiDocument = {
  openapi: string
  info: Record<string, unknown>
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  security: object[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Schemas } & Record<string, Record<string, object>>
}

export const SUCCESS: Record<string, string> = {
  200: 'As asked',
  201: 'Made',
  202: 'Taken',
  204: 'Done',
  304: 'Nothing has changed'
}

/** Completes an operation as Fastify's schemas describe it. */
export function completeOperation(operation: Operation, method: string, route: RouteOptions, schemas: Schemas): void {
  const { scope, scopeBy, content, links, problems = [], only, heedsIfMatch, keyInAddress } = route.config ?? {}
  const write = method !== 'get'
  // Rows as CSV are an operation of their own beside it, though Accept asks for them here as well.
  const isJson = hasCsv(route.config) && !only
  const own = ((operation.parameters ?? []) as Parameter[]).filter(({ name }) => !(isJson && name === 'csvFormat'))
  const conditional = own.some(({ name }) => name.toLowerCase() === 'if-match')
  const open = scope === 'public'

  if (open) operation.security = []
  if (keyInAddress) operation.security = [{ bearer: [] }, { keyInAddress: [] }]
  if (operation.description) {
    const scopes = scopeBy ? [...new Set(Object.values(scopeBy.scopes))] : [scope]
    operation.description += open
      ? '\n\nOpen to everybody.'
      : `\n\nScope: ${scopes.map(each => `\`${each}\``).join(', ')}${scopeBy ? ` by ${scopeBy.parameter}` : ''}.`
  }
  const act = method === 'post' || heedsIfMatch === true
  const shared = [
    'traceparent',
    ...(act ? ['ifMatch'] : []),
    ...(write ? ['idempotencyKey', 'sentBy'] : ['ifNoneMatch'])
  ]
  operation.parameters = [...own.map(readable), ...shared.map(name => ({ $ref: `#/components/parameters/${name}` }))]

  if (content?.request) {
    operation.requestBody = { required: true, content: localReferences(content.request) as Content }
  }
  const body = operation.requestBody?.content
  if (method === 'patch' && body?.['application/json']) body['application/merge-patch+json'] = body['application/json']
  exemplify(body, schemas)

  for (const [status, answer] of Object.entries(operation.responses) as [string, Answer][]) {
    if (answer.description === 'Default Response') answer.description = SUCCESS[status] ?? 'Answer'
    if (status.startsWith('2') && content?.response && !isJson) {
      answer.content = { ...answer.content, ...(localReferences(content.response) as Content) }
    }
    if (status.startsWith('2') && links) answer.links = links
    exemplify(answer.content, schemas)
    answer.headers = { ...answer.headers, ...headersOf(status) }
  }
  if (!write) operation.responses[304] = { description: SUCCESS[304]!, headers: headersOf('304') }
  const usual = problemStatuses({ write, act, conditional })
  // What will be known is not known: 422.
  const asKnown = own.some(({ name }) => name === 'knownAt') ? [422] : []
  for (const status of [...usual, ...asKnown, ...problems]) {
    if (!OF_ANY_OPERATION.has(status)) operation.responses[status] ??= { $ref: `#/components/responses/${status}` }
  }
  operation.responses.default ??= { $ref: '#/components/responses/problem' }
}

function headersOf(status: string) {
  const names = { traceparent: 'traceparent', ETag: 'etag', ...(status === '201' && { Location: 'location' }) }
  return Object.fromEntries(
    Object.entries(names).map(([header, name]) => [header, { $ref: `#/components/headers/${name}` }])
  )
}

/** Fastify reads headers in lower case; people read them as `If-Match`. The example of a parameter that may be left out
 * is told in words: in the schema, the reference would put it into the curl line that people paste. */
function readable(parameter: Parameter): Parameter {
  const { in: place, name, required, schema, description = '' } = parameter
  if (place === 'header') {
    const isRequired = required || name.toLowerCase() === 'if-match'
    return { ...parameter, name: name.replaceAll(/(^|-)[a-z]/g, letter => letter.toUpperCase()), required: isRequired }
  }
  if (place !== 'query' || required) return parameter
  const optional = { schema, in: place, name, description }
  if (schema.example === undefined) return optional
  const { example, ...rest } = schema
  // Whoever tries an import in the reference page changes nothing unless they say so; the default of the API is another.
  if (name === 'dryRun') return { ...optional, schema: rest, example: true } as Parameter
  const plain = schema.enum || schema.type === 'boolean' || schema.default !== undefined || schema.format === 'uuid'
  return { ...optional, schema: rest, description: plain ? description : `${description}. Such as \`${example}\`` }
}

function exemplify(content: Content | undefined, schemas: Schemas) {
  for (const media of Object.values(content ?? {})) media.example ??= exampleOf(media.schema, schemas)
}

/** `DecisionLine`, as routes refer to schemas, becomes `#/components/schemas/DecisionLine`. */
function localReferences(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(localReferences)
  const entries = Object.entries(value).map(([name, part]) => {
    const outer = name === '$ref' && typeof part === 'string' && !part.startsWith('#')
    return [name, outer ? `#/components/schemas/${part.replace(/#$/, '')}` : localReferences(part)]
  })
  return Object.fromEntries(entries)
}
