import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { Nullable } from '../../platform/http/schemas.ts'
import { answeredOf, grouped } from './dimensions.ts'
import { isOfSchemeAndBody, isOfYears, kronor, rowsOf, type Series, year } from './series.ts'

const count = (description: string, example = 0) => Type.Integer({ description, example })
const percent = (description: string) =>
  Nullable(Type.Number({ description: `${description} (per cent)`, example: 4.25 }))
const unknownCount = count('Grants whose amount is not known exactly, in no sum')
const granted = Nullable(kronor('Granted, as far as it is known; null where nothing of it is', 1830000))
const paid = kronor('Paid, what was later sent back included', 457500)

/** Grants by the year of the decision, payments by that in which they were made. */
export const yearOnYear: Series = {
  says: 'What was decided and what was paid in each year, and how it differs from the year before',
  heeds: ['yearFrom', 'yearTo', 'schemeId', 'bodyId'],
  isAdditive: true,
  columns: {
    year,
    granted,
    grantedChange: Nullable(kronor('More than the year before; null where an amount of either is not known', 75000)),
    grantedChangePercent: percent('The same of the year before; null where that is 0, or not known'),
    paid,
    paidChange: Nullable(kronor('More than the year before; null where nothing is recorded of that', -20000)),
    paidChangePercent: percent('The same of the year before; null where that is 0, or not known'),
    unknownCount
  },
  read: rowsOf(
    asked => sql`
    with years as (
      select year, coalesce(sum(granted), 0) as granted, sum(unknown) as unknown, sum(facts) as facts,
             coalesce(sum(paid), 0) as paid
      from (
        select kept.decision_year as year, kept.amount as granted, kept.unknown, kept.facts, null::numeric as paid
        from ledger_totals kept
        where ${ofMunicipality(asked.municipalityCode, 'kept')} and kept.kind = 'granted' and ${isOfSchemeAndBody(asked, 'kept')}
        union all
        select kept.payment_year, null, 0, 0, kept.amount from ledger_totals kept
        where ${ofMunicipality(asked.municipalityCode, 'kept')} and kept.kind = 'paid' and ${isOfSchemeAndBody(asked, 'kept')}
      ) each group by year having sum(facts) <> 0 or sum(paid) <> 0
    )
    select now.year, case when now.unknown = 0 or now.unknown < now.facts then now.granted::float8 end as granted,
           case when known.both then (now.granted - before.granted)::float8 end as "grantedChange",
           case when known.both then round(100 * (now.granted - before.granted) / nullif(before.granted, 0), 2)::float8
             end as "grantedChangePercent",
           now.paid::float8, (now.paid - before.paid)::float8 as "paidChange",
           round(100 * (now.paid - before.paid) / nullif(before.paid, 0), 2)::float8 as "paidChangePercent",
           now.unknown::int as "unknownCount"
    from years now left join years before on before.year = now.year - 1
    cross join lateral (select now.unknown = 0 and before.unknown = 0 as both) known
    where ${isOfYears(asked, sql`now.year`)} order by now.year`
  )
}

export const paidPerMonth: Series = {
  says: 'What was paid, sent back and recovered in each month',
  heeds: ['yearFrom', 'yearTo', 'schemeId', 'bodyId'],
  isAdditive: true,
  columns: {
    ...answeredOf('month'),
    paid,
    returned: kronor('Sent back by the bank', 0),
    recovered: kronor('Repaid or set off', 0)
  },
  read: rowsOf(
    asked => sql`
    select month, paid::float8, returned::float8, recovered::float8
    from (
      select case when kept.payment_month <> 0
               then kept.payment_year || '-' || lpad(kept.payment_month::text, 2, '0') end as month,
             coalesce(sum(kept.amount) filter (where kept.kind = 'paid'), 0) as paid,
             coalesce(sum(kept.amount) filter (where kept.kind = 'returned'), 0) as returned,
             coalesce(sum(kept.amount) filter (where kept.kind = 'recovered'), 0) as recovered
      from ledger_months kept
      where ${ofMunicipality(asked.municipalityCode, 'kept')} and kept.kind in ('paid', 'returned', 'recovered')
        and ${isOfYears(asked, sql`kept.payment_year`)} and ${isOfSchemeAndBody(asked, 'kept')}
      group by 1
    ) months
    where paid <> 0 or returned <> 0 or recovered <> 0 order by month`
  )
}

