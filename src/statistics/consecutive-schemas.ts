import { Type } from 'typebox'
import { Nullable, OneOf, ref, Strict, Uuid, Year } from '../http/schemas.ts'
import { yearBases } from './rules.ts'

const length = (description: string) => Type.Integer({ minimum: 1, maximum: 100, description, example: 3 })

export const ConsecutiveQuery = Strict({
  years: length('How many years on end at the least'),
  yearBasis: Type.Optional(
    Type.Unsafe<(typeof yearBases)[number]>({
      ...OneOf(yearBases, 'Year of the decision, or year that the grant is for'),
      default: 'decision'
    })
  ),
  upTo: Type.Optional(Year('Only runs that go on up to this year; later years are left aside', 2015)),
  schemeId: Type.Optional(Uuid('Only grants of this scheme'))
})

const example = {
  organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
  organisationName: 'Haninge Kvinnojour',
  firstYear: 2013,
  lastYear: 2015,
  years: 3,
  granted: 1140000,
  unknownCount: 0
}

export const ConsecutiveRecipient = Strict(
  {
    organisationId: Uuid('The organisation'),
    organisationName: Type.String({ description: 'Its name now', example: 'Haninge Kvinnojour' }),
    firstYear: Year('First year of the run', 2013),
    lastYear: Year('Last year of the run', 2015),
    years: length('Years of the run'),
    granted: Nullable(
      Type.Number({
        description:
          'Granted in the run, as far as it is known (SEK), null where no amount is; a joint grant is in the amount of each of its organisations',
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
      years: length('Asked for'),
      yearBasis: OneOf(yearBases, 'Which year'),
      upTo: Nullable(Year('The year that runs end in; null: any', 2015)),
      yearNotStatedCount: Type.Integer({
        description: 'Grants for no stated year, which are in no run',
        example: 0
      })
    })
  },
  {
    $id: 'ConsecutiveRecipients',
    description: 'Who was granted something so many years on end',
    example: { items: [example], meta: { years: 3, yearBasis: 'decision', upTo: 2015, yearNotStatedCount: 0 } }
  }
)

export const consecutiveSchemas = [ConsecutiveRecipient, ConsecutiveRecipients]
