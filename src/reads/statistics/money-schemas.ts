import { Type } from 'typebox'
import { entryKinds } from '../../money/ledger/rules.ts'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import { Day, Instant, Nullable, OneOf, ref, Strict, Year } from '../../platform/http/schemas.ts'
import { answeredOf, moneyGroupings, nationalGroupings } from './dimensions.ts'
import { moneyYearBases } from './rules.ts'
import { FirstRecordedAt, GroupBy, groupedBy, MunicipalityCodes, sum, totalsFilters } from './schemas.ts'

export const PaymentTotalsQuery = Strict({
  groupBy: GroupBy(moneyGroupings, 'year', 'year,scheme'),
  yearBasis: Type.Optional(
    Type.Unsafe<(typeof moneyYearBases)[number]>({
      ...OneOf(moneyYearBases, 'Year of the decision, year that the grant is for, or year in which the money moves'),
      default: 'grant'
    })
  ),
  ...totalsFilters,
  validOn: Type.Optional(
    Day('Day for which payable and held are asked; otherwise that of knownAt, or today (in Sweden)', '2022-07-01')
  ),
  closings: Type.Optional(
    Type.Unsafe<'ignore' | 'keep'>({
      ...OneOf(['ignore', 'keep'], 'keep: closed years as they were closed, with later corrections as adjustments'),
      default: 'ignore'
    })
  )
})

const measures = {
  granted: Nullable(sum('Granted; null where no amount of what is granted is known', 1830000)),
  reserved: Nullable(sum('Reserved; null where no amount of it is known', 0)),
  planned: sum('Planned payments, paid ones included; what a bank sent back is no longer planned', 1830000),
  payable: Nullable(
    sum(
      'Planned, not paid, and held by nothing on the day; null of instants before the service kept what holds',
      457500
    )
  ),
  held: Nullable(sum('Planned, not paid, and held by something on the day; null as payable is', 915000)),
  checked: sum('Of what is planned: checked by somebody in the service', 457500),
  approved: sum('Of what is checked: approved by somebody else in the service', 457500),
  recorded: sum(
    'Paid, and attested by nobody in the service: recorded by an import of what was paid before it was taken into use; what a bank sent back is left out',
    0
  ),
  paid: sum('Paid, what was later sent back included', 457500),
  returned: sum('Sent back by the bank', 0),
  claimed: sum('Asked back', 0),
  recovered: sum('Of what was asked back: repaid or set off', 0),
  writtenOff: sum('Of what was asked back: written off', 0),
  outstanding: sum('Of what was asked back: neither recovered nor written off', 0),
  unpaidOfGranted: Nullable(
    sum(
      'Granted less paid (and not sent back); null by year or month of payment, in which nothing is granted, and where granted is null',
      1372500
    )
  ),
  budgeted: Nullable(
    sum('Budgets, where totals are by grant year and by nothing but scheme and body; null where none is known', 2000000)
  ),
  unspentOfBudget: Nullable(sum('Budget less what was paid and neither sent back nor recovered', 1542500)),
  unknownCount: Type.Integer({ description: 'Grants and reservations of no exact amount, in no sum', example: 0 })
}
/** What every row and the total say, in the order of the CSV. */
export const moneyMeasures = Object.keys(measures)

const row = Object.fromEntries(
  Object.entries(measures).map(([name, schema]) => [name, (schema as unknown as { example: number }).example])
)

export const PaymentTotal = Strict(
  {
    ...answeredOf('years', ...moneyGroupings.filter(name => name !== 'year')),
    ...measures
  },
  { $id: 'PaymentTotal', description: 'One row of totals of money', example: { year: 2022, yearTo: null, ...row } }
)

export const Adjustment = Strict(
  {
    year: Year('The closed year'),
    recordedOn: Day('Day on which it was recorded', '2023-03-14'),
    kind: OneOf(entryKinds, 'Which sum it adds to'),
    amount: sum('Added to the closed figure, or taken from it', -20000),
    entryCount: Type.Integer({ description: 'Ledger entries; GET …/statistics/changes shows them', example: 1 })
  },
  {
    $id: 'ClosedYearAdjustment',
    description: 'What was recorded of a closed year after it was closed',
    example: { year: 2022, recordedOn: '2023-03-14', kind: 'granted', amount: -20000, entryCount: 1 }
  }
)

const known = { firstRecordedAt: '2021-12-16T09:30:00.123456Z', knownAt: '2022-03-10T08:00:00.000000Z' }

export const PaymentTotals = Strict(
  {
    items: Type.Array(ref(PaymentTotal)),
    total: ref(PaymentTotal),
    adjustments: Type.Array(ref(Adjustment), {
      description: 'With closings=keep: what came after the closings, and is in no figure above'
    }),
    meta: Strict({
      groupBy: groupedBy,
      yearBasis: OneOf(moneyYearBases, 'Which year'),
      closedYears: Type.Array(Year('A closed year'), { description: 'Closed years of this basis', example: [] }),
      firstRecordedAt: FirstRecordedAt,
      knownAt: Instant(
        'Ask with this knownAt (and the same validOn) to get exactly these totals again, whatever is recorded later'
      )
    })
  },
  {
    $id: 'PaymentTotals',
    description: 'Totals of money from grant to payment and back, and over all rows together',
    example: {
      items: [{ year: 2022, yearTo: null, ...row }],
      total: row,
      adjustments: [],
      meta: { groupBy: ['year'], yearBasis: 'grant', closedYears: [], ...known }
    }
  }
)

export const NationalTotalsQuery = Strict({
  groupBy: GroupBy(nationalGroupings, 'municipality,year', 'municipality,year'),
  yearBasis: PaymentTotalsQuery.properties.yearBasis,
  yearFrom: PaymentTotalsQuery.properties.yearFrom,
  yearTo: PaymentTotalsQuery.properties.yearTo,
  municipalityCodes: MunicipalityCodes,
  csvFormat: CsvFormatAsked
})

const { payable: _payable, held: _held, budgeted: _budgeted, unspentOfBudget: _unspent, ...national } = measures
/** What every row and the total over municipalities say, in the order of the CSV. */
export const nationalMeasures = Object.keys(national)
export const NationalTotal = Strict(
  {
    ...answeredOf('municipality', 'years', 'month'),
    ...national
  },
  { $id: 'NationalTotal', description: 'One row of totals over municipalities' }
)
const nationalRow = Object.fromEntries(nationalMeasures.map(name => [name, row[name]]))
export const NationalTotals = Strict(
  {
    items: Type.Array(ref(NationalTotal)),
    total: ref(NationalTotal),
    meta: Strict({
      groupBy: groupedBy,
      yearBasis: OneOf(moneyYearBases, 'Which year')
    })
  },
  {
    $id: 'NationalTotals',
    description: 'Totals of money over the municipalities that the caller may see',
    example: {
      items: [{ municipalityCode: '0136', municipalityName: 'Haninge', year: 2022, yearTo: null, ...nationalRow }],
      total: nationalRow,
      meta: { groupBy: ['municipality', 'year'], yearBasis: 'grant' }
    }
  }
)

export const moneySchemas = [PaymentTotal, Adjustment, PaymentTotals, NationalTotal, NationalTotals]
