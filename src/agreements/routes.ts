import type { Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { today } from '../dates.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref } from '../http/schemas.ts'
import { create, write } from '../http/write.ts'
import { createAgreement, updateAgreement } from './actions.ts'
import { committedAmounts } from './committed.ts'
import { presentAgreement, showAgreement } from './present.ts'
import { agreementList, findByReference } from './queries.ts'
import { byReference } from './reference-schemas.ts'
import { Agreement, AgreementPatch, NewAgreement } from './schemas.ts'
import { AgreementPage, AgreementQuery, CommittedAmounts, CommittedQuery, ViewQuery } from './version-schemas.ts'

const tags = ['agreements']
const read = { scope: 'agreements:read' }
const change = { scope: 'agreements:write' }

export async function agreementRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listAgreements',
        tags,
        summary: 'List agreements',
        description:
          'Agreements as they stand today. phase and endingWithinDays list what is so and what may be so: standing tells which.',
        params: OfMunicipality,
        querystring: AgreementQuery,
        response: { 200: ref(AgreementPage) }
      }
    },
    async (request, reply) => {
      const { validOn = today() } = request.query
      const { items, meta } = await page(request, reply, agreementList, { ...request.params, validOn })
      const shown = []
      for (const row of items) shown.push(await presentAgreement(app.database, request.actor, row, {}, validOn))
      return { items: shown, meta } as never
    }
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createAgreement',
        tags,
        summary: 'Register an agreement',
        description: 'Registers a partnership or a framework agreement as a draft, with all that is known of it.',
        params: OfMunicipality,
        body: ref(NewAgreement),
        response: { 201: ref(Agreement) }
      }
    },
    (request, reply) =>
      create(request, reply, async tx => {
        const { municipalityCode } = request.params
        const row = await createAgreement(tx, request.actor, municipalityCode, request.body)
        return (await presentAgreement(tx, request.actor, row)) as never
      })
  )

  app.get(
    '/committed',
    {
      config: read,
      schema: {
        operationId: 'getCommittedAmounts',
        tags,
        summary: 'Show what is committed in a year',
        description:
          'Money that the bodies of the municipality have agreed to put in, over all agreements that may be in force in the year: a range where terms or amounts are not known. An agreement that states no contributions counts as an amount that is not known. What awards give for the year stands beside it and is never added.',
        params: OfMunicipality,
        querystring: CommittedQuery,
        response: { 200: ref(CommittedAmounts) }
      }
    },
    request => committedAmounts(app.database, { ...request.params, ...request.query })
  )

  app.get(
    '/by-reference/:source/:reference',
    {
      config: read,
      schema: {
        operationId: 'getAgreementByReference',
        tags,
        summary: 'Show an agreement by your own reference',
        description: 'As by id.',
        params: byReference,
        querystring: ViewQuery,
        response: { 200: ref(Agreement) }
      }
    },
    async request => {
      const { municipalityCode, source, reference } = request.params
      const found = await findByReference(app.database, municipalityCode, source, reference)
      return (await showAgreement(app.database, request.actor, found, request.query)) as never
    }
  )

  app.get(
    '/:id',
    {
      config: read,
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
    async request => (await showAgreement(app.database, request.actor, request.params, request.query)) as never
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateAgreement',
        tags,
        summary: 'Change an agreement that is not signed',
        description:
          'Changes the properties given (JSON merge patch); demands If-Match. What is signed is amended instead.',
        params: ById,
        headers: IfMatch,
        body: ref(AgreementPatch),
        response: { 200: ref(Agreement) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const expected = ifMatch(request)
        const row = await updateAgreement(tx, request.actor, request.params as Ref, request.body, expected)
        return (await presentAgreement(tx as Transaction, request.actor, row)) as never
      })
  )

  historyRoute(app, { ...read, tag: 'agreements', noun: 'Agreement' })
}
