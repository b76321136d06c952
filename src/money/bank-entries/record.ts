import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text as textColumn } from 'drizzle-orm/pg-core'
import { refersTo } from '../../platform/database/table-keys.ts'
import { PositiveMoney } from '../../platform/http/schemas.ts'
import { code, day, instant, positiveMoney, text, uuid } from '../../platform/records/fields.ts'
import { onOrAfter, onOrBefore, partColumns, type RowOf, recordOf } from '../../platform/records/record.ts'
import { asRegistered } from '../../platform/records/words.ts'
import { paymentRuns } from '../payment-runs/record.ts'
import { unmatchedCauses } from '../payment-runs/rules.ts'
import { payments } from '../payments/record.ts'
import { bankEntryStatuses, directions } from './rules.ts'

const key = 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const fields = {
  status: code(bankEntryStatuses, 'Whether it was worked on, and how').answered('unmatched').filter('Where it stands'),
  runId: uuid('The run whose confirmation brought it').answered().filter('The run'),
  direction: code(directions, 'Whether money left the account or came in').answered().filter('Out or in'),
  amount: positiveMoney('What moved, without what the bank charges', 95_000).answered(),
  bookedOn: day('Day on which the bank booked it', '2027-01-05').answered(),
  cause: code(unmatchedCauses, 'Why nothing was matched').answered().filter('Why nothing was matched'),
  explanation: text('The same in words', 2000, 'It is a credit that is not said to be a return').answered(),
  paymentId: uuid('The payment that it was matched with; until then the one that it names, where it names one')
    .answeredOrNull()
    .filter('The payment'),
  endToEndId: text('Name of ours that it bears', 35, 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60')
    .answeredOrNull()
    .filter('Name of ours that it bears'),
  accountSuffix: text('Last four characters of the account', 4, '7466').answered(),
  bankReference: text('Name that the bank has for it', 35, '20270105-000123').answeredOrNull(),
  transactionCode: text('What the bank calls such an entry', 40, 'PMNT/ICDT/DMCT').answeredOrNull(),
  reasonCode: text('Code with which the bank sent it back', 35, 'AC04').answeredOrNull(),
  matchedAt: instant('When it was matched').answeredOrNull(),
  matchedBy: text('Who matched it', 500, key).answeredOrNull(),
  dismissedAt: instant('When it was dismissed').answeredOrNull(),
  dismissedBy: text('Who dismissed it', 500, key).answeredOrNull(),
  dismissedReason: text('Why', 1000, 'Banken har rättat dubbleringen').answeredOrNull()
}

/**
 * What the bank booked on the account and nothing matched. No names and no texts of those who paid or were paid; of the
 * references those that are ours, and the bank's own.
 */
export const bankEntries = pgTable(
  'bank_entries',
  {
    ...partColumns(fields),
    /** `camt.053`, and by what the entry is known again in another file (same-entry.ts). */
    messageKind: textColumn().notNull(),
    referenceKey: textColumn(),
    contentKey: textColumn().notNull()
  },
  table => [
    primaryKey({ name: 'bank_entries_pk', columns: [table.municipalityCode, table.id] }),
    index('bank_entries_booked').on(table.municipalityCode, table.bookedOn, table.id),
    index('bank_entries_status').on(table.municipalityCode, table.status, table.bookedOn, table.id),
    index('bank_entries_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('bank_entries_run').on(table.municipalityCode, table.runId, table.id),
    index('bank_entries_payment').on(table.municipalityCode, table.paymentId, table.id),
    index('bank_entries_content').on(table.municipalityCode, table.contentKey),
    index('bank_entries_reference').on(table.municipalityCode, table.referenceKey),
    refersTo('bank_entries_run_fk', table, table.runId, paymentRuns),
    refersTo('bank_entries_payment_fk', table, table.paymentId, payments),
    check('bank_entries_status_known', sql`status in ('unmatched', 'matched', 'dismissed')`),
    check(
      'bank_entries_matched_when',
      sql`(matched_at is not null) = (status = 'matched') and (status <> 'matched' or payment_id is not null)`
    ),
    check(
      'bank_entries_dismissed_when',
      sql`(dismissed_at is not null) = (status = 'dismissed') and (dismissed_at is null) = (dismissed_reason is null)`
    )
  ]
)

export const bankEntry = recordOf({
  noun: 'BankEntry',
  plural: 'BankEntries',
  address: 'bank-entries',
  tag: 'payment-runs',
  what: 'bank entry',
  subjectType: 'bankEntry',
  fields,
  table: bankEntries,
  describes: {
    one: 'An entry of the bank that nothing matched',
    created: 'An entry of the bank',
    page: 'A page of entries of the bank'
  },
  examples: {
    created: {},
    shown: { status: 'unmatched', direction: 'debit', cause: 'secondDebit', explanation: 'It was debited before' }
  },
  filters: {
    bookedFrom: onOrAfter(bankEntries.bookedOn, 'Booked on this day or later', '2027-01-01'),
    bookedTo: onOrBefore(bankEntries.bookedOn, 'Booked on this day or earlier', '2027-01-31'),
    amount: {
      schema: PositiveMoney('What moved, to the öre', 95_000),
      where: value => sql`${bankEntries.amount} = ${value}`
    }
  },
  sorts: ['bookedOn', 'amount', 'updatedAt'],
  says: {
    list: [
      'List entries of the bank that nothing matched',
      'What files of the bank told and no payment was found for: by the day of booking. Those of `status=unmatched` wait for somebody.'
    ],
    get: ['Show an entry of the bank', asRegistered]
  }
})
export type BankEntryRow = RowOf<typeof bankEntry>
export const subject = { table: bankEntries, noun: 'bankEntry', parent: 'runId' as const }
