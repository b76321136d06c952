import type { TObject, TSchema } from 'typebox'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { findRecord, type RecordTable } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { type Expected, ifMatch } from '../http/etag.ts'
import { type List, page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { write } from '../http/write.ts'

type Row = { id: string }

/** A noun whose records are listed, registered, changed and withdrawn as everywhere; the rules are in the actions. */
export type Nouns<T extends RecordTable> = {
  /** As in `updateBudget`, `listBudgets`. */
  noun: string
  plural: string
  /** In words: `a budget`, `budgets`. */
  one: string
  many: string
  tag: string
  scopes: { read: string; write: string }
  table: T
  list: List<T['$inferSelect']>
  schemas: { record: TSchema; page: TSchema; created: TSchema; patch: TSchema; query: TObject }
  says: { list: string; create: string }
  /** The record that these belong to, whose address lists and makes them, and where each is found itself. */
  parent?: { table: RecordTable; what: string; address: string }
  create: (tx: Transaction, actor: Actor, parent: Ref, content: never) => Promise<T['$inferSelect'] & Row>
  update: (tx: Transaction, actor: Actor, ref: Ref, patch: never, expected: Expected) => Promise<object>
  withdraw: (tx: Transaction, actor: Actor, ref: Ref, reason: string) => Promise<object>
}

/** `GET` and `POST` of all of them: at the module's address, or at `/:id/<path>` of what they belong to. */
export function collectionRoutes<T extends RecordTable>(app: App, nouns: Nouns<T>, path = '') {
  const { noun, plural, one, many, tag, scopes, list, schemas, says, parent } = nouns
  const params = parent ? ById : OfMunicipality

  app.get(
    path,
    {
      config: { scope: scopes.read },
      schema: {
        operationId: `list${plural}`,
        tags: [tag],
        summary: `List ${many}`,
        description: says.list,
        params,
        querystring: schemas.query,
        response: { 200: ref(schemas.page) }
      }
    },
    async (request, reply) => {
      if (parent) await findRecord(app.database, parent.table, parent.what, request.params as Ref)
      return (await page(request, reply, list, request.params as Ref)) as never
    }
  )

  app.post(
    path,
    {
      config: { scope: scopes.write },
      schema: {
        operationId: `create${noun}`,
        tags: [tag],
        summary: `Register ${one}`,
        description: says.create,
        params,
        body: ref(schemas.created),
        response: { 201: ref(schemas.record) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const path = request.url.split('?')[0]!
        const made = await nouns.create(tx, request.actor, request.params as Ref, request.body as never)
        // `…/0136/schemes/{id}/windows` makes what is found at `…/0136/scheme-windows/{id}`.
        const base = parent ? `${path.split('/').slice(0, -3).join('/')}/${parent.address}` : path
        reply.code(201).header('location', `${base}/${made.id}`)
        return made
      }) as never
  )
}

/** `GET`, `PATCH`, withdrawal and history of one. */
export function recordRoutes<T extends RecordTable>(app: App, nouns: Nouns<T>) {
  const { noun, one, tag, scopes, table, schemas } = nouns

  app.get(
    '/:id',
    {
      config: { scope: scopes.read },
      schema: {
        operationId: `get${noun}`,
        tags: [tag],
        summary: `Show ${one}`,
        description: 'As it is registered now.',
        params: ById,
        response: { 200: ref(schemas.record) }
      }
    },
    request => findRecord(app.database, table, one.replace(/^an? /, ''), request.params) as never
  )

  app.patch(
    '/:id',
    {
      config: { scope: scopes.write },
      schema: {
        operationId: `update${noun}`,
        tags: [tag],
        summary: `Change ${one}`,
        description: 'Changes the properties given (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(schemas.patch),
        response: { 200: ref(schemas.record) }
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        nouns.update(tx, request.actor, request.params, request.body as never, ifMatch(request))
      ) as never
  )

  app.post(
    '/:id/withdraw',
    {
      config: { scope: scopes.write },
      schema: {
        operationId: `withdraw${noun}`,
        tags: [tag],
        summary: `Withdraw ${one}`,
        description: 'Takes back what was registered in error; it stays readable, and its history too.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(schemas.record) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => nouns.withdraw(tx, request.actor, request.params, request.body.reason)) as never
  )

  historyRoute(app, { scope: scopes.read, tag, noun })
}
