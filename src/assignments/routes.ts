import { findRecord } from '../database/records.ts'
import type { App } from '../http/app.ts'
import { act, collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { changed } from '../records/words.ts'
import { createAssignment, endAssignment, giveAssignment, updateAssignment, withdrawAssignment } from './actions.ts'
import { type AssignmentRow, assignmentList, presentedAssignment } from './queries.ts'
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

const schemas = {
  One: Assignment,
  Page: AssignmentPage,
  Query: AssignmentQuery,
  New: NewAssignment,
  Patch: AssignmentPatch,
  Asked: OnDay
}

const kind: Kind<typeof schemas, AssignmentRow> = {
  noun: 'Assignment',
  plural: 'Assignments',
  tag: 'assignments',
  scope: 'assignments',
  schemas,
  list: assignmentList,
  says: {
    list: ['List assignments', 'Assignments, given or proposed, in the order in which they were recorded.'],
    create: [
      'Record an assignment',
      'Records an assignment as its source tells it: proposed, given, or what became of it.'
    ],
    get: ['Show an assignment', 'The assignment as it stands, and whether it is overdue on the day asked.'],
    update: ['Correct an assignment', changed],
    withdraw: [
      'Withdraw the record of an assignment',
      'Takes back a record made in error. One that was taken back by whoever gave it is revoked.'
    ]
  },
  find: (db, ref) => findRecord(db, assignments, 'assignment', ref),
  shown: (row, { validOn }) => presentedAssignment(row, validOn),
  create: (tx, actor, { municipalityCode }, sent) => createAssignment(tx, actor, municipalityCode, sent),
  update: updateAssignment,
  withdraw: withdrawAssignment
}

const endings = {
  decline: ['Record that an assignment was declined', 'What was proposed was not given, and why.'],
  complete: ['Record that an assignment was completed', 'What was given is done, and on what that rests.'],
  revoke: ['Record that an assignment was revoked', 'What was given was taken back by whoever gave it.']
} as const

export async function assignmentRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  act(app, kind, 'give', {
    operationId: 'giveAssignment',
    says: [
      'Record that an assignment was given',
      'What was proposed was given, by a decision where one is registered.'
    ],
    body: Giving,
    run: giveAssignment
  })
  for (const ending of ['decline', 'complete', 'revoke'] as const) {
    act(app, kind, ending, {
      operationId: `${ending}Assignment`,
      says: endings[ending],
      body: Ending,
      run: (tx, actor, ref, sent) => endAssignment(tx, actor, ref, ending, sent)
    })
  }
}
