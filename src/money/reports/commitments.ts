import { sql } from 'drizzle-orm'
import type { Violation } from '../../base/errors.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { ReportRow } from './record.ts'

/** What reports tell of the commitments of their agreement. */

type Told = Pick<ReportRow, 'municipalityCode' | 'agreementId' | 'indicators'>

/**
 * An indicator that names a commitment names one that the agreement has, or had before it was amended, once in a report and in the
 * unit of the commitment: what is counted otherwise cannot be held against it.
 */
export async function otherCommitments(
  tx: Transaction,
  { municipalityCode, agreementId, indicators }: Told
): Promise<Violation[]> {
  const named = indicators.flatMap(({ commitmentKey, unit }, at) =>
    commitmentKey ? [{ key: commitmentKey, unit, field: `/indicators/${at}` }] : []
  )
  if (named.length === 0) return []
  const units = await unitsOf(tx, municipalityCode, agreementId)
  return named.flatMap(({ key, unit, field }, at): Violation[] => {
    const held = units.get(key)
    if (!held) {
      const sv = 'är inte nyckeln för ett åtagande i avtalet'
      return [{ field: `${field}/commitmentKey`, message: 'is not the key of a commitment of the agreement', sv }]
    }
    if (named.findIndex(one => one.key === key) < at)
      return [{ field: `${field}/commitmentKey`, message: 'is told before', sv: 'har redan angetts' }]
    const known = [...held].filter(one => one !== null)
    if (!unit || known.length === 0 || known.includes(unitKey(unit))) return []
    const list = known.join(', ')
    return [
      { field: `${field}/unit`, message: `is not that of the commitment: ${list}`, sv: `är inte åtagandets: ${list}` }
    ]
  })
}

export const unitKey = (unit: string) => unit.trim().toLowerCase()

/** Units of the commitments that any version of the agreement has, by key; null: a commitment that states none. */
async function unitsOf(tx: Transaction, municipalityCode: string, agreementId: string | null) {
  const { rows } = await tx.execute<{ key: string; unit: string | null }>(sql`
    select distinct commitment ->> 'key' as key, commitment ->> 'unit' as unit
    from agreement_versions version
    cross join lateral jsonb_array_elements(coalesce(version.patch -> 'commitments', '[]')) commitment
    where ${ofMunicipality(municipalityCode, 'version')} and version.agreement_id = ${agreementId}
      and commitment ->> 'key' is not null`)
  const units = new Map<string, Set<string | null>>()
  for (const { key, unit } of rows) {
    units.set(key, (units.get(key) ?? new Set()).add(unit === null ? null : unitKey(unit)))
  }
  return units
}

/** What a submitted report tells of a commitment: days of its period, and how much in which unit. */
export type ReportedCommitment = {
  agreementId: string
  year: number
  key: string
  achieved: number
  unit: string | null
  periodFrom: string
  periodTo: string
  accepted: boolean
}

/** What submitted reports tell of commitments, by the year in which their period ends. */
export async function reportedCommitments(
  db: Connection,
  municipalityCode: string,
  { yearFrom, yearTo, agreementId }: { yearFrom: number; yearTo: number; agreementId?: string }
): Promise<ReportedCommitment[]> {
  const { rows } = await db.execute<ReportedCommitment>(sql`
    select report.agreement_id as "agreementId", extract(year from report.period_to)::int as year,
           indicator ->> 'commitmentKey' as key, (indicator ->> 'achieved')::float8 as achieved, indicator ->> 'unit' as unit,
           report.period_from::text as "periodFrom", report.period_to::text as "periodTo", report.status = 'accepted' as accepted
    from reports report
    cross join lateral jsonb_array_elements(report.indicators) indicator
    where ${ofMunicipality(municipalityCode, 'report')} and report.withdrawn_at is null
      and report.status in ('submitted', 'accepted') and report.agreement_id is not null
      ${agreementId ? sql`and report.agreement_id = ${agreementId}` : sql``}
      and report.period_to between ${`${yearFrom}-01-01`} and ${`${yearTo}-12-31`}
      and indicator ->> 'commitmentKey' is not null and indicator ->> 'achieved' is not null
    order by report.agreement_id, report.period_from, report.id`)
  return rows
}
