import type { ErrorObject } from 'ajv'
import type { Violation } from '../../base/errors.ts'
import { escapePointer } from './json.ts'
import { RECORDED_YEARS } from './schemas.ts'

/** AJV's errors in words for whoever sent the request: where (a JSON pointer, or a parameter's name) and what. */

type Part = 'body' | 'params' | 'querystring' | 'headers'
type Schema = { type?: string | string[]; enum?: unknown[]; const?: unknown; format?: string; properties?: object }

export function violationsOf(errors: ErrorObject[], part: string): Violation[] {
  const said = new Set<string>()
  return withoutEchoes(errors)
    .map(error => ({ field: fieldOf(error, part as Part), message: messageOf(error, part as Part) }))
    .filter(({ field, message }) => !said.has(`${field} ${message}`) && said.add(`${field} ${message}`))
    .slice(0, 1000)
}

/** A union fails once for each of its branches: either one branch was clearly meant and its complaint is told, or the
 * union as a whole is. */
function withoutEchoes(errors: ErrorObject[]): ErrorObject[] {
  let kept = errors.filter(({ keyword }) => keyword !== 'if')
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')) {
    const branches = kept.filter(error => error !== union && isWithin(error, union))
    const told = branches.filter(
      ({ keyword, instancePath }) =>
        instancePath !== union.instancePath || !['type', 'const', 'enum', 'anyOf', 'oneOf'].includes(keyword)
    )
    const dropped = new Set(told.length > 0 ? [union, ...branches.filter(error => !told.includes(error))] : branches)
    kept = kept.filter(error => !dropped.has(error))
  }
  return kept
}

function isWithin(error: ErrorObject, union: ErrorObject): boolean {
  const { instancePath } = error
  return instancePath === union.instancePath || instancePath.startsWith(`${union.instancePath}/`)
}

function fieldOf({ instancePath, params }: ErrorObject, part: Part): string {
  const member =
    params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName
  const pointer = member === undefined ? instancePath : `${instancePath}/${escapePointer(String(member))}`
  return part === 'body' ? pointer : pointer.slice(1)
}

function messageOf(error: ErrorObject, part: Part): string {
  const { keyword, params, data } = error
  const schema = (error.parentSchema ?? {}) as Schema
  if (part === 'querystring' && Array.isArray(data) && ![schema.type].flat().includes('array'))
    return 'must be given once'
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return 'is required'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknown(schema, part)
    case 'type':
      return part === 'body' && data === undefined ? 'is required' : `must be ${alternatives([schema])}`
    case 'enum':
    case 'const':
    case 'format':
      return `must be ${alternatives([schema])}`
    case 'anyOf':
    case 'oneOf':
      return `must be ${alternatives(error.schema as Schema[])}`
    case 'multipleOf':
      return params.multipleOf === 0.01
        ? 'must have at most two decimals'
        : `must be a multiple of ${params.multipleOf}`
    case 'minimum':
      return `must be at least ${params.limit}`
    case 'maximum':
      return `must be at most ${params.limit}`
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must be at least ${params.limit} characters long`
    case 'maxLength':
      return `must be at most ${params.limit} characters long`
    case 'pattern':
      if (params.pattern === RECORDED_YEARS) return 'must be a day of the years 1900 to 2199'
      return params.pattern === '\\S' ? 'must not be blank' : `must match ${params.pattern}${asIn(error)}`
    case 'minItems':
      return `must have at least ${params.limit} of them`
    case 'maxItems':
      return `must have at most ${params.limit} of them`
    case 'minProperties':
      return params.limit === 1 ? 'must have at least one property' : `must have at least ${params.limit} properties`
    case 'uniqueItems':
      return `must not repeat itself: places ${params.j} and ${params.i} are the same`
    default:
      return error.message ?? 'is not valid'
  }
}

function unknown({ properties }: Schema, part: Part): string {
  const names = Object.keys(properties ?? {})
  const kind = part === 'body' ? 'property' : 'parameter'
  return `is not a known ${kind}${names.length > 0 ? `; known are ${names.join(', ')}` : ''}`
}

function asIn({ parentSchema }: ErrorObject): string {
  const example = parentSchema?.example
  return typeof example === 'string' || typeof example === 'number' ? `, as ${example} does` : ''
}

const FORMATS: Record<string, string> = {
  date: 'a date that exists, such as 2021-12-14',
  'date-time': 'an instant with its offset, such as 2021-12-14T09:30:00Z',
  uuid: 'a UUID',
  uri: 'a URI',
  email: 'an e-mail address'
}
const TYPES: Record<string, string> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  null: 'null'
}

function alternatives(schemas: Schema[]): string {
  const texts = schemas.flatMap(({ enum: values, const: value, format, type }) => {
    if (values) return values.map(each => JSON.stringify(each))
    if (value !== undefined) return [JSON.stringify(value)]
    const types = [type ?? []].flat()
    if (format) return [FORMATS[format] ?? `of the format ${format}`, ...types.filter(each => each === 'null')]
    return types.map(each => TYPES[each] ?? each)
  })
  const unique = [...new Set(texts)]
  const last = unique.pop() ?? 'of another form'
  return unique.length > 0 ? `${unique.join(', ')} or ${last}` : last
}
