import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { Day, ref, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { agreementAct } from './present.ts'
import { problems } from './problems.ts'
import { findVersions } from './queries.ts'
import { AgreementPatch } from './record.ts'
import { checkDecision } from './references.ts'
import { divided, lockAgreement, recordChange } from './write.ts'

export const Amendment = Strict(
  {
    decisionId: Uuid('The decision on the change'),
    effectiveFrom: Day('First day on which it holds', '2023-01-01'),
    reason: Text('Why', 2000, 'Fler platser behövs'),
    changes: ref(AgreementPatch)
  },
  {
    $id: 'AgreementAmendment',
    description: 'A change to what was signed',
    example: {
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      effectiveFrom: '2023-01-01',
      reason: 'Ny inriktning',
      changes: { purpose: 'Stöd' }
    }
  }
)
type Amendment = Static<typeof Amendment>

export const Correction = Strict(
  {
    reason: Text('What was wrong', 2000, 'Felskrivet diarienummer'),
    corrects: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The version that was recorded wrongly; the first unless told',
        example: 4
      })
    ),
    changes: ref(AgreementPatch)
  },
  {
    $id: 'AgreementCorrection',
    description: 'Putting right what was recorded wrongly',
    example: { reason: 'Felskrivet diarienummer', changes: { diaryNumber: 'SN 2021/0144' } }
  }
)
type Correction = Static<typeof Correction>

/** Changes what was signed: with a decision of its own, from a day, for a reason. @throws NotFound, Conflict (not signed), Invalid */
async function amendAgreement(tx: Transaction, actor: Actor, ref: Ref, amendment: Amendment) {
  const { decisionId, effectiveFrom, reason, changes } = amendment
  const row = await lockAgreement(tx, ref, 'amended')
  await checkDecision(tx, ref.municipalityCode, decisionId)
  const { patch, columns } = divided(changes)
  const change = { patch, columns, effectiveFrom, decisionId, reason, pointer: '/changes' }
  const after = await recordChange(tx, actor, row, { act: 'amended', ...change })
  if (after === row) throw unchanged()
  return after
}

const unchanged = () =>
  new Invalid(
    problems['nothing-changed'],
    { en: 'This is what the agreement says already.', sv: 'Det här säger avtalet redan.' },
    [{ field: '/changes', message: 'must change something', sv: 'måste ändra något' }]
  )

/** Puts right what was recorded wrongly of a signed agreement; the agreement itself is as it was. @throws as amendAgreement */
async function correctAgreement(tx: Transaction, actor: Actor, ref: Ref, { reason, corrects, changes }: Correction) {
  const row = await lockAgreement(tx, ref, 'corrected')
  const corrected =
    corrects === undefined ? undefined : (await findVersions(tx, ref)).find(({ number }) => number === corrects)
  if (corrects !== undefined && !corrected) {
    throw new Invalid(
      problems['version-not-found'],
      { en: 'There is no such version.', sv: 'Det finns ingen sådan version.' },
      [{ field: '/corrects', message: 'is not a version of this agreement', sv: 'är ingen version av avtalet' }]
    )
  }
  const dated = corrected && ['amended', 'extended', 'corrected'].includes(corrected.act)
  const effectiveFrom = dated ? corrected.effectiveFrom : null
  const change = { ...divided(changes), effectiveFrom, reason, pointer: '/changes' }
  const after = await recordChange(tx, actor, row, { act: 'corrected', ...change })
  if (after === row) {
    throw new Conflict(problems['nothing-corrected'], {
      en: 'It says so already, or a later amendment says otherwise: name that in corrects.',
      sv: 'Det säger det redan, eller ett senare tilläggsavtal säger något annat: ange det i corrects.'
    })
  }
  return after
}

/** `POST …/{id}/amend` and `correct`. */
export function amendRoutes(app: App) {
  agreementAct(app, 'amend', {
    says: ['Change what was signed', 'A change with a decision of its own, the day from which it holds, and a reason.'],
    body: Amendment,
    run: amendAgreement
  })
  agreementAct(app, 'correct', {
    says: [
      'Put right what was recorded wrongly',
      'The agreement is as it always was; the record of it was wrong. What was known before can still be asked for.'
    ],
    body: Correction,
    run: correctAgreement
  })
}
