import { type SQL, sql } from 'drizzle-orm'
import { check, index, pgTable, text as textColumn, uniqueIndex } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { certainties } from '../../base/known.ts'
import { nameKey } from '../../base/names.ts'
import { instant as instantColumn } from '../../platform/database/columns.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import type { InStatement } from '../../platform/database/prepared.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Day, inclusions, Maybe, OneOf, Strict, Uuid } from '../../platform/http/schemas.ts'
import { code, day, flag, instant, json, money, name, of, sourced, text, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { isFound, searchAsked } from '../../platform/records/search.ts'
import { changed } from '../../platform/records/words.ts'
import { controlBases, parseOrganisationNumber } from './rules.ts'

const number = (description: string, example: string) =>
  of<string>(Type.String({ minLength: 2, maxLength: 20, description, example }), textColumn)

const Control = Strict(
  {
    organisationId: Uuid('The organisation that controls it'),
    basis: OneOf(controlBases, 'By what'),
    validFrom: Maybe(Day('First day; null: always', '2020-01-01')),
    validTo: Maybe(Day('Last day; null: no end', '2025-12-31'))
  },
  { title: 'OrganisationControl' }
)

export const organisationFields = {
  name: name('Name', 300, 'Föreningen fria sällskapet länkarna'),
  // Ten digits, no hyphen.
  organisationNumber: number('Ten digits; also accepted as 802000-1234 and 168020001234', '8024181235').optional(),
  legalForm: text('Legal form, as published', 200, 'ideell förening').optional(),
  bankgiro: number('Bankgiro number, digits', '58059619').optional(),
  plusgiro: number('Plusgiro number, digits', '9001801').optional(),
  nameValidFrom: day('From when it bears its name; null: not stated', '2011-01-01').optional(),
  membershipFee: money('Of an umbrella organisation: fee per member and year', 100).optional(),
  membershipFeeCertainty: code(certainties, 'How well the fee is known; null: no fee is spoken of').optional(),
  interimBoardEndsOn: day('Last day of a board for the time being', '2018-01-24').optional(),
  note: text('Remark; no personal data', 4000, 'Paraplyorganisation').optional(),
  needsReview: flag('Made by an import and seen by nobody yet', false).defaulted(false),
  controlledBy: json(
    Type.Array(Control, {
      maxItems: 20,
      description: 'Who controls it: all who are linked are one undertaking of state aid',
      example: []
    })
  ).defaulted([]),
  ...sourced,
  confidentialOn: day('Since when it is confidential, under a neutral name; null: it is not').answeredOrNull(),
  mergedIntoId: uuid('The organisation that this one proved to be').answeredOrNull(),
  mergedAt: instant('When they were merged', '2022-03-01T09:30:00Z').answeredOrNull()
}

/** Associations, foundations, study associations: with an organisation number, or without one. */
export const organisations = pgTable(
  'organisations',
  {
    ...recordColumns(organisationFields),
    /** The name as it is compared (names.ts nameKey), searched and held against likely twins. */
    nameKey: textColumn().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: textColumn().array().notNull().default([]),
    searchKey: textColumn().notNull(),
    twinKey: textColumn().notNull(),
    /** When the person that it is was erased; null of most. */
    erasedAt: instantColumn()
  },
  table => [
    ...keysOf('organisations', table),
    uniqueIndex('organisations_number')
      .on(table.municipalityCode, table.organisationNumber)
      .where(sql`merged_into_id is null and withdrawn_at is null`),
    index('organisations_name_key').on(table.municipalityCode, table.nameKey),
    index('organisations_former_names').using('gin', table.municipalityCode, table.formerNameKeys),
    index('organisations_twin_key').on(table.municipalityCode, table.twinKey),
    index('organisations_name').on(table.municipalityCode, table.name, table.id),
    index('organisations_search').using('gin', table.municipalityCode, sql`search_key gin_trgm_ops`),
    index('organisations_controlled_by')
      .using('gin', table.municipalityCode, sql`controlled_by jsonb_path_ops`)
      .where(sql`controlled_by <> '[]'`),
    index('organisations_merged_into').on(table.municipalityCode, table.mergedIntoId),
    refersTo('organisations_merged_into_fk', table, table.mergedIntoId, table),
    check('organisations_not_into_itself', sql`merged_into_id <> id`),
    check('organisations_number_format', sql`organisation_number ~ '^[0-9]{10}$'`)
  ]
)

/** The ids of the organisation, of what it was merged into, and of all that were merged into that; `value` is one's id. */
export function sameAs(value: InStatement): SQL {
  const bearer = sql`coalesce(asked.merged_into_id, asked.id)`
  return sql`select same.id from organisations asked cross join lateral (select ${bearer} as id
      union all select other.id from organisations other
      where other.municipality_code = asked.municipality_code and ${ofMunicipality(listedCode, 'other')}
        and other.merged_into_id = ${bearer}) same
    where ${ofMunicipality(listedCode, 'asked')} and asked.id = ${value}`
}

const mergedOf = (condition: SQL) => sql`
  select merged_into_id from organisations
  where municipality_code = ${listedCode} and merged_into_id is not null and ${condition}`
/** The condition holds for the organisation, or did for one that was merged into it. */
const orMerged = (condition: SQL) => sql`(${condition} or id in (${mergedOf(condition)}))`
/** The same where few meet the condition: PostgreSQL looks up an array by the key, and compares a set with all organisations. */
const orFewMerged = (condition: SQL) => sql`(${condition} or id = any(array(${mergedOf(condition)})))`

const isNameFound = (patterns: InStatement) => isFound(patterns, sql`search_key`, sql`name`)
/** The organisations that have had such a name. */
const formerlyCalled = (patterns: InStatement) => sql`select organisation_id from organisation_names
  where municipality_code = ${listedCode} and ${isNameFound(patterns)} and withdrawn_at is null`

/** Whether a search finds the name of `alias`, an organisation or a former name of one. */
export const isFoundAs = (alias: 'organisation' | 'former', patterns: InStatement): SQL =>
  isFound(patterns, sql`${sql.identifier(alias)}.search_key`, sql`${sql.identifier(alias)}.name`)

/** The ids of organisations that were merged with others, of which a search finds one. Few are merged: each of those is looked at. */
export const foundAmongMerged = (patterns: InStatement): SQL => {
  const isOne = sql`(${isNameFound(patterns)} or id in (${formerlyCalled(patterns)}))`
  return sql`
    with merged as materialized (select id, merged_into_id, ${isOne} as is_found from organisations
      where municipality_code = ${listedCode} and merged_into_id is not null),
    bearers as materialized (select merged_into_id as id from merged where is_found
      union select id from organisations where municipality_code = ${listedCode}
        and id = any(array(select merged_into_id from merged)) and ${isOne})
    select id from bearers union all select id from merged where merged_into_id in (select id from bearers)`
}

const declared = recordOf({
  noun: 'Organisation',
  address: 'organisations',
  tag: 'organisations',
  fields: organisationFields,
  table: organisations,
  describes: {
    one: 'An association, foundation or study association',
    created: 'An organisation to register',
    page: 'A page of organisations'
  },
  examples: {
    created: { name: 'Föreningen fria sällskapet länkarna', legalForm: 'ideell förening' },
    patch: { needsReview: false },
    shown: { needsReview: false, controlledBy: [] }
  },
  filters: {
    search: {
      ...searchAsked('Words of its name, now or before', 'lankarna'),
      where: value => orMerged(sql`(${isNameFound(value)} or id in (${formerlyCalled(value)}))`),
      finding: value => sql`
        select id from organisations where municipality_code = ${listedCode} and ${isNameFound(value)}
        union all ${formerlyCalled(value)}
        union all ${mergedOf(sql`(${isNameFound(value)} or id in (${formerlyCalled(value)}))`)}`
    },
    name: {
      schema: Type.String({
        maxLength: 300,
        description: 'Exact name, now or before, whatever its case',
        example: 'IFK Ore'
      }),
      where: value => orFewMerged(sql`(name_key = ${value} or former_name_keys @> array[${value}]::text[])`),
      convert: nameKey
    },
    organisationNumber: {
      schema: Type.String({ maxLength: 20, description: 'Organisation number', example: '8024181235' }),
      where: value => orFewMerged(sql`organisation_number = ${value}`),
      convert: text => {
        const number = parseOrganisationNumber(text)
        return number.ok ? number.value : text
      }
    },
    needsReview: {
      schema: Type.Boolean({ description: 'Only those that need a look', example: true }),
      where: value => sql`${organisations.needsReview} = ${value}::boolean`
    },
    merged: {
      schema: Type.Unsafe<(typeof inclusions)[number]>({
        ...OneOf(inclusions, 'Whether merged records are listed; exclude unless told'),
        default: 'exclude'
      }),
      where: value => sql`(${value} = 'include' or (${organisations.mergedIntoId} is null) = (${value} = 'exclude'))`
    }
  },
  reference: 'F-17',
  sorts: ['name', 'updatedAt'],
  says: {
    list: [
      'List organisations',
      'Associations, foundations and study associations, by name; `search` finds Länkarna for lankarna.'
    ],
    create: ['Register an organisation', 'Registers an organisation, with an organisation number or without one.'],
    get: ['Show an organisation', 'The organisation as it is registered now.'],
    update: ['Change an organisation', changed],
    withdraw: [
      'Withdraw an organisation',
      'Takes back an organisation that was registered in error. One that decision lines name is merged instead.'
    ]
  }
})
/** Old references find the organisation that bears them now. */
export const organisation = {
  ...declared,
  list: {
    ...declared.list,
    filters: {
      ...declared.list.filters,
      reference: (value: InStatement) => orFewMerged(sql`reference = ${value}`),
      source: (value: InStatement) => orMerged(sql`source = ${value}`)
    }
  }
}
export type OrganisationRow = RowOf<typeof organisation>
export type NewOrganisation = New<typeof organisation>
export type OrganisationPatch = Changes<typeof organisation>
