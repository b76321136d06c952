import type { Actor } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { IfMatch, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind, type Manner, type Named } from '../../platform/records/kinds.ts'
import { act, collectionRoutes, type Kind, recordRoutes } from '../../platform/records/kit.ts'
import { createApplication, receiveApplication, updateApplication, withdrawApplication } from './actions.ts'
import { type ApplicationRow, applicationList, findApplication, findByReference, shownApplication } from './queries.ts'
import {
  Application,
  ApplicationPage,
  ApplicationPatch,
  ApplicationQuery,
  applications,
  ByReference,
  NewApplication,
  ReceivedApplication
} from './record.ts'
import {
  ApplicationStep,
  completeApplication,
  decideApplication,
  ReasonedStep,
  reopenApplication,
  requestApplicationSupplement,
  retractApplication,
  SupplementRequest
} from './steps.ts'

const schemas = {
  One: Application,
  Page: ApplicationPage,
  Query: ApplicationQuery,
  New: NewApplication,
  Patch: ApplicationPatch
}

const kind: Kind<typeof schemas, ApplicationRow> = {
  noun: 'Application',
  plural: 'Applications',
  address: 'applications',
  tag: 'applications',
  scope: 'applications',
  schemas,
  list: applicationList,
  says: {
    list: [
      'List applications',
      'Applications in the order in which they were registered, with applicants, amounts and outcome.'
    ],
    create: ['Register an application', 'Registers an application of one organisation, or of several jointly.'],
    get: [
      'Show an application',
      'The application with its applicants, amounts, steps, lateness and what was decided of it.'
    ],
    update: ['Correct an application', 'Corrects the record (JSON merge patch); demands If-Match.'],
    withdraw: [
      'Withdraw the record of an application',
      'Takes back an application that was registered in error. An application that its applicant takes back is retracted instead.'
    ]
  },
  find: findApplication,
  shown: shownApplication,
  create: createApplication,
  update: updateApplication,
  withdraw: withdrawApplication
}

const received = {
  table: applications,
  schemas: { ...schemas, Received: ReceivedApplication },
  ownReferences: true,
  receive: async (tx: Transaction, actor: Actor, named: Named, content: ReceivedApplication, manner: Manner) => {
    const { expected, isConditional } = manner
    const { application, made } = await receiveApplication(tx, actor, named, content, expected, isConditional)
    return { row: application, made }
  }
}

export async function applicationRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  keepKind(app, { ...kind, ...received })
  byReferenceRoutes(app)
  stepRoutes(app)
}

function byReferenceRoutes(app: App) {
  app.get(
    '/by-reference/:source/:reference',
    {
      config: { scope: 'applications:read', lane: 'lookups' },
      schema: {
        operationId: 'getApplicationByReference',
        tags: ['applications'],
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
      return shownApplication(await findApplication(app.database, { municipalityCode, id }))
    }
  )

  app.put(
    '/by-reference/:source/:reference',
    {
      config: { scope: 'applications:write' },
      schema: {
        operationId: 'receiveApplication',
        tags: ['applications'],
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
        return shownApplication(application)
      })
  )
}

/** Where an application stands. */
function stepRoutes(app: App) {
  act(app, kind, 'request-supplement', {
    operationId: 'requestApplicationSupplement',
    says: ['Request a supplement', 'Notes that something is missing, and until when it can come.'],
    body: SupplementRequest,
    run: requestApplicationSupplement
  })
  act(app, kind, 'complete', {
    operationId: 'completeApplication',
    says: ['Note that an application is complete', 'Notes that everything has come.'],
    body: ApplicationStep,
    run: completeApplication
  })
  act(app, kind, 'decide', {
    operationId: 'decideApplication',
    says: [
      'Note that an application has been decided',
      'Demands a decision line that names the application and stands, with an outcome that is no referral back and no deferral. Nothing is decided here.'
    ],
    body: ApplicationStep,
    run: decideApplication
  })
  act(app, kind, 'retract', {
    operationId: 'retractApplication',
    says: ['Note that the applicant takes an application back', 'Its status becomes withdrawn; the record stays.'],
    body: ReasonedStep,
    run: retractApplication
  })
  act(app, kind, 'reopen', {
    operationId: 'reopenApplication',
    says: [
      'Open an application again',
      'One that was decided or withdrawn is received again, when its decision was annulled for instance.'
    ],
    body: ReasonedStep,
    run: reopenApplication
  })
}
