import { _, Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import type { DataValidationCxt } from 'ajv/dist/types/index.js'
import formats from 'ajv-formats'
import type { FastifyServerOptions } from 'fastify'
import type { App } from './app.ts'
import { parseJson } from './json.ts'
import { buildSerializer, referredTo, type Schemas } from './serialisation.ts'

/**
 * Two validators. Bodies are taken as they are: `null` is not 0 and `"1"` is not 1. What stands in the address or in
 * a header is text, so there it is coerced. Unknown properties are refused by both, never taken away. One thing is rewritten
 * by both: a UUID goes on in lower case, as PostgreSQL writes it, so that whoever compares ids need not think of it.
 */

const options: Options = {
  allErrors: true,
  removeAdditional: false,
  useDefaults: true,
  addUsedSchema: false,
  // That schemas are well-formed is a matter of the source: test/http/schemas.test.ts holds it, and no start waits for it.
  validateSchema: false,
  meta: false,
  // Violations name what would have been allowed. What was sent is in the errors too, and is never repeated.
  verbose: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  keywords: ['example'],
  // Half of the time of compiling went into making the code shorter, and into writing what is referred to anew for each schema.
  code: { optimize: false },
  inlineRefs: false
}

const DATE = /^(?!0000)\d{4}-\d\d-\d\d$/
const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](0\d|1[0-4]):\d\d)$/

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LOWER_CASE = 'inLowerCase'

/** By decimals and not by division, after which 1.13 is no multiple of 0.01 and 123456789.01 is one only by luck. */
function isMultiple(step: number, value: number): boolean {
  const decimals = String(step).split('.')[1]?.length ?? 0
  return decimals > 0 ? Number(value.toFixed(decimals)) === value : value % step === 0
}

function validator(coerceTypes: Options['coerceTypes']): Ajv2020 {
  const ajv = new Ajv2020({ ...options, coerceTypes })
  formats.default(ajv)
  ajv.removeKeyword('multipleOf').addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: isMultiple,
    error: { message: 'must be a multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` }
  })
  // The formats as PostgreSQL takes them: no year 0, no blank for T, no urn: before a UUID.
  const { validate: isDate } = ajv.formats.date as { validate: (text: string) => boolean }
  const { validate: isInstant } = ajv.formats['date-time'] as { validate: (text: string) => boolean }
  ajv.addFormat('date', text => DATE.test(text) && isDate(text))
  ajv.addFormat('date-time', text => INSTANT.test(text) && isInstant(text))
  ajv.addFormat('uuid', UUID)
  ajv.addKeyword({
    keyword: LOWER_CASE,
    type: 'string',
    schemaType: 'boolean',
    modifying: true,
    errors: false,
    validate: (_schema: boolean, text: string, _parent?: object, at?: DataValidationCxt) => {
      if (at && UUID.test(text)) at.parentData[at.parentDataProperty] = text.toLowerCase()
      return true
    }
  })
  return ajv
}

/** The schema, whose UUIDs are put into lower case. Published is the schema without it. */
function lowering(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowering)
  if (typeof schema !== 'object' || schema === null) return schema
  const all = Object.entries(schema).map(([name, value]) => [name, lowering(value)])
  const { format } = schema as { format?: unknown }
  return Object.fromEntries(format === 'uuid' ? [...all, [LOWER_CASE, true]] : all)
}

type Validate = (data: unknown) => boolean
type Validator = { compile: (schema: object) => ValidateFunction }
type Validators = { strict: Validator; coercing: Validator }

const known = new Map<string, Validators>()
const ofStores = new WeakMap<object, Validators>()
const numbers = new WeakMap<object, number>()
let numbered = 0

/** Fastify asks for every plugin anew, with the same schemas; making a validator, or comparing their texts, for each would
 * be most of the time of a start. */
