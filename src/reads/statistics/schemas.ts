import { Type } from 'typebox'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import { Instant, Nullable, OneOf, ref, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import { answeredOf, groupings, NamedEntry, nationalGrantGroupings } from './dimensions.ts'
import { yearBases } from './rules.ts'

/** `groupBy`: groupings separated by commas. */
export function GroupBy(names: readonly string[], unlessTold: string, example: string) {
  const one = `(${names.join('|')})`
  return Type.Optional(
    Type.String({
      pattern: `^${one}(,${one})*$`,
      default: unlessTold,
      description: `What rows are told apart by, in this order: ${names.join(', ')}; separated by commas`,
      example
    })
  )
}

/** What every question for totals of a municipality may be narrowed by. */
export const totalsFilters = {
  yearFrom: Type.Optional(Year('First year', 2021)),
  yearTo: Type.Optional(Year('Last year', 2022)),
  schemeId: Type.Optional(Uuid('Only this scheme')),
  bodyId: Type.Optional(Uuid('Only this body')),
  followSuccessors: Type.Optional(
    Type.Boolean({
      description: 'Whether a body is counted as the one that took over from it last, as registered now',
      default: false,
      example: true
    })
  ),
  knownAt: Type.Optional(Instant('Totals as they were known at this instant; not later than now')),
  csvFormat: CsvFormatAsked
}

/** Several municipalities, separated by commas. */
export const MunicipalityCodes = Type.Optional(
  Type.String({
    pattern: '^\\d{4}(,\\d{4}){0,299}$',
    description: 'Only these municipalities, separated by commas; all that the key is for unless told',
    example: '0136,2031'
  })
)

export const FirstRecordedAt = Nullable(
  Instant('When the first entry was recorded: as known before it, totals have no rows. Null: there is none')
)

export const groupedBy = Type.Array(Type.String({ example: 'year' }), {
  description: 'What rows are told apart by',
  example: ['year']
})

export const GrantTotalsQuery = Strict({
  groupBy: GroupBy(groupings, 'year', 'year,scheme'),
  yearBasis: Type.Optional(
    Type.Unsafe<(typeof yearBases)[number]>({
      ...OneOf(yearBases, 'Year of the decision, or year that the grant is for'),
      default: 'decision'
    })
  ),
  ...totalsFilters
})

export const NationalGrantTotalsQuery = Strict({
  groupBy: GroupBy(nationalGrantGroupings, 'municipality,year', 'municipality,year'),
  yearBasis: GrantTotalsQuery.properties.yearBasis,
  yearFrom: totalsFilters.yearFrom,
  yearTo: totalsFilters.yearTo,
  municipalityCodes: MunicipalityCodes,
  csvFormat: CsvFormatAsked
})

const count = (description: string, example: number) => Type.Integer({ description, example })
export const sum = (description: string, example: number) =>
  Type.Number({ description: `${description} (SEK)`, example })

const measures = {
  lineCount: count('Decision lines', 8),
  awardCount: count('Awards: lines that were granted or partly granted', 8),
  organisationCount: count('Organisations of the lines, each counted once; a joint line counts each of its own', 9),
  applied: Nullable(sum('Applied for, as far as it is known; null where nothing of it is', 380000)),
  granted: Nullable(sum('Granted, as far as it is known; null where nothing of it is', 1830000)),
  reserved: Nullable(sum('Reserved, as far as it is known; null where nothing of it is', 0)),
  unknownCount: count('Granted or reserved lines whose amount is not known exactly, and so is in no sum', 0),
  appliedUnknownCount: count('Lines whose amount applied for is not known exactly, and so is in no sum', 8)
}

export const GrantTotal = Strict(
  {
    ...answeredOf('years', ...groupings.filter(name => name !== 'year')),
    ...measures
  },
  { $id: 'GrantTotal', description: 'One row of totals' }
)

const example = {
  items: [
    {
      year: 2021,
      lineCount: 8,
      awardCount: 8,
      organisationCount: 9,
      applied: null,
      granted: 1830000,
      reserved: 0,
      unknownCount: 0,
      appliedUnknownCount: 8
    }
  ]
}

export const GrantTotals = Strict(
  {
    items: Type.Array(ref(GrantTotal)),
    total: ref(GrantTotal),
    meta: Strict({
      groupBy: groupedBy,
      yearBasis: OneOf(yearBases, 'Which year'),
      firstRecordedAt: FirstRecordedAt,
      knownAt: Instant('Ask with this knownAt to get exactly these totals again, whatever is recorded later')
    })
  },
  {
    $id: 'GrantTotals',
    description: 'Totals of grants, and over all rows together',
    example: {
      ...example,
      total: { ...example.items[0], year: undefined },
      meta: {
        groupBy: ['year'],
        yearBasis: 'decision',
        firstRecordedAt: '2021-12-16T09:30:00.123456Z',
        knownAt: '2022-01-10T08:00:00.000000Z'
      }
    }
  }
)

export const NationalGrantTotal = Strict(
  { ...answeredOf('municipality', 'years', 'outcome'), ...measures },
  { $id: 'NationalGrantTotal', description: 'One row of totals of grants over municipalities' }
)

export const NationalGrantTotals = Strict(
  {
    items: Type.Array(ref(NationalGrantTotal)),
    total: ref(NationalGrantTotal),
    meta: Strict({ groupBy: groupedBy, yearBasis: OneOf(yearBases, 'Which year') })
  },
  {
    $id: 'NationalGrantTotals',
    description: 'Totals of grants over the municipalities that the caller may see',
    example: {
      items: [{ municipalityCode: '0136', municipalityName: 'Haninge', ...example.items[0] }],
      total: { ...example.items[0], year: undefined },
      meta: { groupBy: ['municipality', 'year'], yearBasis: 'decision' }
    }
  }
)

export const statisticsSchemas = [NamedEntry, GrantTotal, GrantTotals, NationalGrantTotal, NationalGrantTotals]
export const measureNames = Object.keys(measures)
