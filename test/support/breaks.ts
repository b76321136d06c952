/** Whether a client of one OpenAPI document can go on with another: everything that would break it, in words. */

// biome-ignore lint/suspicious/noExplicitAny: a document is walked as it is
type Any = any

type Side = 'sent' | 'answered'
/** A schema without references and unions: what it takes or gives. */
type Flat = { types: string[]; schema: Any; properties: Record<string, Any>; required: string[] }

/**
 * What of `released` is gone from `present` or taken more narrowly: operations, parameters, media types, properties, codes, and what
 * must be sent that need not be before. More in an answer, and more that may be sent, breaks nobody.
 */
export function breaks(released: Any, present: Any): string[] {
  const found: string[] = []
  for (const [path, item] of Object.entries<Any>(released.paths)) {
    for (const [method, before] of Object.entries<Any>(item)) {
      const name = `${method.toUpperCase()} ${path}`
      const after = present.paths[path]?.[method]
      if (!after) found.push(`${name} is gone`)
      else new Comparison(released, present, found).operation(name, before, after)
    }
  }
  return found
}

class Comparison {
  readonly released: Any
  readonly present: Any
  readonly found: string[]
  /** Pairs of components that are being compared: schemas may hold themselves. */
  readonly seen = new Set<string>()

  constructor(released: Any, present: Any, found: string[]) {
    this.released = released
    this.present = present
    this.found = found
  }

  operation(name: string, before: Any, after: Any) {
    if (before.operationId !== after.operationId) this.found.push(`${name}: its operationId has changed`)
    this.parameters(name, before.parameters ?? [], after.parameters ?? [])
    this.body(name, before.requestBody, after.requestBody)
    for (const [status, answer] of Object.entries<Any>(before.responses)) {
      if (Number(status) >= 300) continue
      const now = after.responses[status]
      if (!now) this.found.push(`${name}: ${status} is gone`)
      else this.content(`${name} ${status}`, this.old(answer).content, this.new(now).content, 'answered')
    }
  }

  parameters(name: string, before: Any[], after: Any[]) {
    const keyOf = (parameter: Any) => `${parameter.in} ${parameter.name}`
    const were = new Map(before.map(each => this.old(each)).map(each => [keyOf(each), each]))
    const are = new Map(after.map(each => this.new(each)).map(each => [keyOf(each), each]))
    for (const [key, parameter] of were) {
      const now = are.get(key)
      if (!now) this.found.push(`${name}: the parameter ${parameter.name} is gone`)
      else this.schema(`${name}: ${parameter.name}`, parameter.schema, now.schema, 'sent')
    }
    for (const [key, parameter] of are) {
      if (parameter.required && !were.get(key)?.required) this.found.push(`${name}: ${parameter.name} is demanded now`)
    }
  }

  body(name: string, before: Any, after: Any) {
    if (!before && after?.required) this.found.push(`${name}: a body is demanded now`)
    if (before && !after) this.found.push(`${name}: no body is taken any more`)
    if (before && after) this.content(`${name} body`, before.content, after.content, 'sent')
  }

  content(name: string, before: Any = {}, after: Any = {}, side: Side) {
    for (const [type, media] of Object.entries<Any>(before)) {
      if (!after[type]) this.found.push(`${name}: ${type} is gone`)
      else this.schema(name, media.schema, after[type].schema, side)
    }
  }

