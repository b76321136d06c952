import type { Static, TSchema } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { type Expected, ifMatch } from '../http/if-match.ts'
import { answered } from '../http/language.ts'
import { type List, page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { keepKind } from './kinds.ts'

/** Summary and description of an operation. */
export type Said = readonly [summary: string, description: string]

type Shapes = {
  One: TSchema
  Page: TSchema
  Query: TSchema
  New?: TSchema
  /** What the answer to a new one says beside it; One unless told. */
  Created?: TSchema
  Patch?: TSchema
  /** Query of the operation that shows one. */
  Asked?: TSchema
}
type Sent<S, Name extends string> = S extends { [name in Name]: infer Schema extends TSchema } ? Static<Schema> : never
// biome-ignore lint/suspicious/noExplicitAny: each list has parameters of its own
type Query = Record<string, any>

/** A row is answered as it is where it is what the schema says; any other is made so by `shown`. */
type Answered<Row, One> = Row extends One
  ? { shown?: (row: Row, query: Query) => One }
  : { shown: (row: Row, query: Query) => One }

/**
 * A kind of record that is listed, registered, shown, changed and withdrawn as all are. An operation is there where it says
 * something of itself; those that differ are written by hand beside it.
 */
export type Kind<S extends Shapes, Row extends { id: string }> = {
  /** `Body` and `Bodies`, as in `getBody` and `listBodies`. */
  noun: string
  plural: string
  /** Where they are found: `bodies`. */
  address?: string
  /** False: its caller's reference does not register it. */
  isReceived?: false
  tag: string
  /** What their events call them, where it is not the noun. */
  subjectType?: string
  /** `bodies`: what is read demands `bodies:read`, what is changed `bodies:write`. */
  scope: string
  /** Rows tell people something, in the language that they prefer. */
  tells?: true
  /** Statuses that creating one may answer besides those that every such operation may. */
  problems?: number[]
  schemas: S
  list?: List<Row>
  says: { list?: Said; create?: Said; get?: Said; update?: Said; withdraw?: Said }
  /** `query`: what is asked of one (`Asked`), the day that the answer is for mostly. @throws NotFound */
  find?: (db: Connection, ref: Ref, query: Query) => Promise<Row>
  /** `of`: the municipality, and the id of what they belong to where there is such. */
  create?: (tx: Transaction, actor: Actor, of: Ref, sent: Sent<S, 'New'>) => Promise<Row>
  update?: (tx: Transaction, actor: Actor, ref: Ref, patch: Sent<S, 'Patch'>, expected: Expected) => Promise<Row>
  withdraw?: (tx: Transaction, actor: Actor, ref: Ref, reason: string) => Promise<Row>
  /** The record that these belong to: it is found first, and its address lists and makes them. */
  within?: {
    /** What it answers is the record whose own are listed: the path may name one that was merged into it. */
    find: (db: Connection, ref: Ref) => Promise<{ id: string }>
    /** Where each is found itself: `scheme-windows`. */
    address: string
  }
} & Answered<Row, Static<S['One']>>

const scopesOf = ({ scope }: { scope: string }) => ({
  read: { scope: `${scope}:read` },
  change: { scope: `${scope}:write` }
})
const words = ([summary, description]: Said) => ({ summary, description })
const shownBy = (kind: unknown) =>
  (kind as { shown?: (row: object, query: Query) => object }).shown ?? ((row: object) => row)

/** `GET` and `POST` of all of them: at the module's address, or at `/:id/<path>` of what they belong to. */
export function collectionRoutes<S extends Shapes, Row extends { id: string }>(
  app: App,
  kind: Kind<S, Row>,
  path = ''
) {
  const { noun, plural, tag, schemas, list, says, within, create } = kind
  const { read, change } = scopesOf(kind)
  const params = within ? ById : OfMunicipality
  const shown = shownBy(kind)
  keepKind(app, kind)

  if (list && says.list) {
    app.get(
      path,
      {
        config: { ...read, shows: within?.address ?? kind.address },
        schema: {
          operationId: `list${plural}`,
          tags: [tag],
          ...words(says.list),
          params,
          querystring: schemas.Query,
          response: { 200: ref(schemas.Page) }
        }
      },
      async (request, reply) => {
        const owner = await within?.find(app.database, request.params as Ref)
        const query = request.query as Query
        const day = { validOn: query.validOn ?? today() }
        const values = { ...day, ...(request.params as Ref), ...(owner && { id: owner.id }) }
        const { items, meta } = await page(request, reply, list, values)
        const rows = { items: items.map(row => shown(row, query)), meta }
        return (kind.tells ? answered(request, reply, rows) : rows) as never
      }
    )
  }

  if (!create || !says.create) return
  app.post(
    path,
    {
      config: { ...change, ...(kind.problems && { problems: kind.problems }) },
      schema: {
        operationId: `create${noun}`,
        tags: [tag],
        ...words(says.create),
        params,
        body: ref(schemas.New!),
        response: { 201: ref(schemas.Created ?? schemas.One) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const made = await create(tx, request.actor, request.params as Ref, request.body as Sent<S, 'New'>)
        const here = request.url.split('?')[0]!
        // `…/0136/schemes/{id}/windows` makes what is found at `…/0136/scheme-windows/{id}`.
        const address = within ? `${here.split('/').slice(0, -3).join('/')}/${within.address}` : here
        reply.code(201).header('location', `${address}/${made.id}`)
        return shown(made, {})
      }) as never
  )
}

/** `GET`, `PATCH`, withdrawal and history of one. */
export function recordRoutes<S extends Shapes, Row extends { id: string }>(app: App, kind: Kind<S, Row>) {
  const { noun, tag, subjectType, schemas, says, find, update, withdraw } = kind
  const { read, change } = scopesOf(kind)
  const shown = shownBy(kind)
  const response = { 200: ref(schemas.One) }
  keepKind(app, kind)

  if (find && says.get) {
    app.get(
      '/:id',
      {
        config: { ...read, shows: kind.address, lane: 'lookups' },
        schema: {
          operationId: `get${noun}`,
          tags: [tag],
          ...words(says.get),
          params: ById,
          ...(schemas.Asked && { querystring: schemas.Asked }),
          response
        }
      },
      async (request, reply) => {
        const query = request.query as Query
        return answered(request, reply, shown(await find(app.database, request.params, query), query)) as never
      }
    )
  }

  if (update && says.update) {
    app.patch(
      '/:id',
      {
        config: change,
        schema: {
          operationId: `update${noun}`,
          tags: [tag],
          ...words(says.update),
          params: ById,
          headers: IfMatch,
          body: ref(schemas.Patch!),
          response
        }
      },
      (request, reply) =>
        write(request, reply, async tx => {
          const patch = request.body as Sent<S, 'Patch'>
          return shown(await update(tx, request.actor, request.params, patch, ifMatch(request)), {})
        }) as never
    )
  }

  if (withdraw && says.withdraw) {
    act<TSchema, typeof Withdrawal, Row>(app, kind as never, 'withdraw', {
      operationId: `withdraw${noun}`,
      says: says.withdraw,
      body: Withdrawal,
      run: (tx, actor, ref, { reason }) => withdraw(tx, actor, ref, reason)
    })
  }

  historyRoute(app, { ...read, tag, noun, subjectType })
}

type Act<B extends TSchema, Row> = {
  operationId: string
  says: Said
  body: B
  /** The scope that it demands, where that is not the one of changes: `payments:approve`. */
  scope?: string
  /** Statuses that it may answer besides those that every act may. */
  problems?: number[]
  run: (tx: Transaction, actor: Actor, ref: Ref, sent: Static<B>) => Promise<NoInfer<Row>>
}
/** Of a kind, what its acts need; what is answered by another schema than the kind's is given that as its `One`. */
type Acted<One extends TSchema, Row> = {
  tag: string
  scope: string
  schemas: { One: One }
  find?: (db: Connection, ref: Ref, query: Query) => Promise<Row>
  shown?: (row: Row, query: Query) => Static<One>
}

/** Something that is done to a record: `POST …/{id}/<name>`, answered with the record. */
export function act<One extends TSchema, B extends TSchema, Row = Static<One>>(
  app: App,
  kind: Acted<One, Row>,
  name: string,
  { operationId, says, body, scope, problems, run }: Act<B, Row>
) {
  const shown = shownBy(kind)
  app.post(
    `/:id/${name}`,
    {
      config: { ...(scope ? { scope } : scopesOf(kind).change), ...(problems && { problems }) },
      schema: {
        operationId,
        tags: [kind.tag],
        ...words(says),
        params: ById,
        body: ref(body),
        response: { 200: ref(kind.schemas.One) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        shown((await run(tx, request.actor, request.params, request.body as Static<B>)) as object, {})
      ) as never
  )
}

type Ask<Q extends TSchema, A extends TSchema> = {
  operationId: string
  says: Said
  query?: Q
  answer: A
  run: (db: Connection, ref: Ref, query: Static<Q>) => Promise<Static<A>>
}

/** Something that is asked of a record: `GET …/{id}/<name>`. */
export function ask<Q extends TSchema, A extends TSchema>(
  app: App,
  kind: { tag: string; scope: string },
  name: string,
  { operationId, says, query, answer, run }: Ask<Q, A>
) {
  app.get(
    `/:id/${name}`,
    {
      config: scopesOf(kind).read,
      schema: {
        operationId,
        tags: [kind.tag],
        ...words(says),
        params: ById,
        ...(query && { querystring: query }),
        response: { 200: ref(answer) }
      }
    },
    (request, reply) =>
      run(app.database, request.params, request.query as Static<Q>).then(answer =>
        answered(request, reply, answer)
      ) as never
  )
}
