import { type Static, Type } from 'typebox'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import { MunicipalityCode, OneOf, ref, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import type { Series } from './series.ts'
import { agreementsInForce, indicators, reportsOnTime } from './series-of-agreements.ts'
import { processingTimes } from './series-of-applications.ts'
import { commitments, inKind } from './series-of-commitments.ts'
import { paidPerMonth, targetGroups, topRecipients, yearOnYear } from './series-of-money.ts'

/** The statistics that have a name, by it. */
export const allSeries = {
  'year-on-year': yearOnYear,
  'paid-per-month': paidPerMonth,
  'target-groups': targetGroups,
  'top-recipients': topRecipients,
  'agreements-in-force': agreementsInForce,
  reports: reportsOnTime,
  indicators,
  commitments,
  'in-kind': inKind,
  'processing-times': processingTimes
} satisfies Record<string, Series>
export const seriesNames = Object.keys(allSeries) as SeriesName[]
export type SeriesName = keyof typeof allSeries

/** What each tells, with its columns: for the description of the operation. */
export const seriesTold = Object.entries<Series>(allSeries)
  .map(([name, { says, columns }]) => `\`${name}\`: ${says} (${Object.keys(columns).join(', ')}).`)
  .join('\n')

export const SeriesPath = Strict({
  municipalityCode: MunicipalityCode,
  series: Type.Unsafe<SeriesName>(OneOf(seriesNames, 'The statistic'))
})

export const SeriesQuery = Strict({
  yearFrom: Type.Optional(Year('First year', 2021)),
  yearTo: Type.Optional(Year('Last year', 2022)),
  schemeId: Type.Optional(Uuid('Only this scheme')),
  bodyId: Type.Optional(Uuid('Only this body')),
  agreementId: Type.Optional(Uuid('Only this agreement')),
  rowCount: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'Rows at the most, of top-recipients; 10 unless told',
      example: 10
    })
  ),
  csvFormat: CsvFormatAsked
})
export type SeriesQuery = Static<typeof SeriesQuery>

/** All columns of all series; which a row has follows from the series. */
export const SeriesRow = Strict(
  Object.fromEntries(
    Object.values<Series>(allSeries)
      .flatMap(({ columns }) => Object.entries(columns))
      .map(([name, schema]) => [name, Type.Optional(schema)])
  ),
  { $id: 'SeriesRow', description: 'A row of a statistic: the columns of the series that is asked for' }
)

export const SeriesRows = Strict(
  {
    items: Type.Array(ref(SeriesRow)),
    meta: Strict({
      series: OneOf(seriesNames, 'The statistic'),
      additive: Type.Boolean({
        description: 'Whether each record is in one row, so that amounts and counts of rows add up',
        example: true
      })
    })
  },
  {
    $id: 'SeriesRows',
    description: 'The rows of a statistic',
    example: {
      items: [{ month: '2022-04', paid: 457500, returned: 0, recovered: 0 }],
      meta: { series: 'paid-per-month', additive: true }
    }
  }
)
export const seriesSchemas = [SeriesRow, SeriesRows]
