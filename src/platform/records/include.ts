import { and, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { type TObject, type TProperties, Type } from 'typebox'
import { today } from '../../base/dates.ts'
import { Invalid, Malformed } from '../../base/errors.ts'
import type { Connection, Database } from '../database/connection.ts'
import { listedCode } from '../database/municipality.ts'
import { prepared } from '../database/prepared.ts'
import { demandScope } from '../http/authentication.ts'
import { problems } from './include-problems.ts'
import type { RecordKind } from './kinds.ts'

/**
 * `include=` of what shows a record, or a page of them: what they lead to is answered beside them, each once, by its kind and id. One
 * statement for each step, however many records there are; with the scope, and as the list of its kind would show it. It stands in
 * the answer before its ETag is made.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The address of the records that it answers, one or a page; `:records` where the path names it. */
    shows?: string
  }
  interface FastifyRequest {
    /** What is answered beside the records, as JSON. */
    included: string | undefined
  }
}

/**
 * Where a step leads. `at`: the property that holds the id of the other, or within a list of objects (`recipients.organisationId`);
 * `by`: the property of the others that holds the id of this one.
 */
export type Step = { to: string } & ({ at: string } | { by: string })
/** The steps of each kind, by address and by name. */
export type Steps = Record<string, Record<string, Step>>

const DEEPEST = 3
const MOST = 10_000

/** Kinds as the answer names them: `payment-plans` is `paymentPlans`. */
export const camelOf = (address: string) =>
  address.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase())

/** The parameter of what shows records that lead somewhere; `Included` says where each leads. */
const include = Type.Optional(
  Type.String({
    description: 'What is answered beside, as included: steps with commas between them, further steps with a dot',
    example: 'scheme,organisations'
  })
)

type Tree = { [name: string]: Tree }
type Shown = Record<string, unknown> & { id: string }
type Found = Map<string, Map<string, Shown>>

export const includes = fp<{ steps: Steps }>(async (app, { steps }) => {
  app.decorateRequest('included', undefined)
  app.decorate('includedSteps', () =>
    Object.entries(steps)
      .map(([address, ofKind]) => `${address}: ${Object.keys(ofKind).join(' ')}`)
      .join('; ')
  )
  app.decorate('includedKinds', () => {
    const addresses = new Set(Object.values(steps).flatMap(ofKind => Object.values(ofKind).map(({ to }) => to)))
    return Object.fromEntries(
      [...addresses].sort().map(address => [camelOf(address), itemOf(app.recordKinds.get(address)!)])
    )
  })
  app.addHook('onRoute', route => takeInclude(route, steps))
  app.addHook('preSerialization', (request, reply, payload, done) => {
    const { include } = (request.query ?? {}) as { include?: unknown }
    const { shows } = request.routeOptions.config
    if (!shows || typeof include !== 'string' || reply.statusCode >= 300) return done(null, payload)
    const address = shows === ':records' ? (request.params as { records: string }).records : shows
    take(request, reply, { address, include, payload }).then(() => done(null, payload), done)
  })
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (request.included === undefined || typeof payload !== 'string' || !payload.endsWith('}'))
      return done(null, payload)
    done(null, `${payload.slice(0, -1)},"included":${request.included}}`)
  })

  type Asked = { address: string; include: string; payload: unknown }
  /** Keeps what is answered beside. @throws Malformed, Invalid */
  async function take(request: FastifyRequest, reply: FastifyReply, { address, include, payload }: Asked) {
    const tree = treeOf(include, address, steps)
    const { items } = payload as { items?: Shown[] }
    const found: Found = new Map()
    await follow(request, { address, records: items ?? [payload as Shown], tree, steps, found })
    request.included = written(reply, found)
  }
})

/** What shows records of a kind that leads somewhere takes `include`. */
function takeInclude(route: RouteOptions, steps: Steps): void {
  const { shows } = route.config ?? {}
  if (!shows || (shows !== ':records' && !steps[shows])) return
  const { properties = {}, ...rest } = (route.schema?.querystring ?? { type: 'object' }) as unknown as TObject
  const asked: TProperties = { ...properties, include }
  route.schema = { ...route.schema, querystring: { ...rest, additionalProperties: false, properties: asked } }
}

