import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openapiFiles } from '../src/commands/openapi.ts'
import { withWholeOperations } from '../src/platform/http/openapi-paths.ts'
import { createApp } from './support/app.ts'

/** What the linter of DIGG's national REST API profile 2.0 demands, by its rules' ids, and what we demand besides. */

// biome-ignore lint/suspicious/noExplicitAny: a document is walked as it is
type Any = any

const files = await openapiFiles()
const served = JSON.parse(files['openapi.json']!)
const document: Any = withWholeOperations(served)
const METHODS = ['get', 'put', 'post', 'patch', 'delete']

function resolve(node: Any): Any {
  if (!node?.$ref) return node
  const steps = node.$ref.slice(2).split('/')
  return resolve(steps.reduce((at: Any, step: string) => at?.[step], document))
}

const operations: { name: string; path: string; method: string; operation: Any }[] = Object.entries<Any>(
  document.paths
).flatMap(([path, item]) =>
  Object.entries<Any>(item).map(([method, operation]) => ({ name: `${method} ${path}`, path, method, operation }))
)
const responses = operations.flatMap(({ name, operation }) =>
  Object.entries<Any>(operation.responses).map(([status, response]) => ({
    name: `${name} ${status}`,
    status: Number(status),
    response: resolve(response)
  }))
)
const parameters = operations.flatMap(({ name, operation }) =>
  operation.parameters.map((parameter: Any) => ({ name, parameter: resolve(parameter) }))
)

/** Every schema of the document with where it stands. */
function* schemas(node: Any, place: string): Generator<{ place: string; schema: Any }> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield { place, schema: node }
  for (const [name, part] of Object.entries(node)) if (name !== 'example') yield* schemas(part, `${place}/${name}`)
}
const components = [...schemas(document.components.schemas, '')]

t.test('the committed document and digest are up to date', async t => {
  for (const [name, text] of Object.entries(files)) {
    const committed = await readFile(new URL(`../openapi/${name}`, import.meta.url), 'utf8').catch(() => '')
    t.ok(committed === text, `openapi/${name} is stale: npm run openapi`)
  }
})

t.test('every reference leads somewhere, and every component has a name', async t => {
  for (const { schema, place } of schemas(document, '#')) {
    if (typeof schema.$ref === 'string') t.ok(resolve(schema), `${place} → ${schema.$ref}`)
  }
  for (const name of Object.keys(document.components.schemas)) t.match(name, /^[A-Z][A-Za-z]*$/)
})

t.test('info is complete, in Swedish and English (DOK.03, DOK.06, DOK.08, DOK.09)', async t => {
  const { info } = document
  for (const member of ['title', 'version', 'description', 'termsOfService', 'x-limitations'])
    t.ok(info[member], member)
  t.match(info.contact, { name: /./, email: /@/, url: /^https:/ })
  t.match(info.license, { name: /./, url: /^https:/ })
  t.match(info.description, /\boch\b/)
  t.match(info.description, /\band\b/)
  t.match(document.openapi, /^3\.\d+\.\d+$/)
})

t.test('the server is https on port 443 with api and version (UFN.01, UFN.02, UFN.07, SAK.01, VER.05)', async t => {
  t.strictSame(document.servers, [{ url: 'https://api.example.se/partnerskap/v1' }])
  t.ok(document.paths['/api-info']?.get, 'VER.06')
})

/** Whether everybody may ask: the operation demands nothing. */
const isOpen = ({ security }: Any) => security?.length === 0

t.test('security is demanded everywhere but where it is opened (SAK.09, SAK.10, SAK.15)', async t => {
  t.strictSame(document.security, [{ bearer: [] }])
  t.match(document.components.securitySchemes, {
    bearer: { type: 'http', scheme: 'bearer' },
    keyInAddress: { type: 'apiKey', in: 'query', name: 'key' }
  })
  // Statistics of a municipality may be read with a key in the address.
  const keyed = [{ bearer: [] }, { keyInAddress: [] }]
  for (const { name, operation } of operations) {
    const isKeyed = /^get \/\{municipalityCode\}\/statistics\//.test(name)
    if (operation.security || isKeyed) t.strictSame([name, operation.security], [name, isKeyed ? keyed : []])
    t.match(operation.description, isOpen(operation) ? /Open to everybody/ : /Scope: `[a-z-]+:[a-z]+`/, name)
  }
})

