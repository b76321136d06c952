import { sql } from 'drizzle-orm'
import { index, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { nameKey } from '../../base/names.ts'
import { listedCode } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { whether } from '../../platform/http/pagination.ts'
import { Day, Nullable, OneOf, ref, Strict, Text, Url, Uuid } from '../../platform/http/schemas.ts'
import { code, flag, json, name, of, sourced, text, uuid } from '../../platform/records/fields.ts'
import { type Changes, extended, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { isNamedNowOrBefore, keyOfNames, searchAsked } from '../../platform/records/search.ts'
import { changed } from '../../platform/records/words.ts'
import { bodies } from '../bodies/record.ts'
import { openAnswers } from './open-rules.ts'
import { amountBases, schemeKinds, schemeStatuses } from './rules.ts'

export const SchemeReferral = Strict(
  {
    purpose: Type.Optional(Nullable(Text('For what one turns there', 300, 'Ekonomiskt stöd'))),
    text: Type.Optional(Nullable(Text('Where to turn, in words', 1000, 'Kultur- och fritidsförvaltningen'))),
    bodyId: Type.Optional(Nullable(Uuid('The body to turn to'))),
    schemeId: Type.Optional(Nullable(Uuid('The scheme to seek instead'))),
    contactText: Type.Optional(Nullable(Text('A function to ask, never a person', 300, 'Föreningsservice'))),
    contactEmail: Type.Optional(
      Nullable(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 254, example: 'forening@vaxjo.se' }))
    ),
    contactPhone: Type.Optional(Nullable(Type.String({ pattern: '^[0-9+() -]{5,30}$', example: '0470-410 00' }))),
    contactUrl: Type.Optional(Nullable(Url('Page to look at', 'https://www.vaxjo.se/')))
  },
  {
    $id: 'SchemeReferral',
    description: 'Where to turn instead',
    example: { purpose: 'Ekonomiskt stöd', text: 'Kultur- och fritidsförvaltningen' }
  }
)

const categories = Type.Array(Text('A category of the municipality', 100, 'kultur'), {
  maxItems: 50,
  uniqueItems: true,
  description: 'What it is for, in the words of the municipality',
  example: ['kultur']
})
const referrals = Type.Array(ref(SchemeReferral), { maxItems: 20, description: 'Where to turn instead', example: [] })

const fields = {
  name: name('Name', 300, 'Verksamhetsbidrag'),
  kind: code(schemeKinds, 'What sort of scheme it is; notStated where the source does not tell').filter('Kind'),
  // The status that was recorded last; scheme_status_changes holds all of them with their days.
  status: code(schemeStatuses, 'Whether it is open, as recorded last; changed by its own acts')
    .defaulted('notStated')
    .unchanging()
    .filter('Status as recorded last'),
  bodyId: uuid('The body whose scheme it is; null: of the whole municipality')
    .optional()
    .filter('The body whose scheme it is'),
  description: text('What can be sought', 4000, 'Bidrag till stabila föreningar, ett till tre år').optional(),
  amountBasis: code(amountBases, 'An amount for each association, or one pot that all share').defaulted('notStated'),
  categories: of<string[]>(categories, () => textColumn().array()).defaulted([]),
  referrals: json(referrals).defaulted([]),
  needsReview: flag('Made by an import and seen by nobody yet', false).defaulted(false),
  ...sourced
}

/** Grant schemes (bidragsformer): what can be sought, and from which body. */
export const schemes = pgTable(
  'schemes',
  {
    ...recordColumns(fields),
    nameKey: textColumn().notNull(),
    /** Keys of the names that it bore before: what is imported under an old name still finds it. */
    formerNameKeys: textColumn().array().notNull().default([])
  },
  table => [
    ...keysOf('schemes', table),
    index('schemes_name_key').on(table.municipalityCode, table.nameKey),
    index('schemes_search').using('gin', table.municipalityCode, sql`${keyOfNames} gin_trgm_ops`),
    index('schemes_kind').on(table.municipalityCode, table.kind, table.name, table.id),
    index('schemes_body').on(table.municipalityCode, table.bodyId, table.name, table.id),
    index('schemes_categories').using('gin', table.municipalityCode, table.categories),
    index('schemes_name').on(table.municipalityCode, table.name, table.id),
    index('schemes_needs_review').on(table.municipalityCode, table.name, table.id).where(sql`needs_review`),
    index('schemes_withdrawn').on(table.municipalityCode, table.name, table.id).where(sql`withdrawn_at is not null`),
    index('schemes_status').on(table.municipalityCode, table.status, table.name, table.id),
    refersTo('schemes_body_fk', table, table.bodyId, bodies)
  ]
)

