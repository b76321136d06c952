import { type SQL, sql } from 'drizzle-orm'
import { type TProperties, Type } from 'typebox'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { MunicipalityCode, Nullable, ref, Strict, Uuid, Year } from '../../platform/http/schemas.ts'
import type { ListName } from '../../register/agreements/rules.ts'
import { Recipient } from '../../register/decisions/line-record.ts'
import type { MoneyYearBasis } from './rules.ts'

/**
 * What totals are told apart by. A new dimension is declared here once: its columns, what is answered of it, where its names
 * come from and how its rows are ordered. Columns that entries of the ledger do not have are joined to them by `found`; what a
 * column is in each source of amounts stands in `money-sources.ts`.
 *
 * Where a record has several (recipients of a joint award, focus areas of an agreement) a row is of the set of them: each amount
 * stands in one row, and rows sum to the total.
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
  /**
   * A query of `by` and the keys, as they are registered now, where the ledger lacks them; `by` is a column of its entries. An
   * entry that it has no row of has `none`.
   */
  found?: { by: 'line_id' | 'decision_id' | 'organisation_ids'; rows: (municipalityCode: string) => SQL; none: string }
  /** Sums are kept by it: totals as they are now need not read the entries. */
  isKept?: true
}

/** An entry of a list that the municipality keeps: a focus area, a kind of work, a target group. */
export const NamedEntry = Strict(
  {
    listEntryId: Uuid('The entry of the list'),
    name: Type.String({ description: 'Its name now', example: 'Brottsoffer' })
  },
  { $id: 'NamedEntry', description: 'An entry of a list that the municipality keeps' }
)

/**
 * The things of a set that is a key, with their names now. The things of all groups are looked up together: for each group alone,
 * the planner may read all there are.
 */
const namesOfSet = (key: string, table: 'organisations' | 'list_entries', idName: string) => (code: string) => {
  const [column, named] = [sql.identifier(key), sql.identifier(`named_${key}`)]
  return sql`
    left join (
      select ids, array_agg(each.name order by each.name, each.id) as names,
             json_agg(json_build_object(${idName}::text, each.id, 'name', each.name)
               order by each.name, each.id) as things
      from (select distinct ${column} as ids from t) sets cross join lateral unnest(ids) as member(id)
      join ${sql.identifier(table)} each on ${ofMunicipality(code, 'each')} and each.id = member.id
      group by ids
    ) ${named} on ${named}.ids = t.${column}`
}

/** How rows of the set are shown and ordered. */
const ofSet = (key: string, property: string) => {
  const named = sql.identifier(`named_${key}`)
  return { shown: sql`coalesce(${named}.things, '[]') as ${sql.identifier(property)}`, order: sql`${named}.names` }
}

const keyOfList: Record<ListName, string> = {
  focusArea: 'focus_area_ids',
  kindOfWork: 'kind_of_work_ids',
  targetGroup: 'target_group_ids'
}

/** A list that agreements name entries of: those of the agreements that an award funds. */
function listDimension(list: ListName, what: string): Dimension {
  const key = keyOfList[list]
  return {
    keys: { [key]: 'uuid[]' },
    answered: {
      [`${list}Entries`]: Type.Array(ref(NamedEntry), {
        description: `${what} of the agreements that the award funds, as they are now; empty where none says any`,
        example: []
      })
    },
    ...ofSet(key, `${list}Entries`),
    names: namesOfSet(key, 'list_entries', 'listEntryId'),
    csv: [`${list}Ids`, `${list}Names`],
    found: {
      by: 'line_id',
      none: `'{}'::uuid[]`,
      rows: code => sql`
        select award.line_id, array_agg(distinct entry.id) as ${sql.identifier(key)}
        from agreement_awards funding
        join agreements agreement on agreement.id = funding.agreement_id
        join awards award on award.id = funding.award_id
        join agreement_list_entries named on named.agreement_id = agreement.id
        join list_entries entry on entry.id = named.entry_id and entry.list = ${list}
        where ${ofMunicipality(code, 'funding', 'agreement', 'award', 'named', 'entry')}
          and agreement.withdrawn_at is null and agreement.status <> 'draft'
        group by award.line_id`
    }
  }
}

const text = (description: string, example: string) => Type.String({ description, example })

