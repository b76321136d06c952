import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { createAssignment, endAssignment, giveAssignment, updateAssignment, withdrawAssignment } from './actions.ts'
import { assignmentList, presentedAssignment } from './queries.ts'
import {
  Assignment,
  AssignmentPage,
  AssignmentPatch,
  AssignmentQuery,
  Ending,
  Giving,
  NewAssignment,
  OnDay
} from './schemas.ts'
import { assignments } from './tables.ts'

const tags = ['assignments']
const read = { scope: 'assignments:read' }
const change = { scope: 'assignments:write' }

const endings = [
  {
    act: 'decline',
    summary: 'Record that an assignment was declined',
    description: 'What was proposed was not given, and why.'
  },
  {
    act: 'complete',
    summary: 'Record that an assignment was completed',
    description: 'What was given is done, and on what that rests.'
  },
  {
    act: 'revoke',
    summary: 'Record that an assignment was revoked',
    description: 'What was given was taken back by whoever gave it.'
  }
] as const

export async function assignmentRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listAssignments',
        tags,
        summary: 'List assignments',
        description: 'Assignments, given or proposed, in the order in which they were recorded.',
        params: OfMunicipality,
        querystring: AssignmentQuery,
        response: { 200: ref(AssignmentPage) }
      }
    },
    async (request, reply) => {
      const { overdueOn, on = overdueOn } = request.query
      const found = await page(request, reply, assignmentList, request.params)
      return { ...found, items: found.items.map(row => presentedAssignment(row, on)) }
    }
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createAssignment',
        tags,
        summary: 'Record an assignment',
        description: 'Records an assignment as its source tells it: proposed, given, or what became of it.',
        params: OfMunicipality,
        body: ref(NewAssignment),
        response: { 201: ref(Assignment) }
      }
    },
    (request, reply) =>
      create(request, reply, async tx =>
        presentedAssignment(await createAssignment(tx, request.actor, request.params.municipalityCode, request.body))
      )
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getAssignment',
        tags,
        summary: 'Show an assignment',
        description: 'The assignment as it stands, and whether it is overdue on the day asked.',
        params: ById,
        querystring: OnDay,
        response: { 200: ref(Assignment) }
      }
    },
    async request =>
      presentedAssignment(await findRecord(app.database, assignments, 'assignment', request.params), request.query.on)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateAssignment',
        tags,
        summary: 'Correct an assignment',
        description: 'Changes the properties given (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(AssignmentPatch),
        response: { 200: ref(Assignment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        presentedAssignment(await updateAssignment(tx, request.actor, request.params, request.body, ifMatch(request)))
      )
  )

  app.post(
    '/:id/give',
    {
      config: change,
      schema: {
        operationId: 'giveAssignment',
        tags,
        summary: 'Record that an assignment was given',
        description: 'What was proposed was given, by a decision where one is registered.',
        params: ById,
        body: ref(Giving),
        response: { 200: ref(Assignment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        presentedAssignment(await giveAssignment(tx, request.actor, request.params, request.body))
      )
  )

  for (const { act, summary, description } of endings) {
    app.post(
      `/:id/${act}`,
      {
        config: change,
        schema: {
          operationId: `${act}Assignment`,
          tags,
          summary,
          description,
          params: ById,
          body: ref(Ending),
          response: { 200: ref(Assignment) }
        }
      },
      (request, reply) =>
        write(request, reply, async tx =>
          presentedAssignment(await endAssignment(tx, request.actor, request.params, act, request.body))
        )
    )
  }

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawAssignment',
        tags,
        summary: 'Withdraw the record of an assignment',
        description: 'Takes back a record made in error. One that was taken back by whoever gave it is revoked.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Assignment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        presentedAssignment(await withdrawAssignment(tx, request.actor, request.params, request.body.reason))
      )
  )

  historyRoute(app, { ...read, tag: 'assignments', noun: 'Assignment' })
}
