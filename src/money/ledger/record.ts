import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  pgTable,
  primaryKey,
  text as textColumn,
  uuid as uuidColumn
} from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { money, municipalityCode } from '../../platform/database/columns.ts'
import { listedCode } from '../../platform/database/municipality.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import type { List } from '../../platform/http/pagination.ts'
import {
  Answer,
  Instant,
  MunicipalityCode,
  OneOf,
  PageOf,
  ref,
  Strict,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { answeredOf, code, columnsOf, instant, of, uuid, year } from '../../platform/records/fields.ts'
import { awards, decisionLines } from '../../register/decisions/line-record.ts'
import { payments } from '../payments/record.ts'
import { recoveries } from '../recoveries/record.ts'
import { entryKinds } from './rules.ts'

export const ledgerFields = {
  /** Ascends strictly within a municipality, in the order of commits. */
  sequence: of<number>(Type.Integer({ description: 'Ascends with time', example: 4712 }), () =>
    bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity()
  ).answered(),
  recordedAt: instant('When it was recorded: totals with this knownAt or a later one count it').answered(),
  eventSequence: of<number>(
    Type.Integer({ description: 'The event that it follows from: who did what, and why', example: 4711 }),
    () => bigint('event_id', { mode: 'number' })
  ).answered(),
  kind: code(entryKinds, 'Which sum it adds to').answered(),
  amount: of<number>(
    Type.Number({ description: 'Added to the sum, or taken from it (SEK)', example: -20000 }),
    money
  ).answered(),
  factCount: of<number>(
    Type.Integer({ description: 'Facts added (1) or taken away (-1); 0 where only the amount changed', example: 0 }),
    () => integer('facts')
  ).answered(),
  unknownCount: of<number>(
    Type.Integer({ description: 'How many of those facts have no exact amount', example: 0 }),
    () => integer('unknown')
  ).answered(),
  lineId: uuid('The decision line').answered(),
  decisionId: uuid('Its decision').answered(),
  awardId: uuid('Its award, where the entry is of money granted, planned, paid or asked back').answeredOrNull(),
  paymentId: uuid('The payment, where the entry is of one').answeredOrNull(),
  recoveryId: uuid('The recovery, where the entry is of one').answeredOrNull(),
  schemeId: uuid('Its scheme').answeredOrNull(),
  bodyId: uuid('The body that decided').answered(),
  /** Ascending: a joint award is one set of several. */
  organisationIds: of<string[]>(
    Type.Array(Uuid('A recipient'), {
      description: 'The recipients; several receive one amount jointly',
      example: ['01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60']
    }),
    () => uuidColumn().array()
  ).answered(),
  outcome: of<string>(Type.String({ description: 'What was decided', example: 'granted' }), textColumn).answered(),
  decisionYear: year('Year of the decision', 2021).answered(),
  grantYear: year('Year that the grant is for; the first where one amount is for several').answeredOrNull(),
  grantYearTo: year('Last year, where one amount is for several years together', 2024).answeredOrNull(),
  paymentYear: year('Year in which the money moved, or is due to; null for what is only decided').answeredOrNull(),
  paymentMonth: of<number>(
    Type.Integer({
      description:
        'Month of that day, 1 to 12; null as paymentYear is, and of what was recorded before months were kept',
      example: 3
    }),
    integer
  ).answeredOrNull()
}

/**
 * Append-only entries of money (a trigger refuses UPDATE and DELETE). Every total is a sum of entries with
 * `recorded_at` up to an instant. What an entry is about is written out in it, as it was known then: a later change
 * of scheme, year or recipient is a pair of entries, one that takes away and one that adds.
 */
export const ledgerEntries = pgTable(
  'ledger_entries',
  { municipalityCode: municipalityCode(), ...columnsOf(ledgerFields) },
  table => [
    primaryKey({ name: 'ledger_entries_pk', columns: [table.municipalityCode, table.sequence] }),
    index('ledger_entries_line').on(table.municipalityCode, table.lineId),
    index('ledger_entries_decision').on(table.municipalityCode, table.decisionId),
    index('ledger_entries_body_year')
      .on(table.municipalityCode, table.bodyId, table.grantYear)
      .where(sql`kind = 'granted'`),
    index('ledger_entries_payment').on(table.municipalityCode, table.paymentId).where(sql`payment_id is not null`),
    index('ledger_entries_recorded').on(table.municipalityCode, table.recordedAt, table.sequence),
    refersTo('ledger_entries_line_fk', table, table.lineId, decisionLines),
    refersTo('ledger_entries_award_fk', table, table.awardId, awards),
    refersTo('ledger_entries_payment_fk', table, table.paymentId, payments),
    refersTo('ledger_entries_recovery_fk', table, table.recoveryId, recoveries)
  ]
)

export const LedgerEntry = Answer(
  { municipalityCode: MunicipalityCode, ...answeredOf(ledgerFields) },
  {
    $id: 'LedgerEntry',
    description: 'An entry of money. What it is about is told as it was known then',
    example: { schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', grantYear: 2022 }
  }
)
export const LedgerEntryPage = PageOf(ref(LedgerEntry), 'LedgerEntryPage', 'A page of ledger entries')

export const LedgerQuery = Strict({
  ...walkedBy(['recordedAt', 'sequence']),
  lineId: Type.Optional(Uuid('The decision line')),
  decisionId: Type.Optional(Uuid('The decision')),
  awardId: Type.Optional(Uuid('The award: what its line has been granted, and what was paid of it')),
  paymentId: Type.Optional(Uuid('The payment')),
  kind: Type.Optional(OneOf(entryKinds, 'Which sum they add to')),
  recordedFrom: Type.Optional(Instant('Recorded at or after this instant')),
  recordedTo: Type.Optional(Instant('Recorded at or before this instant: what totals with this knownAt sum'))
})

/** The entries in the order in which they became known. */
export const ledgerList: List<typeof ledgerEntries.$inferSelect> = {
  name: 'ledger-entries',
  select: db => db.select().from(ledgerEntries).$dynamic(),
  where: sql`${ledgerEntries.municipalityCode} = ${listedCode}`,
  filters: {
    lineId: value => sql`${ledgerEntries.lineId} = ${value}`,
    decisionId: value => sql`${ledgerEntries.decisionId} = ${value}`,
    // An index finds the entries of a line, none those of an award.
    awardId: value => sql`${ledgerEntries.awardId} = ${value} and ${ledgerEntries.lineId} = (
      select line_id from awards where municipality_code = ${listedCode} and id = ${value})`,
    paymentId: value => sql`${ledgerEntries.paymentId} = ${value}`,
    kind: value => sql`${ledgerEntries.kind} = ${value}`,
    recordedFrom: value => sql`${ledgerEntries.recordedAt} >= ${value}`,
    recordedTo: value => sql`${ledgerEntries.recordedAt} <= ${value}`
  },
  sorts: {
    recordedAt: { column: ledgerEntries.recordedAt, of: row => row.recordedAt },
    sequence: { column: ledgerEntries.sequence, of: row => row.sequence }
  },
  id: { column: ledgerEntries.sequence, of: row => row.sequence }
}

export const ledgerSchemas = [LedgerEntry, LedgerEntryPage]
