import type { ErrorObject } from 'ajv'
import type { Violation } from '../../base/errors.ts'
import type { Language, Text } from '../../base/language.ts'
import { escapePointer } from './json.ts'
import { RECORDED_YEARS } from './schemas.ts'

/** AJV's errors in words for whoever sent the request: where (a JSON pointer, or a parameter's name) and what. */

type Part = 'body' | 'params' | 'querystring' | 'headers'
type Schema = { type?: string | string[]; enum?: unknown[]; const?: unknown; format?: string; properties?: object }

export function violationsOf(errors: ErrorObject[], part: string): Violation[] {
  const said = new Set<string>()
  return withoutEchoes(errors)
    .map(error => {
      const { en: message, sv } = messageOf(error, part as Part)
      return { field: fieldOf(error, part as Part), message, sv }
    })
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

function messageOf(error: ErrorObject, part: Part): Text {
  const { keyword, params, data } = error
  const schema = (error.parentSchema ?? {}) as Schema
  if (part === 'querystring' && Array.isArray(data) && ![schema.type].flat().includes('array')) {
    return { en: 'must be given once', sv: 'får bara anges en gång' }
  }
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return missing
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknown(schema, part)
    case 'type':
      return part === 'body' && data === undefined ? missing : oneOf([schema])
    case 'enum':
    case 'const':
    case 'format':
      return oneOf([schema])
    case 'anyOf':
    case 'oneOf':
      return oneOf(error.schema as Schema[])
    case 'pattern':
      return unlike(error)
    case 'uniqueItems':
      return {
        en: `must not repeat itself: places ${params.j} and ${params.i} are the same`,
        sv: `får inte upprepa sig: plats ${params.j} och ${params.i} är lika`
      }
    default:
      return LIMITS[keyword]?.(params[keyword === 'multipleOf' ? keyword : 'limit']) ?? other(error)
  }
}

const missing: Text = { en: 'is required', sv: 'måste anges' }

const other = ({ message }: ErrorObject): Text => ({ en: message ?? 'is not valid', sv: 'är inte giltigt' })

/** What a keyword asks for that holds a number. */
const LIMITS: Record<string, (limit: number) => Text> = {
  multipleOf: step =>
    step === 0.01
      ? { en: 'must have at most two decimals', sv: 'får ha högst två decimaler' }
      : { en: `must be a multiple of ${step}`, sv: `måste vara en multipel av ${step}` },
  minimum: limit => ({ en: `must be at least ${limit}`, sv: `måste vara minst ${limit}` }),
  maximum: limit => ({ en: `must be at most ${limit}`, sv: `får vara högst ${limit}` }),
  minLength: limit =>
    limit === 1
      ? { en: 'must not be empty', sv: 'får inte vara tomt' }
      : { en: `must be at least ${limit} characters long`, sv: `måste vara minst ${limit} tecken långt` },
  maxLength: limit => ({ en: `must be at most ${limit} characters long`, sv: `får vara högst ${limit} tecken långt` }),
  minItems: limit => ({ en: `must have at least ${limit} of them`, sv: `måste innehålla minst ${limit}` }),
  maxItems: limit => ({ en: `must have at most ${limit} of them`, sv: `får innehålla högst ${limit}` }),
  minProperties: limit =>
    limit === 1
      ? { en: 'must have at least one property', sv: 'måste ha minst en egenskap' }
      : { en: `must have at least ${limit} properties`, sv: `måste ha minst ${limit} egenskaper` }
}

function unlike({ params, parentSchema }: ErrorObject): Text {
  const { pattern } = params
  if (pattern === RECORDED_YEARS) {
    return { en: 'must be a day of the years 1900 to 2199', sv: 'måste vara en dag under åren 1900 till 2199' }
  }
  if (pattern === '\\S') return { en: 'must not be blank', sv: 'får inte vara tomt' }
  const example = parentSchema?.example
  const isShown = typeof example === 'string' || typeof example === 'number'
  return {
    en: `must match ${pattern}${isShown ? `, as ${example} does` : ''}`,
    sv: `måste följa mönstret ${pattern}${isShown ? `, som ${example}` : ''}`
  }
}

function unknown({ properties }: Schema, part: Part): Text {
  const names = Object.keys(properties ?? {}).join(', ')
  const kind = part === 'body' ? { en: 'property', sv: 'egenskap' } : { en: 'parameter', sv: 'parameter' }
  return {
    en: `is not a known ${kind.en}${names && `; known are ${names}`}`,
    sv: `är ingen känd ${kind.sv}${names && `; kända är ${names}`}`
  }
}

const FORMATS: Record<string, Text> = {
  date: {
    en: 'a date that exists, such as 2021-12-14',
    sv: 'ett datum som finns, till exempel 2021-12-14'
  },
  'date-time': {
    en: 'an instant with its offset, such as 2021-12-14T09:30:00Z',
    sv: 'en tidpunkt med tidszon, till exempel 2021-12-14T09:30:00Z'
  },
  uuid: { en: 'a UUID', sv: 'ett UUID' },
  uri: { en: 'a URI', sv: 'en URI' },
  email: { en: 'an e-mail address', sv: 'en e-postadress' }
}
const TYPES: Record<string, Text> = {
  integer: { en: 'a whole number', sv: 'ett heltal' },
  number: { en: 'a number', sv: 'ett tal' },
  string: { en: 'a text', sv: 'en text' },
  boolean: { en: 'true or false', sv: 'true eller false' },
  array: { en: 'an array', sv: 'en lista' },
  object: { en: 'an object', sv: 'ett objekt' },
  null: { en: 'null', sv: 'null' }
}

const oneOf = (schemas: Schema[]): Text => ({
  en: `must be ${alternatives(schemas, 'en')}`,
  sv: `måste vara ${alternatives(schemas, 'sv')}`
})

const WORDS = {
  en: { or: 'or', ofFormat: 'of the format', ofOtherForm: 'of another form' },
  sv: { or: 'eller', ofFormat: 'av formatet', ofOtherForm: 'av en annan form' }
}

function alternatives(schemas: Schema[], language: Language): string {
  const words = WORDS[language]
  const texts = schemas.flatMap(({ enum: values, const: value, format, type }) => {
    if (values) return values.map(each => JSON.stringify(each))
    if (value !== undefined) return [JSON.stringify(value)]
    const types = [type ?? []].flat()
    if (format) {
      return [FORMATS[format]?.[language] ?? `${words.ofFormat} ${format}`, ...types.filter(each => each === 'null')]
    }
    return types.map(each => TYPES[each]?.[language] ?? each)
  })
  const unique = [...new Set(texts)]
  const last = unique.pop() ?? words.ofOtherForm
  return unique.length > 0 ? `${unique.join(', ')} ${words.or} ${last}` : last
}
