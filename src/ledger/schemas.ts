import { Type } from 'typebox'
import {
  Instant,
  MunicipalityCode,
  Nullable,
  OneOf,
  PageOf,
  ref,
  SortAsked,
  Strict,
  Uuid,
  Year
} from '../http/schemas.ts'
import { entryKinds } from './rules.ts'

export const LedgerEntry = Strict(
  {
    municipalityCode: MunicipalityCode,
    sequence: Type.Integer({ description: 'Ascends with time', example: 4712 }),
    recordedAt: Instant('When it was recorded: totals with this knownAt or a later one count it'),
    eventSequence: Type.Integer({
      description: 'The event that it follows from: who did what, and why',
      example: 4711
    }),
    kind: OneOf(entryKinds, 'Which sum it adds to'),
    amount: Type.Number({ description: 'Added to the sum, or taken from it (SEK)', example: -20000 }),
    factCount: Type.Integer({
      description: 'Facts added (1) or taken away (-1); 0 where only the amount changed',
      example: 0
    }),
    unknownCount: Type.Integer({ description: 'How many of those facts have no exact amount', example: 0 }),
    lineId: Uuid('The decision line'),
    decisionId: Uuid('Its decision'),
    awardId: Nullable(Uuid('Its award, where the entry is of money granted, planned, paid or asked back')),
    paymentId: Nullable(Uuid('The payment, where the entry is of one')),
    recoveryId: Nullable(Uuid('The recovery, where the entry is of one')),
    schemeId: Nullable(Uuid('Its scheme')),
    bodyId: Uuid('The body that decided'),
    organisationIds: Type.Array(Uuid('A recipient'), {
      description: 'The recipients; several receive one amount jointly',
      example: ['01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60']
    }),
    outcome: Type.String({ description: 'What was decided', example: 'granted' }),
    decisionYear: Year('Year of the decision', 2021),
    grantYear: Nullable(Year('Year that the grant is for; the first where one amount is for several')),
    grantYearTo: Nullable(Year('Last year, where one amount is for several years together', 2024)),
    paymentYear: Nullable(Year('Year in which the money moved, or is due to; null for what is only decided'))
  },
  {
    $id: 'LedgerEntry',
    description: 'An entry of money. What it is about is told as it was known then',
    example: {
      municipalityCode: '0136',
      sequence: 4712,
      recordedAt: '2022-03-01T09:30:00.123456Z',
      eventSequence: 4711,
      kind: 'granted',
      amount: -20000,
      factCount: 0,
      unknownCount: 0,
      lineId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f63',
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      awardId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
      paymentId: null,
      recoveryId: null,
      schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f65',
      bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f64',
      organisationIds: ['01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'],
      outcome: 'granted',
      decisionYear: 2021,
      grantYear: 2022,
      grantYearTo: null,
      paymentYear: null
    }
  }
)
export const LedgerEntryPage = PageOf(ref(LedgerEntry), 'LedgerEntryPage', 'A page of ledger entries')

export const LedgerQuery = Strict({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 20, description: 'Rows of a page', example: 20 })
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: 'nextCursor of the page before', example: 'WyJuYW1lIiwiQSIsIjEiXQ' })
  ),
  sort: SortAsked(['recordedAt', 'sequence']),
  lineId: Type.Optional(Uuid('The decision line')),
  decisionId: Type.Optional(Uuid('The decision')),
  awardId: Type.Optional(Uuid('The award: what its line has been granted, and what was paid of it')),
  paymentId: Type.Optional(Uuid('The payment')),
  kind: Type.Optional(OneOf(entryKinds, 'Which sum they add to')),
  recordedFrom: Type.Optional(Instant('Recorded at or after this instant')),
  recordedTo: Type.Optional(Instant('Recorded at or before this instant: what totals with this knownAt sum'))
})

export const ledgerSchemas = [LedgerEntry, LedgerEntryPage]
