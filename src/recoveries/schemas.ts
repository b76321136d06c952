import { type Static, Type } from 'typebox'
import { dayAnswers } from '../assignments/rules.ts'
import {
  Day,
  ListQuery,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  PositiveMoney,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
} from '../http/schemas.ts'
import { movementSchemas, RecoveryMovement } from './movement-schemas.ts'
import { questionSchemas } from './question-schemas.ts'
import { recoveryGrounds, recoveryStatuses } from './rules.ts'

const correctable = {
  clause: Type.Optional(
    Nullable(
      Text(
        'The clause that it rests on, as written: that of the rules on the day of the decision unless told; null is not stated',
        4000,
        '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.'
      )
    )
  ),
  dueOn: Day('Day by which it is to be repaid', '2023-05-31'),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Föreningen har fått en påminnelse')))
}
const content = {
  awardId: Uuid('The award of which money is asked back'),
  grantYear: Type.Optional(
    Nullable(Year('Year that the grant was for; demanded only where payments of several were paid'))
  ),
  organisationId: Type.Optional(Uuid('Who is to repay: the payee of what was paid unless told')),
  ground: OneOf(recoveryGrounds, 'Why it is asked back'),
  ruleVersionId: Type.Optional(
    Nullable(Uuid('The rules that hold the clause: those of the day of the decision on the grant unless told'))
  ),
  decisionId: Type.Optional(Nullable(Uuid('The decision to ask it back; demanded for all but a mistake'))),
  decidedOn: Day('Day on which it was decided, or a mistake was found', '2023-04-18'),
  amount: PositiveMoney('What is asked back', 42000),
  paymentId: Type.Optional(Nullable(Uuid('The payment; demanded for a mistake'))),
  reportId: Type.Optional(Nullable(Uuid('The report that tells of it'))),
  ...correctable
}
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const example = {
  ...{ awardId: exampleId, grantYear: 2022, ground: 'unused', decisionId: exampleId, decidedOn: '2023-04-18' },
  ...{ amount: 42000, dueOn: '2023-05-31', reference: 'SN-2023-0077' }
}

export const NewRecovery = Strict(
  { ...content, ...Named },
  { $id: 'NewRecovery', description: 'Money of an award that is asked back', example }
)
export type NewRecovery = Static<typeof NewRecovery>

export const RecoveryPatch = Patch(
  Strict({
    ...correctable,
    amount: PositiveMoney('The right amount; with a correctionReason', 42000),
    correctionReason: Text('Why the amount was wrong', 1000, 'Hyran var redan avdragen')
  }),
  {
    $id: 'RecoveryPatch',
    description: 'What is to change (JSON merge patch)',
    example: { dueOn: '2023-06-30' }
  }
)
export type RecoveryPatch = Static<typeof RecoveryPatch>

const fields = {
  ...Named,
  ...content,
  grantYearTo: Nullable(Year('Last year, where one amount is for several years together', 2024)),
  recovered: Money('Repaid, or set off against a payment that was paid', 12000),
  setOffPending: Money('Set off against payments that are not paid yet: outstanding until they are', 10000),
  writtenOff: Money('Given up by decision', 0),
  outstanding: Money('Asked back, and neither recovered nor written off', 30000),
  status: OneOf(recoveryStatuses, 'Settled when nothing is outstanding')
}
const answered = {
  ...example,
  ...{ organisationId: exampleId, clause: '§ 9: Mer än 5 % outnyttjat bidrag ska återbetalas.' },
  ...{ recovered: 12000, setOffPending: 10000, writtenOff: 0, outstanding: 30000, status: 'open' }
}

export const RecoverySummary = Representation(fields, {
  $id: 'RecoverySummary',
  description: 'A recovery, with what became of it until now',
  example: answered
})
export const Recovery = Representation(
  {
    ...fields,
    movements: Type.Array(ref(RecoveryMovement), { description: 'What became of it, oldest first' })
  },
  { $id: 'Recovery', description: 'A recovery with its movements', example: { ...answered, movements: [] } }
)
export const RecoveryPage = PageOf(ref(RecoverySummary), 'RecoveryPage', 'A page of recoveries')

export const RecordedRecovery = Strict(
  {
    ...Recovery.properties,
    warnings: Type.Array(
      Strict({
        code: Text('What it is about', 100, 'below-repayment-threshold'),
        message: Text('What is out of order', 500, 'The rules ask back only what is more than 5 % of the grant.')
      }),
      { description: 'What the rules say against it: recorded all the same', example: [] }
    )
  },
  {
    $id: 'RecordedRecovery',
    description: 'A recovery as it was recorded, with warnings',
    example: { ...(Recovery as { example?: object }).example, warnings: [] }
  }
)

export const RecoveryQuery = ListQuery(
  {
    organisationId: Type.Optional(Uuid('Who is to repay')),
    awardId: Type.Optional(Uuid('The award')),
    agreementId: Type.Optional(Uuid('An agreement that the award funds')),
    decisionId: Type.Optional(Uuid('The decision to ask it back')),
    paymentId: Type.Optional(Uuid('The payment that was mistaken')),
    schemeId: Type.Optional(Uuid('The scheme of the award')),
    ground: Type.Optional(OneOf(recoveryGrounds, 'Why it is asked back')),
    status: Type.Optional(OneOf(recoveryStatuses, 'Whether anything is outstanding')),
    overdue: Type.Optional(
      OneOf(dayAnswers, 'Whether it was due before the day `validOn` and not settled by then: yes or no')
    ),
    validOn: Type.Optional(Day('The day for overdue; today unless told', '2023-06-01')),
    dueFrom: Type.Optional(Day('Due on this day or later', '2023-01-01')),
    dueTo: Type.Optional(Day('Due on this day or earlier', '2023-12-31')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'SN-2023-0077' })
    )
  },
  ['dueOn', 'updatedAt']
)

export const recoverySchemas = [
  ...[...movementSchemas, NewRecovery, RecoveryPatch, RecoverySummary, Recovery, RecordedRecovery, RecoveryPage],
  ...questionSchemas
]
