import { type SQL, sql } from 'drizzle-orm'
import { bigint, bit, integer, numeric, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { municipalityCode } from '../../platform/database/columns.ts'

/**
 * Sums that are kept beside the entries, so that ten years of totals are read in some hundred rows. `appendEntries` keeps them
 * in the transaction that appends; `kept-sums.ts` says how, and computes them anew from the entries.
 */

/** A key holds these for no scheme and no year, because no part of a primary key is null. */
export const NO_SCHEME = '00000000-0000-0000-0000-000000000000'
export const NO_YEAR = 0
const noYear = sql.raw(String(NO_YEAR))

/**
 * What kept sums are told apart by, as the columns of an entry of the ledger are, with what stands for null in a key. A new
 * dimension is named here and in `keptBy`; statements and the comparison with the entries follow.
 */
const nullsOf = {
  scheme_id: sql.raw(`'${NO_SCHEME}'::uuid`),
  body_id: null,
  outcome: null,
  decision_year: null,
  grant_year: noYear,
  grant_year_to: noYear
} satisfies Record<string, SQL | null>

const keptBy = () => ({
  schemeId: uuid().notNull(),
  bodyId: uuid().notNull(),
  outcome: text().notNull(),
  decisionYear: integer().notNull(),
  grantYear: integer().notNull(),
  grantYearTo: integer().notNull()
})

/** Those columns of a table, in the order of its key. */
const keptIn = <T extends Record<keyof ReturnType<typeof keptBy>, unknown>>(table: T) => {
  const { schemeId, bodyId, outcome, decisionYear, grantYear, grantYearTo } = table
  return [schemeId, bodyId, outcome, decisionYear, grantYear, grantYearTo] as T[keyof ReturnType<typeof keptBy>][]
}

type Dimension = keyof typeof nullsOf
const dimensions = Object.keys(nullsOf) as Dimension[]

const columnOf = (name: string, alias?: string): SQL =>
  alias ? sql`${sql.identifier(alias)}.${sql.identifier(name)}` : sql`${sql.identifier(name)}`

/** The columns by which sums are kept, as they stand in the kept tables, each preceded by the alias. */
export const keptKey = (alias?: string): SQL =>
  sql.join(
    dimensions.map(name => columnOf(name, alias)),
    sql`, `
  )

/** The same of an entry of the ledger, in the form of a key. */
export const keyOfEntry = (alias: string): SQL =>
  sql.join(
    dimensions.map(name => {
      const column = columnOf(name, alias)
      return nullsOf[name] ? sql`coalesce(${column}, ${nullsOf[name]}) as ${columnOf(name)}` : column
    }),
    sql`, `
  )

/** Condition: both are of the same key, both in the form of one. */
export const sameKey = (one: string, other: string): SQL =>
  sql.join(
    dimensions.map(name => sql`${columnOf(name, one)} = ${columnOf(name, other)}`),
    sql` and `
  )

/** A column of a kept table as an entry has it: null where the key says that there is none. */
export const keptColumn = (name: string): SQL => {
  const none = name === 'payment_year' || name === 'payment_month' ? noYear : nullsOf[name as Dimension]
  const column = sql`kept.${sql.identifier(name)}`
  return none ? sql`nullif(${column}, ${none})` : column
}

/** The sums of the entries by all that totals are told apart by but organisations and instants. */
export const ledgerTotals = pgTable(
  'ledger_totals',
  {
    municipalityCode: municipalityCode(),
    kind: text().notNull(),
    ...keptBy(),
    paymentYear: integer().notNull(),
    amount: numeric({ precision: 18, scale: 2, mode: 'number' }).notNull(),
    factCount: bigint('facts', { mode: 'number' }).notNull(),
    unknownCount: bigint('unknown', { mode: 'number' }).notNull(),
    /**
     * How many of the facts are of a line that states the same of the year before too, and how many of those are not known. A
     * line of several years is one line: facts less these are lines.
     */
    continuedCount: bigint('continued', { mode: 'number' }).notNull().default(0),
    continuedUnknownCount: bigint('continued_unknown', { mode: 'number' }).notNull().default(0)
  },
  table => [
    primaryKey({
      name: 'ledger_totals_pk',
      columns: [table.municipalityCode, table.kind, ...keptIn(table), table.paymentYear]
    })
  ]
)

/** The sums of what moved on a day, or is due to, by the month too. Months that are not known are 0, as years are. */
export const ledgerMonths = pgTable(
  'ledger_months',
  {
    municipalityCode: municipalityCode(),
    kind: text().notNull(),
    ...keptBy(),
    paymentYear: integer().notNull(),
    paymentMonth: integer().notNull(),
    amount: numeric({ precision: 18, scale: 2, mode: 'number' }).notNull(),
    factCount: bigint('facts', { mode: 'number' }).notNull()
  },
  table => [
    primaryKey({
      name: 'ledger_months_pk',
      columns: [table.municipalityCode, table.kind, ...keptIn(table), table.paymentYear, table.paymentMonth]
    })
  ]
)

/** Organisations in a set. A set of many is several rows, one for each so many numbers. */
export const SET_SIZE = 4096

/** The number of an organisation in the sets of its municipality: given when a line of it first stands in the ledger. */
export const ledgerOrganisationNumbers = pgTable(
  'ledger_organisation_numbers',
  {
    municipalityCode: municipalityCode(),
    organisationId: uuid().notNull(),
    number: integer().notNull()
  },
  table => [
    primaryKey({ name: 'ledger_organisation_numbers_pk', columns: [table.municipalityCode, table.organisationId] }),
    unique('ledger_organisation_numbers_number').on(table.municipalityCode, table.number)
  ]
)

/**
 * Which organisations standing lines have, as a bit for each by its number: sets of several keys are brought together by
 * `bit_or`, and counting organisations once is counting bits.
 */
export const ledgerOrganisationSets = pgTable(
  'ledger_organisation_sets',
  {
    municipalityCode: municipalityCode(),
    ...keptBy(),
    /** The set holds the numbers from SET_SIZE times this. */
    chunk: integer().notNull(),
    members: bit({ dimensions: SET_SIZE }).notNull()
  },
  table => [
    primaryKey({
      name: 'ledger_organisation_sets_pk',
      columns: [table.municipalityCode, ...keptIn(table), table.chunk]
    })
  ]
)
