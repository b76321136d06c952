import swagger from '@fastify/swagger'
import Fastify, { type RouteOptions } from 'fastify'
import type { App } from './app.ts'
import {
  type Codes,
  describeReferencesOnce,
  extendAnswers,
  nameCodes,
  nameTitled,
  openAnswers,
  plainProperties,
  withoutBlankness
} from './openapi-components.ts'
import { exemplifyDates } from './openapi-examples.ts'
import { apiPrefix, exampleBase, headers, info, parameters, securitySchemes, tags } from './openapi-info.ts'
import { type Answer, completeOperation, type OpenapiDocument } from './openapi-operations.ts'
import { withParametersOfPaths } from './openapi-paths.ts'
import { Problem, problemResponses } from './openapi-problems.ts'
import {
  describeAnswersOnce,
  exemplifyRecordsOnce,
  shareAnswers,
  shareExamples,
  shareParameters,
  shareProperties
} from './openapi-shared.ts'
import { inCommon } from './schemas.ts'
import { schemaController } from './validation.ts'

/** Makes the OpenAPI document of the routes, so that it cannot say anything else than what is so. */

const METHODS = ['get', 'put', 'post', 'patch', 'delete']

/**
 * The document as it is committed, of no installation in particular; the application is ready. Its routes are told to another one
 * that never answers, in which the library collects them: no start waits for that.
 */
export async function makeOpenapiDocument(app: App, codes: Codes): Promise<OpenapiDocument> {
  const shell = Fastify({ exposeHeadRoutes: false, schemaController })
  await shell.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info,
      servers: [{ url: exampleBase + apiPrefix }],
      tags,
      security: [{ bearer: [] }],
      components: { securitySchemes }
    },
    convertConstToEnum: false,
    refResolver: { buildLocalReference: (schema, _uri, _fragment, i) => String(schema.$id ?? `unnamed-${i}`) },
    transformObject: document =>
      complete(document as unknown as { openapiObject: OpenapiDocument }, app, codes) as object
  })
  for (const schema of Object.values(app.getSchemas())) shell.addSchema(schema)
  for (const { method, url, schema, config } of documented(app)) {
    shell.route({ method, url, schema, config, handler: () => undefined })
  }
  await shell.ready()
  return withParametersOfPaths(shell.swagger() as unknown as OpenapiDocument)
}

function complete({ openapiObject: document }: { openapiObject: OpenapiDocument }, app: App, codes: Codes) {
  const { schemas } = document.components
  Object.assign(schemas, { Problem }, structuredClone(inCommon))
  Object.assign(document.components, { parameters, headers, responses: { ...problemResponses } })
  const routes = new Map(documented(app).map(route => [operationIdOf(route), route]))
  for (const path of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(path)) {
      const route = routes.get(operation.operationId)
      if (route) completeOperation(operation, method, route, schemas)
    }
  }
  documentIncluded(document, app)
  linkCreated(document)
  nameCodes(document, codes)
  nameTitled(document)
  openAnswers(document)
  plainProperties(document)
  exemplifyDates(schemas)
  shareParameters(document)
  shareExamples(document)
  extendAnswers(document, Object.keys(inCommon))
  exemplifyRecordsOnce(document)
  describeAnswersOnce(document)
  shareAnswers(document)
  withoutBlankness(document)
  shareProperties(document)
  describeReferencesOnce(document)
  // Tags of what is still to come are not shown.
  const used = new Set(
    Object.values(document.paths).flatMap(path => Object.values(path).flatMap(({ tags }) => tags ?? []))
  )
  document.tags = document.tags.filter(({ name }) => used.has(name))
  return document
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What can be answered beside records, by its name there: a reference to the schema of one. */
    includedKinds: () => Record<string, { $ref: string }>
    /** Which steps each record has. */
    includedSteps: () => string
  }
}

/** Answers of what takes `include` may have `included` beside what they are. */
function documentIncluded({ paths, components: { schemas } }: OpenapiDocument, app: App) {
  const local = ({ $ref }: { $ref: string }) => ({ $ref: `#/components/schemas/${$ref.replace(/#$/, '')}` })
  const ofKind = (one: { $ref: string }) => ({ type: 'object', additionalProperties: local(one) })
  const kinds = Object.entries(app.includedKinds()).map(([name, one]) => [name, ofKind(one)])
  const described = `What include asked for, by kind and id. Steps of ${app.includedSteps()}`
  Object.assign(schemas, {
    Included: { type: 'object', description: described, properties: Object.fromEntries(kinds) }
  })
  for (const { get } of Object.values(paths)) {
    const takes = get?.parameters?.some(one => 'name' in one && one.name === 'include' && one.in === 'query')
    const answer = get?.responses[200] as Answer | undefined
    const { $ref } = (answer?.content?.['application/json']?.schema ?? {}) as { $ref?: string }
    const shown = takes && $ref ? schemas[$ref.split('/').at(-1)!] : undefined
    if (shown?.properties) shown.properties.included = { $ref: '#/components/schemas/Included' }
  }
}

/** What makes something links to what shows it, where a route has not said otherwise. */
function linkCreated({ paths }: OpenapiDocument) {
  for (const [path, { post }] of Object.entries(paths)) {
    const made = post?.responses[201] as Answer | undefined
    const shows = paths[`${path}/{id}`]?.get
    if (!made || !shows || made.links) continue
    const { operationId, summary } = shows
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, `$request.path.${name}`])
    const parameters = { ...Object.fromEntries(names), id: '$response.body#/id' }
    made.links = { [operationId]: { operationId, parameters, description: summary } }
  }
}

/** openapi/operations.txt: `METHOD path operationId scope`, one operation a line, by path. */
export function operationsDigest(app: App): string {
  const lines = documented(app).map(route => {
    const path = route.url.replace(apiPrefix, '').replaceAll(/:(\w+)(\([^)]*\))?/g, '{$1}')
    return { path, line: `${route.method} ${path} ${operationIdOf(route)} ${route.config?.scope}` }
  })
  lines.sort((a, b) => (a.path === b.path ? order(a.line, b.line) : order(a.path, b.path)))
  return `${lines.map(({ line }) => line).join('\n')}\n`
}

const order = (a: string, b: string) => (a < b ? -1 : 1)

function documented(app: App): RouteOptions[] {
  return app.routeTable.filter(({ schema, method }) => !schema?.hide && METHODS.includes(String(method).toLowerCase()))
}

function operationIdOf({ schema, method, url }: RouteOptions): string {
  return schema?.operationId ?? `${method} ${url}`
}
