import type { FastifyContextConfig, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import Negotiator from 'negotiator'
import { type TObject, Type } from 'typebox'
import { Malformed } from '../../base/errors.ts'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'
import { OneOf } from './schemas.ts'

/**
 * In which form an operation answers (RFC 9110, 12.5.1: weights, q=0, wildcards, the more specific range first). JSON is what
 * whoever asks for nothing gets; the other forms are those of the route's `content.response`. What can be had in none of the
 * forms asked for is 406, before anything is done.
 */

const JSON_TYPE = 'application/json'
const CSV_TYPE = 'text/csv'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one form that the operation answers in, where it is not JSON. */
    only?: string
    /** The answer has the form of what is kept, whatever Accept names. */
    asKept?: boolean
  }
  interface FastifyRequest {
    /** The form that the address names, which Accept need not. */
    askedFormat: keyof typeof FORMATS | undefined
  }
}

/** The forms of rows that can be had as JSON or as CSV, as `format` of the address names them. */
const FORMATS = { json: JSON_TYPE, csv: CSV_TYPE }
const FormatAsked = Type.Optional(
  OneOf(Object.keys(FORMATS) as (keyof typeof FORMATS)[], 'The form of the answer, where Accept cannot be sent')
)

export const negotiation = fp(async app => {
  app.decorateRequest('askedFormat', undefined)
  app.addHook('onRoute', function (route) {
    if (!namesFormat(route.config)) return
    if (route.method === 'GET') this.route(asCsv(route))
    const querystring = route.schema!.querystring as TObject
    const properties = { ...querystring.properties, format: FormatAsked }
    route.schema = { ...route.schema, querystring: { ...querystring, properties } }
  })
  app.addHook('preHandler', (request, reply, done) => {
    negotiate(request, reply)
    done()
  })
})

/** @throws HttpProblem 406 */
function negotiate(request: FastifyRequest, reply: FastifyReply): void {
  const { schema, config } = request.routeOptions
  if (!schema || schema.hide || config.asKept) return
  vary(reply)
  // Whoever names the form in the address need not send Accept, which links and spreadsheets cannot.
  const query = request.query as { format?: keyof typeof FORMATS }
  if (query.format !== undefined) {
    if (!namesFormat(config)) return
    request.askedFormat = query.format
    // It is no filter of the rows.
    delete query.format
  }
  chosenForm(request)
}

/** Whether the address may name the form: JSON or CSV of the same rows. */
const namesFormat = (config: FastifyContextConfig = {}) => hasCsv(config) && !config.only

/** Whether rows can be had as JSON or as CSV. */
export const hasCsv = ({ content }: FastifyContextConfig = {}) =>
  Object.keys(content?.response ?? {}).join() === CSV_TYPE

/**
 * `GET …/csv` beside an operation whose rows can be had as CSV: the same without an Accept header, which spreadsheets cannot
 * send, and an operation of its own, so that a generated client knows what it gets from each.
 */
function asCsv({ routePath, schema, config, ...route }: RouteOptions & { routePath: string }): RouteOptions {
  const { operationId, summary, description: _description, querystring, response: _, ...said } = schema!
  const { limit: _limit, cursor: _cursor, ...properties } = (querystring as TObject).properties
  return {
    ...route,
    url: `${routePath === '/' ? '' : routePath}/csv`,
    config: { ...config!, only: CSV_TYPE },
    schema: {
      ...said,
      operationId: `${operationId}Csv`,
      summary: `${summary}, as CSV`,
      description: `What ${operationId} answers, all rows of it.`,
      querystring: { ...(querystring as TObject), properties }
    }
  }
}

/** Beside what others vary by: caches keep the forms apart, also where the answer is 304 or 406. */
function vary(reply: FastifyReply) {
  const others = [reply.getHeader('vary') ?? []].flat().map(String)
  reply.header('vary', [...others, 'accept'].join(', '))
}

/** The form in which the request is answered, of those that its operation has. @throws HttpProblem 406 */
export const chosenForm = (request: FastifyRequest): string =>
  choose(request, [JSON_TYPE, ...Object.keys(request.routeOptions.config.content?.response ?? {})])

/** The form that the request prefers of those offered; the first where it says nothing. @throws HttpProblem 406 */
export function choose(request: FastifyRequest, possible: string[]): string {
  const { only } = request.routeOptions.config
  if (request.askedFormat) return FORMATS[request.askedFormat]
  const offered = only ? [only] : possible
  const accept = request.headers.accept ?? ''
  if (accept.trim() === '') return offered[0]!
  // Our types have no parameters of their own; those of the ranges say nothing that could be chosen between.
  const ranges = accept.replaceAll(/;\s*(?:charset|header|version)\s*=\s*(?:"[^"]*"|[^;,\s]*)/gi, '')
  const chosen = new Negotiator({ headers: { accept: ranges } }).mediaType(offered)
  if (chosen) return chosen
  throw new HttpProblem(406, problems['not-acceptable'], {
    en: `This can be had as ${offered.join(' or ')}.`,
    sv: `Det här går att få som ${offered.join(' eller ')}.`
  })
}

/**
 * Whether rows are asked for as CSV, which is of all rows and written as `csvFormat` says. A parameter that says nothing in
 * the form that is answered is refused. @throws HttpProblem 406, Malformed
 */
export function asksCsv(request: FastifyRequest): boolean {
  const csv = choose(request, [JSON_TYPE, CSV_TYPE]) === CSV_TYPE
  const asked = new URLSearchParams(request.url.split('?')[1])
  for (const field of csv ? ['limit', 'total'] : []) {
    if (asked.has(field))
      refuseIdle(
        field,
        'has no effect on CSV, which holds all rows',
        'har ingen verkan på CSV, som innehåller alla rader'
      )
  }
  if (!csv && asked.has('csvFormat')) {
    refuseIdle(
      'csvFormat',
      'has no effect on JSON: ask for CSV by Accept or format',
      'har ingen verkan på JSON: begär CSV med Accept eller format'
    )
  }
  return csv
}

/** @throws Malformed */
export function refuseIdle(field: string, message: string, sv: string): never {
  const detail = { en: `${field} ${message}.`, sv: `${field} ${sv}.` }
  throw new Malformed(problems['parameter-without-effect'], detail, [{ field, message, sv }])
}
