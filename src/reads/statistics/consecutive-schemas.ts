import { Type } from 'typebox'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import { Nullable, OneOf, ref, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import { moneyYearBases } from './rules.ts'

const length = (description: string) => Type.Integer({ minimum: 1, maximum: 100, description, example: 3 })

export const ConsecutiveQuery = Strict({
  yearCount: length('How many years on end at the least'),
  yearBasis: Type.Optional(
    Type.Unsafe<(typeof moneyYearBases)[number]>({
      ...OneOf(
        moneyYearBases,
        'Year of the decision, year that the grant is for, or payment: who was paid in each year'
      ),
      default: 'decision'
    })
  ),
  yearTo: Type.Optional(Year('Only runs that go on up to this year; later years are left aside', 2015)),
  schemeId: Type.Optional(Uuid('Only grants of this scheme')),
  csvFormat: CsvFormatAsked
})

const example = {
  organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
  organisationName: 'Haninge Kvinnojour',
  yearFrom: 2013,
  yearTo: 2015,
  yearCount: 3,
  granted: 1140000,
  paid: null,
  unknownCount: 0
}

export const ConsecutiveRecipient = Strict(
  {
    organisationId: Uuid('The organisation'),
    organisationName: Type.String({ description: 'Its name now', example: 'Haninge Kvinnojour' }),
    yearFrom: Year('First year of the run', 2013),
    yearTo: Year('Last year of the run', 2015),
    yearCount: length('Years of the run'),
    granted: Nullable(
      Type.Number({
        description:
          'Granted in the run, as far as it is known (SEK), null where no amount is, or runs are of payments; a joint grant is in the amount of each of its organisations',
        example: 1140000
      })
    ),
    paid: Nullable(
      Type.Number({
        description: 'Paid in the run (SEK), as granted is; null where runs are of grants',
        example: 1140000
      })
    ),
    unknownCount: Type.Integer({ description: 'Grants of the run whose amount is not known exactly', example: 0 })
  },
  { $id: 'ConsecutiveRecipient', description: 'An organisation that was granted something years on end', example }
)

export const ConsecutiveRecipients = Strict(
  {
    items: Type.Array(ref(ConsecutiveRecipient), { description: 'Longest run first' }),
    meta: Strict({
      yearCount: length('Asked for'),
      yearBasis: OneOf(moneyYearBases, 'Which year'),
      yearTo: Nullable(Year('The year that runs end in; null: any', 2015)),
      yearNotStatedCount: Type.Integer({
        description: 'Grants for no stated year, which are in no run',
        example: 0
      })
    })
  },
  {
    $id: 'ConsecutiveRecipients',
    description: 'Who was granted something so many years on end',
    example: { items: [example], meta: { yearCount: 3, yearBasis: 'decision', yearTo: 2015, yearNotStatedCount: 0 } }
  }
)

export const consecutiveSchemas = [ConsecutiveRecipient, ConsecutiveRecipients]
