import { NotFound } from '../errors.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { ifMatch } from '../http/etag.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import { create, write } from '../http/write.ts'
import { createApplication, receiveApplication, updateApplication, withdrawApplication } from './actions.ts'
import { findApplication, findByReference, listApplications } from './queries.ts'
import {
  Application,
  ApplicationPage,
  ApplicationPatch,
  ApplicationQuery,
  ByReference,
  NewApplication,
  ReceivedApplication
} from './schemas.ts'
import { stepRoutes } from './step-routes.ts'

const tags = ['applications']
const read = { scope: 'applications:read' }
const change = { scope: 'applications:write' }

export async function applicationRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listApplications',
        tags,
        summary: 'List applications',
        description: 'Applications in the order in which they were registered, with applicants, amounts and outcome.',
        params: OfMunicipality,
        querystring: ApplicationQuery,
        response: { 200: ref(ApplicationPage) }
      }
    },
    (request, reply) => listApplications(request, reply, request.params.municipalityCode)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createApplication',
        tags,
        summary: 'Register an application',
        description: 'Registers an application of one organisation, or of several jointly.',
        params: OfMunicipality,
        body: ref(NewApplication),
        response: { 201: ref(Application) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createApplication(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.get(
    '/by-reference/:source/:reference',
    {
      config: read,
      schema: {
        operationId: 'getApplicationByReference',
        tags,
        summary: "Show an application by the caller's reference",
        description: 'The application as it stands now.',
        params: ByReference,
        response: { 200: ref(Application) }
      }
    },
    async request => {
      const { municipalityCode, reference } = request.params
      const id = await findByReference(app.database, request.params)
      if (!id) throw new NotFound('application', reference)
      return await findApplication(app.database, { municipalityCode, id })
    }
  )

  app.put(
    '/by-reference/:source/:reference',
    {
      config: change,
      schema: {
        operationId: 'receiveApplication',
        tags,
        summary: "Receive an application by the caller's reference",
        description:
          'A new one is made (201). The same content again answers 200 and changes nothing, with or without an Idempotency-Key. Other content replaces it and demands If-Match.',
        params: ByReference,
        headers: IfMatch,
        body: ref(ReceivedApplication),
        response: { 200: ref(Application), 201: ref(Application) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { params, body, actor, headers } = request
        const conditional = headers['if-match'] !== undefined
        const expected = () => ifMatch(request)
        const { application, made } = await receiveApplication(tx, actor, params, body, expected, conditional)
        const list = request.url.split('/by-reference/')[0]
        if (made) reply.code(201).header('location', `${list}/${application.id}`)
        return application
      })
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getApplication',
        tags,
        summary: 'Show an application',
        description: 'The application with its applicants, amounts, steps, lateness and what was decided of it.',
        params: ById,
        response: { 200: ref(Application) }
      }
    },
    request => findApplication(app.database, request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateApplication',
        tags,
        summary: 'Correct an application',
        description: 'Corrects the record (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(ApplicationPatch),
        response: { 200: ref(Application) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateApplication(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawApplication',
        tags,
        summary: 'Withdraw the record of an application',
        description:
          'Takes back an application that was registered in error. An application that its applicant takes back is retracted instead.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Application) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawApplication(tx, request.actor, request.params, request.body.reason))
  )

  stepRoutes(app)
  historyRoute(app, { ...read, tag: 'applications', noun: 'Application' })
}
