import type { OpenapiDocument } from './openapi-operations.ts'

/** What has a name among the components, and what is open or closed: made of the schemas as the modules wrote them. */

/** Lists of codes by the names that clients know them by. */
export type Codes = Record<string, { values: readonly string[]; description: string }>

type Node = Record<string, unknown>
const PREFIX = '#/components/schemas/'

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every schema in a part of the document, the innermost first; an answer of `change` takes its place. */
function rewrite<T>(part: T, change: (schema: Node) => Node): T {
  if (Array.isArray(part)) return part.map(each => rewrite(each, change)) as T
  if (!isNode(part)) return part
  const entries = Object.entries(part).map(([name, value]) => [
    name,
    name === 'example' || name === 'examples' ? value : rewrite(value, change)
  ])
  return change(Object.fromEntries(entries)) as T
}

/** Puts a reference in the place of a schema. The description of the place stays, and so does null. */
function referenceTo(name: string, { type, description, default: otherwise }: Node): Node {
  const $ref = PREFIX + name
  const isNullable = Array.isArray(type) && type.includes('null')
  return {
    ...(isNullable ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref }),
    ...(description !== undefined && { description }),
    ...(otherwise !== undefined && { default: otherwise })
  }
}

/** Lists of codes become components: each place that takes one of a list refers to it. */
export function nameCodes(document: OpenapiDocument, codes: Codes): void {
  const keyOf = (values: readonly unknown[]) => JSON.stringify(values.filter(value => value !== null))
  const names = new Map(Object.entries(codes).map(([name, { values }]) => [keyOf(values), name]))
  inSchemas(document, schema => {
    const name = Array.isArray(schema.enum) ? names.get(keyOf(schema.enum)) : undefined
    return name ? referenceTo(name, schema) : schema
  })
  for (const [name, { values, description }] of Object.entries(codes)) {
    if (document.components.schemas[name]) throw new Error(`Two schemas are called ${name}.`)
    document.components.schemas[name] = { type: 'string', enum: [...values], description }
  }
}

/** A schema with a title becomes a component of that name. @throws Error where two of a title differ */
export function nameTitled(document: OpenapiDocument): void {
  const { schemas } = document.components
  const named = new Map<string, string>()
  inSchemas(document, schema => {
    const { title, description, example, default: _, ...content } = schema
    if (typeof title !== 'string') return schema
    const object = { ...content, type: [content.type].flat().find(type => type !== 'null') as string }
    const text = JSON.stringify(object)
    if (schemas[title] && !named.has(title)) throw new Error(`Two schemas are called ${title}.`)
    if ((named.get(title) ?? text) !== text) throw new Error(`${title} differs from place to place.`)
    named.set(title, text)
    schemas[title] ??= {
      ...object,
      description: String(description ?? title),
      ...(example !== undefined && { example })
    }
    return referenceTo(title, schema)
  })
}

function inSchemas(document: OpenapiDocument, change: (schema: Node) => Node): void {
  for (const name of Object.keys(document.components.schemas)) {
    document.components.schemas[name] = rewrite(document.components.schemas[name]!, change)
  }
  document.paths = rewrite(document.paths, change)
}

/**
 * What is sent is closed, what is answered is open: a client that was written today reads an answer of tomorrow, which holds
 * more. An object that is both sent and answered has two schemas, and that of what is sent is called `New…`.
 */
export function openAnswers(document: OpenapiDocument): void {
  const { schemas } = document.components
  const operations = Object.values(document.paths).flatMap(path => Object.values(path))
  const sent = reached(
    operations.map(({ requestBody }) => requestBody),
    schemas
  )
  const answered = reached(
    operations.map(({ responses }) => responses),
    schemas
  )
  // A schema that refers to one of two forms has two forms as well.
  const both = new Set([...sent].filter(name => answered.has(name)))
  const isTwofold = (name: string) => both.has(name) && [...reached([schemas[name]], schemas), name].some(hasClosed)
  const hasClosed = (name: string) => JSON.stringify(schemas[name]).includes('"additionalProperties":false')
  const twofold = new Set([...both].filter(isTwofold))
  const forms = Object.fromEntries([...twofold].map(name => [name, `New${name}`]))
  const asSent = (schema: Node) => {
    const name = typeof schema.$ref === 'string' ? forms[schema.$ref.slice(PREFIX.length)] : undefined
    return name ? { ...schema, $ref: PREFIX + name } : schema
  }
  for (const operation of operations) {
    if (operation.requestBody) operation.requestBody = rewrite(operation.requestBody, asSent)
    operation.responses = rewrite(operation.responses, opened)
  }
  for (const name of sent) {
    const form = forms[name]
    if (form && schemas[form]) throw new Error(`Two schemas are called ${form}.`)
    if (form || !answered.has(name)) schemas[form ?? name] = rewrite(schemas[name]!, asSent)
  }
  for (const name of answered) schemas[name] = rewrite(schemas[name]!, opened)
}

function opened(schema: Node): Node {
  const { additionalProperties, ...rest } = schema
  return additionalProperties === false ? rest : schema
}