/** The steps that are asked for, as a tree. @throws Malformed (`include-too-deep`, `include-not-known`) */
function treeOf(include: string, address: string, steps: Steps): Tree {
  const tree: Tree = {}
  for (const path of include.split(',')) {
    const names = path.split('.')
    if (names.length > DEEPEST) {
      throw new Malformed(
        problems['include-too-deep'],
        { en: `include leads at most ${DEEPEST} steps on.`, sv: `include leder högst ${DEEPEST} steg vidare.` },
        [
          {
            field: 'include',
            message: `must have at most ${DEEPEST} steps, not ${names.length}`,
            sv: `får ha högst ${DEEPEST} steg, inte ${names.length}`
          }
        ]
      )
    }
    let [at, here] = [tree, address]
    for (const name of names) {
      const ofKind = steps[here] ?? {}
      if (!Object.hasOwn(ofKind, name)) refuseUnknown(here, ofKind)
      at[name] ??= {}
      at = at[name]
      here = ofKind[name]!.to
    }
  }
  return tree
}

function refuseUnknown(address: string, ofKind: Record<string, Step>): never {
  const known = Object.keys(ofKind).join(', ') || 'none'
  throw new Malformed(
    problems['include-not-known'],
    { en: `Of ${address} there can be included: ${known}.`, sv: `Med ${address} kan följande tas med: ${known}.` },
    [
      {
        field: 'include',
        message: `must name what ${address} lead to: ${known}`,
        sv: `måste ange något som ${address} leder till: ${known}`
      }
    ]
  )
}

type Following = { address: string; records: Shown[]; tree: Tree; steps: Steps; found: Found }

async function follow(request: FastifyRequest, { address, records, tree, steps, found }: Following): Promise<void> {
  for (const [name, further] of Object.entries(tree)) {
    const step = steps[address]![name]!
    const kind = request.server.recordKinds.get(step.to)!
    demandScope(request.actor, `${kind.scope}:read`)
    const ids =
      'at' in step ? records.flatMap(record => idsAt(record, step.at.split('.'))) : records.map(({ id }) => id)
    const others = await read(request, kind, 'at' in step ? 'id' : step.by, [...new Set(ids)])
    const ofKind = found.get(step.to) ?? new Map<string, Shown>()
    found.set(step.to, ofKind)
    for (const other of others) ofKind.set(other.id, other)
    await follow(request, { address: step.to, records: others, tree: further, steps, found })
  }
}

/** The ids at a property, or at one of each object of a list. */
function idsAt(value: unknown, [name, ...further]: string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(one => idsAt(one, [name!, ...further]))
  if (name === undefined) return typeof value === 'string' ? [value] : []
  return value && typeof value === 'object' ? idsAt((value as Record<string, unknown>)[name], further) : []
}

type Selecting = {
  where(condition: SQL | undefined): Selecting
  limit(count: number): Selecting
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Shown[]> }
}

/** Those of the kind whose property is one of the ids, in the municipality, as its list shows them. @throws Invalid `include-too-large` */
async function read({ server, actor, params }: FastifyRequest, kind: RecordKind, property: string, ids: string[]) {
  if (ids.length === 0) return []
  const { municipalityCode } = params as { municipalityCode: string }
  const { address, table, list, shown, present } = kind
  const column = (table as unknown as Record<string, PgColumn>)[property]!
  const db: Database = server.database
  const query = prepared(db, `include ${address} by ${property}`, () => {
    const named = sql`${column} = any(${sql.placeholder('ids')}::uuid[])`
    const standing = property === 'id' ? undefined : sql`${table.withdrawnAt} is null`
    const ofMunicipality = sql`${table.municipalityCode} = ${listedCode}`
    return (list!.select(db) as Selecting).where(and(ofMunicipality, named, standing)).limit(MOST + 1)
  })
  const day = today()
  const rows = await query.execute({ municipalityCode, ids, validOn: day, on: day })
  if (rows.length > MOST) {
    throw new Invalid(
      problems['include-too-large'],
      { en: `More than ${MOST} ${address} would be included.`, sv: `Fler än ${MOST} ${address} skulle tas med.` },
      [
        {
          field: 'include',
          message: `leads to more than ${MOST} ${address}`,
          sv: `leder till fler än ${MOST} ${address}`
        }
      ]
    )
  }
  if (present) return (await present(db as Connection, actor, municipalityCode, rows, day)) as Shown[]
  return shown ? rows.map(row => shown(row, {}) as Shown) : rows
}

/** What a page of the kind holds. */
const itemOf = ({ schemas }: RecordKind) =>
  (schemas.Page as unknown as { properties: { items: { items: { $ref: string } } } }).properties.items.items

/** Each as the schema of its list says. */
function written(reply: FastifyReply, found: Found): string {
  const kinds = [...found].map(([address, records]) => {
    const serialise = reply.compileSerializationSchema(itemOf(reply.server.recordKinds.get(address)!))
    const all = [...records.values()].map(record => `${JSON.stringify(record.id)}:${serialise(record)}`)
    return `${JSON.stringify(camelOf(address))}:{${all.join()}}`
  })
  return `{${kinds.join()}}`
}