t.test('paths hold operations only, in small letters with hyphens (UFN.08, RES.06, MOG.01)', async t => {
  for (const [path, item] of Object.entries<Any>(document.paths)) {
    t.strictSame(
      Object.keys(item).filter(key => !METHODS.includes(key)),
      [],
      path
    )
    for (const segment of path.split('/').slice(1)) {
      t.match(segment, /^(\{[a-z][A-Za-z]*\}|(?!(get|post|put|delete|patch)-)[a-z0-9]+(-[a-z0-9]+)*)$/, path)
    }
  }
})

t.test('every operation says what it is, under a name of its own and a tag that is described (DOK.19)', async t => {
  const names = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(names).size, names.length)
  const tags = document.tags.map((tag: Any) => tag.name)
  for (const { name, operation } of operations) {
    t.match(operation, { operationId: /^[a-z][A-Za-z]+$/, summary: /./, description: /./ }, name)
    t.ok(operation.tags?.length > 0 && operation.tags.every((tag: string) => tags.includes(tag)), `${name} has a tag`)
  }
  for (const { name, description } of document.tags) t.ok(description, name)
})

t.test('every operation takes traceparent and every response has it (SPA.02, SPA.04)', async t => {
  for (const { name, operation } of operations) {
    const found = operation.parameters.map(resolve).filter((parameter: Any) => parameter.name === 'traceparent')
    t.match(found, [{ in: 'header', required: false }], name)
  }
  for (const { name, response } of responses) t.ok(resolve(response.headers?.traceparent)?.schema, name)
})

t.test('every response is described (DOK.20)', async t => {
  for (const { name, response } of responses) {
    t.ok(response.description && response.description !== 'Default Response', name)
  }
})

t.test('every JSON request and response has an example, and can be JSON (DOK.15, DOK.18, AME.01)', async t => {
  const contents = [
    ...responses
      .filter(({ status }) => status < 400)
      .map(({ name, response }) => ({ name, content: response.content })),
    ...operations.map(({ name, operation }) => ({ name: `${name} request`, content: operation.requestBody?.content }))
  ].filter(({ content }) => content)
  // Rows as CSV are an operation of their own beside that which answers them as JSON.
  const beside = (name: string) => contents.find(each => each.name === name.replace('/csv ', ' '))?.content
  for (const { name, content } of contents) {
    // Papers are for people: they are to be had as HTML and PDF alone.
    const isPaper = name === 'get /{municipalityCode}/papers/{kind}/{id} 200'
    // Files are kept as the bytes that they are.
    const isFile = /^(get .*\/files\/{id}\/content 200|post .*\/files request)$/.test(name)
    if (!isPaper && !isFile) t.ok((name.includes('/csv ') ? beside(name) : content)?.['application/json'], name)
    for (const [type, media] of Object.entries<Any>(content)) {
      const schema = resolve(media.schema)
      // A page shows the example of its rows, and what is a record and more that of the record.
      const own = (one: Any): Any => one?.example ?? (one?.allOf && own(resolve(one.allOf[0])))
      const shown = [media.example, own(schema), own(resolve(schema.properties?.items?.items))]
      t.ok(
        shown.some(value => value !== undefined),
        `${name} ${type}`
      )
    }
  }
})

