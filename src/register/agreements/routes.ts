import { Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { ById, Day, Instant, OfMunicipality, ref, Strict } from '../../platform/http/schemas.ts'
import { ByReference, findByReference } from '../../platform/records/by-reference.ts'
import { keepKind } from '../../platform/records/kinds.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../../platform/records/kit.ts'
import { putRecord, Restore } from '../../platform/records/received.ts'
import { amendRoutes } from './amend.ts'
import { committedRoutes } from './committed.ts'
import { copyRoute } from './copy.ts'
import { decideRoute } from './decide.ts'
import { endRoutes } from './end.ts'
import { extendRoute } from './extend.ts'
import { presentAgreement, presentAgreements, showAgreement } from './present.ts'
import { Agreement, AgreementPage, AgreementQuery, agreement, agreementList, agreements } from './record.ts'
import { signRoutes } from './sign.ts'
import { versionRoutes } from './versions.ts'
import { withdrawRoutes } from './withdraw.ts'
import { createAgreement, updateAgreement } from './write.ts'

const tags = ['agreements']
const read = { scope: 'agreements:read', shows: 'agreements' }

const ViewQuery = Strict({
  validOn: Type.Optional(Day('As it stands on this day; today unless told', '2023-05-01')),
  knownAt: Type.Optional(Instant('As it was known at this instant; now unless told')),
  include: Type.Optional(Type.String())
})

const kind: Kind<typeof agreement.schemas, Agreement> = {
  ...agreement,
  create: async (tx, actor, of, sent) => presentAgreement(tx, actor, await createAgreement(tx, actor, of, sent)),
  update: async (tx, actor, ref, patch, expected) =>
    presentAgreement(tx, actor, await updateAgreement(tx, actor, ref, patch, expected))
}

const received = {
  ...kind,
  address: 'agreements',
  table: agreements,
  find: (db: Connection, ref: Ref) => findRecord(db, agreements, 'agreement', ref),
  list: agreementList,
  show: showAgreement,
  present: presentAgreements,
  ownReferences: true
}

export async function agreementRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  keepKind(app, received)

  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listAgreements',
        tags,
        summary: 'List agreements',
        description:
          'Agreements as they stand today. phase and endingWithinDays list what is so and what may be so: termStanding tells which.',
        params: OfMunicipality,
        querystring: AgreementQuery,
        response: { 200: ref(AgreementPage) }
      }
    },
    async (request, reply) => {
      const { validOn = today() } = request.query
      const { items, meta } = await page(request, reply, agreementList, { ...request.params, validOn })
      const { municipalityCode } = request.params
      return { items: await presentAgreements(app.database, request.actor, municipalityCode, items, validOn), meta }
    }
  )

  app.get(
    '/by-reference/:source/:reference',
    {
      config: { ...read, lane: 'lookups' },
      schema: {
        operationId: 'getAgreementByReference',
        tags,
        summary: 'Show an agreement by your own reference',
        description: 'As by id.',
        params: ByReference,
        querystring: ViewQuery,
        response: { 200: ref(Agreement) }
      }
    },
    async request => {
      const found = await findByReference(app.database, agreements, 'agreement', request.params)
      return await showAgreement(app.database, request.actor, found, request.query)
    }
  )

  app.put(
    '/by-reference/:source/:reference',
    {
      config: {
        scope: 'agreements:write',
        heedsIfMatch: true,
        // Judged where it is received, so that what is not sent is told from what is sent as it would be unless told.
        content: { request: { 'application/json': { schema: ref(agreement.schemas.New) } } }
      },
      schema: {
        operationId: 'putAgreement',
        tags,
        summary: 'Register or change a draft by your own reference',
        description: 'As putByReference does with other records.',
        params: ByReference,
        querystring: Restore,
        response: { 200: ref(Agreement), 201: ref(Agreement) }
      }
    },
    (request, reply) => putRecord(request, reply, app.recordKinds.get(received.address)!)
  )

  app.get(
    '/:id',
    {
      config: { ...read, lane: 'lookups' },
      schema: {
        operationId: 'getAgreement',
        tags,
        summary: 'Show an agreement',
        description:
          'The agreement as it stands today, or on another day (validOn), as known now, or at an earlier instant (knownAt). With include, the awards that fund it and the decision that adopted it.',
        params: ById,
        querystring: ViewQuery,
        response: { 200: ref(Agreement) }
      }
    },
    request => showAgreement(app.database, request.actor, request.params, request.query)
  )

  copyRoute(app)
  decideRoute(app)
  signRoutes(app)
  amendRoutes(app)
  extendRoute(app)
  endRoutes(app)
  withdrawRoutes(app)
  versionRoutes(app)
  committedRoutes(app)
}
