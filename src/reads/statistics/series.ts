import { type SQL, sql } from 'drizzle-orm'
import { type TProperties, Type } from 'typebox'
import { today } from '../../base/dates.ts'
import { TooLarge } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Year } from '../../platform/http/schemas.ts'
import { problems } from './problems.ts'
import { sum } from './schemas.ts'

/**
 * A statistic with a name. It is declared once, with its columns, the parameters that it heeds and how its rows are read; the
 * schema, JSON, CSV and the document follow. `series-*.ts` declare them, and `series-schemas.ts` has the list.
 */
export type Series = {
  /** What a row tells, in one sentence. */
  says: string
  columns: TProperties
  heeds: readonly SeriesParameter[]
  /** Whether each record is in one row, so that amounts and counts of rows add up. */
  isAdditive: boolean
  read: (db: Connection, asked: SeriesAsked) => Promise<Record<string, unknown>[]>
}

export const seriesParameters = ['yearFrom', 'yearTo', 'schemeId', 'bodyId', 'agreementId', 'rowCount'] as const
export type SeriesParameter = (typeof seriesParameters)[number]

export type SeriesAsked = {
  municipalityCode: string
  yearFrom?: number
  yearTo?: number
  schemeId?: string
  bodyId?: string
  agreementId?: string
  /** Rows at the most. */
  rowCount?: number
}

/** The rows of a statement. */
export const rowsOf = (statement: (asked: SeriesAsked) => SQL) => async (db: Connection, asked: SeriesAsked) =>
  (await db.execute<Record<string, unknown>>(statement(asked))).rows

/** Condition: the year is one that is asked about. */
export function isOfYears({ yearFrom, yearTo }: SeriesAsked, year: SQL): SQL {
  const from = yearFrom === undefined ? sql`` : sql` and ${year} >= ${yearFrom}`
  const to = yearTo === undefined ? sql`` : sql` and ${year} <= ${yearTo}`
  return sql`true${from}${to}`
}

/** Condition: scheme and body are those that are asked about. Columns are as those of the ledger, or in the form of a key. */
export function isOfSchemeAndBody({ schemeId, bodyId }: SeriesAsked, alias: string): SQL {
  const column = (name: string) => sql`${sql.identifier(alias)}.${sql.identifier(name)}`
  const scheme = schemeId ? sql` and ${column('scheme_id')} = ${schemeId}` : sql``
  const body = bodyId ? sql` and ${column('body_id')} = ${bodyId}` : sql``
  return sql`true${scheme}${body}`
}

export const kronor = sum
export const year = Year('The year that the series is by')
export const count = (description: string, example = 0) => Type.Integer({ description, example })

/** Years at the most, where the agreements of each are read and counted. */
const MOST_YEARS = 30

/** The years asked about: of none, the ten up to this one. @throws TooLarge */
export function yearsAsked(asked: SeriesAsked): { yearFrom: number; yearTo: number } {
  const thisYear = Number(today().slice(0, 4))
  const yearTo = asked.yearTo ?? Math.max(thisYear, asked.yearFrom ?? 0)
  const yearFrom = asked.yearFrom ?? yearTo - 9
  if (yearTo - yearFrom >= MOST_YEARS) {
    throw new TooLarge(problems['too-many-total-rows'], {
      en: `Ask for ${MOST_YEARS} years at the most.`,
      sv: `Fråga om högst ${MOST_YEARS} år.`
    })
  }
  return { yearFrom, yearTo }
}
