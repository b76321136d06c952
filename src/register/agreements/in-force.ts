import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { today } from '../../base/dates.ts'
import { toOre } from '../../base/money.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { type Content, contentNames } from './content.ts'
import { contentsIn, type Stretch } from './content-rules.ts'
import { addRanges, anyOf, committedIn, type Range, type Stated } from './money-rules.ts'
import { type AgreementRow, agreements, agreementVersions, type VersionRow } from './record.ts'
import { scenariosOf } from './term-rules.ts'

/** Agreements that may be in force in a year, with what they say in it. */

export type InForceAsked = {
  municipalityCode: string
  year: number
  agreementId?: string
  bodyId?: string
  organisationId?: string
}

export type InForce = { row: AgreementRow; stretches: Stretch[] }

/** Decided agreements that are or may be in force in the year, each with the contents that hold within it. */
export async function agreementsIn(db: Connection, asked: InForceAsked): Promise<InForce[]> {
  const { year } = asked
  const rows = await findInForce(db, asked)
  const amended = await findAmended(db, asked, rows)
  return rows.map(row => {
    const versions = amended.get(row.id)
    const always = [{ first: `${year}-01-01`, last: `${year}-12-31`, content: row.content }]
    return { row, stretches: versions ? contentsIn(versions, contentNames, year) : always }
  })
}

/**
 * What the values that `pick` finds in each content come to in the year. An amendment counts from its day: values per month to the
 * month, others as a range where it comes within the year.
 */
export function rangeOver(stretches: Stretch[], year: number, pick: (content: Content) => Stated[]): Range {
  const parts = stretches.map(({ content, ...days }) => {
    const stated = pick(content)
    return {
      days,
      monthly: stated.filter(({ per }) => per === 'month'),
      others: stated.filter(({ per }) => per !== 'month'),
      scenarios: scenariosOf(content.term, content, today())
    }
  })
  const whole = parts.map(({ others, scenarios }) => addRanges(others.map(one => committedIn(one, scenarios, year))))
  const months = parts.flatMap(({ monthly, scenarios, days }) =>
    monthly.map(one => committedIn(within(one, days), scenarios, year))
  )
  return addRanges([anyOf(whole as [Range, ...Range[]]), ...months])
}

type Contribution = Content['contributions'][number]

/** A contribution as it is counted, in öre. */
export const statedContribution = ({ amount, certainty, amountPer, validFrom, validTo }: Contribution): Stated => ({
  value: amount == null ? null : toOre(amount.toFixed(2)),
  certainty: certainty ?? 'notStated',
  per: amountPer ?? null,
  from: validFrom ?? null,
  to: validTo ?? null
})

/** The value, cut to the days of a stretch. */
const within = <T extends { from: string | null; to: string | null }>(
  one: T,
  { first, last }: Omit<Stretch, 'content'>
) => ({
  ...one,
  from: one.from && one.from > first ? one.from : first,
  to: one.to && one.to < last ? one.to : last
})

/** All versions of those agreements that have been amended: the others say the same on every day. */
async function findAmended(db: Connection, { municipalityCode }: InForceAsked, rows: AgreementRow[]) {
  const ids = sql`${sql.param(rows.map(({ id }) => id))}::uuid[]`
  const found: VersionRow[] = await db
    .select()
    .from(agreementVersions)
    .where(
      and(
        eq(agreementVersions.municipalityCode, municipalityCode),
        sql`${agreementVersions.agreementId} in (
          select agreement_id from agreement_versions
          where municipality_code = ${municipalityCode} and agreement_id = any(${ids})
            and act in ('amended', 'corrected', 'extended') and effective_from is not null)`
      )
    )
    .orderBy(agreementVersions.agreementId, agreementVersions.number)
  return Map.groupBy(found, ({ agreementId }) => agreementId)
}

async function findInForce(
  db: Connection,
  { municipalityCode, year, agreementId, bodyId, organisationId }: InForceAsked
): Promise<AgreementRow[]> {
  const party = (isThat: SQL) => sql`${agreements.id} in (
    select agreement_id from agreement_parties where municipality_code = ${municipalityCode} and ${isThat})`
  return await db
    .select()
    .from(agreements)
    .where(
      and(
        eq(agreements.municipalityCode, municipalityCode),
        isNull(agreements.withdrawnAt),
        sql`${agreements.status} <> 'draft'`,
        // A year of the term may be all that is known of its end, and reach beyond the day that it is counted from.
        sql`${agreements.startsEarliest} <= ${`${year}-12-31`} and ${agreements.endsLatest} >= ${`${year - 1}-12-31`}`,
        agreementId ? eq(agreements.id, agreementId) : undefined,
        bodyId ? party(sql`body_id = ${bodyId}`) : undefined,
        organisationId ? party(sql`organisation_id = ${organisationId}`) : undefined
      )
    )
    .orderBy(agreements.id)
}