/** That a text is not blank is asked of who sends it, and of no answer: of what is only answered, the pattern goes. */
export function withoutBlankness({ paths, components }: OpenapiDocument): void {
  const { schemas } = components
  const operations = Object.values(paths).flatMap(path => Object.values(path))
  const sent = reached(
    operations.map(({ requestBody }) => requestBody),
    schemas
  )
  const plain = ({ pattern, ...schema }: Node): Node =>
    pattern === '\\S' ? schema : { ...schema, ...(pattern !== undefined && { pattern }) }
  for (const name of Object.keys(schemas)) if (!sent.has(name)) schemas[name] = rewrite(schemas[name]!, plain)
}

/** What refers to a schema is described by that, where it would say the same. */
export function describeReferencesOnce({ components: { schemas } }: OpenapiDocument): void {
  const plain = (node: Node): Node => {
    const { description, ...rest } = node
    const target = typeof node.$ref === 'string' ? schemas[node.$ref.slice(PREFIX.length)] : undefined
    return target && target.description === description ? rest : node
  }
  for (const name of Object.keys(schemas)) schemas[name] = rewrite(schemas[name]!, plain)
}

/** Names of the components that these refer to, at first or at second hand. */
function reached(parts: unknown[], schemas: OpenapiDocument['components']['schemas']): Set<string> {
  const found = new Set<string>()
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    for (const [key, value] of Object.entries(part)) {
      if (key !== '$ref' || typeof value !== 'string' || !value.startsWith(PREFIX)) {
        look(value)
        continue
      }
      const name = value.slice(PREFIX.length)
      if (found.has(name)) continue
      found.add(name)
      look(schemas[name])
    }
  }
  for (const part of parts) look(part)
  return found
}

/**
 * A format says what a day is; patterns beside it, by which the service refuses years that are mistyped, are its own. And what a
 * property is unless told is said in words: generators take a property with a default for one that is always sent.
 */
export function plainProperties(document: OpenapiDocument): void {
  inSchemas(document, ({ pattern, ...schema }) => {
    if (pattern === undefined || schema.format === 'date') return schema
    const { minLength, ...rest } = schema
    // What is not blank is not empty either.
    return { ...(pattern === '\\S' ? rest : schema), pattern }
  })
  const { schemas } = document.components
  for (const name of Object.keys(schemas)) schemas[name] = rewrite(schemas[name]!, withoutDefault)
}

function withoutDefault(node: Node): Node {
  const { default: otherwise, description, ...schema } = node
  // A property of that name is none.
  if (typeof otherwise === 'object') return node
  const said = otherwise === undefined ? description : `${description}; ${String(otherwise)} unless told`
  return { ...schema, ...(said !== undefined && { description: said }) }
}

/**
 * What holds all that another answer holds extends it (allOf), largest first: a decision, and the same with its lines. `bases` are
 * what many have in common. Only of what is answered: an allOf of closed objects takes nothing.
 */
export function extendAnswers(document: OpenapiDocument, bases: string[]): void {
  const { schemas } = document.components
  const operations = Object.values(document.paths).flatMap(path => Object.values(path))
  const closed = reached(
    operations.map(({ requestBody }) => requestBody),
    schemas
  )
  const names = Object.keys(schemas).filter(name => schemas[name]!.properties && !closed.has(name))
  const whole = new Map(names.map(name => [name, partsOf(schemas[name]!)]))
  const bySize = [...whole].sort(([, a], [, b]) => b.size - a.size)
  for (const name of names.filter(each => !bases.includes(each))) {
    const left = new Map(whole.get(name)!)
    const extended: string[] = []
    for (const [base, parts] of bySize) {
      const isSmaller = parts.size >= SMALLEST_BASE && parts.size < whole.get(name)!.size
      if (!isSmaller || ![...parts].every(([property, text]) => left.get(property) === text)) continue
      extended.push(base)
      for (const property of parts.keys()) left.delete(property)
    }
    if (extended.length === 0) continue
    const { properties = {}, required = [], description, example } = schemas[name]!
    const own = Object.fromEntries(Object.entries(properties).filter(([property]) => left.has(property)))
    const demanded = required.filter(property => left.has(property))
    const rest = { type: 'object', ...(demanded.length > 0 && { required: demanded }), properties: own }
    schemas[name] = {
      description: description!,
      allOf: [...extended.map(base => ({ $ref: PREFIX + base })), ...(left.size > 0 ? [rest] : [])],
      ...(example !== undefined && { example })
    }
  }
}

/** A reference to less takes more room than it spares. */
const SMALLEST_BASE = 2

/** The properties of an object, each as it is described and whether it is always there; examples do not count. */
function partsOf({ properties = {}, required = [] }: { properties?: object; required?: string[] }) {
  return new Map(
    Object.entries(properties).map(([name, schema]) => [
      name,
      `${required.includes(name)} ${JSON.stringify(schema, compared)}`
    ])
  )
}

/** Members by name and without examples, so that schemas that say the same are equal texts. */
function compared(_name: string, value: unknown): unknown {
  if (!isNode(value)) return value
  const said = Object.entries(value).filter(([name]) => name !== 'example')
  return Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1)))
}
