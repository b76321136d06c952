import { type SQL, sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { today } from '../../base/dates.ts'
import { obliging } from '../../money/reports/derived.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { Nullable } from '../../platform/http/schemas.ts'
import { CommittedAmounts, committedAmounts } from '../../register/agreements/committed.ts'
import { count, isOfYears, rowsOf, type Series, type SeriesAsked, year, yearsAsked } from './series.ts'

const { minAmount, maxAmount, rangeCertainty, unknownCount, funded, fundedUnknownCount } = CommittedAmounts.properties

export const agreementsInForce: Series = {
  says: 'How many agreements are in force in each year, and what they commit the municipality to',
  heeds: ['yearFrom', 'yearTo', 'bodyId'],
  isAdditive: false,
  columns: {
    year,
    inForceCount: count('Decided agreements that run on a day of the year', 12),
    possiblyInForceCount: count('Those that may, as their term is not known', 1),
    ...{ minAmount, maxAmount, rangeCertainty, unknownCount, funded, fundedUnknownCount }
  },
  async read(db, asked) {
    const { yearFrom, yearTo } = yearsAsked(asked)
    const counts = await inForce(db, { ...asked, yearFrom, yearTo })
    const rows: Record<string, unknown>[] = []
    for (const each of counts) {
      const { items, agreementCount, ...amounts } = await committedAmounts(db, { ...asked, year: each.year })
      rows.push({ ...each, ...amounts })
    }
    return rows
  }
}

type InForce = { year: number; inForceCount: number; possiblyInForceCount: number }

async function inForce(
  db: Connection,
  { municipalityCode, yearFrom, yearTo, bodyId }: SeriesAsked
): Promise<InForce[]> {
  const party = bodyId
    ? sql`and agreement.id in (select party.agreement_id from agreement_parties party
        where ${ofMunicipality(municipalityCode, 'party')} and party.body_id = ${bodyId})`
    : sql``
  const runs = sql`(agreement.starts_latest <= last_day and agreement.ends_earliest >= first_day)`
  const { rows } = await db.execute<InForce>(sql`
    select year, (count(*) filter (where ${runs}))::int as "inForceCount",
           (count(*) filter (where not ${runs}))::int as "possiblyInForceCount"
    from generate_series(${yearFrom}::int, ${yearTo}::int) year
    cross join lateral (select make_date(year, 1, 1) as first_day, make_date(year, 12, 31) as last_day) days
    left join agreements agreement on ${ofMunicipality(municipalityCode, 'agreement')}
      and agreement.withdrawn_at is null and agreement.status <> 'draft'
      and agreement.starts_earliest <= last_day and agreement.ends_latest >= first_day ${party}
    group by year order by year`)
  return rows
}

/** Reports that somebody is obliged to give, by the year in which they are due: each in one of the counts. */
export const reportsOnTime: Series = {
  says: 'How many reports that were due in each year came on time, late or not at all, as of today',
  heeds: ['yearFrom', 'yearTo'],
  isAdditive: true,
  columns: {
    year,
    reportCount: count('Reports that are expected or came', 20),
    onTimeCount: count('Submitted by the day on which they were due', 15),
    lateCount: count('Submitted later', 3),
    missingCount: count('Due before today, and not there or sent back', 1),
    notDueCount: count('Not there, and not due yet', 1),
    waivedCount: count('Waived')
  },
  read: rowsOf(asked => {
    const counted = (condition: SQL) => sql`(count(*) filter (where ${condition}))::int`
    const waiting = sql`reports.status in ('expected', 'returned')`
    const came = sql`reports.status in ('submitted', 'accepted')`
    const day = sql`${today()}::date`
    return sql`
    select extract(year from reports.due_on)::int as year, count(*)::int as "reportCount",
           ${counted(sql`${came} and reports.submitted_on <= reports.due_on`)} as "onTimeCount",
           ${counted(sql`${came} and reports.submitted_on > reports.due_on`)} as "lateCount",
           ${counted(sql`${waiting} and reports.due_on < ${day}`)} as "missingCount",
           ${counted(sql`${waiting} and reports.due_on >= ${day}`)} as "notDueCount",
           ${counted(sql`reports.status = 'waived'`)} as "waivedCount"
    from reports
    where ${ofMunicipality(asked.municipalityCode, 'reports')} and reports.withdrawn_at is null
      and ${obliging(asked.municipalityCode)} and ${isOfYears(asked, sql`extract(year from reports.due_on)`)}
    group by 1 order by 1`
  })
}

/** What submitted reports say. Whether more is better is not known: goals that are reached are told from those that are not. */
export const indicators: Series = {
  says: 'How many indicators of reports reached their goal, by the year in which the period of the report ends',
  heeds: ['yearFrom', 'yearTo'],
  isAdditive: true,
  columns: {
    year,
    description: Type.String({ description: 'What was counted, or is undertaken', example: 'Antal besök' }),
    unit: Nullable(Type.String({ description: 'Its unit, where it is stated', example: 'besök' })),
    indicatorCount: count('Indicators of reports that were submitted', 4),
    reachedCount: count('At least the goal was achieved', 3),
    belowCount: count('Less was achieved', 1),
    notStatedCount: count('The goal or what was achieved is not stated')
  },
  read: rowsOf(
    asked => sql`
    select extract(year from report.period_to)::int as year, indicator ->> 'description' as description,
           indicator ->> 'unit' as unit, count(*)::int as "indicatorCount",
           (count(*) filter (where difference >= 0))::int as "reachedCount",
           (count(*) filter (where difference < 0))::int as "belowCount",
           (count(*) filter (where difference is null))::int as "notStatedCount"
    from reports report
    cross join lateral jsonb_array_elements(report.indicators) indicator
    cross join lateral (
      select (indicator ->> 'achieved')::numeric - (indicator ->> 'target')::numeric as difference) held
    where ${ofMunicipality(asked.municipalityCode, 'report')} and report.withdrawn_at is null
      and report.status in ('submitted', 'accepted') and ${isOfYears(asked, sql`extract(year from report.period_to)`)}
    group by 1, 2, 3 order by 1, 2, 3`
  )
}