function validators(externalSchemas: Schemas): Validators {
  const made = ofStores.get(externalSchemas)
  if (made) return made
  const key = Object.values(externalSchemas).map(numberOf).join()
  const pair = known.get(key) ?? {
    strict: validatorWhenNeeded(externalSchemas, false),
    coercing: validatorWhenNeeded(externalSchemas, 'array')
  }
  known.set(key, pair)
  ofStores.set(externalSchemas, pair)
  return pair
}

function numberOf(schema: object): number {
  const number = numbers.get(schema) ?? ++numbered
  numbers.set(schema, number)
  return number
}

const copies = new WeakMap<object, Schemas[string]>()

/** As Fastify keeps schemas, but the plugins of an application share one store for as long as none adds to it, and all applications
 * of a process the copy of a schema. */
function bucket(inherited?: unknown) {
  let store = (inherited ?? {}) as Schemas
  let isShared = inherited !== undefined
  return {
    add(added: unknown) {
      const schema = added as Schemas[string] & { $id?: string }
      const { $id } = schema
      if (!$id) throw new Error('A schema that is added lacks $id')
      if (store[$id]) throw new Error(`There is a schema ${$id} already`)
      if (isShared) store = { ...store }
      isShared = false
      const copy = copies.get(schema) ?? structuredClone(schema)
      copies.set(schema, copy)
      store[$id] = copy
    },
    getSchema: (id: string) => store[id],
    getSchemas: () => {
      isShared = true
      return store
    }
  }
}

/** A validator that is made for the first schema that it compiles, and reads of the others those that are referred to.
 * Schemas with the same text, such as the address of a municipality, are compiled once. */
function validatorWhenNeeded(externalSchemas: Schemas, coerceTypes: Options['coerceTypes']): Validator {
  let ajv: Ajv2020 | undefined
  const added = new Set<string>()
  const compiled = new Map<string, ValidateFunction>()
  return {
    compile(schema) {
      const text = JSON.stringify(schema)
      const earlier = compiled.get(text)
      if (earlier) return earlier
      ajv ??= validator(coerceTypes)
      for (const [name, other] of Object.entries(referredTo(schema, externalSchemas))) {
        if (added.has(name)) continue
        ajv.addSchema(lowering(other) as object)
        added.add(name)
      }
      const validate = ajv.compile(lowering(schema) as object)
      compiled.set(text, validate)
      return validate
    }
  }
}

/** Compiles the schema when something is validated by it for the first time: a start need not wait for all of them. */
function whenNeeded(validator: Validator, schema: object) {
  let compiled: ValidateFunction | undefined
  const validate: Validate & { errors?: ValidateFunction['errors'] } = data => {
    compiled ??= validator.compile(schema)
    const valid = compiled(data)
    validate.errors = compiled.errors
    return valid as boolean
  }
  return validate
}

/** A body is held to its schema as it was sent; a parameter is a text, and is read as what its schema says: `limit=20` is a number. */
function buildValidator(externalSchemas: Schemas) {
  const { strict, coercing } = validators(externalSchemas)
  return ({ schema, httpPart }: { schema: object; httpPart?: string }) =>
    whenNeeded(httpPart === 'body' ? strict : coercing, schema)
}

type Controller = NonNullable<FastifyServerOptions['schemaController']>
type Factories = NonNullable<Controller['compilersFactory']>

/** Fastify's option by which both validators see the schemas of addSchema, and how answers are serialised. Its types
 * tell less than it gives. */
export const schemaController: Controller = {
  bucket: bucket as unknown as Controller['bucket'],
  compilersFactory: { buildSerializer, buildValidator: buildValidator as unknown as Factories['buildValidator'] }
}

/** Bodies are JSON, or what a route says for itself; anything else is 415. */
export function parseBodies(app: App): void {
  app.removeAllContentTypeParsers()
  const types = ['application/json', 'application/merge-patch+json']
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    // Clients name the type of a body that they do not send, and an operation without one need not mind.
    if (body.length === 0 && request.routeOptions.schema?.body === undefined) return done(null, undefined)
    try {
      done(null, parseJson(body))
    } catch (error) {
      done(error as Error)
    }
  })
}