t.test('every problem is application/problem+json as RFC 9457 has it (FEL.01, FEL.02)', async t => {
  for (const { name, response, status } of responses.filter(each => each.status >= 400)) {
    const media = response.content?.['application/problem+json']
    const schema = resolve(media?.schema)
    t.equal(schema?.type, 'object', name)
    t.match(schema?.properties, { type: {}, title: {}, status: {}, detail: {}, instance: {} }, name)
    t.equal(media?.example?.status, status, name)
  }
  for (const { name, operation } of operations) {
    t.strictSame(operation.responses.default, { $ref: '#/components/responses/problem' }, name)
  }
  const { description, content } = document.components.responses.problem
  const shown = Object.values<Any>(content['application/problem+json'].examples).map(({ value }) => value)
  t.strictSame(
    shown.map(({ status }) => status),
    [400, 401, 403, 404, 406, 413, 415, 429, 503]
  )
  for (const { status } of shown) t.match(description, `${status}: `)
})

t.test('GET has no body (FOR.02)', async t => {
  for (const { name, method, operation } of operations) {
    if (method === 'get') t.notOk(operation.requestBody, name)
  }
})

t.test('names of properties are camelCase without digits (AME.04, AME.05, AME.07)', async t => {
  for (const { schema, place } of components) {
    if (place.endsWith('/properties')) {
      for (const name of Object.keys(schema)) t.match(name, /^[a-z]+([A-Z][a-z]*)*$/, `${place}/${name}`)
    }
  }
})

t.test('dates and instants have examples as RFC 3339 has it (DOT.02, DOT.04)', async t => {
  for (const { schema, place } of components) {
    if (schema.type !== 'string') continue
    if (schema.format === 'date') t.match(schema.example, /^\d{4}-\d\d-\d\d$/, place)
    if (schema.format === 'date-time') t.match(schema.example, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/, place)
  }
})

/** Without these there is no question: the exceptions from FNS.05, a should of the profile (docs/decisions.md). */
const DEMANDED: Record<string, string[]> = {
  getPublicGrants: ['year'],
  listSupplierPayments: ['year'],
  listSupplierPaymentsCsv: ['year'],
  getSchemeLateDeduction: ['receivedOn', 'dueOn'],
  getTargetAttainment: ['year'],
  getCommittedAmounts: ['year'],
  compareAgreementVersions: ['versionFrom', 'versionTo'],
  getIndexedAmounts: ['indexFrom', 'indexTo'],
  getConsecutiveRecipients: ['yearCount'],
  getConsecutiveRecipientsCsv: ['yearCount'],
  listFigureChanges: ['knownFrom'],
  listFeedEvents: ['after'],
  getRecordImportTemplate: ['kind']
}

t.test(
  'parameters are described; those of the query are camelCase, and what is demanded is said to be (FNS.01, FNS.03, FNS.05)',
  async t => {
    for (const { name, operation } of operations) {
      const required = operation.parameters
        .map(resolve)
        .filter((parameter: Any) => parameter.in === 'query' && parameter.required)
      t.strictSame(
        required.map((parameter: Any) => parameter.name),
        DEMANDED[operation.operationId] ?? [],
        name
      )
    }
    // Acts take If-Match where it is sent; what replaces content demands it, and is 428 without.
    const everyAct = new Set(operations.filter(({ operation }) => !operation.responses[428]).map(({ name }) => name))
    for (const { name, parameter } of parameters) {
      const label = `${name} ${parameter.name}`
      t.ok(parameter.description, label)
      if (parameter.in === 'query') t.match(parameter.name, /^[a-z]+([A-Z][a-z]*)*$/, label)
      if (parameter.name === 'If-Match' && !everyAct.has(name)) t.equal(parameter.required, true, label)
      if (parameter.in === 'query' && parameter.name === 'limit') t.equal(parameter.schema.default, 20, label)
      if (parameter.in === 'path') t.ok(!['personnummer', 'ssn', 'pnr'].includes(parameter.name), label)
      if (parameter.in === 'header') t.equal(parameter.schema.type, 'string', `${label} (ARQ.05)`)
    }
  }
)

