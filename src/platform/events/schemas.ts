import { Type } from 'typebox'
import {
  changedSince,
  Instant,
  MunicipalityCode,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Uuid,
  walkedBy
} from '../http/schemas.ts'
import { eventTypes } from './types.ts'

const Changed = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: 'The fields that changed'
})

export const Event = Strict(
  {
    municipalityCode: MunicipalityCode,
    sequence: Type.Integer({ description: 'Ascends with time', example: 4711 }),
    recordedAt: Instant('When it was recorded'),
    type: OneOf(eventTypes, 'Noun and verb'),
    subjectType: Type.String({ description: 'Kind of the record', example: 'decisionLine' }),
    subjectId: Nullable(Uuid('The record; null for the municipality itself')),
    subjectVersion: Nullable(Type.Integer({ description: 'The version that the event made', example: 2 })),
    parentId: Nullable(
      Uuid(
        'What the record belongs to, in whose history it is told too: the decision of a line, for instance; null: nothing'
      )
    ),
    actor: Type.String({
      description: 'Key or token that did it',
      example: 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    }),
    actorName: Type.String({ description: 'Its name', example: 'Ärendehanteringen' }),
    sentBy: Nullable(
      Type.String({ description: 'Whom the system says that it acts for (X-Sent-By)', example: 'anna' })
    ),
    requestId: Nullable(Type.String({ description: 'Request in whose answer X-Request-Id stood', example: 'req-1' })),
    reason: Nullable(Type.String({ description: 'Reason given', example: 'Registered twice' })),
    before: Nullable(Changed),
    after: Nullable(Changed)
  },
  {
    $id: 'Event',
    description: 'What was done to a record, by whom',
    example: {
      municipalityCode: '0136',
      sequence: 4711,
      recordedAt: '2022-03-01T09:30:00.123456Z',
      type: 'decisionLine.updated',
      subjectType: 'decisionLine',
      subjectId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      subjectVersion: 2,
      parentId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      actor: 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
      actorName: 'Ärendehanteringen',
      sentBy: null,
      requestId: '0b6f8f0e-1c7e-4a55-9a52-5d5ffb1e7c11',
      reason: null,
      before: { granted: 380000 },
      after: { granted: 390000 }
    }
  }
)

export const EventPage = PageOf(ref(Event), 'EventPage', 'A page of events', {
  hasMore: Type.Optional(
    Type.Boolean({
      description: 'With after: whether more has happened already, and it is worth asking at once',
      example: false
    })
  )
})

/** Events are never changed nor withdrawn: what was changed since an instant is what was recorded since. */
const walk = { ...walkedBy(['sequence']), changedSince }
const after = Type.String({
  maxLength: 8_000,
  description:
    'Reads on in the feed, in the order of commits: nextCursor of the answer before; empty for the beginning. Nothing ever comes behind it',
  example: ''
})
const wait = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: 60,
    description: 'With after: seconds that an answer without events is held back for what may happen',
    example: 30
  })
)
const filters = {
  type: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'Noun and verb; with after several, separated by commas',
      example: 'decisionLine.updated'
    })
  ),
  subjectType: Type.Optional(
    Type.String({ maxLength: 100, description: 'Kind of the record', example: 'decisionLine' })
  ),
  subjectId: Type.Optional(Uuid('The record'))
}
export const EventQuery = Strict({ ...walk, ...filters, after: Type.Optional(after), wait })
export const FeedQuery = Strict({ limit: walk.limit, ...filters, after, wait })
export const HistoryQuery = Strict(walk)

export const eventSchemas = [Event, EventPage]
