import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { createOrganisation, updateOrganisation, withdrawOrganisation } from './actions.ts'
import { mergeOrganisation } from './merge.ts'
import { findTwins, organisationList } from './queries.ts'
import {
  Merge,
  NewOrganisation,
  Organisation,
  OrganisationPage,
  OrganisationPatch,
  OrganisationQuery,
  TwinList
} from './schemas.ts'
import { organisations } from './tables.ts'

const tags = ['organisations']
const read = { scope: 'organisations:read' }
const change = { scope: 'organisations:write' }

export async function organisationRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listOrganisations',
        tags,
        summary: 'List organisations',
        description: 'Associations, foundations and study associations, by name; `search` finds Länkarna for lankarna.',
        params: OfMunicipality,
        querystring: OrganisationQuery,
        response: { 200: ref(OrganisationPage) }
      }
    },
    (request, reply) => page(request, reply, organisationList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createOrganisation',
        tags,
        summary: 'Register an organisation',
        description: 'Registers an organisation, with an organisation number or without one.',
        params: OfMunicipality,
        body: ref(NewOrganisation),
        response: { 201: ref(Organisation) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createOrganisation(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getOrganisation',
        tags,
        summary: 'Show an organisation',
        description: 'The organisation as it is registered now.',
        params: ById,
        response: { 200: ref(Organisation) }
      }
    },
    request => findRecord(app.database, organisations, 'organisation', request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateOrganisation',
        tags,
        summary: 'Change an organisation',
        description: 'Changes the properties given (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(OrganisationPatch),
        response: { 200: ref(Organisation) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateOrganisation(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawOrganisation',
        tags,
        summary: 'Withdraw an organisation',
        description:
          'Takes back an organisation that was registered in error. One that decision lines name is merged instead.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Organisation) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawOrganisation(tx, request.actor, request.params, request.body.reason))
  )

  app.post(
    '/:id/merge',
    {
      config: change,
      schema: {
        operationId: 'mergeOrganisation',
        tags,
        summary: 'Merge an organisation into another',
        description:
          'The organisation proved to be another that is registered: its lines are moved there, and old ids, names and references find it. Both histories are kept.',
        params: ById,
        body: ref(Merge),
        response: { 200: ref(Organisation) }
      }
    },
    (request, reply) => write(request, reply, tx => mergeOrganisation(tx, request.actor, request.params, request.body))
  )

  app.get(
    '/:id/twins',
    {
      config: read,
      schema: {
        operationId: 'listOrganisationTwins',
        tags,
        summary: 'Show likely twins',
        description: 'Organisations that may be the same, likeliest first. Offered to a person, never merged by guess.',
        params: ById,
        response: { 200: ref(TwinList) }
      }
    },
    request => findTwins(app.database, request.params)
  )

  historyRoute(app, { ...read, tag: 'organisations', noun: 'Organisation' })
}
