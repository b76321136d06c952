import { Type } from 'typebox'
import { entryKinds } from '../../money/ledger/rules.ts'
import {
  Day,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Uuid,
  walkedBy,
  Year
} from '../../platform/http/schemas.ts'
import { Recipient } from '../../register/decisions/line-record.ts'
import { sum } from './schemas.ts'

const text = (description: string, example: string) => Type.String({ description, example })
const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export const Change = Strict(
  {
    sequence: Type.Integer({ description: 'The ledger entry', example: 4712 }),
    recordedAt: Instant('When it was recorded'),
    kind: OneOf(entryKinds, 'Which sum it changed'),
    amount: sum('By how much', -20000),
    decisionYear: Year('Year of the decision', 2021),
    grantYear: Nullable(Year('Year that the grant is for')),
    grantYearTo: Nullable(Year('Last year, where one amount is for several years together', 2024)),
    paymentYear: Nullable(Year('Year in which the money moved, or is due to')),
    paymentMonth: Nullable(Type.Integer({ description: 'Month of that day, 1 to 12', example: 3 })),
    lineId: Uuid('The decision line'),
    awardId: Nullable(Uuid('Its award')),
    paymentId: Nullable(Uuid('The payment, where it is of one')),
    recoveryId: Nullable(Uuid('The recovery, where it is of one')),
    recipients: Type.Array(ref(Recipient), {
      description: 'The recipients with their names now, in the order of the names'
    }),
    schemeId: Nullable(Uuid('Its scheme')),
    schemeName: Nullable(text('Its name now', 'Partnerskapsavtal')),
    bodyId: Uuid('The body that decided'),
    bodyName: text('Its name now', 'Socialnämnden'),
    decisionId: Uuid('The decision on the grant'),
    actDecisionId: Nullable(
      Uuid(
        'Of claimed the decision to ask back, of writtenOff the decision to write off; null of others and if not known'
      )
    ),
    decidedOn: Day('Meeting of the decision on the grant'),
    paragraph: Nullable(text('Paragraph of the minutes', '§ 144')),
    diaryNumber: Nullable(text('Diary number', 'SN 2021/144')),
    eventSequence: Type.Integer({ description: 'The event that it follows from', example: 4711 }),
    eventType: text('What was done', 'decisionLine.updated'),
    actor: text('Key or token that did it', `key:${id}`),
    actorName: text('Its name', 'Ärendehanteringen'),
    sentBy: Nullable(text('Whom it says that it acted for', 'anna')),
    reason: Nullable(text('Reason given', 'Fel belopp i protokollet'))
  },
  {
    $id: 'FigureChange',
    description: 'One change of a figure: what, by how much, by which decision, and who recorded it',
    example: {
      sequence: 4712,
      recordedAt: '2023-03-14T09:30:00.123456Z',
      kind: 'granted',
      amount: -20000,
      decisionYear: 2021,
      grantYear: 2022,
      grantYearTo: null,
      paymentYear: null,
      paymentMonth: null,
      lineId: id,
      awardId: id,
      paymentId: null,
      recoveryId: null,
      recipients: [{ organisationId: id, name: 'Haninge Kvinnojour' }],
      schemeId: id,
      schemeName: 'Partnerskapsavtal',
      bodyId: id,
      bodyName: 'Socialnämnden',
      decisionId: id,
      actDecisionId: null,
      decidedOn: '2021-12-14',
      paragraph: null,
      diaryNumber: null,
      eventSequence: 4711,
      eventType: 'decisionLine.updated',
      actor: `key:${id}`,
      actorName: 'Ärendehanteringen',
      sentBy: null,
      reason: null
    }
  }
)
const page = PageOf(ref(Change), 'FigureChanges', '')
export const FigureChanges = Strict(
  {
    ...page.properties,
    byKind: Type.Array(
      Strict({
        kind: OneOf(entryKinds, 'Which sum'),
        amount: sum('By how much all the changes together changed it', -20000),
        entryCount: Type.Integer({ description: 'Changes', example: 1 })
      }),
      { description: 'All that was asked for, not only this page', example: [] }
    )
  },
  { $id: 'FigureChanges', description: 'A page of changes of figures, and what all of them come to' }
)

export const ChangesQuery = Strict({
  ...walkedBy(['recordedAt', 'sequence']),
  knownFrom: Instant('knownAt of the earlier totals: what was recorded after it changed them'),
  knownTo: Type.Optional(Instant('knownAt of the later totals; now unless told')),
  kind: Type.Optional(OneOf(entryKinds, 'Which sum')),
  decisionYear: Type.Optional(Year('Figures of this year of decision', 2021)),
  grantYear: Type.Optional(
    Year('Figures of this grant year; as in totals, one amount for several years is of the first', 2022)
  ),
  paymentYear: Type.Optional(Year('Figures of this year of payment', 2022)),
  schemeId: Type.Optional(Uuid('The scheme')),
  bodyId: Type.Optional(Uuid('The body that decided')),
  organisationId: Type.Optional(Uuid('A recipient'))
})

export const changeSchemas = [Change, FigureChanges]
