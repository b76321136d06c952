/** Examples made of schemas, so that every request and response has one however it was declared. */

export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  example?: unknown
  examples?: unknown[]
  default?: unknown
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  pattern?: string
  description?: string
}
export type Schemas = Record<string, Schema>

const BY_FORMAT: Record<string, string> = {
  date: '2021-12-14',
  'date-time': '2021-12-14T09:30:00Z',
  uuid: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
  uri: 'https://www.haninge.se/'
}
const BY_TYPE: Record<string, unknown> = {
  string: 'text',
  integer: 1,
  number: 1,
  boolean: true,
  null: null,
  object: {}
}

/** An example of the schema: its own where it says one, else put together from its parts. */
export function exampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  if (schema.example !== undefined) return schema.example
  if (schema.examples) return schema.examples[0]
  if (schema.$ref) {
    const target = schemas[schema.$ref.replace('#/components/schemas/', '')]
    return target && depth < 10 ? exampleOf(target, schemas, depth + 1) : {}
  }
  for (const value of [schema.const, schema.default, schema.enum?.[0]]) if (value !== undefined) return value
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return exampleOf(branches[0]!, schemas, depth + 1)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(part => exampleOf(part, schemas, depth + 1)))
  if (schema.properties) {
    const entries = Object.entries(schema.properties)
    return Object.fromEntries(entries.map(([name, property]) => [name, exampleOf(property, schemas, depth + 1)]))
  }
  if (schema.items) return [exampleOf(schema.items, schemas, depth + 1)]
  const [type] = [schema.type ?? 'object'].flat()
  return BY_FORMAT[schema.format ?? ''] ?? BY_TYPE[type!] ?? {}
}

/** Dates and instants without an example get one: the national profile asks for it. */
export function exemplifyDates(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return
  const { format, example, type } = schema as Schema
  if (typeof type === 'string' && (format === 'date' || format === 'date-time') && example === undefined) {
    Object.assign(schema, { example: BY_FORMAT[format] })
  }
  for (const [name, part] of Object.entries(schema)) if (name !== 'example') exemplifyDates(part)
}
