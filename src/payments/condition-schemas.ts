import { type Static, Type } from 'typebox'
import { Day, Nullable, OneOf, Strict, Text, Uuid } from '../http/schemas.ts'
import { conditionKinds } from './rules.ts'

/** What an instalment waits for, why a payment is held, and a recorded choice to pay before a decision is final. */

const condition = {
  kind: OneOf(conditionKinds, 'What it waits for'),
  reportId: Type.Optional(Nullable(Uuid('reportAccepted: this report, accepted or waived'))),
  requirementId: Type.Optional(
    Nullable(
      Uuid(
        'reportAccepted: every report of this requirement that is due by the due date of the payment; reportId or this'
      )
    )
  ),
  notBefore: Type.Optional(Nullable(Day('notBefore: first day on which it may be paid', '2022-04-01')))
}
export const Condition = Strict(condition, { title: 'NewPaymentCondition', example: { kind: 'noReportOverdue' } })
export type Condition = Static<typeof Condition>

export const Conditions = (description: string) =>
  Type.Array(Condition, { maxItems: 30, description, example: [{ kind: 'noReportOverdue' }] })

export const ConditionKept = Strict(Type.Required(Type.Object(condition)).properties, { title: 'PaymentCondition' })

export const BeforeFinal = Strict(
  {
    riskAssessment: Text('What paying now risks, should the decision be annulled', 4000, 'Risken bedöms som liten'),
    chosenBy: Text('Role of whoever chose, never a name', 200, 'Förvaltningschef'),
    chosenOn: Type.Optional(Day('When it was chosen; today unless told', '2021-12-20'))
  },
  {
    title: 'BeforeFinal',
    description: 'A choice to pay before the decision is final (kommunallagen 13:14)',
    example: { riskAssessment: 'Risken bedöms som liten', chosenBy: 'Förvaltningschef', chosenOn: '2021-12-20' }
  }
)

export const holdExample = {
  kind: 'report-overdue',
  message: 'A report was due on 2022-03-31 and is expected.',
  release: {
    operationId: 'acceptReport',
    subjectType: 'report',
    subjectId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
    releasedOn: null
  }
}
export const Hold = Strict(
  {
    kind: Type.String({ description: 'Why it is held', example: 'report-overdue' }),
    message: Type.String({ description: 'The same in words', example: holdExample.message }),
    release: Strict(
      {
        operationId: Nullable(
          Type.String({ description: 'Operation that would release it; null: time does', example: 'acceptReport' })
        ),
        subjectType: Type.String({ description: 'Kind of record that the operation is about', example: 'report' }),
        subjectId: Uuid('The record'),
        releasedOn: Nullable(Day('Day on which time releases it', '2022-04-01'))
      },
      { description: 'The step that would release it' }
    )
  },
  { $id: 'PaymentHold', description: 'A reason why a payment is held', example: holdExample }
)
