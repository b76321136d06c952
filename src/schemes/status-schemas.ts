import { type Static, Type } from 'typebox'
import { datePrecisions } from '../dates.ts'
import {
  Day,
  Instant,
  Nullable,
  OneOf,
  PageOf,
  Provenance,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../http/schemas.ts'
import { schemeStatuses } from './rules.ts'

const content = {
  effectiveOn: Type.Optional(
    Nullable(Day('From which day; first day of the month, season or year where only that is known', '2024-01-01'))
  ),
  effectiveOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly that day is known')),
  observedOn: Type.Optional(
    Nullable(Day('A day on which it is known to hold; today unless told where effectiveOn is not stated', '2019-07-26'))
  ),
  reason: Type.Optional(Nullable(Text('Why', 2000, 'Bredare samverkan i stället för bidrag'))),
  decisionId: Type.Optional(Nullable(Uuid('The decision'))),
  ...Provenance
}

export const SchemeStatusAct = Strict(content, {
  $id: 'SchemeStatusAct',
  description: 'That a scheme is paused, closed or open again',
  example: { effectiveOn: '2024-01-01', reason: 'Reglementet upphör' }
})
export type StatusAct = Static<typeof SchemeStatusAct>

export const SchemeStatusChange = Strict(
  {
    id: Uuid('Identity made by the service'),
    status: OneOf(schemeStatuses, 'What the scheme became'),
    ...Type.Required(Type.Object(content)).properties,
    createdAt: Instant('When it was recorded')
  },
  {
    $id: 'SchemeStatusChange',
    description: 'What a scheme became, and when',
    example: {
      id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      status: 'closed',
      effectiveOn: '2024-01-01',
      effectiveOnPrecision: 'day',
      observedOn: null,
      reason: 'Reglementet upphör',
      decisionId: null,
      sourceUrl: null,
      sourceUpdatedOn: null,
      sourceRetrievedOn: null,
      createdAt: '2021-12-16T09:30:00.123456Z'
    }
  }
)
export const SchemeStatusPage = PageOf(
  ref(SchemeStatusChange),
  'SchemeStatusPage',
  'A page of what was said of the status of a scheme, in the order it was recorded'
)
export const SchemeStatusQuery = Strict(walkedBy(['id']))

export const statusSchemas = [SchemeStatusAct, SchemeStatusChange, SchemeStatusPage]
