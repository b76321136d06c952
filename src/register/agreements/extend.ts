import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { Day, Maybe, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { Key } from './content.ts'
import { agreementAct } from './present.ts'
import { problems } from './problems.ts'
import { checkDecision } from './references.ts'
import { isExercised } from './term-rules.ts'
import { lockAgreement, recordChange } from './write.ts'

export const ExtensionExercise = Strict(
  {
    optionKey: Key('The option', 'chair'),
    exercisedOn: Day('When', '2024-05-14'),
    decisionId: Maybe(Uuid('The decision, where there is one')),
    reason: Maybe(Text('Why', 2000, 'Goda resultat'))
  },
  {
    $id: 'AgreementExtension',
    description: 'That an option to extend was exercised',
    example: { optionKey: 'first', exercisedOn: '2024-05-14' }
  }
)
type ExtensionExercise = Static<typeof ExtensionExercise>

/** Exercises an option to extend the term. @throws NotFound, Conflict (not signed, exercised already, too late), Invalid */
async function extendAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { optionKey, exercisedOn, decisionId, reason }: ExtensionExercise
) {
  const row = await lockAgreement(tx, ref, 'extended')
  const term = row.content.term ?? {}
  const option = term.extensions?.find(({ key }) => key === optionKey)
  if (!option) {
    throw new Invalid(
      problems['extension-not-found'],
      { en: 'The agreement has no such option.', sv: 'Avtalet har ingen sådan option.' },
      [{ field: '/optionKey', message: 'is not an option of the term', sv: 'är ingen option i avtalstiden' }]
    )
  }
  if (isExercised(option))
    throw new Conflict(problems['extension-exercised'], {
      en: 'This option has been exercised.',
      sv: 'Optionen är redan utnyttjad.'
    })
  if (option.lastExerciseOn && exercisedOn > option.lastExerciseOn) {
    throw new Conflict(problems['extension-too-late'], {
      en: `The option was to be exercised by ${option.lastExerciseOn}: amend the agreement instead.`,
      sv: `Optionen skulle ha utnyttjats senast ${option.lastExerciseOn}: ändra avtalet i stället.`
    })
  }
  if (decisionId) await checkDecision(tx, ref.municipalityCode, decisionId)
  const extensions = term.extensions!.map(one => (one === option ? { ...one, exercised: true, exercisedOn } : one))
  const change = { patch: { term: { extensions } }, effectiveFrom: exercisedOn, decisionId, reason }
  return await recordChange(tx, actor, row, { act: 'extended', ...change })
}

/** `POST …/{id}/extend`. */
export function extendRoute(app: App) {
  agreementAct(app, 'extend', {
    says: ['Exercise an option to extend', 'The term becomes longer by the months of the option.'],
    body: ExtensionExercise,
    run: extendAgreement
  })
}