const dimensions = {
  year: {
    keys: { year: 'int' },
    answered: { year: Nullable(Year('Year; null where it is not stated')) },
    shown: sql`t.year`,
    order: sql`t.year`,
    isKept: true
  },
  /** By the year that grants are for, one amount for several years together is told apart from those of its first year. */
  years: {
    keys: { year: 'int', year_to: 'int' },
    answered: {
      year: Nullable(Year('Year; null where it is not stated')),
      yearTo: Nullable(Year('Last year, where one amount is for several years together'))
    },
    shown: sql`t.year, t.year_to as "yearTo"`,
    order: sql`t.year`,
    isKept: true
  },
  month: {
    keys: { month: 'text' },
    answered: {
      month: Nullable(
        text('Year and month in which the money moved, or is due to; null of what is only decided', '2022-03')
      )
    },
    shown: sql`t.month`,
    order: sql`t.month`,
    isKept: true
  },
  scheme: {
    keys: { scheme_id: 'uuid' },
    answered: { schemeId: Nullable(Uuid('Scheme')), schemeName: Nullable(text('Its name now', 'Partnerskapsavtal')) },
    shown: sql`t.scheme_id as "schemeId", scheme.name as "schemeName"`,
    order: sql`scheme.name`,
    names: code => sql`left join schemes scheme on ${ofMunicipality(code, 'scheme')} and scheme.id = t.scheme_id`,
    isKept: true
  },
  organisation: {
    keys: { organisation_ids: 'uuid[]' },
    answered: {
      recipients: Type.Array(ref(Recipient), {
        description: 'One organisation, or those of a joint award in the order of their names',
        example: []
      })
    },
    ...ofSet('organisation_ids', 'recipients'),
    names: namesOfSet('organisation_ids', 'organisations', 'organisationId'),
    csv: ['organisationIds', 'organisationNames']
  },
  legalForm: {
    keys: { legal_forms: 'text[]' },
    answered: {
      legalForms: Type.Array(Nullable(text('Legal form; null: not stated', 'ideell förening')), {
        description: 'Legal forms of the recipients now, each once',
        example: ['ideell förening']
      })
    },
    shown: sql`t.legal_forms as "legalForms"`,
    order: sql`t.legal_forms`,
    found: {
      by: 'organisation_ids',
      none: `'{}'::text[]`,
      rows: code => sql`
        select sets.organisation_ids, array_agg(distinct organisation.legal_form) as legal_forms
        -- Each line has an entry of what was applied for, with the recipients that its other entries have.
        from (select distinct organisation_ids from ledger_entries where municipality_code = ${code} and kind = 'applied') sets
        cross join lateral unnest(sets.organisation_ids) as member(id)
        join organisations organisation on ${ofMunicipality(code, 'organisation')} and organisation.id = member.id
        group by sets.organisation_ids`
    }
  },
  focusArea: listDimension('focusArea', 'Focus areas'),
  kindOfWork: listDimension('kindOfWork', 'Kinds of work'),
  targetGroup: listDimension('targetGroup', 'Target groups'),
  delegate: {
    keys: { decision_kind: 'text', delegate_role: 'text' },
    answered: {
      decisionKind: text('Who decided: committee, or a delegate', 'delegated'),
      delegateRole: Nullable(
        text('Role of the delegate; null: the body itself decided, or it is not stated', 'Enhetschef')
      )
    },
    shown: sql`t.decision_kind as "decisionKind", t.delegate_role as "delegateRole"`,
    order: sql`t.delegate_role`,
    found: {
      by: 'decision_id',
      none: 'null::text',
      rows: code => sql`
        select decision.id as decision_id, decision.kind as decision_kind, decision.delegate_role
        from decisions decision where ${ofMunicipality(code, 'decision')}`
    }
  },
  body: {
    keys: { body_id: 'uuid' },
    answered: { bodyId: Uuid('Body that decided'), bodyName: text('Its name now', 'Socialnämnden') },
    shown: sql`t.body_id as "bodyId", body.name as "bodyName"`,
    order: sql`body.name`,
    names: code => sql`left join bodies body on ${ofMunicipality(code, 'body')} and body.id = t.body_id`,
    isKept: true
  },
  outcome: {
    keys: { outcome: 'text' },
    answered: { outcome: text('What was decided', 'granted') },
    shown: sql`t.outcome`,
    order: sql`t.outcome`,
    isKept: true
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

const ofDecisions = ['year', 'scheme', 'organisation', 'body'] as const
const ofLines = ['legalForm', 'focusArea', 'kindOfWork', 'targetGroup', 'delegate'] as const
/** By what grant totals, totals of money, totals over municipalities and outcomes of applications can be told apart. */
export const groupings = [...ofDecisions, 'outcome', ...ofLines] as const
export const moneyGroupings = [...ofDecisions, ...ofLines, 'month'] as const
export const nationalGroupings = ['municipality', 'year', 'month'] as const
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

/** Properties that are sets of things with names, each with its two columns in CSV: their ids, and their names. */
export const namedSets: Record<string, readonly string[]> = Object.fromEntries(
  Object.values<Dimension>(dimensions).flatMap(({ answered, csv }) => (csv ? [[Object.keys(answered)[0]!, csv]] : []))
)

/** The columns of CSV of the properties of a row. */
export const csvColumnsOf = (properties: object): string[] =>
  Object.keys(properties).flatMap(name => namedSets[name] ?? name)

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
    csv: asked.flatMap(({ answered }) => csvColumnsOf(answered))
  }
}

/** Whether sums are kept by all of these. */
export const areKept = (groupBy: readonly AnyGrouping[]) =>
  groupBy.every(name => (dimensions[name] as Dimension).isKept === true)

/** `source`, a query of entries or of what is like them, with the keys that the ledger lacks. */
export function classified(groupBy: readonly AnyGrouping[], municipalityCode: string, source: SQL): SQL {
  const lacking = groupBy.flatMap(name => {
    const { found, keys } = dimensions[name] as Dimension
    return found ? [{ alias: sql.identifier(`found_${name}`), keys: Object.keys(keys), ...found }] : []
  })
  if (lacking.length === 0) return source
  const columns = lacking.flatMap(({ alias, keys, none }) =>
    keys.map(key => sql`coalesce(${alias}.${sql.identifier(key)}, ${sql.raw(none)}) as ${sql.identifier(key)}`)
  )
  const joins = lacking.map(({ alias, by, rows }) => {
    const column = sql.identifier(by)
    return sql`left join (${rows(municipalityCode)}) ${alias} on ${alias}.${column} = source.${column}`
  })
  return sql`select source.*, ${sql.join(columns, sql`, `)} from (${source}) source ${sql.join(joins, sql` `)}`
}

/** The text of a year and a month, `2022-03`; null where either is not known. */
export const monthOf = (year: SQL, month: SQL) => sql`(${year} || '-' || lpad(${month}::text, 2, '0'))`

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
