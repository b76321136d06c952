import { type SQL, sql } from 'drizzle-orm'
import { type TProperties, Type } from 'typebox'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { MunicipalityCode, Nullable, ref, Uuid, Year } from '../../platform/http/schemas.ts'
import { Recipient } from '../../register/decisions/line-record.ts'
import type { MoneyYearBasis } from './rules.ts'

/**
 * What totals are told apart by. A new dimension is declared here once: its columns, what is answered of it, where its names
 * come from and how its rows are ordered. What it is in each source of amounts stands in `money-sources.ts`.
 */
type Dimension = {
  /** Its columns in `t`, which holds the totals, with the types of PostgreSQL. */
  keys: Record<string, string>
  /** What is answered: the properties, and what gives them. */
  answered: TProperties
  shown: SQL
  order: SQL
  /** Joins the tables that have the names of the rows: names of today. */
  names?: (municipalityCode: string) => SQL
  /** Columns of the CSV, where they are not named as the properties. */
  csv?: string[]
}

const text = (description: string, example: string) => Type.String({ description, example })

const dimensions = {
  year: {
    keys: { year: 'int' },
    answered: { year: Nullable(Year('Year; null where it is not stated')) },
    shown: sql`t.year`,
    order: sql`t.year`
  },
  /** By the year that grants are for, one amount for several years together is told apart from those of its first year. */
  years: {
    keys: { year: 'int', year_to: 'int' },
    answered: {
      year: Nullable(Year('Year; null where it is not stated')),
      yearTo: Nullable(Year('Last year, where one amount is for several years together'))
    },
    shown: sql`t.year, t.year_to as "yearTo"`,
    order: sql`t.year`
  },
  scheme: {
    keys: { scheme_id: 'uuid' },
    answered: { schemeId: Nullable(Uuid('Scheme')), schemeName: Nullable(text('Its name now', 'Partnerskapsavtal')) },
    shown: sql`t.scheme_id as "schemeId", scheme.name as "schemeName"`,
    order: sql`scheme.name`,
    names: code => sql`left join schemes scheme on ${ofMunicipality(code, 'scheme')} and scheme.id = t.scheme_id`
  },
  organisation: {
    keys: { organisation_ids: 'uuid[]' },
    answered: {
      recipients: Type.Array(ref(Recipient), {
        description: 'One organisation, or those of a joint award in the order of their names',
        example: []
      })
    },
    shown: sql`recipient.recipients`,
    order: sql`recipient.names`,
    // The organisations of all groups are looked up together: for each group alone, the planner may read all there are.
    names: code => sql`
      left join (
        select organisation_ids as ids,
               array_agg(organisation.name order by organisation.name, organisation.id) as names,
               json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name)
                 order by organisation.name, organisation.id) as recipients
        from (select distinct organisation_ids from t) sets cross join lateral unnest(organisation_ids) as member(id)
        join organisations organisation on ${ofMunicipality(code, 'organisation')} and organisation.id = member.id
        group by organisation_ids
      ) recipient on recipient.ids = t.organisation_ids`,
    csv: ['organisationIds', 'organisationNames']
  },
  body: {
    keys: { body_id: 'uuid' },
    answered: { bodyId: Uuid('Body that decided'), bodyName: text('Its name now', 'Socialnämnden') },
    shown: sql`t.body_id as "bodyId", body.name as "bodyName"`,
    order: sql`body.name`,
    names: code => sql`left join bodies body on ${ofMunicipality(code, 'body')} and body.id = t.body_id`
  },
  outcome: {
    keys: { outcome: 'text' },
    answered: { outcome: text('What was decided', 'granted') },
    shown: sql`t.outcome`,
    order: sql`t.outcome`
  },
  status: {
    keys: { status: 'text' },
    answered: { status: text('Where they stand', 'decided') },
    shown: sql`t.status`,
    order: sql`t.status`
  },
  municipality: {
    keys: { code: 'text' },
    answered: { municipalityCode: MunicipalityCode, municipalityName: text('Its name now', 'Haninge') },
    shown: sql`t.code as "municipalityCode", municipality.name as "municipalityName"`,
    order: sql`t.code`,
    names: () => sql`left join municipalities municipality on municipality.municipality_code = t.code`
  }
} satisfies Record<string, Dimension>

