import type { Grouping, MoneyYearBasis } from './rules.ts'

/** The columns of the ledger that each year is. */
export const yearColumns = {
  decision: ['decision_year', 'null::int'],
  grant: ['grant_year', 'grant_year_to'],
  payment: ['payment_year', 'null::int']
} as const

export type Group = { keys: string[]; shown: string; order: string }

/** Which columns of the ledger a grouping is, what is shown of it and how its rows are ordered. `t` holds the totals. */
export function groupOf(grouping: Grouping, basis: MoneyYearBasis): Group {
  switch (grouping) {
    case 'year':
      return basis === 'grant'
        ? { keys: ['year', 'year_to'], shown: 't.year, t.year_to as "yearTo"', order: 't.year' }
        : { keys: ['year'], shown: 't.year', order: 't.year' }
    case 'scheme':
      return {
        keys: ['scheme_id'],
        shown: 't.scheme_id as "schemeId", scheme.name as "schemeName"',
        order: 'scheme.name'
      }
    case 'body':
      return { keys: ['body_id'], shown: 't.body_id as "bodyId", body.name as "bodyName"', order: 'body.name' }
    case 'organisation':
      return {
        keys: ['organisation_ids'],
        shown: 'recipient.recipients',
        order: 'recipient.names'
      }
    case 'outcome':
      return { keys: ['outcome'], shown: 't.outcome', order: 't.outcome' }
  }
}

/** Where the names of a grouping come from: as they are now, whatever they were then. */
export const namesOf: Partial<Record<Grouping, string>> = {
  scheme: 'left join schemes scheme on scheme.municipality_code = known.municipality_code and scheme.id = t.scheme_id',
  body: 'left join bodies body on body.municipality_code = known.municipality_code and body.id = t.body_id',
  organisation: `left join lateral (
    select array_agg(name order by name, id) as names,
      json_agg(json_build_object('organisationId', id, 'name', name) order by name, id) as recipients
    from organisations
    where municipality_code = known.municipality_code and id = any(t.organisation_ids)) recipient on true`
}

/** What a grouping is in a CSV. */
export const csvColumns: Record<Grouping, string[]> = {
  year: ['year', 'yearTo'],
  scheme: ['schemeId', 'schemeName'],
  organisation: ['organisationIds', 'organisationNames'],
  body: ['bodyId', 'bodyName'],
  outcome: ['outcome']
}
