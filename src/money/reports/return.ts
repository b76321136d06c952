import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { Text } from '../../platform/http/schemas.ts'
import { bodyOf, day, json, text } from '../../platform/records/fields.ts'
import { act } from '../../platform/records/kit.ts'
import { lockReport, refuseReport, reportSubject } from './actions.ts'
import { checkDone } from './content-rules.ts'
import { findReport, reportKind } from './queries.ts'

export const ReportReturn = bodyOf(
  {
    reason: text('Why it is sent back', 4000, 'Ekonomisk redovisning saknas'),
    missing: json(
      Type.Array(Text('What is missing', 1000, 'Resultaträkning'), {
        maxItems: 100,
        description: 'What is missing',
        example: ['Resultaträkning']
      })
    ).defaulted(),
    returnedOn: day('When; today unless told', '2023-03-01').defaulted()
  },
  { $id: 'ReportReturn', description: 'What a report lacks', example: { reason: 'Ekonomisk redovisning saknas' } }
)
type ReportReturn = Static<typeof ReportReturn>

/** Sends a report back with what is missing. @throws NotFound, Conflict (not submitted, returned, accepted, waived), Invalid */
async function returnReport(tx: Transaction, actor: Actor, ref: Ref, { reason, missing = [], ...at }: ReportReturn) {
  const { submittedOn } = await lockReport(tx, ref, 'return')
  const { returnedOn = today() } = at
  refuseReport(checkDone('/returnedOn', returnedOn, { after: submittedOn, name: 'submittedOn', today: today() }))
  const changes = { status: 'returned' as const, returnedOn, returnedReason: reason, missing }
  await changeRecord(tx, actor, reportSubject, ref, { verb: 'returned', changes, reason })
  return await findReport(tx, ref)
}

/** `POST /reports/{id}/return`. */
export function returnRoute(app: App) {
  act(app, reportKind, 'return', {
    operationId: 'returnReport',
    scope: 'reports:review',
    says: [
      'Send a report back',
      'With what is missing. It can then be completed and submitted again; until then it is not there.'
    ],
    body: ReportReturn,
    run: returnReport
  })
}
