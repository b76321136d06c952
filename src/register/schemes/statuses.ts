import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, ruleNamed } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { decisions } from '../decisions/record.ts'
import { problems } from './problems.ts'
import { scheme, schemes } from './record.ts'
import type { SchemeStatus } from './rules.ts'
import {
  SchemeStatusAct,
  SchemeStatusPage,
  SchemeStatusQuery,
  schemeStatusChanges,
  schemeStatusList
} from './status-record.ts'

/** Records that a scheme is paused. @throws NotFound, Conflict (withdrawn, paused already, closed), Invalid */
export function pauseScheme(tx: Transaction, actor: Actor, ref: Ref, sent: SchemeStatusAct) {
  return changeStatus(tx, actor, ref, 'paused', 'paused', sent)
}

/** Records that a scheme is closed. Agreements and awards go on. @throws NotFound, Conflict (withdrawn, closed), Invalid */
export function closeScheme(tx: Transaction, actor: Actor, ref: Ref, sent: SchemeStatusAct) {
  return changeStatus(tx, actor, ref, 'closed', 'closed', sent)
}

/** Records that a scheme is open (again). @throws NotFound, Conflict (withdrawn, open already), Invalid */
export function reopenScheme(tx: Transaction, actor: Actor, ref: Ref, sent: SchemeStatusAct) {
  return changeStatus(tx, actor, ref, 'open', 'reopened', sent)
}

async function changeStatus(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  status: SchemeStatus,
  verb: string,
  sent: SchemeStatusAct
) {
  const before = await lockRecord(tx, schemes, 'scheme', ref)
  if (before.status === status)
    throw new Conflict(ruleNamed(`scheme-already-${status}`), {
      en: `The scheme is ${status} already.`,
      sv: `Bidragsformen har redan status ${status}.`
    })
  if (status === 'paused' && before.status === 'closed') {
    throw new Conflict(problems['scheme-closed'], {
      en: 'A closed scheme cannot be paused: reopen it first.',
      sv: 'En stängd bidragsform kan inte pausas: öppna den igen först.'
    })
  }
  const { decisionId } = sent
  await checkReferences(tx, ref.municipalityCode, [
    { table: decisions, what: 'a decision', id: decisionId, field: '/decisionId' }
  ])
  // A day that is not stated is not guessed; but it was no later than the day on which it is told.
  const observedOn = sent.observedOn ?? (sent.effectiveOn ? null : today())
  await tx
    .insert(schemeStatusChanges)
    .values({ ...sent, observedOn, municipalityCode: ref.municipalityCode, schemeId: ref.id, status })
  const reason = sent.reason ?? undefined
  const { after } = await changeRecord(tx, actor, scheme.subject, ref, { verb, changes: { status }, reason })
  return after
}

const acts = [
  ['pause', pauseScheme, 'Pause a scheme', 'Records that the scheme takes no applications for a while.'],
  ['close', closeScheme, 'Close a scheme', 'Records that the scheme is closed. No agreement and no award ends by it.'],
  ['reopen', reopenScheme, 'Open a scheme', 'Records that the scheme is open, for the first time or again.']
] as const

/** Pause, close and reopen; and what was said of the status by them. */
export async function schemeStatusRoutes(app: App) {
  for (const [name, run, summary, description] of acts) {
    act(app, scheme, name, {
      operationId: `${name}Scheme`,
      says: [summary, `${description} The day may be not stated, or known by month or year only.`],
      body: SchemeStatusAct,
      run
    })
  }

  app.get(
    '/:id/statuses',
    {
      config: { scope: 'schemes:read' },
      schema: {
        operationId: 'listSchemeStatuses',
        tags: ['schemes'],
        summary: 'List what was said of the status of a scheme',
        description: 'Each time that it was said to be open, paused or closed, in the order it was recorded.',
        params: ById,
        querystring: SchemeStatusQuery,
        response: { 200: ref(SchemeStatusPage) }
      }
    },
    async (request, reply) => {
      await scheme.find(app.database, request.params)
      return await page(request, reply, schemeStatusList, request.params)
    }
  )
}
