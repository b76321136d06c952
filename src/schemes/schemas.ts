import { type Static, Type } from 'typebox'
import {
  Day,
  Instant,
  ListQuery,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Text,
  Unknowns,
  Url,
  Uuid,
  walkedBy
} from '../http/schemas.ts'
import { schemasOf } from '../records/record.ts'
import { Attainment } from './attainment.ts'
import { budget } from './budget-record.ts'
import { BudgetUse } from './budget-use.ts'
import { publishedFigure } from './figure-record.ts'
import { targetObservation } from './observation-record.ts'
import { openAnswers } from './open-rules.ts'
import { amountBases, schemeKinds, schemeStatuses } from './rules.ts'
import { target } from './target-record.ts'
import { SchemeOpen, SchemeWindow } from './window-schemas.ts'

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

const name = Text('Name', 300, 'Verksamhetsbidrag')
const kind = OneOf(schemeKinds, 'What sort of scheme it is; notStated where the source does not tell')
const optional = {
  bodyId: Type.Optional(Nullable(Uuid('The body whose scheme it is; null: of the whole municipality'))),
  description: Type.Optional(
    Nullable(Text('What can be sought', 4000, 'Bidrag till stabila föreningar, ett till tre år'))
  ),
  amountBasis: Type.Optional(OneOf(amountBases, 'An amount for each association, or one pot that all share')),
  categories: Type.Optional(
    Type.Array(Text('A category of the municipality', 100, 'kultur'), {
      maxItems: 50,
      uniqueItems: true,
      description: 'What it is for, in the words of the municipality',
      example: ['kultur']
    })
  ),
  referrals: Type.Optional(
    Type.Array(ref(SchemeReferral), { maxItems: 20, description: 'Where to turn instead', example: [] })
  ),
  needsReview: Type.Optional(Type.Boolean({ description: 'Made by an import and seen by nobody yet', example: false })),
  ...Provenance
}

const status = OneOf(schemeStatuses, 'Whether it is open, as recorded last; changed by its own acts')
const firstStatus = {
  status: Type.Optional(OneOf(schemeStatuses, 'Whether it is open; notStated unless told')),
  statusEffectiveOn: Type.Optional(Nullable(Day('From which day that holds; null: not stated', '2018-01-01'))),
  statusObservedOn: Type.Optional(
    Nullable(Day('A day on which it is known to hold: says nothing of the days before', '2026-08-17'))
  ),
  statusReason: Type.Optional(Nullable(Text('Why', 2000, 'Bredare samverkan i stället för bidrag')))
}

export const NewScheme = Strict(
  { name, kind, ...firstStatus, ...optional, ...Named },
  { $id: 'NewScheme', description: 'A scheme to register', example: { name: 'Verksamhetsbidrag', kind: 'operating' } }
)
export type NewScheme = Static<typeof NewScheme>

export const SchemePatch = Patch(Strict({ name, kind, ...optional }), {
  $id: 'SchemePatch',
  description: 'What is to change (JSON merge patch)',
  example: { kind: 'partnership' }
})
export type SchemePatch = Static<typeof SchemePatch>

export const Scheme = Representation(
  { ...Named, name, kind, status, ...optional },
  {
    $id: 'Scheme',
    description: 'A grant scheme: what can be sought, and from whom',
    example: {
      name: 'Verksamhetsbidrag',
      kind: 'operating',
      status: 'open',
      amountBasis: 'perOrganisation',
      categories: [],
      referrals: [],
      needsReview: false
    }
  }
)

/** A question about a day leaves out what nobody knows: how many those are is told. */
const hidden = Unknowns('With open: schemes that are not listed because whether they are open on the day is not known')

export const ListedScheme = Strict(
  { ...Scheme.properties, open: Type.Optional(ref(SchemeOpen)) },
  { $id: 'ListedScheme', description: 'A scheme; with open or validOn, also whether it is open on the day' }
)
export const SchemePage = PageOf(ref(ListedScheme), 'SchemePage', 'A page of schemes', hidden)

export const SchemeQuery = ListQuery(
  {
    name: Type.Optional(
      Type.String({ maxLength: 300, description: 'Exact name, whatever its case', example: 'Verksamhetsbidrag' })
    ),
    kind: Type.Optional(OneOf(schemeKinds, 'Kind')),
    bodyId: Type.Optional(Uuid('The body whose scheme it is')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'VB' })),
    status: Type.Optional(OneOf(schemeStatuses, 'Status as recorded last')),
    category: Type.Optional(Type.String({ maxLength: 100, description: 'A category', example: 'kultur' })),
    open: Type.Optional(OneOf(openAnswers, 'Only those of this answer: whether they take applications on the day')),
    validOn: Type.Optional(Day('The day that open is answered for; today unless told', '2026-04-02')),
    needsReview: Type.Optional(Type.Boolean({ description: 'Only those that need a look', example: true }))
  },
  ['name', 'updatedAt']
)

export const OpenQuery = Strict({ validOn: Type.Optional(Day('The day; today unless told', '2018-03-15')) })

/** Whoever reads without a key cannot look a body up. */
const PublicReferral = Strict(
  {
    ...SchemeReferral.properties,
    bodyName: Nullable(Text('Name of the body to turn to', 300, 'Kultur- och fritidsförvaltningen')),
    schemeName: Nullable(Text('Name of the scheme to seek instead, where it is published', 300, 'Verksamhetsbidrag'))
  },
  {
    $id: 'PublicReferral',
    description: 'Where to turn instead, as everybody may see it',
    example: { purpose: 'Ekonomiskt stöd', bodyName: 'Kultur- och fritidsförvaltningen', schemeName: null }
  }
)

export const PublicScheme = Strict(
  {
    id: Uuid('Identity made by the service'),
    name,
    kind,
    bodyName: Nullable(Text('The body whose scheme it is', 300, 'Socialnämnden')),
    description: Nullable(Text('What can be sought', 4000, 'Bidrag till stabila föreningar')),
    status,
    amountBasis: OneOf(amountBases, 'An amount for each association, or one pot that all share'),
    categories: Type.Array(Type.String({ example: 'kultur' }), { description: 'What it is for', example: ['kultur'] }),
    referrals: Type.Array(ref(PublicReferral), { description: 'Where to turn instead', example: [] }),
    windows: Type.Array(ref(SchemeWindow), { description: 'When applications are taken', example: [] }),
    open: ref(SchemeOpen),
    sourceUrl: Nullable(Url('Page of the municipality')),
    updatedAt: Instant('When it was last changed')
  },
  { $id: 'PublicScheme', description: 'A scheme as everybody may see it' }
)
export const PublicSchemePage = PageOf(ref(PublicScheme), 'PublicSchemePage', 'A page of schemes', hidden)
export const PublicSchemeQuery = Strict({
  ...walkedBy(['name']),
  open: Type.Optional(OneOf(openAnswers, 'Only those of this answer: whether they take applications on the day')),
  validOn: Type.Optional(Day('The day that open is answered for; today unless told', '2026-04-02'))
})

export const schemeSchemas = [
  SchemeReferral,
  NewScheme,
  SchemePatch,
  Scheme,
  ListedScheme,
  SchemePage,
  PublicReferral,
  PublicScheme,
  PublicSchemePage,
  ...schemasOf(budget),
  BudgetUse,
  ...schemasOf(publishedFigure),
  ...schemasOf(target),
  ...schemasOf(targetObservation),
  Attainment
]
