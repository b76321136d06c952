import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { spanOf, today } from '../../base/dates.ts'
import { Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { Day, Maybe, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { Key, precision } from './content.ts'
import { agreementAct } from './present.ts'
import { problems } from './problems.ts'
import type { AgreementRow } from './record.ts'
import { checkDecision } from './references.ts'
import { lockAgreement, recordChange, refuseFuture } from './write.ts'

export const Ending = Strict(
  {
    endedOn: Day('Last day', '2023-12-31'),
    endedOnPrecision: precision('the day'),
    reason: Maybe(Text('Why', 2000, 'Avtalstiden gick ut'))
  },
  { $id: 'AgreementEnding', description: 'That an agreement has ended', example: { endedOn: '2023-12-31' } }
)
type Ending = Static<typeof Ending>

export const Termination = Strict(
  {
    endsOn: Day('Last day, before its time', '2023-08-31'),
    endsOnPrecision: precision('the day'),
    reason: Text('Why', 2000, 'Föreningen lägger ned verksamheten'),
    noticeGivenByKey: Maybe(Key('The party that gave notice', 'chair')),
    noticeGivenOn: Maybe(Day('When notice was given', '2023-03-01')),
    decisionId: Maybe(Uuid('The decision, where there is one'))
  },
  {
    $id: 'AgreementTermination',
    description: 'An end before time',
    example: { endsOn: '2023-08-31', reason: 'Föreningen lägger ned verksamheten', noticeGivenOn: '2023-03-01' }
  }
)
type Termination = Static<typeof Termination>

/** Records that an agreement has ended. @throws NotFound, Conflict (not signed), Invalid (the day) */
async function endAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { endedOn, endedOnPrecision = 'day', reason = null }: Ending
) {
  const row = await lockAgreement(tx, ref, 'ended')
  refuseFuture('/endedOn', endedOn)
  refuseBeforeStart(row, '/endedOn', spanOf(endedOn, endedOnPrecision).latest)
  const patch = { endedOn, endedOnPrecision, endedReason: reason }
  return await recordChange(tx, actor, row, { act: 'ended', status: 'ended', patch, effectiveFrom: endedOn, reason })
}

/** Records an end before time: why, and who gave notice when. @throws NotFound, Conflict (not signed), Invalid */
async function terminateAgreement(tx: Transaction, actor: Actor, ref: Ref, termination: Termination) {
  const {
    endsOn,
    endsOnPrecision = 'day',
    reason,
    noticeGivenByKey = null,
    noticeGivenOn = null,
    decisionId
  } = termination
  const row = await lockAgreement(tx, ref, 'terminated')
  const { parties } = row.content
  if (noticeGivenByKey && !parties.some(({ key }) => key === noticeGivenByKey)) {
    throw new Invalid(
      problems['party-not-found'],
      { en: 'Who gives notice is a party.', sv: 'Den som säger upp avtalet är en part.' },
      [{ field: '/noticeGivenByKey', message: 'must be the key of a party', sv: 'måste vara nyckeln för en part' }]
    )
  }
  refuseFuture('/noticeGivenOn', noticeGivenOn)
  const end = spanOf(endsOn, endsOnPrecision).latest
  if (noticeGivenOn && noticeGivenOn > end) {
    throw new Invalid(
      problems['notice-after-end'],
      { en: 'Notice is given before the end.', sv: 'Uppsägningen görs före slutdagen.' },
      [{ field: '/noticeGivenOn', message: 'must not be after endsOn', sv: 'får inte ligga efter endsOn' }]
    )
  }
  refuseBeforeStart(row, '/endsOn', end)
  if (decisionId) await checkDecision(tx, ref.municipalityCode, decisionId)
  const patch = {
    endedOn: endsOn,
    endedOnPrecision: endsOnPrecision,
    endedReason: reason,
    noticeGivenByKey,
    noticeGivenOn
  }
  const effectiveFrom = noticeGivenOn ?? (endsOn < today() ? endsOn : today())
  const change = { patch, effectiveFrom, decisionId, reason }
  return await recordChange(tx, actor, row, { act: 'terminated', status: 'terminated', ...change })
}

function refuseBeforeStart({ startsEarliest }: AgreementRow, field: string, day: string) {
  if (day >= startsEarliest) return
  throw new Invalid(
    problems['end-before-start'],
    { en: 'An agreement does not end before it begins.', sv: 'Ett avtal slutar inte innan det börjar.' },
    [{ field, message: `must not be before ${startsEarliest}`, sv: `får inte ligga före ${startsEarliest}` }]
  )
}

/** `POST …/{id}/end` and `terminate`. */
export function endRoutes(app: App) {
  agreementAct(app, 'end', {
    says: ['Record that it has ended', 'A signed agreement becomes ended, on a day that has come.'],
    body: Ending,
    run: endAgreement
  })
  agreementAct(app, 'terminate', {
    says: ['Record an end before time', 'Why it ends, on which day, and who gave notice when. It runs until that day.'],
    body: Termination,
    run: terminateAgreement
  })
}
