import { today } from '../dates.ts'
import type { App } from '../http/app.ts'
import { page } from '../http/pagination.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { act, type Kind, recordRoutes } from '../records/kit.ts'
import { changed } from '../records/words.ts'
import { createPart, eraseContact, findEligibility, findPart, updatePart, withdrawPart } from './part-actions.ts'
import { kinds, type PartKind } from './part-kinds.ts'
import * as schemas from './part-schemas.ts'
import { contactPart, type PartRow, standing } from './parts.ts'

type Named = { municipalityCode: string; id: string }
const tags = ['organisations']

/** What belongs to an organisation is made and listed beneath it, each kind in the same way. */
export async function partRoutes(app: App) {
  for (const kind of kinds) collection(app, kind)

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

function collection(app: App, { part, path, address, noun, plural, what, scope = 'organisations', shape }: PartKind) {
  const read = { scope: `${scope}:read` }
  const change = { scope: `${scope}:write` }

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
      write(request, reply, async tx => {
        const made = await createPart(tx, request.actor, part, request.params as Named, request.body as object)
        reply.code(201).header('location', `${request.url.split('/organisations/')[0]}/${address}/${made.id}`)
        return made
      }) as never
  )
}

/** Each is found at an address of its own, of whichever organisation it is. */
export async function partRecordRoutes(app: App, { of }: { of: PartKind }) {
  const { part, noun, plural, what, scope = 'organisations', shape } = of
  const kind: Kind<PartKind['shape'], PartRow> = {
    ...{ noun, plural, tag: 'organisations', subjectType: part.noun, scope, schemas: shape },
    says: {
      get: [`Show ${what}`, 'As it is registered now.'],
      update: [`Change ${what}`, changed],
      withdraw: [`Withdraw ${what}`, 'Takes back what was registered in error.']
    },
    find: (db, ref) => findPart(db, part, ref),
    update: (tx, actor, ref, patch, expected) => updatePart(tx, actor, part, ref, patch as object, expected),
    withdraw: (tx, actor, ref, reason) => withdrawPart(tx, actor, part, ref, reason)
  }
  recordRoutes(app, kind)
  if (part !== contactPart) return
  act(app, kind, 'erase', {
    operationId: 'eraseContact',
    says: [
      'Erase the values of a contact',
      'Role, name, e-mail and phone are gone for good; that there was a contact stays.'
    ],
    body: schemas.Erasure,
    run: (tx, actor, ref, { reason }) => eraseContact(tx, actor, contactPart, ref, reason)
  })
}
