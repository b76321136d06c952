import { today } from '../dates.ts'
import { NotFound } from '../errors.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, ref, Strict, Uuid, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { createPart, eraseContact, findEligibility, findPart, updatePart, withdrawPart } from './part-actions.ts'
import { type Kind, kinds } from './part-kinds.ts'
import * as schemas from './part-schemas.ts'
import { contactPart, standing } from './parts.ts'

const ByPart = Strict({ ...ById.properties, partId: Uuid('Identity of the part, made by the service') })
type Named = { municipalityCode: string; id: string }
const tags = ['organisations']

/** What belongs to an organisation, each kind with the same five operations. */
export async function partRoutes(app: App) {
  for (const kind of kinds) register(app, kind)

  app.post(
    '/:id/contacts/:partId/erase',
    {
      config: { scope: 'contacts:write' },
      schema: {
        operationId: 'eraseContact',
        tags,
        summary: 'Erase the values of a contact',
        description: 'Role, name, e-mail and phone are gone for good; that there was a contact stays.',
        params: ByPart,
        body: ref(schemas.Erasure),
        response: { 200: ref(schemas.contactSchemas.One) }
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        eraseContact(tx, request.actor, contactPart, request.params, request.body.reason)
      ) as never
  )

  app.get(
    '/:id/eligibility',
    {
      config: { scope: 'organisations:read' },
      schema: {
        operationId: 'getEligibility',
        tags,
        summary: 'Show whether an organisation is eligible for grants on a day',
        description: 'Answered from what has been stated; what nobody has stated, or has expired, is unknown.',
        params: ById,
        querystring: schemas.EligibilityQuery,
        response: { 200: ref(schemas.Eligibility) }
      }
    },
    request => findEligibility(app.database, request.params, request.query.validOn ?? today())
  )
}

function register(app: App, { part, path, noun, plural, what, scope = 'organisations', shape }: Kind) {
  const read = { scope: `${scope}:read` }
  const change = { scope: `${scope}:write` }
  const response = { 200: ref(shape.One) }

  app.get(
    `/:id/${path}`,
    {
      config: read,
      schema: {
        operationId: `list${plural}`,
        tags,
        summary: `List: ${what}`,
        description:
          'In the order in which they were registered. The id of a merged organisation answers for the other.',
        params: ById,
        querystring: shape.Query,
        response: { 200: ref(shape.Page) }
      }
    },
    async (request, reply) => {
      const { validOn = today() } = request.query as { validOn?: string }
      const { items, meta } = await page(
        request,
        reply,
        part.list,
        await standing(app.database, request.params as Named)
      )
      return { items: items.map(row => part.shown(row, validOn)), meta }
    }
  )

  app.post(
    `/:id/${path}`,
    {
      config: change,
      schema: {
        operationId: `create${noun}`,
        tags,
        summary: `Register ${what}`,
        description: 'Adds it to the organisation.',
        params: ById,
        body: ref(shape.New),
        response: { 201: ref(shape.One) }
      }
    },
    (request, reply) =>
      create(request, reply, tx =>
        createPart(tx, request.actor, part, request.params as Named, request.body as object)
      ) as never
  )

  app.get(
    `/:id/${path}/:partId`,
    {
      config: read,
      schema: {
        operationId: `get${noun}`,
        tags,
        summary: `Show ${what}`,
        description: 'As it is registered now.',
        params: ByPart,
        response
      }
    },
    async request => {
      const { partId, ...ref } = request.params as Named & { partId: string }
      const { municipalityCode, id } = await standing(app.database, ref)
      const found = await findPart(app.database, part, { municipalityCode, id: partId })
      if (found.organisationId !== id && found.umbrellaId !== id) throw new NotFound(part.noun, partId)
      return found as never
    }
  )

  app.patch(
    `/:id/${path}/:partId`,
    {
      config: change,
      schema: {
        operationId: `update${noun}`,
        tags,
        summary: `Change ${what}`,
        description: 'Changes the properties given (JSON merge patch); demands If-Match.',
        params: ByPart,
        headers: IfMatch,
        body: ref(shape.Patch),
        response
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        updatePart(
          tx,
          request.actor,
          part,
          request.params as Named & { partId: string },
          request.body as object,
          ifMatch(request as never)
        )
      ) as never
  )

  app.post(
    `/:id/${path}/:partId/withdraw`,
    {
      config: change,
      schema: {
        operationId: `withdraw${noun}`,
        tags,
        summary: `Withdraw ${what}`,
        description: 'Takes back what was registered in error.',
        params: ByPart,
        body: ref(Withdrawal),
        response
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        withdrawPart(
          tx,
          request.actor,
          part,
          request.params as Named & { partId: string },
          (request.body as Withdrawal).reason
        )
      ) as never
  )
}
