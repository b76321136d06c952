import { type Static, Type } from 'typebox'
import { datePrecisions } from '../decisions/rules.ts'
import { Day, Nullable, OneOf, ref, Strict, Text, Uuid } from '../http/schemas.ts'
import { AgreementPatch } from './schemas.ts'

/** What is sent to take a step, or to change what was signed. */

const maybe = <T extends Parameters<typeof Nullable>[0]>(schema: T) => Type.Optional(Nullable(schema))
const precision = Type.Optional(OneOf(datePrecisions, 'How exactly the day is known; day unless told'))
const reason = (description: string, example: string) => Text(description, 2000, example)
const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const Key = (description: string) => Type.String({ pattern: '^[A-Za-z0-9_-]{1,50}$', description, example: 'chair' })

export const Adoption = Strict(
  {
    decisionId: maybe(Uuid('The decision that adopts it; null: it is known to be decided, but not by which decision')),
    decidedOn: maybe(
      Day('Day of the decision; what the decision says unless told, and not stated where there is none', '2021-12-14')
    ),
    decidedOnPrecision: precision,
    reason: maybe(reason('Why', 'Enligt förslag'))
  },
  { $id: 'AgreementAdoption', description: 'That an agreement was decided', example: { decisionId: id } }
)
export type Adoption = Static<typeof Adoption>

export const Signing = Strict(
  {
    signedOn: maybe(Day('When; null where that is not stated', '2021-12-16')),
    signedOnPrecision: precision,
    signedIn: maybe(Text('Where', 300, 'Kommunhuset')),
    signatoryKeys: Type.Optional(
      Type.Array(Key('A signatory'), {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
        description: 'Who signs; all who have not unless told',
        example: ['chair']
      })
    ),
    reason: maybe(reason('Remark on the signing', 'Högtidlig undertecknande'))
  },
  { $id: 'AgreementSigning', description: 'That signatories signed', example: { signedOn: '2021-12-16' } }
)
export type Signing = Static<typeof Signing>

export const Ending = Strict(
  {
    endedOn: Day('Last day', '2023-12-31'),
    endedOnPrecision: precision,
    reason: maybe(reason('Why', 'Avtalstiden gick ut'))
  },
  { $id: 'AgreementEnding', description: 'That an agreement has ended', example: { endedOn: '2023-12-31' } }
)
export type Ending = Static<typeof Ending>

export const Termination = Strict(
  {
    endsOn: Day('Last day, before its time', '2023-08-31'),
    endsOnPrecision: precision,
    reason: reason('Why', 'Föreningen lägger ned verksamheten'),
    noticeGivenByKey: maybe(Key('The party that gave notice')),
    noticeGivenOn: maybe(Day('When notice was given', '2023-03-01')),
    decisionId: maybe(Uuid('The decision, where there is one'))
  },
  {
    $id: 'AgreementTermination',
    description: 'An end before time',
    example: { endsOn: '2023-08-31', reason: 'Föreningen lägger ned verksamheten', noticeGivenOn: '2023-03-01' }
  }
)
export type Termination = Static<typeof Termination>

export const Amendment = Strict(
  {
    decisionId: Uuid('The decision on the change'),
    effectiveFrom: Day('First day on which it holds', '2023-01-01'),
    reason: reason('Why', 'Fler platser behövs'),
    changes: ref(AgreementPatch)
  },
  {
    $id: 'AgreementAmendment',
    description: 'A change to what was signed',
    example: { decisionId: id, effectiveFrom: '2023-01-01', reason: 'Ny inriktning', changes: { purpose: 'Stöd' } }
  }
)
export type Amendment = Static<typeof Amendment>

export const Correction = Strict(
  {
    reason: reason('What was wrong', 'Felskrivet diarienummer'),
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
export type Correction = Static<typeof Correction>

export const ExtensionExercise = Strict(
  {
    optionKey: Key('The option'),
    exercisedOn: Day('When', '2024-05-14'),
    decisionId: maybe(Uuid('The decision, where there is one')),
    reason: maybe(reason('Why', 'Goda resultat'))
  },
  {
    $id: 'AgreementExtension',
    description: 'That an option to extend was exercised',
    example: { optionKey: 'first', exercisedOn: '2024-05-14' }
  }
)
export type ExtensionExercise = Static<typeof ExtensionExercise>

export const actSchemas = [Adoption, Signing, Ending, Termination, Amendment, Correction, ExtensionExercise]