/** Names of the components that these refer to, at first or at second hand. */
function reached(parts: Any[], found = new Set<string>()): Set<string> {
  for (const { schema } of parts.flatMap(part => [...schemas(part, '')])) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(schema.$ref)?.[1]
    if (!name || found.has(name)) continue
    found.add(name)
    reached([document.components.schemas[name]], found)
  }
  return found
}

t.test('what is sent is closed, and what is answered is open', async t => {
  const sent = operations
    .map(({ operation }) => operation.requestBody)
    .filter(body => body?.content['application/json'])
  const answered = responses.map(({ response }) => response)
  const named = (names: Set<string>) => [...names].map(name => [name, document.components.schemas[name]] as const)
  const objects = (parts: Iterable<readonly [string, Any]>) =>
    [...parts].flatMap(([name, part]) => [...schemas(part, name)])
  const open = objects([...named(reached(sent)), ['bodies', sent]]).filter(
    ({ schema }) => schema.properties && schema.additionalProperties !== false
  )
  const closed = objects([...named(reached(answered)), ['answers', answered]]).filter(
    ({ schema }) => schema.additionalProperties === false
  )
  const placesOf = (found: { place: string }[]) => found.map(({ place }) => place)
  t.strictSame({ open: placesOf(open), closed: placesOf(closed) }, { open: [], closed: [] })
  t.ok(reached(sent).size > 100 && reached(answered).size > 100)
})

t.test('a list of codes that is used twice has a name', async t => {
  const places = new Map<string, Set<string>>()
  for (const { schema, place } of [...components, ...queries()]) {
    if (!schema.enum || place.split('/').length === 2) continue
    const values = JSON.stringify(schema.enum.filter((value: unknown) => value !== null))
    places.set(values, (places.get(values) ?? new Set()).add(place))
  }
  const twice = [...places].filter(([, found]) => found.size > 1).map(([values, found]) => [values, ...found])
  t.strictSame(twice, [])
})

/** The schemas of the parameters of queries, each once; but for orders, which are lists of fields. */
function queries() {
  const distinct = new Map<string, { place: string; schema: Any }>()
  for (const { parameter } of parameters) {
    const { name, schema } = parameter
    if (name !== 'sort') distinct.set(JSON.stringify(parameter), { place: `?${name} ${distinct.size}`, schema })
  }
  return distinct.values()
}

t.test('no day has a pattern beside its format', async t => {
  const found = [...schemas(document, '#')].filter(({ schema }) => schema.format === 'date' && schema.pattern)
  t.strictSame(found, [])
})

t.test('the document is less than a megabyte as it is served', async t => {
  const { length } = JSON.stringify(served)
  t.ok(length < 1_000_000, String(length))
})

t.test('parameters of the path are those that it names', async t => {
  for (const { name, path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
    const declared = operation.parameters.map(resolve).filter((parameter: Any) => parameter.in === 'path')
    t.same(declared.map((parameter: Any) => parameter.name).sort(), named.sort(), name)
  }
})

t.test('some answers say where to go from them (MOG.02)', async t => {
  t.ok(responses.some(({ response }) => response.links))
  const known = operations.map(({ operation }) => operation.operationId)
  for (const { name, response } of responses) {
    for (const [link, { operationId }] of Object.entries<Any>(response.links ?? {})) {
      t.ok(known.includes(operationId), `${name} ${link} → ${operationId}`)
    }
  }
})

t.test('without credentials every operation that is not open answers 401', async t => {
  const { request } = await createApp(t)
  for (const { name, path, method, operation } of operations) {
    const url = path
      .replace('{municipalityCode}', '0136')
      .replaceAll(/\{\w+\}/g, '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')
    const answer = await request(method.toUpperCase(), `/partnerskap/v1${url}`)
    if (isOpen(operation)) t.not(answer.status, 401, name)
    else t.match(answer, { status: 401, headers: { 'www-authenticate': /^Bearer/, 'content-type': /problem/ } }, name)
  }
})