/**
 * Shares that decision lines state, by the year of the decision. Shares of a line are rounded to the öre as they are added up,
 * so that they sum to what the line gives to all of its groups.
 */
export const targetGroups: Series = {
  says: 'How much of what was granted in each year goes to each target group, as the decision lines state it',
  heeds: ['yearFrom', 'yearTo', 'schemeId', 'bodyId'],
  isAdditive: true,
  columns: {
    year,
    targetGroup: Nullable(
      Type.String({ description: 'The group; null: no line states to whom it goes', example: 'barn och unga' })
    ),
    granted,
    percent: percent('Of exact amounts granted in the year'),
    unknownCount
  },
  read: rowsOf(
    asked => sql`
    with lines as materialized (
      select entry.line_id, entry.decision_year as year, sum(entry.amount) as amount, sum(entry.unknown) as unknown
      from ledger_entries entry
      where ${ofMunicipality(asked.municipalityCode, 'entry')} and entry.kind = 'granted'
        and ${isOfYears(asked, sql`entry.decision_year`)} and ${isOfSchemeAndBody(asked, 'entry')}
      group by entry.line_id, entry.decision_year having sum(entry.facts) > 0
    ), shares as (
      select lines.line_id, lines.year, lines.amount, share.value ->> 'targetGroup' as target_group,
             sum((share.value ->> 'percent')::numeric) over through as until,
             (share.value ->> 'percent')::numeric as percent
      from lines join decision_lines line on ${ofMunicipality(asked.municipalityCode, 'line')} and line.id = lines.line_id
      cross join lateral jsonb_array_elements(line.target_group_shares) with ordinality share (value, position)
      where lines.unknown = 0
      window through as (partition by lines.line_id, lines.year order by share.position)
    ), stated as (
      select year, min(target_group) as target_group,
             sum(round(amount * until / 100, 2) - round(amount * (until - percent) / 100, 2)) as amount
      from shares group by year, lower(target_group)
    ), years as (
      select year, coalesce(sum(amount) filter (where unknown = 0), 0) as amount,
             count(*) filter (where unknown > 0) as unknown_count
      from lines group by year
    )
    select years.year, each.target_group as "targetGroup", each.amount::float8 as granted,
           round(100 * each.amount / nullif(years.amount, 0), 2)::float8 as percent,
           case when each.target_group is null then years.unknown_count else 0 end::int as "unknownCount"
    from years cross join lateral (
      select stated.target_group, stated.amount from stated where stated.year = years.year
      union all
      select null, years.amount - coalesce((select sum(stated.amount) from stated where stated.year = years.year), 0)
    ) each
    order by years.year, each.target_group`
  )
}

/** Those who were granted most: a joint award is of all of its recipients together, once. */
export const topRecipients: Series = {
  says: 'Who was granted most by decisions of the years, and what they were paid in them; at most rowCount rows',
  heeds: ['yearFrom', 'yearTo', 'schemeId', 'bodyId', 'rowCount'],
  isAdditive: true,
  columns: { ...answeredOf('organisation'), granted, paid, unknownCount },
  read: rowsOf(asked => {
    const { shown, order, names } = grouped(['organisation'])
    return sql`
    with sums as materialized (
      select entry.organisation_ids,
             coalesce(sum(entry.amount) filter (where entry.kind = 'granted'), 0) as granted,
             coalesce(sum(entry.facts) filter (where entry.kind = 'granted'), 0) as facts,
             coalesce(sum(entry.unknown) filter (where entry.kind = 'granted'), 0) as unknown,
             coalesce(sum(entry.amount) filter (where entry.kind = 'paid'), 0) as paid
      from ledger_entries entry
      where ${ofMunicipality(asked.municipalityCode, 'entry')} and ${isOfSchemeAndBody(asked, 'entry')}
        and (entry.kind = 'granted' and ${isOfYears(asked, sql`entry.decision_year`)}
          or entry.kind = 'paid' and ${isOfYears(asked, sql`entry.payment_year`)})
      group by entry.organisation_ids
    ), t as materialized (
      select organisation_ids, case when unknown = 0 or unknown < facts then granted end as granted, paid, unknown
      from sums where facts <> 0 or paid <> 0
      order by 2 desc nulls last, paid desc, organisation_ids limit ${asked.rowCount ?? 10}
    )
    select ${shown}, t.granted::float8, t.paid::float8, t.unknown::int as "unknownCount"
    from t ${names(asked.municipalityCode)}
    order by t.granted desc nulls last, t.paid desc, ${order}`
  })
}
