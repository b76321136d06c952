import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { Nullable } from '../../platform/http/schemas.ts'
import { pendingOutcomes } from '../../register/applications/rules.ts'
import { answeredOf } from './dimensions.ts'
import { isOfYears, rowsOf, type Series, year } from './series.ts'

const count = (description: string, example = 0) => Type.Integer({ description, example })
const days = (description: string) => Nullable(Type.Number({ description: `${description} (days)`, example: 42.5 }))

/**
 * From the day on which an application came to the first decision that ends it: one that refers it back, or puts it off, does
 * not. Where either day is not known to the day, or the decision is before the application, the time is not known.
 */
export const processingTimes: Series = {
  says: 'How long applications of each scheme waited for their decision, by the year of that',
  heeds: ['yearFrom', 'yearTo', 'schemeId'],
  isAdditive: false,
  columns: {
    year,
    ...answeredOf('scheme'),
    applicationCount: count('Applications that were decided', 12),
    unknownCount: count('Of which the time is not known, and is in no figure'),
    averageDays: days('From reception to decision, on average; null where no time is known'),
    medianDays: days('The time of the one in the middle')
  },
  read: rowsOf(
    asked => sql`
    with decided as materialized (
      select distinct on (line.application_id) line.application_id, decision.decided_on, decision.decided_on_precision
      from decision_lines line
      join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
      where ${ofMunicipality(asked.municipalityCode, 'line', 'decision')} and line.application_id is not null
        and line.withdrawn_at is null and decision.withdrawn_at is null and decision.standing = 'decided'
        and decision.annulment_recorded_at is null
        and line.outcome <> all(${sql.param([...pendingOutcomes])}::text[])
      order by line.application_id, decision.decided_on, line.id
    ), timed as (
      select extract(year from decided.decided_on)::int as year, application.scheme_id,
             case when decided.decided_on_precision = 'day' and application.received_on_precision = 'day'
               and decided.decided_on >= application.received_on
               then decided.decided_on - application.received_on end as days
      from decided join applications application
        on ${ofMunicipality(asked.municipalityCode, 'application')} and application.id = decided.application_id
      where application.withdrawn_at is null
        ${asked.schemeId ? sql`and application.scheme_id = ${asked.schemeId}` : sql``}
    )
    select timed.year, timed.scheme_id as "schemeId", scheme.name as "schemeName", count(*)::int as "applicationCount",
           (count(*) filter (where days is null))::int as "unknownCount", round(avg(days), 1)::float8 as "averageDays",
           percentile_cont(0.5) within group (order by days) as "medianDays"
    from timed left join schemes scheme
      on ${ofMunicipality(asked.municipalityCode, 'scheme')} and scheme.id = timed.scheme_id
    where ${isOfYears(asked, sql`timed.year`)}
    group by timed.year, timed.scheme_id, scheme.name order by timed.year, scheme.name, timed.scheme_id`
  )
}
