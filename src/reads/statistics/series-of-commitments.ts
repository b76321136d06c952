import { Type } from 'typebox'
import { addDays } from '../../base/dates.ts'
import { certainties } from '../../base/known.ts'
import { fromOre, toNumber } from '../../base/money.ts'
import { type ReportedCommitment, reportedCommitments, unitKey } from '../../money/reports/commitments.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Nullable, OneOf, Text, Uuid } from '../../platform/http/schemas.ts'
import { CommittedAmounts } from '../../register/agreements/committed.ts'
import { agreementsIn, type InForce } from '../../register/agreements/in-force.ts'
import { certaintyOf } from '../../register/agreements/money-rules.ts'
import { contributors, inKindOf, type Promised, promisedIn } from '../../register/agreements/promises.ts'
import { inKindKinds } from '../../register/agreements/rules.ts'
import { count, type Series, type SeriesAsked, year, yearsAsked } from './series.ts'
import { indicators } from './series-of-agreements.ts'

const { minAmount, maxAmount, rangeCertainty, unknownCount } = CommittedAmounts.properties
const quantity = (description: string) => Nullable(Type.Number({ description, example: 400 }))

/** Rows of each year asked about, of the agreements that may be in force in it. */
async function ofEachYear<T>(
  db: Connection,
  asked: SeriesAsked,
  rowsIn: (agreements: InForce[], year: number) => T[]
): Promise<T[]> {
  const { yearFrom, yearTo } = yearsAsked(asked)
  const rows: T[] = []
  for (let year = yearFrom; year <= yearTo; year++) {
    const found = await agreementsIn(db, { ...asked, year })
    // One that ends with the year before is found too.
    const running = found.filter(({ row }) => row.endsLatest >= `${year}-01-01`)
    rows.push(...rowsIn(running, year))
  }
  return rows
}

/** What parties have undertaken and what their reports tell of it, commitment by commitment. */
export const commitments: Series = {
  says: 'What parties undertake in each year, and what reports tell of it',
  heeds: ['yearFrom', 'yearTo', 'bodyId', 'agreementId'],
  isAdditive: false,
  columns: {
    year,
    agreementId: Uuid('The agreement'),
    commitmentKey: Nullable(Text('Key of the commitment', 50, 'visits')),
    description: indicators.columns.description!,
    unit: indicators.columns.unit!,
    minQuantity: quantity('Least undertaken'),
    maxQuantity: quantity('Most undertaken'),
    rangeCertainty,
    achieved: quantity('What reports tell'),
    achievedCertainty: OneOf(certainties, 'exact: accepted, for all the year'),
    difference: quantity('Achieved less undertaken')
  },
  async read(db, asked) {
    const told = await reportedCommitments(db, asked.municipalityCode, { ...asked, ...yearsAsked(asked) })
    const reported = Map.groupBy(told, ({ agreementId, year, key }) => `${agreementId} ${year} ${key}`)
    return await ofEachYear(db, asked, (agreements, year) =>
      agreements.flatMap(agreement =>
        promisedIn(agreement, year).map(one => {
          const { key, partyKey, ...promised } = one
          const { id } = agreement.row
          const reports = reported.get(`${id} ${year} ${key}`) ?? []
          return {
            ...{ year, agreementId: id, commitmentKey: key },
            ...promised,
            ...heldAgainst(one, reports, daysOf(agreement, year))
          }
        })
      )
    )
  }
}

type Days = { first: string; last: string }

/** The days of the year on which the agreement is known to run; all of it where that is not known. */
function daysOf({ row }: InForce, year: number): Days {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const within = (day: string) => day >= first && day <= last
  return {
    first: within(row.startsLatest) ? row.startsLatest : first,
    last: within(row.endsEarliest) ? row.endsEarliest : last
  }
}

/** What reports tell of a commitment beside what was undertaken. Pure. */
export function heldAgainst(
  { unit, minQuantity, maxQuantity }: Pick<Promised, 'unit' | 'minQuantity' | 'maxQuantity'>,
  reports: Pick<ReportedCommitment, 'achieved' | 'unit' | 'periodFrom' | 'periodTo' | 'accepted'>[],
  days: Days
) {
  const counted = reports.filter(one => one.unit === null || unit === null || unitKey(one.unit) === unitKey(unit))
  if (counted.length === 0) return { achieved: null, achievedCertainty: 'notStated', difference: null }
  const millionths = (value: number) => BigInt(Math.round(value * 1e6))
  const sum = counted.reduce((sum, { achieved }) => sum + millionths(achieved), 0n)
  const isWhole =
    counted.length === reports.length && counted.every(({ accepted }) => accepted) && covers(counted, days)
  const isOne = minQuantity !== null && minQuantity === maxQuantity
  return {
    achieved: Number(sum) / 1e6,
    achievedCertainty: isWhole ? 'exact' : 'approximate',
    difference: isOne ? Number(sum - millionths(minQuantity)) / 1e6 : null
  }
}

/** Whether periods follow on each other from the first day to the last, with no day twice and none outside the year. */
function covers(periods: { periodFrom: string; periodTo: string }[], { first, last }: Days): boolean {
  const ordered = periods.toSorted((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1))
  const joined = ordered.every(({ periodFrom }, at) => at === 0 || periodFrom === addDays(ordered[at - 1]!.periodTo, 1))
  const [from, to] = [ordered[0]!.periodFrom, ordered.at(-1)!.periodTo]
  return joined && from.slice(0, 4) === to.slice(0, 4) && from <= first && to >= last
}

/** What is put in besides money. It stands in a series of its own and is in no total of money. */
export const inKind: Series = {
  says: 'What is put in besides money, at its worth',
  heeds: ['yearFrom', 'yearTo', 'bodyId', 'agreementId'],
  isAdditive: false,
  columns: {
    year,
    contributor: OneOf(contributors, 'Who puts it in'),
    contributionKind: OneOf(inKindKinds, 'What is put in'),
    contributionCount: count('Contributions', 2),
    ...{ minAmount, maxAmount, rangeCertainty, unknownCount }
  },
  read: (db, asked) =>
    ofEachYear(db, asked, (agreements, year) =>
      inKindOf(agreements, year).map(({ range, ...one }) => ({
        year,
        ...one,
        minAmount: toNumber(fromOre(range.min)),
        maxAmount: toNumber(fromOre(range.max)),
        rangeCertainty: certaintyOf(range),
        unknownCount: range.unknown
      }))
    )
}