/** By what grant totals, totals of money, totals over municipalities and outcomes of applications can be told apart. */
export const groupings = ['year', 'scheme', 'organisation', 'body', 'outcome'] as const
export const moneyGroupings = ['year', 'scheme', 'organisation', 'body'] as const
export const nationalGroupings = ['municipality', 'year'] as const
export const nationalGrantGroupings = ['municipality', 'year', 'outcome'] as const
/** The year is that in which the applications came. */
export const outcomeGroupings = ['year', 'scheme', 'outcome', 'status'] as const
export type Grouping = (typeof groupings)[number]
export type MoneyGrouping = (typeof moneyGroupings)[number]
export type NationalGrouping = (typeof nationalGroupings)[number]
export type NationalGrantGrouping = (typeof nationalGrantGroupings)[number]
export type OutcomeGrouping = (typeof outcomeGroupings)[number]
export type AnyGrouping = Exclude<keyof typeof dimensions, 'years'>

/** The properties of a row of totals, as far as rows are told apart by them. */
export function answeredOf(...names: (keyof typeof dimensions)[]): TProperties {
  const properties = Object.assign({}, ...names.map(name => dimensions[name].answered)) as TProperties
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)]))
}

/** How totals are told apart by the groupings, in their order: what a query of totals selects, groups, joins and sorts by. */
export function grouped(groupBy: readonly AnyGrouping[], basis?: MoneyYearBasis) {
  const asked: Dimension[] = groupBy.map(name => dimensions[name === 'year' && basis === 'grant' ? 'years' : name])
  const types = Object.assign({}, ...asked.map(({ keys }) => keys)) as Record<string, string>
  const keys = Object.keys(types).map(key => sql.identifier(key))
  const list = (parts: SQL[]) => sql.join(parts, sql`, `)
  const same = (one: string, other: string) =>
    keys.map(key => sql`${sql.identifier(one)}.${key} is not distinct from ${sql.identifier(other)}.${key}`)
  return {
    keys: list(keys.map(key => sql`${key}`)),
    first: sql`${keys[0]}`,
    /** As many nulls, of the types of the keys and by their names. */
    noKeys: list(Object.entries(types).map(([key, type]) => sql`null::${sql.raw(type)} as ${sql.identifier(key)}`)),
    shown: list(asked.map(({ shown }) => shown)),
    order: list([...asked.map(({ order }) => order), ...keys.map(key => sql`t.${key}`)]),
    names: (municipalityCode: string) =>
      sql.join(
        asked.map(({ names }) => names?.(municipalityCode) ?? sql``),
        sql` `
      ),
    same: (one: string, other: string) => sql.join(same(one, other), sql` and `),
    csv: asked.flatMap(({ csv, answered }) => csv ?? Object.keys(answered))
  }
}

/** The columns of the ledger that each year is: the first, and the last of several. */
const yearColumns = {
  decision: ['decision_year', null],
  grant: ['grant_year', 'grant_year_to'],
  payment: ['payment_year', null]
} as const

/** The first and last year of a row of the ledger, by the column of a name. */
export function yearsOf(basis: MoneyYearBasis, column: (name: string) => SQL): [first: SQL, last: SQL] {
  const [first, last] = yearColumns[basis]
  return [column(first), last ? column(last) : sql`null::int`]
}

/** A column of `entry`, an entry of the ledger. */
export const ofEntry = (name: string) => sql`entry.${sql.identifier(name)}`

/** Those members of a row alone: a total over all rows is of no group. */
export const only = <Row extends object>(row: Row, names: readonly string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))) as Row
