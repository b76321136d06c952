import { Type } from 'typebox'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import { Nullable, ref, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import { answeredOf, outcomeGroupings } from './dimensions.ts'
import { GroupBy } from './schemas.ts'

export const ApplicationOutcomesQuery = Strict({
  groupBy: GroupBy(outcomeGroupings, 'year', 'year,outcome'),
  yearFrom: Type.Optional(Year('Received in this year or later', 2021)),
  yearTo: Type.Optional(Year('Received in this year or earlier', 2022)),
  schemeId: Type.Optional(Uuid('Only this scheme')),
  csvFormat: CsvFormatAsked
})

const count = (description: string, example: number) => Type.Integer({ description, example })
const measures = {
  applicationCount: count('Applications, each counted once, also a joint one', 12),
  organisationCount: count('Organisations that applied, each counted once', 13),
  lateCount: count('Certainly received after the last day of their round', 1),
  lateUnknownCount: count(
    'Of which it is not known: the day of reception or the last day is not stated, or not to the day',
    0
  )
}
export const outcomeMeasures = Object.keys(measures)

export const ApplicationOutcome = Strict(
  {
    year: Type.Optional(Nullable(Year('Year in which they came; null where it is not stated'))),
    ...answeredOf('scheme'),
    outcome: Type.Optional(
      Nullable(Type.String({ description: 'Latest outcome; null: not decided', example: 'granted' }))
    ),
    ...answeredOf('status'),
    ...measures
  },
  {
    $id: 'ApplicationOutcome',
    description: 'One row of counts',
    example: {
      year: 2021,
      outcome: 'granted',
      applicationCount: 12,
      organisationCount: 13,
      lateCount: 1,
      lateUnknownCount: 0
    }
  }
)

export const ApplicationOutcomes = Strict(
  { items: Type.Array(ref(ApplicationOutcome)), total: ref(ApplicationOutcome) },
  {
    $id: 'ApplicationOutcomes',
    description: 'Counts of applications, and over all rows together',
    example: {
      items: [
        {
          year: 2021,
          outcome: 'granted',
          applicationCount: 12,
          organisationCount: 13,
          lateCount: 1,
          lateUnknownCount: 0
        }
      ],
      total: { applicationCount: 12, organisationCount: 13, lateCount: 1, lateUnknownCount: 0 }
    }
  }
)

export const outcomeSchemas = [ApplicationOutcome, ApplicationOutcomes]