  schema(name: string, before: Any, after: Any, side: Side) {
    const pair = before?.$ref && after?.$ref ? `${side} ${before.$ref} ${after.$ref}` : ''
    if (pair && this.seen.has(pair)) return
    if (pair) this.seen.add(pair)
    const was = flat(before, this.released)
    const is = flat(after, this.present)
    const [needed, given] = side === 'sent' ? [was, is] : [is, was]
    for (const type of needed.types) {
      if (!given.types.includes(type)) {
        this.found.push(side === 'sent' ? `${name} is no ${type} any more` : `${name} can be ${type} now`)
      }
    }
    for (const code of was.schema.enum ?? []) {
      if (is.schema.enum && !is.schema.enum.includes(code)) this.found.push(`${name}: the code ${code} is gone`)
    }
    if (side === 'sent' && is.schema.enum && !was.schema.enum) this.found.push(`${name} takes only some values now`)
    if (was.schema.format !== is.schema.format) this.found.push(`${name} has another format`)
    if (side === 'sent') this.bounds(name, was.schema, is.schema)
    this.properties(name, was, is, side)
    if (was.schema.items && is.schema.items) this.schema(`${name}[]`, was.schema.items, is.schema.items, side)
  }

  bounds(name: string, was: Any, is: Any) {
    for (const bound of ['maximum', 'maxLength', 'maxItems', 'maxProperties']) {
      if (is[bound] < (was[bound] ?? Number.POSITIVE_INFINITY)) this.found.push(`${name}: ${bound} is lower`)
    }
    for (const bound of ['minimum', 'minLength', 'minItems', 'minProperties']) {
      if (is[bound] > (was[bound] ?? Number.NEGATIVE_INFINITY)) this.found.push(`${name}: ${bound} is higher`)
    }
    for (const rule of ['pattern', 'multipleOf', 'uniqueItems']) {
      if (is[rule] !== undefined && is[rule] !== was[rule] && !takesMoreWords(was[rule], is[rule]))
        this.found.push(`${name} has another ${rule}`)
    }
  }

  properties(name: string, was: Flat, is: Flat, side: Side) {
    for (const [property, schema] of Object.entries(was.properties)) {
      const now = is.properties[property]
      if (!now) this.found.push(`${name}: ${property} is gone`)
      else this.schema(`${name}.${property}`, schema, now, side)
    }
    const [needed, known] = side === 'sent' ? [is.required, was.required] : [was.required, is.required]
    for (const property of needed) {
      if (known.includes(property) || (side === 'answered' && !is.properties[property])) continue
      this.found.push(
        side === 'sent' ? `${name}: ${property} is demanded now` : `${name}: ${property} may be absent now`
      )
    }
  }

  old = (node: Any) => resolve(node, this.released)
  new = (node: Any) => resolve(node, this.present)
}

function resolve(node: Any, document: Any): Any {
  if (!node?.$ref) return node ?? {}
  const steps = node.$ref.slice(2).split('/')
  return resolve(
    steps.reduce((at: Any, step: string) => at[step], document),
    document
  )
}

function flat(node: Any, document: Any): Flat {
  const schema = resolve(node, document)
  const union = (schema.anyOf ?? schema.oneOf ?? []).map((part: Any) => flat(part, document))
  const whole = [
    schema.properties ? [schema] : [],
    ...(schema.allOf ?? []).map((part: Any) => [flat(part, document)])
  ].flat()
  const types = [schema.type ?? (schema.allOf ? 'object' : [])].flat()
  const main = union.find(({ types }: Flat) => !types.includes('null')) as Flat | undefined
  const parts = [...whole, ...(main ? [main] : [])]
  return {
    types: [...new Set<string>([...types, ...union.flatMap((part: Flat) => part.types)])],
    schema: main ? { ...main.schema, ...schema } : schema,
    properties: Object.assign({}, ...parts.map(part => part.properties)),
    required: parts.flatMap(part => part.required ?? [])
  }
}

/** The words of which the pattern takes a list with commas between, as `groupBy` does: `^(a|b)(,(a|b))*$`. */
const wordsOf = (pattern: unknown) => /^\^\(([\w|]+)\)\(,\(\1\)\)\*\$$/.exec(String(pattern))?.[1]?.split('|')

/** Whether both are lists of words, and what was taken still is. */
function takesMoreWords(was: unknown, is: unknown): boolean {
  const now = wordsOf(is)
  return now !== undefined && (wordsOf(was)?.every(word => now.includes(word)) ?? false)
}
