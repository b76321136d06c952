import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { steps } from '../../src/app-includes.ts'
import { kinds } from '../support/twins.ts'

/** Every question that the document offers: each GET, with each of its filters, orders and totals, and the page after the first. */

// biome-ignore lint/suspicious/noExplicitAny: the document is read as it comes
type Any = any

export type Question = {
  /** The operationId. */
  operation: string
  /** Of the query, without what every question of the operation has. */
  asked: string
  path: string
  /** Whether it asks for a page of a list. */
  isPage: boolean
}

/** The copy of the first register that questions ask about. */
export type Copy = { code: string; k: number; ids: Record<string, string>; now: string }

const document: Any = JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8'))
const resolved = (one: Any): Any =>
  one?.$ref
    ? resolved(
        one.$ref
          .slice(2)
          .split('/')
          .reduce((at: Any, part: string) => at[part], document)
      )
    : one

/** The id that the copy has of a record of the first. */
export const copied = (id: string, k: number): string => `${id.slice(0, 24)}${k.toString(16).padStart(12, '0')}`

/** Of parameters that refer to records under names of their own. */
const REFERRING: Record<string, string> = {
  ...{ guarantorOrganisationId: 'umbrella', relatedTo: 'agreements', proposalId: 'decisions' },
  ...{ kindOfWorkId: 'list-entries', targetGroupId: 'list-entries' }
}
/** Which of what a text can be is asked for. */
const TEXTS: Record<string, string> = {
  ...{ search: 'kvinno', category: 'idrott', round: '1', paragraph: '12', holder: 'role:spare' },
  ...{ delegateRole: 'Enhetschef', diaryNumber: 'SN 2022-9', subjectType: 'payment', type: 'payment.planned' },
  ...{ accountNumber: '5050-1055', source: 'w3d3', outcome: 'granted', messageId: 'PR-0136' }
}
/** What an operation must be told. */
const REQUIRED: Record<string, string> = { kind: 'organisations', after: '' }
/** These say how an answer looks, or which page it is, and change no statement. */
const NOT_ASKED = new Set(['limit', 'cursor', 'csvFormat', 'format', 'wait'])

function valuesOf(name: string, schema: Any, operation: string, { k, ids, now }: Copy, records: string): string[] {
  if (name === 'sort') return schema.enum
  if (schema.enum) return schema.enum.map(String)
  if (schema.type === 'boolean') return name === 'total' ? ['true'] : ['true', 'false']
  const id = ids[REFERRING[name] ?? kinds[name] ?? '']
  if (id !== undefined) return [copied(id, k)]
  if (name === 'ids') return [copied(ids[records] ?? ids.organisations!, k)]
  if (name === 'include') return Object.keys(steps[records] ?? {})
  if (name === 'municipalityCodes') return ['0180,3000']
  if (name === 'groupBy') {
    const each = /\(([\w|]+)\)/.exec(schema.pattern)![1]!.split('|')
    return [...each, each.slice(0, 2).join(',')]
  }
  if (name === 'reference') return [`twin-${records} ${k}`]
  if (name === 'name') return [`Kvinnojouren ${createHash('md5').update(String(k)).digest('hex')}`]
  if (name === 'voucherNumber') return [`V1 ${k}`]
  if (name === 'organisationNumber') return ['8020000000']
  if (name === 'endToEndId') return ['PI01']
  if (schema.format === 'date') return ['2018-03-01']
  if (schema.format === 'date-time') return [now]
  if (schema.type === 'integer' && /year/i.test(name)) return [name === 'yearCount' ? '2' : '2018']
  if (schema.type === 'integer' || schema.type === 'number') return [String(schema.example ?? schema.minimum ?? 1)]
  if (name === 'after') return ['']
  const text = TEXTS[name]
  if (text === undefined) throw new Error(`${operation}: what is asked for by ${name}? (test/plans/questions.ts)`)
  return [text]
}

/** Every question about a copy; of an operation whose path names one of several things, of each of them. */
export function questionsOf(copy: Copy): Question[] {
  return Object.entries<Any>(document.paths).flatMap(([path, { get, parameters = [] }]) => {
    if (!get) return []
    const all = [...parameters, ...(get.parameters ?? [])].map(resolved)
    const inPath = all.filter(one => one.in === 'path' && one.schema && resolved(one.schema).enum)
    const chosen = inPath.find(one => one.name === 'table' || one.name === 'series')
    const named: string[] = chosen ? resolved(chosen.schema).enum : ['']
    return named.flatMap(value => {
      const at = chosen ? path.replace(`{${chosen.name}}`, value) : path
      const operation = value ? `${get.operationId} ${value}` : get.operationId
      return ofOperation(
        operation,
        at,
        all.filter(one => one.in === 'query'),
        copy
      )
    })
  })
}

function ofOperation(operation: string, path: string, query: Any[], copy: Copy): Question[] {
  const where = pathOf(path, copy)
  if (where === undefined) return []
  const [, , records = '', second] = path.split('/')
  const values = (one: Any) => {
    const kind = path.endsWith('}') || !second ? records : path.split('/').at(-1)!
    return valuesOf(one.name, resolved(one.schema), operation, copy, kind)
  }
  const always = query
    .filter(one => one.required)
    .map(one => `${one.name}=${encodeURIComponent(REQUIRED[one.name] ?? values(one)[0]!)}`)
  const each = query
    .filter(one => !one.required && !NOT_ASKED.has(one.name))
    .flatMap(one => values(one).map(value => `${one.name}=${encodeURIComponent(value)}`))
  // A CSV reads the same list, or the same statistics, a thousand rows at a time.
  const asks = path.endsWith('/csv') ? [''] : ['', ...each]
  const isPage = query.some(one => one.name === 'limit')
  return asks.map(asked => {
    const told = [...always, asked].filter(Boolean).join('&')
    return { operation, asked, path: told ? `${where}?${told}` : where, isPage: isPage && asked !== 'total=true' }
  })
}

function pathOf(path: string, { code, k, ids }: Copy): string | undefined {
  const parts = path.split('/')
  const kind = parts[2] === 'public' ? parts[3]! : parts[2]!
  const id = ids[kind]
  if (path.includes('{id}') && id === undefined) throw new Error(`No id is known for ${path}`)
  return path
    .replace('{municipalityCode}', code)
    .replace('{id}', copied(id ?? '', k))
    .replace('{records}', 'organisations')
    .replace('{source}', 'w3d3')
    .replace('{reference}', encodeURIComponent(`twin-${kind === '{records}' ? 'organisations' : kind} ${k}`))
}