// Which those are is worked out by openings.ts; the day itself says nothing to the database.
const isAnswered = () => sql`${schemes.id} = any(${sql.placeholder('openIds')}::uuid[])`
const isUnknown = () => sql`${schemes.id} = any(${sql.placeholder('unknownIds')}::uuid[])`

export const scheme = recordOf({
  noun: 'Scheme',
  address: 'schemes',
  tag: 'schemes',
  fields,
  table: schemes,
  describes: {
    one: 'A grant scheme: what can be sought, and from whom',
    created: 'A scheme to register',
    page: 'A page of schemes'
  },
  examples: {
    created: { name: 'Verksamhetsbidrag', kind: 'operating' },
    patch: { kind: 'partnership' },
    shown: { status: 'open', amountBasis: 'perOrganisation', categories: [], referrals: [], needsReview: false }
  },
  filters: {
    search: {
      ...searchAsked('Words of its name, now or before', 'föreningens bidrag'),
      where: isNamedNowOrBefore,
      finding: value =>
        sql`select id from schemes where municipality_code = ${listedCode} and ${isNamedNowOrBefore(value)}`
    },
    name: {
      schema: Type.String({
        maxLength: 300,
        description: 'Exact name, whatever its case',
        example: 'Verksamhetsbidrag'
      }),
      where: value => sql`${schemes.nameKey} = ${value}`,
      convert: nameKey
    },
    category: {
      schema: Type.String({ maxLength: 100, description: 'A category', example: 'kultur' }),
      where: value => sql`${schemes.categories} @> array[${value}]::text[]`
    },
    open: {
      schema: OneOf(openAnswers, 'Only those of this answer: whether they take applications on the day'),
      where: isAnswered,
      unknown: isUnknown
    },
    validOn: {
      schema: Day('The day that open is answered for; today unless told', '2026-04-02'),
      where: isAnswered,
      unknown: isUnknown
    },
    needsReview: {
      schema: Type.Boolean({ description: 'Only those that need a look', example: true }),
      where: whether(sql`${schemes.needsReview}`, sql`not ${schemes.needsReview}`)
    }
  },
  reference: 'VB',
  sorts: ['name', 'updatedAt'],
  says: {
    create: ['Register a scheme', 'Registers a grant scheme of a body, or of the whole municipality.'],
    get: ['Show a scheme', 'The scheme as it is registered now.'],
    update: ['Change a scheme', changed],
    withdraw: [
      'Withdraw a scheme',
      'Takes back a scheme that was registered in error. One that lines stand under stays.'
    ]
  }
})

/** A scheme is registered with its first status. */
export const NewScheme = extended(
  scheme.schemas.New,
  { $id: 'NewScheme', description: 'A scheme to register', example: { name: 'Verksamhetsbidrag', kind: 'operating' } },
  {
    status: Type.Optional(OneOf(schemeStatuses, 'Whether it is open; notStated unless told')),
    statusEffectiveOn: Type.Optional(Nullable(Day('From which day that holds; null: not stated', '2018-01-01'))),
    statusObservedOn: Type.Optional(
      Nullable(Day('A day on which it is known to hold: says nothing of the days before', '2026-08-17'))
    ),
    statusReason: Type.Optional(Nullable(Text('Why', 2000, 'Bredare samverkan i stället för bidrag')))
  }
)

export type SchemeRow = RowOf<typeof scheme>
export type NewScheme = Static<typeof NewScheme>
export type SchemePatch = Changes<typeof scheme>
